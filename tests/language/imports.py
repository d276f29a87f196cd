# needs: 3.14+
import sys, math as m
from math import sqrt, pi as p
import os.path
import os.path as path
print(m.floor(2.5), sqrt(16), round(p, 2), os.path is path, sys.__name__)  # expect: 2 4.0 3.14 True sys
from math import (
    ceil,
    sin as s,
)
print(ceil(1.2), s(0))  # expect: 2 0.0
def f():
    import math
    from math import cos
    return math.sqrt(4), cos(0)
print(f())  # expect: (2.0, 1.0)
try: import no_such_module
except ImportError as e: print(type(e).__name__, e)
# expect: ModuleNotFoundError No module named 'no_such_module'
try: from math import nothing
except ImportError as e: print(e)  # expect: cannot import name 'nothing' from 'math' (unknown location)
try: import math.sub
except ImportError as e: print(e)  # expect: No module named 'math.sub'; 'math' is not a package
class C:
    from math import tan
    import math
print(C.math is m, C.tan(0))  # expect: True 0.0
from math import *
print(floor(3.7))  # expect: 3
