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

# Streams over themselves.
import io

for kind in io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper:
    stream = kind(io.BytesIO(b"text"))
    stream.__init__(stream)
    for name in "closed", "name":
        attempt(f"{kind.__name__}.{name}", lambda: getattr(stream, name))
    try:
        stream.flush()
    except (RecursionError, RuntimeError):
        pass
# expect: BufferedReader.closed too deep
# expect: BufferedReader.name too deep
# expect: BufferedWriter.closed too deep
# expect: BufferedWriter.name too deep
# expect: BufferedRandom.closed too deep
# expect: BufferedRandom.name too deep
# expect: TextIOWrapper.closed too deep
# expect: TextIOWrapper.name too deep
