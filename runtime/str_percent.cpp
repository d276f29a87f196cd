// str % values.
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/percent.h"
#include "runtime/str_methods.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

class StrPercent final : public PercentFormatter {
 public:
  using PercentFormatter::PercentFormatter;

 private:
  bool of_octets() const override { return false; }
  Ref make_key(std::string_view key) override { return str_new(thread(), key); }
  size_t length_of(std::string_view s) const override { return text::count(s); }
  Failed fail_not_all_used() override {
    return fail(thread(), type_error_type, "not all arguments converted during string formatting");
  }
  Failed fail_not_float(Value v) override {
    return fail(thread(), type_error_type, "must be real number, not {}", type_name(v));
  }

  bool add_text(const Directive& d, Value v, bool& known) override {
    switch (d.code) {
      case 's': return add_str(d, to_str(thread(), v));
      case 'r': return add_str(d, repr(thread(), v));
      case 'a': return add_str(d, ascii(thread(), v));
      case 'c': return add_character(d, v);
      default: known = false; return true;
    }
  }

  bool add_str(const Directive& d, RefOf<StrObject> made) {
    GILT_TRY(auto s, std::move(made));
    std::string_view shown = s->view();
    size_t length = s->length;
    if (d.precision >= 0 && static_cast<size_t>(d.precision) < length) {
      length = static_cast<size_t>(d.precision);
      shown = shown.substr(0, str_offset(s.get(), length));
    }
    return add_padded(d, shown, length);
  }

  bool add_character(const Directive& d, Value v) {
    constexpr const char kWanted[] = "%c requires an int or a unicode character, not ";
    if (is_str(v)) {
      auto s = v.as<StrObject>();
      if (s->length != 1)
        return fail(thread(), type_error_type, "{}a string of length {}", kWanted, s->length);
      return add_padded(d, s->view(), 1);
    }
    if (!is_int(v) && type_of(v)->slots.to_index == nullptr)
      return fail(thread(), type_error_type, "{}{}", kWanted, type_name(v));
    GILT_TRY(Ref index, to_index(thread(), v));
    std::optional<int64_t> c = int_to_int64(index.get());
    if (!c || *c < 0 || *c > 0x10ffff)
      return fail(thread(), overflow_error_type, "%c arg not in range(0x110000)");
    std::string one;
    text::append(one, static_cast<char32_t>(*c));
    return add_padded(d, one, 1);
  }
};

}  // namespace

Ref str_percent(Thread& t, StrObject* format, Value values) {
  try {
    StrPercent formatter(t, format->view(), values);
    GILT_CHECK(formatter.run());
    return str_new(t, formatter.text());
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

}  // namespace gilt
