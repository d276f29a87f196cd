"""Coroutines that wait for each other, for time, threads, processes and files, in one thread."""

from . import base_events, coroutines, events, exceptions, futures, locks, queues, runners, taskgroups, tasks
from . import protocols, threads, timeouts, transports, unix_events
from .base_events import *
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .locks import *
from .queues import *
from .runners import *
from .taskgroups import *
from .tasks import *
from .threads import *
from .timeouts import *
from .unix_events import *
from .unix_events import _DefaultEventLoopPolicy
from .protocols import *
from .transports import *

# What needs sockets and processes is imported when somebody asks for it.
_LAZY = {
    "streams": ("StreamReader", "StreamWriter", "StreamReaderProtocol", "open_connection", "start_server",
                "open_unix_connection", "start_unix_server"),
    "subprocess": ("create_subprocess_exec", "create_subprocess_shell"),
}
_WHERE = {name: module for module, names in _LAZY.items() for name in names}

__all__ = (base_events.__all__ + coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__ +
           locks.__all__ + protocols.__all__ + runners.__all__ + queues.__all__ + _LAZY["streams"] +
           _LAZY["subprocess"] + taskgroups.__all__ + tasks.__all__ + threads.__all__ + timeouts.__all__ +
           transports.__all__ + unix_events.__all__)


def __getattr__(name):
    import sys
    if name in _LAZY:
        __import__(f"{__name__}.{name}")
        return sys.modules[f"{__name__}.{name}"]
    if name in _WHERE:
        module = f"{__name__}.{_WHERE[name]}"
        __import__(module)
        value = getattr(sys.modules[module], name)
        globals()[name] = value
        return value
    if name == "AbstractEventLoopPolicy":
        events._deprecated(name)
        return events._AbstractEventLoopPolicy
    if name == "DefaultEventLoopPolicy":
        events._deprecated(name)
        return _DefaultEventLoopPolicy
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
