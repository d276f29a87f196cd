// _functools: what module functools has in native code.
#include "runtime/error.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "stdlib/functools.h"

namespace gilt {
namespace {

Ref reduce(Thread& t, Args args) {
  Ref iterator = get_iter(t, args[1]);
  if (iterator.is_error()) {
    if (!error_matches(t, type_error_type)) return iterator;
    error_clear(t);
    return fail(t, type_error_type, "reduce() arg 2 must support iteration");
  }
  Ref result = Ref::copy(args[2]);
  while (true) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) break;
    if (result.is_unset()) {
      result = std::move(item);
    } else {
      GILT_TRY(result, call(t, args[0], {result.get(), item.get()}));
    }
  }
  if (result.is_unset())
    return fail(t, type_error_type, "reduce() of empty iterable with no initial value");
  return result;
}

// -- cmp_to_key: K(obj), and obj wrapped by it, are of one type --

struct KeyObject : Object {
  Slot compare;  // function of two
  Slot object;   // unset in K itself
};
using KeyLife = NativeLife<KeyObject, &KeyObject::compare, &KeyObject::object>;

TypeObject* key_type();

Ref make_key(Thread& t, Value compare, Value object) {
  auto* key = KeyLife::allocate(t, key_type());
  if (!key) return Failed{};
  key->compare.init(Ref::copy(compare));
  if (!object.is_unset()) key->object.init(Ref::copy(object));
  Ref ref = Ref::adopt(key);
  gc_track(t, key);
  return ref;
}

Ref key_call(Thread& t, Value self, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("K", "(obj)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  return make_key(t, self.as<KeyObject>()->compare.peek(), bound[0]);
}

Ref key_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (type_of(self) != key_type() || type_of(other) != key_type())
    return fail(t, type_error_type, "other argument must be K instance");
  auto *a = self.as<KeyObject>(), *b = other.as<KeyObject>();
  Ref function = a->compare.load(), x = a->object.load(), y = b->object.load();
  if (x.is_unset() || y.is_unset()) return fail(t, attribute_error_type, "object");
  GILT_TRY(Ref order, call(t, function.get(), {x.get(), y.get()}));
  return compare(t, op, order.get(), Value::integer(0));
}

constexpr MemberDef kKeyMembers[] = {
    {"obj", sizeof(Object) + sizeof(Slot), false, "Value wrapped by a key function."},
};

TypeObject* key_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "functools.KeyWrapper",
        .instance_size = sizeof(KeyObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
        .members = kKeyMembers,
    };
    KeyLife::fill(spec.slots);
    spec.slots.clear = nullptr;
    spec.slots.call = key_call;
    spec.slots.compare = key_compare;
    return type_new_native(spec);
  }();
  return type;
}

Ref cmp_to_key(Thread& t, Args args) {
  return make_key(t, args[0], kUnset);
}

constexpr NativeDef kFunctions[] = {
    {"reduce", reduce, "(function, iterable, /, initial=...)",
     "Apply a function of two arguments cumulatively to the items of an iterable, from left to "
     "right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\n"
     "it is placed before the items of the iterable in the calculation, and serves as\n"
     "a default when the iterable is empty.\n\n"
     "For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + "
     "5)."},
    {"cmp_to_key", cmp_to_key, "(mycmp)", "Convert a cmp= function into a key= function."},
};

bool init(Thread& t, ModuleObject* module) {
  return module_set(t, module, "partial", Ref::copy(to_value(partial_type()))) &&
         module_set(t, module, "Placeholder", Ref::copy(placeholder())) &&
         module_set(t, module, "_PlaceholderType", Ref::copy(to_value(type_of(placeholder())))) &&
         module_set(t, module, "_lru_cache_wrapper", Ref::copy(to_value(lru_cache_type())));
}

constexpr ModuleDef kModule{"_functools", "Tools that operate on functions.", kFunctions, init};

}  // namespace

void register_functools_module() {
  register_native_module(kModule);
}

}  // namespace gilt
