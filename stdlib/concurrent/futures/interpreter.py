"""InterpreterPoolExecutor: calls are made by threads that have an interpreter each, and so a lock each."""

import _interpreters
from concurrent import interpreters
from concurrent.futures import thread as _thread


class WorkerContext(_thread.WorkerContext):
    """The interpreter of one thread of the pool."""

    @classmethod
    def prepare(cls, initializer, initargs):
        def resolve_task(fn, args, kwargs):
            if isinstance(fn, str):
                raise TypeError("scripts not supported")
            return (fn, args, kwargs)

        first = None if initializer is None else resolve_task(initializer, initargs, {})

        def create_context():
            return cls(first)

        return create_context, resolve_task

    def __init__(self, first):
        self.first = first
        self.interp = None

    def initialize(self):
        self.interp = interpreters.create()
        if self.first is None:
            return
        try:
            self.run(self.first)
        except BaseException:
            self.finalize()
            raise

    def finalize(self):
        interp, self.interp = self.interp, None
        if interp is not None:
            interp.close()

    def run(self, task):
        fn, args, kwargs = task
        result, excinfo, exception = _interpreters.call(self.interp.id, fn, tuple(args), kwargs, True)
        if excinfo is None:
            return result
        failed = interpreters.ExecutionFailed(excinfo)
        if exception is None:
            # It could not be copied.
            raise failed
        raise exception from failed


class BrokenInterpreterPool(_thread.BrokenThreadPool):
    """Raised when a worker thread in an InterpreterPoolExecutor failed initializing."""


class InterpreterPoolExecutor(_thread.ThreadPoolExecutor):
    """An executor with up to max_workers interpreters, each with a thread, made as they are needed.

    Calls, arguments and results are copied from one to the other, as Interpreter.call() does.
    """

    BROKEN = BrokenInterpreterPool

    @classmethod
    def prepare_context(cls, initializer, initargs):
        return WorkerContext.prepare(initializer, initargs)

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        super().__init__(max_workers, thread_name_prefix or f"InterpreterPoolExecutor-{self._counter()}", initializer,
                         initargs)
