// list[int] (PEP 585): a class with its type arguments. It behaves as the class, and remembers the
// arguments.
#include <algorithm>

#include "runtime/error.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/typing_types.h"
#include "runtime/union.h"

namespace gilt {

bool append_type_text(Thread& t, StrBuilder& out, Value v) {
  if (v.bits() == ellipsis_value().bits()) {
    out.append("...");
    return true;
  }
  if (v.is_none() || (v.is_object() && v.as_object() == &none_type)) {
    out.append("None");
    return true;
  }
  if (is_tuple(v) || type_of(v)->is(kTypeIsList)) {
    // The parameter list of a Callable.
    out.append('[');
    bool first = true;
    GILT_CHECK(for_each(t, v, [&](Ref item) -> bool {
      if (!first) out.append(", ");
      first = false;
      return append_type_text(t, out, item.get());
    }));
    out.append(']');
    return true;
  }
  if (!type_of(v)->is(kTypeIsType)) return out.append_repr(t, v);
  Ref module = get_attribute_or_unset(t, v, names::module_);
  Ref name = get_attribute_or_unset(t, v, names::qualname_);
  if (module.is_error() || name.is_error()) return false;
  if (!name || !is_str(name.get())) return out.append_repr(t, v);
  if (module && is_str(module.get()) && module.as<StrObject>()->view() != "builtins") {
    out.append(module.as<StrObject>()->view());
    out.append('.');
  }
  out.append(name.as<StrObject>()->view());
  return true;
}

namespace {

bool is_type_parameter(Value v) {
  TypeObject* type = type_of(v);
  return type == &type_var_type || type == &type_var_tuple_type || type == &param_spec_type;
}

bool collect_parameters(Thread& t, Value args, std::vector<Ref>& found) {
  auto* tuple = args.as<TupleObject>();
  for (int64_t i = 0; i < tuple->size; i++) {
    Value v = tuple->at(i);
    if (is_type_parameter(v)) {
      bool known =
          std::any_of(found.begin(), found.end(), [&](const Ref& f) { return same(f.get(), v); });
      if (!known) found.push_back(Ref::copy(v));
      continue;
    }
    if (type_of(v)->is(kTypeIsType)) continue;
    if (is_tuple(v)) {
      GILT_CHECK(collect_parameters(t, v, found));
      continue;
    }
    Ref inner = get_attribute_or_unset(t, v, intern("__parameters__"));
    if (inner.is_error()) return false;
    if (inner && is_tuple(inner.get())) GILT_CHECK(collect_parameters(t, inner.get(), found));
  }
  return true;
}

}  // namespace

Ref type_parameters_of(Thread& t, Value args) {
  std::vector<Ref> found;
  GILT_CHECK(collect_parameters(t, args, found));
  GILT_TRY(RefOf<TupleObject> result, tuple_new(t, static_cast<int64_t>(found.size())));
  for (size_t i = 0; i < found.size(); i++) result->items()[i].init(std::move(found[i]));
  return result;
}

Ref substitute_parameters(Thread& t, Value self, Value args, Value key) {
  GILT_TRY(Ref parameters, type_parameters_of(t, args));
  auto* wanted = parameters.as<TupleObject>();
  if (wanted->size == 0) {
    GILT_TRY(RefOf<StrObject> text, repr(t, self));
    return fail(t, type_error_type, "{} is not a generic class", text->view());
  }
  RefOf<TupleObject> given;
  if (is_tuple(key)) {
    given = RefOf<TupleObject>::from(Ref::copy(key));
  } else {
    GILT_TRY(RefOf<TupleObject> one, tuple_of(t, {key}));
    given = std::move(one);
  }
  if (given->size != wanted->size) {
    GILT_TRY(RefOf<StrObject> text, repr(t, self));
    return fail(t, type_error_type, "Too {} arguments for {}; actual {}, expected {}",
                given->size > wanted->size ? "many" : "few", text->view(), given->size,
                wanted->size);
  }
  auto* old_args = args.as<TupleObject>();
  GILT_TRY(RefOf<TupleObject> result, tuple_new(t, old_args->size));
  for (int64_t i = 0; i < old_args->size; i++) {
    Value v = old_args->at(i);
    Ref replaced = Ref::copy(v);
    if (is_type_parameter(v)) {
      for (int64_t p = 0; p < wanted->size; p++) {
        if (same(wanted->at(p), v)) replaced = Ref::copy(given->at(p));
      }
    } else if (!type_of(v)->is(kTypeIsType)) {
      // list[T] inside: give it those of the arguments that it asks for.
      Ref inner = get_attribute_or_unset(t, v, intern("__parameters__"));
      if (inner.is_error()) return inner;
      if (inner && is_tuple(inner.get()) && inner.as<TupleObject>()->size != 0) {
        auto* names = inner.as<TupleObject>();
        GILT_TRY(RefOf<TupleObject> chosen, tuple_new(t, names->size));
        for (int64_t n = 0; n < names->size; n++) {
          for (int64_t p = 0; p < wanted->size; p++) {
            if (same(wanted->at(p), names->at(n))) chosen->items()[n].init(Ref::copy(given->at(p)));
          }
        }
        GILT_TRY(Ref substituted, get_item(t, v, chosen.value()));
        replaced = std::move(substituted);
      }
    }
    result->items()[i].init(std::move(replaced));
  }
  return result;
}

namespace {

Ref make(Thread& t, Value origin, Value arguments, bool starred,
         TypeObject* type = &generic_alias_type) {
  Ref args;
  if (is_tuple(arguments)) {
    args = Ref::copy(arguments);
  } else {
    GILT_TRY(RefOf<TupleObject> one, tuple_of(t, {arguments}));
    args = std::move(one);
  }
  auto* object = native_allocate<GenericAliasObject>(t, type);
  if (object == nullptr) return Failed{};
  object->origin.init(Ref::copy(origin));
  object->args.init(std::move(args));
  object->parameters.init_unset();
  object->starred = starred;
  Ref result = Ref::adopt(object);
  gc_track(t, object);
  return result;
}

Ref alias_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(no_keywords(t, "GenericAlias", args));
  if (args.positional != 2) {
    return fail(t, type_error_type, "GenericAlias expected 2 arguments, got {}", args.positional);
  }
  return make(t, args[0], args[1], false, type);
}

GenericAliasObject* alias_of(Value self) {
  return self.as<GenericAliasObject>();
}

Ref alias_repr(Thread& t, Value self) {
  StrBuilder out;
  if (alias_of(self)->starred) out.append('*');
  GILT_CHECK(append_type_text(t, out, alias_of(self)->origin.peek()));
  out.append('[');
  auto* args = alias_of(self)->args.peek().as<TupleObject>();
  for (int64_t i = 0; i < args->size; i++) {
    if (i != 0) out.append(", ");
    GILT_CHECK(append_type_text(t, out, args->at(i)));
  }
  if (args->size == 0) out.append("()");
  out.append(']');
  return out.finish(t);
}

std::optional<int64_t> alias_hash(Thread& t, Value self) {
  GILT_TRY(int64_t a, hash(t, alias_of(self)->origin.peek()));
  GILT_TRY(int64_t b, hash(t, alias_of(self)->args.peek()));
  int64_t mixed = a ^ b;
  return mixed == -1 ? -2 : mixed;
}

Ref alias_compare(Thread& t, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !has_shape(other, kGenericAliasShape))
    return not_implemented();
  bool same_kind = alias_of(self)->starred == alias_of(other)->starred;
  GILT_TRY(bool origins, equal(t, alias_of(self)->origin.peek(), alias_of(other)->origin.peek()));
  GILT_TRY(bool arguments, equal(t, alias_of(self)->args.peek(), alias_of(other)->args.peek()));
  return Ref::boolean((same_kind && origins && arguments) == (op == CompareOp::kEq));
}

Ref alias_call(Thread& t, Value self, CallArgs args) {
  GILT_TRY(Ref made, call(t, alias_of(self)->origin.peek(), args));
  // Instances of script classes learn what they were made with; others cannot keep it.
  if (!set_attribute(t, made.get(), intern("__orig_class__"), self)) {
    if (!error_matches(t, attribute_error_type) && !error_matches(t, type_error_type))
      return Failed{};
    error_clear(t);
  }
  return made;
}

Ref alias_get_item(Thread& t, Value self, Value key) {
  GILT_TRY(Ref args, substitute_parameters(t, self, alias_of(self)->args.peek(), key));
  return make(t, alias_of(self)->origin.peek(), args.get(), alias_of(self)->starred);
}

// Most attributes are the class's.
Ref alias_get_attribute(Thread& t, Value self, StrObject* name) {
  std::string_view text = name->view();
  static constexpr std::string_view kOwn[] = {"__origin__",     "__args__",
                                              "__parameters__", "__mro_entries__",
                                              "__reduce_ex__",  "__reduce__",
                                              "__copy__",       "__deepcopy__",
                                              "__unpacked__",   "__typing_unpacked_tuple_args__",
                                              "__class__"};
  bool dunder = text.size() > 4 && text.substr(0, 2) == "__";
  bool own = std::find(std::begin(kOwn), std::end(kOwn), text) != std::end(kOwn);
  if (!dunder || !own) {
    if (!dunder || (text != "__repr__" && text != "__hash__" && text != "__eq__" &&
                    text != "__instancecheck__" && text != "__subclasscheck__" &&
                    text != "__getitem__" && text != "__call__" && text != "__iter__")) {
      return get_attribute(t, alias_of(self)->origin.peek(), name);
    }
  }
  return object_get_attribute(t, self, name);
}

Ref alias_iter(Thread& t, Value self) {
  // *list[int] in a subscript: one starred item.
  GILT_TRY(Ref starred, make(t, alias_of(self)->origin.peek(), alias_of(self)->args.peek(), true));
  GILT_TRY(RefOf<TupleObject> one, tuple_of(t, {starred.get()}));
  return get_iter(t, one.value());
}

Ref alias_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr) return not_implemented();
  return union_of(t, a, b);
}

Ref alias_origin(Thread&, Value self) {
  return alias_of(self)->origin.load();
}
Ref alias_args(Thread&, Value self) {
  return alias_of(self)->args.load();
}
Ref alias_unpacked(Thread&, Value self) {
  return Ref::boolean(alias_of(self)->starred);
}
Ref alias_parameters(Thread& t, Value self) {
  auto* alias = alias_of(self);
  if (alias->parameters.is_unset()) {
    GILT_TRY(Ref parameters, type_parameters_of(t, alias->args.peek()));
    alias->parameters.store(alias, std::move(parameters));
  }
  return alias->parameters.load();
}

Ref alias_mro_entries(Thread& t, Args args) {
  return tuple_of(t, {alias_of(args[0])->origin.peek()});
}
Ref alias_instancecheck(Thread& t, Args) {
  return fail(t, type_error_type, "isinstance() argument 2 cannot be a parameterized generic");
}
Ref alias_subclasscheck(Thread& t, Args) {
  return fail(t, type_error_type, "issubclass() argument 2 cannot be a parameterized generic");
}
Ref alias_reduce(Thread& t, Args args) {
  GILT_TRY(RefOf<TupleObject> parts,
           tuple_of(t, {alias_of(args[0])->origin.peek(), alias_of(args[0])->args.peek()}));
  return tuple_of(t, {to_value(&generic_alias_type), parts.value()});
}

void alias_traverse(Object* self, Visitor& visitor) {
  auto* alias = static_cast<GenericAliasObject*>(self);
  visitor.visit(alias->origin);
  visitor.visit(alias->args);
  visitor.visit(alias->parameters);
}

void alias_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* alias = static_cast<GenericAliasObject*>(self);
  alias->origin.clear();
  alias->args.clear();
  alias->parameters.clear();
  native_free<GenericAliasObject>(t, self);
}

const NativeDef kMethods[] = {
    {"__mro_entries__", alias_mro_entries, "(self, bases, /)",
     "A class that derives from list[int] derives from list."},
    {"__instancecheck__", alias_instancecheck, "(self, instance, /)", "Refuses."},
    {"__subclasscheck__", alias_subclasscheck, "(self, cls, /)", "Refuses."},
    {"__reduce__", alias_reduce, "(self, /)", "For pickle."},
};
const GetSetDef kGetSets[] = {
    {"__origin__", alias_origin, nullptr, "The class."},
    {"__args__", alias_args, nullptr, "Its type arguments."},
    {"__parameters__", alias_parameters, nullptr, "Type variables in the arguments."},
    {"__unpacked__", alias_unpacked, nullptr, "Whether it was written with a star."},
};

}  // namespace

Ref generic_alias_of(Thread& t, Value origin, Value arguments) {
  return make(t, origin, arguments, false);
}

void init_generic_alias_type() {
  TypeSpec spec;
  spec.name = "types.GenericAlias";
  spec.instance_size = sizeof(GenericAliasObject);
  spec.flags = kTypeTracked | kTypeHasWeakrefs | kTypeCustomGetattr | kTypeSubclassable;
  spec.binary_ops = 1u << static_cast<int>(BinaryOp::kOr);
  spec.compare_ops =
      1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe);
  spec.doc = "A class with its type arguments, such as list[int].";
  spec.slots.dealloc = alias_dealloc;
  spec.slots.traverse = alias_traverse;
  spec.slots.construct = alias_construct;
  spec.slots.repr = alias_repr;
  spec.slots.hash = alias_hash;
  spec.slots.compare = alias_compare;
  spec.slots.call = alias_call;
  spec.slots.get_attribute = alias_get_attribute;
  spec.slots.get_item = alias_get_item;
  spec.slots.iter = alias_iter;
  spec.slots.binary = alias_binary;
  spec.methods = kMethods;
  spec.getsets = kGetSets;
  type_init_builtin(generic_alias_type, kGenericAliasShape, spec);
}

}  // namespace gilt
