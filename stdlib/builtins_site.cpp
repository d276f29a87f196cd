// help, exit, quit, copyright, credits and license: builtins that mean most at the prompt (which
// puts chattier ones in their place).
#include <vector>

#include "runtime/error.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "stdlib/builtins.h"

namespace gilt {
namespace {

Ref leave(Thread& t, Args args) {
  return fail_with(t, system_exit_type, Ref::copy(args[0].is_none() ? kUnset : args[0]));
}

// The text is written in the language; it is imported when somebody asks.
Ref help(Thread& t, Args args) {
  GILT_TRY(Ref function, import_attribute(t, "_sitebuiltins", "help"));
  auto* given = args[0].as<TupleObject>();
  std::vector<Value> words;
  words.reserve(static_cast<size_t>(given->size));
  for (int64_t i = 0; i < given->size; i++) words.push_back(given->at(i));
  return call(t, function.get(),
              CallArgs{words.data(), static_cast<uint32_t>(words.size()), nullptr});
}

template <const char* kName>
Ref show(Thread& t, Args) {
  GILT_TRY(Ref notice, import_attribute(t, "_sitebuiltins", kName));
  return call(t, notice.get(), CallArgs{});
}

constexpr char kCopyright[] = "copyright", kCredits[] = "credits", kLicense[] = "license";

const NativeDef kFunctions[] = {
    {kCopyright, show<kCopyright>, "()", "Print whose program this is."},
    {kCredits, show<kCredits>, "()", "Print whom it thanks."},
    {kLicense, show<kLicense>, "()", "Print under which terms it is given."},
    {"exit", leave, "(code=None)", "Leave the program."},
    {"quit", leave, "(code=None)", "Leave the program."},
    {"help", help, "(*objects)",
     "Print what an object is, how it is called and what it says of itself."},
};

}  // namespace

std::span<const NativeDef> site_builtins() {
  return kFunctions;
}

}  // namespace gilt
