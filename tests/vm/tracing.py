# needs: 3.14+
# sys.settrace and sys.setprofile: events of calls, lines, returns, exceptions, generators, classes, threads.
import sys

events = []
def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__: return None
    a = arg
    if event == 'exception': a = arg[0].__name__, str(arg[1]), type(arg[2]).__name__
    events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, a))
    return tracer
def run(f, *args):
    events.clear()
    sys.settrace(tracer)
    try:
        try: f(*args)
        finally: sys.settrace(None)
    except Exception as e: print('raised', repr(e))
    print(f.__name__)
    for e in events:
        if e[1:2] + e[3:] != ('exception', ('StopIteration', 'done', 'NoneType')): print('   ', *e)
def simple(a):
    b = a + 1
    c = b * 2
    return c
run(simple, 1)
# expect: simple
# expect:     simple call 0 None
# expect:     simple line 1 None
# expect:     simple line 2 None
# expect:     simple line 3 None
# expect:     simple return 3 4
def branch(a):
    if a > 1:
        x = 'big'
    elif a == 1:
        x = 'one'
    else:
        x = 'small'
    return x
run(branch, 1); run(branch, 0); run(branch, 5)
# expect: branch
# expect:     branch call 0 None
# expect:     branch line 1 None
# expect:     branch line 3 None
# expect:     branch line 4 None
# expect:     branch line 7 None
# expect:     branch return 7 one
# expect: branch
# expect:     branch call 0 None
# expect:     branch line 1 None
# expect:     branch line 3 None
# expect:     branch line 6 None
# expect:     branch line 7 None
# expect:     branch return 7 small
# expect: branch
# expect:     branch call 0 None
# expect:     branch line 1 None
# expect:     branch line 2 None
# expect:     branch line 7 None
# expect:     branch return 7 big
def loop(n):
    total = 0
    for i in range(n):
        total += i
    return total
run(loop, 3)
# expect: loop
# expect:     loop call 0 None
# expect:     loop line 1 None
# expect:     loop line 2 None
# expect:     loop line 3 None
# expect:     loop line 2 None
# expect:     loop line 3 None
# expect:     loop line 2 None
# expect:     loop line 3 None
# expect:     loop line 2 None
# expect:     loop line 4 None
# expect:     loop return 4 3
def wloop(n):
    while n > 0:
        n -= 1
    else:
        n = 5
    return n
run(wloop, 2)
# expect: wloop
# expect:     wloop call 0 None
# expect:     wloop line 1 None
# expect:     wloop line 2 None
# expect:     wloop line 1 None
# expect:     wloop line 2 None
# expect:     wloop line 1 None
# expect:     wloop line 4 None
# expect:     wloop line 5 None
# expect:     wloop return 5 5
def raising():
    x = 1
    raise ValueError('boom')
run(raising)
# expect: raised ValueError('boom')
# expect: raising
# expect:     raising call 0 None
# expect:     raising line 1 None
# expect:     raising line 2 None
# expect:     raising exception 2 ('ValueError', 'boom', 'traceback')
# expect:     raising return 2 None
def catching():
    try:
        raising()
    except ValueError as e:
        y = 1
    finally:
        z = 2
    return z
run(catching)
# expect: catching
# expect:     catching call 0 None
# expect:     catching line 1 None
# expect:     catching line 2 None
# expect:     raising call 0 None
# expect:     raising line 1 None
# expect:     raising line 2 None
# expect:     raising exception 2 ('ValueError', 'boom', 'traceback')
# expect:     raising return 2 None
# expect:     catching exception 2 ('ValueError', 'boom', 'traceback')
# expect:     catching line 3 None
# expect:     catching line 4 None
# expect:     catching line 6 None
# expect:     catching line 7 None
# expect:     catching return 7 2
def gen(n):
    for i in range(n):
        yield i
    return 'done'
def usegen():
    t = 0
    for v in gen(2):
        t += v
    return t
run(usegen)
# expect: usegen
# expect:     usegen call 0 None
# expect:     usegen line 1 None
# expect:     usegen line 2 None
# expect:     gen call 0 None
# expect:     gen line 1 None
# expect:     gen line 2 None
# expect:     gen return 2 0
# expect:     usegen line 3 None
# expect:     usegen line 2 None
# expect:     gen call 2 None
# expect:     gen line 1 None
# expect:     gen line 2 None
# expect:     gen return 2 1
# expect:     usegen line 3 None
# expect:     usegen line 2 None
# expect:     gen call 2 None
# expect:     gen line 1 None
# expect:     gen line 3 None
# expect:     gen return 3 done
# expect:     usegen line 4 None
# expect:     usegen return 4 1
class C:
    def __init__(self, a):
        self.a = a
    @property
    def p(self):
        return self.a
    def m(self):
        return self.p
def useclass():
    c = C(3)
    return c.m()
run(useclass)
# expect: useclass
# expect:     useclass call 0 None
# expect:     useclass line 1 None
# expect:     __init__ call 0 None
# expect:     __init__ line 1 None
# expect:     __init__ return 1 None
# expect:     useclass line 2 None
# expect:     m call 0 None
# expect:     m line 1 None
# expect:     p call 0 None
# expect:     p line 2 None
# expect:     p return 2 3
# expect:     m return 1 3
# expect:     useclass return 2 3
def comp():
    l = [x * 2 for x in range(2)]
    g = sum(x for x in l)
    return g
run(comp)
# expect: comp
# expect:     comp call 0 None
# expect:     comp line 1 None
# expect:     comp line 1 None
# expect:     comp line 1 None
# expect:     comp line 2 None
# expect:     <genexpr> call 0 None
# expect:     <genexpr> line 0 None
# expect:     <genexpr> return 0 0
# expect:     <genexpr> call 0 None
# expect:     <genexpr> line 0 None
# expect:     <genexpr> return 0 2
# expect:     <genexpr> call 0 None
# expect:     <genexpr> line 0 None
# expect:     <genexpr> return 0 None
# expect:     comp line 3 None
# expect:     comp return 3 2
def recur(n):
    if n == 0:
        return 0
    return recur(n - 1) + 1
run(recur, 2)
# expect: recur
# expect:     recur call 0 None
# expect:     recur line 1 None
# expect:     recur line 3 None
# expect:     recur call 0 None
# expect:     recur line 1 None
# expect:     recur line 3 None
# expect:     recur call 0 None
# expect:     recur line 1 None
# expect:     recur line 2 None
# expect:     recur return 2 0
# expect:     recur return 3 1
# expect:     recur return 3 2
def lam():
    f = lambda x: x + 1
    return f(1) + max([1, 2], key=f)
run(lam)
# expect: lam
# expect:     lam call 0 None
# expect:     lam line 1 None
# expect:     lam line 2 None
# expect:     <lambda> call 0 None
# expect:     <lambda> line 0 None
# expect:     <lambda> return 0 2
# expect:     <lambda> call 0 None
# expect:     <lambda> line 0 None
# expect:     <lambda> return 0 2
# expect:     <lambda> call 0 None
# expect:     <lambda> line 0 None
# expect:     <lambda> return 0 3
# expect:     lam return 2 4
def withs():
    import contextlib
    with contextlib.nullcontext(5) as n:
        m = n
    return m
run(withs)
# expect: withs
# expect:     withs call 0 None
# expect:     withs line 1 None
# expect:     withs line 2 None
# expect:     withs line 3 None
# expect:     withs line 2 None
# expect:     withs line 4 None
# expect:     withs return 4 5
def classdef():
    class K:
        x = 1
        def m(self): pass
    return K
run(classdef)
# expect: classdef
# expect:     classdef call 0 None
# expect:     classdef line 1 None
# expect:     K call 0 None
# expect:     K line 0 None
# expect:     K line 1 None
# expect:     K line 2 None
# expect:     K return 2 None
# expect:     classdef line 4 None
# expect:     classdef return 4 <class '__main__.classdef.<locals>.K'>
def execs():
    exec('a = 1\nb = 2')
    return eval('1 + 1')
run(execs)
# expect: execs
# expect:     execs call 0 None
# expect:     execs line 1 None
# expect:     execs line 2 None
# expect:     execs return 2 2
def noreturn():
    x = 1
run(noreturn)
# expect: noreturn
# expect:     noreturn call 0 None
# expect:     noreturn line 1 None
# expect:     noreturn return 1 None
def passes():
    pass
run(passes)
# expect: passes
# expect:     passes call 0 None
# expect:     passes line 1 None
# expect:     passes return 1 None
def local_none(frame, event, arg):
    print('call only', event, frame.f_code.co_name)
sys.settrace(local_none); simple(1); sys.settrace(None)  # expect: call only call simple
print(sys.gettrace())  # expect: None
def bad(frame, event, arg):
    raise RuntimeError('tracer failed')
def target():
    return 1
sys.settrace(bad)
try: target()
except RuntimeError as e: print('propagated', e)  # expect: propagated tracer failed
print(sys.gettrace())  # expect: None
def opcodes(frame, event, arg):
    frame.f_trace_opcodes = True
    frame.f_trace_lines = False
    if event == 'opcode': opcodes.n += 1
    elif frame.f_code.co_name == 'simple': print(event, arg)
    return opcodes
opcodes.n = 0
sys.settrace(opcodes); simple(1); sys.settrace(None); 
# expect: call None
# expect: return 4
def local(frame, event, arg):
    print('local', event, frame.f_lineno - frame.f_code.co_firstlineno); return local2
def local2(frame, event, arg):
    print('local2', event); return None
def glob(frame, event, arg):
    if frame.f_code.co_name == 'simple':
        print('global', event); return local
sys.settrace(glob); simple(2); sys.settrace(None)
# expect: global call
# expect: local line 1
# expect: local2 line
# expect: local2 line
# expect: local2 return
# f_trace set by hand
def byhand():
    f = sys._getframe()
    f.f_trace = lambda *a: (print('hand', a[1], a[0].f_lineno - f.f_code.co_firstlineno), f.f_trace)[1]
    sys.settrace(lambda *a: None)
    x = 1
    y = 2
    sys.settrace(None)
    z = 3
byhand()
# expect: hand line 4
# expect: hand line 5
# expect: hand line 6
# changing variables from the tracer
def change(frame, event, arg):
    if frame.f_code.co_name != 'simple': return None
    if event == 'line': frame.f_locals['a'] = 100
    return change
sys.settrace(change); r = simple(1); sys.settrace(None); print(r)  # expect: 202
# profile
prof = []
def profiler(frame, event, arg):
    if frame.f_code.co_filename != __file__: return
    prof.append((frame.f_code.co_name, event, getattr(arg, '__name__', arg)))
def callee(x): return len(x) + abs(-1)
def work():
    callee('abc')
    sorted([3, 1], key=lambda v: -v)
    try: int('x')
    except ValueError: pass
    [].append(1)
    next(keep)
    return str(5)
keep = gen(1)
sys.setprofile(profiler); work(); sys.setprofile(None)
for p in prof: print(*p)
# expect: work call None
# expect: callee call None
# expect: callee c_call len
# expect: callee c_return len
# expect: callee c_call abs
# expect: callee c_return abs
# expect: callee return 4
# expect: work c_call sorted
# expect: <lambda> call None
# expect: <lambda> return -3
# expect: <lambda> call None
# expect: <lambda> return -1
# expect: work c_return sorted
# expect: work c_call append
# expect: work c_return append
# expect: work c_call next
# expect: gen call None
# expect: gen return 0
# expect: work c_return next
# expect: work return 5
# expect: <module> c_call setprofile
print(sys.getprofile())  # expect: None
import threading
seen = []
def ttrace(frame, event, arg):
    if frame.f_code.co_name == 'simple': seen.append(event)
    return ttrace
threading.settrace(ttrace)
t = threading.Thread(target=simple, args=(1,)); t.start(); t.join()
threading.settrace(None)
print(seen, threading.gettrace(), sys.gettrace())  # expect: ['call', 'line', 'line', 'line', 'return'] None None
seen.clear()
def tprof(frame, event, arg):
    if frame.f_code.co_name == 'simple': seen.append(event)
threading.setprofile(tprof)
t = threading.Thread(target=simple, args=(1,)); t.start(); t.join()
threading.setprofile(None)
print(seen)  # expect: ['call', 'return']
for f in (sys.settrace, sys.setprofile):
    try: f()
    except TypeError as e: print(e)
    print(f(None))
# expect: sys.settrace() takes exactly one argument (0 given)
# expect: None
# expect: sys.setprofile() takes exactly one argument (0 given)
# expect: None
