// Inline caches: what one attribute site of the bytecode learned, in one 64-bit word beside it.
//
//   bits 0..31  shape of the object that was seen       bits 48..55  kind
//   bits 32..47 slot, meaning by kind                   bits 56..63  spare: misses so far
//
// The word is read in one load and replaced in one store, so it needs no lock, and no thread can
// see half of one. Zero (shape kNoShape) is an empty cache. A hit writes nothing. A site that keeps
// missing becomes megamorphic: it stops rewriting, because a cache line that several threads write
// costs more than the look-up that it saves. Such sites share one table (attribute_cache.h).
//
// Why a shape number is enough: an instance's shape lists all its attributes and names its type,
// and shapes are never reused. What a cache holds of the *type* (methods, properties) is the number
// of a place in type->resolved, which is emptied when the class changes.
#pragma once

#include "interpreter/code.h"
#include "runtime/shape.h"

namespace gilt {

enum class CacheKind : uint8_t {
  kEmpty,
  kInlineSlot,    // slot: words from the object's start
  kOverflowSlot,  // slot: index in InstanceExtra::overflow
  kMethod,        // slot: place in type->resolved: a function, no instance attribute of that name
  kTypeValue,     // slot: place in type->resolved: a value that is no descriptor
  kProperty,      // slot: place in type->resolved: a property with a getter
  kNativeField,   // slot: place in type->resolved: a descriptor of a builtin type's attribute
  kDictMode,      // a real dict: slot: place of the type's own attribute, kNoPlace when absent
  kClass,         // the object is a class: slot: place in its own resolved table
  kModule,        // the object is a module with this shape: slot: place in g_module_cells
  kAddInline,     // STORE_ATTR that adds the attribute: slot as kInlineSlot; next shape in word 2
  kMegamorphic,
};

inline constexpr uint16_t kNoPlace = 0xffff;
inline constexpr uint8_t kMaxMisses = 16;

struct CacheWord {
  uint64_t bits;

  ShapeId shape() const { return static_cast<ShapeId>(bits); }
  uint16_t slot() const { return static_cast<uint16_t>(bits >> 32); }
  CacheKind kind() const { return static_cast<CacheKind>(bits >> 48); }
  uint8_t misses() const { return static_cast<uint8_t>(bits >> 56); }
  // Kind and slot alone, misses left out.
  static constexpr uint64_t kKindMask = uint64_t{0xff} << 48;
  static constexpr uint64_t kind_bits(CacheKind kind) { return static_cast<uint64_t>(kind) << 48; }
  bool is(CacheKind kind) const { return (bits & kKindMask) == kind_bits(kind); }
};

inline CacheWord make_cache(ShapeId shape, uint16_t slot, CacheKind kind, uint8_t misses) {
  return {uint64_t{shape} | uint64_t{slot} << 32 | CacheWord::kind_bits(kind) |
          uint64_t{misses} << 56};
}
GILT_ALWAYS_INLINE CacheWord load_cache(const Instr* word) {
  return {__atomic_load_n(word, __ATOMIC_ACQUIRE)};
}
inline void store_cache(const Instr* word, CacheWord cache) {
  __atomic_store_n(const_cast<Instr*>(word), cache.bits, __ATOMIC_RELEASE);
}

// The second word of STORE_ATTR: {old shape, new shape}, valid on its own.
inline uint64_t make_transition(ShapeId from, ShapeId to) {
  return uint64_t{from} | uint64_t{to} << 32;
}

}  // namespace gilt
