def plain(f, a):
    f()
    return f(a, 1, g(a))


def methods(a):
    a.append(a.size() + 1)
    return a.items.get(1, default=None)


def keywords(f, a, k):
    f(a, x=1, y=a)
    f(*a)
    f(1, *a, 2, x=3, **k, y=4)
    f(**k)


class Derived(object):
    def method(self, x):
        return super().method(x) + super().value
