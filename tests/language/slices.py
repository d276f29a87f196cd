a = list(range(10))
print(a[2:5], a[:3], a[7:], a[:], a[::2], a[::-1], a[8:2:-2], a[-3:], a[:-7])
# expect: [2, 3, 4] [0, 1, 2] [7, 8, 9] [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] [0, 2, 4, 6, 8] [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] [8, 6, 4] [7, 8, 9] [0, 1, 2]
i, j = 2, 6
print(a[i:j], a[i:j:2], a[i], a[-i], "hello"[1:3], (1, 2, 3)[1:])  # expect: [2, 3, 4, 5] [2, 4] 2 8 el (2, 3)
a[1:3] = ["x", "y", "z"]
print(a)  # expect: [0, 'x', 'y', 'z', 3, 4, 5, 6, 7, 8, 9]
a[::5] = [None, None, None]
print(a)  # expect: [None, 'x', 'y', 'z', 3, None, 5, 6, 7, 8, None]
del a[2:8]
print(a)  # expect: [None, 'x', 7, 8, None]
class S:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
s = S()
print(s[1], s[1:2], s[1:2, 3], s[...], s[::], s[1, 2], s[:, 1], s[()], s[-1])
# expect: 1 slice(1, 2, None) (slice(1, 2, None), 3) Ellipsis slice(None, None, None) (1, 2) (slice(None, None, None), 1) () -1
s[1:2] = 3; s[...] = 1
# expect: set slice(1, 2, None) 3
# expect: set Ellipsis 1
del s[1:], s[1, 2]
# expect: del slice(1, None, None)
# expect: del (1, 2)
s[0:5] = s["a"] = 7
# expect: set slice(0, 5, None) 7
# expect: set a 7
print(s[*[1, 2]], s[*"ab", 3])  # expect: (1, 2) ('a', 'b', 3)
print("abc"[0], "abc"[-1], b"abc"[1], (1, 2, 3)[-2])  # expect: a c 98 2
