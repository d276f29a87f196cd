// PickleSaver: values without parts: numbers, text, octets.
#include <bit>
#include <string>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/memoryview.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"
#include "stdlib/pickle_saver.h"

namespace gilt {

void PickleSaver::save_bool(bool b) {
  if (protocol_ >= 2) {
    put(b ? pickle::kNewTrue : pickle::kNewFalse);
  } else {
    out_.put(b ? "I01\n" : "I00\n");
  }
}

void PickleSaver::save_float(double d) {
  if (!binary()) {
    put(pickle::kFloat);
    out_.put(float_repr(d));
    put('\n');
    return;
  }
  auto bits = std::bit_cast<uint64_t>(d);
  put(pickle::kBinFloat);
  char octets[8];
  for (int i = 0; i < 8; i++) octets[i] = static_cast<char>(bits >> (56 - 8 * i));
  out_.put(std::string_view(octets, 8));
}

bool PickleSaver::save_int(Value v) {
  std::optional<int64_t> small = int_to_int64(v);
  if (small && *small >= INT32_MIN && *small <= INT32_MAX) {
    if (!binary()) {
      out_.put(fmt::format("I{}\n", *small));
    } else if (*small >= 0 && *small <= 0xff) {
      out_.put_operation(pickle::kBinInt1, static_cast<uint32_t>(*small), 1);
    } else if (*small >= 0 && *small <= 0xffff) {
      out_.put_operation(pickle::kBinInt2, static_cast<uint32_t>(*small), 2);
    } else {
      out_.put_operation(pickle::kBinInt, static_cast<uint32_t>(*small), 4);
    }
    return true;
  }
  if (protocol_ < 2) {
    GILT_TRY(RefOf<StrObject> digits, int_repr(t_, v));
    put(pickle::kLong);
    out_.put(digits->view());
    out_.put("L\n");
    return true;
  }
  // Two's complement in as few octets as hold the value with its sign.
  uint64_t size = int_bit_length(v) / 8 + 1;
  if (size > INT32_MAX) return fail(t_, overflow_error_type, "int too large to pickle");
  std::string octets(size, '\0');
  (void)int_to_bytes(v, reinterpret_cast<unsigned char*>(octets.data()), size, true, true);
  if (int_sign(v) < 0 && size > 1 && octets[size - 1] == '\xff' &&
      (static_cast<unsigned char>(octets[size - 2]) & 0x80) != 0)
    octets.pop_back();
  if (octets.size() < 256) {
    put(pickle::kLong1);
    put(static_cast<unsigned char>(octets.size()));
  } else {
    put(pickle::kLong4);
    out_.put_number(octets.size(), 4);
  }
  out_.put(octets);
  return true;
}

namespace {

// Latin-1 with escapes for the rest, and for what would end the line or the file.
std::string raw_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    char32_t c = text::next(p);
    if (c >= 0x10000) {
      out += fmt::format("\\U{:08x}", static_cast<uint32_t>(c));
    } else if (c >= 256 || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a) {
      out += fmt::format("\\u{:04x}", static_cast<uint32_t>(c));
    } else {
      out.push_back(static_cast<char>(c));
    }
  }
  return out;
}

// One octet that says what follows, and how many.
std::string head(pickle::Op op, uint64_t size, int width) {
  std::string out(1, static_cast<char>(op));
  for (int i = 0; i < width; i++) out.push_back(static_cast<char>(size >> (8 * i)));
  return out;
}

}  // namespace

bool PickleSaver::save_str(Value v) {
  // The text inside is UTF-8 with surrogates as they are: just what the format wants.
  std::string_view octets = v.as<StrObject>()->view();
  if (!binary()) {
    put(pickle::kUnicode);
    out_.put(raw_escaped(octets));
    put('\n');
  } else if (octets.size() <= 0xff && protocol_ >= 4) {
    put(pickle::kShortBinUnicode);
    put(static_cast<unsigned char>(octets.size()));
    out_.put(octets);
  } else if (octets.size() <= 0xffffffffu) {
    GILT_CHECK(out_.put_payload(head(pickle::kBinUnicode, octets.size(), 4), octets, kUnset));
  } else if (protocol_ >= 4) {
    GILT_CHECK(out_.put_payload(head(pickle::kBinUnicode8, octets.size(), 8), octets, kUnset));
  } else {
    return fail(t_, overflow_error_type,
                "serializing a string larger than 4 GiB requires pickle protocol 4 or higher");
  }
  return memoize(v);
}

bool PickleSaver::put_octets(std::string_view octets, Value owner) {
  if (octets.size() <= 0xff) {
    put(pickle::kShortBinBytes);
    put(static_cast<unsigned char>(octets.size()));
    out_.put(octets);
    return true;
  }
  if (octets.size() <= 0xffffffffu)
    return out_.put_payload(head(pickle::kBinBytes, octets.size(), 4), octets, owner);
  if (protocol_ >= 4)
    return out_.put_payload(head(pickle::kBinBytes8, octets.size(), 8), octets, owner);
  return fail(t_, overflow_error_type,
              "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher");
}

bool PickleSaver::put_growing_octets(std::string_view octets) {
  return out_.put_payload(head(pickle::kByteArray8, octets.size(), 8), octets, kUnset);
}

bool PickleSaver::save_bytes(Value v) {
  std::string_view octets = v.as<BytesObject>()->view();
  if (protocol_ >= 3) {
    GILT_CHECK(put_octets(octets, v));
    return memoize(v);
  }
  // Older protocols know text only: codecs.encode(text, 'latin1').
  Ref function;
  RefOf<TupleObject> arguments;
  if (octets.empty()) {
    function = Ref::copy(&bytes_type);
    arguments = RefOf<TupleObject>::copy(empty_tuple());
  } else {
    std::string wide;
    for (char c : octets) text::append(wide, static_cast<unsigned char>(c));
    GILT_TRY(function, import_attribute(t_, "_codecs", "encode"));
    GILT_TRY(RefOf<StrObject> text, str_new(t_, wide));
    GILT_TRY(arguments, tuple_of(t_, {text.value(), to_value(intern("latin1"))}));
  }
  GILT_TRY(RefOf<TupleObject> parts, tuple_of(t_, {function.get(), arguments.value()}));
  return save_reduction(parts.get(), v);
}

bool PickleSaver::save_bytearray(Value v) {
  BufferView view(t_);
  GILT_CHECK(view.open(v));
  if (protocol_ >= 5) {
    GILT_CHECK(put_growing_octets(view.view()));
    return memoize(v);
  }
  RefOf<TupleObject> arguments = RefOf<TupleObject>::copy(empty_tuple());
  if (view.size() != 0) {
    GILT_TRY(Ref octets, bytes_new(t_, view.view()));
    GILT_TRY(arguments, tuple_of(t_, {octets.get()}));
  }
  view.close();
  GILT_TRY(RefOf<TupleObject> parts, tuple_of(t_, {to_value(&bytearray_type), arguments.value()}));
  return save_reduction(parts.get(), v);
}

bool PickleSaver::save_buffer(Value v) {
  if (protocol_ < 5)
    return fail(t_, pickling_error_type(), "PickleBuffer can only be pickled with protocol >= 5");
  GILT_TRY(Ref held, pickle_buffer_view(t_, v));
  auto* view = held.as<MemoryViewObject>();
  if (!view->contiguous())
    return fail(t_, pickling_error_type(),
                "PickleBuffer can not be pickled when pointing to a non-contiguous buffer");
  bool read_only = view->read_only;
  if (settings_.buffer_callback) {
    GILT_TRY(Ref answer, call(t_, settings_.buffer_callback.get(), {v}));
    GILT_TRY(bool in_band, truth(t_, answer.get()));
    if (!in_band) {
      put(pickle::kNextBuffer);
      if (read_only) put(pickle::kReadonlyBuffer);
      return true;
    }
  }
  BufferView octets(t_);
  GILT_CHECK(octets.open(held.get()));
  GILT_CHECK(read_only ? put_octets(octets.view(), kUnset) : put_growing_octets(octets.view()));
  return memoize(v);
}

}  // namespace gilt
