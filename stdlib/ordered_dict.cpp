// collections.OrderedDict: every dict is ordered; this one can also be changed at its front, and
// compares with its order.
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/hashing.h"
#include "runtime/heap.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "stdlib/collections_types.h"

namespace gilt {
namespace {

// Where the first live entry of [table] is, or before it: taking items from the front one by one
// then takes constant time each.
struct OrderedDictObject : DictObject {
  const DictTable* front_table;
  uint32_t front_birth;
  int64_t front;
};

OrderedDictObject* as_ordered(Value v) {
  return v.as<OrderedDictObject>();
}

bool is_ordered(Value v) {
  return is_instance_of(v, ordered_dict_type());
}

// The first live entry. REQUIRES: not empty.
int64_t first_entry(OrderedDictObject* d) {
  DictTable* table = d->table;
  if (d->front_table != table || d->front_birth != table->birth || d->front > table->count) {
    d->front_table = table;
    d->front_birth = table->birth;
    d->front = 0;
  }
  while (table->entry(d->front).key.is_unset()) ++d->front;
  return d->front;
}

Ref construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_TRY(Ref self, dict_type.slots.construct(t, type, args));
  as_ordered(self.get())->front_table = nullptr;
  as_ordered(self.get())->front_birth = 0;
  as_ordered(self.get())->front = 0;
  return self;
}

// Sets the items of an iterable of pairs.
bool add_pairs(Thread& t, Value self, Value pairs) {
  return for_each(t, pairs, [&](Ref pair) -> bool {
    Ref parts[2];
    int count = 0;
    GILT_CHECK(for_each(t, pair.get(), [&](Ref part) -> bool {
      if (count == 2) return fail(t, value_error_type, "too many values to unpack (expected 2)");
      parts[count++] = std::move(part);
      return true;
    }));
    if (count < 2) {
      return fail(t, value_error_type, "need more than {} value{} to unpack", count,
                  count == 1 ? "" : "s");
    }
    return set_item(t, self, parts[0].get(), parts[1].get());
  });
}

// Neither a dict nor anything else with keys().
std::optional<bool> is_pairs(Thread& t, Value v) {
  if (is_dict(v)) return false;
  GILT_TRY(Ref keys, get_attribute_or_unset(t, v, names::keys));
  return keys.is_unset();
}

// A subclass that sets items in its own way does so also here.
bool update_from(Thread& t, Value self, Value mapping) {
  if (type_of(self)->slots.set_item == dict_type.slots.set_item)
    return dict_update(t, as_ordered(self), mapping);
  GILT_TRY(auto given, dict_new(t));
  GILT_CHECK(dict_update(t, given.get(), mapping));
  int64_t position = 0;
  Value key, value;
  while (dict_next(given.get(), position, key, value)) {
    Ref held_key = Ref::copy(key), held_value = Ref::copy(value);
    GILT_CHECK(set_item(t, self, key, value));
  }
  return true;
}

bool init(Thread& t, Value self, CallArgs args) {
  if (args.positional > 1)
    return fail(t, type_error_type, "expected at most 1 argument, got {}", args.positional);
  if (args.positional == 1) {
    GILT_TRY(bool pairs, is_pairs(t, args[0]));
    if (pairs) {
      GILT_CHECK(add_pairs(t, self, args[0]));
      args = CallArgs{args.values + 1, 0, args.kwnames};
    }
  }
  // Through __setitem__ where a subclass has its own.
  if (type_of(self)->slots.set_item == dict_type.slots.set_item)
    return dict_type.slots.init(t, self, args);
  GILT_TRY(auto given, dict_new(t));
  GILT_CHECK(dict_type.slots.init(t, given.value(), args));
  return update_from(t, self, given.value());
}

Ref repr_slot(Thread& t, Value self) {
  StrBuilder text;
  text.append(type_of(self)->name->view());
  if (as_ordered(self)->used == 0) {
    text.append("()");
    return text.finish(t);
  }
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "...");
  }
  // As a plain dict, which does not recognise itself in the guard.
  GILT_TRY(auto plain, dict_new(t));
  GILT_CHECK(dict_merge_dict(t, plain.get(), as_ordered(self), true));
  int64_t position = 0;
  Value key, value;
  while (dict_next(plain.get(), position, key, value)) {
    Ref held = Ref::copy(key);
    GILT_CHECK(odict_finds(t, as_ordered(self), key));
  }
  text.append('(');
  GILT_CHECK(text.append_repr(t, plain.value()));
  text.append(')');
  return text.finish(t);
}

// Keys in the same order, compared one by one.
std::optional<bool> same_order(Thread& t, DictObject* a, DictObject* b) {
  ObjectLock lock(t, a, b);
  int64_t i = 0, j = 0;
  Value x, y, ignored;
  while (dict_next(a, i, x, ignored)) {
    if (!dict_next(b, j, y, ignored)) return false;
    Ref held_x = Ref::copy(x), held_y = Ref::copy(y);
    GILT_TRY(bool is_equal, equal(t, x, y));
    if (!is_equal) return false;
  }
  return true;
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  GILT_TRY(Ref result, dict_type.slots.compare(t, op, self, other));
  if (!result.get().is_bool() || !is_ordered(self) || !is_ordered(other)) return result;
  bool items_equal = result.get().is_true() == (op == CompareOp::kEq);
  if (!items_equal) return result;
  GILT_TRY(bool in_order, same_order(t, as_ordered(self), as_ordered(other)));
  return Ref::boolean(in_order == (op == CompareOp::kEq));
}

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr || !is_dict(a) || !is_dict(b)) return not_implemented();
  Value owner = is_ordered(a) ? a : b;
  GILT_TRY(Ref result, call(t, to_value(type_of(owner)), {a}));
  GILT_CHECK(dict_update(t, result.as<DictObject>(), b));
  return result;
}

// -- methods --

// Rebuilds the dict with entry [i] first.
bool move_to_front(Thread& t, OrderedDictObject* d, int64_t i) {
  DictTable* old = d->table;
  GILT_TRY(DictTable * table, dict_table_new(&t, old->log2_size, old->str_only));
  auto add = [&](int64_t k) {
    DictEntry& e = old->entry(k);
    dict_table_append(table, Ref::adopt(e.key.peek()), old->hash(k), Ref::adopt(e.take_value(d)));
  };
  add(i);
  for (int64_t k = 0; k < old->count; ++k) {
    if (k != i && !old->entry(k).key.is_unset()) add(k);
  }
  dict_replace_table(&t, d, table);
  return true;
}

Ref method_move_to_end(Thread& t, Args args) {
  auto* d = as_ordered(args[0]);
  GILT_TRY(bool last, truth(t, args[2]));
  GILT_TRY(int64_t hash, hash(t, args[1]));
  return dict_change(t, d, args[1], hash, [&](int64_t i) -> Ref {
    if (i == kDictError) return Ref::error();
    if (i < 0) return fail_with(t, key_error_type, Ref::copy(args[1]));
    if (last) {
      if (i < d->table->count - 1) GILT_CHECK(dict_move_last(t, d, i));
    } else if (i != first_entry(d)) {
      GILT_CHECK(move_to_front(t, d, i));
    }
    return Ref::none();
  });
}

Ref method_popitem(Thread& t, Args args) {
  auto* d = as_ordered(args[0]);
  GILT_TRY(bool last, truth(t, args[1]));
  Ref key, value;
  if (last) {
    (void)dict_pop_last(t, d, key, value);
  } else {
    ObjectLock lock(t, d);
    if (d->used > 0) {
      int64_t i = first_entry(d);
      key = d->table->entry(i).key.load();
      value = dict_remove_entry(d, i);
    }
  }
  if (key.is_unset()) return fail(t, key_error_type, "dictionary is empty");
  return tuple_of(t, {key.get(), value.get()});
}

Ref method_pop(Thread& t, Args args) {
  Ref value = dict_pop(t, as_ordered(args[0]), args[1]);
  if (!value.is_unset()) return value;
  if (!args[2].is_unset()) return Ref::copy(args[2]);
  return fail_with(t, key_error_type, Ref::copy(args[1]));
}

// (self, /, *args, **kwds)
Ref method_update(Thread& t, Args args) {
  auto* given = args[1].as<TupleObject>();
  if (given->size > 1) {
    return fail(t, type_error_type, "update() takes at most 1 positional argument ({} given)",
                given->size);
  }
  if (given->size == 1) {
    GILT_TRY(bool pairs, is_pairs(t, given->at(0)));
    GILT_CHECK(pairs ? add_pairs(t, args[0], given->at(0)) : update_from(t, args[0], given->at(0)));
  }
  if (!args[2].is_unset()) GILT_CHECK(update_from(t, args[0], args[2]));
  return Ref::none();
}

Ref method_setdefault(Thread& t, Args args) {
  if (type_of(args[0])->slots.set_item != dict_type.slots.set_item) {
    GILT_TRY(bool known, contains(t, args[0], args[1]));
    if (known) return get_item(t, args[0], args[1]);
    GILT_CHECK(set_item(t, args[0], args[1], args[2]));
    return Ref::copy(args[2]);
  }
  return dict_set_default(t, as_ordered(args[0]), args[1], args[2]);
}

Ref method_copy(Thread& t, Args args) {
  return call(t, to_value(type_of(args[0])), {args[0]});
}

// dict_keys and its like, under the names that OrderedDict gives them.
template <DictPart kPart>
Ref method_view(Thread& t, Args args) {
  GILT_TRY(Ref view, dict_view_new(t, as_ordered(args[0]), kPart));
  TypeObject* type = kPart == DictPart::kKeys     ? odict_keys_type()
                     : kPart == DictPart::kValues ? odict_values_type()
                                                  : odict_items_type();
  view.get().as_object()->shape = type->instance_shape->id;
  return view;
}

Ref method_reversed(Thread& t, Args args) {
  return odict_iterator_new(t, as_ordered(args[0]), DictPart::kKeys, true);
}

// (cls, iterable, value)
Ref method_fromkeys(Thread& t, Args args) {
  GILT_TRY(Ref made, call(t, args[0]));
  GILT_CHECK(for_each(
      t, args[1], [&](Ref key) -> bool { return set_item(t, made.get(), key.get(), args[2]); }));
  return made;
}

Ref method_reduce(Thread& t, Args args) {
  GILT_TRY(Ref state, get_attribute_or_unset(t, args[0], names::dict_));
  if (state && is_dict(state.get()) && state.as<DictObject>()->used == 0) state = Ref::none();
  GILT_TRY(Ref items, call_method(t, args[0], names::items));
  GILT_TRY(Ref iterator, get_iter(t, items.get()));
  return tuple_of(t, {to_value(type_of(args[0])), to_value(empty_tuple()),
                      state.is_unset() ? kNone : state.get(), kNone, iterator.get()});
}

constexpr NativeDef kMethods[] = {
    {"move_to_end", method_move_to_end, "(self, key, last=True)",
     "Move an existing element to the end (or beginning if last is false).\n\n"
     "Raise KeyError if the element does not exist."},
    {"popitem", method_popitem, "(self, last=True)",
     "Remove and return a (key, value) pair from the dictionary.\n\n"
     "Pairs are returned in LIFO order if last is true or FIFO order if false."},
    {"pop", method_pop, "(self, key, default=...)",
     "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\n"
     "If the key is not found, return the default if given; otherwise,\nraise a KeyError."},
    {"setdefault", method_setdefault, "(self, key, default=None)",
     "Insert key with a value of default if key is not in the dictionary.\n\n"
     "Return the value for key if key is in the dictionary, else default."},
    {"update", method_update, "(self, /, *args, **kwds)",
     "Sets the items of a mapping, or of an iterable of pairs, and those of keywords."},
    {"keys", method_view<DictPart::kKeys>, "(self, /)", nullptr},
    {"values", method_view<DictPart::kValues>, "(self, /)", nullptr},
    {"items", method_view<DictPart::kItems>, "(self, /)", nullptr},
    {"copy", method_copy, "(self, /)", "A shallow copy."},
    {"fromkeys", method_fromkeys, "(cls, iterable, value=None)",
     "Create a new ordered dictionary with keys from iterable and values set to value.",
     NativeKind::kClassMethod},
    {"__reversed__", method_reversed, "(self, /)", "od.__reversed__() <==> reversed(od)"},
    {"__reduce__", method_reduce, "(self, /)", "Return state information for pickling."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

DictObject* viewed(Value view) {
  return view.as<DictViewObject>()->dict.peek().as<DictObject>();
}

template <DictPart kPart>
TypeObject* view_type(const char* name, TypeObject& base) {
  static constexpr NativeDef kViewMethods[] = {
      {"__reversed__",
       [](Thread& t, Args args) { return odict_iterator_new(t, viewed(args[0]), kPart, true); },
       "(self, /)", nullptr},
  };
  TypeSpec spec{
      .name = name,
      .base = &base,
      .instance_size = sizeof(DictViewObject),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .methods = kViewMethods,
  };
  spec.slots.iter = [](Thread& t, Value self) {
    return odict_iterator_new(t, viewed(self), kPart);
  };
  return type_new_native(spec);
}

}  // namespace

TypeObject* odict_keys_type() {
  static TypeObject* type = view_type<DictPart::kKeys>("odict_keys", dict_keys_type);
  return type;
}
TypeObject* odict_values_type() {
  static TypeObject* type = view_type<DictPart::kValues>("odict_values", dict_values_type);
  return type;
}
TypeObject* odict_items_type() {
  static TypeObject* type = view_type<DictPart::kItems>("odict_items", dict_items_type);
  return type;
}

TypeObject* ordered_dict_type() {
  static TypeObject* type = [] {
    static const GetSetDef getsets[] = {instance_dict_getset()};
    TypeSpec spec{
        .name = "collections.OrderedDict",
        .base = &dict_type,
        .instance_size = sizeof(OrderedDictObject),
        .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs | kTypeHasDict | kTypeMapping,
        .binary_ops = 1u << static_cast<int>(BinaryOp::kOr),
        .compare_ops =
            1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe),
        .doc = "Dictionary that remembers insertion order",
        .methods = kMethods,
        .getsets = getsets,
    };
    TypeSlots& slots = spec.slots;
    slots.dealloc = [](Thread& t, Object* self) {
      gc_untrack(t, self);
      if (!type_of(self)->is(kTypeHeap)) instance_clear(t, self);
      dict_type.slots.dealloc(t, self);
    };
    slots.traverse = [](Object* self, Visitor& visitor) {
      instance_traverse(self, visitor);
      dict_type.slots.traverse(self, visitor);
    };
    slots.clear = [](Thread& t, Object* self) {
      instance_clear(t, self);
      dict_type.slots.clear(t, self);
    };
    slots.construct = construct;
    slots.init = init;
    slots.repr = repr_slot;
    slots.compare = compare_slot;
    slots.iter = [](Thread& t, Value self) {
      return odict_iterator_new(t, as_ordered(self), DictPart::kKeys);
    };
    slots.binary = binary_slot;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
