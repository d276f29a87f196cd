# Interpreters have modules, classes and builtins of their own
# needs: 3.14+
import sys
from concurrent import interpreters

sys.stdout.reconfigure(line_buffering=True)

sys.modules["mine"] = sys
interp = interpreters.create()
interp.exec("""
import sys, builtins, json, os
print("mine" in sys.modules, hasattr(builtins, "extra"), flush=True)
builtins.extra = 1
json.extra = 1
class C: pass
sys.setrecursionlimit(300)
""")
# expect: False False
import builtins, json
print(hasattr(builtins, "extra"), hasattr(json, "extra"), sys.getrecursionlimit())
# expect: False False 1000
print([c for c in object.__subclasses__() if c.__name__ == "C"])
# expect: []
class C: pass
import weakref
references = [weakref.ref(int), weakref.ref(int)]
print(references[0] is references[1], weakref.getweakrefcount(int) >= 1)
# expect: True True
interp.exec("""
import weakref
print(len([c for c in object.__subclasses__() if c.__name__ == "C"]), weakref.ref(int) is weakref.ref(int), flush=True)
""")
# expect: 1 True
interp.close()
