// Values to JSON text.
#include <fmt/format.h>

#include <cmath>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"
#include "stdlib/json_native.h"

namespace gilt {

namespace {

void append_unit(std::string& out, uint32_t unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out.push_back("0123456789abcdef"[(unit >> shift) & 15]);
}

void append_quoted(std::string& out, std::string_view text, bool ascii) {
  out.push_back('"');
  const char *p = text.data(), *end = p + text.size();
  while (p < end) {
    const char* run = p;
    while (p < end && *p >= ' ' && *p != '"' && *p != '\\' && *p != 0x7f) ++p;
    out.append(run, p);
    if (p == end) break;
    const char* here = p;
    char32_t c = text::next(p);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (c < ' ') {
          append_unit(out, c);
        } else if (c < 0x80 || !ascii) {
          out.append(here, p);
        } else if (c < 0x10000) {
          append_unit(out, c);
        } else {
          append_unit(out, 0xd800 + ((c - 0x10000) >> 10));
          append_unit(out, 0xdc00 + (c & 0x3ff));
        }
    }
  }
  out.push_back('"');
}

class JsonWriter {
 public:
  JsonWriter(Thread& t, Args args) : t_(t), default_(args[1]) {}

  bool open(Args args) {
    GILT_TRY(skip_keys_, truth(t_, args[2]));
    GILT_TRY(ascii_, truth(t_, args[3]));
    GILT_TRY(check_circular_, truth(t_, args[4]));
    GILT_TRY(allow_nan_, truth(t_, args[5]));
    GILT_TRY(sort_keys_, truth(t_, args[6]));
    indented_ = !args[7].is_none();
    if (is_str(args[7])) {
      indent_ = args[7].as<StrObject>()->view();
    } else if (indented_) {
      GILT_TRY(int64_t width, to_int64(t_, args[7]));
      if (width > 0) indent_.assign(static_cast<size_t>(width), ' ');
    }
    return separator(args[8], item_separator_) && separator(args[9], key_separator_);
  }

  bool write(Value v) {
    if (is_str(v)) {
      append_quoted(out_, v.as<StrObject>()->view(), ascii_);
      return true;
    }
    if (v.is_none()) return put("null");
    if (v.is_bool()) return put(v.is_true() ? "true" : "false");
    if (is_int(v)) return integer(v);
    if (is_float(v)) return number(float_value(v));
    if (is_list(v) || is_tuple(v)) return enter(v, &JsonWriter::sequence);
    if (is_dict(v)) return enter(v, &JsonWriter::mapping);
    return enter(v, &JsonWriter::other);
  }

  std::string& text() { return out_; }

 private:
  bool put(std::string_view text) {
    out_ += text;
    return true;
  }

  bool separator(Value v, std::string& out) {
    if (!is_str(v))
      return fail(t_, type_error_type, "separators must be str, not {}", type_name(v));
    out = v.as<StrObject>()->view();
    return true;
  }

  bool integer(Value v) {
    if (v.is_int()) return put(fmt::format_int(v.as_int()).c_str());
    GILT_TRY(Ref exact, int_exact(t_, v));
    GILT_TRY(auto digits, int_repr(t_, exact.get()));
    return put(digits->view());
  }

  bool number(double d) {
    if (std::isfinite(d)) return put(float_repr(d));
    if (!allow_nan_)
      return fail(t_, value_error_type, "Out of range float values are not JSON compliant: {}",
                  float_repr(d));
    return put(std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
  }

  // Writes what may hold [v] again inside itself.
  bool enter(Value v, bool (JsonWriter::*inside)(Value)) {
    if (c_stack_is_low(t_)) GILT_CHECK(check_native_recursion(t_));
    if (check_circular_) {
      for (Value outer : open_)
        if (same(outer, v)) return fail(t_, value_error_type, "Circular reference detected");
    }
    open_.push_back(v);
    bool ok = (this->*inside)(v);
    open_.pop_back();
    return ok;
  }

  void new_line() {
    out_.push_back('\n');
    for (size_t i = 0; i < level_; ++i) out_ += indent_;
  }
  void begin(char bracket) {
    out_.push_back(bracket);
    ++level_;
  }
  void before_item(bool first) {
    if (!first) out_ += item_separator_;
    if (indented_) new_line();
  }
  void end(char bracket, bool empty) {
    --level_;
    if (indented_ && !empty) new_line();
    out_.push_back(bracket);
  }

  // Tells in a note where in the data an error happened.
  bool fail_in(Value container, std::string_view item) {
    if (!error_pending(t_)) return false;
    Ref error = error_take(t_);
    Ref text = str_new(t_, fmt::format("when serializing {} item {}", type_name(container), item));
    if (text) {
      Ref done = call_method(t_, error.get(), intern("add_note"), {text.get()});
      if (done.is_error()) error_clear(t_);
    }
    error_restore(t_, std::move(error));
    return false;
  }

  bool sequence(Value v) {
    int64_t i = 0;
    auto size = [v] {
      return is_list(v) ? v.as<ListObject>()->size.load() : v.as<TupleObject>()->size;
    };
    if (size() == 0) return put("[]");
    begin('[');
    for (; i < size(); ++i) {
      before_item(i == 0);
      Ref item =
          is_list(v) ? v.as<ListObject>()->items[i].load() : Ref::copy(v.as<TupleObject>()->at(i));
      if (item.is_unset()) break;  // another thread has just taken it out
      if (!write(item.get())) return fail_in(v, std::to_string(i));
    }
    end(']', i == 0);
    return true;
  }

  // A key as text; [skip]: leave the item out.
  bool key_text(Value key, std::string& text, bool& skip) {
    skip = false;
    if (is_str(key)) {
      text = key.as<StrObject>()->view();
    } else if (is_float(key)) {
      std::string kept = std::move(out_);
      out_.clear();
      bool ok = number(float_value(key));
      text = std::exchange(out_, std::move(kept));
      return ok;
    } else if (key.is_none()) {
      text = "null";
    } else if (key.is_bool()) {
      text = key.is_true() ? "true" : "false";
    } else if (is_int(key)) {
      GILT_TRY(Ref exact, int_exact(t_, key));
      GILT_TRY(auto digits, int_repr(t_, exact.get()));
      text = digits->view();
    } else if (skip_keys_) {
      skip = true;
    } else {
      return fail(t_, type_error_type, "keys must be str, int, float, bool or None, not {}",
                  type_name(key));
    }
    return true;
  }

  // The items as they are now: [default] may change the dict.
  RefOf<ListObject> items_of(Value v) {
    GILT_TRY(auto list, list_new(t_, dict_length(v.as<DictObject>())));
    if (has_shape(v, kDictShape)) {
      int64_t position = 0;
      Value key, value;
      while (dict_next(v.as<DictObject>(), position, key, value)) {
        GILT_TRY(auto pair, tuple_of(t_, {key, value}));
        GILT_CHECK(list_append(t_, list.get(), std::move(pair)));
      }
    } else {
      GILT_TRY(Ref items, call_method(t_, v, names::items));
      GILT_CHECK(list_extend(t_, list.get(), items.get()));
    }
    if (sort_keys_) GILT_CHECK(list_sort(t_, list.get(), kNone, false));
    return list;
  }

  bool mapping(Value v) {
    if (dict_length(v.as<DictObject>()) == 0) return put("{}");
    GILT_TRY(auto items, items_of(v));
    begin('{');
    bool first = true;
    for (int64_t i = 0; i < items->size; ++i) {
      Value row = items->items[i].peek();
      if (!is_tuple(row) || row.as<TupleObject>()->size != 2)
        return fail(t_, value_error_type, "items must return 2-tuples");
      Value key = row.as<TupleObject>()->at(0), value = row.as<TupleObject>()->at(1);
      std::string text;
      bool skip;
      GILT_CHECK(key_text(key, text, skip));
      if (skip) continue;
      before_item(first);
      first = false;
      append_quoted(out_, text, ascii_);
      out_ += key_separator_;
      if (!write(value)) {
        Ref error = error_take(t_);
        RefOf<StrObject> shown = repr(t_, key);
        if (shown.is_error()) error_clear(t_);
        error_restore(t_, std::move(error));
        return fail_in(v, shown ? shown->view() : "?");
      }
    }
    end('}', first);
    return true;
  }

  bool other(Value v) {
    GILT_TRY(Ref replaced, call(t_, default_, {v}));
    if (write(replaced.get())) return true;
    if (!error_pending(t_)) return false;
    Ref error = error_take(t_);
    Ref text = str_new(t_, fmt::format("when serializing {} object", type_name(v)));
    if (text) {
      Ref done = call_method(t_, error.get(), intern("add_note"), {text.get()});
      if (done.is_error()) error_clear(t_);
    }
    error_restore(t_, std::move(error));
    return false;
  }

  Thread& t_;
  Value default_;
  bool skip_keys_ = false, ascii_ = true, check_circular_ = true, allow_nan_ = true;
  bool sort_keys_ = false, indented_ = false;
  std::string indent_, item_separator_, key_separator_;
  size_t level_ = 0;
  std::vector<Value> open_;  // containers that are being written
  std::string out_;
};

Ref quoted(Thread& t, Value v, bool ascii) {
  if (!is_str(v))
    return fail(t, type_error_type, "first argument must be a string, not {}", type_name(v));
  std::string out;
  append_quoted(out, v.as<StrObject>()->view(), ascii);
  return str_new(t, out);
}

}  // namespace

Ref json_encode(Thread& t, Args args) {
  try {
    JsonWriter writer(t, args);
    GILT_CHECK(writer.open(args));
    GILT_CHECK(writer.write(args[0]));
    return str_new(t, writer.text());
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

Ref json_quote_ascii(Thread& t, Args args) {
  return quoted(t, args[0], true);
}

Ref json_quote(Thread& t, Args args) {
  return quoted(t, args[0], false);
}

}  // namespace gilt
