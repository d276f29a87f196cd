// Exceptions with a few fields: StopIteration, SystemExit, ImportError, AttributeError, NameError;
// and KeyError, whose text is a repr.
#include <fmt/format.h>

#include "runtime/dict.h"
#include "runtime/exception_layout.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

CallArgs positional_only(CallArgs args) {
  return {args.values, args.positional, nullptr};
}

Ref optional(Value v) {
  return Ref::copy(v);
}

// -- StopIteration --

bool stop_iteration_init(Thread& t, Value self, CallArgs args) {
  GILT_CHECK(exception_init(t, self, args));
  auto* e = self.as<StopIterationObject>();
  e->value.store(e, args.positional == 0 ? Ref::none() : Ref::copy(args[0]));
  return true;
}

const GetSetDef kStopIterationFields[] = {
    {"value", field_get<StopIterationObject, &StopIterationObject::value>,
     field_set<StopIterationObject, &StopIterationObject::value>, "generator return value"},
};

// -- SystemExit --

bool system_exit_init(Thread& t, Value self, CallArgs args) {
  GILT_CHECK(exception_init(t, self, args));
  auto* e = self.as<SystemExitObject>();
  if (args.positional == 1) {
    e->code.store(e, Ref::copy(args[0]));
  } else if (args.positional > 1) {
    e->code.store(e, e->args.load());
  }
  return true;
}

const GetSetDef kSystemExitFields[] = {
    {"code", field_get<SystemExitObject, &SystemExitObject::code>,
     field_set<SystemExitObject, &SystemExitObject::code>, "exception code"},
};

// -- KeyError: a missing key shows as itself, so that '' can be seen --

Ref key_error_str(Thread& t, Value self) {
  auto* args = self.as<ExceptionObject>()->args.peek().as<TupleObject>();
  if (args->size != 1) return exception_str(t, self);
  Ref key = Ref::copy(args->at(0));
  return repr(t, key.get());
}

// -- AttributeError, NameError --

bool attribute_error_init(Thread& t, Value self, CallArgs args) {
  StrObject* const known[] = {names::name, intern("obj")};
  Value fields[2];
  GILT_CHECK(take_keywords(t, "AttributeError", args, known, fields));
  GILT_CHECK(exception_init(t, self, positional_only(args)));
  auto* e = self.as<AttributeErrorObject>();
  e->name.store(e, optional(fields[0]));
  e->object.store(e, optional(fields[1]));
  return true;
}

const GetSetDef kAttributeErrorFields[] = {
    {"name", field_get<AttributeErrorObject, &AttributeErrorObject::name>,
     field_set<AttributeErrorObject, &AttributeErrorObject::name>, "attribute name"},
    {"obj", field_get<AttributeErrorObject, &AttributeErrorObject::object>,
     field_set<AttributeErrorObject, &AttributeErrorObject::object>, "object"},
};

bool name_error_init(Thread& t, Value self, CallArgs args) {
  StrObject* const known[] = {names::name};
  Value field;
  GILT_CHECK(take_keywords(t, "NameError", args, known, &field));
  GILT_CHECK(exception_init(t, self, positional_only(args)));
  auto* e = self.as<NameErrorObject>();
  e->name.store(e, optional(field));
  return true;
}

const GetSetDef kNameErrorFields[] = {
    {"name", field_get<NameErrorObject, &NameErrorObject::name>,
     field_set<NameErrorObject, &NameErrorObject::name>, "name"},
};

// `obj` is not part of it: it may be anything, and large.
Ref attribute_error_reduce(Thread& t, Args args) {
  auto* e = args[0].as<AttributeErrorObject>();
  GILT_TRY(auto fields, dict_new(t));
  if (Value name = e->name.peek(); !name.is_unset())
    GILT_CHECK(dict_set_name(t, fields.get(), names::name, name));
  GILT_CHECK(dict_set_name(t, fields.get(), intern("args"), e->args.peek()));
  Ref row = e->args.load();
  return exception_reduced(t, e, row.get(), fields.get());
}
const NativeDef kAttributeErrorMethods[] = {
    {"__reduce__", attribute_error_reduce, "(self, /)", nullptr},
};

// -- ImportError --

bool import_error_init(Thread& t, Value self, CallArgs args) {
  StrObject* const known[] = {names::name, names::path, intern("name_from")};
  Value fields[3];
  GILT_CHECK(take_keywords(t, "ImportError", args, known, fields));
  GILT_CHECK(exception_init(t, self, positional_only(args)));
  auto* e = self.as<ImportErrorObject>();
  e->name.store(e, optional(fields[0]));
  e->path.store(e, optional(fields[1]));
  e->name_from.store(e, optional(fields[2]));
  e->message.store(e, args.positional == 1 ? Ref::copy(args[0]) : Ref::unset());
  return true;
}

Ref import_error_str(Thread& t, Value self) {
  Ref message = self.as<ImportErrorObject>()->message.load();
  if (message && has_shape(message.get(), kStrShape)) return message;
  return exception_str(t, self);
}

Ref import_error_reduce(Thread& t, Args args) {
  auto* e = args[0].as<ImportErrorObject>();
  GILT_TRY(auto fields, dict_new(t));
  const struct {
    StrObject* name;
    const Slot& field;
  } kFields[] = {
      {names::name, e->name}, {names::path, e->path}, {intern("name_from"), e->name_from}};
  for (auto& [name, field] : kFields)
    if (Value value = field.peek(); !value.is_unset())
      GILT_CHECK(dict_set_name(t, fields.get(), name, value));
  Ref row = e->args.load();
  return exception_reduced(t, e, row.get(), fields.get());
}
const NativeDef kImportErrorMethods[] = {
    {"__reduce__", import_error_reduce, "(self, /)", nullptr},
};

const GetSetDef kImportErrorFields[] = {
    {"msg", field_get<ImportErrorObject, &ImportErrorObject::message>,
     field_set<ImportErrorObject, &ImportErrorObject::message>, "exception message"},
    {"name", field_get<ImportErrorObject, &ImportErrorObject::name>,
     field_set<ImportErrorObject, &ImportErrorObject::name>, "module name"},
    {"path", field_get<ImportErrorObject, &ImportErrorObject::path>,
     field_set<ImportErrorObject, &ImportErrorObject::path>, "module path"},
    {"name_from", field_get<ImportErrorObject, &ImportErrorObject::name_from>,
     field_set<ImportErrorObject, &ImportErrorObject::name_from>, "name imported from module"},
};

}  // namespace

bool init_simple_exception(TypeObject* type, ShapeId shape) {
  if (type == &stop_iteration_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "StopIteration",
                         .base = &exception_type,
                         .size = sizeof(StopIterationObject),
                         .doc = "Signal the end from iterator.__next__().",
                         .slots = {.init = stop_iteration_init},
                         .getsets = kStopIterationFields});
  } else if (type == &system_exit_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "SystemExit",
                         .base = &base_exception_type,
                         .size = sizeof(SystemExitObject),
                         .doc = "Request to exit from the interpreter.",
                         .slots = {.init = system_exit_init},
                         .getsets = kSystemExitFields});
  } else if (type == &key_error_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "KeyError",
                         .base = &lookup_error_type,
                         .size = sizeof(ExceptionObject),
                         .doc = "Mapping key not found.",
                         .slots = {.str = key_error_str}});
  } else if (type == &attribute_error_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "AttributeError",
                         .base = &exception_type,
                         .size = sizeof(AttributeErrorObject),
                         .doc = "Attribute not found.",
                         .slots = {.init = attribute_error_init},
                         .methods = kAttributeErrorMethods,
                         .getsets = kAttributeErrorFields});
  } else if (type == &name_error_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "NameError",
                         .base = &exception_type,
                         .size = sizeof(NameErrorObject),
                         .doc = "Name not found globally.",
                         .slots = {.init = name_error_init},
                         .getsets = kNameErrorFields});
  } else if (type == &import_error_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "ImportError",
                         .base = &exception_type,
                         .size = sizeof(ImportErrorObject),
                         .doc = "Import can't find module, or can't find name in module.",
                         .slots = {.init = import_error_init, .str = import_error_str},
                         .methods = kImportErrorMethods,
                         .getsets = kImportErrorFields});
  } else {
    return false;
  }
  return true;
}

Failed fail_import(Thread& t, const TypeObject& type, std::string_view message, Value name,
                   Value path, Value name_from) {
  RefOf<ExceptionObject> made = exception_new(t, type, str_new(t, message));
  if (made.is_error()) return Failed{};
  auto* e = static_cast<ImportErrorObject*>(made.get());
  e->name.store(e, Ref::copy(name));
  e->path.store(e, Ref::copy(path));
  e->name_from.store(e, Ref::copy(name_from));
  return fail_instance(t, std::move(made));
}

Ref take_stop_iteration_value(Thread& t) {
  Ref error = error_take(t);
  Ref value = error.as<StopIterationObject>()->value.load();
  return value.is_unset() ? Ref::none() : std::move(value);
}

Failed fail_stop_iteration(Thread& t, Ref value) {
  RefOf<ExceptionObject> made =
      exception_new(t, stop_iteration_type, value.is_none() ? Ref::unset() : std::move(value));
  if (made.is_error()) return Failed{};
  return fail_instance(t, std::move(made));
}

}  // namespace gilt
