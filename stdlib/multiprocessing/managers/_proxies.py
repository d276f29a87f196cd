"""What stands for an object of a manager, of any kind."""

import os
import threading

from .. import connection, context, process, util
from ._requests import PROXY, RETURN, Token, _raise_answer, dispatch

__name__ = "multiprocessing.managers"  # the module that these belong to

_connections = threading.local()


def _connection_to(address, authkey):
    """This thread's connection to a server."""
    known = getattr(_connections, 'known', None)
    if known is None or _connections.pid != os.getpid():
        known = _connections.known = {}
        _connections.pid = os.getpid()
    c = known.get(address)
    if c is None or c.closed:
        c = known[address] = connection.Client(address, authkey=authkey)
    return c


class BaseProxy:
    """Stands for an object of a manager."""

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
        self._token = token
        self._id = token.id
        self._manager = manager
        self._serializer = serializer
        self._close = None
        if authkey is not None:
            self._authkey = process.AuthenticationString(authkey)
        elif manager is not None:
            self._authkey = manager._authkey
        else:
            self._authkey = process.current_process().authkey
        if incref:
            self._incref()
            self._owns_count()

    def _incref(self):
        _tell(self._token, self._authkey, 'incref')

    def _owns_count(self):
        self._close = util.Finalize(self, _decref, args=(self._token, self._authkey, self._manager), exitpriority=10)

    def _callmethod(self, methodname, args=(), kwds={}):
        """Calls a method of the object."""
        address = self._token.address
        c = _connection_to(address, self._authkey)
        try:
            c.send((self._id, methodname, args, kwds))
            kind, result = c.recv()
        except (OSError, EOFError):
            # Half a request or answer may be on its way.
            _connections.known.pop(address, None)
            c.close()
            raise
        if kind == RETURN:
            return result
        if kind == PROXY:
            exposed, token = result
            proxytype = self._manager._registry[token.typeid][-1] if self._manager is not None else AutoProxy
            token = Token(token.typeid, address, token.id)
            proxy = proxytype(token, self._serializer, manager=self._manager, authkey=self._authkey, exposed=exposed,
                              incref=False)
            proxy._owns_count()
            return proxy
        _raise_answer(kind, result)

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod('#GETVALUE')

    def __reduce__(self):
        kwds = {}
        if context.get_spawning_popen() is not None:
            kwds['authkey'] = self._authkey
        if getattr(self, '_isauto', False):
            kwds['exposed'] = self._exposed_
            return RebuildProxy, (AutoProxy, self._token, self._serializer, kwds)
        return RebuildProxy, (type(self), self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return '<%s object, typeid %r at %#x>' % (type(self).__name__, self._token.typeid, id(self))

    def __str__(self):
        """What repr() of the object says."""
        try:
            return self._callmethod('__repr__')
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def _tell(token, authkey, what):
    server = getattr(process.current_process(), '_manager_server', None)
    if server is not None and server.address == token.address:
        getattr(server, what)(token.id)
        return
    dispatch(_connection_to(token.address, authkey), None, what, (token.id,))


def _decref(token, authkey, manager):
    if manager is not None and manager._state != 'STARTED':
        return
    try:
        _tell(token, authkey, 'decref')
    except Exception as error:
        # The manager has ended, and its objects with it.
        util.debug('... decref failed %s', error)


def RebuildProxy(func, token, serializer, kwds):
    """What a pickled proxy becomes."""
    return func(token, serializer, incref=True, **kwds)


def MakeProxyType(name, exposed, _cache={}):
    """A class of proxies with the methods exposed."""
    exposed = tuple(exposed)
    try:
        return _cache[name, exposed]
    except KeyError:
        pass

    def forward(method):
        def call(self, /, *args, **kwds):
            return self._callmethod(method, args, kwds)
        call.__name__ = method
        return call

    made = type(name, (BaseProxy,), {method: forward(method) for method in exposed})
    made._exposed_ = exposed
    made.__module__ = __name__
    _cache[name, exposed] = made
    return made


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    """A proxy with all public methods of its object."""
    if authkey is None:
        authkey = manager._authkey if manager is not None else process.current_process().authkey
    if exposed is None:
        exposed = dispatch(_connection_to(token.address, authkey), None, 'get_methods', (token,))
    kind = MakeProxyType('AutoProxy[%s]' % token.typeid, exposed)
    proxy = kind(token, serializer, manager=manager, authkey=authkey, incref=incref)
    proxy._isauto = True
    return proxy
