// The type str: construction, operators, indexing, and the table of its methods (str_*.cpp).
#include "runtime/argument_kind.h"
#include "runtime/encodings.h"
#include "runtime/error.h"
#include "runtime/format_spec.h"
#include "runtime/heap.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/str_layout.h"
#include "runtime/str_methods.h"
#include "runtime/text_search.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

// An instance of [type], a subclass of str, with the text of [s].
Ref subclass_new(Thread& t, TypeObject* type, const StrObject* s) {
  auto made = static_cast<StrObject*>(
      instance_allocate_sized(t, type, str_block_size(s->byte_length, s->is_ascii())));
  if (made == nullptr) return Failed{};
  str_fill_fields(made, s->byte_length, s->length);
  std::memcpy(made->data(), s->data(), s->byte_length);
  if (type->is(kTypeTracked)) gc_track(t, made);
  return Ref::adopt(made);
}

// str(object='', encoding=..., errors=...)
Ref construct_text(Thread& t, CallArgs args) {
  if (args.kwnames == nullptr && args.positional == 1) return to_str(t, args[0]);
  const int64_t given = args.positional + (args.kwnames == nullptr ? 0 : args.kwnames->size);
  if (given > 3) return fail(t, type_error_type, "str expected at most 3 arguments, got {}", given);
  static const ParameterSpec* spec =
      parse_signature("str", "(object=..., encoding=..., errors=...)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  std::string_view options[2] = {"utf-8", "strict"};
  for (uint32_t i : {1u, 2u}) {
    if (bound[i].is_unset()) continue;
    if (!is_str(bound[i]))
      return fail(t, type_error_type, "str() argument '{}' must be str, not {}",
                  i == 1 ? "encoding" : "errors", argument_kind(bound[i]));
    options[i - 1] = bound[i].as<StrObject>()->view();
  }
  if (bound[0].is_unset()) return Ref::copy(names::empty);
  if (bound[1].is_unset() && bound[2].is_unset()) return to_str(t, bound[0]);
  return decode_object(t, bound[0], options[0], options[1]);
}

Ref str_construct(Thread& t, TypeObject* type, CallArgs args) {
  GILT_TRY(Ref text, construct_text(t, args));
  if (type == &str_type) return text;
  return subclass_new(t, type, text.as<StrObject>());
}

void str_dealloc(Thread& t, Object* self) {
  auto s = static_cast<StrObject*>(self);
  str_drop_index(s);
  if (s->shape == kStrShape)
    heap_free(t, s, str_block_size(s));
  else
    instance_free(t, s, str_block_size(s->byte_length, s->is_ascii()));
}

Ref str_repr(Thread& t, Value self) {
  try {
    return str_new(t, repr_text(self.as<StrObject>()));
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

Ref str_str(Thread& t, Value self) {
  return str_exact(t, self.as<StrObject>());
}

std::optional<int64_t> str_hash_slot(Thread&, Value self) {
  return str_hash(self.as<StrObject>());
}

Ref str_compare_slot(Thread&, CompareOp op, Value a, Value b) {
  if (!is_str(a) || !is_str(b)) return not_implemented();
  auto left = a.as<StrObject>(), right = b.as<StrObject>();
  switch (op) {
    case CompareOp::kEq: return Ref::boolean(str_equal(left, right));
    case CompareOp::kNe: return Ref::boolean(!str_equal(left, right));
    case CompareOp::kLt: return Ref::boolean(str_compare(left, right) < 0);
    case CompareOp::kLe: return Ref::boolean(str_compare(left, right) <= 0);
    case CompareOp::kGt: return Ref::boolean(str_compare(left, right) > 0);
    case CompareOp::kGe: return Ref::boolean(str_compare(left, right) >= 0);
  }
  return not_implemented();
}

std::optional<bool> str_truth(Thread&, Value self) {
  return self.as<StrObject>()->byte_length != 0;
}

std::optional<int64_t> str_length(Thread&, Value self) {
  return static_cast<int64_t>(self.as<StrObject>()->length);
}

// Every [step]th character.
Ref take_steps(Thread& t, StrObject* s, SliceRange range) {
  auto count = static_cast<size_t>(range.length);
  if (s->is_ascii()) {
    GILT_TRY(auto result, str_new_ascii_uninitialised(t, count));
    const char* in = s->data();
    char* out = result->data();
    for (int64_t i = range.start, n = range.length; n > 0; i += range.step, --n) *out++ = in[i];
    return str_canonical(t, std::move(result));
  }
  std::string out;
  if (range.step == -1) {
    const char* p = s->data() + str_offset(s, static_cast<size_t>(range.start) + 1);
    for (; count > 0; --count) text::append(out, text::previous(p));
  } else {
    std::u32string points = text::to_utf32(s->view());
    for (int64_t i = range.start, n = range.length; n > 0; i += range.step, --n)
      text::append(out, points[static_cast<size_t>(i)]);
  }
  return str_new(t, out);
}

Ref str_get_item(Thread& t, Value self, Value key) {
  auto s = self.as<StrObject>();
  if (key.is_int()) return str_get(t, s, key.as_int());
  if (is_slice(key)) {
    GILT_TRY(SliceRange range,
             slice_resolve(t, key.as<SliceObject>(), static_cast<int64_t>(s->length)));
    if (range.length == 0) return Ref::copy(names::empty);
    if (range.step == 1) return str_slice(t, s, range.start, range.start + range.length);
    return take_steps(t, s, range);
  }
  if (type_of(key)->slots.to_index == nullptr)
    return fail(t, type_error_type, "string indices must be integers, not '{}'", type_name(key));
  GILT_TRY(int64_t index, sequence_index(t, key, "string"));
  return str_get(t, s, index);
}

std::optional<bool> str_contains(Thread& t, Value self, Value item) {
  if (!is_str(item))
    return fail(t, type_error_type, "'in <string>' requires string as left operand, not {}",
                type_name(item));
  return search::find(self.as<StrObject>()->view(), item.as<StrObject>()->view()) !=
         search::kNowhere;
}

Ref repeat(Thread& t, StrObject* s, int64_t times) {
  if (times <= 0 || s->byte_length == 0) return Ref::copy(names::empty);
  if (times == 1) return str_exact(t, s);
  auto n = static_cast<size_t>(times);
  if (n > kMaxStrBytes / s->byte_length) return no_memory(t);
  GILT_TRY(auto result, str_new_uninitialised(t, s->byte_length * n, s->length * n));
  char* out = result->data();
  if (s->byte_length == 1) {
    std::memset(out, s->data()[0], n);
    return result;
  }
  // Doubling: few large copies.
  size_t total = s->byte_length * n, done = s->byte_length;
  std::memcpy(out, s->data(), done);
  while (done < total) {
    size_t piece = std::min(done, total - done);
    std::memcpy(out + done, out, piece);
    done += piece;
  }
  return result;
}

Ref str_binary(Thread& t, BinaryOp op, Value a, Value b) {
  switch (op) {
    case BinaryOp::kAdd:
      if (!is_str(a)) return not_implemented();
      if (!is_str(b)) return concatenate_other(t, b, "str");
      return str_concat(t, a.as<StrObject>(), b.as<StrObject>());
    case BinaryOp::kMul: {
      bool first = is_str(a);
      Value string = first ? a : b, number = first ? b : a;
      GILT_TRY(int64_t count, repeat_count(t, number));
      return repeat(t, string.as<StrObject>(), count);
    }
    case BinaryOp::kMod:
      if (!is_str(a)) return not_implemented();
      return str_percent(t, a.as<StrObject>(), b);
    default: return not_implemented();
  }
}

// -- methods that belong to no group --

// (self, encoding='utf-8', errors='strict')
Ref encode_method(Thread& t, Args args) {
  for (uint32_t i : {1u, 2u})
    if (!is_str(args[i]))
      return fail(t, type_error_type, "encode() argument '{}' must be str, not {}",
                  i == 1 ? "encoding" : "errors", argument_kind(args[i]));
  return encode(t, args[0].as<StrObject>(), args[1].as<StrObject>()->view(),
                args[2].as<StrObject>()->view());
}

Ref get_new_args(Thread& t, Args args) {
  GILT_TRY(auto copy,
           str_new_counted(t, args[0].as<StrObject>()->view(), args[0].as<StrObject>()->length));
  return tuple_of(t, {copy.value()});
}

Ref size_of(Thread&, Args args) {
  auto s = args[0].as<StrObject>();
  return Ref::adopt(
      Value::integer(static_cast<int64_t>(str_block_size(s->byte_length, s->is_ascii()))));
}

namespace m = str_methods;

constexpr NativeDef kMethods[] = {
    {"capitalize", m::capitalize, "(self)",
     "First character in title case, the rest in lower case."},
    {"casefold", m::casefold, "(self)", "A form for comparing without regard to case."},
    {"center", m::center, "(self, width, fillchar=..., /)", "Padded on both sides."},
    {"count", m::count, "(self, sub, start=..., end=..., /)",
     "Number of places, not overlapping, where sub is found in self[start:end]."},
    {"encode", encode_method, "(self, encoding='utf-8', errors='strict')", "The text as bytes."},
    {"endswith", m::endswith, "(self, suffix, start=..., end=..., /)",
     "Whether self[start:end] ends with suffix, or with one of a tuple of them."},
    {"expandtabs", m::expandtabs, "(self, tabsize=8)",
     "Tabs replaced by spaces up to the next stop."},
    {"find", m::find, "(self, sub, start=..., end=..., /)",
     "The lowest index in self[start:end] where sub is found, or -1."},
    {"format", m::format, "(self, *args, **kwargs)",
     "Fields in {braces} replaced by formatted arguments."},
    {"format_map", m::format_map, "(self, mapping, /)",
     "Fields in {braces} replaced by formatted values of the mapping."},
    {"index", m::index, "(self, sub, start=..., end=..., /)",
     "The lowest index in self[start:end] where sub is found; ValueError if there is none."},
    {"isalnum", m::isalnum, "(self)", "There are characters and all are letters or numbers."},
    {"isalpha", m::isalpha, "(self)", "There are characters and all are letters."},
    {"isascii", m::isascii, "(self)", "All characters are ASCII."},
    {"isdecimal", m::isdecimal, "(self)", "There are characters and all are decimal digits."},
    {"isdigit", m::isdigit, "(self)", "There are characters and all are digits."},
    {"isidentifier", m::isidentifier, "(self)", "The text is a valid identifier."},
    {"islower", m::islower, "(self)", "There are cased characters and all are lower case."},
    {"isnumeric", m::isnumeric, "(self)", "There are characters and all are numeric."},
    {"isprintable", m::isprintable, "(self)", "repr() shows all characters as they are."},
    {"isspace", m::isspace, "(self)", "There are characters and all are white space."},
    {"istitle", m::istitle, "(self)", "Words start in upper case and go on in lower case."},
    {"isupper", m::isupper, "(self)", "There are cased characters and all are upper case."},
    {"join", m::join, "(self, iterable, /)",
     "The strings of the iterable put together, self between them."},
    {"ljust", m::ljust, "(self, width, fillchar=..., /)", "Padded on the right."},
    {"lower", m::lower, "(self)", "In lower case."},
    {"lstrip", m::lstrip, "(self, chars=None, /)", "Without white space, or chars, in front."},
    {"maketrans", m::maketrans, "(x, y=..., z=..., /)", "A table for translate().",
     NativeKind::kStaticMethod},
    {"partition", m::partition, "(self, sep, /)",
     "What is before the first sep, sep, and what is behind it."},
    {"removeprefix", m::removeprefix, "(self, prefix, /)", "Without the prefix, if it is there."},
    {"removesuffix", m::removesuffix, "(self, suffix, /)", "Without the suffix, if it is there."},
    {"replace", m::replace, "(self, old, new, /, count=-1)",
     "All places of old, or the first count of them, replaced by new."},
    {"rfind", m::rfind, "(self, sub, start=..., end=..., /)",
     "The highest index in self[start:end] where sub is found, or -1."},
    {"rindex", m::rindex, "(self, sub, start=..., end=..., /)",
     "The highest index in self[start:end] where sub is found; ValueError if there is none."},
    {"rjust", m::rjust, "(self, width, fillchar=..., /)", "Padded on the left."},
    {"rpartition", m::rpartition, "(self, sep, /)",
     "What is before the last sep, sep, and what is behind it."},
    {"rsplit", m::rsplit, "(self, sep=None, maxsplit=-1)",
     "The list of parts between the sep, counted from the right."},
    {"rstrip", m::rstrip, "(self, chars=None, /)", "Without white space, or chars, at the end."},
    {"split", m::split, "(self, sep=None, maxsplit=-1)", "The list of parts between the sep."},
    {"splitlines", m::splitlines, "(self, keepends=False)", "The list of lines."},
    {"startswith", m::startswith, "(self, prefix, start=..., end=..., /)",
     "Whether self[start:end] starts with prefix, or with one of a tuple of them."},
    {"strip", m::strip, "(self, chars=None, /)", "Without white space, or chars, at both ends."},
    {"swapcase", m::swapcase, "(self)", "Upper case for lower case and the other way round."},
    {"title", m::title, "(self)", "Each word in title case."},
    {"translate", m::translate, "(self, table, /)",
     "Each character replaced by what table has for its code point."},
    {"upper", m::upper, "(self)", "In upper case."},
    {"zfill", m::zfill, "(self, width, /)", "Padded with zeros behind the sign."},
    {"__format__", m::format_method, "(self, format_spec, /)", "Laid out as format_spec says."},
    {"__getnewargs__", get_new_args, "(self)", "Arguments that make an equal string."},
    {"__sizeof__", size_of, "(self)", "Size in memory, in bytes."},
};

constexpr uint32_t bit(BinaryOp op) {
  return 1u << static_cast<uint32_t>(op);
}

}  // namespace

void init_str_type() {
  for (char32_t c = 0; c < 256; ++c) {
    char bytes[4];
    g_latin1_strings[c] = intern(std::string_view(bytes, text::encode(c, bytes)));
  }
  type_init_builtin(
      str_type, kStrShape,
      {.name = "str",
       .instance_size = sizeof(StrObject),
       .flags = kTypeSubclassable | kTypeMatchSelf | kTypeIsStr | kTypeVariableSize,
       .binary_ops = bit(BinaryOp::kAdd) | bit(BinaryOp::kMul) | bit(BinaryOp::kMod),
       .doc = "str(object='') -> str\nstr(bytes, encoding='utf-8', errors='strict') -> str\n\n"
              "Text. With one argument, what the object says about itself; with an encoding, the "
              "text that the bytes stand for.",
       .slots = {.dealloc = str_dealloc,
                 .construct = str_construct,
                 .repr = str_repr,
                 .str = str_str,
                 .hash = str_hash_slot,
                 .compare = str_compare_slot,
                 .truth = str_truth,
                 .iter = str_iter,
                 .length = str_length,
                 .get_item = str_get_item,
                 .contains = str_contains,
                 .binary = str_binary},
       .methods = kMethods});
}

}  // namespace gilt
