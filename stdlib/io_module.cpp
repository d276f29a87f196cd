// Module _io: the native half of module io.
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/builtins.h"
#include "stdlib/io.h"
#include "stdlib/paths.h"

namespace gilt {

namespace {

Ref open_function(Thread& t, Args args) {
  GILT_TRY(std::string_view mode, to_text(t, args[1], "open", 2));
  GILT_TRY(int64_t buffering, to_int64(t, args[2]));
  for (uint32_t i = 3; i <= 5; ++i) {
    if (args[i].is_none() || is_str(args[i])) continue;
    static constexpr const char* kNames[] = {"encoding", "errors", "newline"};
    return fail(t, type_error_type, "open() argument '{}' must be str or None, not {}",
                kNames[i - 3], type_name(args[i]));
  }
  return open_file(t, args[0], mode, buffering, args[3], args[4], args[5], args[6], args[7]);
}

Ref open_code_function(Thread& t, Args args) {
  return open_file(t, args[0], "rb", -1, kNone, kNone, kNone, kTrue, kNone);
}

Ref text_encoding_function(Thread& t, Args args) {
  return args[0].is_none() ? Ref(str_new(t, "locale")) : Ref::copy(args[0]);
}

constexpr char kOpenSignature[] =
    "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, "
    "opener=None)";

constexpr NativeDef kOpen[] = {
    {"open", open_function, kOpenSignature, "Opens a file and returns a stream."},
};

constexpr NativeDef kFunctions[] = {
    {"open_code", open_code_function, "(path)", "Opens a file of program text for reading."},
    {"text_encoding", text_encoding_function, "(encoding, stacklevel=2, /)",
     "The encoding, or 'locale' for None."},
};

// class UnsupportedOperation(OSError, ValueError)
bool add_unsupported_operation(Thread& t, ModuleObject* module) {
  static StrObject* const kName = intern("UnsupportedOperation");
  GILT_TRY(RefOf<TupleObject> bases,
           tuple_of(t, {to_value(&os_error_type), to_value(&value_error_type)}));
  GILT_TRY(RefOf<DictObject> ns, dict_new(t));
  GILT_TRY(RefOf<StrObject> home, str_new(t, "io"));
  GILT_CHECK(dict_set_name(t, ns.get(), intern("__module__"), home.value()));
  GILT_TRY(Ref type,
           type_new(t, &type_type, kName, bases.get(), ns.get(), CallArgs{nullptr, 0, nullptr}));
  return module_set(t, module, "UnsupportedOperation", std::move(type));
}

bool init(Thread& t, ModuleObject* module) {
  for (TypeObject* type :
       {io_base_type(), raw_io_base_type(), buffered_io_base_type(), text_io_base_type(),
        file_io_type(), buffered_reader_type(), buffered_writer_type(), buffered_random_type(),
        text_io_wrapper_type(), string_io_type(), bytes_io_type()}) {
    GILT_CHECK(module_set(t, module, type->name->view(), Ref::copy(type)));
  }
  const Value open =
      dict_get_name(t.interpreter->builtins_dict.peek().as<DictObject>(), intern("open"));
  GILT_CHECK(module_set(t, module, "open", Ref::copy(open)));
  GILT_CHECK(module_set(t, module, "BlockingIOError", Ref::copy(&blocking_io_error_type)));
  GILT_CHECK(module_set(t, module, "DEFAULT_BUFFER_SIZE", int_from(t, kDefaultBufferSize)));
  return add_unsupported_operation(t, module);
}

const ModuleDef kModule = {"_io", "The native half of module io.", kFunctions, init};

}  // namespace

std::span<const NativeDef> file_builtins() {
  return kOpen;
}

void register_io_module() {
  register_native_module(kModule);
}

}  // namespace gilt
