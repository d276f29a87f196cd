# A memoryview shows the same memory in all interpreters
# needs: 3.14+
import sys
import array
from concurrent import interpreters

sys.stdout.reconfigure(line_buffering=True)

data = bytearray(b"abcd")
interp = interpreters.create()
interp.prepare_main(view=memoryview(data))
interp.exec("view[0] = ord('x'); print(bytes(view), len(view), view.readonly, flush=True)")
# expect: b'xbcd' 4 False
print(data)
# expect: bytearray(b'xbcd')
data[1] = ord("y")
interp.exec("print(view.tobytes(), flush=True)")
# expect: b'xycd'
interp.prepare_main(view=memoryview(b"fixed"))
interp.exec("""
try:
    view[0] = 1
except TypeError as e:
    print(e, flush=True)
""")
# expect: cannot modify read-only memory

numbers = array.array("i", [1, 2, 3])
interp.prepare_main(view=memoryview(numbers))
interp.exec("view[1] = -7; print(view.format, view.tolist(), flush=True)")
# expect: i [1, -7, 3]
print(numbers.tolist())
# expect: [1, -7, 3]
try:
    numbers.append(4)
except BufferError:
    print("still shown")
# expect: still shown
interp.close()
