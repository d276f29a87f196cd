// Pattern matching (PEP 634).
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/str.h"

namespace gilt {

bool slow_match_type(Thread&, Frame&, Value* regs, Instr instr) {
  Ref subject = take_b(regs, instr);
  TypeFlags flag = op_of(instr) == Op::MATCH_SEQUENCE ? kTypeSequence : kTypeMapping;
  return write_a(regs, instr, Ref::boolean(type_of(subject.get())->is(flag)));
}

namespace {

Ref match_keys(Thread& t, Value subject, TupleObject* keys) {
  GILT_TRY(auto values, tuple_new(t, keys->size));
  GILT_TRY(auto seen, set_new(t));
  GILT_TRY(Ref sentinel, dict_new(t));
  Ref get;
  for (int64_t i = 0; i < keys->size; i++) values->items()[i].init(Ref::none());
  for (int64_t i = 0; i < keys->size; i++) {
    Value key = keys->at(i);
    std::optional<bool> doubled = set_contains(t, seen.get(), key);
    if (!doubled.has_value()) return Ref::error();
    if (*doubled) {
      GILT_TRY(auto text, repr(t, key));
      return fail(t, value_error_type, "mapping pattern checks duplicate key ({})", text->view());
    }
    GILT_CHECK(set_add(t, seen.get(), key));
    Ref value;
    if (has_shape(subject, kDictShape)) {
      GILT_TRY(value, dict_get(t, subject.as<DictObject>(), key));
      if (value.is_unset()) return Ref::none();
    } else {
      if (get.is_unset()) {
        GILT_TRY(get, get_attribute(t, subject, intern("get")));
      }
      GILT_TRY(value, call(t, get.get(), {key, sentinel.get()}));
      if (same(value.get(), sentinel.get())) return Ref::none();
    }
    values->items()[i].init(std::move(value));
  }
  return values;
}

// One attribute of a class pattern: unset when the subject lacks it.
Ref match_attribute(Thread& t, Value subject, TypeObject* type, StrObject* name, SetObject* seen) {
  std::optional<bool> doubled = set_contains(t, seen, to_value(name));
  if (!doubled.has_value()) return Ref::error();
  if (*doubled) {
    return fail(t, type_error_type, "{}() got multiple sub-patterns for attribute '{}'",
                type_name(type), name->view());
  }
  GILT_CHECK(set_add(t, seen, to_value(name)));
  return get_attribute_or_unset(t, subject, name);
}

Ref match_class(Thread& t, Value subject, Value class_value, TupleObject* keywords,
                uint32_t positional) {
  if (!class_value.is_object() || !type_of(class_value)->is(kTypeIsType))
    return fail(t, type_error_type, "called match pattern must be a class");
  auto* type = class_value.as<TypeObject>();
  std::optional<bool> fits = is_instance(t, subject, class_value);
  if (!fits.has_value()) return Ref::error();
  if (!*fits) return Ref::none();
  GILT_TRY(auto found, list_new(t, positional + keywords->size));
  GILT_TRY(auto seen, set_new(t));
  if (positional > 0) {
    GILT_TRY(Ref match_args, get_attribute_or_unset(t, class_value, names::match_args_));
    bool match_self = false;
    if (match_args.is_unset()) {
      match_self = type->is(kTypeMatchSelf);
      match_args = Ref::copy(empty_tuple());
    }
    if (!is_tuple(match_args.get())) {
      return fail(t, type_error_type, "{}.__match_args__ must be a tuple (got {})", type_name(type),
                  type_name(match_args.get()));
    }
    auto* names = match_args.as<TupleObject>();
    int64_t allowed = match_self ? 1 : names->size;
    if (allowed < positional) {
      return fail(t, type_error_type, "{}() accepts {} positional sub-pattern{} ({} given)",
                  type_name(type), allowed, allowed == 1 ? "" : "s", positional);
    }
    if (match_self) {
      GILT_CHECK(list_append(t, found.get(), Ref::copy(subject)));
    } else {
      for (uint32_t i = 0; i < positional; i++) {
        Value name = names->at(i);
        if (!is_str(name)) {
          return fail(t, type_error_type, "__match_args__ elements must be strings (got {})",
                      type_name(name));
        }
        GILT_TRY(Ref value,
                 match_attribute(t, subject, type, intern(name.as<StrObject>()), seen.get()));
        if (value.is_unset()) return Ref::none();
        GILT_CHECK(list_append(t, found.get(), std::move(value)));
      }
    }
  }
  for (int64_t i = 0; i < keywords->size; i++) {
    GILT_TRY(Ref value,
             match_attribute(t, subject, type, keywords->at(i).as<StrObject>(), seen.get()));
    if (value.is_unset()) return Ref::none();
    GILT_CHECK(list_append(t, found.get(), std::move(value)));
  }
  return tuple_from_iterable(t, found.value());
}

}  // namespace

bool slow_match_keys(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref subject = take_b(regs, instr), keys = take_c(regs, instr);
  return write_a(regs, instr, match_keys(t, subject.get(), keys.as<TupleObject>()));
}

bool slow_match_class(Thread& t, Frame&, Value* regs, Instr instr) {
  Window window(regs + b_of(instr), 3);
  return window.write_a(
      regs, instr, match_class(t, window[0], window[1], window[2].as<TupleObject>(), c_of(instr)));
}

bool slow_match_rest(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref mapping = take_b(regs, instr), keys = take_c(regs, instr);
  GILT_TRY(auto rest, dict_new(t));
  GILT_CHECK(dict_update(t, rest.get(), mapping.get()));
  auto* used = keys.as<TupleObject>();
  for (int64_t i = 0; i < used->size; i++) {
    GILT_TRY(Ref dropped, dict_pop(t, rest.get(), used->at(i)));
  }
  return write_a(regs, instr, std::move(rest));
}

bool slow_get_length(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref operand = take_b(regs, instr);
  std::optional<int64_t> size = length(t, operand.get());
  if (!size.has_value()) return false;
  return write_a(regs, instr, Ref::adopt(Value::integer(*size)));
}

}  // namespace gilt
