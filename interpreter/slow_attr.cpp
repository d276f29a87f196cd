// Attributes that no inline cache answered, and filling the caches.
#include "interpreter/attribute_cache.h"
#include "interpreter/inline_cache_registry.h"
#include "interpreter/machine.h"
#include "interpreter/slow.h"
#include "runtime/descriptors.h"
#include "runtime/dict_internal.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"

namespace gilt {
namespace {

// What a site could remember; kEmpty when nothing.
struct Finding {
  CacheKind kind = CacheKind::kEmpty;
  int32_t slot = 0;
};

bool fits_slot(int64_t slot) {
  return slot >= INT16_MIN && slot <= INT16_MAX;
}

Finding instance_finding(const Shape& shape, const TypeObject* type, int index) {
  if (index < type->inline_slots) {
    int64_t words = int64_t{type->extra_offset} + 1 + index;
    if (fits_slot(words)) return {CacheKind::kInlineSlot, static_cast<int32_t>(words)};
    return {};
  }
  static_cast<void>(shape);
  return {CacheKind::kOverflowSlot, index - type->inline_slots};
}

// [found] is what the class had under [name] a moment ago. Another thread may have put something of
// another kind there since, which is in another place then: what a place holds is of one kind for
// good, so seeing [found] in it once is enough.
Finding type_finding(TypeObject* type, StrObject* name, Value found, CacheKind kind) {
  int place = type_resolve(type, name);
  if (place < 0 || place >= kNoPlace || !same(resolved_value(type, place), found)) return {};
  return {kind, place};
}

bool is_native_field(Value descriptor) {
  return has_shape(descriptor, kGetSetDescriptorShape) ||
         has_shape(descriptor, kMemberDescriptorShape);
}

// object.name where the object's type has the default __getattribute__.
Finding find_on_instance(const Shape& shape, StrObject* name, bool for_call) {
  TypeObject* type = shape.type;
  if (shape.kind != ShapeKind::kInstance &&
      !(shape.kind == ShapeKind::kPlain && type->extra_offset == 0 && type->dict_offset == 0))
    return {};
  Value found = type_lookup(type, name);
  TypeObject* descriptor = found.is_object() ? type_of(found.as_object()) : nullptr;
  if (descriptor != nullptr && descriptor->slots.descriptor_set != nullptr) {
    if (has_shape(found, kPropertyShape) &&
        has_shape(found.as<PropertyObject>()->getter.peek(), kFunctionShape))
      return type_finding(type, name, found, CacheKind::kProperty);
    int32_t offset = slot_member_offset(found);
    if (offset != 0 && offset % 8 == 0 && fits_slot(offset / 8) && type->is(kTypeHeap))
      return {CacheKind::kInlineSlot, offset / 8};
    return is_native_field(found) ? type_finding(type, name, found, CacheKind::kNativeField)
                                  : Finding{};
  }
  if (shape.kind == ShapeKind::kInstance) {
    int index = shape_find(shape, name);
    if (index >= 0) return instance_finding(shape, type, index);
  }
  if (found.is_unset()) return {};
  if (descriptor == nullptr || descriptor->slots.descriptor_get == nullptr)
    return type_finding(type, name, found, CacheKind::kTypeValue);
  if (for_call && descriptor->is(kTypeMethodDescriptor))
    return type_finding(type, name, found, CacheKind::kMethod);
  return {};
}

Finding find_on_class(TypeObject* type, StrObject* name) {
  TypeObject* metatype = type_of(type);
  Value meta = type_lookup(metatype, name);
  if (meta.is_object() && type_of(meta.as_object())->slots.descriptor_set != nullptr) return {};
  Value found = type_lookup(type, name);
  if (found.is_unset()) return {};
  bool plain = !found.is_object() || has_shape(found, kFunctionShape) ||
               type_of(found.as_object())->slots.descriptor_get == nullptr;
  return plain ? type_finding(type, name, found, CacheKind::kClass) : Finding{};
}

Finding find_in_module(Object* module, StrObject* name) {
  if (!type_lookup(type_of(module), name).is_unset()) return {};
  auto* dict = static_cast<ModuleObject*>(module)->dict.peek().as<DictObject>();
  int64_t index = dict_find_name(dict, name);
  if (index < 0 || index >= kNoPlace) return {};
  return {CacheKind::kModule, static_cast<int32_t>(index)};
}

// What is to be known of [name] in [object], whose shape was [shape] a moment ago.
Finding find(Object* object, const Shape& shape, StrObject* name, bool for_call) {
  auto get_attribute = shape.type->slots.get_attribute;
  if (shape.kind == ShapeKind::kModule)
    return get_attribute == module_type.slots.get_attribute ? find_in_module(object, name)
                                                            : Finding{};
  if (shape.kind == ShapeKind::kClass)
    return get_attribute == type_get_attribute
               ? find_on_class(static_cast<TypeObject*>(object), name)
               : Finding{};
  return get_attribute == object_get_attribute ? find_on_instance(shape, name, for_call)
                                               : Finding{};
}

// Remembers [finding] at the site whose cache word is [word], or, if the site keeps missing, where
// all such sites look.
void learn(Thread& t, const Frame& frame, const Instr* word, ShapeId shape, Finding finding,
           StrObject* name, AttributeUse use) {
  CacheWord old = load_cache(word);
  if (finding.kind == CacheKind::kEmpty) return;
  auto slot = static_cast<uint16_t>(finding.slot);
  if (old.is(CacheKind::kMegamorphic)) {
    if (finding.kind != CacheKind::kAddInline)
      attribute_cache_add(make_cache(shape, slot, finding.kind, 0), name, use);
    return;
  }
  // It knew, but could not do it: shared objects need help with more than private ones.
  if (old.shape() == shape && old.is(finding.kind) && old.slot() == slot) return;
  uint8_t misses = old.misses();
  if (!old.is(CacheKind::kEmpty) && ++misses >= kMaxMisses) {
    store_cache(word, make_cache(kNoShape, 0, CacheKind::kMegamorphic, misses));
    return;
  }
  remember_caches(t, frame.code);
  store_cache(word, make_cache(shape, slot, finding.kind, misses));
}

// What the sites that remember nothing themselves know of [object]; empty at any other site.
CacheWord recall(const Instr* site, const Object* object, StrObject* name, AttributeUse use) {
  if (!load_cache(site).is(CacheKind::kMegamorphic)) return CacheWord{0};
  return attribute_cache_find(object->shape, name, use);
}

// What [cache], which fits [object], says the attribute is (borrowed); unset when it does not tell.
Value recalled_value(Object* object, CacheWord cache, StrObject* name) {
  switch (cache.kind()) {
    case CacheKind::kInlineSlot: return instance_word(object, cache).peek();
    case CacheKind::kOverflowSlot: return overflow_word(object, cache).peek();
    case CacheKind::kMethod:
    case CacheKind::kTypeValue: return resolved_value(shape_at(cache.shape()).type, cache.slot());
    case CacheKind::kClass: return resolved_value(static_cast<TypeObject*>(object), cache.slot());
    case CacheKind::kModule: return module_value(object, cache.slot(), to_value(name));
    default: return kUnset;
  }
}

}  // namespace

Next slow_load_attr(Thread& t, Frame& frame, Value* regs, Instr instr) {
  StrObject* name = name_operand(frame, c_of(instr));
  Value b = regs[b_of(instr)];
  if (b.is_unset()) [[unlikely]] {
    (void)fail_unbound_operand(t, frame, regs, instr);
    return kUnwind;
  }
  if (b.is_object()) {
    CacheWord cache = recall(frame.pc + 1, b.as_object(), name, AttributeUse::kLoad);
    if (cache.is(CacheKind::kProperty)) return slow_load_property(t, frame, regs, instr);
    if (Value v = recalled_value(b.as_object(), cache, name); !v.is_unset()) {
      Value* to = regs + a_of(instr);
      Value old = std::exchange(*to, to_register(v));
      if (instr & kConsumeBBit) release(b);
      if (instr & kLocalABit) release(old);
      return frame.pc + 2;
    }
    const Shape& shape = shape_of(b.as_object());
    Finding finding = find(b.as_object(), shape, name, false);
    learn(t, frame, frame.pc + 1, shape.id, finding, name, AttributeUse::kLoad);
  }
  HeldOperand object = operand_b(frame, regs, instr);
  if (!write_a(regs, instr, get_attribute(t, object.get(), name))) return kUnwind;
  return frame.pc + 2;
}

// The cache has told the object's type the place of a descriptor, where meanwhile may be nothing or
// another value that binds.
bool slow_load_native_field(Thread& t, Frame& frame, Value* regs, Instr instr) {
  HeldOperand object = operand_b(frame, regs, instr);
  CacheWord cache = load_cache(frame.pc + 1);
  if (cache.is(CacheKind::kNativeField) && cache.shape() == object.as<Object>()->shape) [[likely]] {
    // Of this shape: the object's class may be another one by now, with other places.
    TypeObject* type = shape_at(cache.shape()).type;
    Value found = resolved_value(type, cache.slot());
    if (is_native_field(found)) [[likely]]
      return write_a(
          regs, instr,
          type_of(found.as_object())->slots.descriptor_get(t, found, object.get(), type));
  }
  return write_a(regs, instr, get_attribute(t, object.get(), name_operand(frame, c_of(instr))));
}

// Enters the getter's frame.
Next slow_load_property(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref object = take_b(regs, instr);
  StrObject* name = name_operand(frame, c_of(instr));
  Value found = type_lookup(type_of(object.get()), name);
  Value getter =
      has_shape(found, kPropertyShape) ? found.as<PropertyObject>()->getter.peek() : kUnset;
  Value* window = free_registers(t);
  if (!has_shape(getter, kFunctionShape) || window + 2 > t.stack_limit) {
    if (!write_a(regs, instr, get_attribute(t, object.get(), name))) return kUnwind;
    return frame.pc + 2;
  }
  window[0] = to_register(getter);
  window[1] = object.take();
  return enter_function(t, frame, window, 1, nullptr, 0, nullptr);
}

bool slow_load_method(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (is_unbound(regs, b_of(instr))) return fail_unbound_operand(t, frame, regs, instr);
  StrObject* name = name_operand(frame, c_of(instr));
  if (Value self = regs[b_of(instr)]; self.is_object()) {
    CacheWord cache = recall(frame.pc + 1, self.as_object(), name, AttributeUse::kMethod);
    if (Value v = recalled_value(self.as_object(), cache, name); !v.is_unset()) {
      bool binds = cache.is(CacheKind::kMethod), consumed = (instr & kConsumeBBit) != 0;
      Value* to = regs + a_of(instr);
      to[0] = to_register(v);
      to[1] = !binds ? kUnset : consumed ? self : to_register(self);
      if (!binds && consumed) release(self);
      return true;
    }
  }
  Ref object = take_b(regs, instr);
  Value b = object.get();
  TypeObject* type = type_of(b);
  if (b.is_object()) {
    const Shape& shape = shape_of(b.as_object());
    Finding finding = find(b.as_object(), shape, name, true);
    learn(t, frame, frame.pc + 1, shape.id, finding, name, AttributeUse::kMethod);
    if (finding.kind == CacheKind::kMethod) {
      if (Value method = resolved_value(shape.type, finding.slot); !method.is_unset()) {
        make_a(regs, instr, Ref::copy(method), std::move(object));
        return true;
      }
    }
  } else if (type->slots.get_attribute == object_get_attribute) {
    // Immediate values have no attributes of their own.
    Value found = type_lookup(type, name);
    if (found.is_object() && type_of(found.as_object())->is(kTypeMethodDescriptor)) {
      make_a(regs, instr, Ref::copy(found), std::move(object));
      return true;
    }
  }
  // In dict mode, too, a method needs no bound method object if the instance does not hide it.
  if (b.is_object() && type->slots.get_attribute == object_get_attribute) {
    Ref found = Ref::copy(type_lookup(type, name));
    if (found.get().is_object() && type_of(found.as<Object>())->is(kTypeMethodDescriptor) &&
        type_of(found.as<Object>())->slots.descriptor_set == nullptr) {
      Ref own = type->extra_offset != 0 || type->dict_offset != 0
                    ? instance_get(t, b.as_object(), name)
                    : Ref::unset();
      if (own.is_error()) return false;
      if (own.is_unset()) {
        make_a(regs, instr, std::move(found), std::move(object));
      } else {
        make_a(regs, instr, std::move(own), Ref::unset());
      }
      return true;
    }
  }
  GILT_TRY(Ref value, get_attribute(t, b, name));
  make_a(regs, instr, std::move(value), Ref::unset());
  return true;
}

bool store_attr_late(Thread& t, Frame& frame, Value* regs, Instr instr, Slot& slot, Value old) {
  Ref object = take_a(regs, instr), replaced = Ref::adopt(old);
  return instance_store_late(t, object.as<Object>(), name_operand(frame, c_of(instr)), slot);
}

namespace {

// object.name = value where the object is this thread's own and a cache knows the attribute's slot,
// though not the site's own cache: it has met too many classes. Whether it was so.
bool store_in_own_slot(Frame& frame, Value* regs, Instr instr, StrObject* name) {
  Value a = regs[a_of(instr)];
  if (!a.is_object() || is_shared(a.as_object())) return false;
  Object* object = a.as_object();
  if (!load_cache(frame.pc + 1).is(CacheKind::kMegamorphic)) return false;
  CacheWord cache = attribute_cache_find(object->shape, name, AttributeUse::kStore);
  if (!cache.is(CacheKind::kInlineSlot) || cache.shape() != object->shape) return false;
  Value value = regs[b_of(instr)];
  Slot& slot = instance_word(object, cache);
  Value old = slot.peek();
  slot.set_word(instr & kConsumeBBit ? owned_to_heap(value) : to_heap(value));
  release(old);
  if (instr & kConsumeABit) release(a);
  return true;
}

}  // namespace

bool slow_store_attr(Thread& t, Frame& frame, Value* regs, Instr instr) {
  StrObject* name = name_operand(frame, c_of(instr));
  if (store_in_own_slot(frame, regs, instr, name)) return true;
  HeldOperand object = operand_a(frame, regs, instr);
  Ref value = take_b(regs, instr);
  Value a = object.get();
  if (a.is_object()) {
    // Perhaps only the value had to be published.
    CacheWord cache = load_cache(frame.pc + 1);
    if (cache.is(CacheKind::kMegamorphic))
      cache = attribute_cache_find(a.as_object()->shape, name, AttributeUse::kStore);
    if (cache.is(CacheKind::kInlineSlot) && cache.shape() == a.as_object()->shape) {
      Slot& slot = instance_word(a.as_object(), cache);
      slot.store(a.as_object(), std::move(value));
      if (cache.shape() == a.as_object()->shape) [[likely]]
        return true;
      return instance_store_late(t, a.as_object(), name, slot);
    }
  }
  TypeObject* type = type_of(a);
  if (!a.is_object() || type->slots.set_attribute != object_set_attribute)
    return set_attribute(t, a, name, value.get());
  uint64_t changes = resolved_changes();
  ShapeId before = a.as_object()->shape;
  if (shape_at(before).type != type) return set_attribute(t, a, name, value.get());
  Value found = type_lookup(type, name);
  if (found.is_object() && type_of(found.as_object())->slots.descriptor_set != nullptr) {
    int32_t offset = slot_member_offset(found);
    if (offset != 0 && offset % 8 == 0 && fits_slot(offset / 8) && type->is(kTypeHeap))
      learn(t, frame, frame.pc + 1, before, {CacheKind::kInlineSlot, offset / 8}, name,
            AttributeUse::kStore);
    return set_attribute(t, a, name, value.get());
  }
  if (shape_at(before).kind != ShapeKind::kInstance) return set_attribute(t, a, name, value.get());
  int index = shape_find(shape_at(before), name);
  GILT_CHECK(instance_set(t, a.as_object(), name, value.get()));
  ShapeId after = a.as_object()->shape;
  // A class that was changed meanwhile may have got something that goes before its instances' own.
  if (resolved_changes() != changes) return true;
  if (shape_at(after).kind != ShapeKind::kInstance) return true;
  if (index >= 0) {
    Finding finding = instance_finding(shape_at(before), type, index);
    if (finding.kind == CacheKind::kInlineSlot)
      learn(t, frame, frame.pc + 1, before, finding, name, AttributeUse::kStore);
    return true;
  }
  // The attribute is new: the next object of the old shape goes the same way.
  if (shape_at(after).parent != &shape_at(before) || shape_at(after).name != name) return true;
  index = shape_at(after).slot_count - 1;
  Finding finding = instance_finding(shape_at(after), type, index);
  if (finding.kind != CacheKind::kInlineSlot) return true;
  finding.kind = CacheKind::kAddInline;
  __atomic_store_n(const_cast<Instr*>(frame.pc + 2), make_transition(before, after),
                   __ATOMIC_RELEASE);
  learn(t, frame, frame.pc + 1, before, finding, name, AttributeUse::kStore);
  return true;
}

bool slow_delete_attr(Thread& t, Frame& frame, Value* regs, Instr instr) {
  HeldOperand object = operand_a(frame, regs, instr);
  return delete_attribute(t, object.get(), name_operand(frame, b_of(instr)));
}

// super().name: B holds what the name `super` means, B+1 and B+2 class and first argument.
bool slow_load_super(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Window window(regs + b_of(instr), 3);
  StrObject* name = name_operand(frame, c_of(instr));
  bool for_call = op_of(instr) == Op::LOAD_SUPER_METHOD;
  Ref value;
  if (same(window[0], to_value(&super_type)) && window[1].is_object() &&
      type_of(window[1])->is(kTypeIsType)) {
    auto* type = window[1].as<TypeObject>();
    GILT_TRY(TypeObject * searched, super_check(t, type, window[2]));
    if (for_call && name != names::class_) {
      // The function itself, without a bound method.
      auto* mro = searched->mro.peek().as<TupleObject>();
      int64_t i = 0;
      while (i < mro->size && mro->at(i).as<TypeObject>() != type) i++;
      for (i++; i < mro->size; i++) {
        Value dict = mro->at(i).as<TypeObject>()->dict.peek();
        Value found = dict_get_name(dict.as<DictObject>(), name);
        if (found.is_unset()) continue;
        bool instance = !(window[2].is_object() && same(window[2], to_value(searched)));
        if (instance && found.is_object() &&
            type_of(found.as_object())->is(kTypeMethodDescriptor)) {
          // What super() was called with goes on to the method.
          Ref function = Ref::copy(found);
          Ref self = Ref::adopt(std::exchange(regs[b_of(instr) + 2], kUnset));
          window.clear();
          make_a(regs, instr, std::move(function), std::move(self));
          return true;
        }
        break;
      }
    }
    GILT_TRY(value, super_attribute(t, type, window[2], searched, name));
  }
  if (value.is_unset()) {
    // Not the builtin, or a name that super objects themselves have.
    CallArgs args{regs + b_of(instr) + 1, 2, nullptr};
    GILT_TRY(Ref proxy, call(t, window[0], args));
    GILT_TRY(value, get_attribute(t, proxy.get(), name));
  }
  if (!for_call) return window.write_a(regs, instr, std::move(value));
  window.clear();
  make_a(regs, instr, std::move(value), Ref::unset());
  return true;
}

namespace {

// A type's qualified name, with its module unless that goes without saying.
std::string shown_type_name(Thread& t, const TypeObject* type) {
  std::string name = full_type_name(t, type);
  for (std::string_view module : {"__main__.", "builtins."}) {
    if (name.starts_with(module)) return name.substr(module.size());
  }
  return name;
}

// The manager's type lacks the method.
GILT_COLD Failed fail_special(Thread& t, Value manager, SpecialMethod which) {
  bool async = which == SpecialMethod::kAsyncEnter || which == SpecialMethod::kAsyncExit;
  bool exit = which == SpecialMethod::kExit || which == SpecialMethod::kAsyncExit;
  std::string text =
      fmt::format("'{}' object does not support the {}context manager protocol",
                  shown_type_name(t, type_of(manager)), async ? "asynchronous " : "");
  if (exit) text += fmt::format(" (missed {} method)", async ? "__aexit__" : "__exit__");
  Value other = type_lookup(type_of(manager), async ? names::enter_ : names::aenter_);
  if (!exit && !other.is_unset()) {
    text += fmt::format(
        " (missed {} method) but it supports the {}context manager protocol. Did "
        "you mean to use '{}'?",
        async ? "__aenter__" : "__enter__", async ? "" : "asynchronous ",
        async ? "with" : "async with");
  } else if (!exit) {
    text += fmt::format(" (missed {} method)", async ? "__aenter__" : "__enter__");
  }
  return fail(t, type_error_type, "{}", text);
}

}  // namespace

bool slow_load_special(Thread& t, Frame& frame, Value* regs, Instr instr) {
  HeldOperand object = operand_b(frame, regs, instr);
  auto which = static_cast<SpecialMethod>(c_of(instr));
  StrObject* const special[] = {names::enter_, names::exit_, names::aenter_, names::aexit_};
  StrObject* name = special[static_cast<int>(which)];
  if (object.get().is_object()) {
    auto* self = object.as<Object>();
    CacheWord cache = recall(frame.pc + 1, self, name, AttributeUse::kSpecial);
    if (Value v = recalled_value(self, cache, name); !v.is_unset()) {
      make_a(regs, instr, Ref::copy(v), object.take());
      return true;
    }
  }
  bool needs_self = false;
  GILT_TRY(Ref method, lookup_special(t, object.get(), name, needs_self));
  if (method.is_unset()) return fail_special(t, object.get(), which);
  if (!needs_self) {
    make_a(regs, instr, std::move(method), Ref::unset());
    return true;
  }
  if (object.get().is_object()) {
    const Shape& shape = shape_of(object.as<Object>());
    learn(t, frame, frame.pc + 1, shape.id,
          type_finding(shape.type, name, method.get(), CacheKind::kMethod), name,
          AttributeUse::kSpecial);
  }
  make_a(regs, instr, std::move(method), object.take());
  return true;
}

}  // namespace gilt
