// Native functions: how C++ offers a function to scripts.
//
// A module or type file is functions first, then one table of NativeDef at the bottom. The
// signature text does the work: it is parsed once, the binder matches positional and keyword
// arguments to it, fills in defaults, raises CPython's TypeErrors for what does not fit, and the
// function finds one word for each parameter:
//
//   "()"                            no arguments
//   "(self, object, /)"             methods name self first; it is checked against the type and
//   passed as args[0]
//   "(iterable, /, *, key=None, reverse=False)"
//   "(*args, sep=' ', end=None)"    args[0] is a tuple of the positional rest
//   "(self, **kwargs)"              a dict of the unnamed keywords, or unset when there are none
//
// Defaults may be None, True, False, integers, floats, 'text', () and `...` (the parameter is then
// unset when missing). The same text is what help() and __text_signature__ show.
#pragma once

#include <span>

#include "runtime/type.h"

namespace gilt {

struct ModuleObject;

// The bound arguments, one word for each parameter of the signature, borrowed.
struct Args {
  const Value* values;
  uint32_t count;
  Value operator[](uint32_t i) const { return values[i]; }
};

using NativeFn = Ref (*)(Thread& t, Args args);
// For the few functions whose arguments no signature describes (dict.update, max): the call as it
// is. For methods values[0] is self.
using RawFn = Ref (*)(Thread& t, CallArgs args);

enum class NativeKind : uint8_t { kFunction, kClassMethod, kStaticMethod };

struct NativeDef {
  const char* name;
  NativeFn fn;
  const char* signature;  // see above
  const char* doc;
  NativeKind kind = NativeKind::kFunction;
  RawFn raw = nullptr;  // when set, fn is null and the signature is only shown
};

struct ParameterSpec;  // parsed signature (native.cpp)

struct NativeFunctionObject : Object {
  const NativeDef* def;
  const ParameterSpec* spec;  // null for raw functions
  StrObject* name;
  const TypeObject* owner;  // methods: the type whose instances they take; else null
  Slot self;                // bound method of a builtin type, or unset
  Slot module_name;         // str or unset
};

RefOf<NativeFunctionObject> native_function_new(Thread& t, const NativeDef& def,
                                                const TypeObject* owner, Ref self, Ref module_name);

// Matches [call] to [spec] and calls. [self] is put before the arguments unless unset.
Ref native_call(Thread& t, const NativeFunctionObject* function, Value self, CallArgs call);

// Parses [signature] of the function called [name] into a spec that lives for ever.
const ParameterSpec* parse_signature(const char* name, const char* signature, bool is_method);

// Binds [call] to [spec] into [out] (spec->count words; borrowed, except that the tuple of *args,
// the dict of
// **kwargs are put in [owned] to be released by the caller's Ref). Used by construct/init slots of
// builtin types:
//   static const ParameterSpec* spec = parse_signature("int", "(x=..., /, base=...)", false);
//   BoundArgs bound(spec); GILT_CHECK(bound.bind(t, call)); bound[0] ...
class BoundArgs {
 public:
  explicit BoundArgs(const ParameterSpec* spec) : spec_(spec) {}
  BoundArgs(const BoundArgs&) = delete;
  BoundArgs& operator=(const BoundArgs&) = delete;
  ~BoundArgs();
  [[nodiscard]] bool bind(Thread& t, CallArgs call, Value self = kUnset);
  Value operator[](uint32_t i) const { return values_[i]; }
  Args args() const;

 private:
  static constexpr uint32_t kMaxParameters = 24;
  const ParameterSpec* spec_;
  Value values_[kMaxParameters];
  Ref rest_;      // *args
  Ref keywords_;  // **kwargs
};

// "f() takes no keyword arguments" unless there are none.
bool no_keywords(Thread& t, const char* function, CallArgs call);

// -- checked conversions of arguments; they raise CPython's TypeError/OverflowError/ValueError --
std::optional<int64_t> to_int64(Thread& t, Value v);  // any __index__
std::optional<int> to_c_int(Thread& t, Value v);
std::optional<double> to_double(Thread& t, Value v);  // float, int, __float__, __index__
std::optional<int64_t> to_clamped_index(Thread& t,
                                        Value v);  // slice-like: clamps instead of OverflowError
std::optional<std::string_view> to_text(Thread& t, Value v, const char* function,
                                        int argument);  // str, UTF-8

// A native module: its table and an optional function that fills in constants and types.
struct ModuleDef {
  const char* name;
  const char* doc;
  std::span<const NativeDef> functions;
  bool (*init)(Thread& t, ModuleObject* module);
};

// Makes [def] importable in every interpreter. Called once for each native module from
// stdlib/native_modules.cpp, which lists them.
void register_native_module(const ModuleDef& def);
// The registered module called [name], or null. (module_registry.cpp)
const ModuleDef* find_native_module(std::string_view name);
// All names, in the order of registration: sys.builtin_module_names.
std::span<const ModuleDef* const> native_modules();
// A new module from [def]: its functions, then its init. Not yet in sys.modules.
RefOf<ModuleObject> make_native_module(Thread& t, const ModuleDef& def);

}  // namespace gilt
