// The default ways to read and write attributes, and their error messages.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/instance.h"
#include "runtime/messages.h"
#include "runtime/module.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/type.h"

namespace gilt {

// Reads [name] as object.__getattribute__ does; unset, without an error, when there is none.
Ref object_find_attribute(Thread& t, Value self, StrObject* name) {
  TypeObject* type = type_of(self);
  Value found = type_lookup(type, name);
  if (found.is_object()) {
    // Held, because a descriptor's code may change the class.
    Ref descriptor = Ref::copy(found);
    TypeObject* kind = type_of(found.as_object());
    if (kind->slots.descriptor_set != nullptr && kind->slots.descriptor_get != nullptr)
      return kind->slots.descriptor_get(t, found, self, type);
    if (type->extra_offset != 0 || type->dict_offset != 0) {
      Ref own = instance_get(t, self.as_object(), name);
      if (!own.is_unset()) return own;
    }
    if (kind->slots.descriptor_get != nullptr)
      return kind->slots.descriptor_get(t, found, self, type);
    return descriptor;
  }
  if (type->extra_offset != 0 || type->dict_offset != 0) {
    Ref own = instance_get(t, self.as_object(), name);
    if (!own.is_unset()) return own;
  }
  return Ref::copy(found);
}

Ref object_get_attribute(Thread& t, Value self, StrObject* name) {
  Ref found = object_find_attribute(t, self, name);
  if (found.is_unset()) [[unlikely]]
    return fail_no_attribute(t, self, name);
  return found;
}

bool object_set_attribute(Thread& t, Value self, StrObject* name, Value value) {
  TypeObject* type = type_of(self);
  Value found = type_lookup(type, name);
  if (found.is_object()) {
    TypeObject* kind = type_of(found.as_object());
    if (kind->slots.descriptor_set != nullptr) {
      Ref descriptor = Ref::copy(found);
      return kind->slots.descriptor_set(t, found, self, value);
    }
  }
  if (type->extra_offset != 0 || type->dict_offset != 0)
    return instance_set(t, self.as_object(), name, value);
  if (!found.is_unset())
    return fail(t, attribute_error_type, messages::kReadOnlyAttribute, type_name(type),
                name->view());
  if (type->slots.set_attribute != object_set_attribute) return fail_no_attribute(t, self, name);
  return fail_attribute(
      t, self, name,
      fmt::format("'{}' object has no attribute '{}' and no __dict__ for setting new attributes",
                  type_name(type), name->view()));
}

Failed fail_attribute(Thread& t, Value object, StrObject* name, std::string_view message) {
  RefOf<StrObject> text = str_new(t, message);
  if (text.is_error()) return Failed{};
  RefOf<ExceptionObject> made = exception_new(t, attribute_error_type, std::move(text));
  if (made.is_error()) return Failed{};
  auto* error = static_cast<AttributeErrorObject*>(made.get());
  error->object.store(error, Ref::copy(object));
  error->name.store(error, Ref::copy(name));
  return fail_instance(t, std::move(made));
}

Failed fail_no_attribute(Thread& t, Value object, StrObject* name) {
  if (object.is_object()) {
    TypeObject* type = type_of(object.as_object());
    if (type->is(kTypeIsType))
      return fail_attribute(t, object, name,
                            fmt::format("type object '{}' has no attribute '{}'",
                                        type_name(object.as<TypeObject>()), name->view()));
  }
  return fail_attribute(t, object, name,
                        fmt::format(messages::kNoAttribute, type_name(object), name->view()));
}

// -- as operations --

namespace {

// AttributeErrors that come from elsewhere are told whom they are about.
GILT_COLD void complete_attribute_error(Thread& t, Value object, StrObject* name) {
  Value pending = t.exception;
  if (!pending.is_object() || !is_instance_of(pending, &attribute_error_type)) return;
  auto* error = pending.as<AttributeErrorObject>();
  if (!error->name.is_unset() || !error->object.is_unset()) return;
  error->name.store(error, Ref::copy(name));
  error->object.store(error, Ref::copy(object));
}

}  // namespace

Ref get_attribute(Thread& t, Value v, StrObject* name) {
  Ref found = type_of(v)->slots.get_attribute(t, v, name);
  if (found.is_error()) [[unlikely]]
    complete_attribute_error(t, v, name);
  return found;
}

Ref get_attribute_or_unset(Thread& t, Value v, StrObject* name) {
  auto slot = type_of(v)->slots.get_attribute;
  // Those that tell without an error are asked; a descriptor may still raise one.
  Ref found = slot == object_get_attribute ? object_find_attribute(t, v, name)
              : slot == type_get_attribute ? type_find_attribute(t, v.as<TypeObject>(), name)
                                           : slot(t, v, name);
  if (!found.is_error() || !error_matches(t, attribute_error_type)) return found;
  error_clear(t);
  return Ref::unset();
}

bool set_attribute(Thread& t, Value v, StrObject* name, Value value) {
  return type_of(v)->slots.set_attribute(t, v, name, value);
}

bool delete_attribute(Thread& t, Value v, StrObject* name) {
  return set_attribute(t, v, name, kUnset);
}

Ref lookup_special(Thread& t, Value v, StrObject* name, bool& needs_self) {
  needs_self = false;
  TypeObject* type = type_of(v);
  Value found = type_lookup(type, name);
  if (!found.is_object()) return Ref::copy(found);
  TypeObject* kind = type_of(found.as_object());
  if (kind->is(kTypeMethodDescriptor)) {
    needs_self = true;
    return Ref::copy(found);
  }
  Ref held = Ref::copy(found);
  if (kind->slots.descriptor_get == nullptr) return held;
  return kind->slots.descriptor_get(t, found, v, type);
}

Ref call_special(Thread& t, Value v, StrObject* name, std::initializer_list<Value> args) {
  bool needs_self = false;
  Ref method = lookup_special(t, v, name, needs_self);
  if (!method) return method;
  if (needs_self && args.size() < 4) {
    Value words[4] = {v};
    std::copy(args.begin(), args.end(), words + 1);
    return call(t, method.get(), CallArgs{words, 1 + static_cast<uint32_t>(args.size()), nullptr});
  }
  return call_prepended(t, method.get(), needs_self ? v : kUnset,
                        {args.begin(), static_cast<uint32_t>(args.size()), nullptr});
}

}  // namespace gilt
