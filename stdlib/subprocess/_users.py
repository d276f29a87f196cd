"""Users and groups, given by name or number."""

__name__ = "subprocess"  # the module that these belong to


def _group_id(group):
    if group is None:
        return None
    if isinstance(group, str):
        import grp
        return grp.getgrnam(group).gr_gid
    if not isinstance(group, int):
        raise TypeError(f"Group must be a string or an integer, not {type(group)}")
    if group < 0:
        raise ValueError(f"Group ID cannot be negative, got {group}")
    return group


def _group_ids(groups):
    if groups is None:
        return None
    if isinstance(groups, str):
        raise ValueError('Groups must be a list, not a string')
    return [_group_id(group) for group in groups]


def _user_id(user):
    if user is None:
        return None
    if isinstance(user, str):
        import pwd
        return pwd.getpwnam(user).pw_uid
    if not isinstance(user, int):
        raise TypeError('User must be a string or an integer')
    if user < 0:
        raise ValueError(f"User ID cannot be negative, got {user}")
    return user
