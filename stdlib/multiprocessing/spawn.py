"""How a child that is not a copy of its parent becomes like it. The parent's part is in _preparation.py."""

import posix
import sys

import _multiprocessing

from . import process, util

__all__ = ['get_executable', 'set_executable', 'freeze_support', 'get_preparation_data', 'import_main_path']


_of_parents = ('get_executable', 'set_executable', 'freeze_support', 'is_forking', 'interpreter_options',
               'command_line', 'get_preparation_data')


def __getattr__(name):
    # A child has no need of them.
    if name in _of_parents:
        from . import _preparation
        return getattr(_preparation, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def spawn_main(pipe_handle, sentinel, life, tracker_fd=None):
    """What a spawned child runs."""
    for fd in (pipe_handle, sentinel, life):
        posix.set_inheritable(fd, False)
    util._inherited.append(sentinel)
    _multiprocessing.watch_parent(life)
    if tracker_fd is not None:
        posix.set_inheritable(tracker_fd, False)
        from . import resource_tracker
        resource_tracker.use(tracker_fd)
    sys.exit(_main(pipe_handle, life))


def _main(fd, life):
    import _pickle as pickle
    process.current_process()._inheriting = True
    try:
        try:
            prepare(pickle.loads(_multiprocessing.receive(fd)))
            what = pickle.loads(_multiprocessing.receive(fd))
        except EOFError:
            return 1  # the parent has ended meanwhile
    finally:
        posix.close(fd)
        del process.current_process()._inheriting
    return what._bootstrap(life)


def prepare(data):
    """Makes the interpreter like its parent's."""
    if 'name' in data:
        process.current_process().name = data['name']
    if 'authkey' in data:
        process.current_process().authkey = data['authkey']
    if data.get('log_to_stderr'):
        util.log_to_stderr()
    if 'log_level' in data:
        util.get_logger().setLevel(data['log_level'])
    if 'sys_path' in data:
        sys.path = data['sys_path']
    if 'sys_argv' in data:
        sys.argv = data['sys_argv']
    if 'dir' in data:
        try:
            posix.chdir(data['dir'])
        except OSError:
            pass
    if 'orig_dir' in data:
        process.ORIGINAL_DIR = data['orig_dir']
    if data.get('start_method') is not None:
        from . import context
        context._default_context.set_start_method(data['start_method'], force=True)
    if 'init_main_from_name' in data:
        _run_main_module(data['init_main_from_name'])
    elif 'init_main_from_path' in data:
        import_main_path(data['init_main_from_path'])


# Modules __main__ that were replaced: who has a reference to their functions needs them.
old_main_modules = []


def _become_main(module):
    main = sys.modules.get('__main__')
    if main is not None:
        old_main_modules.append(main)
    sys.modules['__main__'] = sys.modules['__mp_main__'] = module


def _run_main_module(name):
    main = sys.modules['__main__']
    if name == '__main__' or name.endswith('.__main__'):
        return
    if getattr(getattr(main, '__spec__', None), 'name', None) == name:
        return
    __import__(name)
    # A module that is imported twice would have its classes twice; the second is what pickles name.
    source = getattr(sys.modules[name], '__file__', None)
    if source is not None:
        _run_file(source)


def import_main_path(path):
    """Runs the program's main file as a module called __mp_main__, unless that has been done."""
    main = sys.modules['__main__']
    # A fork server has done it for its children; the prompt has no file.
    name = path.rpartition('/')[2].partition('.')[0]
    if name == '__main__' or name == 'ipython':
        return
    if getattr(main, '__file__', None) == path:
        sys.modules['__mp_main__'] = main
        return
    _run_file(path)


def _run_file(path):
    module = type(sys)('__mp_main__')  # types would take longer than all the rest here
    module.__file__ = path
    module.__builtins__ = __builtins__
    with open(path, 'rb') as file:
        code = compile(file.read(), path, 'exec')
    _become_main(module)
    try:
        exec(code, module.__dict__)
    except BaseException:
        sys.modules['__main__'] = old_main_modules.pop()
        raise
