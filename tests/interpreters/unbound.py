# What becomes of an item whose interpreter has ended
# needs: 3.14+
from concurrent import interpreters
from concurrent.interpreters import _queues
from concurrent.interpreters import create_queue

for unbound in _queues.UNBOUND, _queues.UNBOUND_ERROR, _queues.UNBOUND_REMOVE:
    q = create_queue(unbounditems=unbound)
    interp = interpreters.create()
    interp.prepare_main(q=q)
    interp.exec("q.put(1); q.put([2])")
    q.put("own")
    interp.close()
    print(q.qsize())
    for _ in range(q.qsize()):
        try:
            print(q.get_nowait())
        except _queues.ItemInterpreterDestroyed as e:
            print("destroyed:", e)
# expect: 3
# expect: concurrent.interpreters._queues.UNBOUND
# expect: concurrent.interpreters._queues.UNBOUND
# expect: own
# expect: 3
# expect: destroyed: item's original interpreter destroyed
# expect: destroyed: item's original interpreter destroyed
# expect: own
# expect: 1
# expect: own

# One item may say otherwise.
q = create_queue()
interp = interpreters.create()
interp.prepare_main(q=q)
interp.exec("""
from concurrent.interpreters import _queues
q.put(1, unbounditems=_queues.UNBOUND_REMOVE)
q.put(2)
""")
interp.close()
print(q.qsize(), q.get() is _queues.UNBOUND)
# expect: 1 True

# A queue that an interpreter made lives on with those who know it.
handover = create_queue()
interp = interpreters.create()
interp.prepare_main(handover=handover)
interp.exec("from concurrent.interpreters import create_queue; mine = create_queue(5); handover.put(mine)")
theirs = handover.get()
interp.close()
theirs.put("alive")
print(theirs.maxsize, theirs.get())
# expect: 5 alive
