# needs: 3.14+
# Processes by all three methods: names, exit codes, ends.
# timeout: 60
import multiprocessing as mp
import sys
import time


def say(x):
    me = mp.current_process()
    print("child", x, me.name, me.daemon, mp.parent_process().name, mp.parent_process().is_alive(), flush=True)


def fail():
    sys.stderr.close()
    raise ValueError("inside")


class Own(mp.Process):
    def run(self):
        print("own run", self.name, flush=True)


def attempt(call):
    try:
        print(call())
    except BaseException as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(method)
        p = ctx.Process(target=say, args=(1,), name=method)
        print(p.exitcode, p.pid, p.is_alive())
        p.start()
        p.join()
        print(p.exitcode, p.is_alive(), p.name)
        p = ctx.Process(target=fail)
        p.start()
        p.join()
        print(p.exitcode)
        p = ctx.Process(target=sys.exit, args=(7,))
        p.start()
        p.join()
        print(p.exitcode)
        p = ctx.Process(target=time.sleep, args=(60,), daemon=True)
        p.start()
        p.join(0.05)
        print(p.exitcode, p.is_alive(), mp.active_children() == [p])
        p.terminate()
        p.join()
        print(p.exitcode, mp.active_children())
        p = ctx.Process(target=time.sleep, args=(60,))
        p.start()
        attempt(p.close)
        p.kill()
        p.join()
        print(p.exitcode)
        attempt(p.start)
        p.close()
        attempt(lambda: p.exitcode)
        attempt(lambda: ctx.Process().sentinel)
        # expect: None None False
        # expect: child 1 fork False MainProcess True
        # expect: 0 False fork
        # expect: 1
        # expect: 7
        # expect: None True True
        # expect: -15 []
        # expect: ValueError Cannot close a process while it is still running. You should first call join() or terminate().
        # expect: -9
        # expect: AssertionError cannot start a process twice
        # expect: ValueError process object is closed
        # expect: ValueError process not started
        # expect: None None False
        # expect: child 1 spawn False MainProcess True
        # expect: 0 False spawn
        # expect: 1
        # expect: 7
        # expect: None True True
        # expect: -15 []
        # expect: ValueError Cannot close a process while it is still running. You should first call join() or terminate().
        # expect: -9
        # expect: AssertionError cannot start a process twice
        # expect: ValueError process object is closed
        # expect: ValueError process not started
        # expect: None None False
        # expect: child 1 forkserver False MainProcess True
        # expect: 0 False forkserver
        # expect: 1
        # expect: 7
        # expect: None True True
        # expect: -15 []
        # expect: ValueError Cannot close a process while it is still running. You should first call join() or terminate().
        # expect: -9
        # expect: AssertionError cannot start a process twice
        # expect: ValueError process object is closed
        # expect: ValueError process not started
    p = Own(name="mine")
    p.start()
    p.join()
    # expect: own run mine
