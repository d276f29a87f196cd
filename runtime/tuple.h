// tuple: an immutable row of values, stored in the object.
#pragma once

#include <initializer_list>
#include <span>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct TupleObject : Object {
  int64_t size;
  int64_t hash_value;  // 0: not computed
  Slot* items() { return reinterpret_cast<Slot*>(this + 1); }
  Value at(int64_t i) { return items()[i].peek(); }
};

// All items unset: the caller fills every one with items()[i].init(...) before anybody else sees
// it.
RefOf<TupleObject> tuple_new(Thread& t, int64_t size);
RefOf<TupleObject> tuple_of(Thread& t, std::initializer_list<Value> items);  // new counts
RefOf<TupleObject> tuple_adopt(Thread& t, Value* words, int64_t count);  // takes over the counts
RefOf<TupleObject> tuple_from_iterable(Thread& t, Value iterable);
RefOf<TupleObject> tuple_slice(Thread& t, TupleObject* tuple, int64_t start, int64_t stop);
TupleObject* empty_tuple();  // the immortal ()
// For builtin types and other process-wide data: immortal, all items unset, usable before any
// interpreter exists. Its items must be immortal too.
TupleObject* tuple_new_immortal(int64_t size);
inline bool is_tuple(Value v) {
  return v.is_object() && type_of(v)->is(kTypeIsTuple);
}

}  // namespace gilt
