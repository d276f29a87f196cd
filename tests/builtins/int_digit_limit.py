# The limit on digits of conversions between int and str.
# needs: 3.14+
import sys

print(len(str(10**4299)))  # expect: 4300
try:
    str(10**4300)
except ValueError as e:
    print(e)
# expect: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
try:
    int("1" * 4301)
except ValueError as e:
    print(e)
# expect: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit
print(int("1" * 4301, 16) > 0, len(hex(10**5000)))  # expect: True 4155
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), sys.get_int_max_str_digits())  # expect: 5001 0
sys.set_int_max_str_digits(1000)
try:
    str(10**1000)
except ValueError as e:
    print(e)
# expect: Exceeds the limit (1000 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
try:
    sys.set_int_max_str_digits(100)
except ValueError as e:
    print(e)
# expect: maxdigits must be >= 640 or 0 for unlimited
print(str(10**639)[-3:])  # expect: 000
