// _pickle.Pickler: a saver with a memo that lasts from one dump() to the next.
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
#include "stdlib/pickle_saver.h"

namespace gilt {
namespace {

struct PicklerObject : Object {
  Slot write;     // of the file; unset before __init__
  Slot callback;  // buffer_callback or unset
  int32_t protocol;
  uint8_t fix_imports;
  uint8_t fast;
  uint8_t busy;      // a dump() is running: it has the memo
  PickleMemo* memo;  // null while it is empty
};

PicklerObject* as_pickler(Value v) {
  return v.as<PicklerObject>();
}

// Holds a pickler's memo for the time of one dump(), so that nobody sees it change.
class Dump {
 public:
  Dump(Thread& t, PicklerObject* pickler) : t_(t), pickler_(pickler) {}
  ~Dump() {
    if (!entered_) return;
    ObjectLock lock(t_, pickler_);
    if (is_shared(pickler_)) {
      for (const auto& entry : memo->entries()) publish(entry.object.get());
    }
    pickler_->memo = memo.release();
    pickler_->busy = 0;
  }
  Dump(const Dump&) = delete;
  Dump& operator=(const Dump&) = delete;

  [[nodiscard]] bool enter() {
    ObjectLock lock(t_, pickler_);
    if (pickler_->busy) return fail(t_, runtime_error_type, "Pickler object is already being used");
    pickler_->busy = 1;
    memo.reset(std::exchange(pickler_->memo, nullptr));
    if (!memo) memo = std::make_unique<PickleMemo>();
    entered_ = true;
    return true;
  }

  std::unique_ptr<PickleMemo> memo;

 private:
  Thread& t_;
  PicklerObject* pickler_;
  bool entered_ = false;
};

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  auto* pickler = native_allocate<PicklerObject>(t, type);
  if (!pickler) return Ref::error();
  pickler->write.init_unset();
  pickler->callback.init_unset();
  pickler->protocol = kDefaultPickleProtocol;
  pickler->fix_imports = 1;
  pickler->fast = 0;
  pickler->busy = 0;
  pickler->memo = nullptr;
  Ref ref = Ref::adopt(pickler);
  gc_track(t, pickler);
  return ref;
}

bool init(Thread& t, Value self, CallArgs call) {
  static const ParameterSpec* spec = parse_signature(
      "Pickler", "(file, protocol=None, fix_imports=True, buffer_callback=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(int protocol, pickle_protocol(t, bound[1]));
  GILT_TRY(bool fix_imports, truth(t, bound[2]));
  if (!bound[3].is_none() && protocol < 5)
    return fail(t, value_error_type, "buffer_callback needs protocol >= 5");
  GILT_TRY(Ref write, get_attribute_or_unset(t, bound[0], names::write));
  if (write.is_unset()) return fail(t, type_error_type, "file must have a 'write' attribute");
  auto* pickler = as_pickler(self);
  Ref old_write, old_callback;
  ObjectLock lock(t, pickler);
  old_write = pickler->write.exchange(pickler, std::move(write));
  old_callback =
      pickler->callback.exchange(pickler, bound[3].is_none() ? Ref::unset() : Ref::copy(bound[3]));
  pickler->protocol = protocol;
  pickler->fix_imports = fix_imports && protocol < 3;
  pickler->fast = 0;
  std::unique_ptr<PickleMemo> old(std::exchange(pickler->memo, nullptr));
  return true;
}

void drop_memo(PicklerObject* pickler) {
  std::unique_ptr<PickleMemo> old(std::exchange(pickler->memo, nullptr));
  if (old) old->clear();
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* pickler = static_cast<PicklerObject*>(self);
  drop_memo(pickler);
  pickler->write.clear();
  pickler->callback.clear();
  if (type_of(self)->is(kTypeHasDict) && !type_of(self)->is(kTypeHeap)) instance_clear(t, self);
  native_free<PicklerObject>(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  auto* pickler = static_cast<PicklerObject*>(self);
  visitor.visit(pickler->write);
  visitor.visit(pickler->callback);
  if (pickler->memo != nullptr) {
    for (const auto& entry : pickler->memo->entries()) visitor.visit(entry.object.get());
  }
  native_traverse(self, visitor);
}

void clear(Thread& t, Object* self) {
  auto* pickler = static_cast<PicklerObject*>(self);
  drop_memo(pickler);
  pickler->write.clear();
  pickler->callback.clear();
  native_clear(t, self);
}

Ref persistent_id(Thread&, Args) {
  return Ref::none();
}

// A method of that name which is not the one above; or unset.
Ref own_persistent_id(Thread& t, Value self) {
  GILT_TRY(Ref found, get_attribute_or_unset(t, self, intern("persistent_id")));
  if (found && has_shape(found.get(), kNativeFunctionShape) &&
      found.as<NativeFunctionObject>()->def->fn == persistent_id)
    return Ref::unset();
  return found;
}

Ref dump(Thread& t, Args args) {
  auto* pickler = as_pickler(args[0]);
  if (pickler->write.is_unset())
    return fail(t, pickling_error_type(), "Pickler.__init__() was not called by {}.__init__()",
                type_name(args[0]));
  PickleSettings settings;
  settings.protocol = pickler->protocol;
  settings.fix_imports = pickler->fix_imports;
  settings.fast = pickler->fast;
  settings.buffer_callback = pickler->callback.load();
  GILT_TRY(settings.persistent_id, own_persistent_id(t, args[0]));
  GILT_TRY(settings.reducer_override,
           get_attribute_or_unset(t, args[0], intern("reducer_override")));
  GILT_TRY(settings.dispatch_table, get_attribute_or_unset(t, args[0], intern("dispatch_table")));
  try {
    Dump running(t, pickler);
    GILT_CHECK(running.enter());
    Ref write = pickler->write.load();
    PickleWriter out(t, write.get());
    PickleSaver saver(t, out, *running.memo, settings);
    GILT_CHECK(saver.dump(args[1]));
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
  return Ref::none();
}

Ref clear_memo(Thread&, Args args) {
  drop_memo(as_pickler(args[0]));
  return Ref::none();
}

// {id(object): (number, object)}
Ref get_memo(Thread& t, Value self) {
  ObjectLock lock(t, self.as_object());
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  auto* pickler = as_pickler(self);
  if (pickler->memo == nullptr) return dict;
  for (const auto& entry : pickler->memo->entries()) {
    GILT_TRY(Ref key,
             int_from_unsigned(t, reinterpret_cast<uint64_t>(entry.object.get().as_object())));
    GILT_TRY(RefOf<TupleObject> row,
             tuple_of(t, {Value::integer(entry.index), entry.object.get()}));
    GILT_CHECK(dict_set(t, dict.get(), key.get(), row.value()));
  }
  return dict;
}

bool set_memo(Thread& t, Value self, Value value) {
  if (!is_dict(value))
    return fail(t, type_error_type,
                "'memo' attribute must be a PicklerMemoProxy object or dict, not {}",
                type_name(value));
  auto memo = std::make_unique<PickleMemo>();
  int64_t position = 0;
  Value key, row;
  while (dict_next(value.as<DictObject>(), position, key, row)) {
    Ref held_row = Ref::copy(row);  // its number may be asked for with script code
    if (!is_tuple(row) || row.as<TupleObject>()->size != 2)
      return fail(t, type_error_type, "'memo' values must be 2-item tuples");
    std::optional<int64_t> index = to_int64(t, row.as<TupleObject>()->at(0));
    if (!index) return false;
    Value object = row.as<TupleObject>()->at(1);
    if (object.is_object()) memo->set(object, *index);
  }
  auto* pickler = as_pickler(self);
  ObjectLock lock(t, pickler);
  if (is_shared(pickler)) {
    for (const auto& entry : memo->entries()) publish(entry.object.get());
  }
  memo.reset(std::exchange(pickler->memo, memo.release()));
  return true;
}

Ref get_fast(Thread& t, Value self) {
  return int_from(t, as_pickler(self)->fast);
}

bool set_fast(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "can't delete numeric/char attribute");
  GILT_TRY(bool fast, truth(t, value));
  as_pickler(self)->fast = fast;
  return true;
}

Ref get_bin(Thread& t, Value self) {
  return int_from(t, as_pickler(self)->protocol >= 1);
}

constexpr NativeDef kMethods[] = {
    {"dump", dump, "(self, obj, /)",
     "Write a pickled representation of the given object to the open file."},
    {"clear_memo", guarded<clear_memo>, "(self, /)",
     "Clears the pickler's \"memo\", so that it forgets what it has pickled."},
    {"persistent_id", persistent_id, "(self, obj, /)",
     "What stands for an object that is not to be pickled; None for others."},
};

}  // namespace

TypeObject* pickler_type() {
  static TypeObject* const kType = [] {
    static const GetSetDef getsets[] = {
        instance_dict_getset(),
        {"memo", get_memo, set_memo, nullptr},
        {"fast", get_fast, set_fast, nullptr},
        {"bin", get_bin, nullptr, nullptr},
    };
    return type_new_native({
        .name = "_pickle.Pickler",
        .instance_size = sizeof(PicklerObject),
        .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict,
        .doc = "Writes a pickle data stream to a binary file.",
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
