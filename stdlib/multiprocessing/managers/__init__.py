"""Managers: a process that keeps objects, and proxies through which others use them.

A server has a thread for each connection. A request is (object, method, args, kwds); the answer a pair of a kind and
a value: the result, an exception, or what is needed to make a proxy of the result. Every thread that uses proxies has
a connection of its own. The server counts the proxies of each object and forgets it when there are none.
"""

import queue
import signal
import threading

from .. import connection, context, process, util
from ..context import ProcessError
from ._kinds import (
    AcquirerProxy, Array, ArrayProxy, BarrierProxy, BaseListProxy, BasePoolProxy, ConditionProxy, DictProxy, EventProxy,
    IteratorProxy, ListProxy, Namespace, NamespaceProxy, PoolProxy, SetProxy, Value, ValueProxy, _BaseDictProxy,
    _BaseSetProxy)
from ._proxies import AutoProxy, BaseProxy, MakeProxyType, RebuildProxy
from ._requests import RemoteError, Token, dispatch
from ._server import Server, public_methods

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']


class BaseManager:
    """Starts a server, or finds one. register() says what it can make."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        self._address = address
        self._authkey = process.AuthenticationString(process.current_process().authkey if authkey is None else authkey)
        self._states = ['INITIAL']  # what it is in now; shared with who ends the server
        self._serializer = serializer
        self._ctx = ctx or context._default_context.get_context()
        self._shutdown_timeout = shutdown_timeout
        self._process = None

    @property
    def _state(self):
        return self._states[0]

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
        self._ask('dummy')
        self._states[0] = 'STARTED'

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
        except BaseException:
            # Ctrl-C: nobody would ever tell the server to end, and the end of the program waits for it.
            self._process.kill()
            self._process.join()
            raise
        finally:
            reader.close()
        self._states[0] = 'STARTED'
        self.shutdown = util.Finalize(
            self, type(self)._finalize_manager,
            args=(self._process, self._address, self._authkey, self._shutdown_timeout, self._states),
            exitpriority=0)

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
    def _finalize_manager(process, address, authkey, timeout, states):
        states[0] = 'SHUTDOWN'
        if process.is_alive():
            util.info('sending shutdown message to manager')
            try:
                with connection.Client(address, authkey=authkey) as c:
                    dispatch(c, None, 'shutdown')
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
        ident, exposed = self._ask('create', (typeid,) + args, kwds)
        return Token(typeid, self._address, ident), exposed

    def _ask(self, method, args=(), kwds={}):
        """A request to the server itself, on a connection of its own."""
        with connection.Client(self._address, authkey=self._authkey) as c:
            return dispatch(c, None, method, args, kwds)

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


class SyncManager(BaseManager):
    """The manager that Manager() starts."""


def _pool(*args, **kwds):
    from ..pool import Pool
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
        from ..shared_memory import SharedMemory
        memory = SharedMemory(None, create=True, size=size)
        self._made.append(memory)
        return memory

    def ShareableList(self, sequence):
        from ..shared_memory import ShareableList
        made = ShareableList(sequence)
        self._made.append(made.shm)
        return made

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.shutdown()
