// Object: the 16-byte header of everything that lives on the heap.
//
//   u32 refcount | u8 lock | u8 flags | u16 owner | u32 shape | u32 gc_index
//
// The shape (shape.h) tells all that is static about an object: its type and, for instances, which
// attribute lives in which slot. Builtin types have fixed shape numbers, so `is this a list` is one
// comparison with a constant.
//
// Invariant: refcount counts the counted words (tag 001) that refer to the object. Immortal objects
// have kImmortal set, are only ever referred to by uncounted words, and their refcount is never
// touched.
//
// In the free-threaded build the two top bits of refcount say where the object stands in its life
// between threads (sharing.h): private objects have neither, so that one signed comparison tells a
// private object with further references from every other case.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "runtime/config.h"
#include "runtime/value.h"

namespace gilt {

using ShapeId = uint32_t;

enum ObjectFlags : uint8_t {
  kImmortal = 1 << 0,   // never freed, never counted
  kMeasured = 1 << 1,   // set by the collector for the time of one collection
  kTracked = 1 << 2,    // the cycle collector knows it; gc_index is its place there
  kOldGen = 1 << 3,     // survived a young collection
  kFinalized = 1 << 4,  // its __del__ has run (PEP 442: at most once)
  kHasWeakrefs = 1 << 5,
  kKindFlag0 = 1 << 6,  // free for the kind: see the header of each kind
  kKindFlag1 = 1 << 7,
};

// A word that other threads may read while its writer, who holds the object's lock, changes it:
// reads acquire, writes release. In the build with the lock it is a plain T.
template <class T>
class SharedField {
 public:
  SharedField() = default;
  constexpr SharedField(T value) : value_(value) {}
  SharedField(const SharedField& other) : value_(other.load()) {}

  operator T() const { return load(); }
  T load() const {
    if constexpr (kFreeThreaded) return __atomic_load_n(&value_, __ATOMIC_ACQUIRE);
    return value_;
  }
  void store(T value) {
    if constexpr (kFreeThreaded) {
      __atomic_store_n(&value_, value, __ATOMIC_RELEASE);
    } else {
      value_ = value;
    }
  }
  T operator=(T value) {
    store(value);
    return value;
  }
  T operator=(const SharedField& other) { return *this = other.load(); }
  T operator->() const { return load(); }
  // Not one atomic step: there is one writer at a time.
  T operator++() { return *this = static_cast<T>(load() + 1); }
  T operator--() { return *this = static_cast<T>(load() - 1); }
  T operator++(int) {
    T old = load();
    store(static_cast<T>(old + 1));
    return old;
  }
  T operator--(int) {
    T old = load();
    store(static_cast<T>(old - 1));
    return old;
  }
  template <class U>
  T operator+=(U by) {
    return *this = static_cast<T>(load() + by);
  }
  template <class U>
  T operator-=(U by) {
    return *this = static_cast<T>(load() - by);
  }

 private:
  T value_;
};

// The bits of refcount above the count (free-threaded build).
inline constexpr uint32_t kSharedBit = uint32_t{1} << 31;   // other threads may hold it
inline constexpr uint32_t kRetiredBit = uint32_t{1} << 30;  // waits in a thread's retired list
inline constexpr uint32_t kCountMask = kRetiredBit - 1;

// refcount of immortal objects: shared, if that means anything.
inline constexpr uint32_t kImmortalCount = (kFreeThreaded ? kSharedBit : 0) | 1;

struct Object {
  uint32_t refcount;
  uint8_t lock;                // ObjectLock (sharing.h)
  SharedField<uint8_t> flags;  // ObjectFlags; changed through set_flags and clear_flags
  uint16_t owner;              // number of the thread whose collector lists it is in
  SharedField<ShapeId> shape;
  uint32_t gc_index;  // tracked objects: index in the collector's list; others: free for the kind

  bool has(ObjectFlags flag) const { return (flags.load() & flag) != 0; }
};

static_assert(sizeof(Object) == 16);
static_assert(std::endian::native == std::endian::little, "the count is its word's low half");

// The header of a new object with one reference, which nobody else knows yet: written as two words,
// because a compiler does not put stores of shared fields together.
inline void init_header(Object* object, ShapeId shape) {
  const uint64_t words[] = {1, shape};
  std::memcpy(static_cast<void*>(object), words, sizeof(words));
}

// The same for an object that is never freed.
inline void init_immortal(Object* object, ShapeId shape) {
  init_header(object, shape);
  object->refcount = kImmortalCount;
  object->flags = kImmortal;
}

inline uint32_t refcount_word(const Object* object) {
  if constexpr (kFreeThreaded) return __atomic_load_n(&object->refcount, __ATOMIC_RELAXED);
  return object->refcount;
}
// How many counted references there are.
inline uint32_t reference_count(const Object* object) {
  return kFreeThreaded ? refcount_word(object) & kCountMask : object->refcount;
}
// May other threads hold [object]? Never goes back to false. Immortal objects are shared.
inline bool is_shared(const Object* object) {
  return kFreeThreaded && static_cast<int32_t>(refcount_word(object)) < 0;
}
// Is the one reference to [object] the caller's own, so that nobody sees it change?
inline bool is_unshared_single(const Object* object) {
  return refcount_word(object) == 1;
}

inline void set_flags(Object* object, uint8_t flags) {
  auto* bits = reinterpret_cast<uint8_t*>(&object->flags);
  if (is_shared(object)) {
    __atomic_fetch_or(bits, flags, __ATOMIC_ACQ_REL);
  } else {
    object->flags = static_cast<uint8_t>(object->flags.load() | flags);
  }
}
inline void clear_flags(Object* object, uint8_t flags) {
  auto* bits = reinterpret_cast<uint8_t*>(&object->flags);
  if (is_shared(object)) {
    __atomic_fetch_and(bits, static_cast<uint8_t>(~flags), __ATOMIC_ACQ_REL);
  } else {
    object->flags = static_cast<uint8_t>(object->flags.load() & ~flags);
  }
}

// The word for a borrowed reference to [object]: uncounted when it is immortal. Owns nothing by
// itself.
inline Value to_value(const Object* object) {
  return object->has(kImmortal) ? Value::uncounted(object) : Value::counted(object);
}

}  // namespace gilt
