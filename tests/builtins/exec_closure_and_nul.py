# needs: 3.14+
# exec(code, closure=...), null bytes in source, hashes of what is empty.
import types


# exec closure
def outer():
    a = 1; b = 2
    def inner():
        nonlocal a
        a += 10
        return a + b
    return inner
f = outer()
print(f.__code__.co_freevars)  # expect: ('a', 'b')
exec(f.__code__, closure=f.__closure__)
print(f())  # expect: 23
for args in ((f.__code__, {}), ('1', {}), (f.__code__,)):
    for cl in ((), f.__closure__[:1], (1, 2), [types.CellType(1), types.CellType(2)], None):
        try: exec(*args, closure=cl); print('ok')
        except Exception as e: print(type(e).__name__, e)
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError closure can only be used when source is a code object
# expect: TypeError closure can only be used when source is a code object
# expect: TypeError closure can only be used when source is a code object
# expect: TypeError closure can only be used when source is a code object
# expect: ok
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
# expect: TypeError code object requires a closure of exactly length 2
try: exec((lambda: 0).__code__, closure=()); print('ok')
except Exception as e: print(type(e).__name__, e)  # expect: TypeError cannot use a closure with this code object
try: eval(f.__code__)
except Exception as e: print(type(e).__name__, e)
# expect: TypeError code object passed to eval() may not contain free variables
print(eval((lambda: 5).__code__))  # expect: 5
for src in ('a\0b', b'a\0b', '\0', 'x = "\0"'):
    for fn in (lambda s: compile(s, 'f', 'exec'), eval, exec):
        try: fn(src)
        except Exception as e: print(type(e).__name__, e, getattr(e,'lineno',0))
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
# expect: SyntaxError source code string cannot contain null bytes None
try: compile('x', 'a\0b', 'exec')
except Exception as e: print(type(e).__name__, e)  # expect: ValueError embedded null character
print(hash(''), hash(b''), hash(()) == hash(()), {'': 1}[''], hash(memoryview(b'')), hash(frozenset()) == hash(frozenset()))
# expect: 0 0 True 1 0 True
