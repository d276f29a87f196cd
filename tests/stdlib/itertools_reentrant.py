# zip_longest whose last iterator ends twice, in a call inside its own call (as in two threads): it is over.
# gilt only
import itertools


class Twice:
    inside = False

    def __iter__(self):
        return self

    def __next__(self):
        if not self.inside:
            self.inside = True
            assert next(rows, "over") == "over"
        raise StopIteration


rows = itertools.zip_longest(Twice(), fillvalue=0)
print(next(rows, "over"), next(rows, "over"))  # expect: over over
