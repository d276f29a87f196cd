// Tuples whose items also have names, as time.struct_time and os.stat_result are. Further fields
// may have a name only.
//
//   static TypeObject* type = struct_sequence_type({"time.struct_time", kFields, 9, "..."});
#pragma once

#include <span>

#include "runtime/tuple.h"

namespace gilt {

struct StructSequenceField {
  const char* name;  // null: an item without a name
  const char* doc = nullptr;
};

struct StructSequenceSpec {
  const char* name;  // "module.name"
  std::span<const StructSequenceField> fields;
  int visible;  // how many of the fields are items of the tuple
  const char* doc = nullptr;
  bool instantiable = true;
};

// A new type; call once for each (from a function-local static). [spec]'s texts live for ever.
TypeObject* struct_sequence_type(const StructSequenceSpec& spec);

// An instance with all fields unset; the caller fills fields[0 .. all fields).
struct StructSequence {
  RefOf<TupleObject> tuple;
  Slot* fields = nullptr;
};
std::optional<StructSequence> struct_sequence_new(Thread& t, TypeObject* type);
// The finished tuple of [values], one for each field.
Ref struct_sequence_of(Thread& t, TypeObject* type, std::initializer_list<Value> values);

}  // namespace gilt
