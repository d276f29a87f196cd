"""Popen: one program, from its start to its end."""

import builtins
import errno
import io
import os
import signal
import sys
import threading
import types
import warnings
from time import monotonic as _now

import _posixsubprocess
import selectors

from ._results import SubprocessError, TimeoutExpired
from ._users import _group_id, _group_ids, _user_id

__name__ = "subprocess"  # the module that these belong to

PIPE = -1
STDOUT = -2
DEVNULL = -3

# Processes whose Popen object is gone while they run: they are waited for when the next one starts.
_abandoned = []


def _cleanup():
    for process in _abandoned[:]:
        if process._internal_poll() is not None:
            try:
                _abandoned.remove(process)
            except ValueError:
                pass  # another thread was faster


class Popen:
    """A program that runs in a process of its own."""

    _child_created = False
    returncode = None
    pid = None

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                 close_fds=True, shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None,
                 creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None,
                 extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        _cleanup()
        # Held while the process is asked for its status, so that one thread gets it.
        self._waitpid_lock = threading.Lock()
        self._communication_started = False
        self._input = None
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if not isinstance(pipesize, int):
            raise TypeError('pipesize must be an integer')
        if startupinfo is not None:
            raise ValueError('startupinfo is only supported on Windows platforms')
        if creationflags != 0:
            raise ValueError('creationflags is only supported on Windows platforms')
        if pass_fds and not close_fds:
            warnings.warn('pass_fds overriding close_fds.', RuntimeWarning)
            close_fds = True
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines are supplied but '
                                  'different. Pass one or the other.')
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        self.text_mode = bool(encoding or errors or text or universal_newlines)

        opened = []  # our descriptors, to be closed if it fails
        theirs = []  # the child's, to be closed in any case
        try:
            p2cread, p2cwrite = self._stdin_ends(stdin, opened, theirs)
            c2pread, c2pwrite = self._output_ends(stdout, opened, theirs)
            if stderr == STDOUT:
                errread = -1
                errwrite = c2pwrite if c2pwrite != -1 else self._own_stdout()
            else:
                errread, errwrite = self._output_ends(stderr, opened, theirs)
            line_buffering = False
            if bufsize == 1:
                if self.text_mode:
                    line_buffering = True
                    bufsize = -1
                else:
                    warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default buffer "
                                  'size will be used', RuntimeWarning, stacklevel=2)
                    bufsize = -1
            self._execute(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, p2cread, p2cwrite,
                          c2pread, c2pwrite, errread, errwrite, restore_signals, start_new_session,
                          self._group_to_join(process_group), _group_id(group), _group_ids(extra_groups),
                          _user_id(user), umask)
            # From here on the streams own the descriptors.
            opened.clear()
            self._closed_by_streams(p2cwrite, c2pread, errread, bufsize, line_buffering)
        except BaseException:
            for stream in (self.stdin, self.stdout, self.stderr):
                if stream is not None:
                    try:
                        stream.close()
                    except OSError:
                        pass
            for fd in opened:
                _close_quietly(fd)
            raise
        finally:
            for fd in theirs:
                _close_quietly(fd)

    def _closed_by_streams(self, p2cwrite, c2pread, errread, bufsize, line_buffering):
        if p2cwrite != -1:
            self.stdin = io.open(p2cwrite, 'wb', bufsize)
            if self.text_mode:
                self.stdin = io.TextIOWrapper(self.stdin, write_through=True, line_buffering=line_buffering,
                                              encoding=self.encoding, errors=self.errors)
        if c2pread != -1:
            self.stdout = io.open(c2pread, 'rb', bufsize)
            if self.text_mode:
                self.stdout = io.TextIOWrapper(self.stdout, encoding=self.encoding, errors=self.errors)
        if errread != -1:
            self.stderr = io.open(errread, 'rb', bufsize)
            if self.text_mode:
                self.stderr = io.TextIOWrapper(self.stderr, encoding=self.encoding, errors=self.errors)

    def _pipe(self):
        ends = os.pipe()
        if self.pipesize > 0:
            import fcntl
            fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, self.pipesize)
        return ends

    def _stdin_ends(self, given, opened, theirs):
        # (the child's end, ours)
        if given is None:
            return -1, -1
        if given == PIPE:
            read, write = self._pipe()
            opened.append(write)
            theirs.append(read)
            return read, write
        return self._given_descriptor(given, theirs), -1

    def _output_ends(self, given, opened, theirs):
        # (our end, the child's)
        if given is None:
            return -1, -1
        if given == PIPE:
            read, write = self._pipe()
            opened.append(read)
            theirs.append(write)
            return read, write
        return -1, self._given_descriptor(given, theirs)

    @staticmethod
    def _given_descriptor(given, theirs):
        if given == DEVNULL:
            fd = os.open(os.devnull, os.O_RDWR)
            theirs.append(fd)
            return fd
        if isinstance(given, int):
            return given
        return given.fileno()

    @staticmethod
    def _own_stdout():
        return sys.__stdout__.fileno()

    @staticmethod
    def _group_to_join(process_group):
        if process_group is None:
            return -1
        if not isinstance(process_group, int):
            raise TypeError(f"'{type(process_group).__name__}' object cannot be interpreted as an integer")
        return process_group

    def _execute(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, p2cread, p2cwrite, c2pread,
                 c2pwrite, errread, errwrite, restore_signals, start_new_session, process_group, gid, groups, uid,
                 umask):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError('path-like args is not allowed when shell is true')
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ['/bin/sh', '-c'] + args
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        program = os.fsencode(executable)
        if os.path.dirname(program):
            programs = (program,)
        else:
            programs = tuple(os.path.join(os.fsencode(folder), program) for folder in os.get_exec_path(env))
        environment = None
        if env is not None:
            environment = []
            for name, value in env.items():
                name = os.fsencode(name)
                if b'=' in name:
                    raise ValueError('illegal environment variable name')
                environment.append(name + b'=' + os.fsencode(value))
        report_read, report_write = os.pipe()
        try:
            # The report must not be taken for a standard stream of the child.
            low = []
            while report_write < 3:
                low.append(report_write)
                report_write = os.dup(report_write)
            for fd in low:
                os.close(fd)
            try:
                self.pid = self._start(args, programs, close_fds, pass_fds, cwd, environment, p2cread, p2cwrite,
                                       c2pread, c2pwrite, errread, errwrite, report_read, report_write,
                                       restore_signals, start_new_session, process_group, gid, groups, uid, umask,
                                       preexec_fn)
                self._child_created = True
            finally:
                os.close(report_write)
            report = bytearray()
            while True:
                part = os.read(report_read, 50000)
                report += part
                if not part or len(report) > 50000:
                    break
        finally:
            os.close(report_read)
        if report:
            self._raise_reported(bytes(report), executable, cwd)

    @staticmethod
    def _start(args, programs, close_fds, pass_fds, cwd, environment, p2cread, p2cwrite, c2pread, c2pwrite, errread,
               errwrite, report_read, report_write, restore_signals, start_new_session, process_group, gid, groups,
               uid, umask, preexec_fn):
        return _posixsubprocess.fork_exec(
            args, programs, close_fds, tuple(sorted(map(int, pass_fds))), cwd, environment, p2cread, p2cwrite,
            c2pread, c2pwrite, errread, errwrite, report_read, report_write, restore_signals, start_new_session,
            process_group, gid, groups, uid, umask, preexec_fn)

    def _raise_reported(self, report, executable, cwd):
        # The child did not get to run the program: it is gone, and said why.
        try:
            pid, status = os.waitpid(self.pid, 0)
            if pid == self.pid:
                self._set_status(status)
        except ChildProcessError:
            self.returncode = sys.maxsize
        kind, number, message = (report.split(b':', 2) + [b'', b''])[:3]
        if kind == b'OSError':
            code = int(number, 16) if number else 0
            name = executable
            if message == b'noexec':
                name = cwd
            if code:
                if name is None:
                    raise OSError(code, os.strerror(code))
                raise OSError(code, os.strerror(code), name)
            raise OSError(message.decode('ascii', 'replace'))
        error = getattr(builtins, kind.decode('ascii', 'replace'), SubprocessError)
        raise error(message.decode('utf-8', 'surrogatepass'))

    # -- life --

    def __repr__(self):
        shown = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return shown if len(shown) <= 80 else shown[:76] + '...>'

    __class_getitem__ = classmethod(types.GenericAlias)

    @property
    def universal_newlines(self):
        """Another name of text_mode."""
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type is not KeyboardInterrupt:
                self.wait()
            else:
                self._linger(None)

    def __del__(self, _maxsize=sys.maxsize, _warn=warnings.warn):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn(f"subprocess {self.pid} is still running", ResourceWarning, source=self)
        self._internal_poll()
        if self.returncode is None and _abandoned is not None:
            _abandoned.append(self)

    # -- waiting --

    def _set_status(self, status):
        if os.WIFSTOPPED(status):
            self.returncode = -os.WSTOPSIG(status)
        else:
            self.returncode = os.waitstatus_to_exitcode(status)

    def _internal_poll(self):
        if self.returncode is None:
            if not self._waitpid_lock.acquire(False):
                return None  # somebody else waits for it now
            try:
                if self.returncode is not None:
                    return self.returncode
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid == self.pid:
                    self._set_status(status)
            except ChildProcessError:
                # Its status went to somebody else.
                self.returncode = 0
            except OSError:
                pass
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def poll(self):
        """The exit code if the program has ended, else None."""
        return self._internal_poll()

    def _wait_blocking(self):
        while self.returncode is None:
            with self._waitpid_lock:
                if self.returncode is not None:
                    break
                try:
                    pid, status = os.waitpid(self.pid, 0)
                except ChildProcessError:
                    pid, status = self.pid, 0
                if pid == self.pid:
                    self._set_status(status)
        return self.returncode

    def _wait(self, timeout, told=None):
        # [told]: the time-out as the caller gave it, for the error.
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            return self._wait_blocking()
        deadline = _now() + timeout
        # The system tells when it ends: no need to look again and again.
        try:
            fd = os.pidfd_open(self.pid)
        except OSError:
            fd = -1
        try:
            delay = 0.0005
            while self._internal_poll() is None:
                left = deadline - _now()
                if left <= 0:
                    raise TimeoutExpired(self.args, timeout if told is None else told)
                if fd >= 0:
                    with selectors.PollSelector() as selector:
                        selector.register(fd, selectors.EVENT_READ)
                        selector.select(left)
                else:
                    delay = min(delay * 2, left, 0.05)
                    _sleep(delay)
        finally:
            if fd >= 0:
                os.close(fd)
        return self.returncode

    def _linger(self, deadline):
        # After an interrupt, which the program got too: it has a moment to end.
        try:
            self._wait(timeout=0.25 if deadline is None else min(0.25, max(0, deadline - _now())))
        except TimeoutExpired:
            pass

    def wait(self, timeout=None):
        """Waits until the program ends; its exit code."""
        deadline = None if timeout is None else _now() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            self._linger(deadline)
            raise

    # -- talking --

    def communicate(self, input=None, timeout=None):
        """Sends input, reads all output, waits for the end: (stdout, stderr)."""
        if self._communication_started and input:
            raise ValueError('Cannot send input after starting communication')
        if timeout is None and not self._communication_started and \
                [self.stdin, self.stdout, self.stderr].count(None) >= 2:
            # One pipe cannot block another.
            stdout = stderr = None
            if self.stdin:
                self._write_all(input)
            elif self.stdout:
                stdout = self.stdout.read()
                self.stdout.close()
            elif self.stderr:
                stderr = self.stderr.read()
                self.stderr.close()
            self.wait()
            return stdout, stderr
        deadline = None if timeout is None else _now() + timeout
        try:
            result = self._exchange(input, deadline, timeout)
        except KeyboardInterrupt:
            self._linger(deadline)
            raise
        finally:
            self._communication_started = True
        self._wait(timeout=None if deadline is None else max(0, deadline - _now()), told=timeout)
        return result

    def _write_all(self, input):
        if input:
            try:
                self.stdin.write(input)
            except BrokenPipeError:
                pass  # the program does not want it
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise

    def _exchange(self, input, deadline, timeout):
        if self.stdin and not self._communication_started:
            try:
                self.stdin.flush()
            except BrokenPipeError:
                pass
            if not input:
                try:
                    self.stdin.close()
                except BrokenPipeError:
                    pass
        if not self._communication_started:
            self._received = {stream: [] for stream in (self.stdout, self.stderr) if stream}
            self._sent = 0
            if input is not None and self.text_mode:
                input = input.encode(self.stdin.encoding, self.stdin.errors)
            self._input = input
        received = self._received
        view = memoryview(self._input).cast('b') if self._input else None
        with selectors.PollSelector() as selector:
            if self.stdin and not self.stdin.closed and view:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for stream in received:
                if not stream.closed:
                    selector.register(stream, selectors.EVENT_READ)
            while selector.get_map():
                left = None if deadline is None else deadline - _now()
                if left is not None and left < 0:
                    self._expired(received, timeout)
                ready = selector.select(left)
                if deadline is not None and not ready and _now() > deadline:
                    self._expired(received, timeout)
                for key, _ in ready:
                    if key.fileobj is self.stdin:
                        try:
                            self._sent += os.write(key.fd, view[self._sent:self._sent + 4096])
                        except BrokenPipeError:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
                        else:
                            if self._sent >= len(view):
                                selector.unregister(key.fileobj)
                                key.fileobj.close()
                    else:
                        data = os.read(key.fd, 32768)
                        if data:
                            received[key.fileobj].append(data)
                        else:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
        self._wait(timeout=None if deadline is None else max(0, deadline - _now()), told=timeout)
        return self._collected(self.stdout), self._collected(self.stderr)

    def _expired(self, received, timeout):
        output = [b''.join(received[s]) if s and received[s] else None for s in (self.stdout, self.stderr)]
        raise TimeoutExpired(self.args, timeout, output=output[0], stderr=output[1])

    def _collected(self, stream):
        if not stream:
            return None
        data = b''.join(self._received[stream])
        if self.text_mode:
            data = data.decode(stream.encoding, stream.errors).replace('\r\n', '\n').replace('\r', '\n')
        return data

    # -- signals --

    def send_signal(self, sig):
        """Sends a signal, unless the program has ended."""
        # Once it has been waited for, its number may be another process's.
        self.poll()
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass

    def terminate(self):
        """Asks the program to end (SIGTERM)."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """Ends the program (SIGKILL)."""
        self.send_signal(signal.SIGKILL)


def _sleep(seconds):
    import time
    time.sleep(seconds)


def _close_quietly(fd):
    try:
        os.close(fd)
    except OSError:
        pass
