// The type `type`: what a script can ask of a class.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/mapping_proxy.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/slot_table.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/union.h"
#include "runtime/world.h"

namespace gilt {
namespace {

TypeObject* as_type(Value self) {
  return self.as<TypeObject>();
}
DictObject* dict_of(const TypeObject* type) {
  return type->dict.peek().as<DictObject>();
}

bool check_changeable(Thread& t, TypeObject* type, Value value, std::string_view name) {
  if (!type->is(kTypeHeap))
    return fail(t, type_error_type, "cannot set '{}' attribute of immutable type '{}'", name,
                type_name(type));
  if (value.is_unset())
    return fail(t, type_error_type, "cannot delete '{}' attribute of immutable type '{}'", name,
                type_name(type));
  return true;
}

Ref get_name(Thread&, Value self) {
  return Ref::copy(as_type(self)->name);
}
bool set_name(Thread& t, Value self, Value value) {
  TypeObject* type = as_type(self);
  GILT_CHECK(check_changeable(t, type, value, "__name__"));
  if (!is_str(value))
    return fail(t, type_error_type, "can only assign string to {}.__name__, not '{}'",
                type_name(type), type_name(value));
  if (value.as<StrObject>()->view().find('\0') != std::string_view::npos)
    return fail(t, value_error_type, "type name must not contain null characters");
  StrObject* name = intern(value.as<StrObject>());
  std::optional<StopTheWorld> stopped;
  if (is_shared(type)) stopped.emplace(t, Pause::kInspect);
  type->name = name;
  return true;
}

Ref get_qualified_name(Thread&, Value self) {
  return as_type(self)->qualified_name.load();
}
bool set_qualified_name(Thread& t, Value self, Value value) {
  TypeObject* type = as_type(self);
  GILT_CHECK(check_changeable(t, type, value, "__qualname__"));
  if (!is_str(value))
    return fail(t, type_error_type, "can only assign string to {}.__qualname__, not '{}'",
                type_name(type), type_name(value));
  type->qualified_name.store(type, Ref::copy(value));
  return true;
}

// A getter for what is plainly in the class's own dict.
Ref from_dict(Thread& t, Value self, StrObject* name, Ref otherwise) {
  Ref found = Ref::copy(dict_get_name(dict_of(as_type(self)), name));
  return found.is_unset() ? std::move(otherwise) : std::move(found);
}
bool into_dict(Thread& t, Value self, StrObject* name, Value value) {
  TypeObject* type = as_type(self);
  if (!type->is(kTypeHeap))
    return fail(t, type_error_type, "cannot set '{}' attribute of immutable type '{}'",
                name->view(), type_name(type));
  return type_set_attribute(t, type, name, value);
}

Ref get_module(Thread& t, Value self) {
  Ref module = Ref::copy(type_module(as_type(self)));
  return module.is_unset() ? Ref::copy(names::builtins) : std::move(module);
}
bool set_module(Thread& t, Value self, Value value) {
  GILT_CHECK(check_changeable(t, as_type(self), value, "__module__"));
  return into_dict(t, self, names::module_, value);
}

Ref get_doc(Thread& t, Value self) {
  Ref doc = from_dict(t, self, names::doc_, Ref::none());
  if (!doc.get().is_object()) return doc;
  auto get = type_of(doc.get())->slots.descriptor_get;
  return get != nullptr ? get(t, doc.get(), kUnset, as_type(self)) : std::move(doc);
}
bool set_doc(Thread& t, Value self, Value value) {
  GILT_CHECK(check_changeable(t, as_type(self), value, "__doc__"));
  return into_dict(t, self, names::doc_, value);
}

Ref get_base(Thread&, Value self) {
  TypeObject* base = as_type(self)->base;
  return base == nullptr ? Ref::none() : Ref::copy(base);
}
Ref get_mro(Thread&, Value self) {
  Ref mro = as_type(self)->mro.load();
  return mro.is_unset() ? Ref::none() : std::move(mro);
}
Ref get_dict(Thread& t, Value self) {
  return mapping_proxy_new(t, as_type(self)->dict.load());
}
Ref get_basic_size(Thread& t, Value self) {
  return int_from(t, as_type(self)->instance_size);
}
Ref get_item_size(Thread& t, Value self) {
  TypeObject* native = as_type(self)->native_base;
  if (native == &tuple_type) return int_from(t, 8);
  if (native == &bytes_type) return int_from(t, 1);
  return int_from(t, native == &int_type || native == &bool_type ? 4 : 0);
}
Ref get_dict_offset(Thread& t, Value self) {
  TypeObject* type = as_type(self);
  if (type->extra_offset != 0)
    return int_from(t, type->extra_offset < 0 ? -1 : type->extra_offset * 8);
  return int_from(t, type->dict_offset);
}
Ref get_weakref_offset(Thread& t, Value self) {
  return int_from(t, as_type(self)->is(kTypeHasWeakrefs) ? -1 : 0);
}

// tp_flags as CPython numbers them, as far as programs look at them.
Ref get_flags(Thread& t, Value self) {
  TypeObject* type = as_type(self);
  int64_t flags = 1 << 12 | 1 << 18;
  auto set = [&](bool on, int bit) { flags |= on ? int64_t{1} << bit : 0; };
  set(type->is(kTypeHeap), 9);
  set(!type->is(kTypeHeap), 8);
  set(type->is(kTypeHeap) || type->is(kTypeSubclassable), 10);
  set(type->is(kTypeTracked), 14);
  set(type->is(kTypeAbstract), 20);
  set(type->is(kTypeSequence), 5);
  set(type->is(kTypeMapping), 6);
  set(type->is(kTypeIsInt), 24);
  set(type->is(kTypeIsList), 25);
  set(type->is(kTypeIsTuple), 26);
  set(type->is(kTypeIsBytes), 27);
  set(type->is(kTypeIsStr), 28);
  set(type->is(kTypeIsDict), 29);
  set(type->is(kTypeIsException), 30);
  set(type->is(kTypeIsType), 31);
  return int_from(t, flags);
}

Ref get_abstract_methods(Thread& t, Value self) {
  Ref found = as_type(self) == &type_type
                  ? Ref::unset()
                  : Ref::copy(dict_get_name(dict_of(as_type(self)), names::abstractmethods_));
  if (found.is_unset()) return fail_no_attribute(t, self, names::abstractmethods_);
  return found;
}
bool set_abstract_methods(Thread& t, Value self, Value value) {
  return into_dict(t, self, names::abstractmethods_, value);
}

Ref get_text_signature(Thread&, Value) {
  return Ref::none();
}

Ref get_type_params(Thread& t, Value self) {
  return from_dict(t, self, names::type_params_, Ref::copy(empty_tuple()));
}
bool set_type_params(Thread& t, Value self, Value value) {
  GILT_CHECK(check_changeable(t, as_type(self), value, "__type_params__"));
  return into_dict(t, self, names::type_params_, value);
}

// Annotations are computed when first asked for, by the function that the compiler left in the
// namespace (PEP 649).
Ref get_annotate(Thread& t, Value self) {
  TypeObject* type = as_type(self);
  if (!type->is(kTypeHeap)) return fail_no_attribute(t, self, names::annotate_);
  for (const char* name : {"__annotate__", "__annotate_func__"}) {
    Ref found = Ref::copy(dict_get_name(dict_of(type), intern(name)));
    if (found.is_unset()) continue;
    auto get = found.get().is_object() ? type_of(found.get())->slots.descriptor_get : nullptr;
    return get != nullptr ? get(t, found.get(), kUnset, type) : std::move(found);
  }
  return Ref::none();
}
bool set_annotate(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "cannot delete __annotate__ attribute");
  if (!value.is_none() && type_of(value)->slots.call == nullptr)
    return fail(t, type_error_type, "__annotate__ must be callable or None");
  GILT_CHECK(into_dict(t, self, intern("__annotate_func__"), value));
  StrObject* cache = intern("__annotations_cache__");
  if (!value.is_none() && !dict_get_name(dict_of(as_type(self)), cache).is_unset())
    return into_dict(t, self, cache, kUnset);
  return true;
}

Ref get_annotations(Thread& t, Value self) {
  TypeObject* type = as_type(self);
  if (!type->is(kTypeHeap)) return fail_no_attribute(t, self, names::annotations_);
  StrObject* cache = intern("__annotations_cache__");
  for (StrObject* name : {names::annotations_, cache}) {
    Ref found = Ref::copy(dict_get_name(dict_of(type), name));
    if (found.is_unset()) continue;
    auto get = found.get().is_object() ? type_of(found.get())->slots.descriptor_get : nullptr;
    return get != nullptr ? get(t, found.get(), kUnset, type) : std::move(found);
  }
  GILT_TRY(Ref annotate, get_annotate(t, self));
  Ref annotations;
  if (annotate.is_none()) {
    annotations = dict_new(t);
    if (annotations.is_error()) return annotations;
  } else {
    annotations = call(t, annotate.get(), {Value::integer(1)});
    if (annotations.is_error()) return annotations;
    if (!is_dict(annotations.get()))
      return fail(t, type_error_type, "__annotate__ returned non-dict of type '{}'",
                  type_name(annotations.get()));
  }
  GILT_CHECK(type_set_attribute(t, type, cache, annotations.get()));
  return annotations;
}
bool set_annotations(Thread& t, Value self, Value value) {
  TypeObject* type = as_type(self);
  if (!type->is(kTypeHeap))
    return fail(t, type_error_type, "cannot set '__annotations__' attribute of immutable type '{}'",
                type_name(type));
  StrObject* cache = intern("__annotations_cache__");
  DictObject* dict = dict_of(type);
  if (!value.is_unset()) {
    StrObject* name =
        dict_get_name(dict, names::annotations_).is_unset() ? cache : names::annotations_;
    GILT_CHECK(type_set_attribute(t, type, name, value));
  } else {
    bool found = false;
    for (StrObject* name : {names::annotations_, cache}) {
      if (dict_get_name(dict, name).is_unset()) continue;
      found = true;
      GILT_CHECK(type_set_attribute(t, type, name, kUnset));
    }
    if (!found) return fail_no_attribute(t, self, names::annotations_);
  }
  // What was written replaces what would be computed.
  for (StrObject* name : {intern("__annotate_func__"), names::annotate_})
    if (!dict_get_name(dict, name).is_unset())
      GILT_CHECK(type_set_attribute(t, type, name, kUnset));
  return true;
}

// -- __bases__ --

Ref get_bases(Thread&, Value self) {
  return as_type(self)->bases.load();
}

// Others may see the new order before the slots that go with it, but never half of either.
void follow_order(Thread& t, TypeObject* type) {
  std::optional<StopTheWorld> stopped;
  if (is_shared(type)) stopped.emplace(t, Pause::kInspect);
  resolved_note_change();
  resolved_forget_all(type);
  update_all_slots(type);
}

// What a class had before. To go back, nothing is computed: a metaclass's mro() would be asked
// again.
struct OldOrder {
  Ref type;
  Ref order;  // unset while the class is being made: its mro() is running
};

bool recompute_tree(Thread& t, TypeObject* type, std::vector<OldOrder>& old) {
  old.push_back({Ref::copy(to_value(type)), type->mro.load()});
  GILT_CHECK(compute_mro(t, type));
  follow_order(t, type);
  // mro() may be a script's, after which a subclass may be gone: these are held.
  for (const Ref& subclass : subclasses_of(t, type))
    GILT_CHECK(recompute_tree(t, subclass.as<TypeObject>(), old));
  return true;
}

// Is [wanted] one of [bases], or of their bases, and so on?
bool leads_to(TupleObject* bases, const TypeObject* wanted) {
  std::vector<TypeObject*> found;
  auto add = [&](TupleObject* row) {
    for (int64_t i = 0; i < row->size; i++) {
      auto* base = row->at(i).as<TypeObject>();
      if (std::find(found.begin(), found.end(), base) == found.end()) found.push_back(base);
    }
  };
  add(bases);
  for (size_t i = 0; i < found.size(); i++) {
    if (found[i] == wanted) return true;
    if (Value row = found[i]->bases.peek(); !row.is_unset()) add(row.as<TupleObject>());
  }
  return false;
}

bool set_bases(Thread& t, Value self, Value value) {
  TypeObject* type = as_type(self);
  GILT_CHECK(check_changeable(t, type, value, "__bases__"));
  if (!is_tuple(value))
    return fail(t, type_error_type, "can only assign tuple to {}.__bases__, not {}",
                type_name(type), type_name(value));
  auto* bases = value.as<TupleObject>();
  if (bases->size == 0)
    return fail(t, type_error_type, "can only assign non-empty tuple to {}.__bases__, not ()",
                type_name(type));
  for (int64_t i = 0; i < bases->size; i++) {
    Value base = bases->at(i);
    if (!type_of(base)->is(kTypeIsType))
      return fail(t, type_error_type, "{}.__bases__ must be tuple of classes, not '{}'",
                  type_name(type), type_name(base));
    if (is_subtype(base.as<TypeObject>(), type))
      return fail(t, type_error_type, "a __bases__ item causes an inheritance cycle");
  }
  TypeObject* base = best_base(t, bases);
  if (base == nullptr) return false;
  if (base->native_base != type->native_base || base->member_count > type->member_count ||
      (base->extra_offset != 0 && type->extra_offset == 0))
    return fail(t, type_error_type, "__bases__ assignment: '{}' object layout differs from '{}'",
                type_name(base), type_name(type->base));

  ObjectLock lock(t, type);
  Ref old_bases = type->bases.load();
  TypeObject* old_base = type->base;
  if (stores_need_help(type, value)) publish(value);
  auto change = [&](Value row, TypeObject* to, bool checked) {
    std::optional<StopTheWorld> stopped;
    if (is_shared(type)) stopped.emplace(t, Pause::kInspect);
    // Another thread may just have given one of them this class for a base. (Its order, which was
    // asked above, follows only now.)
    if (checked && leads_to(row.as<TupleObject>(), type)) return false;
    type->bases.store(type, Ref::copy(row));
    type->base = to;
    return true;
  };
  if (!change(value, base, true))
    return fail(t, type_error_type, "a __bases__ item causes an inheritance cycle");
  std::vector<OldOrder> old;
  if (!recompute_tree(t, type, old)) {
    change(old_bases.get(), old_base, false);
    for (const OldOrder& before : old)
      before.type.as<TypeObject>()->mro.store(before.type.as<TypeObject>(), before.order.copy());
    for (const OldOrder& before : old)
      if (!before.order.is_unset()) follow_order(t, before.type.as<TypeObject>());
    return false;
  }
  auto* old_row = old_bases.as<TupleObject>();
  for (int64_t i = 0; i < old_row->size; i++)
    remove_subclass(old_row->at(i).as<TypeObject>(), type);
  for (int64_t i = 0; i < bases->size; i++) add_subclass(bases->at(i).as<TypeObject>(), type);
  std::optional<StopTheWorld> stopped;
  if (is_shared(type)) stopped.emplace(t, Pause::kInspect);
  g_machine.flush_inline_caches(t);
  return true;
}

const GetSetDef kGetSets[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualified_name, set_qualified_name},
    {"__module__", get_module, set_module},
    {"__doc__", get_doc, set_doc},
    {"__bases__", get_bases, set_bases},
    {"__base__", get_base},
    {"__mro__", get_mro},
    {"__dict__", get_dict},
    {"__basicsize__", get_basic_size},
    {"__itemsize__", get_item_size},
    {"__dictoffset__", get_dict_offset},
    {"__weakrefoffset__", get_weakref_offset},
    {"__flags__", get_flags},
    {"__abstractmethods__", get_abstract_methods, set_abstract_methods},
    {"__text_signature__", get_text_signature},
    {"__type_params__", get_type_params, set_type_params},
    {"__annotate__", get_annotate, set_annotate},
    {"__annotations__", get_annotations, set_annotations},
};

// -- methods --

Ref type_mro(Thread& t, Args args) {
  GILT_TRY(RefOf<TupleObject> order, default_mro(t, as_type(args[0])));
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), order.value()));
  return list;
}

Ref type_subclasses(Thread& t, Args args) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (Ref& subclass : subclasses_of(t, as_type(args[0])))
    GILT_CHECK(list_append(t, list.get(), std::move(subclass)));
  return list;
}

Ref type_prepare(Thread& t, CallArgs) {
  return dict_new(t);
}

Ref method_instancecheck(Thread& t, Args args) {
  GILT_TRY(bool answer, type_instance_check(t, args[1], args[0]));
  return Ref::boolean(answer);
}
Ref method_subclasscheck(Thread& t, Args args) {
  GILT_TRY(bool answer, type_subclass_check(t, args[1], args[0]));
  return Ref::boolean(answer);
}

bool merge_names(Thread& t, DictObject* into, TypeObject* type) {
  auto* mro = type->mro.peek().as<TupleObject>();
  Ref hold = Ref::copy(mro);
  for (int64_t i = mro->size - 1; i >= 0; i--)
    GILT_CHECK(dict_update(t, into, mro->at(i).as<TypeObject>()->dict.peek()));
  return true;
}

Ref type_dir(Thread& t, Args args) {
  GILT_TRY(RefOf<DictObject> all, dict_new(t));
  GILT_CHECK(merge_names(t, all.get(), as_type(args[0])));
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  GILT_CHECK(list_extend(t, list.get(), all.value()));
  return list;
}

Ref type_sizeof(Thread& t, Args) {
  return int_from(t, sizeof(TypeObject));
}

const NativeDef kMethods[] = {
    {"mro", type_mro, "(self, /)", "Return a type's method resolution order."},
    {"__subclasses__", type_subclasses, "(self, /)", "Return a list of immediate subclasses."},
    {.name = "__prepare__",
     .signature = "(name, bases, /, **kwds)",
     .doc = "Create the namespace for the class statement",
     .kind = NativeKind::kClassMethod,
     .raw = type_prepare},
    {"__instancecheck__", method_instancecheck, "(self, instance, /)",
     "Check if an object is an instance."},
    {"__subclasscheck__", method_subclasscheck, "(self, subclass, /)",
     "Check if a class is a subclass."},
    {"__dir__", type_dir, "(self, /)", "Specialized __dir__ implementation for types."},
    {"__sizeof__", type_sizeof, "(self, /)", "Return memory consumption of the type object."},
};

// -- slots --

Ref type_repr(Thread& t, Value self) {
  return str_new(t, fmt::format("<class '{}'>", full_type_name(t, as_type(self))));
}

bool type_init(Thread& t, Value, CallArgs args) {
  if (args.positional != 1 && args.positional != 3)
    return fail(t, type_error_type, "type.__init__() takes 1 or 3 arguments");
  return true;
}

Ref type_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr) return not_implemented();
  return union_of(t, a, b);
}

void type_traverse(Object* self, Visitor& visitor) {
  auto* type = static_cast<TypeObject*>(self);
  for (const Slot* slot : {&type->qualified_name, &type->bases, &type->mro, &type->dict})
    visitor.visit(*slot);
  visitor.visit(to_value(type_of(type)));
}

void type_clear(Thread& t, Object* self) {
  auto* type = static_cast<TypeObject*>(self);
  // Instances may die after their class was cleared: base and slots stay, attributes go.
  Ref dict = type->dict.load();
  if (dict) dict_clear(t, dict.as<DictObject>());
  resolved_forget_all(type);
  type->mro.clear();
}

void type_dealloc(Thread& t, Object* self) {
  auto* type = static_cast<TypeObject*>(self);
  TypeObject* metatype = type_of(type);
  gc_untrack(t, self);
  if (!type->bases.is_unset()) {
    auto* bases = type->bases.peek().as<TupleObject>();
    for (int64_t i = 0; i < bases->size; i++) remove_subclass(bases->at(i).as<TypeObject>(), type);
  }
  for (Slot* slot : {&type->qualified_name, &type->mro, &type->dict, &type->bases}) slot->clear();
  resolved_free(type->resolved);
  heap_free(t, self, sizeof(TypeObject));
  release(to_value(metatype));
}

}  // namespace

void init_type_type() {
  type_init_builtin(type_type, kTypeShape,
                    {.name = "type",
                     .instance_size = sizeof(TypeObject),
                     .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs | kTypeIsType,
                     .binary_ops = 1u << static_cast<int>(BinaryOp::kOr),
                     .doc = "type(object) -> the object's type\n"
                            "type(name, bases, dict, **kwds) -> a new type",
                     .slots = {.dealloc = type_dealloc,
                               .traverse = type_traverse,
                               .clear = type_clear,
                               .construct = type_construct,
                               .init = type_init,
                               .call = type_call,
                               .repr = type_repr,
                               .get_attribute = type_get_attribute,
                               .set_attribute = type_set_attribute_checked,
                               .binary = type_binary},
                     .methods = kMethods,
                     .getsets = kGetSets});
}

}  // namespace gilt
