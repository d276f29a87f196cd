// Types: builtin ones are filled in here, and every class is changed through here.
#include "runtime/type.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "runtime/builtin_types.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/machine.h"
#include "runtime/messages.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"
#include "runtime/sharing.h"
#include "runtime/slot_table.h"
#include "runtime/str.h"
#include "runtime/str_layout.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/world.h"

namespace gilt {

// Direct subclasses, oldest first, not counted: a class that dies takes itself off. Builtin types
// list the script classes of all interpreters, so the lists have one lock.
struct SubclassList {
  std::vector<TypeObject*> types;
};

namespace {

std::mutex g_subclass_mutex;

// Modules of the few native types outside builtins whose instances have a __module__, so that their
// own is not in the dict. Filled when the types are made.
std::vector<std::pair<const TypeObject*, StrObject*>> g_hidden_modules;
std::mutex g_hidden_modules_mutex;

}  // namespace

Value type_module(const TypeObject* type) {
  if (type->dict.is_unset()) return kUnset;
  Value module = dict_get_name(type->dict.peek().as<DictObject>(), names::module_);
  if (is_str(module) || type->is(kTypeHeap)) return module;
  std::lock_guard guard(g_hidden_modules_mutex);
  for (auto& [hidden, name] : g_hidden_modules)
    if (hidden == type) return to_value(name);
  return to_value(names::builtins);
}

std::string_view type_name(const TypeObject* type) {
  // Native types outside builtins are shown with their module, as CPython's messages do.
  if (!type->is(kTypeHeap)) {
    Value module = type_module(type);
    if (is_str(module) && !same(module, to_value(names::builtins))) {
      std::string full(module.as<StrObject>()->view());
      return intern(full + "." + std::string(type->name->view()))->view();
    }
  }
  return type->name->view();
}

std::string_view type_name(Value v) {
  return type_name(type_of(v));
}

bool is_subtype(const TypeObject* type, const TypeObject* base) {
  if (type == base || base == &object_type) return true;
  if (type->mro.is_unset()) {
    for (; type != nullptr; type = type->base)
      if (type == base) return true;
    return false;
  }
  auto* mro = type->mro.peek().as<TupleObject>();
  for (int64_t i = 1; i < mro->size; i++)
    if (mro->at(i).as_object() == base) return true;
  return false;
}

// -- subclasses --

void add_subclass(TypeObject* base, TypeObject* type) {
  std::lock_guard guard(g_subclass_mutex);
  if (base->subclasses == nullptr) base->subclasses = new SubclassList;
  base->subclasses->types.push_back(type);
}

void remove_subclass(TypeObject* base, TypeObject* type) {
  std::lock_guard guard(g_subclass_mutex);
  if (base->subclasses == nullptr) return;
  auto& types = base->subclasses->types;
  auto last = std::find(types.rbegin(), types.rend(), type);
  if (last != types.rend()) types.erase(std::next(last).base());
}

namespace {

std::vector<TypeObject*> copy_subclasses(const TypeObject* type) {
  std::lock_guard guard(g_subclass_mutex);
  if (type->subclasses == nullptr) return {};
  return type->subclasses->types;
}

}  // namespace

void for_each_subclass(TypeObject* type, const std::function<void(TypeObject*)>& visit) {
  for (TypeObject* subclass : copy_subclasses(type)) visit(subclass);
}

std::vector<Ref> subclasses_of(Thread& t, TypeObject* type) {
  std::vector<Ref> found;
  std::lock_guard guard(g_subclass_mutex);
  if (type->subclasses == nullptr) return found;
  for (TypeObject* subclass : type->subclasses->types)
    if (subclass->interpreter == nullptr || subclass->interpreter == t.interpreter)
      found.push_back(Ref::copy(subclass));
  return found;
}

// -- builtin types --

void type_add_builtin(TypeObject& type, std::string_view name, Value immortal) {
  dict_set_immortal(type.dict.peek().as<DictObject>(), intern(name), immortal);
}

namespace {

TupleObject* immortal_tuple(std::initializer_list<const Object*> items) {
  TupleObject* tuple = tuple_new_immortal(static_cast<int64_t>(items.size()));
  int64_t i = 0;
  for (const Object* item : items) tuple->items()[i++].init(Ref::adopt(Value::uncounted(item)));
  return tuple;
}

void set_immortal(Slot& slot, const Object* object) {
  slot.init(Ref::adopt(Value::uncounted(object)));
}

// The metaclass slots that make attribute access generic in the sense of the inline caches.
bool is_generic_get(decltype(TypeSlots::get_attribute) f) {
  return f == object_get_attribute || f == type_get_attribute;
}

}  // namespace

void type_init_builtin(TypeObject& type, ShapeId shape, const TypeSpec& spec) {
  std::string_view full_name = spec.name;
  size_t dot = full_name.rfind('.');
  std::string_view module = dot == full_name.npos ? "builtins" : full_name.substr(0, dot);
  std::string_view name = dot == full_name.npos ? full_name : full_name.substr(dot + 1);

  TypeObject* base = spec.base;
  if (base == nullptr && &type != &object_type) base = &object_type;

  type.name = intern(name);
  set_immortal(type.qualified_name, type.name);
  type.base = base;
  type.native_base = &type;
  type.doc = spec.doc;
  type.type_flags = spec.flags;
  // What subclasses add begins at a whole word.
  type.instance_size = (std::max<uint32_t>(spec.instance_size, sizeof(Object)) + 7) & ~7u;
  type.dict_offset = spec.dict_offset;
  if (&type == &str_type || &type == &bytes_type || &type == &tuple_type)
    type.type_flags |= kTypeVariableSize;

  TupleObject* bases;
  TupleObject* mro;
  if (base == nullptr) {
    bases = immortal_tuple({});
    mro = immortal_tuple({&type});
  } else {
    constexpr uint32_t kIsA = 0xfffu << 20;
    type.type_flags |=
        base->type_flags & (kTypeInheritedLayout | kTypeSequence | kTypeMapping | kIsA);
    if (type.dict_offset == 0) type.dict_offset = base->dict_offset;
    bases = immortal_tuple({base});
    auto* base_mro = base->mro.peek().as<TupleObject>();
    mro = tuple_new_immortal(base_mro->size + 1);
    set_immortal(mro->items()[0], &type);
    for (int64_t i = 0; i < base_mro->size; i++)
      set_immortal(mro->items()[i + 1], base_mro->at(i).as_object());
    uint32_t base_size = base->instance_size;
    if (base->extra_offset != 0) base_size -= sizeof(void*);
    type.instance_size = std::max(type.instance_size, base_size);
  }
  set_immortal(type.bases, bases);
  set_immortal(type.mro, mro);

  // Attributes of arbitrary names: one word more, at the end; and the type's shape is the root of
  // those with attributes.
  if (type.is(kTypeHasDict)) {
    type.instance_size = (type.instance_size + 7) & ~7u;
    type.extra_offset = static_cast<int16_t>(type.instance_size / sizeof(void*));
    type.instance_size += sizeof(void*);
    shape_at(shape).kind = ShapeKind::kInstance;
  }

  SlotWrappers wrappers(spec);
  size_t added = spec.methods.size() + spec.getsets.size() + spec.members.size() + wrappers.count();
  constexpr size_t kModuleAndDoc = 2;
  DictObject* dict = dict_new_immortal(static_cast<int64_t>(added + kModuleAndDoc));
  set_immortal(type.dict, dict);
  resolved_begin(&type);
  type.slots = spec.slots;

  // A class object has a shape of its own, so that an inline cache that has seen it knows which.
  type.shape = shape_new(ShapeKind::kClass, &type_type, &type).id;

  for (const NativeDef& def : spec.methods) {
    Value method = make_native_method(&type, def);
    dict_set_immortal(dict, method.as<NativeFunctionObject>()->name, method);
  }
  for (const GetSetDef& def : spec.getsets)
    type_add_builtin(type, def.name, make_getset(&type, def));
  for (const MemberDef& def : spec.members)
    type_add_builtin(type, def.name, make_member(&type, def));
  wrappers.add_to(type, spec.slots);
  if (dict_get_name(dict, names::module_).is_unset()) {
    dict_set_immortal(dict, names::module_, to_value(intern(module)));
  } else {
    std::lock_guard guard(g_hidden_modules_mutex);
    g_hidden_modules.emplace_back(&type, intern(module));
  }
  if (dict_get_name(dict, names::doc_).is_unset())
    dict_set_immortal(dict, names::doc_,
                      spec.doc == nullptr ? kNone : to_value(str_new_immortal(spec.doc)));
  inherit_slots(type);
  if (type.slots.construct == nullptr) type.type_flags |= kTypeNoInstantiate;
  if (type.dict_offset != 0 || !is_generic_get(type.slots.get_attribute))
    type.type_flags |= kTypeCustomGetattr;
  if (type.dict_offset != 0 || (type.slots.set_attribute != object_set_attribute &&
                                type.slots.set_attribute != type_set_attribute_checked))
    type.type_flags |= kTypeCustomSetattr;
  resolved_fill(&type);
  if (base != nullptr) add_subclass(base, &type);
}

TypeObject* type_new_native(const TypeSpec& spec) {
  auto* type = immortal_new<TypeObject>(kTypeShape);
  Object header = *type;
  *type = TypeObject{};
  static_cast<Object&>(*type) = header;
  Shape& shape = shape_new(ShapeKind::kPlain, type);
  type->instance_shape = &shape;
  type_init_builtin(*type, shape.id, spec);
  return type;
}

// -- changing a class --
//
// What other threads see of a class while it changes: an attribute is replaced in the namespace
// first, then the tables of resolved attributes learn of it (resolved.cpp). What more follows, from
// a new special method or a data descriptor, happens with the world stopped: slots, flags, inline
// caches.

namespace {

void forget_in_subclasses(TypeObject* type, StrObject* name) {
  for_each_subclass(type, [&](TypeObject* subclass) {
    resolved_forget(subclass, name);
    forget_in_subclasses(subclass, name);
  });
}

// May inline caches have learned something about instances of [type] that a new descriptor or slot
// makes wrong?
bool may_be_cached(const TypeObject* type) {
  if (type->is(kTypeIsType)) return true;
  if (type->instance_shape->transitions.load(std::memory_order_relaxed) != nullptr) return true;
  for (TypeObject* subclass : copy_subclasses(type))
    if (may_be_cached(subclass)) return true;
  return false;
}

bool is_true_for_abstract(Thread& t, Value value) {
  if (value.is_unset()) return false;
  std::optional<bool> answer = truth(t, value);
  if (!answer.has_value()) error_clear(t);
  return answer.value_or(true);
}

}  // namespace

bool type_set_attribute(Thread& t, TypeObject* type, StrObject* name, Value value) {
  auto* dict = type->dict.peek().as<DictObject>();
  bool is_data_descriptor =
      value.is_object() && type_of(value.as_object())->slots.descriptor_set != nullptr;
  bool is_slot = is_slot_name(name), is_abstract = name == names::abstractmethods_;
  bool abstract = is_abstract && is_true_for_abstract(t, value);
  // The old value may die only after the caches have forgotten it.
  Ref old = Ref::copy(dict_get_name(dict, name));
  if (value.is_unset()) {
    // Of two threads that delete it one does.
    if (!dict_delete_name(t, dict, name)) return fail_no_attribute(t, to_value(type), name);
  } else {
    GILT_CHECK(dict_set_name(t, dict, name, value));
  }
  resolved_note_change();
  resolved_refresh(type, name);
  forget_in_subclasses(type, name);
  if (!is_data_descriptor && !is_slot && !is_abstract) return true;
  std::optional<StopTheWorld> stopped;
  if (is_shared(type)) stopped.emplace(t, Pause::kInspect);
  bool flush = is_data_descriptor;
  if (is_slot) flush |= update_slots(type, name);
  if (is_abstract) {
    uint32_t others = type->type_flags & ~static_cast<uint32_t>(kTypeAbstract);
    type->type_flags = abstract ? others | kTypeAbstract : others;
  }
  if (flush && may_be_cached(type)) g_machine.flush_inline_caches(t);
  return true;
}

bool type_set_attribute_checked(Thread& t, Value self, StrObject* name, Value value) {
  auto* type = self.as<TypeObject>();
  if (!type->is(kTypeHeap))
    return fail(t, type_error_type, "cannot set '{}' attribute of immutable type '{}'",
                name->view(), type_name(type));
  Value meta = type_lookup(type_of(type), name);
  if (meta.is_object()) {
    TypeObject* kind = type_of(meta.as_object());
    if (kind->slots.descriptor_set != nullptr) {
      Ref descriptor = Ref::copy(meta);
      return kind->slots.descriptor_set(t, meta, self, value);
    }
  }
  return type_set_attribute(t, type, name, value);
}

// -- reading attributes of a class --

Ref type_find_attribute(Thread& t, TypeObject* type, StrObject* name) {
  TypeObject* metatype = type_of(type);
  Value meta = type_lookup(metatype, name);
  TypeObject* meta_kind = nullptr;
  if (meta.is_object()) {
    meta_kind = type_of(meta.as_object());
    if (meta_kind->slots.descriptor_set != nullptr && meta_kind->slots.descriptor_get != nullptr) {
      Ref hold = Ref::copy(meta);
      return meta_kind->slots.descriptor_get(t, meta, to_value(type), metatype);
    }
  }
  Value own = type_lookup(type, name);
  if (!own.is_unset()) {
    if (!own.is_object()) return Ref::copy(own);
    auto get = type_of(own.as_object())->slots.descriptor_get;
    Ref hold = Ref::copy(own);
    return get != nullptr ? get(t, own, kUnset, type) : std::move(hold);
  }
  if (meta_kind != nullptr && meta_kind->slots.descriptor_get != nullptr) {
    Ref hold = Ref::copy(meta);
    return meta_kind->slots.descriptor_get(t, meta, to_value(type), metatype);
  }
  return Ref::copy(meta);
}

Ref type_get_attribute(Thread& t, Value self, StrObject* name) {
  Ref found = type_find_attribute(t, self.as<TypeObject>(), name);
  if (found.is_unset()) [[unlikely]]
    return fail_no_attribute(t, self, name);
  return found;
}

// -- calling a class --

Ref type_call(Thread& t, Value self, CallArgs args) {
  auto* type = self.as<TypeObject>();
  if (type == &type_type && args.positional == 1 &&
      (args.kwnames == nullptr || args.kwnames->size == 0))
    return Ref::copy(type_of(args[0]));
  if (type == &type_type && args.positional != 3)
    return fail(t, type_error_type, "type() takes 1 or 3 arguments");
  if (type->slots.construct == nullptr || type->is(kTypeNoInstantiate))
    return fail(t, type_error_type, "cannot create '{}' instances", full_type_name(t, type));
  GILT_TRY(Ref object, type->slots.construct(t, type, args));
  TypeObject* made = type_of(object.get());
  if (made != type && !is_subtype(made, type)) return object;
  if (made->slots.init != nullptr) GILT_CHECK(made->slots.init(t, object.get(), args));
  return object;
}

// -- text --

std::string full_type_name(Thread& t, const TypeObject* type) {
  Value module = type_module(type);
  std::string_view name = type->qualified_name.peek().as<StrObject>()->view();
  if (!type->is(kTypeHeap)) name = type->name->view();
  if (!is_str(module) || module.as<StrObject>()->view() == "builtins") return std::string(name);
  return fmt::format("{}.{}", module.as<StrObject>()->view(), name);
}

std::string address_text(Value v) {
  return fmt::format("{:#x}", v.bits() & ~uint64_t{7});
}

int64_t identity_hash(Value v) {
  auto bits = v.bits() & ~uint64_t{7};
  auto rotated = static_cast<int64_t>(bits >> 4 | bits << 60);
  return rotated == -1 ? -2 : rotated;
}

}  // namespace gilt
