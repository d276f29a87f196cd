"""What objects refer to, asked while other threads change them."""

import collections
import functools
import gc
import io
import pickle

from _together import together

ROUNDS, TIMES = 10, 400


def change(items, memo):
    for n in range(TIMES):
        items.extend([[n] for _ in range(30)])
        if n % 3 == 0:
            items.clear()
        memo.dump([[n], [n]])
        memo.clear_memo()


def ask(objects):
    for _ in range(TIMES):
        for found in gc.get_referents(*objects):
            type(found)


def ask_back(objects):
    for _ in range(3):
        assert any(found is objects for found in gc.get_referrers(objects[0]))


for _ in range(ROUNDS):
    items, memo = collections.deque(), pickle.Pickler(io.BytesIO())
    objects = [items, memo, collections.OrderedDict(), set()]
    together(functools.partial(change, items, memo), functools.partial(ask, objects), functools.partial(ask, objects),
             functools.partial(ask_back, objects))
print("asked")  # expect: asked
