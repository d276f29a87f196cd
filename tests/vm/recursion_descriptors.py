# Descriptors that wrap themselves, and slices of slices: what asks all of them raises RecursionError.
# gilt only


def made_of_itself(kind):
    made = kind(len)
    made.__init__(made)
    return made


def attempt(what, action):
    try:
        action()
    except RecursionError:
        print(what, "too deep")


for kind in classmethod, staticmethod:
    wrapper = made_of_itself(kind)
    for name in "__isabstractmethod__", "__annotations__", "__annotate__":
        attempt(name, lambda: getattr(wrapper, name))
# expect: __isabstractmethod__ too deep
# expect: __annotations__ too deep
# expect: __annotate__ too deep
# expect: __isabstractmethod__ too deep
# expect: __annotations__ too deep
# expect: __annotate__ too deep

accessor = made_of_itself(property)
attempt("__isabstractmethod__", lambda: accessor.__isabstractmethod__)  # expect: __isabstractmethod__ too deep
attempt("__name__", lambda: accessor.__name__)  # expect: __name__ too deep
attempt("__set__", lambda: accessor.__set__(1, 2))  # expect: __set__ too deep

nested = None
for _ in range(300000):
    nested = slice(nested)
attempt("hash", lambda: hash(nested))  # expect: hash too deep
