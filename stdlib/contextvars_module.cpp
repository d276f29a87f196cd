// Module _contextvars: ContextVar and Token (contexts: context.cpp).
#include <fmt/format.h>

#include <atomic>

#include "interpreter/coroutine_state.h"
#include "runtime/error.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"
#include "stdlib/context.h"

namespace gilt {
namespace {

using VarLife =
    NativeLife<ContextVarObject, &ContextVarObject::name, &ContextVarObject::default_value>;
using TokenLife =
    NativeLife<TokenObject, &TokenObject::context, &TokenObject::variable, &TokenObject::old_value>;

ContextVarObject* as_variable(Value v) {
  return v.as<ContextVarObject>();
}
TokenObject* as_token(Value v) {
  return v.as<TokenObject>();
}

std::string address(Value v) {
  return fmt::format("{:#x}", reinterpret_cast<uintptr_t>(v.as_object()));
}

// The variable's value in the thread's context; unset when it has none.
Ref value_now(Thread& t, const ContextVarObject* variable) {
  CoroutineState& state = coroutine_state(t);
  if (state.context.is_unset()) return Ref::unset();
  return Ref::copy(context_map_find(state.context.as<ContextObject>()->root.peek(), variable));
}

// -- ContextVar --

Ref variable_construct(Thread& t, TypeObject* type, CallArgs args) {
  static const ParameterSpec* spec =
      parse_signature("ContextVar", "(name, /, *, default=...)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  if (!is_str(bound[0])) return fail(t, type_error_type, "context variable name must be a str");
  static std::atomic<uint64_t> last_serial{0};
  ContextVarObject* variable = VarLife::allocate(t, type);
  if (variable == nullptr) return Failed{};
  variable->name.init(Ref::copy(bound[0]));
  if (!bound[1].is_unset()) variable->default_value.init(Ref::copy(bound[1]));
  variable->serial = last_serial.fetch_add(1, std::memory_order_relaxed);
  Ref ref = Ref::adopt(variable);
  gc_track(t, variable);
  return ref;
}

Ref variable_repr(Thread& t, Value self) {
  StrBuilder text;
  text.append("<ContextVar name=");
  GILT_CHECK(text.append_repr(t, as_variable(self)->name.peek()));
  if (!as_variable(self)->default_value.is_unset()) {
    text.append(" default=");
    GILT_CHECK(text.append_repr(t, as_variable(self)->default_value.peek()));
  }
  text.append(" at " + address(self) + ">");
  return text.finish(t);
}

Ref variable_get(Thread& t, Args args) {
  Ref value = value_now(t, as_variable(args[0]));
  if (!value.is_unset()) return value;
  if (!args[1].is_unset()) return Ref::copy(args[1]);
  if (!as_variable(args[0])->default_value.is_unset())
    return as_variable(args[0])->default_value.load();
  return fail_with(t, lookup_error_type, Ref::copy(args[0]));
}

Ref variable_set(Thread& t, Args args) {
  GILT_TRY(RefOf<ContextObject> context, current_context(t));
  Ref old_root = context->root.load();
  GILT_TRY(Ref root, context_map_set(t, old_root.get(), as_variable(args[0]), args[1]));
  TokenObject* token = TokenLife::allocate(t, token_type());
  if (token == nullptr) return Failed{};
  token->context.init(Ref::copy(context.value()));
  token->variable.init(Ref::copy(args[0]));
  token->old_value.init(Ref::copy(context_map_find(old_root.get(), as_variable(args[0]))));
  token->used = false;
  Ref ref = Ref::adopt(token);
  gc_track(t, token);
  context->root.store(context.get(), std::move(root));
  return ref;
}

bool reset(Thread& t, Value self, Value token_value) {
  TokenObject* token = as_token(token_value);
  const auto refuse = [&](const Slot&, const TypeObject& type, const char* why) -> bool {
    GILT_TRY(Ref text, repr(t, token_value));
    return fail(t, type, "{} {}", text.as<StrObject>()->view(), why);
  };
  if (token->used) return refuse(token->variable, runtime_error_type, "has already been used once");
  if (!same(token->variable.peek(), self))
    return refuse(token->variable, value_error_type, "was created by a different ContextVar");
  GILT_TRY(RefOf<ContextObject> context, current_context(t));
  if (!same(token->context.peek(), context.value()))
    return refuse(token->variable, value_error_type, "was created in a different Context");
  if (!token->used.change(token, false, true))
    return refuse(token->variable, runtime_error_type, "has already been used once");
  Ref root = context->root.load();
  Ref old_value = token->old_value.load();
  Ref changed = old_value.is_unset()
                    ? context_map_remove(t, root.get(), as_variable(self))
                    : context_map_set(t, root.get(), as_variable(self), old_value.get());
  if (changed.is_error()) return false;
  context->root.store(context.get(), std::move(changed));
  return true;
}

Ref variable_reset(Thread& t, Args args) {
  if (type_of(args[1]) != token_type()) {
    GILT_TRY(Ref text, repr(t, args[1]));
    return fail(t, type_error_type, "expected an instance of Token, got {}",
                text.as<StrObject>()->view());
  }
  GILT_CHECK(reset(t, args[0], args[1]));
  return Ref::none();
}

constexpr NativeDef kVariableMethods[] = {
    {"get", variable_get, "(self, default=..., /)",
     "The variable's value in the current context; without one, default, else the variable's own\n"
     "default, else LookupError."},
    {"set", variable_set, "(self, value, /)",
     "Gives the variable a value in the current context. Returns a token for reset()."},
    {"reset", variable_reset, "(self, token, /)", "Restores what there was before set()."},
    {"__class_getitem__", class_getitem, "(cls, item, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

Ref variable_name(Thread&, Value self) {
  return as_variable(self)->name.load();
}
constexpr GetSetDef kVariableGetSets[] = {{"name", variable_name, nullptr, nullptr}};

// -- Token --

// Token.MISSING
TypeObject* missing_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "Token.MISSING", .instance_size = sizeof(Object), .flags = kTypeNoInstantiate};
    spec.slots.repr = [](Thread& t, Value) -> Ref { return str_new(t, "<Token.MISSING>"); };
    return type_new_native(spec);
  }();
  return type;
}
Value missing() {
  static Object* object = immortal_new<Object>(missing_type()->instance_shape->id);
  return to_value(object);
}

Ref token_construct(Thread& t, TypeObject*, CallArgs) {
  return fail(t, runtime_error_type, "Tokens can only be created by ContextVars");
}

Ref token_repr(Thread& t, Value self) {
  StrBuilder text;
  text.append("<Token");
  if (as_token(self)->used) text.append(" used");
  text.append(" var=");
  GILT_CHECK(text.append_repr(t, as_token(self)->variable.peek()));
  text.append(" at " + address(self) + ">");
  return text.finish(t);
}

Ref token_enter(Thread&, Args args) {
  return Ref::copy(args[0]);
}
Ref token_exit(Thread& t, Args args) {
  Ref variable = as_token(args[0])->variable.load();
  GILT_CHECK(reset(t, variable.get(), args[0]));
  return Ref::none();
}

constexpr NativeDef kTokenMethods[] = {
    {"__enter__", token_enter, "(self, /)", "Enter into Token context manager."},
    {"__exit__", token_exit, "(self, type, value, traceback, /)",
     "Exit from Token context manager, restore the linked ContextVar."},
    {"__class_getitem__", class_getitem, "(cls, item, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

Ref token_var(Thread&, Value self) {
  return as_token(self)->variable.load();
}
Ref token_old_value(Thread&, Value self) {
  Ref value = as_token(self)->old_value.load();
  return value.is_unset() ? Ref::copy(missing()) : std::move(value);
}
constexpr GetSetDef kTokenGetSets[] = {
    {"var", token_var, nullptr, nullptr},
    {"old_value", token_old_value, nullptr, nullptr},
};

// -- the module --

Ref copy_context(Thread& t, Args) {
  return context_copy_current(t);
}

constexpr NativeDef kFunctions[] = {
    {"copy_context", copy_context, "()", "A copy of the current context."},
};

bool init(Thread& t, ModuleObject* module) {
  GILT_CHECK(module_set(t, module, "Context", Ref::copy(context_type())));
  GILT_CHECK(module_set(t, module, "ContextVar", Ref::copy(context_var_type())));
  return module_set(t, module, "Token", Ref::copy(token_type()));
}

const ModuleDef kModule = {"_contextvars", "Context variables.", kFunctions, init};

}  // namespace

TypeObject* context_var_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_contextvars.ContextVar",
                  .instance_size = sizeof(ContextVarObject),
                  .flags = kTypeTracked | kTypeHasWeakrefs,
                  .methods = kVariableMethods,
                  .getsets = kVariableGetSets};
    VarLife::fill(spec.slots);
    spec.slots.construct = variable_construct;
    spec.slots.repr = variable_repr;
    return type_new_native(spec);
  }();
  return type;
}

TypeObject* token_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_contextvars.Token",
                  .instance_size = sizeof(TokenObject),
                  .flags = kTypeTracked,
                  .methods = kTokenMethods,
                  .getsets = kTokenGetSets};
    TokenLife::fill(spec.slots);
    spec.slots.construct = token_construct;
    spec.slots.repr = token_repr;
    TypeObject* made = type_new_native(spec);
    dict_set_immortal(made->dict.peek().as<DictObject>(), intern("MISSING"), missing());
    resolved_fill(made);
    return made;
  }();
  return type;
}

void register_contextvars_module() {
  register_native_module(kModule);
}

}  // namespace gilt
