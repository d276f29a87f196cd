// SyntaxError and the Unicode errors: exceptions that point into a text.
#include <fmt/format.h>

#include "runtime/argument_kind.h"
#include "runtime/bytes.h"
#include "runtime/exception_layout.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// -- SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset[, metadata]])) --

bool syntax_error_init(Thread& t, Value self, CallArgs args) {
  GILT_CHECK(exception_init(t, self, args));
  auto* e = self.as<SyntaxErrorObject>();
  if (args.positional >= 1) e->message.store(e, Ref::copy(args[0]));
  if (args.positional != 2) return true;
  GILT_TRY(RefOf<TupleObject> info, tuple_from_iterable(t, args[1]));
  if (info->size < 4 || info->size > 7) {
    return fail(t, type_error_type, "function takes at {} arguments ({} given)",
                info->size < 4 ? "least 4" : "most 7", info->size);
  }
  Slot* fields[] = {&e->filename, &e->line,       &e->offset,  &e->text,
                    &e->end_line, &e->end_offset, &e->metadata};
  for (int64_t i = 0; i < 7; i++)
    fields[i]->store(e, i < info->size ? info->items()[i].load() : Ref::unset());
  if (info->size == 5)
    return fail(t, type_error_type, "end_offset must be provided when end_lineno is provided");
  return true;
}

std::string_view base_name(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

Ref syntax_error_str(Thread& t, Value self) {
  auto* e = self.as<SyntaxErrorObject>();
  Ref message = e->message.load();
  GILT_TRY(RefOf<StrObject> text, to_str(t, message.is_unset() ? kNone : message.get()));
  // Each field is looked at once: other threads may set it.
  Ref filename = e->filename.load();
  Value line = e->line.peek();
  bool has_name = is_str(filename.get()), has_line = line.is_int();
  if (!has_name && !has_line) return text;
  std::string out(text->view());
  std::string name;
  if (has_name) name = base_name(filename.as<StrObject>()->view());
  if (has_name && has_line) {
    out += fmt::format(" ({}, line {})", name, line.as_int());
  } else if (has_name) {
    out += fmt::format(" ({})", name);
  } else {
    out += fmt::format(" (line {})", line.as_int());
  }
  return str_new(t, out);
}

template <Slot SyntaxErrorObject::* kField>
constexpr GetSetDef syntax_field(const char* name, const char* doc) {
  return {name, field_get<SyntaxErrorObject, kField>, field_set<SyntaxErrorObject, kField>, doc};
}

const GetSetDef kSyntaxFields[] = {
    syntax_field<&SyntaxErrorObject::message>("msg", "exception msg"),
    syntax_field<&SyntaxErrorObject::filename>("filename", "exception filename"),
    syntax_field<&SyntaxErrorObject::line>("lineno", "exception lineno"),
    syntax_field<&SyntaxErrorObject::offset>("offset", "exception offset"),
    syntax_field<&SyntaxErrorObject::text>("text", "exception text"),
    syntax_field<&SyntaxErrorObject::end_line>("end_lineno", "exception end lineno"),
    syntax_field<&SyntaxErrorObject::end_offset>("end_offset", "exception end offset"),
    syntax_field<&SyntaxErrorObject::print_file_and_line>("print_file_and_line",
                                                          "exception print_file_and_line"),
    syntax_field<&SyntaxErrorObject::metadata>("_metadata", "exception private metadata"),
};

// -- Unicode errors --

bool check_text(Thread& t, const char* function, int argument, Value v) {
  if (is_str(v)) return true;
  return fail(t, type_error_type, "{}() argument {} must be str, not {}", function, argument,
              type_name(v));
}

bool unicode_init(Thread& t, Value self, CallArgs args, const char* name, bool has_encoding,
                  bool bytes) {
  GILT_CHECK(exception_init(t, self, args));
  auto* e = self.as<UnicodeErrorObject>();
  uint32_t expected = has_encoding ? 5 : 4;
  if (args.positional != expected)
    return fail(t, type_error_type, "function takes exactly {} arguments ({} given)", expected,
                args.positional);
  uint32_t i = 0;
  if (has_encoding) {
    if (!is_str(args[0]))
      return fail(t, type_error_type, "argument 1 must be str, not {}", argument_kind(args[0]));
    e->encoding.store(e, Ref::copy(args[i++]));
  }
  Value object = args[i];
  if (bytes) {
    if (!is_bytes_like(object))
      return fail(t, type_error_type, "a bytes-like object is required, not '{}'",
                  type_name(object));
    if (is_bytes(object)) {
      e->object.store(e, Ref::copy(object));
    } else {
      GILT_TRY(Ref copy, call(t, to_value(&bytes_type), {object}));
      e->object.store(e, std::move(copy));
    }
  } else {
    if (!is_str(object))
      return fail(t, type_error_type, "argument {} must be str, not {}", i + 1,
                  argument_kind(object));
    e->object.store(e, Ref::copy(object));
  }
  GILT_TRY(Ref start, to_index(t, args[i + 1]));
  GILT_TRY(Ref end, to_index(t, args[i + 2]));
  e->start.store(e, std::move(start));
  e->end.store(e, std::move(end));
  GILT_CHECK(check_text(t, name, static_cast<int>(i + 4), args[i + 3]));
  e->reason.store(e, Ref::copy(args[i + 3]));
  return true;
}

bool decode_init(Thread& t, Value self, CallArgs args) {
  return unicode_init(t, self, args, "UnicodeDecodeError", true, true);
}
bool encode_init(Thread& t, Value self, CallArgs args) {
  return unicode_init(t, self, args, "UnicodeEncodeError", true, false);
}
bool translate_init(Thread& t, Value self, CallArgs args) {
  return unicode_init(t, self, args, "UnicodeTranslateError", false, false);
}

struct Stretch {
  int64_t start, end;
};

// start and end within an object of [size] items, as CPython clamps them.
Stretch stretch_of(UnicodeErrorObject* e, int64_t size) {
  Value first = e->start.peek(), last = e->end.peek();
  int64_t start = first.is_int() ? first.as_int() : 0;
  int64_t end = last.is_int() ? last.as_int() : 0;
  if (start < 0) start = 0;
  if (start >= size) start = size == 0 ? 0 : size - 1;
  if (end < 1) end = 1;
  if (end > size) end = size;
  return {start, end};
}

std::string text_or(const Slot& slot, std::string_view otherwise) {
  Value v = slot.peek();
  return std::string(is_str(v) ? v.as<StrObject>()->view() : otherwise);
}

std::string escaped(char32_t c) {
  auto code = static_cast<uint32_t>(c);
  if (code <= 0xff) return fmt::format("\\x{:02x}", code);
  if (code <= 0xffff) return fmt::format("\\u{:04x}", code);
  return fmt::format("\\U{:08x}", code);
}

Ref decode_str(Thread& t, Value self) {
  auto* e = self.as<UnicodeErrorObject>();
  Ref object = e->object.load();
  if (!is_bytes(object.get())) return Ref::copy(names::empty);
  auto* bytes = object.as<BytesObject>();
  auto [start, end] = stretch_of(e, static_cast<int64_t>(bytes->size));
  std::string encoding = text_or(e->encoding, ""), reason = text_or(e->reason, "");
  if (start < static_cast<int64_t>(bytes->size) && end == start + 1)
    return str_new(t,
                   fmt::format("'{}' codec can't decode byte 0x{:02x} in position {}: {}", encoding,
                               static_cast<unsigned char>(bytes->data()[start]), start, reason));
  return str_new(t, fmt::format("'{}' codec can't decode bytes in position {}-{}: {}", encoding,
                                start, end - 1, reason));
}

Ref encode_str(Thread& t, Value self) {
  auto* e = self.as<UnicodeErrorObject>();
  Ref object = e->object.load();
  if (!is_str(object.get())) return Ref::copy(names::empty);
  auto* text = object.as<StrObject>();
  auto [start, end] = stretch_of(e, static_cast<int64_t>(text->length));
  std::string what = e->encoding.is_unset()
                         ? std::string("can't translate")
                         : fmt::format("'{}' codec can't encode", text_or(e->encoding, ""));
  std::string reason = text_or(e->reason, "");
  if (start < static_cast<int64_t>(text->length) && end == start + 1)
    return str_new(
        t, fmt::format("{} character '{}' in position {}: {}", what,
                       escaped(str_code_point(text, static_cast<size_t>(start))), start, reason));
  return str_new(t,
                 fmt::format("{} characters in position {}-{}: {}", what, start, end - 1, reason));
}

template <Slot UnicodeErrorObject::* kField>
constexpr GetSetDef unicode_field(const char* name, const char* doc) {
  return {name, field_get<UnicodeErrorObject, kField>, field_set<UnicodeErrorObject, kField>, doc};
}

const GetSetDef kUnicodeFields[] = {
    unicode_field<&UnicodeErrorObject::encoding>("encoding", "exception encoding"),
    unicode_field<&UnicodeErrorObject::object>("object", "exception object"),
    unicode_field<&UnicodeErrorObject::start>("start", "exception start"),
    unicode_field<&UnicodeErrorObject::end>("end", "exception end"),
    unicode_field<&UnicodeErrorObject::reason>("reason", "exception reason"),
};

}  // namespace

bool init_syntax_error(TypeObject* type, ShapeId shape) {
  if (type != &syntax_error_type) return false;
  init_exception_type({.type = type,
                       .shape = shape,
                       .name = "SyntaxError",
                       .base = &exception_type,
                       .size = sizeof(SyntaxErrorObject),
                       .doc = "Invalid syntax.",
                       .slots = {.init = syntax_error_init, .str = syntax_error_str},
                       .getsets = kSyntaxFields});
  return true;
}

bool init_unicode_error(TypeObject* type, ShapeId shape) {
  auto init = [&](const char* name, decltype(TypeSlots::init) init_slot,
                  decltype(TypeSlots::str) str) {
    init_exception_type(
        {.type = type,
         .shape = shape,
         .name = name,
         .base = &unicode_error_type,
         .size = sizeof(UnicodeErrorObject),
         .doc = name == std::string_view("UnicodeDecodeError")   ? "Unicode decoding error."
                : name == std::string_view("UnicodeEncodeError") ? "Unicode encoding error."
                                                                 : "Unicode translation error.",
         .slots = {.init = init_slot, .str = str},
         .getsets = kUnicodeFields});
  };
  if (type == &unicode_decode_error_type) {
    init("UnicodeDecodeError", decode_init, decode_str);
  } else if (type == &unicode_encode_error_type) {
    init("UnicodeEncodeError", encode_init, encode_str);
  } else if (type == &unicode_translate_error_type) {
    init("UnicodeTranslateError", translate_init, encode_str);
  } else {
    return false;
  }
  return true;
}

Failed fail_syntax(Thread& t, const TypeObject& type, std::string_view message,
                   const SyntaxErrorPlace& place) {
  RefOf<StrObject> text = str_new(t, message);
  if (text.is_error()) return Failed{};
  Ref line = Ref::none();
  if (!place.text.empty()) line = str_new(t, place.text);
  Ref filename = Ref::none();
  if (place.filename.data() != nullptr) filename = str_new(t, place.filename);
  if (line.is_error() || filename.is_error()) return Failed{};
  bool known = place.line > 0;
  auto number = [](bool there, int n) { return there ? Value::integer(n) : kNone; };
  RefOf<TupleObject> info =
      tuple_of(t, {filename.get(), number(known, place.line),
                   number(known && place.offset >= 0, place.offset), line.get(),
                   number(known && place.end_line > 0, place.end_line),
                   number(known && place.end_line > 0, place.end_offset)});
  if (place.unreadable)
    info = tuple_of(t, {filename.get(), Value::integer(0), Value::integer(-1), kNone});
  if (info.is_error()) return Failed{};
  Ref made = call(t, to_value(&type), {text.value(), info.value()});
  if (made.is_error()) return Failed{};
  return fail_instance(t, std::move(made));
}

namespace {

Failed fail_unicode(Thread& t, const TypeObject& type, std::string_view encoding, Value object,
                    int64_t start, int64_t end, std::string_view reason) {
  RefOf<StrObject> name = str_new(t, encoding);
  RefOf<StrObject> why = str_new(t, reason);
  if (name.is_error() || why.is_error()) return Failed{};
  Ref made = call(t, to_value(&type),
                  {name.value(), object, Value::integer(start), Value::integer(end), why.value()});
  if (made.is_error()) return Failed{};
  return fail_instance(t, std::move(made));
}

}  // namespace

Failed fail_decode(Thread& t, std::string_view encoding, Value bytes, int64_t start, int64_t end,
                   std::string_view reason) {
  return fail_unicode(t, unicode_decode_error_type, encoding, bytes, start, end, reason);
}

Failed fail_encode(Thread& t, std::string_view encoding, Value text, int64_t start, int64_t end,
                   std::string_view reason) {
  return fail_unicode(t, unicode_encode_error_type, encoding, text, start, end, reason);
}

}  // namespace gilt
