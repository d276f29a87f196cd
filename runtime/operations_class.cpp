// isinstance() and issubclass(), with the hooks of metaclasses (PEP 3119).
#include "runtime/operations.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/union.h"

namespace gilt {
namespace {

// __bases__ of something that behaves like a class without being one; unset when it does not.
Ref bases_of(Thread& t, Value v) {
  Ref bases = get_attribute_or_unset(t, v, names::bases_);
  if (bases && !is_tuple(bases.get())) return Ref::unset();
  return bases;
}

// The walk along __bases__.
std::optional<bool> derives_from(Thread& t, Value derived, Value cls) {
  if (same(derived, cls)) return true;
  GILT_CHECK(check_native_recursion(t));
  GILT_TRY(Ref bases, bases_of(t, derived));
  if (bases.is_unset()) return false;
  auto* tuple = bases.as<TupleObject>();
  for (int64_t i = 0; i < tuple->size; i++) {
    GILT_TRY(bool found, derives_from(t, tuple->at(i), cls));
    if (found) return true;
  }
  return false;
}

bool is_class(Value v) {
  return type_of(v)->is(kTypeIsType);
}

// Without asking the metaclass.
std::optional<bool> plain_is_instance(Thread& t, Value v, Value cls) {
  if (is_class(cls)) {
    if (is_instance_of(v, cls.as<TypeObject>())) return true;
    // A proxy may claim another class than its own; whoever has object's __class__ does not.
    static const Value kHonest = type_lookup(&object_type, names::class_);
    TypeObject* type = type_of(v);
    if (type->slots.get_attribute == object_get_attribute &&
        same(type_lookup(type, names::class_), kHonest))
      return false;
    Ref claimed = get_attribute_or_unset(t, v, names::class_);
    if (claimed.is_error()) return std::nullopt;
    if (claimed && is_class(claimed.get()) && claimed.as<TypeObject>() != type_of(v)) {
      return is_subtype(claimed.as<TypeObject>(), cls.as<TypeObject>());
    }
    return false;
  }
  GILT_TRY(Ref bases, bases_of(t, cls));
  if (bases.is_unset()) {
    return fail(t, type_error_type,
                "isinstance() arg 2 must be a type, a tuple of types, or a union");
  }
  Ref claimed = get_attribute_or_unset(t, v, names::class_);
  if (claimed.is_error()) return std::nullopt;
  if (claimed.is_unset()) return false;
  return derives_from(t, claimed.get(), cls);
}

std::optional<bool> plain_is_subclass(Thread& t, Value derived, Value cls) {
  if (is_class(derived) && is_class(cls))
    return is_subtype(derived.as<TypeObject>(), cls.as<TypeObject>());
  GILT_TRY(Ref derived_bases, bases_of(t, derived));
  if (derived_bases.is_unset())
    return fail(t, type_error_type, "issubclass() arg 1 must be a class");
  GILT_TRY(Ref bases, bases_of(t, cls));
  if (bases.is_unset()) {
    return fail(t, type_error_type,
                "issubclass() arg 2 must be a class, a tuple of classes, or a union");
  }
  return derives_from(t, derived, cls);
}

using Check = std::optional<bool> (*)(Thread& t, Value v, Value class_or_tuple);

// The answer for one of several classes.
std::optional<bool> any_of(Thread& t, Value v, TupleObject* classes, Check check) {
  Ref keep = Ref::copy(classes);
  GILT_CHECK(check_native_recursion(t));
  for (int64_t i = 0; i < classes->size; i++) {
    GILT_TRY(bool found, check(t, v, classes->at(i)));
    if (found) return true;
  }
  return false;
}

std::optional<bool> ask(Thread& t, Value v, Value cls, StrObject* hook, Check check, Check plain) {
  // Exactly `type` as metaclass: there is no hook to ask.
  if (type_of(cls) == &type_type) return plain(t, v, cls);
  if (has_shape(cls, kUnionShape)) {
    GILT_TRY(RefOf<TupleObject> members, union_members(t, cls));
    return any_of(t, v, members.get(), check);
  }
  if (is_tuple(cls)) return any_of(t, v, cls.as<TupleObject>(), check);
  Ref answer = call_special(t, cls, hook, {v});
  if (answer.is_error()) return std::nullopt;
  if (!answer.is_unset()) return truth(t, answer.get());
  return plain(t, v, cls);
}

}  // namespace

std::optional<bool> is_instance(Thread& t, Value v, Value class_or_tuple) {
  if (is_class(class_or_tuple) && type_of(v) == class_or_tuple.as<TypeObject>()) return true;
  return ask(t, v, class_or_tuple, names::instancecheck_, is_instance, plain_is_instance);
}

std::optional<bool> is_subclass(Thread& t, Value v, Value class_or_tuple) {
  return ask(t, v, class_or_tuple, names::subclasscheck_, is_subclass, plain_is_subclass);
}

std::optional<bool> type_instance_check(Thread& t, Value v, Value cls) {
  return plain_is_instance(t, v, cls);
}

std::optional<bool> type_subclass_check(Thread& t, Value v, Value cls) {
  return plain_is_subclass(t, v, cls);
}

}  // namespace gilt
