// C++ functions that scripts call.
#include <fmt/format.h>

#include <exception>

#include "interpreter/embed_impl.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/type.h"

namespace gilt::embed::detail {

namespace {

struct BoundObject : Object {
  Native* function;
  std::string* name;
  int parameters;
  std::weak_ptr<State>* state;
};

// A host's error as an exception: the builtin type of that name, RuntimeError when there is none.
Failed raise_host_error(Thread& t, const Error& error) {
  Ref type = Ref::copy(
      dict_get_name(t.interpreter->builtins_dict.peek().as<DictObject>(), intern(error.type)));
  const TypeObject& chosen =
      type && is_exception_class(type.get()) ? *type.as<TypeObject>() : runtime_error_type;
  return fail(t, chosen, "{}", error.message);
}

Ref bound_call(Thread& t, VmValue self, CallArgs args) {
  auto* object = self.as<BoundObject>();
  GILT_CHECK(no_keywords(t, object->name->c_str(), args));
  if (args.positional != static_cast<uint32_t>(object->parameters)) {
    return fail(t, type_error_type, "{}() takes {} positional argument{} but {} {} given",
                *object->name, object->parameters, object->parameters == 1 ? "" : "s",
                args.positional, args.positional == 1 ? "was" : "were");
  }
  std::shared_ptr<State> state = object->state->lock();
  if (state == nullptr) return fail(t, runtime_error_type, "the interpreter is ending");
  std::vector<Value> arguments;
  arguments.reserve(args.positional);
  for (uint32_t i = 0; i < args.positional; i++)
    arguments.push_back(state->wrap(Ref::copy(args[i])));
  // The function may drop the last script reference to itself.
  Ref keep = Ref::copy(self);
  std::optional<Result<Value>> result;
  try {
    result.emplace((*object->function)(arguments));
  } catch (const std::exception& problem) {
    return fail(t, runtime_error_type, "{}", problem.what());
  } catch (...) {
    return fail(t, runtime_error_type, "{}() threw a C++ exception", *object->name);
  }
  if (!*result) return raise_host_error(t, result->error());
  return Ref::copy(State::unwrap(result->value()));
}

void bound_dealloc(Thread& t, Object* self) {
  auto* object = static_cast<BoundObject*>(self);
  delete object->function;
  delete object->name;
  delete object->state;
  heap_free(t, self, sizeof(BoundObject));
}

Ref bound_repr(Thread& t, VmValue self) {
  return str_new(t, fmt::format("<host function {}>", *self.as<BoundObject>()->name));
}

TypeObject* bound_type() {
  static TypeObject* type = type_new_native(
      {.name = "gilt.host_function",
       .instance_size = sizeof(BoundObject),
       .flags = kTypeNoInstantiate,
       .doc = "A function of the program that embeds the interpreter.",
       .slots = {.dealloc = bound_dealloc, .call = bound_call, .repr = bound_repr}});
  return type;
}

}  // namespace

Ref bound_function(Thread& t, const std::shared_ptr<State>& state, std::string_view name,
                   int parameters, Native function) {
  auto* object = object_new<BoundObject>(t, bound_type()->instance_shape->id);
  if (object == nullptr) return Failed{};
  object->function = new Native(std::move(function));
  object->name = new std::string(name);
  object->parameters = parameters;
  object->state = new std::weak_ptr<State>(state);
  return Ref::adopt(object);
}

}  // namespace gilt::embed::detail
