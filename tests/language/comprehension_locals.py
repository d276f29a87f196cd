# needs: 3.14+
# A comprehension runs in the frame around it. In a module or class its variables are then all that
# is local, and they are gone when it ends, however it does.
import sys

z = 1
print([sorted(locals()) for w in [1]])  # expect: [['w']]
print([eval('w + z') for w in [5]])  # expect: [6]
print([dir() for w in [1] for v in [2]])  # expect: [['v', 'w']]
print([list(sys._getframe().f_locals) for w in [1]])  # expect: [['w']]
print('z' in locals(), 'w' in locals())  # expect: True False
try:
    [1 / w for w in [0]]
except ZeroDivisionError:
    print('z' in locals(), 'w' in locals())  # expect: True False
try:
    try:
        [1 / w for w in [0]]
    finally:
        print('z' in locals(), 'w' in locals())  # expect: True False
except ZeroDivisionError:
    pass


class A:
    k = 2
    print(['w' in locals() and 'k' not in locals() for w in [1]])  # expect: [True]
    print([(eval('w'), [f() for f in [lambda: w]]) for w in [5]])  # expect: [(5, [5])]
    try:
        [1 / w for w in [0]]
    except ZeroDivisionError:
        print('k' in locals(), 'w' in locals())  # expect: True False
    try:
        print([eval('k') for w in [1]])
    except NameError as e:
        print(e)  # expect: name 'k' is not defined

    def m(self):
        try:
            [1 / w for w in [0]]
        except ZeroDivisionError:
            pass
        return sorted(locals()), [sorted(locals()) for w in [1]], __class__.k


print(A().m())  # expect: (['__class__', 'self'], [['__class__', 'self', 'w']], 2)
