# Tasks, timers and handles whose __init__ is called again or never, contexts that are none, and tasks that are left
# in other ways than by their step: nothing is taken from the wrong loop, and nothing that has ended is shown.
# needs: 3.14+
import asyncio
import gc
import threading

first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
ran = []

# A timer of a full heap that is said to be another loop's: cancelling it takes none of that loop's.
kept = [first.call_later(50 + n, ran.append, n) for n in range(20)]
moved = [first.call_later(90, ran.append, "moved"), first.call_later(0, ran.append, "moved")]
own = [second.call_later(0.01 * n, ran.append, n) for n in range(3)]
for timer in moved:
    timer.__init__(second.time() + 1, ran.append, ("moved",), second)
    timer.cancel()
second.call_later(0.05, second.stop)
second.run_forever()
print(ran)  # expect: [0, 1, 2]


# Tasks that change loops are in the list of the new one only.
async def nothing():
    pass


tasks = [first.create_task(nothing()) for _ in range(4)]
asyncio.Task.__init__(tasks[3], nothing(), loop=second)
asyncio.Task.__init__(tasks[1], nothing(), loop=second)
print(asyncio.all_tasks(first) == {tasks[0], tasks[2]}, asyncio.all_tasks(second) == {tasks[1], tasks[3]})
# expect: True True
second.run_until_complete(asyncio.wait([tasks[1], tasks[3]]))
first.run_until_complete(asyncio.wait([tasks[0], tasks[2]]))
print([task.done() for task in tasks], asyncio.all_tasks(first), asyncio.all_tasks(second))
# expect: [True, True, True, True] set() set()


# Another thread does not see a task as the running one that was taken out of its place, and has ended.
def left_by_swapping(task):
    asyncio.tasks._enter_task(first, task)
    asyncio.tasks._swap_current_task(first, None)
    asyncio._set_running_loop(None)


def left_with_the_loop(task):
    asyncio.tasks._enter_task(first, task)
    asyncio._set_running_loop(second)
    asyncio.tasks._swap_current_task(second, None)
    asyncio._set_running_loop(None)


def left_with_the_thread(task):
    asyncio.tasks._enter_task(first, task)


class Task(asyncio.Task):
    pass


def enter(leave):
    asyncio._set_running_loop(first)
    task = Task.__new__(Task)
    leave(task)


for leave in left_by_swapping, left_with_the_loop, left_with_the_thread:
    thread = threading.Thread(target=enter, args=(leave,))
    thread.start()
    thread.join()
    gc.collect()
    print(asyncio.current_task(first))
# expect: None
# expect: None
# expect: None

# The task of another loop is not left.
asyncio._set_running_loop(first)
task = Task.__new__(Task)
asyncio.tasks._enter_task(first, task)
try:
    asyncio.tasks._leave_task(second, task)
except RuntimeError as e:
    print(str(e).endswith("is not the running loop"))  # expect: True
asyncio.tasks._leave_task(first, task)
asyncio._set_running_loop(None)

# Handles without __init__.
for name in "_run", "cancel":
    try:
        getattr(asyncio.Handle.__new__(asyncio.Handle), name)()
    except AttributeError as e:
        print(e)
# expect: 'asyncio.events.Handle' object has no attribute '_callback'
# expect: 'asyncio.events.Handle' object has no attribute '_cancelled'


# What is given as a context has to run the callback.
class Context:
    def run(self, *call):
        print("run", call[1:])


reported = []
first.set_exception_handler(lambda loop, report: reported.append(report["exception"]))
future = first.create_future()
first.call_soon(print, 1, context=5)
first.call_soon(print, 2, context=Context())
future.add_done_callback(print, context="none")
future.set_result(3)
first.call_soon(first.stop)
first.run_forever()
print(*map(repr, reported), sep="\n")
# expect: run (2,)
# expect: AttributeError("'int' object has no attribute 'run'")
# expect: AttributeError("'str' object has no attribute 'run'")


# Comparing callbacks may add some, or end the future: none is lost, none is called twice.
class Adds:
    def __eq__(self, other):
        if not future.done():
            future.add_done_callback(lambda f: called.append("added"))
        return self is other

    def __call__(self, future):
        called.append("first")


class Ends(Adds):
    def __eq__(self, other):
        if not future.done():
            future.set_result(None)
        return self is other


for kind in Adds, Ends:
    called, future = [], first.create_future()
    future.add_done_callback(kind())
    future.add_done_callback(last := lambda f: called.append("last"))
    removed = future.remove_done_callback(last)
    if not future.done():
        future.set_result(None)
    first.call_soon(first.stop)
    first.run_forever()
    print(removed, called)
# expect: 1 ['first', 'added']
# expect: 0 ['first', 'last']
