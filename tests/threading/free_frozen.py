# Objects that gc.freeze() has put away outlive the thread that made them.
import gc
import threading

kept = []


def make_and_freeze(count):
    threads, made, frozen = [], threading.Barrier(count + 1), threading.Event()

    def make():
        kept.extend([n] for n in range(1000))
        circle = []
        circle.append(circle)
        del circle
        made.wait()
        frozen.wait()

    for _ in range(count):
        threads.append(threading.Thread(target=make))
        threads[-1].start()
    made.wait()
    gc.freeze()
    frozen.set()
    for thread in threads:
        thread.join()


make_and_freeze(1)
gc.unfreeze()
gc.collect()
print(len(kept))  # expect: 1000
make_and_freeze(2)
del kept[:1500]
make_and_freeze(3)
gc.unfreeze()
gc.collect()
print(len(kept), gc.get_freeze_count())  # expect: 4500 0
