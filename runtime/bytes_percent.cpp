// bytes % values and bytearray % values.
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/octet_methods.h"
#include "runtime/operations.h"
#include "runtime/percent.h"

namespace gilt {

namespace {

class OctetPercent final : public PercentFormatter {
 public:
  using PercentFormatter::PercentFormatter;

 private:
  bool of_octets() const override { return true; }
  Ref make_key(std::string_view key) override { return bytes_new(thread(), key); }
  size_t length_of(std::string_view s) const override { return s.size(); }
  Failed fail_not_all_used() override {
    return fail(thread(), type_error_type, "not all arguments converted during bytes formatting");
  }
  Failed fail_not_float(Value v) override {
    return fail(thread(), type_error_type, "float argument required, not {}", type_name(v));
  }

  bool add_text(const Directive& d, Value v, bool& known) override {
    switch (d.code) {
      case 'a':
      case 'r': {
        GILT_TRY(auto shown, ascii(thread(), v));
        return add_octets(d, shown->view());
      }
      case 's':
      case 'b': {
        GILT_TRY(Ref octets, octets_from(v));
        BufferView view(thread());
        GILT_CHECK(view.open(octets.get()));
        return add_octets(d, view.view());
      }
      case 'c': return add_octet(d, v);
      default: known = false; return true;
    }
  }

  bool add_octets(const Directive& d, std::string_view octets) {
    if (d.precision >= 0) octets = octets.substr(0, static_cast<size_t>(d.precision));
    return add_padded(d, octets, octets.size());
  }

  // What has a buffer, or what __bytes__ gives.
  Ref octets_from(Value v) {
    if (is_bytes_like(v)) return Ref::copy(v);
    GILT_TRY(Ref made, call_special(thread(), v, names::bytes_));
    if (made.is_unset())
      return fail(thread(), type_error_type,
                  "%b requires a bytes-like object, or an object that implements __bytes__, "
                  "not '{}'",
                  type_name(v));
    if (!is_bytes(made.get()))
      return fail(thread(), type_error_type, "__bytes__ returned non-bytes (type {})",
                  type_name(made.get()));
    return made;
  }

  bool add_octet(const Directive& d, Value v) {
    constexpr const char kWanted[] = "%c requires an integer in range(256) or a single byte, not ";
    if (is_bytes(v) || is_bytearray(v)) {
      if (octets_of(v).size() != 1)
        return fail(thread(), type_error_type, "{}a {} object of length {}", kWanted, type_name(v),
                    octets_of(v).size());
      return add_padded(d, octets_of(v), 1);
    }
    if (!is_int(v) && type_of(v)->slots.to_index == nullptr)
      return fail(thread(), type_error_type, "{}{}", kWanted, type_name(v));
    GILT_TRY(Ref index, to_index(thread(), v));
    std::optional<int64_t> i = int_to_int64(index.get());
    if (!i || *i < 0 || *i > 255)
      return fail(thread(), overflow_error_type, "%c arg not in range(256)");
    char c = static_cast<char>(*i);
    return add_padded(d, {&c, 1}, 1);
  }
};

}  // namespace

Ref octets_percent(Thread& t, Value self, Value values) {
  try {
    std::string format(octets_of(self));  // a bytearray may change meanwhile
    OctetPercent formatter(t, format, values);
    GILT_CHECK(formatter.run());
    return octets_like(t, self, formatter.text());
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

}  // namespace gilt
