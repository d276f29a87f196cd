def swap(a, b):
    a, b = b, a
    return a


def rotate(a, b, c):
    a, b, c = c, a, b
    return a


def parallel_attributes(self, x):
    self.a, self.b = x, 1


def unpack(items):
    first, *rest = items
    (a, b), c.d, e[0] = rest
    return a


def chained(a):
    x = y = a
    a.b = c[0] = x


def augmented(a, i):
    a.count += 1
    a[i] *= 2
    i -= 1
    return i


def order(x):
    return x + (x := 5), x
