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

// Ends [object], whose count has reached zero: finaliser, weak references, then its type's dealloc.
// May run script code; never leaves a pending exception behind. (heap.cpp)
void object_died(Object* object);

GILT_ALWAYS_INLINE void retain(Value v) {
  if (v.is_counted()) ++v.as_object()->refcount;
}

GILT_ALWAYS_INLINE void release(Value v) {
  if (v.is_counted()) {
    Object* object = v.as_object();
    if (--object->refcount == 0) [[unlikely]]
      object_died(object);
  }
}

class GILT_TRIVIAL_ABI [[nodiscard]] Ref {
 public:
  Ref() : v_(kUnset) {}
  Ref(Ref&& other) noexcept : v_(std::exchange(other.v_, kUnset)) {}
  Ref(const Ref&) = delete;
  Ref& operator=(const Ref&) = delete;
  Ref& operator=(Ref&& other) noexcept {
    Value old = std::exchange(v_, std::exchange(other.v_, kUnset));
    gilt::release(old);
    return *this;
  }
  ~Ref() { gilt::release(v_); }

  // Takes over the count that [v] owns.
  static Ref adopt(Value v) { return Ref(v); }
  // Takes over the first count of a new object.
  static Ref adopt(Object* fresh) { return Ref(to_value(fresh)); }
  // A further count for a borrowed value.
  static Ref copy(Value v) {
    gilt::retain(v);
    return Ref(v);
  }
  static Ref copy(const Object* object) { return copy(to_value(object)); }
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
class Slot {
 public:
  // For a fresh slot of an object that nobody else knows yet.
  void init(Ref v) { word_ = v.take(); }
  void init_unset() { word_ = kUnset; }
  Value peek() const { return word_; }
  Ref load() const { return Ref::copy(word_); }
  bool is_unset() const { return word_.is_unset(); }
  // Replaces the value; the old one is released after the write, which may run script code.
  // [owner] is the object that this slot is part of.
  void store([[maybe_unused]] Object* owner, Ref v) {
    Value old = std::exchange(word_, v.take());
    gilt::release(old);
  }
  // Replaces the value and hands the old one to the caller.
  Ref exchange([[maybe_unused]] Object* owner, Ref v) {
    return Ref::adopt(std::exchange(word_, v.take()));
  }
  // Empties it. May run script code.
  void clear() {
    Value old = std::exchange(word_, kUnset);
    gilt::release(old);
  }
  // The raw word, for moving whole arrays of slots and for the collector.
  Value& word() { return word_; }

 private:
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
