# Streams have attributes of their own, which __dict__ shows, also to those who look at their end.
import gc
import io


class Stream(io.IOBase):
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.__dict__["name"])


class Closing(io.IOBase):
    name = "closing"

    def close(self):
        print("close", self.name, "mine" in self.__dict__)
        super().close()


stream = Stream("one")
print(stream.__dict__, vars(stream) is stream.__dict__)  # expect: {'name': 'one'} True
del stream  # expect: end of one
gc.collect()
stream = Stream("two")
stream.itself = stream
del stream
gc.collect()  # expect: end of two
stream = Closing()
stream.mine = stream
del stream
gc.collect()  # expect: close closing True
for stream in (io.StringIO(), io.BytesIO(), io.BufferedReader(io.BytesIO()), io.TextIOWrapper(io.BytesIO())):
    print(stream.__dict__, end=" ")
    stream.note = 1
    print(stream.__dict__)
# expect: {} {'note': 1}
# expect: {} {'note': 1}
# expect: {} {'note': 1}
# expect: {} {'note': 1}
