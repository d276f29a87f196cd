// Instances of script classes, and of builtin types that scripts can subclass: their memory and
// their attributes.
//
// A block looks like this (kTypeVariableSize: like the second line, because the end is taken):
//
//   header | builtin struct | __slots__ ... | extra | inline attribute slots ...
//   extra and __slots__ (backward) | header | builtin struct | tail of varying size
//
// `extra` is there when instances take arbitrary attributes. Attributes fill the inline slots, then
// extra->overflow; in dict mode all of them are in extra->dict and the slots are unset.
//
// Instances that several threads see are read without a lock: the shape tells what lies where, and
// whatever a shape tells is there before the object gets it. A slot that has been some attribute's
// never becomes another's: deleting an attribute leads to dict mode. An attribute that is there
// already is replaced by one exchange, without the lock, as long as the shape is still the same
// afterwards. All other changes are made under the object's lock; going to dict mode takes the
// attributes out of their slots while the object has a shape of its own for that (is_moving).
#include "runtime/instance.h"

#include <cstring>

#include "runtime/collector.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/messages.h"
#include "runtime/sharing.h"
#include "runtime/str.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

// Words that this type and its script bases added for __slots__, in one row.
Slot* members_of(Object* self, const TypeObject* type) {
  if (type->is(kTypeVariableSize)) return reinterpret_cast<Slot*>(self) - 1 - type->member_count;
  uint32_t end = type->instance_size - (type->extra_offset != 0 ? sizeof(void*) : 0);
  return reinterpret_cast<Slot*>(reinterpret_cast<std::byte*>(self) + end) - type->member_count;
}

Slot* inline_slots_of(Object* self, const TypeObject* type) {
  return reinterpret_cast<Slot*>(self) + type->extra_offset + 1;
}

// Is [slot] an attribute's, and no word of __slots__?
bool is_attribute_slot(Object* self, const TypeObject* type, const Slot& slot) {
  return type->extra_offset != 0 && !type->is(kTypeVariableSize) &&
         &slot > reinterpret_cast<Slot*>(self) + type->extra_offset;
}

size_t block_size(Object* self, const TypeObject* type) {
  uint32_t slots = type->inline_slots;
  if (type->extra_offset != 0) {
    InstanceExtra* extra = instance_extra(self, type);
    if (extra != nullptr && extra->allotted >= 0) slots = static_cast<uint32_t>(extra->allotted);
  }
  return type->instance_size + slots * sizeof(Slot);
}

void fill_unset(Slot* slots, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) slots[i].init_unset();
}

GILT_NOINLINE InstanceExtra* make_extra(Thread& t, Object* self, const TypeObject* type) {
  auto* extra = static_cast<InstanceExtra*>(heap_allocate(t, sizeof(InstanceExtra)));
  if (extra == nullptr) return nullptr;
  *extra = InstanceExtra{nullptr, 0, -1, nullptr};
  instance_extra(self, type) = extra;
  return extra;
}

InstanceExtra* ensure_extra(Thread& t, Object* self, const TypeObject* type) {
  InstanceExtra* extra = instance_extra(self, type);
  return extra != nullptr ? extra : make_extra(t, self, type);
}

// The shape of a class's instances in dict mode. In the free-threaded build its parent is the shape
// that shared instances have on the way there. (Builtin types are made ready by all interpreters.)
Shape& dict_mode_shape(TypeObject* type) {
  Shape* known = __atomic_load_n(&type->dict_mode_shape, __ATOMIC_ACQUIRE);
  if (known != nullptr) return *known;
  Shape& made = shape_new(ShapeKind::kDictMode, type);
  if constexpr (kFreeThreaded) made.parent = &shape_new(ShapeKind::kDictMode, type);
  // The numbers of a second one, made at the same time, are lost.
  if (__atomic_compare_exchange_n(&type->dict_mode_shape, &known, &made, false, __ATOMIC_ACQ_REL,
                                  __ATOMIC_ACQUIRE))
    return made;
  return *known;
}

// Are the attributes of an object with [shape] on their way into a dict? Who holds the object's
// lock never sees it.
bool is_moving(const Shape& shape) {
  return kFreeThreaded && shape.kind == ShapeKind::kDictMode && shape.parent == nullptr;
}

// Waits until whoever changes [self] is done.
GILT_COLD void wait_for_change(Thread& t, Object* self) {
  ObjectLock lock(t, self);
}

// Makes room for attribute slot [index]. REQUIRES: [self] is private, or its lock is held.
bool ensure_slot(Thread& t, Object* self, const TypeObject* type, uint32_t index) {
  if (index < type->inline_slots) return true;
  InstanceExtra* extra = ensure_extra(t, self, type);
  if (extra == nullptr) return false;
  uint32_t needed = index - type->inline_slots + 1;
  if (needed <= extra->overflow_size) return true;
  uint32_t size = extra->overflow_size == 0 ? 4 : extra->overflow_size * 2;
  if (size < needed) size = needed;
  if (is_shared(self)) {
    // Readers may be in the old array.
    auto* larger = static_cast<Slot*>(heap_allocate(t, size * sizeof(Slot)));
    if (larger == nullptr) return false;
    for (uint32_t i = 0; i < extra->overflow_size; i++)
      larger[i].set_word(extra->overflow[i].peek());
    fill_unset(larger + extra->overflow_size, size - extra->overflow_size);
    Slot* old = extra->overflow;
    set_overflow(extra, larger);
    retire_block(t, self, old, extra->overflow_size * sizeof(Slot));
    extra->overflow_size = size;
    return true;
  }
  void* block = extra->overflow == nullptr
                    ? heap_allocate(t, size * sizeof(Slot))
                    : heap_reallocate(t, extra->overflow, extra->overflow_size * sizeof(Slot),
                                      size * sizeof(Slot));
  if (block == nullptr) return false;
  extra->overflow = static_cast<Slot*>(block);
  fill_unset(extra->overflow + extra->overflow_size, size - extra->overflow_size);
  extra->overflow_size = size;
  return true;
}

// Takes all attributes out of the slots, releasing them.
void clear_slots(Object* self, const TypeObject* type) {
  Shape& shape = shape_of(self);
  if (shape.kind != ShapeKind::kInstance) return;
  for (uint32_t i = 0; i < shape.slot_count; i++) attribute_slot(self, type, i).clear();
}

void drop_overflow(Thread& t, InstanceExtra* extra) {
  if (extra->overflow == nullptr) return;
  heap_free(t, std::exchange(extra->overflow, nullptr), extra->overflow_size * sizeof(Slot));
  extra->overflow_size = 0;
}

// Each instance of a class counts it.
void hold_type(TypeObject* type) {
  if constexpr (kFreeThreaded) {
    if (!is_shared(type)) [[likely]] {
      change_private_count(type, 1);
      return;
    }
  }
  retain(to_value(type));
}
void release_type(TypeObject* type) {
  if constexpr (kFreeThreaded) {
    if (static_cast<int32_t>(refcount_word(type)) > 1) [[likely]] {
      change_private_count(type, -1);
      return;
    }
  }
  release(to_value(type));
}

}  // namespace

Object* instance_allocate(Thread& t, TypeObject* type) {
  if (type->is(kTypeVariableSize)) [[unlikely]] {
    Object* object = instance_allocate_sized(t, type, type->instance_size);
    if (object != nullptr)
      std::memset(static_cast<void*>(object + 1), 0, type->instance_size - sizeof(Object));
    return object;
  }
  size_t size = type->instance_size + type->inline_slots * sizeof(Slot);
  auto* object = static_cast<Object*>(heap_allocate(t, size));
  if (object == nullptr) return nullptr;
  init_header(object, type->instance_shape->id);
  if (type->is(kTypeHeap)) {
    hold_type(type);
    size_t native = type->native_base->instance_size;
    if (type->native_base->extra_offset != 0) native -= sizeof(void*);
    if (native > sizeof(Object))
      std::memset(static_cast<void*>(object + 1), 0, native - sizeof(Object));
    if (type->member_count != 0) fill_unset(members_of(object, type), type->member_count);
    if (type->extra_offset != 0) {
      instance_extra(object, type) = nullptr;
      fill_unset(inline_slots_of(object, type), type->inline_slots);
    }
  } else {
    std::memset(static_cast<void*>(object + 1), 0, size - sizeof(Object));
  }
  return object;
}

Object* instance_allocate_sized(Thread& t, TypeObject* type, size_t size) {
  auto* block = static_cast<std::byte*>(heap_allocate(t, size + type->front_size));
  if (block == nullptr) return nullptr;
  auto* object = reinterpret_cast<Object*>(block + type->front_size);
  init_header(object, type->instance_shape->id);
  if (type->is(kTypeHeap)) hold_type(type);
  if (type->extra_offset != 0) instance_extra(object, type) = nullptr;
  if (type->member_count != 0) fill_unset(members_of(object, type), type->member_count);
  return object;
}

void instance_free(Thread& t, Object* self, size_t tail_size) {
  TypeObject* type = type_of(self);
  if (gc_is_tracked(self)) gc_untrack(t, self);
  auto* block = reinterpret_cast<std::byte*>(self) - type->front_size;
  size_t size = type->is(kTypeVariableSize) && tail_size != 0 ? tail_size + type->front_size
                                                              : block_size(self, type);
  if (type->extra_offset != 0) {
    if (InstanceExtra* extra = std::exchange(instance_extra(self, type), nullptr)) {
      drop_overflow(t, extra);
      heap_free(t, extra, sizeof(InstanceExtra));
    }
  }
  heap_free(t, block, size);
  if (type->is(kTypeHeap)) release_type(type);
}

void instance_dealloc(Thread& t, Object* self) {
  const Shape& shape = shape_of(self);
  TypeObject* type = shape.type;
  gc_untrack(t, self);
  if (shape.kind == ShapeKind::kInstance && type->native_base == &object_type &&
      type->member_count == 0 && instance_extra(self, type) == nullptr) [[likely]] {
    // Only inline slots. Nobody can reach the object any more, so they need no marks.
    Slot* slots = inline_slots_of(self, type);
    for (uint32_t i = 0, count = shape.slot_count; i < count; i++) release(slots[i].peek());
    heap_free(t, self, type->instance_size + type->inline_slots * sizeof(Slot));
    release_type(type);
    return;
  }
  bool has_nothing = shape.kind == ShapeKind::kInstance && shape.slot_count == 0 &&
                     type->member_count == 0 && instance_extra(self, type) == nullptr;
  if (!has_nothing) instance_clear(t, self);
  auto native = type->native_base->slots.dealloc;
  if (native != nullptr && native != instance_dealloc) {
    native(t, self);
  } else {
    instance_free(t, self);
  }
}

void instance_traverse(Object* self, Visitor& visitor) {
  TypeObject* type = type_of(self);
  if (type->is(kTypeHeap)) {
    visitor.visit(to_value(type));
    Slot* members = members_of(self, type);
    for (uint32_t i = 0; i < type->member_count; i++) visitor.visit(members[i]);
  }
  if (type->extra_offset == 0) return;
  Shape& shape = shape_of(self);
  if (shape.kind == ShapeKind::kInstance) {
    for (uint32_t i = 0; i < shape.slot_count; i++) visitor.visit(attribute_slot(self, type, i));
  } else if (InstanceExtra* extra = instance_extra(self, type);
             extra != nullptr && extra->dict != nullptr) {
    visitor.visit(to_value(extra->dict));
  }
}

void instance_clear(Thread& t, Object* self) {
  TypeObject* type = type_of(self);
  if (type->member_count != 0) {
    Slot* members = members_of(self, type);
    for (uint32_t i = 0; i < type->member_count; i++) members[i].clear();
  }
  if (type->extra_offset == 0) return;
  // Releasing may run script code that gives the object new attributes: the shape is read again
  // each time, and a bounded number of rounds is enough for all but the malicious.
  clear_slots(self, type);
  if (InstanceExtra* extra = instance_extra(self, type); extra != nullptr && extra->dict != nullptr)
    release(to_value(std::exchange(extra->dict, nullptr)));
}

void script_traverse(Object* self, Visitor& visitor) {
  TypeObject* native = type_of(self)->native_base;
  if (native->slots.traverse == nullptr || !native->is(kTypeHasDict))
    instance_traverse(self, visitor);
  if (native->slots.traverse != nullptr) native->slots.traverse(self, visitor);
}

void script_clear(Thread& t, Object* self) {
  TypeObject* native = type_of(self)->native_base;
  if (native->slots.clear == nullptr || !native->is(kTypeHasDict)) instance_clear(t, self);
  if (native->slots.clear != nullptr) native->slots.clear(t, self);
}

// -- own attributes --

Ref instance_get(Thread& t, Object* self, StrObject* name) {
  while (true) {
    Shape& shape = shape_of(self);
    TypeObject* type = shape.type;
    if (shape.kind == ShapeKind::kInstance) [[likely]] {
      int slot = shape_find(shape, name);
      if (slot < 0) return Ref::unset();
      Value v = attribute_slot(self, type, static_cast<uint32_t>(slot)).peek();
      if (!v.is_unset() || !is_shared(self)) [[likely]]
        return Ref::copy(v);
      wait_for_change(t, self);  // it has gone into a dict
      continue;
    }
    if (is_moving(shape)) {
      wait_for_change(t, self);
      continue;
    }
    if (type->extra_offset != 0) {
      InstanceExtra* extra = instance_extra(self, type);
      DictObject* dict = extra != nullptr ? attribute_dict(extra) : nullptr;
      if (dict == nullptr) return Ref::unset();
      return Ref::copy(dict_get_name(dict, name));
    }
    if (DictObject* dict = own_dict(self, type)) return Ref::copy(dict_get_name(dict, name));
    return Ref::unset();
  }
}

namespace {

// A deletion that finds nothing does not tell the exception about object and name.
GILT_COLD Failed no_such_attribute(Thread& t, Object* self, StrObject* name) {
  return fail(t, attribute_error_type, messages::kNoAttribute, type_name(type_of(self)),
              name->view());
}

}  // namespace

DictObject* own_dict(Object* self, const TypeObject* type) {
  if (type->dict_offset == 0) return nullptr;
  Value dict =
      reinterpret_cast<Slot*>(reinterpret_cast<std::byte*>(self) + type->dict_offset)->peek();
  return dict.is_object() ? dict.as<DictObject>() : nullptr;
}

namespace {

DictObject* ensure_own_dict(Thread& t, Object* self, const TypeObject* type) {
  if (DictObject* dict = own_dict(self, type)) return dict;
  RefOf<DictObject> fresh = dict_new(t);
  if (fresh.is_error()) return nullptr;
  ObjectLock lock(t, self);
  if (DictObject* dict = own_dict(self, type)) return dict;
  DictObject* dict = fresh.get();
  reinterpret_cast<Slot*>(reinterpret_cast<std::byte*>(self) + type->dict_offset)
      ->store(self, std::move(fresh));
  return dict;
}

// The dict of an object in dict mode, made on the first use. REQUIRES: [self] is private, or its
// lock is held.
DictObject* ensure_attribute_dict(Thread& t, Object* self, const TypeObject* type) {
  InstanceExtra* extra = ensure_extra(t, self, type);
  if (extra == nullptr) return nullptr;
  if (DictObject* dict = attribute_dict(extra)) return dict;
  RefOf<DictObject> fresh = dict_new(t);
  if (fresh.is_error()) return nullptr;
  if (is_shared(self)) publish(fresh.value());
  set_attribute_dict(extra, static_cast<Ref>(std::move(fresh)).take().as<DictObject>());
  return attribute_dict(extra);
}

void names_of(Shape& shape, StrObject** names) {
  for (Shape* s = &shape; s->parent != nullptr; s = s->parent) names[s->slot_count - 1] = s->name;
}

// instance_to_dict_mode for a shared object whose lock is held.
bool move_shared(Thread& t, Object* self) {
  Shape& shape = shape_of(self);
  if (shape.kind == ShapeKind::kDictMode) return true;
  TypeObject* type = shape.type;
  InstanceExtra* extra = ensure_extra(t, self, type);
  if (extra == nullptr) return false;
  GILT_TRY(RefOf<DictObject> dict, dict_new(t, shape.slot_count));
  StrObject* names[kMaxInstanceSlots];
  names_of(shape, names);
  uint32_t count = shape.slot_count;
  for (uint32_t i = 0; i < count; i++)
    GILT_CHECK(dict_set_name(t, dict.get(), names[i], attribute_slot(self, type, i).peek()));
  // From here on nothing fails. Who exchanges a slot after this either sees that the shape is
  // another one now (instance_store_late), or what it wrote is found here.
  Shape& after = dict_mode_shape(type);
  self->shape = after.parent->id;
  for (uint32_t i = 0; i < count; i++) {
    Ref value = Ref::adopt(attribute_slot(self, type, i).swap_word(kUnset));
    if (!same(value.get(), dict_get_name(dict.get(), names[i])))
      (void)dict_set_name(t, dict.get(), names[i], value.get());
  }
  publish(dict.value());
  set_attribute_dict(extra, static_cast<Ref>(std::move(dict)).take().as<DictObject>());
  self->shape = after.id;
  return true;
}

bool set_in_dict(Thread& t, Object* self, DictObject* dict, StrObject* name, Value value) {
  if (!value.is_unset()) return dict_set_name(t, dict, name, value);
  if (!dict_delete_name(t, dict, name)) return no_such_attribute(t, self, name);
  return true;
}

// instance_set for a shared object.
GILT_NOINLINE bool set_shared(Thread& t, Object* self, StrObject* name, Value value) {
  if (type_of(self)->extra_offset == 0) {
    DictObject* dict = ensure_own_dict(t, self, type_of(self));
    if (dict == nullptr) return false;
    Ref hold = Ref::copy(dict);
    return set_in_dict(t, self, dict, name, value);
  }
  if (is_private(value)) publish(value);
  Ref hold, old;  // outlive the lock
  {
    ObjectLock lock(t, self);
    Shape& shape = shape_of(self);
    TypeObject* type = shape.type;
    if (shape.kind == ShapeKind::kInstance) {
      int slot = shape_find(shape, name);
      if (slot < 0 && value.is_unset()) return no_such_attribute(t, self, name);
      if (slot >= 0 && !value.is_unset()) {
        Slot& place = attribute_slot(self, type, static_cast<uint32_t>(slot));
        old = Ref::adopt(place.swap_word(Ref::copy(value).take()));
        return true;
      }
      if (slot < 0 && shape.slot_count < kMaxInstanceSlots) {
        uint32_t added = shape.slot_count;
        if (!ensure_slot(t, self, type, added)) return false;
        attribute_slot(self, type, added).set_word(Ref::copy(value).take());
        self->shape = shape_with(shape, name).id;
        return true;
      }
      if (!move_shared(t, self)) return false;
    }
    DictObject* dict = ensure_attribute_dict(t, self, type);
    if (dict == nullptr) return false;
    hold = Ref::copy(dict);
  }
  return set_in_dict(t, self, hold.as<DictObject>(), name, value);
}

bool add_attribute(Thread& t, Object* self, Shape& shape, StrObject* name, Value value) {
  if (shape.slot_count >= kMaxInstanceSlots) {
    if (!instance_to_dict_mode(t, self)) return false;
    return instance_set(t, self, name, value);
  }
  TypeObject* type = shape.type;
  uint32_t slot = shape.slot_count;
  if (!ensure_slot(t, self, type, slot)) return false;
  Shape& next = shape_with(shape, name);
  attribute_slot(self, type, slot).init(Ref::copy(value));
  self->shape = next.id;
  return true;
}

}  // namespace

bool instance_set(Thread& t, Object* self, StrObject* name, Value value) {
  if (is_shared(self)) [[unlikely]]
    return set_shared(t, self, name, value);
  Shape& shape = shape_of(self);
  TypeObject* type = shape.type;
  if (shape.kind == ShapeKind::kInstance) [[likely]] {
    int slot = shape_find(shape, name);
    if (!value.is_unset()) [[likely]] {
      if (slot < 0) return add_attribute(t, self, shape, name, value);
      attribute_slot(self, type, static_cast<uint32_t>(slot)).store(self, Ref::copy(value));
      return true;
    }
    if (slot < 0) return no_such_attribute(t, self, name);
    if (slot == shape.slot_count - 1) {
      // The newest attribute: back to the shape before it.
      Ref old =
          attribute_slot(self, type, static_cast<uint32_t>(slot)).exchange(self, Ref::unset());
      self->shape = shape.parent->id;
      return true;
    }
    if (!instance_to_dict_mode(t, self)) return false;
  }
  DictObject* dict = nullptr;
  if (type->extra_offset != 0) {
    dict = ensure_attribute_dict(t, self, type);
  } else {
    dict = ensure_own_dict(t, self, type);
  }
  if (dict == nullptr) return false;
  Ref hold = Ref::copy(dict);
  return set_in_dict(t, self, dict, name, value);
}

bool instance_store_late(Thread& t, Object* self, StrObject* name, Slot& slot) {
  Ref value, hold;
  {
    ObjectLock lock(t, self);
    Shape& shape = shape_of(self);
    TypeObject* type = shape.type;
    // With more attributes than before, or another class, a slot is still what it was, and so are
    // the words of __slots__.
    if (shape.kind != ShapeKind::kDictMode || !is_attribute_slot(self, type, slot)) return true;
    value = Ref::adopt(slot.swap_word(kUnset));
    if (value.is_unset()) return true;  // whoever moved the attributes has found it
    DictObject* dict = ensure_attribute_dict(t, self, type);
    if (dict == nullptr) return false;
    hold = Ref::copy(dict);
  }
  return dict_set_name(t, hold.as<DictObject>(), name, value.get());
}

bool instance_to_dict_mode(Thread& t, Object* self) {
  if (is_shared(self)) {
    ObjectLock lock(t, self);
    return move_shared(t, self);
  }
  Shape& shape = shape_of(self);
  if (shape.kind == ShapeKind::kDictMode) return true;
  TypeObject* type = shape.type;
  InstanceExtra* extra = ensure_extra(t, self, type);
  if (extra == nullptr) return false;
  GILT_TRY(RefOf<DictObject> dict, dict_new(t, shape.slot_count));
  // Oldest first, so that the dict has the order in which the attributes came.
  StrObject* names[kMaxInstanceSlots];
  names_of(shape, names);
  for (uint32_t i = 0; i < shape.slot_count; i++)
    GILT_CHECK(dict_set_name(t, dict.get(), names[i], attribute_slot(self, type, i).peek()));
  extra->dict = static_cast<Ref>(std::move(dict)).take().as<DictObject>();
  // The dict holds every value now, so nothing dies here.
  uint32_t count = shape.slot_count;
  self->shape = dict_mode_shape(type).id;
  for (uint32_t i = 0; i < count; i++) attribute_slot(self, type, i).clear();
  drop_overflow(t, extra);
  return true;
}

RefOf<DictObject> instance_dict(Thread& t, Object* self) {
  TypeObject* type = type_of(self);
  if (type->extra_offset == 0) {
    DictObject* dict = ensure_own_dict(t, self, type);
    if (dict == nullptr) return Failed{};
    return RefOf<DictObject>::copy(dict);
  }
  ObjectLock lock(t, self);
  if (!instance_to_dict_mode(t, self)) return Failed{};
  DictObject* dict = ensure_attribute_dict(t, self, type);
  if (dict == nullptr) return Failed{};
  return RefOf<DictObject>::copy(dict);
}

bool instance_set_dict(Thread& t, Object* self, Ref dict) {
  TypeObject* type = type_of(self);
  if (type->extra_offset == 0) {
    reinterpret_cast<Slot*>(reinterpret_cast<std::byte*>(self) + type->dict_offset)
        ->store(self, std::move(dict));
    return true;
  }
  if (stores_need_help(self, dict.get())) publish(dict.get());
  Ref old;  // outlives the lock
  ObjectLock lock(t, self);
  if (!instance_to_dict_mode(t, self)) return false;
  InstanceExtra* extra = ensure_extra(t, self, type);
  if (extra == nullptr) return false;
  if (DictObject* replaced = attribute_dict(extra)) old = Ref::adopt(replaced);
  set_attribute_dict(extra, dict.take().as<DictObject>());
  return true;
}

bool instance_change_class(Thread& t, Object* self, TypeObject* to) {
  ObjectLock lock(t, self);
  TypeObject* from = type_of(self);
  if (from == to) return true;
  if (from->extra_offset != 0) {
    if (!instance_to_dict_mode(t, self)) return false;
    InstanceExtra* extra = ensure_extra(t, self, from);
    if (extra == nullptr) return false;
    if (extra->allotted < 0) extra->allotted = from->inline_slots;
    self->shape = dict_mode_shape(to).id;
  } else {
    self->shape = to->instance_shape->id;
  }
  if (is_shared(self)) publish(to_value(to));
  if (to->is(kTypeHeap)) retain(to_value(to));
  if (from->is(kTypeHeap)) release(to_value(from));
  return true;
}

bool instance_visit_names(Object* self, const std::function<void(StrObject*)>& visit) {
  Shape& shape = shape_of(self);
  if (shape.kind != ShapeKind::kInstance) return false;
  StrObject* names[kMaxInstanceSlots];
  names_of(shape, names);
  for (uint32_t i = 0; i < shape.slot_count; i++) visit(names[i]);
  return true;
}

}  // namespace gilt
