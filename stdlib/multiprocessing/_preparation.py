"""What a parent tells a child that is not its copy: the command line, and what it has to know before its task."""

import posix
import sys

from . import process, util

__all__ = ['get_executable', 'set_executable', 'freeze_support', 'is_forking', 'interpreter_options', 'command_line',
           'get_preparation_data']

_executable = sys.executable


def set_executable(executable):
    global _executable
    _executable = executable


def get_executable():
    return _executable


def freeze_support():
    """For programs that are frozen on Windows; does nothing."""


def is_forking(argv):
    return len(argv) >= 2 and argv[1] == '--multiprocessing-fork'


def interpreter_options():
    """The options that this interpreter was started with, as far as they concern a child."""
    options = []
    flags = sys.flags
    for name, option in (('optimize', '-O'), ('ignore_environment', '-E'), ('isolated', '-I')):
        count = getattr(flags, name, 0)
        options += [option] * (count if name == 'optimize' else bool(count))
    for name, value in getattr(sys, '_xoptions', {}).items():
        if name not in ('report', 'timeline'):
            options += ['-X', name if value is True else '%s=%s' % (name, value)]
    return options


def command_line(data, sentinel, life, tracker):
    call = ('from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=%r, sentinel=%r, life=%r, '
            'tracker_fd=%r)' % (data, sentinel, life, tracker))
    import os
    return [os.fsencode(_executable), *interpreter_options(), '-c', call, '--multiprocessing-fork']


def _check_not_importing_main():
    if getattr(process.current_process(), '_inheriting', False):
        raise RuntimeError('''
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        ''')


def get_preparation_data(name):
    """What a child has to know before it can unpickle its process object."""
    _check_not_importing_main()
    data = {'name': name, 'log_to_stderr': util._log_to_stderr, 'authkey': process.current_process().authkey,
            'sys_path': list(sys.path), 'sys_argv': getattr(sys, 'argv', []), 'orig_dir': process.ORIGINAL_DIR}
    if util._logger is not None:
        data['log_level'] = util._logger.getEffectiveLevel()
    try:
        data['dir'] = posix.getcwd()
    except OSError:
        pass
    from . import context
    data['start_method'] = context._default_context.get_start_method(allow_none=True)
    main = sys.modules.get('__main__')
    name = getattr(getattr(main, '__spec__', None), 'name', None)
    if name is not None:
        data['init_main_from_name'] = name
    else:
        path = getattr(main, '__file__', None)
        if path is not None:
            import os.path
            if not os.path.isabs(path) and process.ORIGINAL_DIR is not None:
                path = os.path.join(process.ORIGINAL_DIR, path)
            data['init_main_from_path'] = os.path.normpath(path)
    return data
