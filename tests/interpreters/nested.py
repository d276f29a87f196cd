# Interpreters made by interpreters, one inside the other
# needs: 3.14+
from concurrent import interpreters

code = """
from concurrent import interpreters
inner = interpreters.create()
inner.prepare_main(depth=depth + 1, code=code)
if depth < 8:
    inner.exec(code)
else:
    print("depth", depth, len(interpreters.list_all()), flush=True)
inner.close()
"""
interp = interpreters.create()
interp.prepare_main(depth=0, code=code)
interp.exec(code)
# expect: depth 8 11
# What an interpreter made and holds goes with it.
interp.exec("kept = interpreters.create(); kept.exec('x = 1')")
print(len(interpreters.list_all()))
# expect: 3
interp.close()
print(interpreters.list_all())
# expect: [Interpreter(0)]
