# Threads inside several interpreters at the same time, and in the main one
# needs: 3.14+
# timeout: 120
import threading
from concurrent import interpreters as I
SRC = '''
import threading, json, weakref, enum, collections, gc
shared = {}
out = []
def work(k):
    for i in range(60):
        c = type('T%d' % (i % 9), (dict,), {'z': i, '__slots__': ('q', '__weakref__')})
        o = c(); o.q = i; shared[k, i % 10] = o
        d = json.loads(json.dumps({'a': [i, {'b': None}]}))
        shared.setdefault('l', []).append(d)
        assert weakref.ref(int) is weakref.ref(int)
        w = weakref.WeakValueDictionary(); w[1] = o
        e = enum.Enum('E', 'A B'); assert e.A is e['A']
        if i % 50 == 0: gc.collect()
        object.__subclasses__()
    out.append(k)
ts = [threading.Thread(target=work, args=(k,)) for k in range(3)]
for t in ts: t.start()
for t in ts: t.join()
assert sorted(out) == [0, 1, 2]
'''
bad = []
def run(n):
    try:
        for _ in range(2):
            i = I.create(); i.exec(SRC); i.close()
    except BaseException as e:
        bad.append(e); raise
ts = [threading.Thread(target=run, args=(n,)) for n in range(2)]
for t in ts: t.start()
exec(SRC, {})
for t in ts: t.join()
print("bad", len(bad), I.list_all())
# expect: bad 0 [Interpreter(0)]
