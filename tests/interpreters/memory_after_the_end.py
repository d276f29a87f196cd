# What another interpreter's memoryview shows stays when that interpreter ends
# gilt only
from concurrent import interpreters

q = interpreters.create_queue()
interp = interpreters.create()
interp.prepare_main(q=q)
interp.exec("q.put(memoryview(bytearray(b'from there')))")
view = q.get()
interp.close()
other = interpreters.create()
other.exec("x = [bytearray(b'y' * 10) for _ in range(1000)]")
print(bytes(view))
# expect: b'from there'
other.close()
data = bytearray(b"abc")
q.put(memoryview(data))
q.get().release()
q.put(None)
data.append(1)
print(data)
# expect: bytearray(b'abc\x01')
