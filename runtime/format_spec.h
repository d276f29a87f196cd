// The mini-language of format(), f-strings and str.format: [[fill]align][sign][z][#][0][width]
// [grouping][.precision[grouping]][type].
//
// A parsed spec is plain data; the functions that lay out text from it are pure. What a whole
// __format__ method of a builtin type does is here too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/ref.h"

namespace gilt {

struct Thread;
struct StrObject;

struct FormatSpec {
  char32_t fill = ' ';
  char align = '>';  // < > ^ =
  bool align_given = false;
  char sign = 0;                  // + - space, or 0 when not given
  bool no_negative_zero = false;  // z
  bool alternate = false;         // #
  int64_t width = -1;
  char grouping = 0;  // , _ or 0
  int64_t precision = -1;
  char fraction_grouping = 0;  // , _ or 0
  char32_t type = 0;           // [default_type] when not given; any character: the caller checks
};

// Reads [text] into [out]. ValueError in CPython's words; [type_name] is the formatted object's.
bool parse_format_spec(Thread& t, std::string_view text, FormatSpec& out,
                       std::string_view type_name, char default_type, char default_align = '>');
// "Unknown format code 'x' for object of type 'y'"
bool fail_format_code(Thread& t, char32_t code, std::string_view type_name);

// -- layout --
// Text of [length] code points in a field.
std::string format_text(std::string_view utf8, size_t length, const FormatSpec& spec);
// Sign, prefix ("0x" or nothing) and digits with padding and grouping (each four digits for types
// b o x X, else three). Knows nothing of spec.type otherwise.
std::string format_integer_digits(bool negative, std::string_view prefix, std::string_view digits,
                                  const FormatSpec& spec);
// [d] by spec.type: e E f F g G n %, or 0 (as repr, or like g with at least one decimal where
// there is a precision).
std::string format_double(double d, const FormatSpec& spec);

// The digits of |d| alone, for format_double, complex and the % operator: [type] is one of
// e E f F g G; [precision] >= 0. [dot_zero]: at least one decimal, as in repr.
std::string double_digits(double d, char type, int precision, bool alternate,
                          bool dot_zero = false);

// -- __format__ of the builtin types: parses, checks, lays out --
RefOf<StrObject> format_str(Thread& t, StrObject* s, std::string_view spec);
RefOf<StrObject> format_int(Thread& t, Value v, std::string_view spec);  // int, bool, subclasses
RefOf<StrObject> format_float(Thread& t, double d, std::string_view spec,
                              std::string_view type_name = "float");
RefOf<StrObject> format_complex(Thread& t, double real, double imag, std::string_view spec,
                                std::string_view type_name = "complex");

}  // namespace gilt
