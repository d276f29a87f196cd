# Streams in memory, patterns and namespaces: their pickles, and CPython's.
# needs: 3.14+
import copy
import io
import pickle
import re
import types

text = io.StringIO("one\ntwo\r\n", newline="")
text.seek(4)
text.note = "mine"
octets = io.BytesIO(b"12345")
octets.seek(2)
print(text.__getstate__(), octets.__getstate__())  # expect: ('one\ntwo\r\n', '', 4, {'note': 'mine'}) (b'12345', 2, None)
print(io.StringIO("a\r\nb", newline=None).__getstate__())  # expect: ('a\nb', None, 0, None)
for protocol in range(2, 6):
    again = pickle.loads(pickle.dumps(text, protocol))
    print(again.read(), again.getvalue() == text.getvalue(), again.note, pickle.loads(pickle.dumps(octets, protocol)).read())
# expect: two
# expect:  True mine b'345'
# expect: two
# expect:  True mine b'345'
# expect: two
# expect:  True mine b'345'
# expect: two
# expect:  True mine b'345'
print(copy.copy(octets).read(), copy.deepcopy(text).tell(), octets.tell())  # expect: b'345' 4 2

for stream, state in ((text, 5), (text, ("x", "\n", "2", None)), (text, ("x", "\n", -1, None)), (text, ("x", "\n", 1, [])),
                      (text, ("x", "bad", 1, None)), (text, (b"x", "\n", 1, None)),
                      (octets, (b"x",)), (octets, ("x", 1, None)), (octets, (b"x", 1.5, None)),
                      (octets, (b"x", -1, None)), (octets, (b"x", 1, "no"))):
    try:
        stream.__setstate__(state)
    except Exception as error:
        print(type(error).__name__, error)
# expect: TypeError _io.StringIO.__setstate__ argument should be 4-tuple, got int
# expect: TypeError third item of state must be an integer, got str
# expect: ValueError position value cannot be negative
# expect: TypeError fourth item of state should be a dict, got a list
# expect: ValueError illegal newline value: 'bad'
# expect: TypeError initial_value must be str or None, not bytes
# expect: TypeError _io.BytesIO.__setstate__ argument should be 3-tuple, got tuple
# expect: TypeError a bytes-like object is required, not 'str'
# expect: TypeError second item of state must be an integer, not float
# expect: ValueError position value cannot be negative
# expect: TypeError third item of state should be a dict, got a str
try:
    octets.close()
    pickle.dumps(octets)
except ValueError as error:
    print(error)  # expect: I/O operation on closed file.

pattern = re.compile("a(b)", re.IGNORECASE)
space = types.SimpleNamespace(a=1, b=[2])
for protocol in range(6):
    print(pickle.loads(pickle.dumps(pattern, protocol)) == pattern, pickle.loads(pickle.dumps(space, protocol)))
# expect: True namespace(a=1, b=[2])
# expect: True namespace(a=1, b=[2])
# expect: True namespace(a=1, b=[2])
# expect: True namespace(a=1, b=[2])
# expect: True namespace(a=1, b=[2])
# expect: True namespace(a=1, b=[2])
print(copy.copy(pattern) is pattern)  # expect: True

# What CPython 3.14 writes.
print(pickle.loads(b"cre\n_compile\n(Va(b)\nI34\ntR."))  # expect: re.compile('a(b)', re.IGNORECASE)
print(pickle.loads(b"\x80\x02c_io\nStringIO\n)\x81(X\x04\x00\x00\x00abc\nX\x01\x00\x00\x00\nK\x01Ntb.").read())
# expect: bc
# expect: 
print(pickle.loads(b"ctypes\nSimpleNamespace\n(tR(dVa\nI1\nsb."))  # expect: namespace(a=1)
