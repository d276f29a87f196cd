# needs: 3.14+
# What cannot be raised is reported: in __del__, weakref callbacks, generators, threads, gc.callbacks.
import gc, re, sys, weakref


class Masked:
    """Standard error that hides addresses and lines, and ends up among what is expected."""

    def write(self, text):
        sys.stdout.write(re.sub('line [0-9]+', 'line', re.sub('0x[0-9a-f]+', '0x', text)))

    def flush(self):
        pass


sys.stderr = Masked()


class D:
    def __del__(self): raise ValueError('in del')
d = D()
del d
# expect: Exception ignored while calling deallocator <function D.__del__ at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in __del__
# expect:     def __del__(self): raise ValueError('in del')
# expect: ValueError: in del
class T: pass
t = T()
def cb(r): raise KeyError('cb')
r = weakref.ref(t, cb)
del t
# expect: Exception ignored while calling weakref callback <function cb at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in cb
# expect:     def cb(r): raise KeyError('cb')
# expect: KeyError: 'cb'
def gen():
    try: yield
    finally: raise OSError('fin')
g = gen(); next(g); del g
# expect: Exception ignored while closing generator <generator object gen at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in gen
# expect:     finally: raise OSError('fin')
# expect: OSError: fin
def gen2():
    try: yield
    except GeneratorExit: yield
g = gen2(); next(g); del g
# expect: Exception ignored while closing generator <generator object gen2 at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in <module>
# expect:     g = gen2(); next(g); del g
# expect: RuntimeError: generator ignored GeneratorExit
class D2:
    def __del__(self, x): pass
D2()
# expect: Exception ignored while calling deallocator <function D2.__del__ at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in <module>
# expect:     D2()
# expect: TypeError: D2.__del__() missing 1 required positional argument: 'x'
class D3:
    __del__ = 5
D3()
# expect: Exception ignored while calling deallocator 5:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in <module>
# expect:     D3()
# expect: TypeError: 'int' object is not callable
class D4:
    def __del__(self): raise Exception
D4()
# expect: Exception ignored while calling deallocator <function D4.__del__ at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in __del__
# expect:     def __del__(self): raise Exception
# expect: Exception:
class Bad:
    def __repr__(self): raise RuntimeError
    def __call__(self): raise ValueError('bad call')
class D5:
    __del__ = Bad()
D5()
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in __call__
# expect:     def __call__(self): raise ValueError('bad call')
# expect: ValueError: bad call
class D6:
    def __del__(self):
        def inner(): raise ExceptionGroup('eg', [ValueError(1), TypeError(2)])
        try: 1/0
        except ZeroDivisionError as e: inner()
D6()
# expect: Exception ignored while calling deallocator <function D6.__del__ at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in __del__
# expect:     except ZeroDivisionError as e: inner()
# expect:   File "unraisable_errors.py", line, in inner
# expect:     def inner(): raise ExceptionGroup('eg', [ValueError(1), TypeError(2)])
# expect: ExceptionGroup: eg (2 sub-exceptions)
class MyErr(Exception):
    def __str__(self): raise ValueError
class D7:
    def __del__(self): raise MyErr
D7()
# expect: Exception ignored while calling deallocator <function D7.__del__ at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in __del__
# expect:     def __del__(self): raise MyErr
# expect: MyErr: <exception str() failed>
def hook(u): print('hook', u.exc_type, u.exc_value, u.err_msg.split(' at ')[0], u.object, type(u).__name__)
sys.unraisablehook = hook
D()
# expect: hook <class 'ValueError'> in del Exception ignored while calling deallocator <function D.__del__ None UnraisableHookArgs
t=T(); r = weakref.ref(t, cb); del t
# expect: hook <class 'KeyError'> 'cb' Exception ignored while calling weakref callback <function cb None UnraisableHookArgs
g = gen(); next(g); del g
# expect: hook <class 'OSError'> fin Exception ignored while closing generator <generator object gen None UnraisableHookArgs
def badhook(u): raise RuntimeError('hook failed')
sys.unraisablehook = badhook
D()
# expect: Exception ignored in sys.unraisablehook: <function badhook at 0x>
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in badhook
# expect:     def badhook(u): raise RuntimeError('hook failed')
# expect: RuntimeError: hook failed
sys.unraisablehook = None
D()
# expect: Exception ignored while calling deallocator <function D.__del__ at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in __del__
# expect:     def __del__(self): raise ValueError('in del')
# expect: ValueError: in del
# expect: Exception ignored in thread started by <function f2 at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in f2
# expect:     def f2(): raise ValueError('thread')
# expect: ValueError: thread
sys.unraisablehook = sys.__unraisablehook__
def f(): raise SystemExit(3)
def f2(): raise ValueError('thread')
import _thread, time
_thread.start_new_thread(f2, ())
time.sleep(.1)
print(end='', flush=True)
class Node: pass
class CycleDel:
    def __del__(self): raise ValueError('cycle')
c = CycleDel(); c.c = c; del c; gc.collect()
# expect: Exception ignored while calling deallocator <function CycleDel.__del__ at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in __del__
# expect:     def __del__(self): raise ValueError('cycle')
# expect: ValueError: cycle
gc.callbacks.append(lambda p, i: 1/0)
gc.collect()
# expect: Exception ignored while calling GC callback <function <lambda> at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in <lambda>
# expect:     gc.callbacks.append(lambda p, i: 1/0)
# expect: ZeroDivisionError: division by zero
# expect: Exception ignored while calling GC callback <function <lambda> at 0x>:
# expect: Traceback (most recent call last):
# expect:   File "unraisable_errors.py", line, in <lambda>
# expect:     gc.callbacks.append(lambda p, i: 1/0)
# expect: ZeroDivisionError: division by zero
gc.callbacks[0] = lambda *a: print(a[0], sorted(a[1]))
gc.collect(), gc.collect(1)
# expect: start ['collected', 'generation', 'uncollectable']
# expect: stop ['collected', 'generation', 'uncollectable']
# expect: start ['collected', 'generation', 'uncollectable']
# expect: stop ['collected', 'generation', 'uncollectable']
gc.callbacks.clear()
for a in [(1,), (), ((1,2,3,4),), ((1,2,3,4,5),)]:
    try: print(sys.unraisablehook(*a))
    except Exception as e: print(type(e), e)
# expect: <class 'TypeError'> sys.unraisablehook argument type must be UnraisableHookArgs
# expect: <class 'TypeError'> sys.unraisablehook() takes exactly one argument (0 given)
# expect: <class 'TypeError'> sys.unraisablehook argument type must be UnraisableHookArgs
# expect: <class 'TypeError'> sys.unraisablehook argument type must be UnraisableHookArgs
