#include "runtime/module.h"
#include "stdlib/itertools.h"

namespace gilt {

bool itertools_arguments(Thread& t, const char* name, CallArgs args, uint32_t min, uint32_t max) {
  GILT_CHECK(no_keywords(t, name, args));
  if (args.positional >= min && args.positional <= max) return true;
  bool too_few = args.positional < min;
  uint32_t limit = too_few ? min : max;
  return fail(t, type_error_type, "{} expected {}{} argument{}, got {}", name,
              min == max ? ""
              : too_few  ? "at least "
                         : "at most ",
              limit, limit == 1 ? "" : "s", args.positional);
}

namespace {

constexpr NativeDef kFunctions[] = {
    {"tee", itertools_tee, "(iterable, n=2, /)", "Returns a tuple of n independent iterators."},
};

bool init(Thread& t, ModuleObject* module) {
  for (std::span<const NamedType> group :
       {itertools_infinite_types(), itertools_selecting_types(), itertools_combining_types(),
        itertools_combinatoric_types(), itertools_grouping_types()}) {
    for (const NamedType& row : group)
      GILT_CHECK(module_set(t, module, row.name, Ref::copy(to_value(row.type))));
  }
  return true;
}

constexpr ModuleDef kModule{"itertools", "Functional tools for creating and using iterators.",
                            kFunctions, init};

}  // namespace

void register_itertools_module() {
  register_native_module(kModule);
}

}  // namespace gilt
