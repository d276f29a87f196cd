// The types of None, NotImplemented and Ellipsis.
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/singletons.h"
#include "runtime/str.h"

namespace gilt {
namespace {

Ref no_arguments(Thread& t, TypeObject* type, CallArgs args, Value constant) {
  if (args.positional != 0 || args.kwnames != nullptr)
    return fail(t, type_error_type, "{} takes no arguments", type_name(type));
  return Ref::copy(constant);
}

Ref none_construct(Thread& t, TypeObject* type, CallArgs args) {
  return no_arguments(t, type, args, kNone);
}
Ref none_repr(Thread&, Value) {
  static StrObject* text = intern("None");
  return Ref::copy(text);
}
std::optional<bool> none_truth(Thread&, Value) {
  return false;
}
std::optional<int64_t> none_hash(Thread&, Value) {
  return 0xfca86420;  // CPython's, the same in every process
}

Ref not_implemented_construct(Thread& t, TypeObject* type, CallArgs args) {
  return no_arguments(t, type, args, not_implemented_value());
}
Ref not_implemented_repr(Thread&, Value) {
  static StrObject* text = intern("NotImplemented");
  return Ref::copy(text);
}
std::optional<bool> not_implemented_truth(Thread& t, Value) {
  return fail(t, type_error_type, "NotImplemented should not be used in a boolean context");
}

Ref ellipsis_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (args.positional != 0 || args.kwnames != nullptr)
    return fail(t, type_error_type, "EllipsisType takes no arguments");
  return Ref::copy(ellipsis_value());
}
Ref ellipsis_repr(Thread&, Value) {
  static StrObject* text = intern("Ellipsis");
  return Ref::copy(text);
}

Ref reduce_not_implemented(Thread& t, Args) {
  return not_implemented_repr(t, kUnset);
}
Ref reduce_ellipsis(Thread& t, Args) {
  return ellipsis_repr(t, kUnset);
}
const NativeDef kNotImplementedMethods[] = {
    {"__reduce__", reduce_not_implemented, "(self, /)", nullptr}};
const NativeDef kEllipsisMethods[] = {{"__reduce__", reduce_ellipsis, "(self, /)", nullptr}};

}  // namespace

void init_none_type() {
  type_init_builtin(none_type, kNoneShape,
                    {.name = "NoneType",
                     .doc = "The type of the None singleton.",
                     .slots = {.construct = none_construct,
                               .repr = none_repr,
                               .hash = none_hash,
                               .compare = object_type.slots.compare,
                               .truth = none_truth}});
}

void init_not_implemented_type() {
  type_init_builtin(not_implemented_type, kNotImplementedShape,
                    {.name = "NotImplementedType",
                     .doc = "The type of the NotImplemented singleton.",
                     .slots = {.construct = not_implemented_construct,
                               .repr = not_implemented_repr,
                               .truth = not_implemented_truth},
                     .methods = kNotImplementedMethods});
}

void init_ellipsis_type() {
  type_init_builtin(ellipsis_type, kEllipsisShape,
                    {.name = "ellipsis",
                     .doc = "The type of the Ellipsis singleton.",
                     .slots = {.construct = ellipsis_construct, .repr = ellipsis_repr},
                     .methods = kEllipsisMethods});
}

}  // namespace gilt
