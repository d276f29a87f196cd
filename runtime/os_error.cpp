// OSError: which subclass an errno means, and how it reads.
#include <fmt/format.h>

#include <cerrno>

#include "runtime/exception_layout.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {

const TypeObject& os_error_type_for(int error_number) {
  switch (error_number) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS: return blocking_io_error_type;
    case EPIPE:
    case ESHUTDOWN: return broken_pipe_error_type;
    case ECHILD: return child_process_error_type;
    case ECONNABORTED: return connection_aborted_error_type;
    case ECONNREFUSED: return connection_refused_error_type;
    case ECONNRESET: return connection_reset_error_type;
    case EEXIST: return file_exists_error_type;
    case ENOENT: return file_not_found_error_type;
    case EISDIR: return is_a_directory_error_type;
    case ENOTDIR: return not_a_directory_error_type;
    case EINTR: return interrupted_error_type;
    case EACCES:
    case EPERM: return permission_error_type;
    case ESRCH: return process_lookup_error_type;
    case ETIMEDOUT: return timeout_error_type;
    default: return os_error_type;
  }
}

namespace {

bool os_error_init(Thread& t, Value self, CallArgs args);
Ref os_error_construct(Thread& t, TypeObject* type, CallArgs args);

// A subclass with an __init__ of its own but no __new__ gets its arguments in OSError.__init__.
bool parses_in_init(const TypeObject* type) {
  return type->slots.init != os_error_init && type->slots.construct == os_error_construct;
}

// OSError(errno, strerror[, filename[, winerror[, filename2]]])
bool parse(Thread& t, OSErrorObject* e, CallArgs args) {
  if (args.positional < 2 || args.positional > 5) return true;
  e->error_number.store(e, Ref::copy(args[0]));
  e->text.store(e, Ref::copy(args[1]));
  if (args.positional < 3 || args[2].is_none()) return true;
  if (is_subtype(type_of(e), &blocking_io_error_type) && is_int(args[2])) {
    e->written.store(e, Ref::copy(args[2]));
    return true;
  }
  e->filename.store(e, Ref::copy(args[2]));
  if (args.positional == 5 && !args[4].is_none()) e->filename2.store(e, Ref::copy(args[4]));
  // args stays a pair, as it was before there were file names.
  GILT_TRY(RefOf<TupleObject> pair, tuple_of(t, {args[0], args[1]}));
  e->args.store(e, std::move(pair));
  return true;
}

Ref os_error_construct(Thread& t, TypeObject* type, CallArgs args) {
  bool late = parses_in_init(type);
  if (!late && args.kwnames != nullptr && args.kwnames->size != 0)
    return fail(t, type_error_type, "{}() takes no keyword arguments", type_name(type));
  if (type == &os_error_type && args.positional >= 2 && args.positional <= 5 && args[0].is_int())
    type = const_cast<TypeObject*>(&os_error_type_for(static_cast<int>(args[0].as_int())));
  ExceptionObject* made = exception_allocate(t, type, args);
  if (made == nullptr) return Failed{};
  Ref result = Ref::adopt(made);
  gc_track(t, made);
  if (!late) GILT_CHECK(parse(t, static_cast<OSErrorObject*>(made), args));
  return result;
}

bool os_error_init(Thread& t, Value self, CallArgs args) {
  if (!parses_in_init(type_of(self))) return true;
  if (args.kwnames != nullptr && args.kwnames->size != 0)
    return fail(t, type_error_type, "{}() takes no keyword arguments", type_name(self));
  GILT_CHECK(exception_init(t, self, args));
  return parse(t, self.as<OSErrorObject>(), args);
}

Ref os_error_str(Thread& t, Value self) {
  auto* e = self.as<OSErrorObject>();
  auto text_of = [&](Slot& slot) -> std::optional<std::string> {
    Ref v = slot.load();
    RefOf<StrObject> s = to_str(t, v.is_unset() ? kNone : v.get());
    if (s.is_error()) return std::nullopt;
    return std::string(s->view());
  };
  auto repr_of = [&](Slot& slot) -> std::optional<std::string> {
    Ref v = slot.load();
    RefOf<StrObject> s = repr(t, v.get());
    if (s.is_error()) return std::nullopt;
    return std::string(s->view());
  };
  if (e->error_number.is_unset() && e->filename.is_unset()) return exception_str(t, self);
  GILT_TRY(std::string number, text_of(e->error_number));
  GILT_TRY(std::string text, text_of(e->text));
  std::string out = fmt::format("[Errno {}] {}", number, text);
  if (!e->filename.is_unset()) {
    GILT_TRY(std::string name, repr_of(e->filename));
    out += ": " + name;
    if (!e->filename2.is_unset()) {
      GILT_TRY(std::string second, repr_of(e->filename2));
      out += " -> " + second;
    }
  }
  return str_new(t, out);
}

Ref get_written(Thread& t, Value self) {
  Ref written = self.as<OSErrorObject>()->written.load();
  if (written.is_unset()) return fail(t, attribute_error_type, "characters_written");
  return written;
}
bool set_written(Thread& t, Value self, Value value) {
  auto* e = self.as<OSErrorObject>();
  if (value.is_unset()) {
    if (e->written.is_unset()) return fail(t, attribute_error_type, "characters_written");
    e->written.store(e, Ref::unset());
    return true;
  }
  GILT_TRY(Ref number, to_index(t, value));
  e->written.store(e, std::move(number));
  return true;
}

// (type, (errno, strerror, filename[, None, filename2]))
Ref os_error_reduce(Thread& t, Args args) {
  auto* e = args[0].as<OSErrorObject>();
  Ref row = e->args.load();
  Ref filename = e->filename.load(), filename2 = e->filename2.load();
  if (row.as<TupleObject>()->size == 2 && !filename.is_unset()) {
    Value first = row.as<TupleObject>()->at(0), second = row.as<TupleObject>()->at(1);
    RefOf<TupleObject> longer =
        filename2.is_unset() ? tuple_of(t, {first, second, filename.get()})
                             : tuple_of(t, {first, second, filename.get(), kNone, filename2.get()});
    if (longer.is_error()) return Failed{};
    row = std::move(longer);
  }
  return exception_reduced(t, e, row.get());
}

const GetSetDef kFields[] = {
    {"errno", field_get<OSErrorObject, &OSErrorObject::error_number>,
     field_set<OSErrorObject, &OSErrorObject::error_number>, "POSIX exception code"},
    {"strerror", field_get<OSErrorObject, &OSErrorObject::text>,
     field_set<OSErrorObject, &OSErrorObject::text>, "exception strerror"},
    {"filename", field_get<OSErrorObject, &OSErrorObject::filename>,
     field_set<OSErrorObject, &OSErrorObject::filename>, "exception filename"},
    {"filename2", field_get<OSErrorObject, &OSErrorObject::filename2>,
     field_set<OSErrorObject, &OSErrorObject::filename2>, "second exception filename"},
    {"characters_written", get_written, set_written},
};

const NativeDef kMethods[] = {
    {"__reduce__", os_error_reduce, "(self, /)", nullptr},
};

}  // namespace

bool init_os_error(TypeObject* type, ShapeId shape) {
  if (type != &os_error_type) return false;
  init_exception_type(
      {.type = type,
       .shape = shape,
       .name = "OSError",
       .base = &exception_type,
       .size = sizeof(OSErrorObject),
       .doc = "Base class for I/O related errors.",
       .slots = {.construct = os_error_construct, .init = os_error_init, .str = os_error_str},
       .methods = kMethods,
       .getsets = kFields});
  return true;
}

}  // namespace gilt
