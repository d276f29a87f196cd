#include "runtime/struct_sequence.h"

#include <memory>
#include <mutex>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {

namespace {

struct Registered {
  const TypeObject* type;
  StructSequenceSpec spec;
  std::vector<MemberDef> members;
};

std::mutex g_mutex;
std::vector<std::unique_ptr<Registered>> g_registered;

const StructSequenceSpec& spec_of(const TypeObject* type) {
  const std::lock_guard lock(g_mutex);
  for (const auto& entry : g_registered) {
    if (entry->type == type) return entry->spec;
  }
  __builtin_unreachable();
}

size_t size_in_bytes(const StructSequenceSpec& spec) {
  return sizeof(TupleObject) + spec.fields.size() * sizeof(Slot);
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  const StructSequenceSpec& spec = spec_of(type_of(self));
  Slot* fields = static_cast<TupleObject*>(self)->items();
  for (size_t i = 0; i < spec.fields.size(); ++i) release(fields[i].peek());
  instance_free(t, self, size_in_bytes(spec));
}

void traverse(Object* self, Visitor& visitor) {
  const StructSequenceSpec& spec = spec_of(type_of(self));
  Slot* fields = static_cast<TupleObject*>(self)->items();
  for (size_t i = 0; i < spec.fields.size(); ++i) visitor.visit(fields[i]);
}

Ref repr_slot(Thread& t, Value self) {
  const StructSequenceSpec& spec = spec_of(type_of(self));
  StrBuilder out;
  out.append(spec.name);
  out.append('(');
  auto* tuple = self.as<TupleObject>();
  for (int64_t i = 0; i < tuple->size; ++i) {
    if (i > 0) out.append(", ");
    if (const char* name = spec.fields[static_cast<size_t>(i)].name) {
      out.append(name);
      out.append('=');
    }
    GILT_CHECK(out.append_repr(t, tuple->at(i)));
  }
  out.append(')');
  return out.finish(t);
}

// type(iterable, dict={}): items, and the further fields from the dict.
Ref construct(Thread& t, TypeObject* type, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("structseq", "(sequence, dict=...)", false);
  const StructSequenceSpec& spec = spec_of(type);
  if (!spec.instantiable) {
    return fail(t, type_error_type, "cannot create '{}' instances", spec.name);
  }
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(RefOf<TupleObject> items, tuple_from_iterable(t, bound[0]));
  const auto most = static_cast<int64_t>(spec.fields.size());
  if (items->size < spec.visible || items->size > most) {
    const char* how = items->size > most ? "at most" : spec.visible == most ? "" : "at least";
    const int64_t wanted = items->size > most ? most : spec.visible;
    if (spec.visible == most) {
      return fail(t, type_error_type, "{}() takes a {}-sequence ({}-sequence given)", spec.name,
                  most, items->size);
    }
    return fail(t, type_error_type, "{}() takes an {} {}-sequence ({}-sequence given)", spec.name,
                how, wanted, items->size);
  }
  GILT_TRY(StructSequence made, struct_sequence_new(t, type));
  for (int64_t i = 0; i < most; ++i) {
    if (i < items->size) {
      made.fields[i].init(Ref::copy(items->at(i)));
      continue;
    }
    Ref value = Ref::none();
    if (is_dict(bound[1])) {
      const Value given = dict_get_name(bound[1].as<DictObject>(),
                                        intern(spec.fields[static_cast<size_t>(i)].name));
      if (!given.is_unset()) value = Ref::copy(given);
    }
    made.fields[i].init(std::move(value));
  }
  return std::move(made.tuple);
}

Ref reduce_method(Thread& t, Args args) {
  const TypeObject* type = type_of(args[0]);
  const StructSequenceSpec& spec = spec_of(type);
  auto* tuple = args[0].as<TupleObject>();
  GILT_TRY(RefOf<TupleObject> items, tuple_slice(t, tuple, 0, tuple->size));
  GILT_TRY(RefOf<DictObject> rest, dict_new(t));
  for (size_t i = static_cast<size_t>(spec.visible); i < spec.fields.size(); ++i) {
    GILT_CHECK(dict_set_name(t, rest.get(), intern(spec.fields[i].name), tuple->items()[i].peek()));
  }
  GILT_TRY(Ref arguments, tuple_of(t, {items.value(), rest.value()}));
  return tuple_of(t, {to_value(type), arguments.get()});
}

constexpr NativeDef kMethods[] = {
    {"__reduce__", reduce_method, "(self, /)", nullptr},
};

}  // namespace

TypeObject* struct_sequence_type(const StructSequenceSpec& spec) {
  auto entry = std::make_unique<Registered>();
  entry->spec = spec;
  for (size_t i = 0; i < spec.fields.size(); ++i) {
    if (spec.fields[i].name == nullptr) continue;
    const auto offset = static_cast<uint16_t>(sizeof(TupleObject) + i * sizeof(Slot));
    entry->members.push_back({spec.fields[i].name, offset, true, spec.fields[i].doc});
  }
  TypeSpec type_spec = {
      .name = spec.name,
      .base = &tuple_type,
      .instance_size = sizeof(TupleObject),
      .flags = kTypeTracked,
      .doc = spec.doc,
      .slots =
          {
              .dealloc = dealloc,
              .traverse = traverse,
              .construct = construct,
              .repr = repr_slot,
          },
      .methods = kMethods,
      .members = entry->members,
  };
  TypeObject* type = type_new_native(type_spec);
  entry->type = type;
  const std::lock_guard lock(g_mutex);
  g_registered.push_back(std::move(entry));
  return type;
}

std::optional<StructSequence> struct_sequence_new(Thread& t, TypeObject* type) {
  const StructSequenceSpec& spec = spec_of(type);
  auto* tuple = static_cast<TupleObject*>(instance_allocate_sized(t, type, size_in_bytes(spec)));
  if (tuple == nullptr) return std::nullopt;
  tuple->size = spec.visible;
  tuple->hash_value = 0;
  for (size_t i = 0; i < spec.fields.size(); ++i) tuple->items()[i].init_unset();
  StructSequence made{RefOf<TupleObject>::adopt(tuple), tuple->items()};
  return made;
}

Ref struct_sequence_of(Thread& t, TypeObject* type, std::initializer_list<Value> values) {
  GILT_TRY(StructSequence made, struct_sequence_new(t, type));
  Slot* field = made.fields;
  for (const Value v : values) (field++)->init(Ref::copy(v));
  return std::move(made.tuple);
}

}  // namespace gilt
