// What stands in the slots of a script class: functions that look up the method and call it.
#include <utility>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/messages.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/slot_table.h"
#include "runtime/str.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

// self.name(args): unset when the class has no such method. It may have lost it since it got the
// slot, or since the line before: another thread takes an attribute away first, and what follows
// from that happens later. So who calls this has an answer for it; unset is no value.
template <class... V>
Ref call_method_of(Thread& t, Value self, StrObject* name, V... args) {
  TypeObject* type = type_of(self);
  Value found = type_lookup(type, name);
  if (found.is_unset()) return Ref::unset();
  Ref method = Ref::copy(found);
  if (found.is_object()) {
    TypeObject* kind = type_of(found.as_object());
    if (kind->is(kTypeMethodDescriptor)) {
      const Value values[] = {self, args...};
      return call(t, found, CallArgs{values, 1 + sizeof...(args), nullptr});
    }
    if (kind->slots.descriptor_get != nullptr) {
      method = kind->slots.descriptor_get(t, found, self, type);
      if (method.is_error()) return method;
    }
  }
  const Value values[] = {args..., kUnset};
  return call(t, method.get(), CallArgs{values, sizeof...(args), nullptr});
}

// The slot function of a builtin base that the class's [name] stands for, when it is a wrapper.
template <class F>
F native_slot(Value self, StrObject* name, uint16_t offset) {
  Value found = type_lookup(type_of(self), name);
  if (!has_shape(found, kSlotWrapperShape)) return nullptr;
  auto* wrapper = found.as<SlotWrapperObject>();
  if (wrapper->dunder->slot != offset || !is_instance_of(self, wrapper->owner)) return nullptr;
  return reinterpret_cast<F>(wrapper->function);
}

// -- making and calling --

bool slot_init(Thread& t, Value self, CallArgs args) {
  Value found = type_lookup(type_of(self), names::init_);
  if (found.is_unset()) return object_init(t, self, args);
  bool needs_self = false;
  GILT_TRY(Ref method, lookup_special(t, self, names::init_, needs_self));
  GILT_TRY(Ref result, call_prepended(t, method.get(), needs_self ? self : kUnset, args));
  if (!result.is_none())
    return fail(t, type_error_type, "__init__() should return None, not '{}'",
                type_name(result.get()));
  return true;
}

Ref slot_call(Thread& t, Value self, CallArgs args) {
  if (!check_native_recursion(t)) return Failed{};
  bool needs_self = false;
  GILT_TRY(Ref method, lookup_special(t, self, names::call_, needs_self));
  if (method.is_unset()) return fail(t, type_error_type, messages::kNotCallable, type_name(self));
  return call_prepended(t, method.get(), needs_self ? self : kUnset, args);
}

// A __del__ runs: what dies in it ends there and then, not when the containers outside are done.
// Else finalisers that make objects with finalisers would feed that list for ever, where recursion
// has a limit. What waits outside goes on waiting.
class ScriptWithinDeath {
 public:
  explicit ScriptWithinDeath(Thread& t)
      : t_(t),
        nested_(std::exchange(t.nested_deaths, 0)),
        deferred_(std::exchange(t.deferred_deaths, {})) {}
  ~ScriptWithinDeath() {
    t_.nested_deaths = nested_;
    t_.deferred_deaths = std::move(deferred_);
  }
  ScriptWithinDeath(const ScriptWithinDeath&) = delete;
  ScriptWithinDeath& operator=(const ScriptWithinDeath&) = delete;

 private:
  Thread& t_;
  uint32_t nested_;
  std::vector<Object*> deferred_;
};

void slot_finalize(Thread& t, Object* self) {
  ScriptWithinDeath script(t);
  Ref result = call_method_of(t, to_value(self), names::del_);
  if (!result.is_error()) return;
  Ref method = Ref::copy(type_lookup(type_of(self), names::del_));
  error_unraisable(t, "while calling deallocator", method.get());
}

// -- text, identity, order --

Ref slot_repr(Thread& t, Value self) {
  Ref text = call_method_of(t, self, names::repr_);
  return text.is_unset() ? object_type.slots.repr(t, self) : std::move(text);
}

Ref slot_str(Thread& t, Value self) {
  Ref text = call_method_of(t, self, names::str_);
  return text.is_unset() ? type_of(self)->slots.repr(t, self) : std::move(text);
}

std::optional<int64_t> slot_hash(Thread& t, Value self) {
  GILT_TRY(Ref result, call_method_of(t, self, names::hash_));
  if (!result.is_unset() && is_int(result.get())) {
    // What fits 64 bits is taken as it is; larger values are folded as hash(int) does.
    std::optional<int64_t> value = to_int64(t, result.get());
    if (value) return *value == -1 ? -2 : *value;
    error_clear(t);
    return hash(t, result.get());
  }
  if (result.is_unset()) return hash_not_implemented(t, self);
  return fail(t, type_error_type, "__hash__ method should return an integer");
}

constexpr StrObject** kCompareNames[] = {&names::lt_, &names::le_, &names::eq_,
                                         &names::ne_, &names::gt_, &names::ge_};

Ref slot_compare(Thread& t, CompareOp op, Value self, Value other) {
  StrObject* name = *kCompareNames[static_cast<int>(op)];
  using F = decltype(TypeSlots::compare);
  if (F native = native_slot<F>(self, name, offsetof(TypeSlots, compare)))
    return native(t, op, self, other);
  Ref result = call_method_of(t, self, name, other);
  return result.is_unset() ? not_implemented() : std::move(result);
}

std::optional<bool> slot_truth(Thread& t, Value self) {
  GILT_TRY(Ref result, call_method_of(t, self, names::bool_));
  if (result.is_unset()) return true;
  if (!result.get().is_bool())
    return fail(t, type_error_type, "__bool__ should return bool, returned {}",
                type_name(result.get()));
  return result.get().is_true();
}

// -- attributes --

Ref slot_get_attribute(Thread& t, Value self, StrObject* name) {
  using F = decltype(TypeSlots::get_attribute);
  F native = native_slot<F>(self, names::getattribute_, offsetof(TypeSlots, get_attribute));
  Ref found;
  if (native == object_get_attribute) {
    found = object_find_attribute(t, self, name);
  } else if (native != nullptr) {
    found = native(t, self, name);
  } else {
    found = call_method_of(t, self, names::getattribute_, to_value(name));
  }
  if (found) return found;
  if (type_lookup(type_of(self), names::getattr_).is_unset())
    return found.is_unset() ? Ref(fail_no_attribute(t, self, name)) : std::move(found);
  if (found.is_error()) {
    if (!error_matches(t, attribute_error_type)) return found;
    error_clear(t);
  }
  found = call_method_of(t, self, names::getattr_, to_value(name));
  return found.is_unset() ? Ref(fail_no_attribute(t, self, name)) : std::move(found);
}

bool slot_set_attribute(Thread& t, Value self, StrObject* name, Value value) {
  StrObject* method = value.is_unset() ? names::delattr_ : names::setattr_;
  using F = decltype(TypeSlots::set_attribute);
  if (F native = native_slot<F>(self, method, offsetof(TypeSlots, set_attribute)))
    return native(t, self, name, value);
  Ref result = value.is_unset() ? call_method_of(t, self, method, to_value(name))
                                : call_method_of(t, self, method, to_value(name), value);
  return !result.is_error();
}

Ref slot_descriptor_get(Thread& t, Value self, Value instance, TypeObject* type) {
  Ref value = call_method_of(t, self, names::get_, instance.is_unset() ? kNone : instance,
                             type == nullptr ? kNone : to_value(type));
  return value.is_unset() ? Ref::copy(self) : std::move(value);
}

bool slot_descriptor_set(Thread& t, Value self, Value instance, Value value) {
  StrObject* name = value.is_unset() ? names::delete_ : names::set_;
  Ref result = value.is_unset() ? call_method_of(t, self, name, instance)
                                : call_method_of(t, self, name, instance, value);
  if (result.is_unset()) return fail_with(t, attribute_error_type, Ref::copy(name));
  return !result.is_error();
}

// -- iteration --

Ref slot_iter(Thread& t, Value self) {
  if (!type_lookup(type_of(self), names::iter_).is_none()) {
    Ref iterator = call_method_of(t, self, names::iter_);
    if (!iterator.is_unset()) return iterator;
  }
  return fail(t, type_error_type, messages::kNotIterable, type_name(self));
}

Ref slot_next(Thread& t, Value self) {
  Ref item = call_method_of(t, self, names::next_);
  if (item.is_error() && error_matches(t, stop_iteration_type)) {
    error_clear(t);
    return Ref::unset();
  }
  return item;
}

// -- containers --

std::optional<int64_t> slot_length(Thread& t, Value self) {
  GILT_TRY(Ref result, call_method_of(t, self, names::len_));
  if (result.is_unset())
    return fail(t, type_error_type, "object of type '{}' has no len()", type_name(self));
  GILT_TRY(Ref index, to_index(t, result.get()));
  if (!index.get().is_int()) {
    bool negative = int_compare(index.get(), Value::integer(0)) < 0;
    if (!negative) return fail(t, overflow_error_type, "{}", messages::kIndexTooLarge);
    return fail(t, value_error_type, "__len__() should return >= 0");
  }
  if (index.get().as_int() < 0) return fail(t, value_error_type, "__len__() should return >= 0");
  return index.get().as_int();
}

Ref slot_get_item(Thread& t, Value self, Value key) {
  Ref item = call_method_of(t, self, names::getitem_, key);
  if (item.is_unset())
    return fail(t, type_error_type, messages::kNotSubscriptable, type_name(self));
  return item;
}

bool slot_set_item(Thread& t, Value self, Value key, Value value) {
  Ref result = value.is_unset() ? call_method_of(t, self, names::delitem_, key)
                                : call_method_of(t, self, names::setitem_, key, value);
  if (result.is_unset()) {  // it has the other one
    StrObject* missing = value.is_unset() ? names::delitem_ : names::setitem_;
    return fail(t, attribute_error_type, "{}", missing->view());
  }
  return !result.is_error();
}

std::optional<bool> slot_contains(Thread& t, Value self, Value item) {
  if (type_lookup(type_of(self), names::contains_).is_none())
    return fail(t, type_error_type, "'{}' object is not a container", type_name(self));
  GILT_TRY(Ref result, call_method_of(t, self, names::contains_, item));
  if (result.is_unset()) return false;
  return truth(t, result.get());
}

// -- numbers --

constexpr StrObject** kBinaryNames[] = {
    &names::add_,      &names::sub_, &names::mul_,    &names::matmul_, &names::truediv_,
    &names::floordiv_, &names::mod_, &names::divmod_, &names::pow_,    &names::lshift_,
    &names::rshift_,   &names::and_, &names::or_,     &names::xor_};
constexpr StrObject** kReflectedNames[] = {
    &names::radd_,      &names::rsub_, &names::rmul_,    &names::rmatmul_, &names::rtruediv_,
    &names::rfloordiv_, &names::rmod_, &names::rdivmod_, &names::rpow_,    &names::rlshift_,
    &names::rrshift_,   &names::rand_, &names::ror_,     &names::rxor_};
constexpr StrObject** kInplaceNames[] = {
    &names::iadd_,      &names::isub_, &names::imul_, &names::imatmul_, &names::itruediv_,
    &names::ifloordiv_, &names::imod_, nullptr,       &names::ipow_,    &names::ilshift_,
    &names::irshift_,   &names::iand_, &names::ior_,  &names::ixor_};

Ref call_binary(Thread& t, Value self, StrObject* name, Value other, BinaryOp op, bool reflected) {
  using F = decltype(TypeSlots::binary);
  if (F native = native_slot<F>(self, name, offsetof(TypeSlots, binary)))
    return reflected ? native(t, op, other, self) : native(t, op, self, other);
  Ref result = call_method_of(t, self, name, other);
  return result.is_unset() ? not_implemented() : std::move(result);
}

// Does the type of [other] have another [name] than the type of [self]?
bool overrides(Value self, Value other, StrObject* name) {
  Value theirs = type_lookup(type_of(other), name);
  if (theirs.is_unset()) return false;
  Value ours = type_lookup(type_of(self), name);
  return ours.is_unset() || !same(ours, theirs);
}

Ref slot_binary(Thread& t, BinaryOp op, Value a, Value b) {
  StrObject* name = *kBinaryNames[static_cast<int>(op)];
  StrObject* reflected = *kReflectedNames[static_cast<int>(op)];
  TypeObject* type_a = type_of(a);
  TypeObject* type_b = type_of(b);
  bool ask_b = type_a != type_b && type_b->slots.binary == slot_binary;
  if (type_a->slots.binary == slot_binary) {
    if (ask_b && is_subtype(type_b, type_a) && overrides(a, b, reflected)) {
      Ref result = call_binary(t, b, reflected, a, op, true);
      if (!is_not_implemented(result)) return result;
      ask_b = false;
    }
    Ref result = call_binary(t, a, name, b, op, false);
    if (!is_not_implemented(result) || type_a == type_b) return result;
  }
  if (ask_b) return call_binary(t, b, reflected, a, op, true);
  return not_implemented();
}

Ref slot_inplace(Thread& t, BinaryOp op, Value a, Value b) {
  StrObject** name = kInplaceNames[static_cast<int>(op)];
  if (name == nullptr) return not_implemented();
  using F = decltype(TypeSlots::inplace);
  if (F native = native_slot<F>(a, *name, offsetof(TypeSlots, inplace))) return native(t, op, a, b);
  Ref result = call_method_of(t, a, *name, b);
  return result.is_unset() ? not_implemented() : std::move(result);
}

Ref slot_power(Thread& t, Value base, Value exponent, Value modulus) {
  Value found = type_lookup(type_of(base), names::pow_);
  if (found.is_unset()) {
    auto native = type_of(base)->native_base->slots.power;
    return native != nullptr ? native(t, base, exponent, modulus) : not_implemented();
  }
  Ref result = call_method_of(t, base, names::pow_, exponent, modulus);
  return result.is_unset() ? not_implemented() : std::move(result);
}

Ref slot_unary(Thread& t, UnaryOp op, Value a) {
  static constexpr StrObject** kNames[] = {&names::neg_, &names::pos_, &names::invert_,
                                           &names::abs_};
  StrObject* name = *kNames[static_cast<int>(op)];
  using F = decltype(TypeSlots::unary);
  if (F native = native_slot<F>(a, name, offsetof(TypeSlots, unary))) return native(t, op, a);
  Ref result = call_method_of(t, a, name);
  return result.is_unset() ? not_implemented() : std::move(result);
}

// The same for slots that only a class with the method has.
Ref call_own_method(Thread& t, Value self, StrObject* name) {
  Ref result = call_method_of(t, self, name);
  if (result.is_unset()) return fail_with(t, attribute_error_type, Ref::copy(name));
  return result;
}

Ref slot_to_int(Thread& t, Value self) {
  return call_own_method(t, self, names::int_);
}
Ref slot_to_float(Thread& t, Value self) {
  return call_own_method(t, self, names::float_);
}
Ref slot_to_index(Thread& t, Value self) {
  return call_own_method(t, self, names::index_);
}
Ref slot_await(Thread& t, Value self) {
  return call_own_method(t, self, names::await_);
}
Ref slot_async_iter(Thread& t, Value self) {
  return call_own_method(t, self, names::aiter_);
}
Ref slot_async_next(Thread& t, Value self) {
  return call_own_method(t, self, names::anext_);
}

}  // namespace

Ref script_construct(Thread& t, TypeObject* type, CallArgs args) {
  Value found = type_lookup(type, names::new_);
  Ref method = Ref::copy(found);
  if (found.is_object()) {
    TypeObject* kind = type_of(found.as_object());
    if (kind->slots.descriptor_get != nullptr) {
      method = kind->slots.descriptor_get(t, found, kUnset, type);
      if (method.is_error()) return method;
    }
  }
  return call_prepended(t, method.get(), to_value(type), args);
}

std::optional<int64_t> hash_not_implemented(Thread& t, Value self) {
  return fail(t, type_error_type, messages::kUnhashable, type_name(self));
}

bool has_script_binary(const TypeObject* type) {
  return type->slots.binary == slot_binary;
}

StrObject* binary_method_name(BinaryOp op) {
  return *kBinaryNames[static_cast<int>(op)];
}

SlotFunction script_slot_function(uint16_t offset) {
  static constexpr auto kAny = [](auto f) { return reinterpret_cast<SlotFunction>(f); };
  switch (offset) {
#define GILT_SCRIPT_SLOT(name) \
  case offsetof(TypeSlots, name): return kAny(slot_##name);
    GILT_SCRIPT_SLOT(init)
    GILT_SCRIPT_SLOT(call)
    GILT_SCRIPT_SLOT(finalize)
    GILT_SCRIPT_SLOT(repr)
    GILT_SCRIPT_SLOT(str)
    GILT_SCRIPT_SLOT(hash)
    GILT_SCRIPT_SLOT(compare)
    GILT_SCRIPT_SLOT(truth)
    GILT_SCRIPT_SLOT(get_attribute)
    GILT_SCRIPT_SLOT(set_attribute)
    GILT_SCRIPT_SLOT(descriptor_get)
    GILT_SCRIPT_SLOT(descriptor_set)
    GILT_SCRIPT_SLOT(iter)
    GILT_SCRIPT_SLOT(next)
    GILT_SCRIPT_SLOT(length)
    GILT_SCRIPT_SLOT(get_item)
    GILT_SCRIPT_SLOT(set_item)
    GILT_SCRIPT_SLOT(contains)
    GILT_SCRIPT_SLOT(binary)
    GILT_SCRIPT_SLOT(inplace)
    GILT_SCRIPT_SLOT(power)
    GILT_SCRIPT_SLOT(unary)
    GILT_SCRIPT_SLOT(to_int)
    GILT_SCRIPT_SLOT(to_float)
    GILT_SCRIPT_SLOT(to_index)
    GILT_SCRIPT_SLOT(await)
    GILT_SCRIPT_SLOT(async_iter)
    GILT_SCRIPT_SLOT(async_next)
#undef GILT_SCRIPT_SLOT
    default: return nullptr;
  }
}

}  // namespace gilt
