# needs: 3.14+
x, name = 3.14159, "world"
print(f"hello {name}", f"{x:.2f}", f"{x!r:>10}|", f"{name!r}", f"{name!s:^9}|", f"{'é'!a}")
# expect: hello world 3.14    3.14159| 'world'   world  | '\xe9'
print(f"{1 + 1} {name.upper()} {[1, 2][0]} {({'a': 1})['a']}")  # expect: 2 WORLD 1 1
w, p = 10, 3
print(f"{x:{w}.{p}}|", f"{x:{w}}|", f"{'a' if x > 3 else 'b'}")  # expect:       3.14|    3.14159| a
print(f"{{}} {{{name}}}", f"" f"{x:.1f}" "tail" f"{name}")  # expect: {} {world} 3.1tailworld
print(f"{x=:.1f} {name=} {1 + 1 = } {name = !s}")  # expect: x=3.1 name='world' 1 + 1 = 2 name = world
print(f"{name:>{w}}", f"{f'{name}'}", f"{f"{'nested'}"}", f'{"a" "b"}')  # expect:      world world nested ab
print(f"""multi
{name}
line""")
# expect: multi
# expect: world
# expect: line
print(rf"\d{name}", f"\t{name}\n|", f"{'\n'.join(['a', 'b'])}")
# expect: \dworld 	world
# expect: | a
# expect: b
print(f"{lambda_() if 0 else (lambda: 'lam')()}", f"{ {1: 2}[1] }", f"{(y := 5)}", y)  # expect: lam 2 5 5
print(f"{10:#x} {10:08b} {1000000:,} {0.5:%} {12345.678:e}")
# expect: 0xa 00001010 1,000,000 50.000000% 1.234568e+04
class F:
    def __format__(self, spec): return f"<{spec}>"
print(f"{F()} {F():abc} {F():{w}} {F()!r:.3}")  # expect: <> <abc> <10> <__
print(f"{None} {True} {...} {[]}", f"{'x':{'>'}{5}}")  # expect: None True Ellipsis []     x
try: f"{5:abc}"
except ValueError as e: print(e)  # expect: Invalid format specifier 'abc' for object of type 'int'
try: f"{[]:x}"
except TypeError as e: print(e)  # expect: unsupported format string passed to list.__format__
print(f"{x!r:{'^'}{w + 5}}", "%s %d %5.2f %r" % ("a", 5, x, "q"), "%(k)s" % {"k": 1})
# expect:     3.14159     a 5  3.14 'q' 1
