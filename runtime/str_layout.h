// How a str lies in memory, for the few files that make one by hand (str.cpp, intern.cpp,
// str_type.cpp).
#pragma once

#include "runtime/str.h"

namespace gilt {

inline constexpr size_t kMaxStrBytes = size_t{1} << 46;

inline constexpr size_t str_align(size_t n) {
  return (n + 7) & ~size_t{7};
}
// The block without spare capacity; a multiple of 8.
inline size_t str_block_size(size_t bytes, bool ascii) {
  return str_align(sizeof(StrObject) + bytes + 1) + (ascii ? 0 : sizeof(void*));
}
// The block of an exact str.
inline size_t str_block_size(const StrObject* s) {
  return str_block_size(s->byte_length, s->is_ascii()) + size_t{s->gc_index} * 8;
}

// A str of the process that is not interned: nobody looks it up by its text.
StrObject* str_new_immortal(std::string_view utf8);

// Writes all fields but the header's and the text, sets or clears kStrAscii, ends the text with
// NUL.
void str_fill_fields(StrObject* s, size_t bytes, size_t length);
// Writes the NUL behind the text and an empty index.
void str_seal(StrObject* s);
void str_drop_index(StrObject* s);

}  // namespace gilt
