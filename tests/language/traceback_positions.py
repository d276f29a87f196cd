# needs: 3.14+
import sys, traceback
def show(f):
    try: f()
    except Exception as e:
        tb = e.__traceback__
        while tb.tb_next: tb = tb.tb_next
        for i, p in enumerate(tb.tb_frame.f_code.co_positions()): pass
        last = traceback.extract_tb(e.__traceback__)[-1]
        print(type(e).__name__, last.line[last.colno - (len(last._original_line) - len(last._original_line.lstrip())):][:30] if 0 else (last.end_colno - last.colno))
x, d, n = [1], {}, None
def a(): return 1 + d["k"] * 2
show(a)  # expect: KeyError 6
def b(): return n.attr.more
show(b)  # expect: AttributeError 6
def c(): return len(x) + undefined
show(c)  # expect: NameError 9
def e(): x[5]
show(e)  # expect: IndexError 4
def f(): return (1).real + n(5, 6)
show(f)  # expect: TypeError 7
def g(): return 1 / 0 + 5
show(g)  # expect: ZeroDivisionError 5
def h(): n.x = 1
show(h)  # expect: AttributeError 3
def i(): x[7] = 1
show(i)  # expect: IndexError 4
def j(): return -n
show(j)  # expect: TypeError 2
def k(): return 1 < 2 < "a"
show(k)  # expect: TypeError 11
def l(): d["a"]["b"].c
show(l)  # expect: KeyError 6
def m(): x.missing()
show(m)  # expect: AttributeError 9
def o(): a, b = x
show(o)  # expect: ValueError 4
def p(): return [q for q in n]
show(p)  # expect: TypeError 1
def r(): raise ValueError("v")
show(r)  # expect: ValueError 21
def s(): assert n
show(s)  # expect: AssertionError 1
def t(): del d["k"]
show(t)  # expect: KeyError 6
def u(): return f"{n:x}"
show(u)  # expect: TypeError 5
def v():
    for w in 5: pass
show(v)  # expect: TypeError 1
def y():
    with n: pass
show(y)  # expect: TypeError 1
def z():
    missing += 1
show(z)  # expect: UnboundLocalError 7
