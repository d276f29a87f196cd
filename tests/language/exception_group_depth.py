# needs: 3.14+
# Of groups in groups ten are shown; a class whose module is no text is of an unknown one.
import io
import sys
import traceback

group = ValueError('innermost')
for level in range(12):
    group = ExceptionGroup(f'level {level}', [group])
sys.stderr = io.StringIO()
sys.excepthook(type(group), group, None)
shown = sys.stderr.getvalue().splitlines()
sys.stderr = sys.__stderr__
print(len(shown))
for line in shown[-16:]:
    print(line)
print(''.join(traceback.format_exception(group)).splitlines() == shown)


class E(Exception):
    __module__ = 5


print(traceback.format_exception_only(E('x')))
# expect: 22
# expect:         | ExceptionGroup: level 8 (1 sub-exception)
# expect:         +-+---------------- 1 ----------------
# expect:           | ExceptionGroup: level 7 (1 sub-exception)
# expect:           +-+---------------- 1 ----------------
# expect:             | ExceptionGroup: level 6 (1 sub-exception)
# expect:             +-+---------------- 1 ----------------
# expect:               | ExceptionGroup: level 5 (1 sub-exception)
# expect:               +-+---------------- 1 ----------------
# expect:                 | ExceptionGroup: level 4 (1 sub-exception)
# expect:                 +-+---------------- 1 ----------------
# expect:                   | ExceptionGroup: level 3 (1 sub-exception)
# expect:                   +-+---------------- 1 ----------------
# expect:                     | ExceptionGroup: level 2 (1 sub-exception)
# expect:                     +-+---------------- 1 ----------------
# expect:                       | ... (max_group_depth is 10)
# expect:                       +------------------------------------
# expect: True
# expect: ['<unknown>.E: x\n']
