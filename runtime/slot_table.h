// The one table of slots and the __dunder__ names that belong to them.
//
// Two things are made from it: for script classes, which slots to fill when the class has a method
// of such a name (slot_functions.cpp has what then stands in the slot), and for builtin types,
// which
// __dunder__ attributes to offer for the slots they fill (slot_wrappers.cpp has what those call).
#pragma once

#include <cstddef>
#include <cstring>
#include <span>

#include "runtime/dict.h"
#include "runtime/native.h"
#include "runtime/type.h"

namespace gilt {

// A slot of any signature.
using SlotFunction = void (*)();

inline SlotFunction load_slot(const TypeSlots& slots, size_t offset) {
  SlotFunction f;
  std::memcpy(&f, reinterpret_cast<const char*>(&slots) + offset, sizeof f);
  return f;
}
inline void store_slot(TypeSlots& slots, size_t offset, SlotFunction f) {
  std::memcpy(reinterpret_cast<char*>(&slots) + offset, &f, sizeof f);
}

// How a dunder's arguments become the slot's.
enum class Wrap : uint8_t {
  kSelf,  // (self) -> value: repr, str, iter, to_int ...
  kNext,  // (self) -> value or StopIteration
  kHash,
  kTruth,
  kLength,
  kContains,
  kCompare,
  kBinary,
  kReflected,
  kInplace,
  kUnary,
  kPower,  // __pow__(self, other, mod=None): slots binary and power
  kReflectedPower,
  kGetItem,
  kSetItem,
  kDeleteItem,
  kGetAttribute,
  kGetattrHook,  // __getattr__: only scripts define it
  kSetAttribute,
  kDeleteAttribute,
  kDescriptorGet,
  kDescriptorSet,
  kDescriptorDelete,
  kCall,
  kInit,
  kFinalize,
};

struct Dunder {
  StrObject** name;
  uint16_t slot;  // offset in TypeSlots
  Wrap wrap;
  uint8_t op;  // BinaryOp, UnaryOp or CompareOp
  const char* signature;
  const char* doc;
};
std::span<const Dunder> dunder_table();

// The __dunder__ wrappers that a builtin type gets for the slots of its own.
class SlotWrappers {
 public:
  explicit SlotWrappers(const TypeSpec& spec);
  // How many there will be at most, __hash__ = None and __new__ included.
  size_t count() const { return count_ + 2; }
  // Adds those whose names the type's namespace has not. [own]: the slots of the spec.
  void add_to(TypeObject& type, const TypeSlots& own) const;

 private:
  static constexpr size_t kMost = 96;
  const Dunder* rows_[kMost];
  size_t count_ = 0;
};

// The rows that [name] has in the table: none, one, or two (__pow__).
std::span<const Dunder* const> dunders_of(StrObject* name);

// What stands in slot [offset] of a class whose methods are to be called. (slot_functions.cpp)
SlotFunction script_slot_function(uint16_t offset);
// In `hash` of types that cannot be hashed.
std::optional<int64_t> hash_not_implemented(Thread& t, Value self);

// `int.__add__`, and bound to an int `(1).__add__`.
struct SlotWrapperObject : Object {
  const Dunder* dunder;
  TypeObject* owner;
  SlotFunction function;
};
struct MethodWrapperObject : Object {
  SlotWrapperObject* wrapper;  // immortal
  Slot self;
};
SlotWrapperObject* slot_wrapper_new(TypeObject* owner, const Dunder& dunder, SlotFunction f);
// Calls the slot. REQUIRES: [self] is an instance of the wrapper's owner.
Ref slot_wrapper_call(Thread& t, const SlotWrapperObject* wrapper, Value self, CallArgs args);

}  // namespace gilt
