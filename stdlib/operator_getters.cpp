#include "stdlib/operator_getters.h"

#include <string_view>
#include <vector>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// All three: what is to be got.
struct GetterObject : Object {
  Slot wanted;  // itemgetter: tuple of keys; attrgetter: of names with dots; methodcaller: name
  Slot paths;   // attrgetter: tuple of tuples of names; methodcaller: positional arguments
  Slot names;   // methodcaller: names of keyword arguments, or unset; their values end paths
};
using Life =
    NativeLife<GetterObject, &GetterObject::wanted, &GetterObject::paths, &GetterObject::names>;

TupleObject* tuple_in(const Slot& slot) {
  return slot.peek().as<TupleObject>();
}

RefOf<TupleObject> tuple_from_arguments(Thread& t, CallArgs args, uint32_t first, uint32_t end) {
  GILT_TRY(auto tuple, tuple_new(t, end - first));
  for (uint32_t i = first; i < end; ++i) tuple->items()[i - first].init(Ref::copy(args[i]));
  return tuple;
}

// The one argument of a getter's call.
bool one_argument(Thread& t, const char* name, CallArgs args) {
  GILT_CHECK(no_keywords(t, name, args));
  if (args.positional == 1) return true;
  return fail(t, type_error_type, "{} expected 1 argument, got {}", name, args.positional);
}

Ref finish(Thread& t, GetterObject* getter) {
  Ref ref = Ref::adopt(getter);
  gc_track(t, getter);
  return ref;
}

// name(arg, arg ...)
Ref repr_of(Thread& t, Value self, TupleObject* args) {
  ReprGuard guard(t, self);
  StrBuilder text;
  text.append("operator.");
  text.append(type_of(self)->name->view());
  text.append('(');
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    text.append("...");
  }
  for (int64_t i = 0; guard.entered() && i < args->size; ++i) {
    if (i > 0) text.append(", ");
    GILT_CHECK(text.append_repr(t, args->at(i)));
  }
  text.append(')');
  return text.finish(t);
}

Ref wanted_repr(Thread& t, Value self) {
  return repr_of(t, self, tuple_in(self.as<GetterObject>()->wanted));
}

Ref wanted_reduce(Thread& t, Args args) {
  return tuple_of(t, {to_value(type_of(args[0])), args[0].as<GetterObject>()->wanted.peek()});
}

// -- itemgetter --

Ref item_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(no_keywords(t, "itemgetter", args));
  if (args.positional == 0)
    return fail(t, type_error_type, "itemgetter expected 1 argument, got 0");
  GILT_TRY(auto keys, tuple_from_arguments(t, args, 0, args.positional));
  auto* getter = Life::allocate(t, type);
  if (!getter) return Failed{};
  getter->wanted.init(std::move(keys));
  return finish(t, getter);
}

Ref item_call(Thread& t, Value self, CallArgs args) {
  GILT_CHECK(one_argument(t, "itemgetter", args));
  auto* keys = tuple_in(self.as<GetterObject>()->wanted);
  Value source = args[0];
  if (keys->size == 1) {
    Value key = keys->at(0);
    // The usual: a column of a tuple.
    if (key.is_int() && key.as_int() >= 0 && has_shape(source, kTupleShape) &&
        key.as_int() < source.as<TupleObject>()->size)
      return source.as<TupleObject>()->items()[key.as_int()].load();
    return get_item(t, source, key);
  }
  GILT_TRY(auto result, tuple_new(t, keys->size));
  for (int64_t i = 0; i < keys->size; ++i) {
    GILT_TRY(Ref item, get_item(t, source, keys->at(i)));
    result->items()[i].init(std::move(item));
  }
  return result;
}

// -- attrgetter --

// "a.b" as (a, b).
RefOf<TupleObject> split_path(Thread& t, std::string_view path) {
  std::vector<Value> names;
  while (true) {
    size_t dot = path.find('.');
    names.push_back(to_value(intern(path.substr(0, dot))));
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  return tuple_adopt(t, names.data(), static_cast<int64_t>(names.size()));
}

Ref attr_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_CHECK(no_keywords(t, "attrgetter", args));
  if (args.positional == 0)
    return fail(t, type_error_type, "attrgetter expected 1 argument, got 0");
  GILT_TRY(auto wanted, tuple_from_arguments(t, args, 0, args.positional));
  GILT_TRY(auto paths, tuple_new(t, wanted->size));
  for (int64_t i = 0; i < wanted->size; ++i) {
    if (!is_str(wanted->at(i))) return fail(t, type_error_type, "attribute name must be a string");
    GILT_TRY(auto path, split_path(t, wanted->at(i).as<StrObject>()->view()));
    paths->items()[i].init(std::move(path));
  }
  auto* getter = Life::allocate(t, type);
  if (!getter) return Failed{};
  getter->wanted.init(std::move(wanted));
  getter->paths.init(std::move(paths));
  return finish(t, getter);
}

Ref follow(Thread& t, Value source, TupleObject* path) {
  Ref value = Ref::copy(source);
  for (int64_t i = 0; i < path->size; ++i) {
    GILT_TRY(value, get_attribute(t, value.get(), path->at(i).as<StrObject>()));
  }
  return value;
}

Ref attr_call(Thread& t, Value self, CallArgs args) {
  GILT_CHECK(one_argument(t, "attrgetter", args));
  auto* paths = tuple_in(self.as<GetterObject>()->paths);
  if (paths->size == 1) return follow(t, args[0], paths->at(0).as<TupleObject>());
  GILT_TRY(auto result, tuple_new(t, paths->size));
  for (int64_t i = 0; i < paths->size; ++i) {
    GILT_TRY(Ref value, follow(t, args[0], paths->at(i).as<TupleObject>()));
    result->items()[i].init(std::move(value));
  }
  return result;
}

// -- methodcaller --

Ref method_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (args.positional == 0)
    return fail(t, type_error_type, "methodcaller needs at least one argument, the method name");
  if (!is_str(args[0])) return fail(t, type_error_type, "method name must be a string");
  uint32_t keywords = args.kwnames ? static_cast<uint32_t>(args.kwnames->size) : 0;
  GILT_TRY(auto values, tuple_from_arguments(t, args, 1, args.positional + keywords));
  auto* getter = Life::allocate(t, type);
  if (!getter) return Failed{};
  getter->wanted.init(Ref::copy(intern(args[0].as<StrObject>())));
  getter->paths.init(std::move(values));
  if (keywords > 0) getter->names.init(Ref::copy(args.kwnames));
  return finish(t, getter);
}

uint32_t keyword_count(const GetterObject* getter) {
  return getter->names.is_unset() ? 0 : static_cast<uint32_t>(tuple_in(getter->names)->size);
}

Ref method_call(Thread& t, Value self, CallArgs args) {
  GILT_CHECK(one_argument(t, "methodcaller", args));
  auto* getter = self.as<GetterObject>();
  GILT_TRY(Ref method, get_attribute(t, args[0], getter->wanted.peek().as<StrObject>()));
  auto* values = tuple_in(getter->paths);
  uint32_t keywords = keyword_count(getter);
  return call(t, method.get(),
              CallArgs{&values->items()[0].word(), static_cast<uint32_t>(values->size) - keywords,
                       keywords > 0 ? tuple_in(getter->names) : nullptr});
}

Ref method_repr(Thread& t, Value self) {
  auto* getter = self.as<GetterObject>();
  StrBuilder text;
  text.append("operator.");
  text.append(type_of(self)->name->view());
  text.append('(');
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    text.append("...)");
    return text.finish(t);
  }
  GILT_CHECK(text.append_repr(t, getter->wanted.peek()));
  auto* values = tuple_in(getter->paths);
  int64_t positional = values->size - keyword_count(getter);
  for (int64_t i = 0; i < values->size; ++i) {
    text.append(", ");
    if (i >= positional) {
      text.append(tuple_in(getter->names)->at(i - positional).as<StrObject>()->view());
      text.append('=');
    }
    GILT_CHECK(text.append_repr(t, values->at(i)));
  }
  text.append(')');
  return text.finish(t);
}

Ref method_reduce(Thread& t, Args args) {
  auto* getter = args[0].as<GetterObject>();
  auto* values = tuple_in(getter->paths);
  int64_t positional = values->size - keyword_count(getter);
  GILT_TRY(auto arguments, tuple_new(t, positional + 1));
  arguments->items()[0].init(getter->wanted.load());
  for (int64_t i = 0; i < positional; ++i)
    arguments->items()[i + 1].init(values->items()[i].load());
  if (keyword_count(getter) > 0) {
    // partial(methodcaller, name, **keywords)(*positional)
    std::vector<Value> words{to_value(type_of(args[0])), getter->wanted.peek()};
    for (int64_t i = positional; i < values->size; ++i) words.push_back(values->at(i));
    GILT_TRY(Ref partial, import_attribute(t, "functools", "partial"));
    GILT_TRY(Ref maker, call(t, partial.get(), CallArgs{words.data(), 2, tuple_in(getter->names)}));
    GILT_TRY(auto rest, tuple_slice(t, arguments.get(), 1, positional + 1));
    return tuple_of(t, {maker.get(), rest.value()});
  }
  return tuple_of(t, {to_value(type_of(args[0])), arguments.value()});
}

constexpr NativeDef kGetterMethods[] = {
    {"__reduce__", wanted_reduce, "(self, /)", "Return state information for pickling"},
};
constexpr NativeDef kCallerMethods[] = {
    {"__reduce__", method_reduce, "(self, /)", "Return state information for pickling"},
};

TypeObject* make_type(const char* name, const char* doc,
                      Ref (*construct)(Thread&, TypeObject*, CallArgs),
                      Ref (*call_slot)(Thread&, Value, CallArgs), Ref (*repr_slot)(Thread&, Value),
                      std::span<const NativeDef> methods) {
  TypeSpec spec{
      .name = name,
      .instance_size = sizeof(GetterObject),
      .flags = kTypeTracked,
      .doc = doc,
      .methods = methods,
  };
  Life::fill(spec.slots);
  // What it holds is needed as long as it can be called.
  spec.slots.clear = nullptr;
  spec.slots.construct = construct;
  spec.slots.call = call_slot;
  spec.slots.repr = repr_slot;
  return type_new_native(spec);
}

}  // namespace

TypeObject* item_getter_type() {
  static TypeObject* type =
      make_type("operator.itemgetter",
                "Return a callable object that fetches the given item(s) from its operand.\n"
                "After f = itemgetter(2), the call f(r) returns r[2].\n"
                "After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
                item_construct, item_call, wanted_repr, kGetterMethods);
  return type;
}

TypeObject* attr_getter_type() {
  static TypeObject* type =
      make_type("operator.attrgetter",
                "Return a callable object that fetches the given attribute(s) from its operand.\n"
                "After f = attrgetter('name'), the call f(r) returns r.name.\n"
                "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n"
                "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n"
                "(r.name.first, r.name.last).",
                attr_construct, attr_call, wanted_repr, kGetterMethods);
  return type;
}

TypeObject* method_caller_type() {
  static TypeObject* type =
      make_type("operator.methodcaller",
                "Return a callable object that calls the given method on its operand.\n"
                "After f = methodcaller('name'), the call f(r) returns r.name().\n"
                "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\n"
                "r.name('date', foo=1).",
                method_construct, method_call, method_repr, kCallerMethods);
  return type;
}

}  // namespace gilt
