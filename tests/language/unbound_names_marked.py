# needs: 3.14+
# An unbound local is to blame by itself, whatever is done with it: the mark is below its name.
import traceback


def show(function, *args):
    try:
        function(*args)
    except NameError as e:
        place = traceback.extract_tb(e.__traceback__)[-1]
        print(place._original_lines[place.colno:place.end_colno], place.lineno == place.end_lineno, e.name)


def left(): return total + 1; total = 0
show(left)  # expect: total True None
def right(a): return a + total; total = 0
show(right, 1)  # expect: total True None
def compared():
    if total < 3: total = 2
show(compared)  # expect: total True None
def chained(): return 1 < total < 3; total = 0
show(chained)  # expect: total True None
def indexed(): return total[0]; total = 0
show(indexed)  # expect: total True None
def index(a): return a[total]; total = 0
show(index, [])  # expect: total True None
def attribute(): return total.real; total = 0
show(attribute)  # expect: total True None
def method(): return total.bit_length(); total = 0
show(method)  # expect: total True None
def argument(): return len(total); total = 0
show(argument)  # expect: total True None
def called(): return total(); total = 0
show(called)  # expect: total True None
def returned(): return total; total = 0
show(returned)  # expect: total True None
def augmented(): total += 1
show(augmented)  # expect: total True None
def added(a): a += total; total = 0
show(added, 1)  # expect: total True None
def stored(a): a[total] = 1; total = 0
show(stored, {})  # expect: total True None
def value(a): a[1] = total; total = 0
show(value, {})  # expect: total True None
def augmented_item(a): a[total] += 1; total = 0
show(augmented_item, {})  # expect: total True None
def augmented_attribute(): total.x += 1; total = 0
show(augmented_attribute)  # expect: total True None
def unpacked(): a, b = total; total = 0
show(unpacked)  # expect: total True None
def negated(): return -total; total = 0
show(negated)  # expect: total True None
def inverted(): return not total; total = 0
show(inverted)  # expect: total True None
def contained(): return 3 in total; total = 0
show(contained)  # expect: total True None
def is_none():
    if total is None: return
    total = 0
show(is_none)  # expect: total True None
def formatted(): return f'{total:>10}'; total = 0
show(formatted)  # expect: total True None
def sliced(): return total[1:]; total = 0
show(sliced)  # expect: total True None
def deleted(): del total[1]; total = 0
show(deleted)  # expect: total True None
def raised(): raise total; total = 0
show(raised)  # expect: total True None
def entered():
    with total: pass
    total = 0
show(entered)  # expect: total True None
def yielded(): yield total; total = 0
show(lambda: list(yielded()))  # expect: total True None
def delegated(): yield from total; total = 0
show(lambda: list(delegated()))  # expect: total True None
def starred(): return [*total]; total = 0
show(starred)  # expect: total True None
def merged(): return {**total}; total = 0
show(merged)  # expect: total True None
def swapped(a): a, b = a, total; total = 0
show(swapped, 1)  # expect: total True None
def in_comprehension(): return [total + y for y in [1]]; total = 0
show(in_comprehension)  # expect: total True None
def before_the_call(): return total + print('not called'); total = 0
show(before_the_call)  # expect: total True None
def several_lines(a):
    return (a +
            total
            + 1)
    total = 0
show(several_lines, 1)  # expect: total True None
def looped():
    for i in range(3):
        sum = sum + i
show(looped)  # expect: sum True None
