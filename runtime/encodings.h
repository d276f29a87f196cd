// Text to octets and back.
//
// Encodings: utf-8, utf-8-sig, ascii, latin-1, cp1252, utf-16 and utf-32 (with byte order mark,
// -le, -be), unicode_escape, raw_unicode_escape. Names are matched as Python does: case and
// punctuation do not matter. Error handlers: strict, ignore, replace, backslashreplace,
// surrogateescape, surrogatepass, xmlcharrefreplace, namereplace.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "runtime/bytes.h"
#include "runtime/str.h"

namespace gilt {

// LookupError for unknown names, UnicodeDecodeError/UnicodeEncodeError for bad contents.
RefOf<StrObject> decode(Thread& t, std::span<const std::byte> octets, std::string_view encoding,
                        std::string_view errors = "strict");
RefOf<BytesObject> encode(Thread& t, StrObject* text, std::string_view encoding,
                          std::string_view errors = "strict");

// str(object, encoding, errors): [object] must be bytes-like.
RefOf<StrObject> decode_object(Thread& t, Value object, std::string_view encoding,
                               std::string_view errors);

// One step of a decoder that gets its input in pieces: decodes what is complete, sets [consumed] to
// the number of octets used. With [final] a cut-off sequence at the end is an error.
RefOf<StrObject> decode_partial(Thread& t, std::span<const std::byte> octets,
                                std::string_view encoding, std::string_view errors, bool final,
                                size_t& consumed);

// "utf8" for "UTF-8" and "U8" ...: the one name by which the functions above know an encoding
// ("utf-8", "latin-1" ...). Empty when unknown.
std::string_view canonical_encoding(std::string_view name);

// The text as UTF-8 that a C function takes: UnicodeEncodeError for surrogates, ValueError
// "embedded null character".
bool to_c_string(Thread& t, StrObject* text, std::string& out);
// File names: surrogateescape in both directions.
RefOf<StrObject> decode_filename(Thread& t, std::string_view octets);
std::string encode_filename(StrObject* text);

// utf8 is valid UTF-8 (without surrogates): the fast check before str_new.
bool is_valid_utf8(std::string_view octets);

}  // namespace gilt
