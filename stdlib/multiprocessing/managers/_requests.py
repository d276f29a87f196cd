"""What goes between a server and those who use its objects."""

from collections import namedtuple

__name__ = "multiprocessing.managers"  # the module that these belong to

Token = namedtuple('Token', 'typeid address id')

RETURN, ERROR, TRACEBACK, PROXY = '#RETURN', '#ERROR', '#TRACEBACK', '#PROXY'


class RemoteError(Exception):
    """Something that the server could not send as it is: its traceback."""

    def __str__(self):
        return '\n' + '-' * 75 + '\n' + str(self.args[0]) + '-' * 75


def _raise_answer(kind, result):
    if kind == ERROR:
        raise result
    if kind == TRACEBACK:
        raise RemoteError(result)
    raise ValueError('Unrecognized message type {!r}'.format(kind))


def dispatch(c, id, methodname, args=(), kwds={}):
    """One request and its answer."""
    c.send((id, methodname, args, kwds))
    kind, result = c.recv()
    if kind == RETURN:
        return result
    _raise_answer(kind, result)
