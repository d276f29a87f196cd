// The iterator types of module itertools, in groups of one file each.
#pragma once

#include <span>

#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"

namespace gilt {

struct NamedType {
  const char* name;
  TypeObject* type;
};

std::span<const NamedType> itertools_infinite_types();      // count, cycle, repeat
std::span<const NamedType> itertools_selecting_types();     // compress, islice, takewhile ...
std::span<const NamedType> itertools_combining_types();     // chain, zip_longest, accumulate ...
std::span<const NamedType> itertools_combinatoric_types();  // product, permutations ...
std::span<const NamedType> itertools_grouping_types();      // groupby, tee
Ref itertools_tee(Thread& t, Args args);

// "islice expected at least 2 arguments, got 1", and no keywords.
bool itertools_arguments(Thread& t, const char* name, CallArgs args, uint32_t min, uint32_t max);

struct IteratorParts {
  Ref (*construct)(Thread& t, TypeObject* type, CallArgs args);
  Ref (*next)(Thread& t, Value self);
  const char* doc;
  std::span<const NativeDef> methods = {};
  Ref (*repr)(Thread& t, Value self) = nullptr;
};

// An iterator type whose objects are T, with Life a NativeLife<T, ...>. Its next runs under the
// object's lock (guarded): threads that share it take turns, except while one of them waits or
// runs script code that does.
template <class T, class Life>
TypeObject* make_itertools_type(const char* name, const IteratorParts& parts) {
  TypeSpec spec{
      .name = name,
      .instance_size = sizeof(T),
      .flags = kTypeSubclassable | kTypeTracked,
      .doc = parts.doc,
      .methods = parts.methods,
  };
  Life::fill(spec.slots);
  spec.slots.construct = parts.construct;
  spec.slots.iter = iter_of_iterator;
  spec.slots.next = parts.next;
  spec.slots.repr = parts.repr;
  return type_new_native(spec);
}

// Hands a finished, new iterator to the collector and the caller.
template <class T>
Ref finish_iterator(Thread& t, T* it) {
  Ref ref = Ref::adopt(static_cast<Object*>(it));
  gc_track(t, it);
  return ref;
}

}  // namespace gilt
