// str: immutable text, UTF-8 inside, indexed by code point.
//
// The bytes are WTF-8: lone surrogates (from '\ud800' or surrogateescape) are encoded as three
// bytes. When all bytes are ASCII (kStrAscii) code point i is byte i; otherwise an index of every
// 64th code point is built on the first use, so that indexing stays O(1). Equal interned strings
// are one object, so names compare by address.
#pragma once

#include <string>
#include <string_view>

#include "runtime/builtin_types.h"
#include "runtime/names.h"
#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

inline constexpr ObjectFlags kStrAscii = kKindFlag0;
inline constexpr ObjectFlags kStrInterned = kKindFlag1;

// An exact str keeps its spare capacity, in units of 8 bytes, in gc_index. An instance of a
// subclass has its attribute slots between the fields and the text (text_offset), and no spare.
struct StrObject : Object {
  int64_t hash_value;  // 0: not computed yet; read it with known_hash()
  uint64_t byte_length;
  uint64_t length;  // in code points
  // byte_length bytes, a NUL, and for strings that are not ASCII, at the next multiple of 8, a
  // pointer to the index.
  const char* data() const { return reinterpret_cast<const char*>(this + 1); }
  char* data() { return reinterpret_cast<char*>(this + 1); }
  std::string_view view() const { return {data(), byte_length}; }
  bool is_ascii() const { return has(kStrAscii); }
  // 0 when nobody has asked yet. Threads that work it out at once come to the same.
  int64_t known_hash() const { return __atomic_load_n(&hash_value, __ATOMIC_RELAXED); }
};

// -- making --
// From valid UTF-8/WTF-8 (REQUIRES: valid). MemoryError when too large.
RefOf<StrObject> str_new(Thread& t, std::string_view utf8);
RefOf<StrObject> str_from_code_point(Thread& t, char32_t c);
// The one immortal string with this text. Thread-safe; usable before any interpreter exists.
StrObject* intern(std::string_view utf8);
// The interned string equal to [s].
StrObject* intern(StrObject* s);
// A string that is still to be filled: ASCII, count 1, data uninitialised. The caller writes all
// bytes (ASCII only).
RefOf<StrObject> str_new_ascii_uninitialised(Thread& t, size_t length);
// The same for any text whose size is known: [bytes] bytes that hold [length] code points.
RefOf<StrObject> str_new_uninitialised(Thread& t, size_t bytes, size_t length);
// What str_new would have made of the text of [s], now that it is written: the shared object for
// texts of up to one character.
RefOf<StrObject> str_canonical(Thread& t, RefOf<StrObject> s);
// From valid UTF-8 that is known to hold [length] code points.
RefOf<StrObject> str_new_counted(Thread& t, std::string_view utf8, size_t length);
// The immortal string of one Latin-1 character. Valid after init_builtin_types().
extern StrObject* g_latin1_strings[256];

// -- using --
RefOf<StrObject> str_concat(Thread& t, StrObject* a, StrObject* b);
// a + b for `a += b`: grows [a] where it lies if this is the only reference to it, so that building
// a string piece by piece takes linear time.
RefOf<StrObject> str_append_in_place(Thread& t, Ref&& a, StrObject* b);
bool str_equal(const StrObject* a, const StrObject* b);
int str_compare(const StrObject* a, const StrObject* b);  // by code points
int64_t str_hash(StrObject* s);                           // never -1, never 0
Ref str_get(Thread& t, StrObject* s, int64_t index);      // code point as str; IndexError
RefOf<StrObject> str_slice(Thread& t, StrObject* s, int64_t start,
                           int64_t stop);  // 0 <= start <= stop <= length
bool is_str(Value v);                      // str or a subclass
inline bool is_exact_str(Value v) {
  return v.is_object() && v.as_object()->shape == kStrShape;
}
std::string repr_text(const StrObject* s);  // 'quoted'
std::string repr_text(std::string_view utf8);
std::string ascii_text(std::string_view utf8);  // as repr_text, with \x, \u and \U escapes only

// -- places: byte offsets and code point indices --
// Offset of code point [index]. REQUIRES: index <= length.
size_t str_offset(StrObject* s, size_t index);
// Index of the code point at byte [offset]. REQUIRES: it is the start of one, or the end.
size_t str_index(StrObject* s, size_t offset);
// The code point at [index]. REQUIRES: index < length.
char32_t str_code_point(StrObject* s, size_t index);
// The bytes from offset [from] to [to]; returns [s] itself when that is all of an exact str.
RefOf<StrObject> str_slice_bytes(Thread& t, StrObject* s, size_t from, size_t to);

// A str or a subclass's instance as a str that is exactly one.
RefOf<StrObject> str_exact(Thread& t, StrObject* s);

// Builds a str piece by piece (UTF-8 appended, counted at the end).
class StrBuilder {
 public:
  void append(std::string_view utf8) { buffer_.append(utf8); }
  void append(char c) { buffer_.push_back(c); }
  void append_code_point(char32_t c);
  bool append(Thread& t, Value v);       // str(v)
  bool append_repr(Thread& t, Value v);  // repr(v)
  size_t size() const { return buffer_.size(); }
  RefOf<StrObject> finish(Thread& t);

 private:
  std::string buffer_;
};

}  // namespace gilt
