# needs: 3.14+
# AttributeErrors: text, and the object and name that they carry.
class C:
    pass


def attempt(f):
    try:
        f()
    except AttributeError as e:
        print(e, "|", e.name, "|", type(e.obj).__name__)


attempt(lambda: C().nothing)  # expect: 'C' object has no attribute 'nothing' | nothing | C
attempt(lambda: C.nothing)  # expect: type object 'C' has no attribute 'nothing' | nothing | type
attempt(lambda: (1).nothing)  # expect: 'int' object has no attribute 'nothing' | nothing | int
attempt(lambda: None.nothing)
# expect: 'NoneType' object has no attribute 'nothing' | nothing | NoneType
attempt(lambda: int.nothing)
# expect: type object 'int' has no attribute 'nothing' | nothing | type
attempt(lambda: [].nothing)  # expect: 'list' object has no attribute 'nothing' | nothing | list
attempt(lambda: (lambda: 0).nothing)
# expect: 'function' object has no attribute 'nothing' | nothing | function
attempt(lambda: len.nothing)
# expect: 'builtin_function_or_method' object has no attribute 'nothing' | nothing | builtin_function_or_method
import math
attempt(lambda: math.nothing)  # expect: module 'math' has no attribute 'nothing' | nothing | module
attempt(lambda: delattr(C(), "gone"))
# expect: 'C' object has no attribute 'gone' | None | NoneType
attempt(lambda: setattr(1, "x", 2))
# expect: 'int' object has no attribute 'x' and no __dict__ for setting new attributes | x | int
attempt(lambda: setattr([], "append", 2))
# expect: 'list' object attribute 'append' is read-only | None | NoneType


class G:
    def __getattr__(self, name):
        if name == "yes":
            return 1
        raise AttributeError(name)


attempt(lambda: G().no)  # expect: no | no | G
print(G().yes, hasattr(G(), "no"), getattr(G(), "no", "default"))  # expect: 1 False default
print(getattr(C(), "a", 1), hasattr(C, "__init__"))  # expect: 1 True
try:
    getattr(1, 2)
except TypeError as e:
    print(e)  # expect: attribute name must be string, not 'int'
