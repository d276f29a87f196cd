// int | str (PEP 604): a type that is any of several.
#include "runtime/union.h"

#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/typing_types.h"

namespace gilt {
namespace {

// Can [v] stand in a union?
bool unionable(Value v) {
  TypeObject* type = type_of(v);
  return v.is_none() || type->is(kTypeIsType) || type == &generic_alias_type ||
         type == &union_type || type == &type_alias_type || type == &type_var_type ||
         type == &param_spec_type;
}

Value member_of(Value v) {
  return v.is_none() ? to_value(&none_type) : v;
}

// Appends what [v] adds to [members]: those of a union one by one, nothing twice.
bool add(Thread& t, std::vector<Ref>& members, Value v) {
  if (has_shape(v, kUnionShape)) {
    RefOf<TupleObject> inner = RefOf<TupleObject>::from(v.as<UnionObject>()->args.load());
    for (int64_t i = 0; i < inner->size; i++) GILT_CHECK(add(t, members, inner->at(i)));
    return true;
  }
  v = member_of(v);
  for (const Ref& known : members) {
    if (same(known.get(), v)) return true;
    // Aliases are equal when their parts are; classes only when they are the same.
    if (type_of(v) != type_of(known.get()) || type_of(v)->is(kTypeIsType)) continue;
    GILT_TRY(bool twice, equal(t, known.get(), v));
    if (twice) return true;
  }
  members.push_back(Ref::copy(v));
  return true;
}

Ref make(Thread& t, std::vector<Ref> members) {
  if (members.size() == 1) return std::move(members[0]);
  GILT_TRY(RefOf<TupleObject> args, tuple_new(t, static_cast<int64_t>(members.size())));
  for (size_t i = 0; i < members.size(); i++) args->items()[i].init(std::move(members[i]));
  auto* object = object_new<UnionObject>(t, kUnionShape);
  if (object == nullptr) return Failed{};
  object->args.init(std::move(args));
  object->parameters.init_unset();
  Ref result = Ref::adopt(object);
  gc_track(t, object);
  return result;
}

Ref union_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr) return not_implemented();
  return union_of(t, a, b);
}

Ref union_repr(Thread& t, Value self) {
  RefOf<TupleObject> members = RefOf<TupleObject>::from(self.as<UnionObject>()->args.load());
  StrBuilder out;
  for (int64_t i = 0; i < members->size; i++) {
    if (i != 0) out.append(" | ");
    GILT_CHECK(append_type_text(t, out, members->at(i)));
  }
  return out.finish(t);
}

std::optional<int64_t> union_hash(Thread& t, Value self) {
  // The order of the members does not matter.
  GILT_TRY(Ref set, call(t, to_value(&frozenset_type), {self.as<UnionObject>()->args.peek()}));
  return hash(t, set.get());
}

Ref union_compare(Thread& t, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !has_shape(other, kUnionShape))
    return not_implemented();
  GILT_TRY(Ref a, call(t, to_value(&frozenset_type), {self.as<UnionObject>()->args.peek()}));
  GILT_TRY(Ref b, call(t, to_value(&frozenset_type), {other.as<UnionObject>()->args.peek()}));
  return compare(t, op, a.get(), b.get());
}

Ref union_args(Thread&, Value self) {
  return self.as<UnionObject>()->args.load();
}

Ref union_parameters(Thread& t, Value self) {
  return type_parameters_of(t, self.as<UnionObject>()->args.peek());
}

Ref union_origin(Thread&, Value) {
  return Ref::copy(&union_type);
}

Ref union_get_item(Thread& t, Value self, Value key) {
  GILT_TRY(Ref args, substitute_parameters(t, self, self.as<UnionObject>()->args.peek(), key));
  std::vector<Ref> members;
  auto* tuple = args.as<TupleObject>();
  for (int64_t i = 0; i < tuple->size; i++) GILT_CHECK(add(t, members, tuple->at(i)));
  return make(t, std::move(members));
}

// Union[int, str], as typing spells it.
Ref union_class_getitem(Thread& t, Args args) {
  std::vector<Ref> members;
  if (is_tuple(args[1])) {
    auto* tuple = args[1].as<TupleObject>();
    if (tuple->size == 0) return fail(t, type_error_type, "Cannot take a Union of no types.");
    for (int64_t i = 0; i < tuple->size; i++) GILT_CHECK(add(t, members, tuple->at(i)));
  } else {
    GILT_CHECK(add(t, members, args[1]));
  }
  return make(t, std::move(members));
}

void union_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<UnionObject*>(self)->args);
  visitor.visit(static_cast<UnionObject*>(self)->parameters);
}

void union_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<UnionObject*>(self)->args.clear();
  static_cast<UnionObject*>(self)->parameters.clear();
  heap_free(t, self, sizeof(UnionObject));
}

const GetSetDef kGetSets[] = {
    {"__args__", union_args, nullptr, "The members."},
    {"__parameters__", union_parameters, nullptr, "Type variables in the members."},
    {"__origin__", union_origin, nullptr, "Always typing.Union."},
};
const NativeDef kMethods[] = {
    {"__class_getitem__", union_class_getitem, "(cls, object, /)", "Union[X, Y] is X | Y.",
     NativeKind::kClassMethod},
};

}  // namespace

RefOf<TupleObject> union_members(Thread& t, Value union_object) {
  RefOf<TupleObject> members =
      RefOf<TupleObject>::from(union_object.as<UnionObject>()->args.load());
  for (int64_t i = 0; i < members->size; i++) {
    if (has_shape(members->at(i), kGenericAliasShape)) {
      return fail(t, type_error_type, "isinstance() argument 2 cannot be a parameterized generic");
    }
  }
  return members;
}

Ref union_of(Thread& t, Value a, Value b) {
  if (!unionable(a) || !unionable(b)) return not_implemented();
  std::vector<Ref> members;
  GILT_CHECK(add(t, members, a));
  GILT_CHECK(add(t, members, b));
  return make(t, std::move(members));
}

void init_union_type() {
  TypeSpec spec;
  spec.name = "typing.Union";
  spec.instance_size = sizeof(UnionObject);
  spec.flags = kTypeTracked | kTypeNoInstantiate | kTypeHasWeakrefs;
  spec.binary_ops = 1u << static_cast<int>(BinaryOp::kOr);
  spec.compare_ops =
      1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe);
  spec.doc = "A type that is any of several.";
  spec.slots.dealloc = union_dealloc;
  spec.slots.traverse = union_traverse;
  spec.slots.repr = union_repr;
  spec.slots.hash = union_hash;
  spec.slots.compare = union_compare;
  spec.slots.get_item = union_get_item;
  spec.slots.binary = union_binary;
  spec.getsets = kGetSets;
  spec.methods = kMethods;
  type_init_builtin(union_type, kUnionShape, spec);
}

}  // namespace gilt
