# needs: 3.14+
# sys: what does not depend on the implementation.
import sys


def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


print(sys.maxsize, sys.maxunicode, sys.byteorder, sys.platform, sys.version_info[:2], sys.version_info >= (3, 10), sys.version_info.major)
# expect: 9223372036854775807 1114111 little linux (3, 14) True 3
print(sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.hash_info.modulus, sys.hash_info.inf, sys.int_info.default_max_str_digits)
# expect: 1.7976931348623157e+308 2.220446049250313e-16 15 2305843009213693951 314159 4300
print(type(sys.argv), type(sys.path), sys.modules["sys"] is sys, "builtins" in sys.modules, sys.version.startswith("3.14"))
# expect: <class 'list'> <class 'list'> True True True
show(sys.exit)  # expect: SystemExit:
show(sys.exit, 3)  # expect: SystemExit: 3
show(sys.exit, "message")  # expect: SystemExit: message
show(sys.exit, (1, 2))  # expect: SystemExit: (1, 2)
try:
    sys.exit(5)
except SystemExit as e:
    print(e.code, e.args)
# expect: 5 (5,)
try:
    sys.exit()
except SystemExit as e:
    print(e.code, e.args)
# expect: None ()
print(sys.exc_info(), sys.exception())  # expect: (None, None, None) None
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exception() is e, sys.exc_info()[0].__name__, sys.exc_info()[1] is e, sys.exc_info()[2] is e.__traceback__)
# expect: True ZeroDivisionError True True
print(sys.exception())  # expect: None
print(sys.getrecursionlimit())  # expect: 1000
sys.setrecursionlimit(500)


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(400 < depth(0) < 500)  # expect: True
sys.setrecursionlimit(1000)
show(sys.setrecursionlimit, 0)  # expect: ValueError: recursion limit must be greater or equal than 1
show(sys.setrecursionlimit, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
print(sys.intern("abc") is sys.intern("ab" + "c"))  # expect: True
show(sys.intern, 5)  # expect: TypeError: intern() argument must be str, not int
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(), sys.is_finalizing(), sys.gettrace())
# expect: utf-8 utf-8 surrogateescape False None
print(sys._getframe().f_code.co_name, sys._getframe(0).f_lineno > 0)  # expect: <module> True


def caller():
    return sys._getframe(1).f_code.co_name, sys._getframe().f_code.co_name, sys._getframe().f_back is sys._getframe(1)


print(caller())  # expect: ('<module>', 'caller', True)
show(sys._getframe, 1000)  # expect: ValueError: call stack is not deep enough
old = sys.getswitchinterval()
sys.setswitchinterval(0.01)
print(sys.getswitchinterval())  # expect: 0.01
sys.setswitchinterval(old)
show(sys.setswitchinterval, 0)  # expect: ValueError: switch interval must be strictly positive
show(sys.setswitchinterval, -1)  # expect: ValueError: switch interval must be strictly positive
x = []
y = x
print(sys.getrefcount(x) - sys.getrefcount([]) >= 1, sys.getsizeof([]) > 0, sys.getsizeof(10**100) > sys.getsizeof(1))
# expect: True True True
print("math" in sys.stdlib_module_names, "sys" in sys.builtin_module_names, sys.flags.optimize, sys.dont_write_bytecode in (True, False))
# expect: True True 0 True
