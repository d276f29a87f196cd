// _pickle: dump, load and the classes.
#include <new>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/exception.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "stdlib/pickle.h"
#include "stdlib/pickle_loader.h"
#include "stdlib/pickle_saver.h"

namespace gilt {

namespace {

TypeObject* exception_class(const char* name, TypeObject* base) {
  return type_new_native({
      .name = name,
      .base = base,
      .instance_size = exception_type.instance_size - static_cast<uint32_t>(sizeof(InstanceExtra*)),
      .flags =
          kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs | kTypeIsException,
  });
}

}  // namespace

TypeObject& pickle_error_type() {
  static TypeObject* const kType = exception_class("_pickle.PickleError", &exception_type);
  return *kType;
}

TypeObject& pickling_error_type() {
  static TypeObject* const kType = exception_class("_pickle.PicklingError", &pickle_error_type());
  return *kType;
}

TypeObject& unpickling_error_type() {
  static TypeObject* const kType = exception_class("_pickle.UnpicklingError", &pickle_error_type());
  return *kType;
}

std::optional<int> pickle_protocol(Thread& t, Value v) {
  if (v.is_none()) return kDefaultPickleProtocol;
  GILT_TRY(int protocol, to_c_int(t, v));
  if (protocol < 0) return kHighestPickleProtocol;
  if (protocol > kHighestPickleProtocol) {
    (void)fail(t, value_error_type, "pickle protocol must be <= {}", kHighestPickleProtocol);
    return std::nullopt;
  }
  return protocol;
}

namespace {

// dump(s) of [v]; [write] is unset for dumps.
Ref save(Thread& t, Value v, Value write, Value protocol, Value fix_imports, Value callback) {
  PickleSettings settings;
  GILT_TRY(settings.protocol, pickle_protocol(t, protocol));
  GILT_TRY(bool fix, truth(t, fix_imports));
  settings.fix_imports = fix && settings.protocol < 3;
  if (!callback.is_none()) {
    if (settings.protocol < 5)
      return fail(t, value_error_type, "buffer_callback needs protocol >= 5");
    settings.buffer_callback = Ref::copy(callback);
  }
  try {
    PickleMemo memo;
    PickleWriter out(t, write);
    PickleSaver saver(t, out, memo, settings);
    GILT_CHECK(saver.dump(v));
    if (write.is_unset()) return bytes_new(t, out.octets());
    return Ref::none();
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

bool settle(Thread& t, Value fix_imports, Value encoding, Value errors, Value buffers,
            UnpickleSettings& out) {
  GILT_TRY(out.fix_imports, truth(t, fix_imports));
  if (!is_str(encoding) || !is_str(errors))
    return fail(t, type_error_type, "encoding and errors must be str");
  out.encoding = encoding.as<StrObject>()->view();
  out.errors = errors.as<StrObject>()->view();
  if (!buffers.is_none() && !same(buffers, to_value(empty_tuple()))) {
    GILT_TRY(out.buffers, get_iter(t, buffers));
  }
  return true;
}

Ref dump(Thread& t, Args args) {
  GILT_TRY(Ref write, get_attribute_or_unset(t, args[1], names::write));
  if (write.is_unset()) return fail(t, type_error_type, "file must have a 'write' attribute");
  return save(t, args[0], write.get(), args[2], args[3], args[4]);
}

Ref dumps(Thread& t, Args args) {
  return save(t, args[0], kUnset, args[1], args[2], args[3]);
}

Ref load(Thread& t, Args args) {
  UnpickleSettings settings;
  GILT_CHECK(settle(t, args[1], args[2], args[3], args[4], settings));
  GILT_TRY(Ref read, get_attribute_or_unset(t, args[0], names::read));
  GILT_TRY(Ref readline, get_attribute_or_unset(t, args[0], names::readline));
  if (read.is_unset() || readline.is_unset())
    return fail(t, type_error_type, "file must have 'read' and 'readline' attributes");
  GILT_TRY(Ref peek, get_attribute_or_unset(t, args[0], intern("peek")));
  try {
    PickleStore memo;
    PickleReader in(t, std::move(read), std::move(readline), std::move(peek));
    return PickleLoader(t, in, memo, settings).load();
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

Ref loads(Thread& t, Args args) {
  UnpickleSettings settings;
  GILT_CHECK(settle(t, args[1], args[2], args[3], args[4], settings));
  try {
    BufferView view(t);
    GILT_CHECK(view.open(args[0]));
    // Octets that others may change are read once.
    std::string copy;
    std::string_view octets = view.view();
    if (!is_bytes(args[0])) {
      copy = octets;
      octets = copy;
    }
    PickleStore memo;
    PickleReader in(t, octets);
    return PickleLoader(t, in, memo, settings).load();
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

constexpr NativeDef kFunctions[] = {
    {"dump", dump, "(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
     "Write a pickled representation of obj to the open file object file."},
    {"dumps", dumps, "(obj, protocol=None, *, fix_imports=True, buffer_callback=None)",
     "Return the pickled representation of the object as a bytes object."},
    {"load", load, "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
     "Read and return an object from the pickle data stored in a file."},
    {"loads", loads,
     "(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
     "Read and return an object from the given pickle data."},
};

bool init(Thread& t, ModuleObject* module) {
  return module_set(t, module, "PickleError", Ref::copy(&pickle_error_type())) &&
         module_set(t, module, "PicklingError", Ref::copy(&pickling_error_type())) &&
         module_set(t, module, "UnpicklingError", Ref::copy(&unpickling_error_type())) &&
         module_set(t, module, "Pickler", Ref::copy(pickler_type())) &&
         module_set(t, module, "Unpickler", Ref::copy(unpickler_type())) &&
         module_set(t, module, "PickleBuffer", Ref::copy(pickle_buffer_type()));
}

constexpr ModuleDef kModule{"_pickle", "Objects as octets and back.", kFunctions, init};

}  // namespace

void register_pickle_module() {
  register_native_module(kModule);
}

}  // namespace gilt
