# needs: 3.14+
# Pickler and Unpickler as classes: persistent ids, reducers, dispatch tables, restricted loaders, buffers.
import copyreg
import io
import pickle


class Node:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Node({self.name})"


known = {"root": Node("root")}


class ById(pickle.Pickler):
    def persistent_id(self, obj):
        return "root" if obj is known["root"] else None


class FromId(pickle.Unpickler):
    def persistent_load(self, pid):
        return known[pid]


for protocol in (0, 2, 5):
    file = io.BytesIO()
    ById(file, protocol).dump([known["root"], Node("other")])
    file.seek(0)
    loaded = FromId(file).load()
    print(loaded[0] is known["root"], loaded[1])
    # expect: True Node(other)
    # expect: True Node(other)
    # expect: True Node(other)

try:
    pickle.loads(b"Pname\n.")
except pickle.UnpicklingError as error:
    print(error)
    # expect: A load persistent id instruction was encountered, but no persistent_load function was specified.


class Override(pickle.Pickler):
    def reducer_override(self, obj):
        if isinstance(obj, Node):
            return Node, (obj.name.upper(),)
        return NotImplemented


file = io.BytesIO()
Override(file).dump([Node("a"), 1, {"k": Node("b")}])
print(pickle.loads(file.getvalue()))
# expect: [Node(A), 1, {'k': Node(B)}]

file = io.BytesIO()
pickler = pickle.Pickler(file)
pickler.dispatch_table = copyreg.dispatch_table.copy()
pickler.dispatch_table[Node] = lambda node: (Node, ("table",))
pickler.dump(Node("x"))
print(pickle.loads(file.getvalue()))
# expect: Node(table)


class Restricted(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("builtins", "range"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"global '{module}.{name}' is forbidden")


print(Restricted(io.BytesIO(pickle.dumps([1, range(3)]))).load())
# expect: [1, range(0, 3)]
for octets in (b"cos\nsystem\n(S'echo hello world'\ntR.", pickle.dumps(Node("n"))):
    try:
        Restricted(io.BytesIO(octets)).load()
    except pickle.UnpicklingError as error:
        print(error)
        # expect: global 'os.system' is forbidden
        # expect: global '__main__.Node' is forbidden

# One memo for several dumps, until it is cleared.
file = io.BytesIO()
pickler = pickle.Pickler(file, 2)
shared = ["s"]
pickler.dump(shared)
first = file.tell()
pickler.dump(shared)
print(file.tell() - first < first)
pickler.clear_memo()
second = file.tell()
pickler.dump(shared)
print(file.tell() - second == first)
# expect: True
# expect: True
unpickler = pickle.Unpickler(io.BytesIO(file.getvalue()))
a, b, c = unpickler.load(), unpickler.load(), unpickler.load()
print(a is b, a is c, c)
# expect: True False ['s']

# Buffers beside the pickle.
buffers = []
octets = pickle.dumps([pickle.PickleBuffer(b"read only"), pickle.PickleBuffer(bytearray(b"writable"))],
                      protocol=5, buffer_callback=buffers.append)
print([bytes(buffer.raw()) for buffer in buffers], b"writable" in octets)
# expect: [b'read only', b'writable'] False
print([bytes(item) for item in pickle.loads(octets, buffers=buffers)])
# expect: [b'read only', b'writable']
print(pickle.loads(pickle.dumps(pickle.PickleBuffer(bytearray(b"in band")), protocol=5)))
# expect: bytearray(b'in band')

# Extension codes.
copyreg.add_extension("__main__", "Node", 0x1234)
print(len(pickle.dumps(Node, 2)), pickle.loads(pickle.dumps(Node, 2)) is Node)
# expect: 6 True
copyreg.remove_extension("__main__", "Node", 0x1234)


class State:
    def __getstate__(self):
        return {"given": 1}

    def __setstate__(self, state):
        self.state = state


print(pickle.loads(pickle.dumps(State())).state)
# expect: {'given': 1}


class WithSetter:
    def __reduce__(self):
        return (WithSetter, (), "the state", None, None, set_it)


def set_it(obj, state):
    obj.seen = state


print(pickle.loads(pickle.dumps(WithSetter())).seen)
# expect: the state


class NotInitialised(pickle.Pickler):
    def __init__(self):
        pass


try:
    NotInitialised().dump(1)
except pickle.PicklingError as error:
    print(error)
    # expect: Pickler.__init__() was not called by NotInitialised.__init__()
