// What instances of a new class look like in memory: which base's layout they extend, __slots__,
// whether they take arbitrary attributes and weak references.
#include <algorithm>
#include <string>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// Bytes of the part whose places are fixed: the C++ struct and, behind it, __slots__.
uint32_t fixed_size(const TypeObject* type) {
  bool word = type->extra_offset != 0 && !type->is(kTypeVariableSize);
  return type->instance_size - (word ? sizeof(void*) : 0);
}

// Does [type] add to the fixed part of its base?
bool adds_to_layout(const TypeObject* type) {
  const TypeObject* base = type->base;
  if (base == nullptr) return true;
  if (type->member_count != base->member_count) return true;
  if (type->is(kTypeHeap)) return false;
  return fixed_size(type) != fixed_size(base) ||
         type->is(kTypeVariableSize) != base->is(kTypeVariableSize);
}

// The nearest type up the chain that shapes the fixed part.
TypeObject* solid_base(TypeObject* type) {
  while (!adds_to_layout(type)) type = type->base;
  return type;
}

bool has_items(const TypeObject* type) {
  const TypeObject* native = type->native_base;
  return is_subtype(native, &int_type) || is_subtype(native, &tuple_type) ||
         is_subtype(native, &bytes_type) || is_subtype(native, &type_type);
}

bool has_attributes(const TypeObject* type) {
  return type->extra_offset != 0 || type->dict_offset != 0 || type->is(kTypeIsType);
}

bool is_identifier(Thread& t, Value name) {
  Ref answer = call_method(t, name, intern("isidentifier"));
  if (answer.is_error()) error_clear(t);
  return answer.get().is_true();
}

// __private names in a class body belong to the class.
StrObject* mangle(std::string_view class_name, StrObject* name) {
  std::string_view text = name->view();
  if (!text.starts_with("__") || text.ends_with("__") || text.find('.') != text.npos)
    return intern(name);
  size_t start = class_name.find_first_not_of('_');
  if (start == class_name.npos) return intern(name);
  std::string mangled = "_";
  mangled += class_name.substr(start);
  mangled += text;
  return intern(mangled);
}

struct SlotNames {
  std::vector<StrObject*> names;
  bool dict = false, weakref = false;
};

bool read_slots(Thread& t, TypeObject* type, DictObject* ns, Value slots, SlotNames& out) {
  RefOf<TupleObject> row;
  if (is_str(slots)) {
    row = tuple_of(t, {slots});
  } else {
    row = tuple_from_iterable(t, slots);
  }
  if (row.is_error()) return false;
  if (row->size > 0 && has_items(type))
    return fail(t, type_error_type, "nonempty __slots__ not supported for subtype of '{}'",
                type_name(type->base));
  bool may_add_dict = !has_attributes(type->base);
  bool may_add_weakref = !type->base->is(kTypeHasWeakrefs);
  for (int64_t i = 0; i < row->size; i++) {
    Value item = row->at(i);
    if (!is_str(item))
      return fail(t, type_error_type, "__slots__ items must be strings, not '{}'", type_name(item));
    if (!is_identifier(t, item)) return fail(t, type_error_type, "__slots__ must be identifiers");
    StrObject* name = intern(item.as<StrObject>());
    if (name == names::dict_) {
      if (!may_add_dict || out.dict)
        return fail(t, type_error_type, "__dict__ slot disallowed: we already got one");
      out.dict = true;
      continue;
    }
    if (name == names::weakref_) {
      if (!may_add_weakref || out.weakref)
        return fail(t, type_error_type, "__weakref__ slot disallowed: we already got one");
      out.weakref = true;
      continue;
    }
    name = mangle(type_name(type), name);
    if (!dict_get_name(ns, name).is_unset() && name != names::qualname_ &&
        name != names::classcell_)
      return fail(t, value_error_type, "{} in __slots__ conflicts with class variable",
                  repr_text(name));
    out.names.push_back(name);
  }
  std::sort(out.names.begin(), out.names.end(),
            [](StrObject* a, StrObject* b) { return a->view() < b->view(); });
  return true;
}

// How many attributes the methods of the class assign to self that no base does already.
uint32_t count_static_attributes(TypeObject* type, DictObject* ns) {
  Value names_of_self = dict_get_name(ns, names::static_attributes_);
  if (!is_tuple(names_of_self)) return 0;
  auto* row = names_of_self.as<TupleObject>();
  uint32_t count = 0;
  for (int64_t i = 0; i < row->size; i++) {
    bool known = false;
    for (TypeObject* base = type->base; base != nullptr && !known; base = base->base) {
      if (base->dict.is_unset()) continue;
      Value theirs = dict_get_name(base->dict.peek().as<DictObject>(), names::static_attributes_);
      if (!is_tuple(theirs)) continue;
      auto* base_row = theirs.as<TupleObject>();
      for (int64_t j = 0; j < base_row->size && !known; j++)
        known = same(base_row->at(j), row->at(i));
    }
    if (!known) count++;
  }
  return count;
}

}  // namespace

TypeObject* best_base(Thread& t, TupleObject* bases) {
  TypeObject* base = nullptr;
  TypeObject* winner = nullptr;
  for (int64_t i = 0; i < bases->size; i++) {
    Value item = bases->at(i);
    if (!type_of(item)->is(kTypeIsType)) return fail(t, type_error_type, "bases must be types");
    auto* candidate = item.as<TypeObject>();
    if (!candidate->is(kTypeHeap) && !candidate->is(kTypeSubclassable))
      return fail(t, type_error_type, "type '{}' is not an acceptable base type",
                  full_type_name(t, candidate));
    TypeObject* solid = solid_base(candidate);
    if (winner == nullptr) {
      winner = solid;
      base = candidate;
    } else if (is_subtype(winner, solid)) {
      // the winner extends it
    } else if (is_subtype(solid, winner)) {
      winner = solid;
      base = candidate;
    } else {
      return fail(t, type_error_type, "multiple bases have instance lay-out conflict");
    }
  }
  return base;
}

bool same_layout(const TypeObject* from, const TypeObject* to) {
  if (from->native_base != to->native_base) return false;
  if (from->member_count != to->member_count) return false;
  if (from->extra_offset != to->extra_offset || from->dict_offset != to->dict_offset) return false;
  if (from->instance_size != to->instance_size || from->front_size != to->front_size) return false;
  if (from->is(kTypeHasWeakrefs) != to->is(kTypeHasWeakrefs)) return false;
  // The same number of members is not enough: they must be the same ones.
  auto owner_of_members = [](const TypeObject* type) {
    while (type->base != nullptr && type->base->member_count == type->member_count)
      type = type->base;
    return type;
  };
  if (from->member_count == 0) return true;
  const TypeObject* a = owner_of_members(from);
  const TypeObject* b = owner_of_members(to);
  if (a == b) return true;
  if (a->base != b->base) return false;
  // Two classes that declare equal __slots__ on the same base.
  Value x = dict_get_name(a->dict.peek().as<DictObject>(), names::slots_);
  Value y = dict_get_name(b->dict.peek().as<DictObject>(), names::slots_);
  if (!is_tuple(x) || !is_tuple(y)) return is_str(x) && is_str(y) && same(x, y);
  auto* tx = x.as<TupleObject>();
  auto* ty = y.as<TupleObject>();
  if (tx->size != ty->size) return false;
  for (int64_t i = 0; i < tx->size; i++)
    if (!same(tx->at(i), ty->at(i))) return false;
  return true;
}

bool lay_out(Thread& t, TypeObject* type, DictObject* ns, TupleObject* bases) {
  const TypeObject* base = type->base;
  bool may_add_dict = !has_attributes(base);
  bool may_add_weakref = !base->is(kTypeHasWeakrefs) && !has_items(type);
  SlotNames slots;
  Value declared = dict_get_name(ns, names::slots_);
  if (declared.is_unset()) {
    slots.dict = may_add_dict;
    slots.weakref = may_add_weakref;
  } else {
    Ref hold = Ref::copy(declared);
    GILT_CHECK(read_slots(t, type, ns, declared, slots));
    // What another base has, instances have too.
    for (int64_t i = 0; i < bases->size; i++) {
      auto* other = bases->at(i).as<TypeObject>();
      if (other == base) continue;
      if (may_add_dict && has_attributes(other)) slots.dict = true;
      if (may_add_weakref && other->is(kTypeHasWeakrefs)) slots.weakref = true;
    }
  }

  bool variable = base->is(kTypeVariableSize);
  bool has_extra = base->extra_offset != 0 || slots.dict;
  auto added = static_cast<uint32_t>(slots.names.size());
  if (base->member_count + added > 4000) return fail(t, value_error_type, "too many __slots__");
  uint32_t fixed = fixed_size(base);
  type->member_count = static_cast<uint16_t>(base->member_count + added);
  type->dict_offset = base->dict_offset;
  if (variable) {
    uint32_t words = type->member_count + (has_extra ? 1u : 0u);
    type->instance_size = base->instance_size;
    type->front_size = static_cast<uint16_t>((words * sizeof(Slot) + 15) & ~size_t{15});
    type->extra_offset = has_extra ? static_cast<int16_t>(-1) : int16_t{0};
  } else {
    type->instance_size = fixed + added * static_cast<uint32_t>(sizeof(Slot));
    if (has_extra) {
      type->extra_offset = static_cast<int16_t>(type->instance_size / sizeof(void*));
      type->instance_size += sizeof(void*);
      uint32_t wanted = base->inline_slots + count_static_attributes(type, ns);
      type->inline_slots = static_cast<uint16_t>(std::min(wanted, 40u));
    }
  }
  for (uint32_t i = 0; i < added; i++) {
    int32_t offset;
    if (variable) {
      // Word -1 is kept for `extra`, which this class or a later one may add.
      offset = -static_cast<int32_t>((base->member_count + i + 2) * sizeof(Slot));
    } else {
      offset = static_cast<int32_t>(fixed + i * sizeof(Slot));
    }
    GILT_TRY(Ref member, slot_member_new(t, type, slots.names[i], offset));
    GILT_CHECK(dict_set_name(t, type->dict.peek().as<DictObject>(), slots.names[i], member.get()));
  }
  if (variable && type->member_count != 0)
    type->front_size =
        static_cast<uint16_t>(((type->member_count + 1u) * sizeof(Slot) + 15) & ~size_t{15});

  if (has_extra) type->type_flags |= kTypeHasDict;
  if (slots.weakref || base->is(kTypeHasWeakrefs)) type->type_flags |= kTypeHasWeakrefs;
  auto* dict = type->dict.peek().as<DictObject>();
  if (slots.dict && dict_get_name(dict, names::dict_).is_unset()) {
    GILT_TRY(Ref getset, dict_getset_new(t, type));
    GILT_CHECK(dict_set_name(t, dict, names::dict_, getset.get()));
  }
  if (slots.weakref && dict_get_name(dict, names::weakref_).is_unset()) {
    GILT_TRY(Ref getset, weakref_getset_new(t, type));
    GILT_CHECK(dict_set_name(t, dict, names::weakref_, getset.get()));
  }
  return true;
}

}  // namespace gilt
