def value(n):
    print("value", n)
    return n
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2)  # expect: True False True
print(value(1) < value(5) < value(3))
# expect: value 1
# expect: value 5
# expect: value 3
# expect: False
print(value(5) < value(1) < value(3))
# expect: value 5
# expect: value 1
# expect: False
print(1 == 1.0 == True, 1 < 2 > 1 != 0)  # expect: True True
x = 5
print(0 <= x < 10, 0 <= x < 5, 1 < x == 5 != 4)  # expect: True False True
if 0 < value(3) <= 3 < value(4):
    print("yes")
# expect: value 3
# expect: value 4
# expect: yes
if not 0 < value(3) < 2:
    print("no")
# expect: value 3
# expect: no
print([] < [1] < [1, 2], "a" < "b" < "c")  # expect: True True
class Odd:
    def __lt__(self, other): return []
    def __gt__(self, other): return "gt"
print(Odd() < 1 < 2, Odd() > 1 > 0)  # expect: [] True
