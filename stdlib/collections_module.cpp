// _collections: what module collections has in native code.
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/hashing.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "stdlib/collections_types.h"
#include "stdlib/deque.h"

namespace gilt {
namespace {

// d[key] = d.get(key, 0) + 1, as one step while the counts are small ints.
bool count_one(Thread& t, DictObject* d, Value key) {
  GILT_TRY(int64_t hash, hash_of_element(t, key, "a dict key"));
  Ref old;
  bool counted = dict_change(t, d, key, hash, [&](int64_t i) -> bool {
    if (i == kDictError) return false;
    if (i < 0) return dict_append(t, d, key, hash, Value::integer(1));
    Slot& slot = dict_value_slot(d, d->table->entry(i));
    Value count = slot.peek();
    while (count.is_int() && count.as_int() < Value::kMaxInt) {
      if (replace_word(slot, count, Value::integer(count.as_int() + 1))) return true;
      count = slot.peek();  // somebody has just set it
    }
    old = Ref::copy(count);
    return true;
  });
  if (!counted || old.is_unset()) [[likely]]
    return counted;
  GILT_TRY(Ref sum, binary_operation(t, BinaryOp::kAdd, old.get(), Value::integer(1)));
  return dict_insert(t, d, key, hash, sum.get());
}

// Counts the elements of an iterable into a mapping.
Ref count_elements(Thread& t, Args args) {
  Value mapping = args[0];
  auto as_in_dict = [type = type_of(mapping)](StrObject* method) {
    return same(type_lookup(type, method), type_lookup(&dict_type, method));
  };
  // The short way, unless a subclass of dict has its own ideas of getting and setting. (Its slot
  // tells nothing: deleting, of which Counter has ideas, goes through the same one.)
  if (is_dict(mapping) && as_in_dict(intern("get")) && as_in_dict(names::setitem_)) {
    auto* d = mapping.as<DictObject>();
    GILT_CHECK(for_each(t, args[1], [&](Ref key) { return count_one(t, d, key.get()); }));
    return Ref::none();
  }
  GILT_TRY(Ref get, get_attribute(t, mapping, intern("get")));
  GILT_CHECK(for_each(t, args[1], [&](Ref key) -> bool {
    GILT_TRY(Ref old, call(t, get.get(), {key.get(), Value::integer(0)}));
    GILT_TRY(Ref sum, binary_operation(t, BinaryOp::kAdd, old.get(), Value::integer(1)));
    return set_item(t, mapping, key.get(), sum.get());
  }));
  return Ref::none();
}

// -- _tuplegetter(index, doc): the property of a named tuple's field --

struct TupleGetterObject : Object {
  Slot doc;
  int64_t index;
};

using TupleGetterLife = NativeLife<TupleGetterObject, &TupleGetterObject::doc>;

TypeObject* tuple_getter_type();

Ref tuple_getter_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("_tuplegetter", "(index, doc, /)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_TRY(int64_t index, to_int64(t, bound[0]));
  auto* getter = TupleGetterLife::allocate(t, type);
  if (!getter) return Failed{};
  getter->index = index;
  getter->doc.init(Ref::copy(bound[1]));
  Ref ref = Ref::adopt(getter);
  gc_track(t, getter);
  return ref;
}

Ref tuple_getter_get(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset() || instance.is_none()) return Ref::copy(self);
  int64_t index = self.as<TupleGetterObject>()->index;
  if (!is_tuple(instance))
    return fail(t, type_error_type,
                "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
                index, type_name(instance));
  auto* tuple = instance.as<TupleObject>();
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(tuple->size))
    return fail(t, index_error_type, "tuple index out of range");
  return tuple->items()[index].load();
}

bool tuple_getter_set(Thread& t, Value, Value, Value value) {
  return fail(t, attribute_error_type, "can't {} attribute", value.is_unset() ? "delete" : "set");
}

Ref tuple_getter_doc(Thread&, Value self) {
  return self.as<TupleGetterObject>()->doc.load();
}

bool tuple_getter_set_doc(Thread&, Value self, Value value) {
  self.as<TupleGetterObject>()->doc.store(self.as_object(),
                                          value.is_unset() ? Ref::none() : Ref::copy(value));
  return true;
}

Ref tuple_getter_repr(Thread& t, Value self) {
  StrBuilder text;
  text.append("_tuplegetter(");
  text.append(std::to_string(self.as<TupleGetterObject>()->index));
  text.append(", ");
  GILT_CHECK(text.append_repr(t, self.as<TupleGetterObject>()->doc.peek()));
  text.append(")");
  return text.finish(t);
}

constexpr GetSetDef kTupleGetterGetSets[] = {
    {"__doc__", tuple_getter_doc, tuple_getter_set_doc, nullptr},
};

TypeObject* tuple_getter_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "collections._tuplegetter",
        .instance_size = sizeof(TupleGetterObject),
        .flags = kTypeTracked,
        .getsets = kTupleGetterGetSets,
    };
    TupleGetterLife::fill(spec.slots);
    spec.slots.construct = tuple_getter_construct;
    spec.slots.repr = tuple_getter_repr;
    spec.slots.descriptor_get = tuple_getter_get;
    spec.slots.descriptor_set = tuple_getter_set;
    return type_new_native(spec);
  }();
  return type;
}

constexpr NativeDef kFunctions[] = {
    {"_count_elements", count_elements, "(mapping, iterable, /)",
     "Count elements in the iterable, updating the mapping"},
};

bool init(Thread& t, ModuleObject* module) {
  struct Row {
    const char* name;
    TypeObject* type;
  };
  for (const Row& row :
       {Row{"deque", deque_type()}, Row{"defaultdict", default_dict_type()},
        Row{"OrderedDict", ordered_dict_type()}, Row{"_tuplegetter", tuple_getter_type()},
        Row{"_deque_iterator", deque_iterator_type()},
        Row{"_deque_reverse_iterator", deque_reverse_iterator_type()}}) {
    GILT_CHECK(module_set(t, module, row.name, Ref::copy(to_value(row.type))));
  }
  return true;
}

constexpr ModuleDef kModule{"_collections",
                            "High performance data structures:\n"
                            "- deque:        ordered collection accessible from endpoints only\n"
                            "- defaultdict:  dict subclass with a default value factory\n",
                            kFunctions, init};

}  // namespace

void register_collections_module() {
  register_native_module(kModule);
}

}  // namespace gilt
