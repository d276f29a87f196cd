// The {replacement fields} of str.format: taking a format string apart. string.Formatter is built
// on the same two readers, through the module _string.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

// A piece of a format string: some text, and perhaps a field behind it. Escaped braces end a piece.
struct FormatPiece {
  std::string_view literal;
  bool has_field = false;
  std::string_view name;  // "0.attribute[key]"
  std::string_view spec;  // behind the colon
  bool spec_has_fields = false;
  char32_t conversion = 0;  // behind the exclamation mark, 0: none
};

class FormatPieces {
 public:
  explicit FormatPieces(std::string_view text) : rest_(text) {}
  // The next piece; false at the end, or (with `failed`) when a ValueError was raised.
  bool next(Thread& t, FormatPiece& piece, bool& failed);

 private:
  bool read_field(Thread& t, FormatPiece& piece);
  std::string_view rest_;
};

// The name of a field: what comes first, then attributes and items.
class FieldName {
 public:
  explicit FieldName(std::string_view name);
  std::string_view first() const { return first_; }

  struct Step {
    bool is_attribute;
    std::string_view name;
  };
  // The next step; false at the end, or (with `failed`) when a ValueError was raised.
  bool next(Thread& t, Step& step, bool& failed);

 private:
  std::string_view first_;
  std::string_view rest_;
};

// The number that [text] is, -1 when it is none. ValueError when it is too large.
std::optional<int64_t> field_number(Thread& t, std::string_view text);

}  // namespace gilt
