src = "def f(" + ", ".join(f"a{i}" for i in range(300)) + "):\n return " + " + ".join(f"a{i}" for i in range(300))
exec(src)
print(f(*range(300)))  # expect: 44850
src = "def g():\n" + "".join(f" v{i} = {i}\n" for i in range(400)) + " return " + ", ".join(f"v{i}" for i in range(400))
exec(src)
print(sum(g()))  # expect: 79800
src = "def h():\n" + "".join(f" v{i} = 1\n def q{i}(): return v{i}\n" for i in range(100)) + " return " + "+".join(f"q{i}()" for i in range(100))
exec(src)
print(h())  # expect: 100
big = eval("[" + ",".join(str(i) for i in range(5000)) + "]")
print(sum(big))  # expect: 12497500
big = eval("{" + ",".join(f"'k{i}': [{i}]" for i in range(2000)) + "}")
print(len(big), big["k1999"])  # expect: 2000 [1999]
print(eval("+".join(["1"] * 500)), eval("-" * 101 + "1"), eval("(" * 50 + "1" + ")" * 50))  # expect: 500 -1 1
src = "def loop(n):\n t = 0\n for i in range(n):\n" + "".join(f"  t = t + i * {k}\n" for k in range(12000)) + " return t"
exec(src)
print(loop(3))  # expect: 215982000
src = "def cond(n):\n while n > 0:\n  n -= 1\n  if n == 5:\n" + "".join(f"   x{k % 50} = n\n" for k in range(40000)) + "   return 'found'\n return 'end'"
exec(src)
print(cond(10), cond(3))  # expect: found end
print(eval("f(" + ",".join(["1"] * 300) + ")"), max(*range(1000)))  # expect: 300 999
src = "x = 0\n" + "".join(f"{' ' * i}if x == 0:\n" for i in range(90)) + " " * 90 + "print('deep')"
exec(src)  # expect: deep
src = "".join(f"{' ' * i}for i{i} in range(1):\n" for i in range(20)) + " " * 20 + "print('nested')"
exec(src)  # expect: nested
