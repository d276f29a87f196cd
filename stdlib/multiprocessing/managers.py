"""Managers: a process that keeps objects, and proxies through which others use them.

A server has a thread for each connection. A request is (object, method, args, kwds); the answer a pair of a kind and
a value: the result, an exception, or what is needed to make a proxy of the result. Every thread that uses proxies has
a connection of its own. The server counts the proxies of each object and forgets it when there are none.
"""

import os
import queue
import signal
import sys
import threading
import traceback
from collections import namedtuple

from . import connection, context, process, reduction, util
from .context import ProcessError

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']

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


def public_methods(obj):
    return [name for name in dir(obj) if callable(getattr(obj, name)) and name[0] != '_']


class Server:
    """The objects of a manager, in its process."""

    _own_methods = ('shutdown', 'create', 'accept_connection', 'get_methods', 'debug_info', 'number_of_objects',
                    'dummy', 'incref', 'decref')

    def __init__(self, registry, address, authkey, serializer='pickle'):
        if not isinstance(authkey, bytes):
            raise TypeError('Authkey {0!r} is type {1!s}, not bytes'.format(authkey, type(authkey)))
        self.registry = registry
        self.authkey = process.AuthenticationString(authkey)
        self.listener = connection.Listener(address=address, backlog=128)
        self.address = self.listener.address
        self.id_to_obj = {}
        self.id_to_refcount = {}
        self.mutex = threading.Lock()
        self.stop_event = threading.Event()

    def serve_forever(self):
        """Answers until it is told to shut down, and then ends the process."""
        process.current_process()._manager_server = self
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            while not self.stop_event.is_set():
                self.stop_event.wait(1)
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            sys.exit(0)

    def _accept(self):
        while True:
            try:
                c = self.listener.accept()
            except OSError:
                continue
            threading.Thread(target=self._handle, args=(c,), daemon=True).start()

    def _handle(self, c):
        try:
            connection.deliver_challenge(c, self.authkey)
            connection.answer_challenge(c, self.authkey)
            while not self.stop_event.is_set():
                ident, name, args, kwds = c.recv()
                self._answer(c, ident, name, args, kwds)
        except (EOFError, OSError, ProcessError):
            pass
        except Exception:
            # A request that cannot even be unpickled: its sender is told before it is left.
            try:
                c.send((TRACEBACK, traceback.format_exc()))
            except OSError:
                pass
        finally:
            c.close()

    def _answer(self, c, ident, name, args, kwds):
        try:
            if ident is None:
                if name not in self._own_methods:
                    raise AttributeError('server has no method %r' % name)
                answer = RETURN, getattr(self, name)(*args, **kwds)
            else:
                answer = self._call(ident, name, args, kwds)
        except Exception:
            answer = TRACEBACK, traceback.format_exc()
        try:
            c.send(answer)
        except (OSError, EOFError):
            raise
        except Exception:
            c.send((TRACEBACK, traceback.format_exc()))

    def _call(self, ident, name, args, kwds):
        try:
            obj, exposed, method_to_typeid = self.id_to_obj[ident]
        except KeyError:
            raise KeyError(ident, 'the manager does not have this object') from None
        if name not in exposed:
            if name == '#GETVALUE':
                return RETURN, obj
            if name in ('__str__', '#STR'):
                return RETURN, str(obj)
            if name in ('__repr__', '#REPR'):
                return RETURN, repr(obj)
            raise AttributeError('method %r of %r object is not in exposed=%r' % (name, type(obj), exposed))
        try:
            result = getattr(obj, name)(*args, **kwds)
        except Exception as error:
            return ERROR, error
        typeid = method_to_typeid and method_to_typeid.get(name)
        if typeid:
            rident, rexposed = self.create(typeid, result)
            return PROXY, (rexposed, Token(typeid, self.address, rident))
        return RETURN, result

    # -- what clients ask of the server itself --

    def dummy(self):
        pass

    def debug_info(self):
        """A text that shows all objects."""
        with self.mutex:
            return '\n'.join('  %s:       refcount=%s\n    %s' % (ident, self.id_to_refcount[ident], str(row[0])[:75])
                             for ident, row in sorted(self.id_to_obj.items()))

    def number_of_objects(self):
        return len(self.id_to_refcount)

    def shutdown(self):
        self.stop_event.set()

    def create(self, typeid, /, *args, **kwds):
        """Makes an object, with one count for the proxy that will be made."""
        callable, exposed, method_to_typeid, proxytype = self.registry[typeid]
        if callable is None:
            if kwds or len(args) != 1:
                raise ValueError("Without callable, must have one non-keyword argument")
            obj = args[0]
        else:
            obj = callable(*args, **kwds)
        exposed = tuple(public_methods(obj) if exposed is None else exposed)
        if method_to_typeid is not None:
            exposed += tuple(method_to_typeid)
        with self.mutex:
            ident = '%x' % id(obj)
            self.id_to_obj[ident] = obj, set(exposed), method_to_typeid
            self.id_to_refcount[ident] = self.id_to_refcount.get(ident, 0) + 1
        return ident, exposed

    def get_methods(self, token):
        return tuple(self.id_to_obj[token.id][1])

    def incref(self, ident):
        with self.mutex:
            if ident not in self.id_to_refcount:
                raise KeyError(ident)
            self.id_to_refcount[ident] += 1

    def decref(self, ident):
        obj = None
        with self.mutex:
            count = self.id_to_refcount.get(ident)
            if count is None:
                return
            if count > 1:
                self.id_to_refcount[ident] = count - 1
            else:
                del self.id_to_refcount[ident]
                # It may end only now that the lock is free again: it may hold proxies itself.
                obj = self.id_to_obj.pop(ident)
        del obj


class BaseManager:
    """Starts a server, or finds one. register() says what it can make."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        self._address = address
        self._authkey = process.AuthenticationString(process.current_process().authkey if authkey is None else authkey)
        self._state = 'INITIAL'
        self._serializer = serializer
        self._ctx = ctx or context._default_context.get_context()
        self._shutdown_timeout = shutdown_timeout
        self._process = None

    def get_server(self):
        """A server for this process to run itself."""
        self._check('INITIAL')
        return Server(self._registry, self._address, self._authkey, self._serializer)

    def _check(self, state):
        if self._state != state:
            raise ProcessError({'STARTED': 'Already started server' if state == 'INITIAL' else '',
                                'SHUTDOWN': 'Manager has shut down',
                                'INITIAL': 'server not yet started'}[self._state])

    def connect(self):
        """Uses a server that somebody else has started."""
        c = connection.Client(self._address, authkey=self._authkey)
        try:
            dispatch(c, None, 'dummy')
        finally:
            c.close()
        self._state = 'STARTED'

    def start(self, initializer=None, initargs=()):
        """Starts a process with a server."""
        self._check('INITIAL')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        reader, writer = connection.Pipe(duplex=False)
        self._process = self._ctx.Process(
            target=type(self)._run_server,
            args=(self._registry, self._address, self._authkey, self._serializer, writer, initializer, initargs))
        self._process.name = type(self).__name__ + '-' + ':'.join(map(str, self._process._identity))
        self._process.start()
        writer.close()
        try:
            self._address = reader.recv()
        except EOFError:
            self._process.join()
            raise ProcessError('the manager process ended with exit code %s' % self._process.exitcode) from None
        finally:
            reader.close()
        self._state = 'STARTED'
        self.shutdown = util.Finalize(
            self, type(self)._finalize_manager,
            args=(self._process, self._address, self._authkey, self._shutdown_timeout), exitpriority=0)

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None, initargs=()):
        # Ctrl-C is for the process that it serves, which may still want its objects.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey, serializer)
        writer.send(server.address)
        writer.close()
        util.info('manager serving at %r', server.address)
        server.serve_forever()

    @staticmethod
    def _finalize_manager(process, address, authkey, timeout):
        if process.is_alive():
            util.info('sending shutdown message to manager')
            try:
                c = connection.Client(address, authkey=authkey)
                try:
                    dispatch(c, None, 'shutdown')
                finally:
                    c.close()
            except Exception:
                pass
            process.join(timeout)
            if process.is_alive():
                process.terminate()
                process.join(timeout)
                if process.is_alive():
                    process.kill()
                    process.join()

    def shutdown(self):
        """Ends the server."""
        self._check('STARTED')

    def join(self, timeout=None):
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _create(self, typeid, /, *args, **kwds):
        if self._state != 'STARTED':
            raise AssertionError('server not yet started')
        c = connection.Client(self._address, authkey=self._authkey)
        try:
            ident, exposed = dispatch(c, None, 'create', (typeid,) + args, kwds)
        finally:
            c.close()
        return Token(typeid, self._address, ident), exposed

    def _ask(self, method):
        c = connection.Client(self._address, authkey=self._authkey)
        try:
            return dispatch(c, None, method)
        finally:
            c.close()

    def _debug_info(self):
        return self._ask('debug_info')

    def _number_of_objects(self):
        return self._ask('number_of_objects')

    @property
    def address(self):
        return self._address

    def __enter__(self):
        if self._state == 'INITIAL':
            self.start()
        self._check('STARTED')
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        """Lets the server make objects by callable; proxies are made by proxytype."""
        if '_registry' not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if create_method:
            def create(self, /, *args, **kwds):
                token, exposed = self._create(typeid, *args, **kwds)
                proxy = proxytype(token, self._serializer, manager=self, authkey=self._authkey, exposed=exposed,
                                  incref=False)
                proxy._owns_count()
                return proxy
            create.__name__ = typeid
            setattr(cls, typeid, create)


# -- proxies --

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


# -- what managers make --

class Namespace:
    """Any attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = sorted('%s=%r' % item for item in self.__dict__.items() if not item[0].startswith('_'))
        return '%s(%s)' % (type(self).__name__, ', '.join(items))


class Value:
    """A value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    def __repr__(self):
        return '%s(%r, %r)' % (type(self).__name__, self._typecode, self._value)

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    import array
    return array.array(typecode, sequence)


class IteratorProxy(BaseProxy):
    _exposed_ = ('__next__', 'send', 'throw', 'close')

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod('__next__', args)

    def send(self, *args):
        return self._callmethod('send', args)

    def throw(self, *args):
        return self._callmethod('throw', args)

    def close(self, *args):
        return self._callmethod('close', args)


class AcquirerProxy(BaseProxy):
    _exposed_ = ('acquire', 'release', 'locked')

    def acquire(self, blocking=True, timeout=None):
        return self._callmethod('acquire', (blocking,) if timeout is None else (blocking, timeout))

    def release(self):
        return self._callmethod('release')

    def locked(self):
        return self._callmethod('locked')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    _exposed_ = ('acquire', 'release', 'locked', 'wait', 'notify', 'notify_all')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        import time
        result = predicate()
        end = None if timeout is None else time.monotonic() + timeout
        while not result:
            rest = None if end is None else end - time.monotonic()
            if rest is not None and rest <= 0:
                break
            self.wait(rest)
            result = predicate()
        return result


class EventProxy(BaseProxy):
    _exposed_ = ('is_set', 'set', 'clear', 'wait')

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


class BarrierProxy(BaseProxy):
    _exposed_ = ('__getattribute__', 'wait', 'abort', 'reset')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    parties = property(lambda self: self._callmethod('__getattribute__', ('parties',)))
    n_waiting = property(lambda self: self._callmethod('__getattribute__', ('n_waiting',)))
    broken = property(lambda self: self._callmethod('__getattribute__', ('broken',)))


class NamespaceProxy(BaseProxy):
    _exposed_ = ('__getattribute__', '__setattr__', '__delattr__')

    def __getattr__(self, key):
        if key[0] == '_':
            return object.__getattribute__(self, key)
        return self._callmethod('__getattribute__', (key,))

    def __setattr__(self, key, value):
        if key[0] == '_':
            return object.__setattr__(self, key, value)
        return self._callmethod('__setattr__', (key, value))

    def __delattr__(self, key):
        if key[0] == '_':
            return object.__delattr__(self, key)
        return self._callmethod('__delattr__', (key,))


class ValueProxy(BaseProxy):
    _exposed_ = ('get', 'set')

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


_list_methods = ('__add__', '__contains__', '__delitem__', '__getitem__', '__imul__', '__len__', '__mul__',
                 '__reversed__', '__rmul__', '__setitem__', 'append', 'clear', 'copy', 'count', 'extend', 'index',
                 'insert', 'pop', 'remove', 'reverse', 'sort')
BaseListProxy = MakeProxyType('BaseListProxy', _list_methods + ('__iadd__',))


class ListProxy(BaseListProxy):
    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self

    def __iter__(self):
        return iter(self._getvalue())

    def __reversed__(self):
        return reversed(self._getvalue())

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


_dict_methods = ('__contains__', '__delitem__', '__getitem__', '__ior__', '__iter__', '__len__', '__or__',
                 '__reversed__', '__ror__', '__setitem__', 'clear', 'copy', 'fromkeys', 'get', 'items', 'keys', 'pop',
                 'popitem', 'setdefault', 'update', 'values')
_BaseDictProxy = MakeProxyType('_BaseDictProxy', _dict_methods)


class DictProxy(_BaseDictProxy):
    def keys(self):
        return list(self._getvalue().keys())

    def values(self):
        return list(self._getvalue().values())

    def items(self):
        return list(self._getvalue().items())

    def __iter__(self):
        return iter(self._getvalue())

    def __reversed__(self):
        return reversed(self._getvalue())

    def __ior__(self, value):
        self._callmethod('update', (value,))
        return self

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


_set_methods = ('__and__', '__contains__', '__len__', '__or__', '__rand__', '__ror__', '__rsub__', '__rxor__',
                '__sub__', '__xor__', 'add', 'clear', 'copy', 'difference', 'difference_update', 'discard',
                'intersection', 'intersection_update', 'isdisjoint', 'issubset', 'issuperset', 'pop', 'remove',
                'symmetric_difference', 'symmetric_difference_update', 'union', 'update')
_BaseSetProxy = MakeProxyType('_BaseSetProxy', _set_methods)


class SetProxy(_BaseSetProxy):
    def __iter__(self):
        return iter(self._getvalue())

    def __ior__(self, value):
        self._callmethod('update', (value,))
        return self

    def __iand__(self, value):
        self._callmethod('intersection_update', (value,))
        return self

    def __isub__(self, value):
        self._callmethod('difference_update', (value,))
        return self

    def __ixor__(self, value):
        self._callmethod('symmetric_difference_update', (value,))
        return self


ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))

BasePoolProxy = MakeProxyType('PoolProxy', ('apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map',
                                            'map_async', 'starmap', 'starmap_async', 'terminate'))
BasePoolProxy._method_to_typeid_ = {'apply_async': 'AsyncResult', 'map_async': 'AsyncResult',
                                    'starmap_async': 'AsyncResult', 'imap': 'Iterator', 'imap_unordered': 'Iterator'}


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class SyncManager(BaseManager):
    """The manager that Manager() starts."""


def _pool(*args, **kwds):
    from .pool import Pool
    return Pool(*args, **kwds)


SyncManager.register('Queue', queue.Queue)
SyncManager.register('JoinableQueue', queue.Queue)
SyncManager.register('Event', threading.Event, EventProxy)
SyncManager.register('Lock', threading.Lock, AcquirerProxy)
SyncManager.register('RLock', threading.RLock, AcquirerProxy)
SyncManager.register('Semaphore', threading.Semaphore, AcquirerProxy)
SyncManager.register('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy)
SyncManager.register('Condition', threading.Condition, ConditionProxy)
SyncManager.register('Barrier', threading.Barrier, BarrierProxy)
SyncManager.register('Pool', _pool, PoolProxy)
SyncManager.register('list', list, ListProxy)
SyncManager.register('dict', dict, DictProxy)
SyncManager.register('set', set, SetProxy)
SyncManager.register('Value', Value, ValueProxy)
SyncManager.register('Array', Array, ArrayProxy)
SyncManager.register('Namespace', Namespace, NamespaceProxy)
# Only made by methods of others.
SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
SyncManager.register('AsyncResult', create_method=False)


class SharedMemoryManager:
    """Makes shared memory and removes all that it has made when it is left."""

    def __init__(self, *args, **kwds):
        self._made = []
        self._finalizer = util.Finalize(self, self._release, args=(self._made,), exitpriority=0)

    @staticmethod
    def _release(made):
        for memory in made:
            try:
                memory.close()
            except BufferError:
                pass
            try:
                memory.unlink()
            except FileNotFoundError:
                pass
        made.clear()

    def start(self):
        pass

    def shutdown(self):
        self._release(self._made)

    def SharedMemory(self, size):
        from .shared_memory import SharedMemory
        memory = SharedMemory(None, create=True, size=size)
        self._made.append(memory)
        return memory

    def ShareableList(self, sequence):
        from .shared_memory import ShareableList
        made = ShareableList(sequence)
        self._made.append(made.shm)
        return made

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.shutdown()
