// Ref and Slot: who owns a count.
//
// The rules, in order of how often they matter:
//  1. A plain Value parameter is borrowed: the caller keeps it alive during the call.
//  2. A Ref owns one count and gives it back in its destructor. Functions that make or fetch a
//  value
//     return a Ref. An error is a Ref too: it holds the error mark, and the exception waits in the
//     thread.
//  3. Every word inside a heap object is a Slot. A Slot owns its count; it is written through
//  store(),
//     which is where the free-threaded build publishes, and read through load() (a new Ref) or
//     peek() (borrowed: good only until anything that could run script code or write that slot).
//  4. After anything that can run script code (a call, an attribute, __eq__, __hash__, __del__: so
//  every
//     release too), containers may have changed: look again, and hold Refs across it, never bare
//     Values.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/object.h"

namespace gilt {

// Gives up the last count of a private object: finaliser, weak references, then its type's dealloc.
// Gives up a count of a shared one, which ends at a meeting of all threads if it was the last
// (world.h). May run script code; never leaves a pending exception behind. (heap.cpp)
void object_died(Object* object) noexcept;

// Changes the count of a private object. A plain write under the thread sanitizer, which so reports
// every thread that touches another's private object; otherwise the word is read anew, so that one
// instruction does it.
GILT_ALWAYS_INLINE void change_private_count(Object* object, int32_t by) {
#if GILT_THREAD_SANITIZER
  object->refcount += static_cast<uint32_t>(by);
#else
  __atomic_store_n(&object->refcount, refcount_word(object) + static_cast<uint32_t>(by),
                   __ATOMIC_RELAXED);
#endif
}

// Gives up one count and says whether object_died() has to be called: it was the last one, or the
// object is shared, whose counts are the business of object_died. For callers that cannot call.
GILT_ALWAYS_INLINE bool drop_count(Object* object) {
  if constexpr (kFreeThreaded) {
    uint32_t count = refcount_word(object);
    if (static_cast<int32_t>(count) <= 1) [[unlikely]]
      return true;
    change_private_count(object, -1);
    return false;
  }
  return --object->refcount == 0;
}

GILT_ALWAYS_INLINE void add_count(Object* object) {
  if constexpr (kFreeThreaded) {
    if (is_shared(object)) [[unlikely]] {
      __atomic_fetch_add(&object->refcount, 1, __ATOMIC_RELAXED);
    } else {
      change_private_count(object, 1);
    }
    return;
  }
  ++object->refcount;
}

// A further count for a word that already owns one: of a slot, a Ref, or an object's address.
GILT_ALWAYS_INLINE void retain(Value v) {
  if (v.is_counted()) add_count(v.as_object());
}

GILT_ALWAYS_INLINE void release(Value v) {
  if (v.is_counted()) {
    Object* object = v.as_object();
    if (drop_count(object)) [[unlikely]]
      object_died(object);
  }
}

// Words change their tag on the way between registers and the heap (free-threaded build; in the
// other one both ways only count). A register holds a shared object uncounted, because threads that
// count the same object fight for its cache line: the object stays as long as a register of some
// thread holds it (world.h). The heap and native code's Refs count it.

// The word that a further register may hold, for any word.
GILT_ALWAYS_INLINE Value to_register(Value v) {
  if (v.is_counted()) {
    Object* object = v.as_object();
    if constexpr (kFreeThreaded) {
      if (is_shared(object)) [[unlikely]]
        return Value::uncounted(object);
      change_private_count(object, 1);
    } else {
      ++object->refcount;
    }
  }
  return v;
}

// The word that a slot or a Ref may own in place of the uncounted one that a register gives up.
GILT_ALWAYS_INLINE Value owned_to_heap(Value v) {
  if constexpr (kFreeThreaded) {
    if ((v.bits() & 7) == Value::kUncountedTag && !v.as_object()->has(kImmortal)) [[unlikely]] {
      __atomic_fetch_add(&v.as_object()->refcount, 1, __ATOMIC_RELAXED);
      return Value::counted(v.as_object());
    }
  }
  return v;
}

// The same for [count] words that registers give up, in place.
inline void own_words(Value* words, int64_t count) {
  if constexpr (kFreeThreaded) {
    for (int64_t i = 0; i < count; i++) words[i] = owned_to_heap(words[i]);
  }
}

// A further word for a slot or a Ref, from any word.
GILT_ALWAYS_INLINE Value to_heap(Value v) {
  if constexpr (kFreeThreaded) {
    // The count tells private objects from all others, whatever the tag.
    if (!v.is_object()) return v;
    Object* object = v.as_object();
    if (!is_shared(object)) {
      change_private_count(object, 1);
      return v;
    }
    if (object->has(kImmortal)) return Value::uncounted(object);
    __atomic_fetch_add(&object->refcount, 1, __ATOMIC_RELAXED);
    return Value::counted(object);
  }
  retain(v);
  return v;
}

// Publishes [v] (sharing.h): everything reachable from it may be held by other threads from now on.
// Called before [v] is stored where other threads look. Never runs script code, never fails.
void publish(Value v) noexcept;

// Is [v] an object that nobody else can hold?
GILT_ALWAYS_INLINE bool is_private(Value v) {
  return kFreeThreaded && v.is_counted() && !is_shared(v.as_object());
}
// Does storing [v] in [owner] publish it?
GILT_ALWAYS_INLINE bool stores_need_help(const Object* owner, Value v) {
  return kFreeThreaded && is_shared(owner) && is_private(v);
}

// release() for destructors. It gets the word, not its place: what takes an address keeps a Ref in
// memory, also in a function that calls it only where a C++ exception passes.
inline void release_word(Value v) noexcept {
  release(v);
}

class GILT_TRIVIAL_ABI [[nodiscard]] Ref {
 public:
  Ref() : v_(kUnset) {}
  Ref(Ref&& other) noexcept : v_(std::exchange(other.v_, kUnset)) {}
  Ref(const Ref&) = delete;
  Ref& operator=(const Ref&) = delete;
  GILT_ALWAYS_INLINE Ref& operator=(Ref&& other) noexcept {
    Value old = std::exchange(v_, std::exchange(other.v_, kUnset));
    release_word(old);
    return *this;
  }
  GILT_ALWAYS_INLINE ~Ref() { release_word(v_); }

  // Takes over the count that [v] owns (or holds [v] anew if a register held it uncounted).
  static Ref adopt(Value v) { return Ref(owned_to_heap(v)); }
  // Takes over the first count of a new object.
  static Ref adopt(Object* fresh) { return Ref(to_value(fresh)); }
  // A further count for a borrowed value.
  static Ref copy(Value v) { return Ref(to_heap(v)); }
  static Ref copy(const Object* object) {
    if (object->has(kImmortal)) return Ref(Value::uncounted(object));
    add_count(const_cast<Object*>(object));
    return Ref(Value::counted(object));
  }
  // An object that is known to be immortal.
  static Ref immortal(const Object* object) { return Ref(Value::uncounted(object)); }
  // Marks and immediates need no counting.
  static Ref none() { return Ref(kNone); }
  static Ref boolean(bool b) { return Ref(Value::boolean(b)); }
  static Ref error() { return Ref(kErrorMark); }
  static Ref unset() { return Ref(kUnset); }

  Value get() const { return v_; }
  bool is_error() const { return v_.is_error(); }
  bool is_unset() const { return v_.is_unset(); }
  bool is_none() const { return v_.is_none(); }
  // True unless this is an error or nothing.
  explicit operator bool() const { return !is_error() && !is_unset(); }
  template <class T>
  T* as() const {
    return v_.as<T>();
  }
  // Hands the count to the caller and leaves this unset.
  [[nodiscard]] Value take() { return std::exchange(v_, kUnset); }
  Ref copy() const { return copy(v_); }

 private:
  friend class Slot;  // whose words own their counts
  explicit Ref(Value v) : v_(v) {}
  Value v_;
};

// What a function that fails returns after raising: converts to the failure of every result type in
// use (Ref and RefOf: the error mark; bool: false; pointers: null; std::optional: nothing).
//
// The optionals in use are named one by one: std::optional<T> would otherwise make itself a T from
// whatever a Failed converts to (an optional<bool> that holds false), and only a function that is
// not a template is preferred to that constructor.
struct [[nodiscard]] Failed {
  operator Ref() const { return Ref::error(); }
  template <class T>
    requires std::same_as<T, bool>
  operator T() const {
    return false;
  }
  template <class T>
  operator T*() const {
    return nullptr;
  }
  operator std::optional<bool>() && { return std::nullopt; }
  operator std::optional<std::string>() && { return std::nullopt; }
  operator std::optional<std::string_view>() && { return std::nullopt; }
  template <class T>
    requires std::is_arithmetic_v<T>
  operator std::optional<T>() && {
    return std::nullopt;
  }
  template <class Optional>
    requires requires(Optional o) {
      o.has_value();
      requires !std::is_arithmetic_v<typename Optional::value_type>;
    }
  operator Optional() && {
    return Optional();
  }
};

// A word inside a heap object. Trivial, so that arrays of slots can be allocated raw; the object's
// dealloc clears its slots.
//
// Any thread may read the slots of a shared object at any time: each is read and written as one
// word. A word that was taken out of a shared object's slot stays valid until the thread's next
// safepoint, so load() can count what peek() saw.
class Slot {
 public:
  // For a fresh slot of an object that nobody else knows yet, or that is published afterwards.
  void init(Ref v) { set_word(v.take()); }
  void init_unset() { set_word(kUnset); }
  Value peek() const {
    if constexpr (kFreeThreaded) return Value::from_bits(__atomic_load_n(bits(), __ATOMIC_ACQUIRE));
    return word_;
  }
  Ref load() const { return Ref::copy(peek()); }
  bool is_unset() const { return peek().is_unset(); }
  // Replaces the value; the old one is released after the write, which may run script code.
  // [owner] is the object that this slot is part of: if it is shared the value is published.
  void store(Object* owner, Ref v) { release_word(exchange_word(owner, v.take())); }
  // Replaces the value and hands the old one to the caller.
  Ref exchange(Object* owner, Ref v) { return Ref(exchange_word(owner, v.take())); }
  // Empties it. May run script code.
  void clear(Object* owner) { release_word(exchange_word(owner, kUnset)); }
  // The same where nobody else can reach the owner: dealloc and clear functions.
  void clear() {
    Value old = peek();
    set_word(kUnset);
    gilt::release(old);
  }

  // -- raw words, for the machine, for arrays of slots and for the collector --
  // Replaces the word, which brings its count, and returns the old one with its.
  GILT_ALWAYS_INLINE Value exchange_word(Object* owner, Value v) {
    if constexpr (kFreeThreaded) {
      if (is_shared(owner)) [[unlikely]]
        return exchange_shared(v);
    }
    Value old = peek();
    set_word(v);
    return old;
  }
  // The same for the machine, which cannot call. REQUIRES: !stores_need_help(owner, v).
  GILT_ALWAYS_INLINE Value exchange_word_inline(Object* owner, Value v) {
    if (is_shared(owner)) return swap_word(v);
    Value old = peek();
    set_word(v);
    return old;
  }
  // The same for a value that needs no publishing, or an owner that nobody else can hold.
  Value swap_word(Value v) {
    if constexpr (kFreeThreaded)
      return Value::from_bits(__atomic_exchange_n(bits(), v.bits(), __ATOMIC_ACQ_REL));
    return std::exchange(word_, v);
  }
  // Only writes. REQUIRES: the writer holds the owner's lock, or the owner is private.
  void set_word(Value v) {
    if constexpr (kFreeThreaded) {
      __atomic_store_n(bits(), v.bits(), __ATOMIC_RELEASE);
    } else {
      word_ = v;
    }
  }
  // The place itself. REQUIRES: no other thread writes it.
  Value& word() { return word_; }

 private:
  // Out of line: the callers are many, and most owners private.
  GILT_NOINLINE Value exchange_shared(Value v) noexcept {
    if (is_private(v)) publish(v);
    return swap_word(v);
  }
  uint64_t* bits() { return reinterpret_cast<uint64_t*>(&word_); }
  const uint64_t* bits() const { return reinterpret_cast<const uint64_t*>(&word_); }

  Value word_;
};

static_assert(sizeof(Slot) == 8);

// An empty slot, for members that are initialised in place.
inline Slot unset_slot() {
  Slot slot;
  slot.init_unset();
  return slot;
}

// A Ref that is known to refer to a T (or to be an error or nothing).
template <class T>
class GILT_TRIVIAL_ABI [[nodiscard]] RefOf {
 public:
  RefOf() = default;
  RefOf(Failed) : ref_(Ref::error()) {}
  static RefOf adopt(T* fresh) { return RefOf(Ref::adopt(static_cast<Object*>(fresh))); }
  static RefOf copy(T* object) { return RefOf(Ref::copy(static_cast<Object*>(object))); }
  // REQUIRES: [ref] refers to a T, or is an error or unset.
  static RefOf from(Ref ref) { return RefOf(std::move(ref)); }

  bool is_error() const { return ref_.is_error(); }
  explicit operator bool() const { return static_cast<bool>(ref_); }
  T* operator->() const { return ref_.template as<T>(); }
  T* get() const { return ref_ ? ref_.template as<T>() : nullptr; }
  Value value() const { return ref_.get(); }
  operator Ref() && { return std::move(ref_); }
  RefOf copy() const { return RefOf(ref_.copy()); }

 private:
  explicit RefOf(Ref ref) : ref_(std::move(ref)) {}
  Ref ref_;
};

// Passes a failure on. With a result: GILT_TRY(Ref item, list_get(t, list, i));
#define GILT_TRY(declaration, expression) \
  GILT_TRY_IMPL(GILT_TRY_CAT(gilt_try_, __LINE__), declaration, expression)
#define GILT_TRY_CAT_IMPL(a, b) a##b
#define GILT_TRY_CAT(a, b) GILT_TRY_CAT_IMPL(a, b)
#define GILT_TRY_IMPL(temporary, declaration, expression) \
  auto temporary = (expression);                          \
  if (::gilt::failed(temporary)) [[unlikely]]             \
    return ::gilt::Failed{};                              \
  declaration = ::gilt::unwrap(std::move(temporary))
// Without: GILT_CHECK(list_append(t, list, v));
#define GILT_CHECK(expression)                 \
  if (::gilt::failed(expression)) [[unlikely]] \
    return ::gilt::Failed {}

inline bool failed(const Ref& r) {
  return r.is_error();
}
template <class T>
bool failed(const RefOf<T>& r) {
  return r.is_error();
}
inline bool failed(bool ok) {
  return !ok;
}
template <class T>
bool failed(T* pointer) {
  return pointer == nullptr;
}
template <class T>
  requires requires(T o) { o.has_value(); }
bool failed(const T& optional) {
  return !optional.has_value();
}
inline Ref unwrap(Ref&& r) {
  return std::move(r);
}
template <class T>
RefOf<T> unwrap(RefOf<T>&& r) {
  return std::move(r);
}
template <class T>
T* unwrap(T* pointer) {
  return pointer;
}
template <class T>
  requires requires(T o) { o.has_value(); }
auto unwrap(T&& optional) {
  return *std::forward<T>(optional);
}

}  // namespace gilt
