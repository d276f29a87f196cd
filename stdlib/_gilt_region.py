"""What gilt.region("name") makes of a function that it decorates."""

import functools


def inside(region, function):
    if not callable(function):
        raise TypeError(f"{function!r} is not callable")

    @functools.wraps(function)
    def measured(*args, **kwargs):
        with region:
            return function(*args, **kwargs)

    return measured
