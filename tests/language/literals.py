print(0, 00, 0x1F, 0o17, 0b101, 1_000_000, 0xFF_FF)  # expect: 0 0 31 15 5 1000000 65535
print(1.5, .5, 5., 1e3, 1E-3, 1_0.5, 3j, 1.5J, 1e400, -1e400)
# expect: 1.5 0.5 5.0 1000.0 0.001 10.5 3j 1.5j inf -inf
print(123456789012345678901234567890, 2 ** 62, -2 ** 62, 4611686018427387903, -4611686018427387904)
# expect: 123456789012345678901234567890 4611686018427387904 -4611686018427387904 4611686018427387903 -4611686018427387904
print("a\tb", 'it''s', "q\"q", r"\n", "\x41\u00e9\U0001F600\N{BULLET}\101", "a\
b")  # expect: a	b its q"q \n Aé😀•A ab
print(b"bytes\x00\xff", rb"\x", "con" "cat" 'enated', b"a" b"b")
# expect: b'bytes\x00\xff' b'\\x' concatenated b'ab'
print("""triple
'quoted'""", '''"x"''')
# expect: triple
# expect: 'quoted' "x"
print(None, True, False, ..., NotImplemented)  # expect: None True False Ellipsis NotImplemented
print((), (1,), (1, 2), [], {}, {1}, {1: 2})  # expect: () (1,) (1, 2) [] {} {1} {1: 2}
print("é" == "\xe9", len("日本語"), "日本語"[1], ord("😀"))  # expect: True 3 本 128512
print(1 if True else 2, not None, 1 is 1, 0.1 + 0.2, 1e16, 1e15, 123456789.123456789)
# expect: 1 True True 0.30000000000000004 1e+16 1000000000000000.0 123456789.12345679
print(type(1j), type(b""), type(...), type(None))
# expect: <class 'complex'> <class 'bytes'> <class 'ellipsis'> <class 'NoneType'>
