"""The process that keeps the objects of a manager."""

import sys
import threading
import traceback

from .. import connection, process
from ..context import ProcessError
from ._requests import ERROR, PROXY, RETURN, TRACEBACK, Token

__name__ = "multiprocessing.managers"  # the module that these belong to


def public_methods(obj):
    return [name for name in dir(obj) if callable(getattr(obj, name)) and name[0] != '_']


_VIEWS = type({}.keys()), type({}.values()), type({}.items())


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
        # Views of a dict do not travel.
        return RETURN, list(result) if isinstance(result, _VIEWS) else result

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
