// What the codecs share: where the output goes, and what happens to what cannot be converted.
//
// A codec is a function that walks its input. Where it meets something wrong it calls error(),
// which does what the error handler says and moves on behind it, or raises.
#pragma once

#include <string>
#include <string_view>

#include "runtime/encodings.h"

namespace gilt {

class Decoding {
 public:
  Decoding(Thread& thread, std::string_view name, std::string_view octets, std::string_view handler,
           bool is_last)
      : t(thread), encoding(name), input(octets), errors(handler), final(is_last) {}

  // Octets [start, end) stand for nothing: applies the error handler; [at] becomes the place to go
  // on from. False: raised.
  [[nodiscard]] bool error(size_t start, size_t end, const char* reason);

  unsigned char octet(size_t i) const { return static_cast<unsigned char>(input[i]); }

  Thread& t;
  std::string_view encoding;  // for messages
  std::string_view input;
  std::string_view errors;
  bool final;  // false: what is cut off at the end is left for the next piece
  size_t at = 0;
  std::string out;  // UTF-8

 private:
  bool pass_surrogate(size_t start);
};

class Encoding {
 public:
  Encoding(Thread& thread, std::string_view name, StrObject* text, std::string_view handler)
      : t(thread), encoding(name), input(text), errors(handler) {}

  // The characters that start at byte [start] and end at byte [end] of the text cannot be encoded:
  // applies the error handler. A replacement text comes back in [text] and has to be encoded by the
  // codec (it is ASCII); replacement octets have been put out already.
  [[nodiscard]] bool error(size_t start, size_t end, const char* reason, std::string& text);

  Thread& t;
  std::string_view encoding;
  StrObject* input;
  std::string_view errors;
  std::string out;  // octets

 private:
  bool pass_surrogates(std::string_view part);
};

// False: raised.
using Decoder = bool (*)(Decoding& d);
using Encoder = bool (*)(Encoding& e);

struct Codec {
  std::string_view name;  // canonical, as in messages
  Decoder decode;
  Encoder encode;
};

namespace codecs {
bool decode_utf8(Decoding& d);
bool encode_utf8(Encoding& e);
bool decode_utf8_sig(Decoding& d);
bool encode_utf8_sig(Encoding& e);
bool decode_ascii(Decoding& d);
bool encode_ascii(Encoding& e);
bool decode_latin1(Decoding& d);
bool encode_latin1(Encoding& e);
bool decode_cp1252(Decoding& d);
bool encode_cp1252(Encoding& e);
bool decode_latin9(Decoding& d);
bool encode_latin9(Encoding& e);
bool decode_cp437(Decoding& d);
bool encode_cp437(Encoding& e);
bool decode_utf16(Decoding& d);
bool decode_utf16_le(Decoding& d);
bool decode_utf16_be(Decoding& d);
bool encode_utf16(Encoding& e);
bool encode_utf16_le(Encoding& e);
bool encode_utf16_be(Encoding& e);
bool decode_utf32(Decoding& d);
bool decode_utf32_le(Decoding& d);
bool decode_utf32_be(Decoding& d);
bool encode_utf32(Encoding& e);
bool encode_utf32_le(Encoding& e);
bool encode_utf32_be(Encoding& e);
bool decode_unicode_escape(Decoding& d);
bool encode_unicode_escape(Encoding& e);
bool decode_raw_unicode_escape(Decoding& d);
bool encode_raw_unicode_escape(Encoding& e);
}  // namespace codecs

}  // namespace gilt
