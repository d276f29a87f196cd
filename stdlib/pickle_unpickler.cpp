// _pickle.Unpickler: a loader with a memo that lasts from one load() to the next.
#include <memory>
#include <new>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "stdlib/pickle_loader.h"

namespace gilt {
namespace {

struct UnpicklerObject : Object {
  Slot read, readline, peek;  // of the file; read is unset before __init__
  Slot buffers;               // an iterator or unset
  Slot encoding, errors;      // str
  int protocol;               // of the pickle that is read now
  uint8_t fix_imports;
  uint8_t busy;       // a load() is running: it has the memo
  PickleStore* memo;  // null while it is empty
};

UnpicklerObject* as_unpickler(Value v) {
  return v.as<UnpicklerObject>();
}

// Holds an unpickler's memo for the time of one load(), so that nobody sees it change.
class Load {
 public:
  Load(Thread& t, UnpicklerObject* unpickler) : t_(t), unpickler_(unpickler) {}
  ~Load() {
    if (!entered_) return;
    ObjectLock lock(t_, unpickler_);
    if (is_shared(unpickler_)) memo->for_each([](uint64_t, Value v) { publish(v); });
    unpickler_->memo = memo.release();
    unpickler_->busy = 0;
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  [[nodiscard]] bool enter() {
    ObjectLock lock(t_, unpickler_);
    if (unpickler_->busy)
      return fail(t_, runtime_error_type, "Unpickler object is already being used");
    unpickler_->busy = 1;
    memo.reset(std::exchange(unpickler_->memo, nullptr));
    if (!memo) memo = std::make_unique<PickleStore>();
    entered_ = true;
    return true;
  }

  std::unique_ptr<PickleStore> memo;

 private:
  Thread& t_;
  UnpicklerObject* unpickler_;
  bool entered_ = false;
};

template <class F>
void for_each_slot(UnpicklerObject* u, F&& f) {
  for (Slot* slot : {&u->read, &u->readline, &u->peek, &u->buffers, &u->encoding, &u->errors})
    f(*slot);
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  auto* unpickler = native_allocate<UnpicklerObject>(t, type);
  if (!unpickler) return Ref::error();
  for_each_slot(unpickler, [](Slot& slot) { slot.init_unset(); });
  unpickler->protocol = 0;
  unpickler->fix_imports = 1;
  unpickler->busy = 0;
  unpickler->memo = nullptr;
  Ref ref = Ref::adopt(unpickler);
  gc_track(t, unpickler);
  return ref;
}

bool init(Thread& t, Value self, CallArgs call) {
  static const ParameterSpec* spec = parse_signature(
      "Unpickler", "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
      false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(bool fix_imports, truth(t, bound[1]));
  if (!is_str(bound[2]) || !is_str(bound[3]))
    return fail(t, type_error_type, "encoding and errors must be str");
  GILT_TRY(Ref read, get_attribute_or_unset(t, bound[0], names::read));
  GILT_TRY(Ref readline, get_attribute_or_unset(t, bound[0], names::readline));
  if (read.is_unset() || readline.is_unset())
    return fail(t, type_error_type, "file must have 'read' and 'readline' attributes");
  GILT_TRY(Ref peek, get_attribute_or_unset(t, bound[0], intern("peek")));
  Ref buffers;
  if (!bound[4].is_none() && !same(bound[4], to_value(empty_tuple()))) {
    GILT_TRY(buffers, get_iter(t, bound[4]));
  }
  auto* unpickler = as_unpickler(self);
  Ref old[6];
  ObjectLock lock(t, unpickler);
  old[0] = unpickler->read.exchange(unpickler, std::move(read));
  old[1] = unpickler->readline.exchange(unpickler, std::move(readline));
  old[2] = unpickler->peek.exchange(unpickler, std::move(peek));
  old[3] = unpickler->buffers.exchange(unpickler, std::move(buffers));
  old[4] = unpickler->encoding.exchange(unpickler, Ref::copy(bound[2]));
  old[5] = unpickler->errors.exchange(unpickler, Ref::copy(bound[3]));
  unpickler->fix_imports = fix_imports;
  std::unique_ptr<PickleStore> memo(std::exchange(unpickler->memo, nullptr));
  return true;
}

void drop_memo(UnpicklerObject* unpickler) {
  std::unique_ptr<PickleStore> old(std::exchange(unpickler->memo, nullptr));
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* unpickler = static_cast<UnpicklerObject*>(self);
  drop_memo(unpickler);
  for_each_slot(unpickler, [](Slot& slot) { slot.clear(); });
  if (type_of(self)->is(kTypeHasDict) && !type_of(self)->is(kTypeHeap)) instance_clear(t, self);
  native_free<UnpicklerObject>(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  auto* unpickler = static_cast<UnpicklerObject*>(self);
  for_each_slot(unpickler, [&](Slot& slot) { visitor.visit(slot); });
  if (unpickler->memo != nullptr)
    unpickler->memo->for_each([&](uint64_t, Value v) { visitor.visit(v); });
  native_traverse(self, visitor);
}

void clear(Thread& t, Object* self) {
  auto* unpickler = static_cast<UnpicklerObject*>(self);
  drop_memo(unpickler);
  for_each_slot(unpickler, [](Slot& slot) { slot.clear(); });
  native_clear(t, self);
}

Ref find_class(Thread& t, Args args) {
  if (!is_str(args[1]) || !is_str(args[2]))
    return fail(t, type_error_type, "find_class() takes two names");
  auto* unpickler = as_unpickler(args[0]);
  return pickle_find_class(t, args[1], args[2], unpickler->protocol, unpickler->fix_imports);
}

Ref persistent_load(Thread& t, Args) {
  return fail(t, unpickling_error_type(),
              "A load persistent id instruction was encountered, but no persistent_load function "
              "was specified.");
}

// The method [name] of [self], unless it is the native one: then unset.
Ref overridden(Thread& t, Value self, const char* name, NativeFn native) {
  GILT_TRY(Ref found, get_attribute_or_unset(t, self, intern(name)));
  if (found && has_shape(found.get(), kNativeFunctionShape) &&
      found.as<NativeFunctionObject>()->def->fn == native)
    return Ref::unset();
  return found;
}

Ref load(Thread& t, Args args) {
  auto* unpickler = as_unpickler(args[0]);
  if (unpickler->read.is_unset())
    return fail(t, unpickling_error_type(), "Unpickler.__init__() was not called by {}.__init__()",
                type_name(args[0]));
  UnpickleSettings settings;
  settings.fix_imports = unpickler->fix_imports;
  settings.buffers = unpickler->buffers.load();
  settings.protocol = &unpickler->protocol;
  GILT_TRY(settings.find_class, overridden(t, args[0], "find_class", find_class));
  GILT_TRY(settings.persistent_load, overridden(t, args[0], "persistent_load", persistent_load));
  try {
    Ref encoding = unpickler->encoding.load(), errors = unpickler->errors.load();
    settings.encoding = encoding.as<StrObject>()->view();
    settings.errors = errors.as<StrObject>()->view();
    Load running(t, unpickler);
    GILT_CHECK(running.enter());
    PickleReader in(t, unpickler->read.load(), unpickler->readline.load(), unpickler->peek.load());
    PickleLoader loader(t, in, *running.memo, settings);
    return loader.load();
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

// {number: object}
Ref get_memo(Thread& t, Value self) {
  ObjectLock lock(t, self.as_object());
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  auto* unpickler = as_unpickler(self);
  bool ok = true;
  if (unpickler->memo != nullptr)
    unpickler->memo->for_each([&](uint64_t index, Value v) {
      ok = ok && dict_set(t, dict.get(), Value::integer(static_cast<int64_t>(index)), v);
    });
  if (!ok) return Ref::error();
  return dict;
}

bool set_memo(Thread& t, Value self, Value value) {
  if (!is_dict(value))
    return fail(t, type_error_type,
                "'memo' attribute must be an UnpicklerMemoProxy object or dict, not {}",
                type_name(value));
  auto memo = std::make_unique<PickleStore>();
  int64_t position = 0;
  Value key, object;
  while (dict_next(value.as<DictObject>(), position, key, object)) {
    if (!is_int(key)) return fail(t, type_error_type, "memo key must be integers");
    std::optional<uint64_t> index = int_to_uint64(key);
    if (!index) return fail(t, value_error_type, "memo key must be positive integers.");
    memo->set(*index, Ref::copy(object));
  }
  auto* unpickler = as_unpickler(self);
  ObjectLock lock(t, unpickler);
  if (is_shared(unpickler)) memo->for_each([](uint64_t, Value v) { publish(v); });
  memo.reset(std::exchange(unpickler->memo, memo.release()));
  return true;
}

constexpr NativeDef kMethods[] = {
    {"load", load, "(self, /)",
     "Load a pickle.\n\nRead a pickled object representation from the open file object given in\n"
     "the constructor, and return the reconstituted object."},
    {"find_class", find_class, "(self, module_name, global_name, /)",
     "Return an object from a specified module.\n\nSubclasses override it to say what a pickle "
     "may name."},
    {"persistent_load", persistent_load, "(self, pid, /)",
     "The object that a persistent id stands for."},
};

}  // namespace

TypeObject* unpickler_type() {
  static TypeObject* const kType = [] {
    static const GetSetDef getsets[] = {
        instance_dict_getset(),
        {"memo", get_memo, set_memo, nullptr},
    };
    return type_new_native({
        .name = "_pickle.Unpickler",
        .instance_size = sizeof(UnpicklerObject),
        .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict,
        .doc = "Reads a pickle data stream from a binary file.",
        .slots = {.dealloc = dealloc,
                  .traverse = traverse,
                  .clear = clear,
                  .construct = construct,
                  .init = init},
        .methods = kMethods,
        .getsets = getsets,
    });
  }();
  return kType;
}

}  // namespace gilt
