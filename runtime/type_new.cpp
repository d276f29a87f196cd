// Making a class: type(name, bases, namespace, **keywords).
#include <fmt/format.h>

#include <cstring>

#include "runtime/argument_kind.h"
#include "runtime/builtin_types.h"
#include "runtime/descriptors.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/function.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/machine.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"
#include "runtime/sharing.h"
#include "runtime/slot_table.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/world.h"

namespace gilt {
namespace {

DictObject* own_namespace(TypeObject* type) {
  return type->dict.peek().as<DictObject>();
}

bool set_default(Thread& t, DictObject* dict, StrObject* name, Value value) {
  if (!dict_get_name(dict, name).is_unset()) return true;
  return dict_set_name(t, dict, name, value);
}

// Functions of these names are what they are called for, whether decorated or not.
bool wrap_special_methods(Thread& t, DictObject* dict) {
  Value construct = dict_get_name(dict, names::new_);
  if (has_shape(construct, kFunctionShape)) {
    GILT_TRY(Ref wrapped, static_method_new(t, Ref::copy(construct)));
    GILT_CHECK(dict_set_name(t, dict, names::new_, wrapped.get()));
  }
  for (StrObject* name : {names::init_subclass_, names::class_getitem_}) {
    Value method = dict_get_name(dict, name);
    if (!has_shape(method, kFunctionShape)) continue;
    GILT_TRY(Ref wrapped, class_method_new(t, Ref::copy(method)));
    GILT_CHECK(dict_set_name(t, dict, name, wrapped.get()));
  }
  return true;
}

// __module__, __qualname__, __doc__, and __hash__ = None for those who define equality alone.
bool complete_namespace(Thread& t, TypeObject* type) {
  DictObject* dict = own_namespace(type);
  if (dict_get_name(dict, names::module_).is_unset()) {
    if (DictObject* globals = g_machine.current_globals(t)) {
      Ref module = Ref::copy(dict_get_name(globals, names::name_));
      if (module) GILT_CHECK(dict_set_name(t, dict, names::module_, module.get()));
    }
  }
  Value qualified = dict_get_name(dict, names::qualname_);
  if (!qualified.is_unset()) {
    if (!is_str(qualified))
      return fail(t, type_error_type, "type __qualname__ must be a str, not {}",
                  type_name(qualified));
    type->qualified_name.init(Ref::copy(qualified));
    (void)dict_delete_name(t, dict, names::qualname_);
  } else {
    type->qualified_name.init(Ref::copy(type->name));
  }
  GILT_CHECK(set_default(t, dict, names::doc_, kNone));
  if (!dict_get_name(dict, names::eq_).is_unset())
    GILT_CHECK(set_default(t, dict, names::hash_, kNone));
  return wrap_special_methods(t, dict);
}

// Gives the class to the closures of its methods that use __class__ or super().
bool fill_class_cell(Thread& t, TypeObject* type) {
  DictObject* dict = own_namespace(type);
  Ref cell = Ref::copy(dict_get_name(dict, names::classcell_));
  if (cell.is_unset()) return true;
  if (!has_shape(cell.get(), kCellShape)) {
    GILT_TRY(RefOf<StrObject> kind, repr(t, to_value(type_of(cell.get()))));
    return fail(t, type_error_type, "__classcell__ must be a nonlocal cell, not {}", kind->view());
  }
  cell.as<CellObject>()->content.store(cell.as<Object>(), Ref::copy(type));
  (void)dict_delete_name(t, dict, names::classcell_);
  return true;
}

// Annotations that are computed later look names up in the class, not in the namespace that its
// body ran in.
void fill_class_dict_cell(Thread& t, TypeObject* type) {
  StrObject* name = intern("__classdictcell__");
  DictObject* dict = own_namespace(type);
  Ref cell = Ref::copy(dict_get_name(dict, name));
  if (!has_shape(cell.get(), kCellShape)) return;
  (void)dict_delete_name(t, dict, name);
  cell.as<CellObject>()->content.store(cell.as<Object>(), Ref::copy(dict));
}

bool call_set_name(Thread& t, TypeObject* type) {
  // Over a copy: __set_name__ may set further attributes of the class.
  GILT_TRY(RefOf<DictObject> items, dict_copy(t, own_namespace(type)));
  int64_t position = 0;
  Value key, value;
  while (dict_next(items.get(), position, key, value)) {
    if (!value.is_object()) continue;
    bool needs_self = false;
    Ref method = lookup_special(t, value, names::set_name_, needs_self);
    if (method.is_unset()) continue;
    Ref result;
    if (!method.is_error()) {
      const Value args[] = {to_value(type), key};
      result = call_prepended(t, method.get(), needs_self ? value : kUnset, {args, 2, nullptr});
    }
    if (!method.is_error() && !result.is_error()) continue;
    Ref error = error_take(t);
    RefOf<StrObject> shown = repr(t, key);
    if (shown.is_error()) {
      error_clear(t);
    } else {
      Ref note = str_new(t, fmt::format("Error calling __set_name__ on '{}' instance {} in '{}'",
                                        type_name(value), shown->view(), type_name(type)));
      if (note.is_error() || !exception_add_note(t, error.get(), std::move(note))) error_clear(t);
    }
    error_restore(t, std::move(error));
    return false;
  }
  return true;
}

bool call_init_subclass(Thread& t, TypeObject* type, CallArgs keywords) {
  GILT_TRY(Ref method, super_attribute(t, type, to_value(type), type, names::init_subclass_));
  if (method.is_unset()) return true;
  GILT_TRY(Ref result, call(t, method.get(), keywords));
  return true;
}

TypeObject* allocate_type(Thread& t, TypeObject* metatype) {
  auto* type = static_cast<TypeObject*>(heap_allocate(t, sizeof(TypeObject)));
  if (type == nullptr) return nullptr;
  *type = TypeObject{};
  Shape& shape = shape_new(ShapeKind::kClass, metatype, type);
  init_header(type, shape.id);
  retain(to_value(metatype));
  for (Slot* slot : {&type->qualified_name, &type->bases, &type->mro, &type->dict})
    slot->init_unset();
  return type;
}

uint32_t inherited_flags(const TypeObject* base) {
  constexpr uint32_t kIsA = 0xfffu << 20;
  return base->type_flags & (kIsA | kTypeSequence | kTypeMapping | kTypeMatchSelf |
                             kTypeVariableSize | kTypeHasWeakrefs | kTypeHasDict);
}

// Tells those who want to know that there is a new class.
bool introduce(Thread& t, TypeObject* type, DictObject* ns, CallArgs keywords) {
  // The cell is taken from the caller's namespace, where it still is.
  if (Ref cell = Ref::copy(dict_get_name(ns, names::classcell_)); !cell.is_unset()) {
    GILT_CHECK(dict_set_name(t, own_namespace(type), names::classcell_, cell.get()));
    GILT_CHECK(fill_class_cell(t, type));
  }
  fill_class_dict_cell(t, type);
  return call_set_name(t, type) && call_init_subclass(t, type, keywords);
}

}  // namespace

Ref type_new(Thread& t, TypeObject* metatype, StrObject* name, TupleObject* bases, DictObject* ns,
             CallArgs keywords) {
  Ref bases_held;
  if (bases->size == 0) {
    GILT_TRY(RefOf<TupleObject> object_only, tuple_of(t, {to_value(&object_type)}));
    bases = object_only.get();
    bases_held = std::move(object_only);
  } else {
    bases_held = Ref::copy(bases);
  }
  TypeObject* base = best_base(t, bases);
  if (base == nullptr) return Failed{};
  if (name->view().find('\0') != std::string_view::npos)
    return fail(t, value_error_type, "type name must not contain null characters");

  TypeObject* type = allocate_type(t, metatype);
  if (type == nullptr) return Failed{};
  Ref result = Ref::adopt(type);
  type->name = intern(name);
  type->base = base;
  type->native_base = base->native_base;
  type->interpreter = t.interpreter;
  type->type_flags = kTypeHeap | kTypeSubclassable | kTypeTracked | inherited_flags(base);
  type->resolved = resolved_new();
  type->slots = base->slots;
  type->bases.store(type, std::move(bases_held));
  GILT_TRY(RefOf<DictObject> dict, dict_copy(t, ns));
  type->dict.store(type, std::move(dict));

  GILT_CHECK(complete_namespace(t, type));
  GILT_CHECK(lay_out(t, type, ns, bases));
  (void)dict_delete_name(t, own_namespace(type), names::classcell_);
  type->instance_shape =
      &shape_new(type->extra_offset != 0 ? ShapeKind::kInstance : ShapeKind::kPlain, type);
  GILT_CHECK(compute_mro(t, type));
  uint64_t changes = resolved_changes();
  update_all_slots(type);
  gc_track(t, type);
  // Whoever changes a base looks for classes that derive from it: now other threads see this one.
  if (world_is_shared(t)) publish(to_value(type));
  for (int64_t i = 0; i < bases->size; i++) add_subclass(bases->at(i).as<TypeObject>(), type);
  if (resolved_changes() != changes) {
    // One of those that it took its slots from may have changed before it was in the list.
    StopTheWorld stopped(t, Pause::kInspect);
    resolved_forget_all(type);
    update_all_slots(type);
  }

  if (!introduce(t, type, ns, keywords)) {
    // A shared class stays for ever, but nobody has heard of this one.
    if (is_shared(type))
      for (int64_t i = 0; i < bases->size; i++)
        remove_subclass(bases->at(i).as<TypeObject>(), type);
    return Failed{};
  }
  return result;
}

// The most derived metaclass of [bases] and [metatype].
TypeObject* calculate_metaclass(Thread& t, TypeObject* metatype, TupleObject* bases) {
  TypeObject* winner = metatype;
  for (int64_t i = 0; i < bases->size; i++) {
    TypeObject* candidate = type_of(bases->at(i));
    if (is_subtype(winner, candidate)) continue;
    if (is_subtype(candidate, winner)) {
      winner = candidate;
      continue;
    }
    return fail(t, type_error_type,
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                "subclass of the metaclasses of all its bases");
  }
  return winner;
}

Ref type_construct(Thread& t, TypeObject* metatype, CallArgs args) {
  if (args.positional != 3)
    return fail(t, type_error_type, "type.__new__() takes exactly 3 arguments ({} given)",
                args.positional);
  Value name = args[0], bases = args[1], ns = args[2];
  if (!is_str(name))
    return fail(t, type_error_type, "type.__new__() argument 1 must be str, not {}",
                argument_kind(name));
  if (!is_tuple(bases))
    return fail(t, type_error_type, "type.__new__() argument 2 must be tuple, not {}",
                type_name(bases));
  if (!is_dict(ns))
    return fail(t, type_error_type, "type.__new__() argument 3 must be dict, not {}",
                type_name(ns));
  auto* row = bases.as<TupleObject>();
  for (int64_t i = 0; i < row->size; i++) {
    if (type_of(row->at(i))->is(kTypeIsType)) continue;
    GILT_TRY(Ref entries, get_attribute_or_unset(t, row->at(i), names::mro_entries_));
    if (!entries.is_unset())
      return fail(t, type_error_type,
                  "type() doesn't support MRO entry resolution; use types.new_class()");
  }
  TypeObject* winner = calculate_metaclass(t, metatype, row);
  if (winner == nullptr) return Failed{};
  if (winner != metatype && winner->slots.construct != type_construct &&
      winner->slots.construct != nullptr)
    return winner->slots.construct(t, winner, args);
  uint32_t keyword_count = args.kwnames == nullptr ? 0 : static_cast<uint32_t>(args.kwnames->size);
  CallArgs keywords{args.values + args.positional, 0, keyword_count == 0 ? nullptr : args.kwnames};
  return type_new(t, winner, name.as<StrObject>(), row, ns.as<DictObject>(), keywords);
}

}  // namespace gilt
