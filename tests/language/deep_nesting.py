# needs: 3.14+
# timeout: 60
# Source text that nests deeply compiles, or ends with the error that says so; in any thread.
import threading


def outcome(source):
    try:
        compile(source, "deep", "exec")
    except (SyntaxError, MemoryError, RecursionError) as e:
        return f"{type(e).__name__} {str(e).partition(' (')[0]}"
    return "ok"


def both(source):
    results = [outcome(source)]
    thread = threading.Thread(target=lambda: results.append(outcome(source)))
    thread.start()
    thread.join()
    assert results[0] == results[1], results
    return results[0]


def bears(source):
    """Builds whose frames are large may give up; none may crash."""
    result = both(source)
    return result == "ok" or result.startswith(("RecursionError", "MemoryError")) or result


# What CPython's parser takes.
print(bears("-" * 5000 + "1"))  # expect: True
print(bears("~" * 5000 + "1"))  # expect: True
print(bears("not " * 5000 + "1"))  # expect: True
print(bears("a" + ".b" * 5000))  # expect: True
print(bears("a" + "()" * 5000))  # expect: True
print(bears("a" + "[0]" * 5000))  # expect: True
print(bears("a if b else " * 5000 + "c"))  # expect: True
print(bears("2**" * 2900 + "1"))  # expect: True
print(bears("lambda:" * 2900 + "1"))  # expect: True
for operator in "+", "|", "<<", "*":
    print(both("a" + f"{operator}a" * 10_000))
# expect: ok
# expect: ok
# expect: ok
# expect: ok
print(eval("+".join(["a"] * 10_000), {"a": 1}), eval("+".join(["1"] * 10_000)))  # expect: 10000 10000
print(eval("f(" + "+".join(["a"] * 10_000) + ", a)", {"a": 1, "f": max}))  # expect: 10000
print(outcome("-" * 300 + "1"), outcome("a" + ".b" * 500), outcome("2**" * 200 + "1"))  # expect: ok ok ok

# What it does not.
print(both("-" * 7000 + "1"))  # expect: MemoryError Parser stack overflowed - Python source too complex to parse
print(both("2**" * 5000 + "1"))  # expect: MemoryError Parser stack overflowed - Python source too complex to parse
print(both("lambda:" * 5000 + "1"))  # expect: MemoryError Parser stack overflowed - Python source too complex to parse
print(both("if a: pass\n" + "elif a: pass\n" * 100_000))  # expect: MemoryError Parser stack overflowed - Python source too complex to parse
print(both("(" * 5000 + "1" + ")" * 5000))  # expect: SyntaxError too many nested parentheses
print(both("[" * 5000 + "]" * 5000))  # expect: SyntaxError too many nested parentheses
print(both("(" * 200 + "1" + ")" * 200))  # expect: ok
for chain in ("+a", "*a", "<<a", "-a*a", ".b", "()", "[0]"):
    print(both("a" + chain * 100_000).split()[0])
# expect: RecursionError
# expect: RecursionError
# expect: RecursionError
# expect: RecursionError
# expect: RecursionError
# expect: RecursionError
# expect: RecursionError

# Length is no depth.
print(both("a" + " and a" * 100_000), both("a" + " < a" * 100_000), both("a = " * 1000 + "1"))  # expect: ok ok ok
print(both("a, " * 100_000), both("a; " * 100_000), both("'a' " * 100_000))  # expect: ok ok ok
print(both("match a:\n case " + "1|" * 10_000 + "1: pass"))  # expect: ok


def blocks(head, count):
    return "".join(" " * i + head + "\n" for i in range(count)) + " " * count + "pass\n"


print(both(blocks("if a:", 99)), both(blocks("def f():", 99)), both(blocks("class C:", 99)))  # expect: ok ok ok
print(both(blocks("if a:", 100)))  # expect: IndentationError too many levels of indentation
for head in ("for a in b:", "while a:", "with a:"):
    print(both(blocks(head, 21)), "/", both(blocks(head, 22)))
# expect: ok / SyntaxError too many statically nested blocks
# expect: ok / SyntaxError too many statically nested blocks
# expect: ok / SyntaxError too many statically nested blocks


def tries(count):
    """The innermost body of an `except` lies deepest: it counts twice."""
    tails = "".join(" " * i + "except A: pass\n" for i in reversed(range(count)))
    return blocks("try:", count).replace("pass", "a") + tails


print(both(tries(20)), "/", both(tries(21)))  # expect: ok / SyntaxError too many statically nested blocks
