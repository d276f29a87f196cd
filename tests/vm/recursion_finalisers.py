# needs: 3.14+
# A finaliser that makes an object with a finaliser recurses too: it meets the limit.
import sys


class Remade:
    ended = 0

    def __del__(self):
        Remade.ended += 1
        Remade()


reports = []
sys.unraisablehook = reports.append
Remade()
sys.unraisablehook = sys.__unraisablehook__
print(100 < Remade.ended < 2000, [r.exc_type for r in reports])  # expect: True [<class 'RecursionError'>]
