#include "runtime/template_string.h"

#include <vector>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// Where slot [i] of an object lies that is nothing but slots.
constexpr uint16_t place(uint16_t i) {
  return static_cast<uint16_t>(sizeof(Object) + i * sizeof(Slot));
}

// -- Interpolation --

struct InterpolationObject : Object {
  Slot value, expression, conversion, format_spec;
};
static_assert(sizeof(InterpolationObject) == place(4));
using InterpolationLife =
    NativeLife<InterpolationObject, &InterpolationObject::value, &InterpolationObject::expression,
               &InterpolationObject::conversion, &InterpolationObject::format_spec>;

TypeObject* interpolation_type();

InterpolationObject* as_interpolation(Value v) {
  return v.as<InterpolationObject>();
}
bool is_interpolation(Value v) {
  return type_of(v) == interpolation_type();
}

bool check_text(Thread& t, Value v, const char* argument) {
  if (is_str(v)) return true;
  return fail(t, type_error_type, "Interpolation() argument '{}' must be str, not {}", argument,
              type_name(v));
}

bool check_conversion(Thread& t, Value v) {
  if (v.is_none()) return true;
  GILT_CHECK(check_text(t, v, "conversion"));
  std::string_view letter = v.as<StrObject>()->view();
  if (letter == "s" || letter == "a" || letter == "r") return true;
  return fail(t, value_error_type,
              "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
}

Ref interpolation_construct(Thread& t, TypeObject*, CallArgs args) {
  static const ParameterSpec* spec = parse_signature(
      "Interpolation", "(value, expression='', conversion=None, format_spec='')", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  GILT_CHECK(check_text(t, bound[1], "expression"));
  GILT_CHECK(check_conversion(t, bound[2]));
  GILT_CHECK(check_text(t, bound[3], "format_spec"));
  return interpolation_new(t, bound[0], bound[1], bound[2], bound[3]);
}

Ref interpolation_repr(Thread& t, Value self) {
  auto* field = as_interpolation(self);
  StrBuilder text;
  text.append("Interpolation(");
  const char* separator = "";
  for (Slot* slot : {&field->value, &field->expression, &field->conversion, &field->format_spec}) {
    text.append(std::exchange(separator, ", "));
    GILT_CHECK(text.append_repr(t, slot->peek()));
  }
  text.append(')');
  return text.finish(t);
}

Ref interpolation_reduce(Thread& t, Args args) {
  auto* field = as_interpolation(args[0]);
  GILT_TRY(auto row, tuple_of(t, {field->value.peek(), field->expression.peek(),
                                  field->conversion.peek(), field->format_spec.peek()}));
  return tuple_of(t, {to_value(interpolation_type()), row.value()});
}

constexpr NativeDef kInterpolationMethods[] = {
    {"__reduce__", interpolation_reduce, "(self, /)", nullptr},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};
const MemberDef kInterpolationMembers[] = {
    {"value", place(0), true, "Value"},
    {"expression", place(1), true, "Expression"},
    {"conversion", place(2), true, "Conversion"},
    {"format_spec", place(3), true, "Format specifier"},
};

TypeObject* interpolation_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "string.templatelib.Interpolation",
        .instance_size = sizeof(InterpolationObject),
        .flags = kTypeTracked,
        .doc = "Interpolation object",
        .methods = kInterpolationMethods,
        .members = kInterpolationMembers,
    };
    InterpolationLife::fill(spec.slots);
    spec.slots.clear = nullptr;  // never changes: what it is part of is cleared
    spec.slots.construct = interpolation_construct;
    spec.slots.repr = interpolation_repr;
    TypeObject* made = type_new_native(spec);
    TupleObject* names = tuple_new_immortal(4);
    const char* kNames[] = {"value", "expression", "conversion", "format_spec"};
    for (int i = 0; i < 4; i++) names->items()[i].init(Ref::copy(intern(kNames[i])));
    type_add_builtin(*made, "__match_args__", to_value(names));
    resolved_fill(made);
    return made;
  }();
  return type;
}

// -- Template --

struct TemplateObject : Object {
  Slot strings;         // tuple of str, one more than interpolations
  Slot interpolations;  // tuple
};
static_assert(sizeof(TemplateObject) == place(2));
using TemplateLife =
    NativeLife<TemplateObject, &TemplateObject::strings, &TemplateObject::interpolations>;

TypeObject* template_type();

TemplateObject* as_template(Value v) {
  return v.as<TemplateObject>();
}
bool is_template(Value v) {
  return type_of(v) == template_type();
}
TupleObject* strings_of(Value self) {
  return as_template(self)->strings.peek().as<TupleObject>();
}
TupleObject* interpolations_of(Value self) {
  return as_template(self)->interpolations.peek().as<TupleObject>();
}

// The parts as iteration gives them: no empty texts.
std::vector<Value> parts_of(Value self) {
  std::vector<Value> parts;
  auto* strings = strings_of(self);
  auto* fields = interpolations_of(self);
  for (int64_t i = 0; i < strings->size; i++) {
    if (strings->at(i).as<StrObject>()->byte_length > 0) parts.push_back(strings->at(i));
    if (i < fields->size) parts.push_back(fields->at(i));
  }
  return parts;
}

Ref template_construct(Thread& t, TypeObject*, CallArgs args) {
  if (args.kwnames != nullptr && args.kwnames->size > 0)
    return fail(t, type_error_type, "Template.__new__ only accepts *args arguments");
  for (uint32_t i = 0; i < args.positional; i++) {
    if (is_str(args[i]) || is_interpolation(args[i])) continue;
    return fail(t, type_error_type, "Template.__new__ only accepts *args arguments");
  }
  return template_new(t, {args.values, args.positional});
}

Ref template_repr(Thread& t, Value self) {
  StrBuilder text;
  text.append("Template(strings=");
  GILT_CHECK(text.append_repr(t, as_template(self)->strings.peek()));
  text.append(", interpolations=");
  GILT_CHECK(text.append_repr(t, as_template(self)->interpolations.peek()));
  text.append(')');
  return text.finish(t);
}

Ref template_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kAdd || !is_template(a)) return not_implemented();
  if (!is_template(b)) {
    return fail(t, type_error_type,
                "can only concatenate string.templatelib.Template (not \"{}\") to "
                "string.templatelib.Template",
                type_name(b));
  }
  std::vector<Value> parts = parts_of(a);
  for (Value part : parts_of(b)) parts.push_back(part);
  return template_new(t, parts);
}

Ref template_values(Thread& t, Value self) {
  auto* fields = interpolations_of(self);
  GILT_TRY(auto values, tuple_new(t, fields->size));
  for (int64_t i = 0; i < fields->size; i++)
    values->items()[i].init(as_interpolation(fields->at(i))->value.load());
  return values;
}

Ref template_reduce(Thread& t, Args args) {
  std::vector<Value> parts = parts_of(args[0]);
  GILT_TRY(auto row, tuple_new(t, static_cast<int64_t>(parts.size())));
  for (size_t i = 0; i < parts.size(); i++) row->items()[i].init(Ref::copy(parts[i]));
  return tuple_of(t, {to_value(template_type()), row.value()});
}

// -- its iterator --

struct TemplateIterObject : Object {
  Slot source;
  int64_t position;
};
using IterLife = NativeLife<TemplateIterObject, &TemplateIterObject::source>;

Ref iter_next_part(Thread&, Value self) {
  auto* it = self.as<TemplateIterObject>();
  if (it->source.is_unset()) return Ref::unset();
  std::vector<Value> parts = parts_of(it->source.peek());
  if (it->position < static_cast<int64_t>(parts.size()))
    return Ref::copy(parts[static_cast<size_t>(it->position++)]);
  it->source.clear(it);
  return Ref::unset();
}

Ref iter_self(Thread&, Value self) {
  return Ref::copy(self);
}

TypeObject* template_iter_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "string.templatelib.TemplateIter",
        .instance_size = sizeof(TemplateIterObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
        .doc = "Template iterator object",
    };
    IterLife::fill(spec.slots);
    spec.slots.iter = iter_self;
    spec.slots.next = guarded<iter_next_part>;
    return type_new_native(spec);
  }();
  return type;
}

Ref template_iter(Thread& t, Value self) {
  auto* it = IterLife::allocate(t, template_iter_type());
  if (it == nullptr) return Failed{};
  it->source.init(Ref::copy(self));
  it->position = 0;
  Ref result = Ref::adopt(it);
  gc_track(t, it);
  return result;
}

constexpr NativeDef kTemplateMethods[] = {
    {"__reduce__", template_reduce, "(self, /)", nullptr},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};
const MemberDef kTemplateMembers[] = {
    {"strings", place(0), true, "Strings"},
    {"interpolations", place(1), true, "Interpolations"},
};
const GetSetDef kTemplateGetSets[] = {
    {"values", template_values, nullptr, "Values of interpolations"},
};

TypeObject* template_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "string.templatelib.Template",
        .instance_size = sizeof(TemplateObject),
        .flags = kTypeTracked,
        .binary_ops = 1u << static_cast<int>(BinaryOp::kAdd),
        .doc = "Template object",
        .methods = kTemplateMethods,
        .getsets = kTemplateGetSets,
        .members = kTemplateMembers,
    };
    TemplateLife::fill(spec.slots);
    spec.slots.clear = nullptr;
    spec.slots.construct = template_construct;
    spec.slots.repr = template_repr;
    spec.slots.iter = template_iter;
    spec.slots.binary = template_binary;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace

Ref interpolation_new(Thread& t, Value value, Value expression, Value conversion,
                      Value format_spec) {
  auto* field = InterpolationLife::allocate(t, interpolation_type());
  if (field == nullptr) return Failed{};
  field->value.init(Ref::copy(value));
  field->expression.init(Ref::copy(expression));
  field->conversion.init(Ref::copy(conversion));
  field->format_spec.init(Ref::copy(format_spec));
  Ref result = Ref::adopt(field);
  gc_track(t, field);
  return result;
}

Ref template_new(Thread& t, std::span<const Value> parts) {
  GILT_TRY(auto strings, list_new(t));
  GILT_TRY(auto fields, list_new(t));
  StrBuilder text;
  for (Value part : parts) {
    if (is_str(part)) {
      text.append(part.as<StrObject>()->view());
      continue;
    }
    GILT_TRY(Ref before, text.finish(t));
    text = StrBuilder();
    GILT_CHECK(list_append(t, strings.get(), std::move(before)));
    GILT_CHECK(list_append(t, fields.get(), Ref::copy(part)));
  }
  GILT_TRY(Ref last, text.finish(t));
  GILT_CHECK(list_append(t, strings.get(), std::move(last)));
  GILT_TRY(Ref string_row, call(t, to_value(&tuple_type), {strings.value()}));
  GILT_TRY(Ref field_row, call(t, to_value(&tuple_type), {fields.value()}));
  auto* made = TemplateLife::allocate(t, template_type());
  if (made == nullptr) return Failed{};
  made->strings.init(std::move(string_row));
  made->interpolations.init(std::move(field_row));
  Ref result = Ref::adopt(made);
  gc_track(t, made);
  return result;
}

}  // namespace gilt
