// builtins: functions that look at objects and classes.
#include "interpreter/builtin_functions.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/builtins.h"

namespace gilt {

namespace {

// The interned attribute name in [v]; null with TypeError raised when it is not a str.
StrObject* attribute_name(Thread& t, Value v) {
  if (is_str(v)) return intern(v.as<StrObject>());
  return fail(t, type_error_type, "attribute name must be string, not '{}'", type_name(v));
}

Ref getattr_function(Thread& t, Args args) {
  GILT_TRY(StrObject * name, attribute_name(t, args[1]));
  if (args[2].is_unset()) return get_attribute(t, args[0], name);
  Ref value = get_attribute_or_unset(t, args[0], name);
  return value.is_unset() ? Ref::copy(args[2]) : std::move(value);
}

Ref hasattr_function(Thread& t, Args args) {
  GILT_TRY(StrObject * name, attribute_name(t, args[1]));
  GILT_TRY(Ref value, get_attribute_or_unset(t, args[0], name));
  return Ref::boolean(!value.is_unset());
}

Ref setattr_function(Thread& t, Args args) {
  GILT_TRY(StrObject * name, attribute_name(t, args[1]));
  GILT_CHECK(set_attribute(t, args[0], name, args[2]));
  return Ref::none();
}

Ref delattr_function(Thread& t, Args args) {
  GILT_TRY(StrObject * name, attribute_name(t, args[1]));
  GILT_CHECK(delete_attribute(t, args[0], name));
  return Ref::none();
}

Ref hash_function(Thread& t, Args args) {
  GILT_TRY(int64_t value, hash(t, args[0]));
  return int_from(t, value);
}

Ref id_function(Thread& t, Args args) {
  const Value v = args[0];
  if (v.is_object()) return int_from_unsigned(t, reinterpret_cast<uintptr_t>(v.as_object()));
  if (!v.is_int() && !v.is_double()) return int_from_unsigned(t, v.bits());
  // Immediates have no address. Their words, above all addresses, are as good: equal words are
  // identical.
  constexpr int64_t kAboveAddresses = int64_t{1} << 48;
  constexpr int64_t kMany = int64_t{1} << 40;
  if (v.is_int() && v.as_int() > -kMany && v.as_int() < kMany) {
    return int_from(t, kAboveAddresses + (v.as_int() + kMany) * 16);
  }
  GILT_TRY(Ref word, int_from_unsigned(t, v.bits()));
  GILT_TRY(Ref base, int_binary(t, BinaryOp::kLShift, Value::integer(1), Value::integer(64)));
  return int_binary(t, BinaryOp::kAdd, base.get(), word.get());
}

Ref isinstance_function(Thread& t, Args args) {
  GILT_TRY(bool answer, is_instance(t, args[0], args[1]));
  return Ref::boolean(answer);
}

Ref issubclass_function(Thread& t, Args args) {
  GILT_TRY(bool answer, is_subclass(t, args[0], args[1]));
  return Ref::boolean(answer);
}

Ref frame_namespace(Thread& t, const char* function) {
  if (t.frame == nullptr) return fail(t, runtime_error_type, "{}(): no current frame", function);
  return frame_locals(t, *t.frame);
}

Ref vars_function(Thread& t, Args args) {
  if (args[0].is_unset()) return frame_namespace(t, "vars");
  GILT_TRY(Ref dict, get_attribute_or_unset(t, args[0], names::dict_));
  if (dict.is_unset()) {
    return fail(t, type_error_type, "vars() argument must have __dict__ attribute");
  }
  return dict;
}

Ref dir_function(Thread& t, Args args) {
  Ref found;
  if (args[0].is_unset()) {
    GILT_TRY(found, frame_namespace(t, "dir"));
    GILT_TRY(found, call_method(t, found.get(), names::keys));
  } else {
    GILT_TRY(found, call_special(t, args[0], names::dir_));
    if (found.is_unset()) return fail(t, type_error_type, "object does not provide __dir__");
  }
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), found.get()));
  GILT_CHECK(list_sort(t, list.get(), kNone, false));
  return list;
}

constexpr NativeDef kFunctions[] = {
    {"delattr", delattr_function, "(obj, name, /)", "Deletes an attribute: del obj.name."},
    {"dir", dir_function, "(object=..., /)",
     "The names of an object's attributes, or without argument those in the current scope."},
    {"getattr", getattr_function, "(object, name, default=..., /)",
     "The attribute obj.name, or the default when there is none."},
    {"hasattr", hasattr_function, "(obj, name, /)", "Whether the object has such an attribute."},
    {"hash", hash_function, "(obj, /)",
     "The hash of an object: objects that compare equal have the same."},
    {"id", id_function, "(obj, /)",
     "The identity of an object: unique among all objects that exist at the same time."},
    {"isinstance", isinstance_function, "(obj, class_or_tuple, /)",
     "Whether an object is an instance of a class or of a subclass of it."},
    {"issubclass", issubclass_function, "(cls, class_or_tuple, /)",
     "Whether a class is derived from another or is the same."},
    {"setattr", setattr_function, "(obj, name, value, /)", "Sets an attribute: obj.name = value."},
    {"vars", vars_function, "(object=..., /)",
     "The __dict__ of an object, or without argument locals()."},
};

}  // namespace

std::span<const NativeDef> object_builtins() {
  return kFunctions;
}

}  // namespace gilt
