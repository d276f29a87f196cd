// What a script can do with any value, as functions for native code: each asks the type's slot and
// falls back as the language says. All may run script code and fail; all take borrowed values and
// return owned ones.
#pragma once

#include <initializer_list>
#include <string>

#include "runtime/error.h"
#include "runtime/str.h"
#include "runtime/type.h"

namespace gilt {

// -- attributes (names are interned) --
Ref get_attribute(Thread& t, Value v, StrObject* name);
Ref get_attribute_or_unset(Thread& t, Value v, StrObject* name);  // AttributeError becomes unset
bool set_attribute(Thread& t, Value v, StrObject* name, Value value);
bool delete_attribute(Thread& t, Value v, StrObject* name);
// A method looked up on the type, as the language does for implicit calls: unset when absent. The
// function comes back unbound if [needs_self] is set to true, so that no bound method is made.
Ref lookup_special(Thread& t, Value v, StrObject* name, bool& needs_self);
// Calls v.name(args) looked up on the type; unset (and no error) when the type lacks it.
Ref call_special(Thread& t, Value v, StrObject* name, std::initializer_list<Value> args = {});

// -- calls --
Ref call(Thread& t, Value callee, CallArgs args);
Ref call(Thread& t, Value callee, std::initializer_list<Value> args = {});
Ref call_method(Thread& t, Value v, StrObject* name, std::initializer_list<Value> args = {});

// -- operators --
Ref binary_operation(Thread& t, BinaryOp op, Value a, Value b);
Ref inplace_operation(Thread& t, BinaryOp op, Value a, Value b);
Ref power(Thread& t, Value base, Value exponent, Value modulus);  // kNone: no modulus
Ref unary_operation(Thread& t, UnaryOp op, Value a);
Ref compare(Thread& t, CompareOp op, Value a, Value b);  // a <op> b
std::optional<bool> compare_bool(Thread& t, CompareOp op, Value a, Value b);
// Identity or ==, as containers compare.
std::optional<bool> equal(Thread& t, Value a, Value b);
std::optional<bool> truth(Thread& t, Value v);
std::optional<int64_t> hash(Thread& t, Value v);

// -- text --
RefOf<StrObject> repr(Thread& t, Value v);
RefOf<StrObject> to_str(Thread& t, Value v);
RefOf<StrObject> ascii(Thread& t, Value v);
RefOf<StrObject> format(Thread& t, Value v, Value spec);  // format(v, spec); spec: str or unset

// -- iteration --
Ref get_iter(Thread& t, Value v);
Ref iter_next(Thread& t, Value iterator);  // unset at the end
// Calls fn(Ref item) -> bool for each item; lists and tuples are walked in place.
template <class F>
bool for_each(Thread& t, Value iterable, F&& fn) {
  GILT_TRY(Ref iterator, get_iter(t, iterable));
  while (true) {
    GILT_TRY(Ref item, iter_next(t, iterator.get()));
    if (item.is_unset()) return true;
    GILT_CHECK(fn(std::move(item)));
  }
}
std::optional<int64_t> length(Thread& t, Value v);
std::optional<int64_t> length_hint(Thread& t, Value v, int64_t otherwise);

// -- containers --
Ref get_item(Thread& t, Value v, Value key);
bool set_item(Thread& t, Value v, Value key, Value value);
bool delete_item(Thread& t, Value v, Value key);
std::optional<bool> contains(Thread& t, Value container, Value item);

// -- classes --
std::optional<bool> is_instance(Thread& t, Value v, Value class_or_tuple);  // isinstance()
std::optional<bool> is_subclass(Thread& t, Value v, Value class_or_tuple);  // issubclass()
// The same without asking the class's metaclass: type.__instancecheck__, type.__subclasscheck__.
std::optional<bool> type_instance_check(Thread& t, Value v, Value cls);
std::optional<bool> type_subclass_check(Thread& t, Value v, Value cls);

// -- numbers --
Ref to_index(Thread& t, Value v);  // an int, by __index__
Ref to_int(Thread& t, Value v);    // int(v)

}  // namespace gilt
