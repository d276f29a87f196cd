// _string: taking format strings apart, for string.Formatter.
#include "runtime/error.h"
#include "runtime/format_template.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

// (string): an iterator over (literal, name, spec, conversion)
Ref formatter_parser(Thread& t, Args args) {
  if (!is_str(args[0])) return fail(t, type_error_type, "expected str, got {}", type_name(args[0]));
  GILT_TRY(auto list, list_new(t));
  FormatPieces pieces(args[0].as<StrObject>()->view());
  FormatPiece piece;
  bool failed;
  while (pieces.next(t, piece, failed)) {
    GILT_TRY(auto literal, str_new(t, piece.literal));
    RefOf<TupleObject> row;
    if (!piece.has_field) {
      row = tuple_of(t, {literal.value(), kNone, kNone, kNone});
    } else {
      GILT_TRY(auto name, str_new(t, piece.name));
      GILT_TRY(auto spec, str_new(t, piece.spec));
      GILT_TRY(Ref conversion,
               piece.conversion == 0 ? Ref::none() : Ref(str_from_code_point(t, piece.conversion)));
      row = tuple_of(t, {literal.value(), name.value(), spec.value(), conversion.get()});
    }
    if (row.is_error()) return Failed{};
    GILT_CHECK(list_append(t, list.get(), std::move(row)));
  }
  if (failed) return Failed{};
  return get_iter(t, list.value());
}

// A name as a number where it is one.
Ref number_or_text(Thread& t, std::string_view text) {
  GILT_TRY(int64_t number, field_number(t, text));
  if (number >= 0) return int_from(t, number);
  return str_new(t, text);
}

// (string): what comes first, and an iterator over (is attribute, name)
Ref formatter_field_name_split(Thread& t, Args args) {
  if (!is_str(args[0])) return fail(t, type_error_type, "expected str, got {}", type_name(args[0]));
  FieldName field(args[0].as<StrObject>()->view());
  GILT_TRY(Ref first, number_or_text(t, field.first()));
  GILT_TRY(auto list, list_new(t));
  FieldName::Step step;
  bool failed;
  while (field.next(t, step, failed)) {
    GILT_TRY(Ref name,
             step.is_attribute ? Ref(str_new(t, step.name)) : number_or_text(t, step.name));
    GILT_TRY(auto row, tuple_of(t, {Value::boolean(step.is_attribute), name.get()}));
    GILT_CHECK(list_append(t, list.get(), std::move(row)));
  }
  if (failed) return Failed{};
  GILT_TRY(Ref rest, get_iter(t, list.value()));
  return tuple_of(t, {first.get(), rest.get()});
}

constexpr NativeDef kFunctions[] = {
    {"formatter_field_name_split", formatter_field_name_split, "(string, /)",
     "The first part of a field name, and its attributes and items."},
    {"formatter_parser", formatter_parser, "(string, /)", "The fields of a format string."},
};

constexpr ModuleDef kModule{"_string", "Format strings taken apart.", kFunctions, nullptr};

}  // namespace

void register_string_module() {
  register_native_module(kModule);
}

}  // namespace gilt
