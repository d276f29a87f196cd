// builtins: text out and in: print, input, repr, ascii, format.
#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/builtins.h"
#include "stdlib/io_text.h"

namespace gilt {

namespace {

// sys.[name], owned; unset when it was deleted.
Ref sys_attribute(Thread& t, StrObject* name) {
  return Ref::copy(dict_get_name(t.interpreter->sys_dict.peek().as<DictObject>(), name));
}

// Writes [text] to [file]: directly when it is the VM's own text stream, else through its method.
bool write_text(Thread& t, Value file, StrObject* text) {
  if (is_text_stream(file)) return text_stream_write(t, file, text->view());
  GILT_TRY(Ref ignored, call_method(t, file, names::write, {to_value(text)}));
  return true;
}

bool write_value(Thread& t, Value file, Value value) {
  if (has_shape(value, kStrShape)) return write_text(t, file, value.as<StrObject>());
  GILT_TRY(RefOf<StrObject> text, to_str(t, value));
  return write_text(t, file, text.get());
}

// A separator of print(): null with TypeError raised when it is neither None nor a str.
StrObject* separator(Thread& t, Value v, const char* name, StrObject* otherwise) {
  if (v.is_none()) return otherwise;
  if (is_str(v)) return v.as<StrObject>();
  return fail(t, type_error_type, "{} must be None or a string, not {}", name, type_name(v));
}

Ref print_function(Thread& t, Args args) {
  static StrObject* const kSpace = intern(" ");
  static StrObject* const kNewline = intern("\n");
  auto* values = args[0].as<TupleObject>();
  Ref file = Ref::copy(args[3]);
  if (file.is_none()) {
    file = sys_attribute(t, names::stdout_);
    if (file.is_unset()) return fail(t, runtime_error_type, "lost sys.stdout");
    if (file.is_none()) return Ref::none();
  }
  GILT_TRY(StrObject * sep, separator(t, args[1], "sep", kSpace));
  GILT_TRY(StrObject * end, separator(t, args[2], "end", kNewline));
  for (int64_t i = 0; i < values->size; ++i) {
    if (i > 0) GILT_CHECK(write_text(t, file.get(), sep));
    GILT_CHECK(write_value(t, file.get(), values->at(i)));
  }
  GILT_CHECK(write_text(t, file.get(), end));
  GILT_TRY(bool flush, truth(t, args[4]));
  if (flush) {
    GILT_TRY(Ref ignored, call_method(t, file.get(), names::flush));
  }
  return Ref::none();
}

// A standard stream for input(): RuntimeError when it is gone.
Ref standard_stream(Thread& t, StrObject* name) {
  Ref stream = sys_attribute(t, name);
  if (!stream || stream.is_none()) {
    return fail(t, runtime_error_type, "lost sys.{}", name->view());
  }
  return stream;
}

Ref input_function(Thread& t, Args args) {
  GILT_TRY(Ref in, standard_stream(t, names::stdin_));
  GILT_TRY(Ref out, standard_stream(t, names::stdout_));
  if (!args[0].is_unset()) GILT_CHECK(write_value(t, out.get(), args[0]));
  GILT_TRY(Ref ignored, call_method(t, out.get(), names::flush));
  GILT_TRY(Ref line, call_method(t, in.get(), names::readline));
  if (!is_str(line.get())) {
    return fail(t, type_error_type, "object.readline() returned non-string");
  }
  auto* text = line.as<StrObject>();
  if (text->length == 0) return fail(t, eof_error_type, "EOF when reading a line");
  if (text->view().back() != '\n') return line;
  return str_new(t, text->view().substr(0, text->byte_length - 1));
}

Ref repr_function(Thread& t, Args args) {
  return repr(t, args[0]);
}

Ref ascii_function(Thread& t, Args args) {
  return ascii(t, args[0]);
}

Ref format_function(Thread& t, Args args) {
  if (!is_str(args[1])) {
    return fail(t, type_error_type, "format() argument 2 must be str, not {}", type_name(args[1]));
  }
  return format(t, args[0], args[1]);
}

constexpr NativeDef kFunctions[] = {
    {"ascii", ascii_function, "(obj, /)", "repr() with all but ASCII characters escaped."},
    {"format", format_function, "(value, format_spec='', /)",
     "type(value).__format__(value, format_spec)"},
    {"input", input_function, "(prompt=..., /)",
     "Reads a line from standard input, without its newline; EOFError at the end."},
    {"print", print_function, "(*args, sep=' ', end='\\n', file=None, flush=False)",
     "Prints the values to a stream, or to sys.stdout by default."},
    {"repr", repr_function, "(obj, /)", "The canonical text of an object."},
};

}  // namespace

std::span<const NativeDef> text_builtins() {
  return kFunctions;
}

}  // namespace gilt
