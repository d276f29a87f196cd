#include "runtime/slot_table.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/instance.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

constexpr uint8_t b(BinaryOp op) {
  return static_cast<uint8_t>(op);
}
constexpr uint8_t u(UnaryOp op) {
  return static_cast<uint8_t>(op);
}
constexpr uint8_t c(CompareOp op) {
  return static_cast<uint8_t>(op);
}

// clang-format off
#define GILT_SLOT(name) static_cast<uint16_t>(offsetof(TypeSlots, name))
const Dunder kDunders[] = {
    {&names::init_, GILT_SLOT(init), Wrap::kInit, 0, "($self, /, *args, **kwargs)", "Initialize self.  See help(type(self)) for accurate signature."},
    {&names::call_, GILT_SLOT(call), Wrap::kCall, 0, "($self, /, *args, **kwargs)", "Call self as a function."},
    {&names::repr_, GILT_SLOT(repr), Wrap::kSelf, 0, "($self, /)", "Return repr(self)."},
    {&names::str_, GILT_SLOT(str), Wrap::kSelf, 0, "($self, /)", "Return str(self)."},
    {&names::hash_, GILT_SLOT(hash), Wrap::kHash, 0, "($self, /)", "Return hash(self)."},
    {&names::lt_, GILT_SLOT(compare), Wrap::kCompare, c(CompareOp::kLt), "($self, value, /)", "Return self<value."},
    {&names::le_, GILT_SLOT(compare), Wrap::kCompare, c(CompareOp::kLe), "($self, value, /)", "Return self<=value."},
    {&names::eq_, GILT_SLOT(compare), Wrap::kCompare, c(CompareOp::kEq), "($self, value, /)", "Return self==value."},
    {&names::ne_, GILT_SLOT(compare), Wrap::kCompare, c(CompareOp::kNe), "($self, value, /)", "Return self!=value."},
    {&names::gt_, GILT_SLOT(compare), Wrap::kCompare, c(CompareOp::kGt), "($self, value, /)", "Return self>value."},
    {&names::ge_, GILT_SLOT(compare), Wrap::kCompare, c(CompareOp::kGe), "($self, value, /)", "Return self>=value."},
    {&names::bool_, GILT_SLOT(truth), Wrap::kTruth, 0, "($self, /)", "True if self else False"},
    {&names::getattribute_, GILT_SLOT(get_attribute), Wrap::kGetAttribute, 0, "($self, name, /)", "Return getattr(self, name)."},
    {&names::getattr_, GILT_SLOT(get_attribute), Wrap::kGetattrHook, 0, "", ""},
    {&names::setattr_, GILT_SLOT(set_attribute), Wrap::kSetAttribute, 0, "($self, name, value, /)", "Implement setattr(self, name, value)."},
    {&names::delattr_, GILT_SLOT(set_attribute), Wrap::kDeleteAttribute, 0, "($self, name, /)", "Implement delattr(self, name)."},
    {&names::get_, GILT_SLOT(descriptor_get), Wrap::kDescriptorGet, 0, "($self, instance, owner=None, /)", "Return an attribute of instance, which is of type owner."},
    {&names::set_, GILT_SLOT(descriptor_set), Wrap::kDescriptorSet, 0, "($self, instance, value, /)", "Set an attribute of instance to value."},
    {&names::delete_, GILT_SLOT(descriptor_set), Wrap::kDescriptorDelete, 0, "($self, instance, /)", "Delete an attribute of instance."},
    {&names::iter_, GILT_SLOT(iter), Wrap::kSelf, 0, "($self, /)", "Implement iter(self)."},
    {&names::next_, GILT_SLOT(next), Wrap::kNext, 0, "($self, /)", "Implement next(self)."},
    {&names::len_, GILT_SLOT(length), Wrap::kLength, 0, "($self, /)", "Return len(self)."},
    {&names::getitem_, GILT_SLOT(get_item), Wrap::kGetItem, 0, "($self, key, /)", "Return self[key]."},
    {&names::setitem_, GILT_SLOT(set_item), Wrap::kSetItem, 0, "($self, key, value, /)", "Set self[key] to value."},
    {&names::delitem_, GILT_SLOT(set_item), Wrap::kDeleteItem, 0, "($self, key, /)", "Delete self[key]."},
    {&names::contains_, GILT_SLOT(contains), Wrap::kContains, 0, "($self, key, /)", "Return bool(key in self)."},
    {&names::add_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kAdd), "($self, value, /)", "Return self+value."},
    {&names::radd_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kAdd), "($self, value, /)", "Return value+self."},
    {&names::sub_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kSub), "($self, value, /)", "Return self-value."},
    {&names::rsub_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kSub), "($self, value, /)", "Return value-self."},
    {&names::mul_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kMul), "($self, value, /)", "Return self*value."},
    {&names::rmul_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kMul), "($self, value, /)", "Return value*self."},
    {&names::matmul_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kMatMul), "($self, value, /)", "Return self@value."},
    {&names::rmatmul_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kMatMul), "($self, value, /)", "Return value@self."},
    {&names::truediv_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kTrueDiv), "($self, value, /)", "Return self/value."},
    {&names::rtruediv_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kTrueDiv), "($self, value, /)", "Return value/self."},
    {&names::floordiv_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kFloorDiv), "($self, value, /)", "Return self//value."},
    {&names::rfloordiv_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kFloorDiv), "($self, value, /)", "Return value//self."},
    {&names::mod_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kMod), "($self, value, /)", "Return self%value."},
    {&names::rmod_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kMod), "($self, value, /)", "Return value%self."},
    {&names::divmod_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kDivMod), "($self, value, /)", "Return divmod(self, value)."},
    {&names::rdivmod_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kDivMod), "($self, value, /)", "Return divmod(value, self)."},
    {&names::lshift_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kLShift), "($self, value, /)", "Return self<<value."},
    {&names::rlshift_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kLShift), "($self, value, /)", "Return value<<self."},
    {&names::rshift_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kRShift), "($self, value, /)", "Return self>>value."},
    {&names::rrshift_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kRShift), "($self, value, /)", "Return value>>self."},
    {&names::and_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kAnd), "($self, value, /)", "Return self&value."},
    {&names::rand_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kAnd), "($self, value, /)", "Return value&self."},
    {&names::or_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kOr), "($self, value, /)", "Return self|value."},
    {&names::ror_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kOr), "($self, value, /)", "Return value|self."},
    {&names::xor_, GILT_SLOT(binary), Wrap::kBinary, b(BinaryOp::kXor), "($self, value, /)", "Return self^value."},
    {&names::rxor_, GILT_SLOT(binary), Wrap::kReflected, b(BinaryOp::kXor), "($self, value, /)", "Return value^self."},
    {&names::pow_, GILT_SLOT(binary), Wrap::kPower, b(BinaryOp::kPow), "($self, value, mod=None, /)", "Return pow(self, value, mod)."},
    {&names::rpow_, GILT_SLOT(binary), Wrap::kReflectedPower, b(BinaryOp::kPow), "($self, value, mod=None, /)", "Return pow(value, self, mod)."},
    {&names::pow_, GILT_SLOT(power), Wrap::kPower, b(BinaryOp::kPow), "", ""},
    {&names::rpow_, GILT_SLOT(power), Wrap::kReflectedPower, b(BinaryOp::kPow), "", ""},
    {&names::iadd_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kAdd), "($self, value, /)", "Return self+=value."},
    {&names::isub_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kSub), "($self, value, /)", "Return self-=value."},
    {&names::imul_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kMul), "($self, value, /)", "Return self*=value."},
    {&names::imatmul_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kMatMul), "($self, value, /)", "Return self@=value."},
    {&names::itruediv_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kTrueDiv), "($self, value, /)", "Return self/=value."},
    {&names::ifloordiv_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kFloorDiv), "($self, value, /)", "Return self//=value."},
    {&names::imod_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kMod), "($self, value, /)", "Return self%=value."},
    {&names::ilshift_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kLShift), "($self, value, /)", "Return self<<=value."},
    {&names::irshift_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kRShift), "($self, value, /)", "Return self>>=value."},
    {&names::iand_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kAnd), "($self, value, /)", "Return self&=value."},
    {&names::ior_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kOr), "($self, value, /)", "Return self|=value."},
    {&names::ixor_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kXor), "($self, value, /)", "Return self^=value."},
    {&names::ipow_, GILT_SLOT(inplace), Wrap::kInplace, b(BinaryOp::kPow), "($self, value, /)", "Return self**=value."},
    {&names::neg_, GILT_SLOT(unary), Wrap::kUnary, u(UnaryOp::kNeg), "($self, /)", "-self"},
    {&names::pos_, GILT_SLOT(unary), Wrap::kUnary, u(UnaryOp::kPos), "($self, /)", "+self"},
    {&names::invert_, GILT_SLOT(unary), Wrap::kUnary, u(UnaryOp::kInvert), "($self, /)", "~self"},
    {&names::abs_, GILT_SLOT(unary), Wrap::kUnary, u(UnaryOp::kAbs), "($self, /)", "abs(self)"},
    {&names::int_, GILT_SLOT(to_int), Wrap::kSelf, 0, "($self, /)", "int(self)"},
    {&names::float_, GILT_SLOT(to_float), Wrap::kSelf, 0, "($self, /)", "float(self)"},
    {&names::index_, GILT_SLOT(to_index), Wrap::kSelf, 0, "($self, /)", "Return self converted to an integer, if self is suitable for use as an index into a list."},
    {&names::await_, GILT_SLOT(await), Wrap::kSelf, 0, "($self, /)", "Return an iterator to be used in await expression."},
    {&names::aiter_, GILT_SLOT(async_iter), Wrap::kSelf, 0, "($self, /)", "Return an awaitable, that resolves in asynchronous iterator."},
    {&names::anext_, GILT_SLOT(async_next), Wrap::kSelf, 0, "($self, /)", "Return a value or raise StopAsyncIteration."},
    {&names::del_, GILT_SLOT(finalize), Wrap::kFinalize, 0, "($self, /)", "Called when the instance is about to be destroyed."},
};
#undef GILT_SLOT
// clang-format on

// Rows by name: small open-addressed table, built on the first use.
struct NameIndex {
  static constexpr uint32_t kCapacity = 256;
  struct Entry {
    StrObject* name = nullptr;
    const Dunder* rows[2] = {};
    uint32_t count = 0;
  };
  std::array<Entry, kCapacity> entries;

  static uint32_t hash(const StrObject* name) {
    auto bits = reinterpret_cast<uintptr_t>(name) >> 4;
    return static_cast<uint32_t>(bits * 0x9e3779b97f4a7c15u >> 32) % kCapacity;
  }
  Entry& find(StrObject* name) {
    uint32_t i = hash(name);
    while (entries[i].name != nullptr && entries[i].name != name) i = (i + 1) % kCapacity;
    return entries[i];
  }
  NameIndex() {
    for (const Dunder& dunder : kDunders) {
      Entry& entry = find(*dunder.name);
      entry.name = *dunder.name;
      entry.rows[entry.count++] = &dunder;
    }
  }
};

NameIndex& name_index() {
  static NameIndex index;
  return index;
}

// The rows of one slot, in a row.
struct SlotRule {
  uint16_t offset;
  std::vector<const Dunder*> rows;
};

const std::vector<SlotRule>& slot_rules() {
  static const std::vector<SlotRule> rules = [] {
    std::vector<SlotRule> made;
    for (const Dunder& dunder : kDunders) {
      auto same_slot = [&](const SlotRule& rule) { return rule.offset == dunder.slot; };
      auto rule = std::find_if(made.begin(), made.end(), same_slot);
      if (rule == made.end()) rule = made.insert(made.end(), SlotRule{dunder.slot, {}});
      rule->rows.push_back(&dunder);
    }
    return made;
  }();
  return rules;
}

// What the classes of the MRO hold; leaves no trace in the table of resolved attributes.
Value mro_search(const TypeObject* type, StrObject* name) {
  auto* mro = type->mro.peek().as<TupleObject>();
  for (int64_t i = 0; i < mro->size; i++) {
    Value v = dict_get_name(mro->at(i).as<TypeObject>()->dict.peek().as<DictObject>(), name);
    if (!v.is_unset()) return v;
  }
  return kUnset;
}

SlotFunction function_of_rule(TypeObject* type, const SlotRule& rule) {
  SlotFunction script = script_slot_function(rule.offset);
  SlotFunction native = nullptr;
  bool found = false;
  for (const Dunder* row : rule.rows) {
    Value method = mro_search(type, *row->name);
    if (method.is_unset()) continue;
    found = true;
    if (method.is_none() && row->wrap == Wrap::kHash)
      return reinterpret_cast<SlotFunction>(hash_not_implemented);
    if (!has_shape(method, kSlotWrapperShape)) return script;
    auto* wrapper = method.as<SlotWrapperObject>();
    // __str__ = int.__repr__ and the like: the method has another name's function.
    if (*wrapper->dunder->name != *row->name) return script;
    // `power` has no wrappers of its own: __pow__ stands for both slots.
    SlotFunction function = wrapper->dunder->slot == rule.offset
                                ? wrapper->function
                                : load_slot(wrapper->owner->slots, rule.offset);
    if (!is_subtype(type, wrapper->owner)) return script;
    if (native != nullptr && native != function) return script;
    native = function;
  }
  if (found) return native;
  // A builtin base may fill a slot without a dunder for it.
  SlotFunction base = load_slot(type->native_base->slots, rule.offset);
  return base == script ? nullptr : base;
}

void update_construct(TypeObject* type);

void update_rule(TypeObject* type, const SlotRule& rule) {
  store_slot(type->slots, rule.offset, function_of_rule(type, rule));
}

void update_attribute_flags(TypeObject* type) {
  auto generic_get = [](auto f) { return f == object_get_attribute || f == type_get_attribute; };
  bool own_dict = type->dict_offset != 0;
  bool custom_get = own_dict || !generic_get(type->slots.get_attribute);
  bool custom_set = own_dict || (type->slots.set_attribute != object_set_attribute &&
                                 type->slots.set_attribute != type_set_attribute_checked);
  type->type_flags &= ~static_cast<uint32_t>(kTypeCustomGetattr | kTypeCustomSetattr);
  if (custom_get) type->type_flags |= kTypeCustomGetattr;
  if (custom_set) type->type_flags |= kTypeCustomSetattr;
}

void update_tree(TypeObject* type, StrObject* name, bool& access_changed) {
  auto get = type->slots.get_attribute;
  auto set = type->slots.set_attribute;
  if (name == names::new_) {
    update_construct(type);
  } else {
    const NameIndex::Entry& entry = name_index().find(name);
    for (uint32_t i = 0; i < entry.count; i++) {
      for (const SlotRule& rule : slot_rules())
        if (rule.offset == entry.rows[i]->slot) update_rule(type, rule);
    }
  }
  update_attribute_flags(type);
  access_changed |= get != type->slots.get_attribute || set != type->slots.set_attribute;
  for_each_subclass(type,
                    [&](TypeObject* subclass) { update_tree(subclass, name, access_changed); });
}

// __new__: that of a builtin type (its `__new__` is a native function bound to the type) stands for
// the type's own slot.
void update_construct(TypeObject* type) {
  Value found = mro_search(type, names::new_);
  if (const TypeObject* owner = owner_of_new_method(found)) {
    type->slots.construct = owner->slots.construct;
  } else {
    type->slots.construct =
        found.is_unset() ? type->native_base->slots.construct : script_construct;
  }
}

}  // namespace

std::span<const Dunder> dunder_table() {
  return kDunders;
}

std::span<const Dunder* const> dunders_of(StrObject* name) {
  const NameIndex::Entry& entry = name_index().find(name);
  return {entry.rows, entry.count};
}

bool is_slot_name(StrObject* name) {
  return name == names::new_ || name_index().find(name).count != 0;
}

void update_all_slots(TypeObject* type) {
  // With a single base whose order is the rest of ours, the base's slots are right but for the
  // names that this class has itself.
  auto* mro = type->mro.peek().as<TupleObject>();
  auto* base_mro = type->base->mro.peek().as<TupleObject>();
  type->slots = type->base->slots;
  if (!type->is(kTypeIsType)) {  // classes themselves live and die as builtin ones do
    type->slots.dealloc = instance_dealloc;
    type->slots.traverse = script_traverse;
    type->slots.clear = script_clear;
  }
  bool simple = mro->size == base_mro->size + 1;
  auto* dict = type->dict.peek().as<DictObject>();
  if (simple) {
    int64_t position = 0;
    Value key, value;
    while (dict_next(dict, position, key, value)) {
      auto* text = key.as<StrObject>();
      if (!is_str(key) || !text->view().starts_with("__")) continue;
      StrObject* name = intern(text);
      if (name == names::new_) update_construct(type);
      const NameIndex::Entry& entry = name_index().find(name);
      for (uint32_t i = 0; i < entry.count; i++)
        for (const SlotRule& rule : slot_rules())
          if (rule.offset == entry.rows[i]->slot) update_rule(type, rule);
    }
  } else {
    for (const SlotRule& rule : slot_rules()) update_rule(type, rule);
    update_construct(type);
  }
  if (type->slots.finalize == nullptr && type->native_base->slots.finalize != nullptr)
    type->slots.finalize = type->native_base->slots.finalize;
  update_attribute_flags(type);
}

bool update_slots(TypeObject* type, StrObject* name) {
  bool access_changed = false;
  update_tree(type, name, access_changed);
  return access_changed;
}

void inherit_slots(TypeObject& type) {
  const TypeObject* base = type.base;
  if (base == nullptr) return;
  TypeSlots& own = type.slots;
  // Equality and hash go together: who defines one of them does not inherit the other.
  if (own.compare == nullptr && own.hash == nullptr) {
    own.compare = base->slots.compare;
    own.hash = base->slots.hash;
  } else if (own.hash == nullptr) {
    own.hash = hash_not_implemented;
  }
  for (const SlotRule& rule : slot_rules())
    if (load_slot(own, rule.offset) == nullptr && rule.rows.front()->wrap != Wrap::kHash &&
        rule.rows.front()->wrap != Wrap::kCompare)
      store_slot(own, rule.offset, load_slot(base->slots, rule.offset));
  auto inherit = [](auto& slot, auto from) {
    if (slot == nullptr) slot = from;
  };
  inherit(own.dealloc, base->slots.dealloc);
  inherit(own.traverse, base->slots.traverse);
  inherit(own.clear, base->slots.clear);
  inherit(own.buffer, base->slots.buffer);
  if (base != &object_type) inherit(own.construct, base->slots.construct);
}

SlotWrappers::SlotWrappers(const TypeSpec& spec) {
  static_assert(std::size(kDunders) <= kMost);
  for (const Dunder& dunder : kDunders) {
    if (load_slot(spec.slots, dunder.slot) == nullptr || dunder.signature[0] == '\0') continue;
    if (dunder.wrap == Wrap::kFinalize) continue;
    uint32_t bit = uint32_t{1} << dunder.op;
    switch (dunder.wrap) {
      case Wrap::kBinary:
      case Wrap::kReflected:
      case Wrap::kPower:
      case Wrap::kReflectedPower:
        if (!(spec.binary_ops & bit)) continue;
        // Sequences add and repeat, but leave the reflected forms to numbers.
        if (dunder.wrap == Wrap::kReflected && dunder.op == b(BinaryOp::kAdd) &&
            spec.flags & (kTypeIsStr | kTypeIsBytes | kTypeIsList | kTypeIsTuple))
          continue;
        break;
      case Wrap::kInplace:
        if (!(spec.inplace_ops & bit)) continue;
        break;
      case Wrap::kUnary:
        if (!(spec.unary_ops & bit)) continue;
        break;
      case Wrap::kCompare:
        if (!(spec.compare_ops & bit)) continue;
        break;
      default: break;
    }
    rows_[count_++] = &dunder;
  }
}

void SlotWrappers::add_to(TypeObject& type, const TypeSlots& own) const {
  auto* dict = type.dict.peek().as<DictObject>();
  for (size_t i = 0; i < count_; i++) {
    const Dunder& dunder = *rows_[i];
    if (!dict_get_name(dict, *dunder.name).is_unset()) continue;
    SlotFunction function = load_slot(own, dunder.slot);
    dict_set_immortal(dict, *dunder.name, to_value(slot_wrapper_new(&type, dunder, function)));
  }
  if (own.compare != nullptr && own.hash == nullptr && dict_get_name(dict, names::hash_).is_unset())
    dict_set_immortal(dict, names::hash_, kNone);
  if (own.construct != nullptr && dict_get_name(dict, names::new_).is_unset())
    dict_set_immortal(dict, names::new_, make_new_method(&type));
}

}  // namespace gilt
