#include <optional>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/function.h"
#include "runtime/hashing.h"
#include "runtime/heap.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/set.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/walked_container.h"

namespace gilt {
namespace {

DictObject* as_dict(Value v) {
  return v.as<DictObject>();
}

// -- life --

void dict_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* d = static_cast<DictObject*>(self);
  DictTable* table = d->table;
  d->table = empty_dict_table();
  dict_table_destroy(t, nullptr, table);
  if (self->shape == kDictShape)
    heap_free(t, self, sizeof(DictObject));
  else
    instance_free(t, self);
}

// Visits the words of the table as they are: in namespace mode the cells. Strings are no part of
// cycles, but must be shared with the dict.
void dict_traverse(Object* self, Visitor& visitor) {
  auto* d = static_cast<DictObject*>(self);
  bool visit_keys = !d->table->str_only || is_shared(d);
  if (is_shared(d)) {
    for (GlobalTable* table = d->watchers; table != nullptr; table = table->next_watcher)
      visitor.visit(table->builtins);
  }
  DictTable* table = d->table;
  for (int64_t i = 0; i < table->count; ++i) {
    DictEntry& e = table->entry(i);
    if (e.key.is_unset()) continue;
    if (visit_keys) visitor.visit(e.key);
    visitor.visit(e.value);
  }
}

void dict_clear_slot(Thread& t, Object* self) {
  dict_clear(t, static_cast<DictObject*>(self));
}

Ref dict_construct(Thread& t, TypeObject* type, CallArgs) {
  if (type == &dict_type) return dict_new(t);
  Object* object = instance_allocate(t, type);
  if (!object) return Failed{};
  auto* d = static_cast<DictObject*>(object);
  d->used = 0;
  d->table = empty_dict_table();
  d->version = 0;
  d->watchers = nullptr;
  Ref ref = Ref::adopt(object);
  gc_track(t, object);
  return ref;
}

// dict(...) and d.update(...): at most one mapping or iterable of pairs, then keywords.
bool update_from_call(Thread& t, DictObject* d, CallArgs args, uint32_t first,
                      const char* function) {
  uint32_t given = args.positional - first;
  if (given > 1)
    return fail(t, type_error_type, "{} expected at most 1 argument, got {}", function, given);
  if (given == 1) GILT_CHECK(dict_update(t, d, args[first]));
  if (!args.kwnames) return true;
  for (int64_t i = 0; i < args.kwnames->size; ++i)
    GILT_CHECK(
        dict_set(t, d, args.kwnames->at(i), args[args.positional + static_cast<uint32_t>(i)]));
  return true;
}

bool dict_init(Thread& t, Value self, CallArgs args) {
  return update_from_call(t, as_dict(self), args, 0, "dict");
}

// -- text and equality --

Ref dict_repr(Thread& t, Value self) {
  auto* d = as_dict(self);
  if (d->used == 0) return str_new(t, "{}");
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "{...}");
  }
  GILT_CHECK(check_native_recursion(t));
  StrBuilder text;
  text.append('{');
  int64_t position = 0;
  Value key, value;
  for (bool first = true; dict_next(d, position, key, value); first = false) {
    Ref held_key = Ref::copy(key), held_value = Ref::copy(value);
    if (!first) text.append(", ");
    GILT_CHECK(text.append_repr(t, key));
    text.append(": ");
    GILT_CHECK(text.append_repr(t, value));
  }
  text.append('}');
  return text.finish(t);
}

std::optional<bool> dicts_equal(Thread& t, DictObject* a, DictObject* b) {
  if (a->used != b->used) return false;
  GILT_CHECK(check_native_recursion(t));
  ObjectLock lock(t, a, b);
  int64_t position = 0, hash;
  Value next_key, next_value;
  while (dict_next_hashed(a, position, next_key, next_value, hash)) {
    Ref key = Ref::copy(next_key), value = Ref::copy(next_value);
    Ref other = Ref::copy(dict_lookup(t, b, key.get(), hash));
    if (other.is_error()) return Failed{};
    if (other.is_unset()) return false;
    GILT_TRY(bool is_equal, equal(t, value.get(), other.get()));
    if (!is_equal) return false;
  }
  return true;
}

Ref dict_compare(Thread& t, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_dict(self) || !is_dict(other))
    return not_implemented();
  GILT_TRY(bool is_equal, dicts_equal(t, as_dict(self), as_dict(other)));
  return Ref::boolean(is_equal == (op == CompareOp::kEq));
}

// -- items --

std::optional<int64_t> dict_length_slot(Thread&, Value self) {
  return as_dict(self)->used;
}

Ref dict_get_item(Thread& t, Value self, Value key) {
  Ref value = dict_get(t, as_dict(self), key);
  if (!value.is_unset()) [[likely]]
    return value;
  if (type_of(self) != &dict_type) {
    Ref made = call_special(t, self, names::missing_, {key});
    if (!made.is_unset()) return made;
  }
  return fail_with(t, key_error_type, Ref::copy(key));
}

bool dict_set_item(Thread& t, Value self, Value key, Value value) {
  if (!value.is_unset()) return dict_set(t, as_dict(self), key, value);
  GILT_TRY(Ref old, dict_pop(t, as_dict(self), key));
  if (old.is_unset()) return fail_with(t, key_error_type, Ref::copy(key));
  return true;
}

std::optional<bool> dict_contains_slot(Thread& t, Value self, Value key) {
  return dict_contains(t, as_dict(self), key);
}

Ref dict_iter(Thread& t, Value self) {
  return dict_iterator_new(t, as_dict(self), DictPart::kKeys);
}

Ref dict_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr || !is_dict(a) || !is_dict(b)) return not_implemented();
  GILT_TRY(auto result, dict_copy(t, as_dict(a)));
  GILT_CHECK(dict_update(t, result.get(), b));
  return result;
}

Ref dict_inplace(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr) return not_implemented();
  GILT_CHECK(dict_update(t, as_dict(a), b));
  return Ref::copy(a);
}

// -- methods --

Ref method_setdefault(Thread& t, Args args) {
  return dict_set_default(t, as_dict(args[0]), args[1], args[2]);
}

Ref method_pop(Thread& t, Args args) {
  Ref value = dict_pop(t, as_dict(args[0]), args[1]);
  if (!value.is_unset()) return value;
  if (!args[2].is_unset()) return Ref::copy(args[2]);
  return fail_with(t, key_error_type, Ref::copy(args[1]));
}

Ref method_popitem(Thread& t, Args args) {
  Ref key, value;
  if (!dict_pop_last(t, as_dict(args[0]), key, value))
    return fail(t, key_error_type, "popitem(): dictionary is empty");
  return tuple_of(t, {key.get(), value.get()});
}

Ref method_keys(Thread& t, Args args) {
  return dict_view_new(t, as_dict(args[0]), DictPart::kKeys);
}
Ref method_values(Thread& t, Args args) {
  return dict_view_new(t, as_dict(args[0]), DictPart::kValues);
}
Ref method_items(Thread& t, Args args) {
  return dict_view_new(t, as_dict(args[0]), DictPart::kItems);
}

Ref method_update(Thread& t, CallArgs args) {
  GILT_CHECK(update_from_call(t, as_dict(args[0]), args, 1, "update"));
  return Ref::none();
}

Ref method_clear(Thread& t, Args args) {
  dict_clear(t, as_dict(args[0]));
  return Ref::none();
}

Ref method_copy(Thread& t, Args args) {
  return dict_copy(t, as_dict(args[0]));
}

Ref method_reversed(Thread& t, Args args) {
  return dict_iterator_new(t, as_dict(args[0]), DictPart::kKeys, true);
}

Ref method_fromkeys(Thread& t, Args args) {
  Value value = args[2];
  GILT_TRY(Ref result, call(t, args[0]));
  if (has_shape(result.get(), kDictShape)) {
    auto* d = result.as<DictObject>();
    std::optional<ObjectLock> whole;
    if (Object* container = walked_container(args[1])) whole.emplace(t, d, container);
    GILT_CHECK(for_each(t, args[1], [&](Ref key) { return dict_set(t, d, key.get(), value); }));
    return result;
  }
  GILT_CHECK(
      for_each(t, args[1], [&](Ref key) { return set_item(t, result.get(), key.get(), value); }));
  return result;
}

Ref method_sizeof(Thread&, Args args) {
  auto* d = as_dict(args[0]);
  auto size = static_cast<int64_t>(type_of(args[0])->instance_size);
  const DictTable* table = d->table;
  if (!table->immortal) size += static_cast<int64_t>(table->size_in_bytes());
  return Ref::adopt(Value::integer(size));
}

constexpr NativeDef kMethods[] = {
    {"get", dict_method_get, "(self, key, default=None, /)",
     "Return the value for key if key is in the dictionary, else default."},
    {"setdefault", method_setdefault, "(self, key, default=None, /)",
     "Insert key with a value of default if key is not in the dictionary.\n\n"
     "Return the value for key if key is in the dictionary, else default."},
    {"pop", method_pop, "(self, key, default=..., /)",
     "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
     "If the key is not found, return the default if given; otherwise,\nraise a KeyError."},
    {"popitem", method_popitem, "(self, /)",
     "Remove and return a (key, value) pair as a 2-tuple.\n\n"
     "Pairs are returned in LIFO (last-in, first-out) order.\n"
     "Raises KeyError if the dict is empty."},
    {"keys", method_keys, "(self, /)",
     "Return a set-like object providing a view on the dict's keys."},
    {"items", method_items, "(self, /)",
     "Return a set-like object providing a view on the dict's items."},
    {"values", method_values, "(self, /)",
     "Return an object providing a view on the dict's values."},
    {"update", nullptr, "(self, /, *args, **kwargs)",
     "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\n"
     "If E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\n"
     "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
     "In either case, this is followed by: for k in F:  D[k] = F[k]",
     NativeKind::kFunction, method_update},
    {"fromkeys", method_fromkeys, "(cls, iterable, value=None, /)",
     "Create a new dictionary with keys from iterable and values set to value.",
     NativeKind::kClassMethod},
    {"clear", method_clear, "(self, /)", "Remove all items from the dict."},
    {"copy", method_copy, "(self, /)", "Return a shallow copy of the dict."},
    {"__reversed__", method_reversed, "(self, /)", "Return a reverse iterator over the dict keys."},
    {"__sizeof__", method_sizeof, "(self, /)", "Return the size of the dict in memory."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

}  // namespace

Ref dict_method_get(Thread& t, Args args) {
  Ref value = dict_get(t, as_dict(args[0]), args[1]);
  return value.is_unset() ? Ref::copy(args[2]) : std::move(value);
}

void init_dict_type() {
  TypeSpec spec{
      .name = "dict",
      .instance_size = sizeof(DictObject),
      .flags = kTypeSubclassable | kTypeTracked | kTypeMapping | kTypeMatchSelf | kTypeIsDict,
      .binary_ops = 1u << static_cast<int>(BinaryOp::kOr),
      .inplace_ops = 1u << static_cast<int>(BinaryOp::kOr),
      .doc =
          "dict() -> new empty dictionary\n"
          "dict(mapping) -> new dictionary initialized from a mapping object's\n"
          "    (key, value) pairs\n"
          "dict(iterable) -> new dictionary initialized as if via:\n"
          "    d = {}\n"
          "    for k, v in iterable:\n"
          "        d[k] = v\n"
          "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
          "    in the keyword argument list.  For example:  dict(one=1, two=2)",
      .methods = kMethods,
  };
  TypeSlots& slots = spec.slots;
  slots.dealloc = dict_dealloc;
  slots.traverse = dict_traverse;
  slots.clear = dict_clear_slot;
  slots.construct = dict_construct;
  slots.init = dict_init;
  slots.repr = dict_repr;
  slots.compare = dict_compare;
  slots.iter = dict_iter;
  slots.length = dict_length_slot;
  slots.get_item = dict_get_item;
  slots.set_item = dict_set_item;
  slots.contains = dict_contains_slot;
  slots.binary = dict_binary;
  slots.inplace = dict_inplace;
  type_init_builtin(dict_type, kDictShape, spec);
}

}  // namespace gilt
