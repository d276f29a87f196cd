# needs: 3.14+
# Lines that have no code of their own (pass, try, break, constants ...) are told to tracers like all others.
import sys

ev=[]
def tracer(frame,event,arg):
    if frame.f_code.co_filename!=__file__: return None
    if event in('call','line','return','exception'): ev.append((event[0],frame.f_lineno-frame.f_code.co_firstlineno))
    return tracer
def run(f,*a):
    ev.clear(); sys.settrace(tracer)
    try:
        try:
            f(*a)
        finally:
            sys.settrace(None)
    except Exception as e: print(repr(e))
    print(f.__name__,a,*(f'{k}{n}' for k,n in ev))
def p1(a):
    if a:
        pass
    x=1
def p2(a):
    if a:
        pass
    else:
        x=2
    y=1
def p3(n):
    for i in range(n):
        pass
    y=1
def p4(n):
    for i in range(n): pass
    y=1
def p5(n):
    while n:
        n-=1
        if n==2:
            continue
        if n==1:
            break
        pass
    y=1
def p6():
    try:
        pass
    except ValueError:
        pass
    finally:
        pass
def p7():
    try:
        1/0
    except ZeroDivisionError:
        pass
    x=1
def p8():
    try:
        1/0
    except:
        pass
    x=1
def p9():
    while True:
        break
    x=1
def p10(n):
    while True:
        n-=1
        if not n:
            return
def p11():
    """doc"""
def p12():
    """doc"""
    ...
def p13():
    ...
def p14():
    5
    'a'
    None
    x=1
def p15(v):
    match v:
        case 1:
            pass
        case [a,b]:
            x=1
        case _:
            pass
    y=1
def p16():
    if True:
        x=1
    if 0:
        y=1
    while 0:
        z=1
    return
def p17(n):
    for i in range(n):
        if i==1:
            continue
        for j in range(2):
            pass
    else:
        pass
def p18():
    try:
        for i in range(2):
            pass
    finally:
        x=1
def p19():
    try:
        while True:
            break
    except A:
        pass
    else:
        pass
def p20():
    try:
        try:
            1/0
        finally:
            pass
    except ZeroDivisionError as e:
        pass
def p21():
    with open('/dev/null') as f:
        pass
    class A: pass
    class B:
        pass
    def q(): pass
    q()
def p22(n):
    while n: n-=1
    for x in 'ab': y=x
def p25(n):
    for a, b in [(1,2),(3,4)]:
        pass
    for i in range(n): continue
    while n:
        n -= 1
        try:
            continue
        finally:
            pass
def p26():
    for i in range(2):
        try:
            break
        finally:
            pass
def p27(a,b):
    if a:
        if b:
            x=1
        pass
    elif b:
        pass
    else:
        pass
run(p1, 0)
# expect: p1 (0,) c0 l1 l3 r3
run(p1, 1)
# expect: p1 (1,) c0 l1 l2 l3 r3
run(p2, 0)
# expect: p2 (0,) c0 l1 l4 l5 r5
run(p2, 1)
# expect: p2 (1,) c0 l1 l2 l5 r5
run(p3, 0)
# expect: p3 (0,) c0 l1 l3 r3
run(p3, 3)
# expect: p3 (3,) c0 l1 l2 l1 l2 l1 l2 l1 l3 r3
run(p4, 3)
# expect: p4 (3,) c0 l1 l1 l1 l1 l2 r2
run(p5, 5)
# expect: p5 (5,) c0 l1 l2 l3 l5 l7 l1 l2 l3 l5 l7 l1 l2 l3 l4 l1 l2 l3 l5 l6 l8 r8
run(p6)
# expect: p6 () c0 l1 l2 l6 r6
run(p7)
# expect: p7 () c0 l1 l2 e2 l3 l4 l5 r5
run(p8)
# expect: p8 () c0 l1 l2 e2 l3 l4 l5 r5
run(p9)
# expect: p9 () c0 l1 l2 l3 r3
run(p10, 3)
# expect: p10 (3,) c0 l1 l2 l3 l1 l2 l3 l1 l2 l3 l4 r4
run(p11)
# expect: p11 () c0 l0 r0
run(p12)
# expect: p12 () c0 l2 r2
run(p13)
# expect: p13 () c0 l1 r1
run(p14)
# expect: p14 () c0 l1 l2 l3 l4 r4
run(p15, 1)
# expect: p15 (1,) c0 l1 l2 l3 l8 r8
run(p15, [1, 2])
# expect: p15 ([1, 2],) c0 l1 l2 l4 l5 l8 r8
run(p15, 9)
# expect: p15 (9,) c0 l1 l2 l4 l6 l7 l8 r8
run(p16)
# expect: p16 () c0 l1 l2 l3 l5 l7 r7
run(p17, 3)
# expect: p17 (3,) c0 l1 l2 l4 l5 l4 l5 l4 l1 l2 l3 l1 l2 l4 l5 l4 l5 l4 l1 l7 r7
run(p18)
# expect: p18 () c0 l1 l2 l3 l2 l3 l2 l5 r5
run(p19)
# expect: p19 () c0 l1 l2 l3 l7 r7
run(p20)
# expect: p20 () c0 l1 l2 l3 e3 l5 l6 l7 r7
run(p21)
# expect: p21 () c0 l1 l2 l1 l3 c0 l0 r0 l4 c0 l0 l1 r1 l6 l7 c0 l0 r0 r7
run(p22, 2)
# expect: p22 (2,) c0 l1 l1 l1 l2 l2 l2 r2
run(p25, 2)
# expect: p25 (2,) c0 l1 l2 l1 l2 l1 l3 l3 l3 l4 l5 l6 l7 l9 l4 l5 l6 l7 l9 l4 r4
run(p26)
# expect: p26 () c0 l1 l2 l3 l5 r5
run(p27, 1, 1)
# expect: p27 (1, 1) c0 l1 l2 l3 l4 r4
run(p27, 1, 0)
# expect: p27 (1, 0) c0 l1 l2 l4 r4
run(p27, 0, 1)
# expect: p27 (0, 1) c0 l1 l5 l6 r6
run(p27, 0, 0)
# expect: p27 (0, 0) c0 l1 l5 l8 r8
