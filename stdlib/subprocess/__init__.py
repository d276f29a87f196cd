"""Running other programs: starting them, talking with them through pipes, waiting for them."""

import os

from ._popen import DEVNULL, PIPE, STDOUT, Popen
from ._results import CalledProcessError, CompletedProcess, SubprocessError, TimeoutExpired

__all__ = ['Popen', 'PIPE', 'STDOUT', 'call', 'check_call', 'getstatusoutput', 'getoutput', 'check_output', 'run',
           'CalledProcessError', 'DEVNULL', 'SubprocessError', 'TimeoutExpired', 'CompletedProcess']


def call(*popenargs, timeout=None, **kwargs):
    """Runs a program; its exit code."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except BaseException:
            process.kill()
            raise


def check_call(*popenargs, **kwargs):
    """Runs a program; CalledProcessError unless its exit code is 0."""
    code = call(*popenargs, **kwargs)
    if code:
        cmd = kwargs.get('args')
        raise CalledProcessError(code, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Runs a program; what it printed. CalledProcessError unless its exit code is 0."""
    for name in ('stdout', 'check'):
        if name in kwargs:
            raise ValueError(f"{name} argument not allowed, it will be overridden.")
    if 'input' in kwargs and kwargs['input'] is None:
        # As if it were there and empty.
        text = kwargs.get('universal_newlines') or kwargs.get('text') or kwargs.get('encoding') or kwargs.get('errors')
        kwargs['input'] = '' if text else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Runs a program to its end; a CompletedProcess."""
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used with capture_output.')
        kwargs['stdout'] = PIPE
        kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except BaseException:
            process.kill()
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Runs a command in a shell: (exit code, what it printed)."""
    try:
        output = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding, errors=errors)
        code = 0
    except CalledProcessError as error:
        output, code = error.output, error.returncode
    return code, output[:-1] if output[-1:] == '\n' else output


def getoutput(cmd, *, encoding=None, errors=None):
    """Runs a command in a shell; what it printed."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """The arguments as one line, quoted as C programs on Windows read it."""
    line = []
    for argument in map(os.fsdecode, seq):
        quoted = not argument or ' ' in argument or '\t' in argument
        text, backslashes = [], 0
        for c in argument:
            if c == '\\':
                backslashes += 1
                continue
            text.append('\\' * (backslashes * 2 + 1 if c == '"' else backslashes) + c)
            backslashes = 0
        text.append('\\' * (backslashes * 2 if quoted else backslashes))
        line.append('"' + ''.join(text) + '"' if quoted else ''.join(text))
    return ' '.join(line)
