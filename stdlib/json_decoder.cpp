// JSON text to values.
#include <unordered_map>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/hex_digit.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"
#include "stdlib/json_native.h"

namespace gilt {

namespace {

// What a JSONDecoder may have instead of the usual; None: the usual.
struct Hooks {
  Value object = kNone, pairs = kNone, number = kNone, integer = kNone, constant = kNone;
  bool strict = true;
};

class JsonReader {
 public:
  JsonReader(Thread& t, StrObject* text, const Hooks& hooks)
      : t_(t), text_(text), start_(text->data()), end_(start_ + text->byte_length), hooks_(hooks) {}

  const char* at(size_t offset) const { return start_ + offset; }
  size_t offset(const char* p) const { return static_cast<size_t>(p - start_); }
  bool at_end(const char* p) const { return p >= end_; }

  const char* skip_space(const char* p) const {
    while (p < end_ && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r')) ++p;
    return p;
  }

  // The value at [p], which moves behind it.
  Ref value(const char*& p) {
    if (at_end(p)) return fail_at("Expecting value", p);
    switch (*p) {
      case '"': ++p; return string(p);
      case '{': return nested(p, &JsonReader::object);
      case '[': return nested(p, &JsonReader::array);
      case 'n':
        if (take(p, "null")) return Ref::none();
        break;
      case 't':
        if (take(p, "true")) return Ref::boolean(true);
        break;
      case 'f':
        if (take(p, "false")) return Ref::boolean(false);
        break;
      case 'N': return constant(p, "NaN", __builtin_nan(""));
      case 'I': return constant(p, "Infinity", __builtin_inf());
      case '-':
        if (starts(p, "-Infinity")) return constant(p, "-Infinity", -__builtin_inf());
        return number(p);
      default: return number(p);
    }
    return fail_at("Expecting value", p);
  }

  // The rest of a string literal behind its opening quote.
  RefOf<StrObject> string(const char*& p) {
    const char* begin = p - 1;
    const char* run = p;
    std::string out;
    while (true) {
      while (p < end_ && *p != '"' && *p != '\\' &&
             (!hooks_.strict || static_cast<unsigned char>(*p) >= 0x20))
        ++p;
      if (at_end(p)) return fail_at("Unterminated string starting at", begin);
      if (*p == '"') {
        std::string_view piece(run, static_cast<size_t>(p - run));
        ++p;
        if (out.empty())
          return text_->is_ascii() ? str_new_counted(t_, piece, piece.size()) : str_new(t_, piece);
        return str_new(t_, out.append(piece));
      }
      if (*p != '\\') return fail_at("Invalid control character at", p);
      out.append(run, p);
      ++p;
      if (at_end(p)) return fail_at("Unterminated string starting at", begin);
      if (!escape(p, out)) return Failed{};
      run = p;
    }
  }

  Failed fail_at(const char* message, const char* p) {
    Ref type = import_attribute(t_, "json.decoder", "JSONDecodeError");
    if (type.is_error()) return Failed{};
    RefOf<StrObject> text = str_new(t_, message);
    if (text.is_error()) return Failed{};
    auto index = static_cast<int64_t>(str_index(text_, offset(p)));
    Ref exception = call(t_, type.get(), {text.value(), to_value(text_), Value::integer(index)});
    if (exception.is_error()) return Failed{};
    return fail_instance(t_, std::move(exception));
  }

 private:
  bool starts(const char* p, std::string_view word) const {
    return std::string_view(p, static_cast<size_t>(end_ - p)).starts_with(word);
  }
  bool take(const char*& p, std::string_view word) {
    if (!starts(p, word)) return false;
    p += word.size();
    return true;
  }

  Ref nested(const char*& p, Ref (JsonReader::*read)(const char*&)) {
    if (c_stack_is_low(t_) && !check_native_recursion(t_)) return Failed{};
    ++p;
    return (this->*read)(p);
  }

  // Four digits; -1 when they are not.
  int32_t unit(const char* p) const {
    if (end_ - p < 4) return -1;
    int32_t c = 0;
    for (int i = 0; i < 4; ++i) {
      if (hex_digit(p[i]) < 0) return -1;
      c = c << 4 | hex_digit(p[i]);
    }
    return c;
  }

  // Behind a backslash.
  bool escape(const char*& p, std::string& out) {
    const char* backslash = p - 1;
    char kind = *p++;
    switch (kind) {
      case '"':
      case '\\':
      case '/': out.push_back(kind); return true;
      case 'b': out.push_back('\b'); return true;
      case 'f': out.push_back('\f'); return true;
      case 'n': out.push_back('\n'); return true;
      case 'r': out.push_back('\r'); return true;
      case 't': out.push_back('\t'); return true;
      case 'u': break;
      default: return fail_at("Invalid \\escape", backslash);
    }
    int32_t c = unit(p);
    // A closing quote is needed behind the digits, so at the end of the text they do not count.
    if (c < 0 || end_ - p < 5) return fail_at("Invalid \\uXXXX escape", backslash + 1);
    p += 4;
    if (c >= 0xd800 && c < 0xdc00 && end_ - p >= 7 && p[0] == '\\' && p[1] == 'u') {
      int32_t low = unit(p + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
        p += 6;
      }
    }
    text::append(out, static_cast<char32_t>(c));
    return true;
  }

  Ref constant(const char*& p, const char* word, double value) {
    const char* begin = p;
    if (!take(p, word)) return fail_at("Expecting value", begin);
    if (hooks_.constant.is_none()) return make_float(t_, value);
    GILT_TRY(auto text, str_new(t_, word));
    return call(t_, hooks_.constant, {text.value()});
  }

  Ref number(const char*& p) {
    const char* begin = p;
    const char* q = p;
    auto digits = [&] {
      const char* first = q;
      while (q < end_ && *q >= '0' && *q <= '9') ++q;
      return q > first;
    };
    if (q < end_ && *q == '-') ++q;
    if (q < end_ && *q == '0')
      ++q;
    else if (!digits())
      return fail_at("Expecting value", begin);
    bool whole = true;
    if (q + 1 < end_ && *q == '.' && q[1] >= '0' && q[1] <= '9') {
      whole = false;
      ++q;
      digits();
    }
    if (q < end_ && (*q == 'e' || *q == 'E')) {
      const char* back = q++;
      if (q < end_ && (*q == '+' || *q == '-')) ++q;
      if (digits())
        whole = false;
      else
        q = back;
    }
    p = q;
    std::string_view text(begin, static_cast<size_t>(q - begin));
    Value hook = whole ? hooks_.integer : hooks_.number;
    if (!hook.is_none()) {
      GILT_TRY(auto argument, str_new_counted(t_, text, text.size()));
      return call(t_, hook, {argument.value()});
    }
    if (!whole) return make_float(t_, float_parse(text).value_or(0));
    if (text.size() < 18) {  // fits for sure
      int64_t i = 0;
      for (char c : text)
        if (c != '-') i = i * 10 + (c - '0');
      return Ref::adopt(Value::integer(*begin == '-' ? -i : i));
    }
    return int_parse(t_, text, 10);
  }

  // Keys that occur again are one object.
  Ref key(const char*& p) {
    GILT_TRY(auto s, string(p));
    auto [place, fresh] = keys_.try_emplace(std::string(s->view()));
    if (fresh) place->second = s.copy();
    return place->second.copy();
  }

  Ref object(const char*& p) {
    bool pairs = !hooks_.pairs.is_none();
    RefOf<DictObject> dict;
    RefOf<ListObject> list;
    if (pairs) {
      list = list_new(t_);
      if (list.is_error()) return Failed{};
    } else {
      dict = dict_new(t_);
      if (dict.is_error()) return Failed{};
    }
    p = skip_space(p);
    if (!at_end(p) && *p == '}') {
      ++p;
    } else {
      while (true) {
        if (at_end(p) || *p != '"')
          return fail_at("Expecting property name enclosed in double quotes", p);
        ++p;
        GILT_TRY(Ref name, key(p));
        p = skip_space(p);
        if (at_end(p) || *p != ':') return fail_at("Expecting ':' delimiter", p);
        p = skip_space(p + 1);
        GILT_TRY(Ref item, value(p));
        if (pairs) {
          GILT_TRY(auto pair, tuple_of(t_, {name.get(), item.get()}));
          GILT_CHECK(list_append(t_, list.get(), std::move(pair)));
        } else {
          GILT_CHECK(dict_set(t_, dict.get(), name.get(), item.get()));
        }
        p = skip_space(p);
        if (!at_end(p) && *p == '}') {
          ++p;
          break;
        }
        if (at_end(p) || *p != ',') return fail_at("Expecting ',' delimiter", p);
        const char* comma = p;
        p = skip_space(p + 1);
        if (!at_end(p) && *p == '}')
          return fail_at("Illegal trailing comma before end of object", comma);
      }
    }
    if (pairs) return call(t_, hooks_.pairs, {list.value()});
    if (!hooks_.object.is_none()) return call(t_, hooks_.object, {dict.value()});
    return dict;
  }

  Ref array(const char*& p) {
    GILT_TRY(auto list, list_new(t_));
    p = skip_space(p);
    if (!at_end(p) && *p == ']') {
      ++p;
      return list;
    }
    while (true) {
      GILT_TRY(Ref item, value(p));
      GILT_CHECK(list_append(t_, list.get(), std::move(item)));
      p = skip_space(p);
      if (!at_end(p) && *p == ']') {
        ++p;
        return list;
      }
      if (at_end(p) || *p != ',') return fail_at("Expecting ',' delimiter", p);
      const char* comma = p;
      p = skip_space(p + 1);
      if (!at_end(p) && *p == ']')
        return fail_at("Illegal trailing comma before end of array", comma);
    }
  }

  Thread& t_;
  StrObject* text_;
  const char* start_;
  const char* end_;
  Hooks hooks_;
  std::unordered_map<std::string, RefOf<StrObject>> keys_;
};

StrObject* text_argument(Thread& t, Value v) {
  if (is_str(v)) return v.as<StrObject>();
  return fail(t, type_error_type, "first argument must be a string, not {}", type_name(v));
}

// [index] as an offset; -1: behind the end.
std::optional<int64_t> start_offset(Thread& t, StrObject* text, Value index) {
  GILT_TRY(int64_t i, to_int64(t, index));
  if (i < 0) return fail(t, value_error_type, "idx cannot be negative");
  if (static_cast<size_t>(i) > text->length) return -1;
  return static_cast<int64_t>(str_offset(text, static_cast<size_t>(i)));
}

}  // namespace

Ref json_scan_once(Thread& t, Args args) {
  StrObject* text = text_argument(t, args[0]);
  if (text == nullptr) return Failed{};
  GILT_TRY(int64_t start, start_offset(t, text, args[1]));
  Hooks hooks;
  GILT_TRY(hooks.strict, truth(t, args[2]));
  hooks.object = args[3];
  hooks.pairs = args[4];
  hooks.number = args[5];
  hooks.integer = args[6];
  hooks.constant = args[7];
  JsonReader reader(t, text, hooks);
  if (start < 0) return fail_with(t, stop_iteration_type, Ref::copy(args[1]));
  const char* p = reader.at(static_cast<size_t>(start));
  GILT_TRY(Ref value, reader.value(p));
  auto end = static_cast<int64_t>(str_index(text, reader.offset(p)));
  return tuple_of(t, {value.get(), Value::integer(end)});
}

Ref json_scan_string(Thread& t, Args args) {
  StrObject* text = text_argument(t, args[0]);
  if (text == nullptr) return Failed{};
  GILT_TRY(int64_t start, start_offset(t, text, args[1]));
  if (start < 0) return fail(t, value_error_type, "end is out of bounds");
  Hooks hooks;
  GILT_TRY(hooks.strict, truth(t, args[2]));
  JsonReader reader(t, text, hooks);
  const char* p = reader.at(static_cast<size_t>(start));
  GILT_TRY(auto value, reader.string(p));
  auto end = static_cast<int64_t>(str_index(text, reader.offset(p)));
  return tuple_of(t, {value.value(), Value::integer(end)});
}

Ref json_decode(Thread& t, Args args) {
  StrObject* text = text_argument(t, args[0]);
  if (text == nullptr) return Failed{};
  JsonReader reader(t, text, Hooks{});
  const char* p = reader.skip_space(reader.at(0));
  GILT_TRY(Ref value, reader.value(p));
  p = reader.skip_space(p);
  if (!reader.at_end(p)) return reader.fail_at("Extra data", p);
  return value;
}

}  // namespace gilt
