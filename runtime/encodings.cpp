#include "runtime/encodings.h"

#include "runtime/codec.h"
#include "runtime/error.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

constexpr Codec kCodecs[] = {
    {"utf-8", codecs::decode_utf8, codecs::encode_utf8},
    {"ascii", codecs::decode_ascii, codecs::encode_ascii},
    {"latin-1", codecs::decode_latin1, codecs::encode_latin1},
    {"utf-8-sig", codecs::decode_utf8_sig, codecs::encode_utf8_sig},
    {"utf-16", codecs::decode_utf16, codecs::encode_utf16},
    {"utf-16-le", codecs::decode_utf16_le, codecs::encode_utf16_le},
    {"utf-16-be", codecs::decode_utf16_be, codecs::encode_utf16_be},
    {"utf-32", codecs::decode_utf32, codecs::encode_utf32},
    {"utf-32-le", codecs::decode_utf32_le, codecs::encode_utf32_le},
    {"utf-32-be", codecs::decode_utf32_be, codecs::encode_utf32_be},
    {"unicode_escape", codecs::decode_unicode_escape, codecs::encode_unicode_escape},
    {"raw_unicode_escape", codecs::decode_raw_unicode_escape, codecs::encode_raw_unicode_escape},
    {"cp1252", codecs::decode_cp1252, codecs::encode_cp1252},
    {"iso8859-15", codecs::decode_latin9, codecs::encode_latin9},
    {"cp437", codecs::decode_cp437, codecs::encode_cp437},
};

// Other names, in the form that normalized() gives.
struct Alias {
  std::string_view alias, name;
};
constexpr Alias kAliases[] = {
    {"utf8", "utf-8"},
    {"u8", "utf-8"},
    {"utf", "utf-8"},
    {"utf8_ucs2", "utf-8"},
    {"utf8_ucs4", "utf-8"},
    {"cp65001", "utf-8"},
    {"us_ascii", "ascii"},
    {"646", "ascii"},
    {"us", "ascii"},
    {"ansi_x3.4_1968", "ascii"},
    {"iso646_us", "ascii"},
    {"latin1", "latin-1"},
    {"latin", "latin-1"},
    {"l1", "latin-1"},
    {"iso_8859_1", "latin-1"},
    {"iso8859_1", "latin-1"},
    {"iso8859", "latin-1"},
    {"8859", "latin-1"},
    {"cp819", "latin-1"},
    {"utf16", "utf-16"},
    {"u16", "utf-16"},
    {"utf_16le", "utf-16-le"},
    {"utf_16be", "utf-16-be"},
    {"utf32", "utf-32"},
    {"u32", "utf-32"},
    {"utf_32le", "utf-32-le"},
    {"utf_32be", "utf-32-be"},
    {"unicodeescape", "unicode_escape"},
    {"rawunicodeescape", "raw_unicode_escape"},
    {"1252", "cp1252"},
    {"windows_1252", "cp1252"},
    {"iso_8859_15", "iso8859-15"},
    {"latin9", "iso8859-15"},
    {"latin_9", "iso8859-15"},
    {"l9", "iso8859-15"},
    {"437", "cp437"},
    {"ibm437", "cp437"},
};

// Lower case, and one underscore for each run of other characters but dots.
std::string normalized(std::string_view name) {
  std::string out;
  for (char c : name) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
      letter = true;
    }
    if (letter)
      out.push_back(c);
    else if (!out.empty() && out.back() != '_')
      out.push_back('_');
  }
  return out;
}

const Codec* find_codec(std::string_view name) {
  if (name == "utf-8" || name == "utf8") return &kCodecs[0];
  std::string wanted = normalized(name);
  for (const Alias& alias : kAliases)
    if (alias.alias == wanted) wanted = alias.name;
  for (const Codec& codec : kCodecs)
    if (codec.name == wanted || normalized(codec.name) == wanted) return &codec;
  return nullptr;
}

const Codec* codec_or_error(Thread& t, std::string_view name) {
  if (name.find('\0') != name.npos) return fail(t, value_error_type, "embedded null character");
  const Codec* codec = find_codec(name);
  if (codec == nullptr) return fail(t, lookup_error_type, "unknown encoding: {}", name);
  return codec;
}

std::string_view text_of(std::span<const std::byte> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

}  // namespace

std::string_view canonical_encoding(std::string_view name) {
  const Codec* codec = find_codec(name);
  return codec == nullptr ? std::string_view() : codec->name;
}

RefOf<StrObject> decode_partial(Thread& t, std::span<const std::byte> octets,
                                std::string_view encoding, std::string_view errors, bool final,
                                size_t& consumed) {
  const Codec* codec = codec_or_error(t, encoding);
  if (codec == nullptr) return Failed{};
  std::string_view input = text_of(octets);
  consumed = input.size();
  // The usual case is a copy.
  if (codec->decode == codecs::decode_utf8 && is_valid_utf8(input)) return str_new(t, input);
  if (codec->decode != codecs::decode_utf8 && codec - kCodecs < 3 && text::is_ascii(input))
    return str_new_counted(t, input, input.size());
  try {
    Decoding d(t, codec->name, input, errors, final);
    if (!codec->decode(d)) return Failed{};
    consumed = d.at;
    return str_new(t, d.out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

RefOf<StrObject> decode(Thread& t, std::span<const std::byte> octets, std::string_view encoding,
                        std::string_view errors) {
  size_t consumed;
  return decode_partial(t, octets, encoding, errors, true, consumed);
}

RefOf<BytesObject> encode(Thread& t, StrObject* text, std::string_view encoding,
                          std::string_view errors) {
  const Codec* codec = codec_or_error(t, encoding);
  if (codec == nullptr) return Failed{};
  if (codec - kCodecs < 3 && text->is_ascii()) return bytes_new(t, text->view());
  try {
    Encoding e(t, codec->name, text, errors);
    if (!codec->encode(e)) return Failed{};
    return bytes_new(t, e.out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

// Are the octets of [object] after a look at them what they were before? Others (threads, and
// processes for memory that is shared with them) may change those of a view, of an array or of a
// map at any time, and what was valid UTF-8 would become a str that is none.
static bool is_steady(Value object) {
  if (is_bytes(object)) return true;
  return is_bytearray(object) && (!kFreeThreaded || is_private(object));
}

RefOf<StrObject> decode_object(Thread& t, Value object, std::string_view encoding,
                               std::string_view errors) {
  if (is_str(object)) return fail(t, type_error_type, "decoding str is not supported");
  if (!is_bytes_like(object))
    return fail(t, type_error_type, "decoding to str: need a bytes-like object, {} found",
                type_name(object));
  BufferView view(t);
  if (!view.open(object)) return Failed{};
  if (is_steady(object)) return decode(t, view.span(), encoding, errors);
  GILT_TRY(auto octets, bytes_of(t, view));
  return decode(t, std::as_bytes(std::span(octets->view())), encoding, errors);
}

bool to_c_string(Thread& t, StrObject* text, std::string& out) {
  if (text->view().find('\0') != std::string_view::npos)
    return fail(t, value_error_type, "embedded null character");
  GILT_TRY(auto octets, encode(t, text, "utf-8"));
  out = octets->view();
  return true;
}

RefOf<StrObject> decode_filename(Thread& t, std::string_view octets) {
  auto bytes = std::as_bytes(std::span(octets.data(), octets.size()));
  return decode(t, bytes, "utf-8", "surrogateescape");
}

std::string encode_filename(StrObject* text) {
  std::string out;
  for (char32_t c : text::to_utf32(text->view())) {
    if (c >= 0xdc80 && c <= 0xdcff)
      out.push_back(static_cast<char>(c - 0xdc00));
    else
      text::append(out, c);
  }
  return out;
}

}  // namespace gilt
