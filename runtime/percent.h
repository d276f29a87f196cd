// format % values for str and bytes: the directives are the same, what %s, %r, %a, %b and %c make
// of a value is not.
#pragma once

#include <string>
#include <string_view>

#include "runtime/ref.h"
#include "runtime/tuple.h"

namespace gilt {

class PercentFormatter {
 public:
  // [values]: a tuple, a mapping, or one value.
  PercentFormatter(Thread& t, std::string_view format, Value values);

  // The whole: false when an error was raised; else text() is the result.
  [[nodiscard]] bool run();
  const std::string& text() const { return out_; }

 protected:
  struct Directive {
    bool left = false, plus = false, blank = false, alternate = false, zero = false;
    int64_t width = -1;
    int precision = -1;
    char code = 0;
  };

  // Whether the format is bytes: these are then no mappings.
  virtual bool of_octets() const = 0;
  virtual Ref make_key(std::string_view key) = 0;
  // Appends the value for a code that is not a number's. False: raised. [known] becomes false when
  // the code has no meaning.
  virtual bool add_text(const Directive& d, Value v, bool& known) = 0;
  // Number of characters in [text].
  virtual size_t length_of(std::string_view text) const = 0;
  virtual Failed fail_not_all_used() = 0;
  virtual Failed fail_not_float(Value v) = 0;

  // Appends [text] with the directive's width; [text] is [length] characters.
  bool add_padded(const Directive& d, std::string_view text, size_t length);

  Thread& thread() const { return t_; }

  ~PercentFormatter() = default;

 private:
  bool directive();
  bool read_key();
  bool read_flags(Directive& d);
  bool read_size(Directive& d);
  bool read_star(int64_t limit, const char* c_type, int64_t& out);
  bool read_count(int64_t limit, const char* what, int64_t& out);
  Ref next_value();
  bool add_integer(const Directive& d, Value v);
  bool add_float(const Directive& d, Value v);
  bool add_number(const Directive& d, std::string_view digits);
  bool at_end() const { return at_ >= format_.size(); }
  Failed fail_incomplete();
  Failed fail_not_enough();

  Thread& t_;
  std::string_view format_;
  size_t at_ = 0;
  Value values_;
  TupleObject* tuple_ = nullptr;  // the values, when there are several
  int64_t used_ = 0;
  bool one_used_ = false;
  bool is_mapping_ = false;
  bool is_text_ = false;  // bytes or bytearray
  bool keyed_ = false;    // the directive took its value by name
  bool key_used_ = false;
  Ref keyed_value_;
  std::string out_;
};

}  // namespace gilt
