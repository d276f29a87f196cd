# How exception groups are shown
# needs: 3.14+
class MyEG(ExceptionGroup):
    def __new__(cls, msg, excs, code=0):
        o = super().__new__(cls, msg, excs); o.code = code; return o
e = MyEG("m", [ValueError(1)], 7); print(repr(e), e.args, str(e))
e = MyEG("m", [ValueError(1)]); print(repr(e), e.args)
e = MyEG("m", (ValueError(1),)); print(repr(e), e.args)
e = ExceptionGroup("m", (ValueError(1),)); print(repr(e), e.args)
l=[ValueError(1)]
e = ExceptionGroup("m", l); l.append(2); print(repr(e), e.args)
import collections
e = ExceptionGroup("m", collections.deque([ValueError(1)])); print(repr(e), e.args)
class A:
    pass
def f():
  class B: pass
  try:
    with A(): pass
  except TypeError as e: print(e)
  try:
    with B(): pass
  except TypeError as e: print(e)
f()
# expect: MyEG('m', (ValueError(1),)) ('m', [ValueError(1)], 7) m (1 sub-exception)
# expect: MyEG('m', [ValueError(1)]) ('m', [ValueError(1)])
# expect: MyEG('m', (ValueError(1),)) ('m', (ValueError(1),))
# expect: ExceptionGroup('m', (ValueError(1),)) ('m', (ValueError(1),))
# expect: ExceptionGroup('m', [ValueError(1)]) ('m', [ValueError(1), 2])
# expect: ExceptionGroup('m', deque([ValueError(1)])) ('m', deque([ValueError(1)]))
# expect: 'A' object does not support the context manager protocol (missed __exit__ method)
# expect: 'f.<locals>.B' object does not support the context manager protocol (missed __exit__ method)
