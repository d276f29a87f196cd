// Module _struct: values to octets and back, as a format says. struct.py is its public name.
#include <fmt/format.h>

#include <new>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "stdlib/struct_format.h"

namespace gilt {

namespace {

using Format = std::shared_ptr<const StructFormat>;

Format format_argument(Thread& t, Value v) {
  if (is_str(v)) {
    auto* text = v.as<StrObject>();
    if (text->is_ascii()) return struct_format(t, text->view());
    static_cast<void>(fail_struct(t, "bad char in struct format"));
    return nullptr;
  }
  if (is_bytes(v)) return struct_format(t, octets_of(v));
  static_cast<void>(fail(t, type_error_type,
                         "Struct() argument 1 must be a str or bytes object, not {}",
                         type_name(v)));
  return nullptr;
}

// -- the operations --

Ref pack(Thread& t, const StructFormat& format, const Value* values, int64_t count) {
  if (count != format.items) {
    return fail_struct(
        t, fmt::format("pack expected {} items for packing (got {})", format.items, count));
  }
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new_uninitialised(t, static_cast<size_t>(format.size)));
  // Not a bytes object that others may have: writing cannot disturb anybody.
  if (format.size == 0) return bytes;
  GILT_CHECK(struct_write(t, format, values, reinterpret_cast<std::byte*>(bytes->data())));
  return bytes;
}

Ref pack_into(Thread& t, const StructFormat& format, const Value* values, int64_t count) {
  if (count - 2 != format.items) {
    if (count == 0) return fail_struct(t, "pack_into expected buffer argument");
    if (count == 1) return fail_struct(t, "pack_into expected offset argument");
    return fail_struct(t, fmt::format("pack_into expected {} items for packing (got {})",
                                      format.items, count - 2));
  }
  BufferView view(t);
  if (!view.open(values[0], true)) {
    if (!error_matches(t, buffer_error_type)) return Failed{};
    error_clear(t);
    return fail(t, type_error_type, "argument must be read-write bytes-like object, not {}",
                type_name(values[0]));
  }
  GILT_TRY(int64_t offset, to_int64(t, values[1]));
  auto size = static_cast<int64_t>(view.size());
  if (offset < 0) {
    if (offset + format.size > 0) {
      return fail_struct(
          t, fmt::format("no space to pack {} bytes at offset {}", format.size, offset));
    }
    if (offset + size < 0) {
      return fail_struct(t, fmt::format("offset {} out of range for {}-byte buffer", offset, size));
    }
    offset += size;
  }
  if (size - offset < format.size) {
    return fail_struct(
        t, fmt::format("pack_into requires a buffer of at least {} bytes for "
                       "packing {} bytes at offset {} (actual buffer size is {})",
                       static_cast<uint64_t>(format.size) + static_cast<uint64_t>(offset),
                       format.size, offset, size));
  }
  // First aside: the buffer stays as it was when a value does not fit.
  std::string packed(static_cast<size_t>(format.size), '\0');
  GILT_CHECK(struct_write(t, format, values + 2, reinterpret_cast<std::byte*>(packed.data())));
  packed.copy(view.data() + offset, packed.size());
  return Ref::none();
}

Ref unpack(Thread& t, const StructFormat& format, Value buffer) {
  BufferView view(t);
  GILT_CHECK(view.open(buffer));
  if (static_cast<int64_t>(view.size()) != format.size) {
    return fail_struct(t, fmt::format("unpack requires a buffer of {} bytes", format.size));
  }
  return struct_read(t, format, view.span().data());
}

Ref unpack_from(Thread& t, const StructFormat& format, Value buffer, Value at) {
  BufferView view(t);
  GILT_CHECK(view.open(buffer));
  GILT_TRY(int64_t offset, to_int64(t, at));
  auto size = static_cast<int64_t>(view.size());
  if (offset < 0) {
    if (offset + format.size > 0) {
      return fail_struct(
          t, fmt::format("not enough data to unpack {} bytes at offset {}", format.size, offset));
    }
    if (offset + size < 0) {
      return fail_struct(t, fmt::format("offset {} out of range for {}-byte buffer", offset, size));
    }
    offset += size;
  }
  if (size - offset < format.size) {
    return fail_struct(
        t, fmt::format("unpack_from requires a buffer of at least {} bytes for "
                       "unpacking {} bytes at offset {} (actual buffer size is {})",
                       static_cast<uint64_t>(format.size) + static_cast<uint64_t>(offset),
                       format.size, offset, size));
  }
  return struct_read(t, format, view.span().data() + offset);
}

// -- what iter_unpack returns --

struct UnpackIterator : Object {
  Slot buffer;  // unset once exhausted
  Format format;
  int64_t offset;
};

void iterator_dealloc(Thread& t, Object* object) {
  auto* self = static_cast<UnpackIterator*>(object);
  gc_untrack(t, self);
  self->buffer.clear();
  self->format.~Format();
  heap_free(t, self, sizeof(UnpackIterator));
}

void iterator_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<UnpackIterator*>(self)->buffer);
}

Ref iterator_next(Thread& t, Value v) {
  auto* self = v.as<UnpackIterator>();
  Ref buffer = self->buffer.load();
  if (buffer.is_unset()) return buffer;
  BufferView view(t);
  GILT_CHECK(view.open(buffer.get()));
  if (self->offset + self->format->size > static_cast<int64_t>(view.size())) {
    self->buffer.clear(self);
    return Ref::unset();
  }
  const std::byte* place = view.span().data() + self->offset;
  self->offset += self->format->size;
  return struct_read(t, *self->format, place);
}

Ref iterator_length_hint(Thread& t, Args args) {
  auto* self = args[0].as<UnpackIterator>();
  Ref buffer = self->buffer.load();
  if (buffer.is_unset()) return Ref::adopt(Value::integer(0));
  BufferView view(t);
  GILT_CHECK(view.open(buffer.get()));
  return int_from(t, (static_cast<int64_t>(view.size()) - self->offset) / self->format->size);
}

constexpr NativeDef kIteratorMethods[] = {
    {"__length_hint__", guarded<iterator_length_hint>, "(self, /)", nullptr},
};

TypeObject* iterator_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_struct.unpack_iterator",
      .instance_size = sizeof(UnpackIterator),
      .flags = kTypeTracked | kTypeNoInstantiate,
      .slots = {.dealloc = iterator_dealloc,
                .traverse = iterator_traverse,
                .iter = iter_of_iterator,
                .next = guarded<iterator_next>},
      .methods = kIteratorMethods,
  });
  return kType;
}

Ref iter_unpack(Thread& t, const Format& format, Value buffer) {
  BufferView view(t);
  GILT_CHECK(view.open(buffer));
  if (format->size == 0) {
    return fail_struct(t, "cannot iteratively unpack with a struct of length 0");
  }
  if (static_cast<int64_t>(view.size()) % format->size != 0) {
    return fail_struct(
        t, fmt::format("iterative unpacking requires a buffer of a multiple of {} bytes",
                       format->size));
  }
  auto* self = object_new<UnpackIterator>(t, iterator_type()->instance_shape->id);
  if (self == nullptr) return Failed{};
  self->buffer.init(Ref::copy(buffer));
  new (&self->format) Format(format);
  self->offset = 0;
  gc_track(t, self);
  return Ref::adopt(self);
}

// -- Struct --

struct StructObject : Object {
  Format format;  // never changes
};

const StructFormat& format_of(Value v) {
  return *v.as<StructObject>()->format;
}

Ref struct_construct(Thread& t, TypeObject* type, CallArgs call) {
  static const ParameterSpec* const kSpec = parse_signature("Struct", "(format)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  Format format = format_argument(t, bound[0]);
  if (format == nullptr) return Failed{};
  auto* self = native_allocate<StructObject>(t, type);
  if (self == nullptr) return Failed{};
  new (&self->format) Format(std::move(format));
  return Ref::adopt(self);
}

void struct_dealloc(Thread& t, Object* self) {
  static_cast<StructObject*>(self)->format.~Format();
  native_free<StructObject>(t, self);
}

void struct_traverse(Object* self, Visitor& visitor) {
  native_traverse(self, visitor);
}

Ref struct_repr(Thread& t, Value self) {
  GILT_TRY(RefOf<StrObject> text, str_new(t, format_of(self).text));
  GILT_TRY(RefOf<StrObject> shown, repr(t, text.value()));
  return str_new(t, fmt::format("{}({})", type_of(self)->name->view(), shown->view()));
}

Ref method_pack(Thread& t, CallArgs args) {
  if (args.kwnames != nullptr) {
    return fail(t, type_error_type, "Struct.pack() takes no keyword arguments");
  }
  return pack(t, format_of(args[0]), args.values + 1, args.positional - 1);
}
Ref method_pack_into(Thread& t, CallArgs args) {
  if (args.kwnames != nullptr) {
    return fail(t, type_error_type, "Struct.pack_into() takes no keyword arguments");
  }
  return pack_into(t, format_of(args[0]), args.values + 1, args.positional - 1);
}
Ref method_unpack(Thread& t, Args args) {
  return unpack(t, format_of(args[0]), args[1]);
}
Ref method_unpack_from(Thread& t, Args args) {
  return unpack_from(t, format_of(args[0]), args[1], args[2]);
}
Ref method_iter_unpack(Thread& t, Args args) {
  return iter_unpack(t, args[0].as<StructObject>()->format, args[1]);
}
Ref method_sizeof(Thread& t, Args args) {
  return int_from_unsigned(
      t, sizeof(StructObject) + format_of(args[0]).fields.size() * sizeof(StructField));
}
Ref get_format(Thread& t, Value self) {
  return str_new(t, format_of(self).text);
}
Ref get_size(Thread& t, Value self) {
  return int_from(t, format_of(self).size);
}

constexpr NativeDef kStructMethods[] = {
    {"pack", nullptr, "(self, /, *values)", "The values as bytes.", NativeKind::kFunction,
     method_pack},
    {"pack_into", nullptr, "(self, buffer, offset, /, *values)",
     "Writes the values to a place in a buffer.", NativeKind::kFunction, method_pack_into},
    {"unpack", method_unpack, "(self, buffer, /)", "The tuple of values in a buffer."},
    {"unpack_from", method_unpack_from, "(self, /, buffer, offset=0)",
     "The tuple of values at a place in a buffer."},
    {"iter_unpack", method_iter_unpack, "(self, buffer, /)",
     "An iterator over the tuples that fill a buffer."},
    {"__sizeof__", method_sizeof, "(self, /)", nullptr},
};
constexpr GetSetDef kStructGetSets[] = {
    {"format", get_format, nullptr, "The format."},
    {"size", get_size, nullptr, "How many bytes it makes."},
};

TypeObject* struct_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_struct.Struct",
      .instance_size = sizeof(StructObject),
      .flags = kTypeSubclassable | kTypeHasWeakrefs,
      .doc = "Struct(format)\n--\n\nA format, ready for packing and unpacking.",
      .slots = {.dealloc = struct_dealloc,
                .traverse = struct_traverse,
                .construct = struct_construct,
                .repr = struct_repr},
      .methods = kStructMethods,
      .getsets = kStructGetSets,
  });
  return kType;
}

// -- the module's functions --

// [values] begin with the format, which the call must have.
Format first_argument(Thread& t, const char* function, CallArgs args) {
  if (args.kwnames != nullptr) {
    static_cast<void>(fail(t, type_error_type, "{}() takes no keyword arguments", function));
    return nullptr;
  }
  if (args.positional == 0) {
    static_cast<void>(fail(t, type_error_type, "{} expected at least 1 argument, got 0", function));
    return nullptr;
  }
  return format_argument(t, args[0]);
}

Ref pack_function(Thread& t, CallArgs args) {
  Format format = first_argument(t, "pack", args);
  if (format == nullptr) return Failed{};
  return pack(t, *format, args.values + 1, args.positional - 1);
}
Ref pack_into_function(Thread& t, CallArgs args) {
  Format format = first_argument(t, "pack_into", args);
  if (format == nullptr) return Failed{};
  return pack_into(t, *format, args.values + 1, args.positional - 1);
}
Ref unpack_function(Thread& t, Args args) {
  Format format = format_argument(t, args[0]);
  if (format == nullptr) return Failed{};
  return unpack(t, *format, args[1]);
}
Ref unpack_from_function(Thread& t, Args args) {
  Format format = format_argument(t, args[0]);
  if (format == nullptr) return Failed{};
  return unpack_from(t, *format, args[1], args[2]);
}
Ref iter_unpack_function(Thread& t, Args args) {
  Format format = format_argument(t, args[0]);
  if (format == nullptr) return Failed{};
  return iter_unpack(t, format, args[1]);
}
Ref calcsize_function(Thread& t, Args args) {
  Format format = format_argument(t, args[0]);
  if (format == nullptr) return Failed{};
  return int_from(t, format->size);
}
Ref clearcache_function(Thread&, Args) {
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"_clearcache", clearcache_function, "()", "Accepted; formats are small."},
    {"calcsize", calcsize_function, "(format, /)", "How many bytes the format makes."},
    {"iter_unpack", iter_unpack_function, "(format, buffer, /)",
     "An iterator over the tuples that fill a buffer."},
    {"pack", nullptr, "(format, /, *values)", "The values as bytes.", NativeKind::kFunction,
     pack_function},
    {"pack_into", nullptr, "(format, buffer, offset, /, *values)",
     "Writes the values to a place in a buffer.", NativeKind::kFunction, pack_into_function},
    {"unpack", unpack_function, "(format, buffer, /)", "The tuple of values in a buffer."},
    {"unpack_from", unpack_from_function, "(format, /, buffer, offset=0)",
     "The tuple of values at a place in a buffer."},
};

bool init(Thread& t, ModuleObject* module) {
  GILT_TRY(RefOf<TupleObject> bases, tuple_of(t, {to_value(&exception_type)}));
  GILT_TRY(RefOf<DictObject> content, dict_new(t));
  GILT_CHECK(dict_set_name(t, content.get(), intern("__module__"), to_value(intern("struct"))));
  GILT_TRY(Ref error, call(t, to_value(&type_type),
                           {to_value(intern("error")), bases.value(), content.value()}));
  GILT_CHECK(module_set(t, module, "error", std::move(error)));
  return module_set(t, module, "Struct", Ref::copy(struct_type()));
}

const ModuleDef kModule = {"_struct", "Values to bytes and back.", kFunctions, init};

}  // namespace

void register_struct_module() {
  register_native_module(kModule);
}

}  // namespace gilt
