// sys: constants that describe the interpreter and the machine.
#include <algorithm>
#include <cfloat>
#include <cstdlib>
#include <string>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/float.h"
#include "runtime/hash_seed.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/number_hash.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"
#include "stdlib/embedded.h"
#include "stdlib/sys.h"

namespace gilt {

namespace {

constexpr const char kGiltVersion[] = "0.1.0";

constexpr StructSequenceField kVersionFields[] = {
    {"major", "Major release number"},
    {"minor", "Minor release number"},
    {"micro", "Patch release number"},
    {"releaselevel", "'alpha', 'beta', 'candidate', or 'final'"},
    {"serial", "Serial release number"},
};
constexpr StructSequenceField kFloatFields[] = {
    {"max"}, {"max_exp"},  {"max_10_exp"}, {"min"},   {"min_exp"}, {"min_10_exp"},
    {"dig"}, {"mant_dig"}, {"epsilon"},    {"radix"}, {"rounds"},
};
constexpr StructSequenceField kIntFields[] = {
    {"bits_per_digit"},
    {"sizeof_digit"},
    {"default_max_str_digits"},
    {"str_digits_check_threshold"},
};
constexpr StructSequenceField kHashFields[] = {
    {"width"},     {"modulus"},   {"inf"},       {"nan"},    {"imag"},
    {"algorithm"}, {"hash_bits"}, {"seed_bits"}, {"cutoff"},
};
constexpr StructSequenceField kThreadFields[] = {{"name"}, {"lock"}, {"version"}};
constexpr StructSequenceField kFlagFields[] = {
    {"debug"},
    {"inspect"},
    {"interactive"},
    {"optimize"},
    {"dont_write_bytecode"},
    {"no_user_site"},
    {"no_site"},
    {"ignore_environment"},
    {"verbose"},
    {"bytes_warning"},
    {"quiet"},
    {"hash_randomization"},
    {"isolated"},
    {"dev_mode"},
    {"utf8_mode"},
    {"warn_default_encoding"},
    {"safe_path"},
    {"int_max_str_digits"},
    {"gil"},
    {"thread_inherit_context"},
    {"context_aware_warnings"},
};

TypeObject* version_type() {
  static TypeObject* const kType =
      struct_sequence_type({"sys.version_info", kVersionFields, 5, nullptr, false});
  return kType;
}
TypeObject* float_info_type() {
  static TypeObject* const kType = struct_sequence_type({"sys.float_info", kFloatFields, 11});
  return kType;
}
TypeObject* int_info_type() {
  static TypeObject* const kType = struct_sequence_type({"sys.int_info", kIntFields, 4});
  return kType;
}
TypeObject* hash_info_type() {
  static TypeObject* const kType = struct_sequence_type({"sys.hash_info", kHashFields, 9});
  return kType;
}
TypeObject* thread_info_type() {
  static TypeObject* const kType = struct_sequence_type({"sys.thread_info", kThreadFields, 3});
  return kType;
}
TypeObject* flags_type() {
  static TypeObject* const kType =
      struct_sequence_type({"sys.flags", kFlagFields, 18, nullptr, false});
  return kType;
}

Ref text(Thread& t, std::string_view s) {
  return str_new(t, s);
}

Ref text_list(Thread& t, const std::vector<std::string>& items) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (const std::string& item : items) {
    GILT_TRY(RefOf<StrObject> s, str_new(t, item));
    GILT_CHECK(list_append(t, list.get(), std::move(s)));
  }
  return list;
}

Value small(int64_t i) {
  return Value::integer(i);
}

Ref version_info(Thread& t) {
  GILT_TRY(Ref level, text(t, "final"));
  return struct_sequence_of(
      t, version_type(),
      {small(kPythonMajor), small(kPythonMinor), small(0), level.get(), small(0)});
}

Ref float_info(Thread& t) {
  GILT_TRY(Ref max, make_float(t, DBL_MAX));
  GILT_TRY(Ref min, make_float(t, DBL_MIN));
  GILT_TRY(Ref epsilon, make_float(t, DBL_EPSILON));
  return struct_sequence_of(t, float_info_type(),
                            {max.get(), small(DBL_MAX_EXP), small(DBL_MAX_10_EXP), min.get(),
                             small(DBL_MIN_EXP), small(DBL_MIN_10_EXP), small(DBL_DIG),
                             small(DBL_MANT_DIG), epsilon.get(), small(FLT_RADIX), small(1)});
}

Ref hash_info(Thread& t) {
  GILT_TRY(Ref algorithm, text(t, "siphash13"));
  GILT_TRY(Ref modulus, int_from(t, kHashModulus));
  return struct_sequence_of(
      t, hash_info_type(),
      {small(64), modulus.get(), small(kHashInfinity), small(0), small(kHashImaginary),
       algorithm.get(), small(64), small(128), small(0)});
}

Ref thread_info(Thread& t) {
  GILT_TRY(Ref name, text(t, "pthread"));
  GILT_TRY(Ref lock, text(t, "futex"));
  return struct_sequence_of(t, thread_info_type(), {name.get(), lock.get(), kNone});
}

// Variables of the environment that are set to something.
const char* environment(Thread& t, const char* name) {
  const char* value = t.interpreter->config.ignore_environment ? nullptr : std::getenv(name);
  return value == nullptr || *value == '\0' ? nullptr : value;
}

bool development_mode(Thread& t) {
  for (const std::string& option : t.interpreter->config.x_options) {
    if (option == "dev") return true;
  }
  return environment(t, "PYTHONDEVMODE") != nullptr;
}

// Do threads begin with a copy of the context of whoever starts them? (-X thread_inherit_context)
bool threads_inherit_context(Thread& t) {
  for (const std::string& option : t.interpreter->config.x_options) {
    if (option == "thread_inherit_context=1") return true;
    if (option == "thread_inherit_context=0") return false;
  }
  const char* variable = environment(t, "PYTHON_THREAD_INHERIT_CONTEXT");
  return variable != nullptr && std::string_view(variable) == "1";
}

Ref flags(Thread& t) {
  const InterpreterConfig& config = t.interpreter->config;
  const auto flag = [](bool b) { return small(b ? 1 : 0); };
  return struct_sequence_of(t, flags_type(),
                            {small(0),
                             flag(config.inspect),
                             flag(config.interactive),
                             small(config.optimize),
                             small(1),
                             small(1),
                             small(1),
                             flag(config.ignore_environment),
                             small(config.verbose),
                             small(0),
                             flag(config.quiet),
                             small(1),
                             flag(config.isolated),
                             Value::boolean(development_mode(t)),
                             small(1),
                             small(0),
                             kFalse,
                             small(t.interpreter->int_max_str_digits.load()),
                             small(!kFreeThreaded || config.use_gil ? 1 : 0),
                             small(threads_inherit_context(t) ? 1 : 0),
                             small(0)});
}

// An object with these attributes, as types.SimpleNamespace.
Ref simple_namespace(Thread& t, std::initializer_list<std::pair<const char*, Value>> fields) {
  std::vector<Value> values;
  GILT_TRY(RefOf<TupleObject> names, tuple_new(t, static_cast<int64_t>(fields.size())));
  for (const auto& [name, value] : fields) {
    names->items()[values.size()].init(Ref::copy(intern(name)));
    values.push_back(value);
  }
  return call(t, to_value(&simple_namespace_type), CallArgs{values.data(), 0, names.get()});
}

Ref implementation(Thread& t, Value version, Value hexversion) {
  GILT_TRY(Ref name, text(t, "gilt"));
  GILT_TRY(Ref tag, text(t, "gilt-314"));
  GILT_TRY(Ref architecture, text(t, "x86_64-linux-gnu"));
  return simple_namespace(t, {{"name", name.get()},
                              {"cache_tag", tag.get()},
                              {"version", version},
                              {"hexversion", hexversion},
                              {"_multiarch", architecture.get()}});
}

// Names of all modules that come with the program.
Ref standard_module_names(Thread& t) {
  GILT_TRY(RefOf<ListObject> names, list_new(t));
  const auto add = [&](std::string_view name) -> bool {
    if (name.find('.') != std::string_view::npos) return true;
    GILT_TRY(RefOf<StrObject> s, str_new(t, name));
    return list_append(t, names.get(), std::move(s));
  };
  for (const ModuleDef* module : native_modules()) GILT_CHECK(add(module->name));
  for (const EmbeddedModule& module : embedded_modules()) GILT_CHECK(add(module.name));
  return call(t, to_value(&frozenset_type), {names.value()});
}

Ref builtin_module_names(Thread& t) {
  std::vector<std::string> names;
  for (const ModuleDef* module : native_modules()) names.emplace_back(module->name);
  GILT_TRY(Ref list, text_list(t, names));
  return tuple_from_iterable(t, list.get());
}

// How the command line hands on -W.
constexpr std::string_view kWarningOption = "warning=";

// What -X dev implies, PYTHONWARNINGS, separated by commas, and what -W says.
Ref warning_options(Thread& t) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  auto add = [&](std::string_view option) -> bool {
    GILT_TRY(Ref item, text(t, option));
    return list_append(t, list.get(), std::move(item));
  };
  if (development_mode(t)) GILT_CHECK(add("default"));
  const char* variable = environment(t, "PYTHONWARNINGS");
  std::string_view rest = variable == nullptr ? "" : variable;
  while (!rest.empty()) {
    size_t end = std::min(rest.find(','), rest.size());
    if (end > 0) GILT_CHECK(add(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (const std::string& option : t.interpreter->config.x_options)
    if (option.starts_with(kWarningOption))
      GILT_CHECK(add(std::string_view(option).substr(kWarningOption.size())));
  return list;
}

// -X name and -X name=value.
Ref x_options(Thread& t) {
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  for (const std::string& option : t.interpreter->config.x_options) {
    if (option.starts_with(kWarningOption)) continue;
    const size_t equals = option.find('=');
    Ref value = Ref::boolean(true);
    if (equals != std::string::npos) {
      GILT_TRY(value, text(t, std::string_view(option).substr(equals + 1)));
    }
    GILT_CHECK(dict_set_name(t, dict.get(), intern(option.substr(0, equals)), value.get()));
  }
  return dict;
}

std::string compiler_name() {
#if GILT_CLANG
  return "Clang " __clang_version__;
#else
  return "GCC " __VERSION__;
#endif
}

}  // namespace

bool add_sys_info(Thread& t, ModuleObject* sys) {
  const InterpreterConfig& config = t.interpreter->config;
  const auto set = [&](const char* name, Ref value) {
    if (value.is_error()) return false;
    return module_set(t, sys, name, std::move(value));
  };
  std::string compiler = compiler_name();
  while (!compiler.empty() && compiler.back() == ' ') compiler.pop_back();
  GILT_TRY(Ref version, version_info(t));
  constexpr int64_t kHexVersion = int64_t{kPythonMajor} << 24 | kPythonMinor << 16 | 0xf0;
  const std::string prefix = config.executable.substr(
      0, config.executable.rfind('/') == std::string::npos ? 0 : config.executable.rfind('/'));
  return set("version",
             text(t, std::string("3.14.0 (gilt ") + kGiltVersion + ") [" + compiler + "]")) &&
         set("version_info", version.copy()) &&
         set("implementation", implementation(t, version.get(), small(kHexVersion))) &&
         set("hexversion", Ref::adopt(small(kHexVersion))) &&
         set("api_version", Ref::adopt(small(1013))) &&
         set("copyright", text(t, "Copyright (c) the gilt authors.")) &&
         set("platform", text(t, "linux")) && set("byteorder", text(t, "little")) &&
         set("maxsize", int_from(t, INT64_MAX)) && set("maxunicode", int_from(t, 0x10ffff)) &&
         set("float_repr_style", text(t, "short")) && set("float_info", float_info(t)) &&
         set("int_info", struct_sequence_of(t, int_info_type(),
                                            {small(30), small(4), small(4300), small(640)})) &&
         set("hash_info", hash_info(t)) && set("thread_info", thread_info(t)) &&
         set("flags", flags(t)) && set("executable", text(t, config.executable)) &&
         set("_base_executable", text(t, config.executable)) && set("prefix", text(t, prefix)) &&
         set("exec_prefix", text(t, prefix)) && set("base_prefix", text(t, prefix)) &&
         set("base_exec_prefix", text(t, prefix)) && set("platlibdir", text(t, "lib")) &&
         set("abiflags", text(t, "")) && set("_framework", text(t, "")) &&
         set("dont_write_bytecode", Ref::boolean(true)) && set("pycache_prefix", Ref::none()) &&
         set("warnoptions", warning_options(t)) && set("_xoptions", x_options(t)) &&
         set("builtin_module_names", builtin_module_names(t)) &&
         set("stdlib_module_names", standard_module_names(t));
}

}  // namespace gilt
