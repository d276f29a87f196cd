// sys: the hooks of asynchronous generators and where coroutines come from.
#include "interpreter/coroutine_state.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/struct_sequence.h"
#include "stdlib/sys.h"

namespace gilt {
namespace {

constexpr StructSequenceField kHookFields[] = {{"firstiter"}, {"finalizer"}};

TypeObject* hooks_type() {
  static TypeObject* const kType =
      struct_sequence_type({"asyncgen_hooks", kHookFields, 2, nullptr, false});
  return kType;
}

bool check_hook(Thread& t, Value hook, const char* name) {
  if (hook.is_unset() || hook.is_none() || type_of(hook)->slots.call != nullptr) return true;
  return fail(t, type_error_type, "callable {} expected, got {}", name, type_name(hook));
}

Ref set_asyncgen_hooks(Thread& t, Args args) {
  GILT_CHECK(check_hook(t, args[1], "finalizer"));
  GILT_CHECK(check_hook(t, args[0], "firstiter"));
  CoroutineState& state = coroutine_state(t);
  const auto set = [](Ref& hook, Value value) {
    if (!value.is_unset()) hook = value.is_none() ? Ref::unset() : Ref::copy(value);
  };
  set(state.first_iteration, args[0]);
  set(state.finalizer, args[1]);
  return Ref::none();
}

Ref get_asyncgen_hooks(Thread& t, Args) {
  CoroutineState& state = coroutine_state(t);
  const auto shown = [](const Ref& hook) { return hook.is_unset() ? kNone : hook.get(); };
  return struct_sequence_of(t, hooks_type(),
                            {shown(state.first_iteration), shown(state.finalizer)});
}

Ref set_origin_depth(Thread& t, Args args) {
  GILT_TRY(int depth, to_c_int(t, args[0]));
  if (depth < 0) return fail(t, value_error_type, "depth must be >= 0");
  set_coroutine_origin_depth(t, depth);
  return Ref::none();
}

Ref get_origin_depth(Thread& t, Args) {
  return int_from(t, coroutine_state(t).origin_depth);
}

constexpr NativeDef kFunctions[] = {
    {"set_asyncgen_hooks", set_asyncgen_hooks, "(firstiter=..., finalizer=...)",
     "Sets what this thread calls when an asynchronous generator is first iterated, and when one "
     "is\n"
     "to be finalized."},
    {"get_asyncgen_hooks", get_asyncgen_hooks, "()", "The hooks as (firstiter, finalizer)."},
    {"set_coroutine_origin_tracking_depth", set_origin_depth, "(depth)",
     "Sets how many frames coroutines remember of where they were made; 0: none."},
    {"get_coroutine_origin_tracking_depth", get_origin_depth, "()",
     "How many frames coroutines remember of where they were made."},
};

}  // namespace

bool add_sys_coroutines(Thread& t, ModuleObject* sys) {
  for (const NativeDef& def : kFunctions) {
    GILT_TRY(Ref module, str_new(t, "sys"));
    GILT_TRY(Ref function, native_function_new(t, def, nullptr, Ref::unset(), std::move(module)));
    GILT_CHECK(module_set(t, sys, def.name, std::move(function)));
  }
  return true;
}

}  // namespace gilt
