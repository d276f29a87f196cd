"""Runs functions at the same time, for the tests of what threads share."""

import functools
import threading


def errors_of(*functions):
    """Runs each function in a thread of its own, all from the same moment on. Returns what they raised."""
    start = threading.Barrier(len(functions))
    errors = []

    def run(function):
        try:
            start.wait()
            function()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(f,)) for f in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def together(*functions):
    """The same; the first error is raised here."""
    for error in errors_of(*functions):
        raise error


def numbered(functions):
    """The functions, each with its place among them as its argument."""
    return [functools.partial(function, place) for place, function in enumerate(functions)]
