# needs: 3.14+
# A comprehension in a class body runs in the body's frame, yet sees none of the class's names.
import sys
import traceback


def frames(text):
    try:
        exec(text, {'sys': sys})
    except Exception as e:
        print([f.name for f in traceback.extract_tb(e.__traceback__)][1:], e)


frames('class A:\n x = [1 // y for y in [0]]')  # expect: ['<module>', 'A'] division by zero
frames('class A:\n x = {y: 1 // y for y in [0]}')  # expect: ['<module>', 'A'] division by zero
frames('class A:\n x = [[1 // z for z in [y]] for y in {0}]')  # expect: ['<module>', 'A'] division by zero
frames('class A:\n x = list(1 // y for y in [0])')  # expect: ['<module>', 'A', '<genexpr>'] division by zero
frames('class A:\n k = 1\n x = [k for y in [0]]')  # expect: ['<module>', 'A'] name 'k' is not defined
frames('class A:\n x = [__class__ for y in [0]]')  # expect: ['<module>', 'A'] name '__class__' is not defined


def outer(v):
    class A:
        v = 'of the class'
        a = [v for _ in [1]]
        b = [lambda: (v, w) for w in [v]]
        c = [[v + x for x in y] for y in [v]]
        print(a, [f() for f in b], c[0][:1])
        d = [sys._getframe().f_code.co_name for _ in [1]]
        e = [i for i in [4]]

        def m(self): return [__class__.__name__, v, *[v for _ in [1]]]
    print(A.d, A.e, hasattr(A, 'i'), A().m())


outer('f')
# expect: ['f'] [('f', 'of the class')] ['fo']
# expect: ['A'] [4] False ['A', 'f', 'f']
