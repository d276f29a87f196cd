// dict_keys, dict_values and dict_items: a dict seen as a collection that follows its changes.
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

DictObject* dict_of(Value view) {
  return view.as<DictViewObject>()->dict.peek().as<DictObject>();
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<DictViewObject*>(self)->dict.clear();
  heap_free(t, self, sizeof(DictViewObject));
}

void traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<DictViewObject*>(self)->dict);
}

std::optional<int64_t> length(Thread&, Value self) {
  return dict_of(self)->used;
}

template <DictPart kPart>
Ref iter(Thread& t, Value self) {
  return dict_iterator_new(t, dict_of(self), kPart);
}

// dict_keys([...])
Ref repr(Thread& t, Value self) {
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "...");
  }
  GILT_CHECK(check_native_recursion(t));
  GILT_TRY(auto items, list_from_iterable(t, self));
  StrBuilder text;
  text.append(type_of(self)->name->view());
  text.append('(');
  GILT_CHECK(text.append_repr(t, items.value()));
  text.append(')');
  return text.finish(t);
}

std::optional<bool> keys_contain(Thread& t, Value self, Value key) {
  return dict_contains(t, dict_of(self), key);
}

std::optional<bool> items_contain(Thread& t, Value self, Value item) {
  if (!is_tuple(item) || item.as<TupleObject>()->size != 2) return false;
  auto* pair = item.as<TupleObject>();
  GILT_TRY(Ref value, dict_get(t, dict_of(self), pair->at(0)));
  if (value.is_unset()) return false;
  return equal(t, value.get(), pair->at(1));
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other);

// Sets, and views whose items are distinct (OrderedDict's are of types of their own).
bool is_set_like(Value v) {
  return is_any_set(v) || type_of(v)->slots.compare == compare_slot;
}

// Is every item of [a] in [b]?
std::optional<bool> all_in(Thread& t, Value a, Value b) {
  GILT_TRY(Ref iterator, get_iter(t, a));
  while (true) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) return true;
    GILT_TRY(bool found, contains(t, b, item.get()));
    if (!found) return false;
  }
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  if (!is_set_like(other)) return not_implemented();
  GILT_TRY(int64_t a, gilt::length(t, self));
  GILT_TRY(int64_t b, gilt::length(t, other));
  bool possible = false, swapped = false, negated = false;
  switch (op) {
    case CompareOp::kNe: negated = true; [[fallthrough]];
    case CompareOp::kEq: possible = a == b; break;
    case CompareOp::kLt: possible = a < b; break;
    case CompareOp::kLe: possible = a <= b; break;
    case CompareOp::kGt: possible = a > b, swapped = true; break;
    case CompareOp::kGe: possible = a >= b, swapped = true; break;
  }
  bool result = false;
  if (possible) {
    GILT_TRY(result, swapped ? all_in(t, other, self) : all_in(t, self, other));
  }
  return Ref::boolean(result != negated);
}

RefOf<SetObject> to_set(Thread& t, Value iterable) {
  GILT_TRY(auto set, set_new(t));
  GILT_CHECK(set_update(t, set.get(), iterable));
  return set;
}

Ref intersection(Thread& t, Value a, Value b) {
  // The walk goes along one and asks the other.
  Value asked = a, walked = b;
  if (!is_set_like(asked)) std::swap(asked, walked);
  if (is_set_like(walked)) {
    GILT_TRY(int64_t asked_length, gilt::length(t, asked));
    GILT_TRY(int64_t walked_length, gilt::length(t, walked));
    if (walked_length > asked_length) std::swap(asked, walked);
  }
  GILT_TRY(auto result, set_new(t));
  GILT_CHECK(for_each(t, walked, [&](Ref item) -> bool {
    GILT_TRY(bool found, contains(t, asked, item.get()));
    return !found || set_add(t, result.get(), item.get());
  }));
  return result;
}

// One operand is a view; the other is any iterable.
Ref binary(Thread& t, BinaryOp op, Value a, Value b) {
  switch (op) {
    case BinaryOp::kAnd: return intersection(t, a, b);
    case BinaryOp::kOr: {
      GILT_TRY(auto result, to_set(t, a));
      GILT_CHECK(set_update(t, result.get(), b));
      return result;
    }
    case BinaryOp::kSub: {
      GILT_TRY(auto result, to_set(t, a));
      GILT_CHECK(for_each(t, b, [&](Ref item) -> bool {
        GILT_CHECK(set_discard(t, result.get(), item.get()));
        return true;
      }));
      return result;
    }
    case BinaryOp::kXor: {
      GILT_TRY(auto result, to_set(t, a));
      GILT_TRY(auto others, to_set(t, b));
      GILT_CHECK(for_each(t, others.value(), [&](Ref item) -> bool {
        GILT_TRY(bool was_there, set_discard(t, result.get(), item.get()));
        return was_there || set_add(t, result.get(), item.get());
      }));
      return result;
    }
    default: return not_implemented();
  }
}

Ref method_isdisjoint(Thread& t, Args args) {
  Value self = args[0], other = args[1];
  if (same(self, other)) return Ref::boolean(dict_of(self)->used == 0);
  if (is_set_like(other)) {
    GILT_TRY(int64_t other_length, gilt::length(t, other));
    if (other_length > dict_of(self)->used) std::swap(self, other);
  }
  GILT_TRY(Ref iterator, get_iter(t, other));
  while (true) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) return Ref::boolean(true);
    GILT_TRY(bool found, contains(t, self, item.get()));
    if (found) return Ref::boolean(false);
  }
}

template <DictPart kPart>
Ref method_reversed(Thread& t, Args args) {
  return dict_iterator_new(t, dict_of(args[0]), kPart, true);
}

Ref get_mapping(Thread& t, Value self) {
  return call(t, to_value(&mapping_proxy_type), {to_value(dict_of(self))});
}

template <DictPart kPart>
constexpr NativeDef kMethods[] = {
    {"__reversed__", method_reversed<kPart>, "(self, /)",
     "Return a reverse iterator over the dict."},
    {"isdisjoint", method_isdisjoint, "(self, object, /)",
     "Return True if the view and the given iterable have a null intersection."},
};

constexpr GetSetDef kGetSets[] = {
    {"mapping", get_mapping, nullptr, "dictionary that this view refers to"},
};

constexpr uint32_t kSetOps =
    1u << static_cast<int>(BinaryOp::kAnd) | 1u << static_cast<int>(BinaryOp::kOr) |
    1u << static_cast<int>(BinaryOp::kXor) | 1u << static_cast<int>(BinaryOp::kSub);

template <DictPart kPart>
void init(TypeObject& type, ShapeId shape, const char* name) {
  constexpr bool kSetLike = kPart != DictPart::kValues;
  TypeSpec spec{
      .name = name,
      .instance_size = sizeof(DictViewObject),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .binary_ops = kSetLike ? kSetOps : 0,
      .methods = std::span(kMethods<kPart>).first(kSetLike ? 2 : 1),
      .getsets = kGetSets,
  };
  spec.slots.dealloc = dealloc;
  spec.slots.traverse = traverse;
  spec.slots.repr = repr;
  spec.slots.length = length;
  spec.slots.iter = iter<kPart>;
  if constexpr (kSetLike) {
    spec.slots.contains = kPart == DictPart::kKeys ? keys_contain : items_contain;
    spec.slots.compare = compare_slot;
    spec.slots.binary = binary;
  }
  type_init_builtin(type, shape, spec);
}

}  // namespace

Ref dict_view_new(Thread& t, DictObject* d, DictPart part) {
  // The types of the parts stand in the order of DictPart.
  ShapeId shape = kDictKeysShape + static_cast<ShapeId>(part);
  auto* view = object_new<DictViewObject>(t, shape);
  if (!view) return Failed{};
  view->dict.init(Ref::copy(d));
  Ref ref = Ref::adopt(view);
  gc_track(t, view);
  return ref;
}

void init_dict_keys_type() {
  init<DictPart::kKeys>(dict_keys_type, kDictKeysShape, "dict_keys");
}
void init_dict_values_type() {
  init<DictPart::kValues>(dict_values_type, kDictValuesShape, "dict_values");
}
void init_dict_items_type() {
  init<DictPart::kItems>(dict_items_type, kDictItemsShape, "dict_items");
}

}  // namespace gilt
