// int and float below the script: normal forms, conversions, views for GMP.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/number_hash.h"
#include "runtime/operations.h"
#include "stdlib/native_modules.h"

namespace gilt {
namespace {

class Numbers : public testing::Test {
 protected:
  Numbers() : interpreter_(make()), t(*interpreter_->main_thread) {}
  ~Numbers() override { interpreter_delete(interpreter_); }

  static Interpreter* make() {
    register_native_modules();
    return interpreter_new({});
  }
  Ref parse(std::string_view text) { return int_parse(t, text, 10); }
  std::string text(const Ref& v) { return int_to_text(v.get()); }
  std::string pending() {
    if (!error_pending(t)) return "";
    Ref error = error_take(t);
    RefOf<StrObject> message = to_str(t, error.get());
    return std::string(type_name(error.get())) + ": " + std::string(message->view());
  }

  Interpreter* interpreter_;
  Thread& t;
};

TEST_F(Numbers, ResultsThatFitAreImmediate) {
  Ref large = int_binary(t, BinaryOp::kAdd, Value::integer(Value::kMaxInt), Value::integer(1));
  ASSERT_TRUE(large);
  EXPECT_FALSE(large.get().is_int());
  EXPECT_EQ(text(large), "2305843009213693952");
  Ref back = int_binary(t, BinaryOp::kSub, large.get(), Value::integer(1));
  EXPECT_TRUE(back.get().is_int());
  EXPECT_EQ(back.get().as_int(), Value::kMaxInt);

  Ref lowest = int_from(t, Value::kMinInt);
  EXPECT_TRUE(lowest.get().is_int());
  Ref negated = int_unary(t, UnaryOp::kNeg, lowest.get());
  EXPECT_FALSE(negated.get().is_int());
  Ref again = int_unary(t, UnaryOp::kNeg, negated.get());
  EXPECT_TRUE(again.get().is_int());
}

TEST_F(Numbers, AnIntIsOneBlock) {
  Ref large = parse("123456789012345678901234567890123456789012345678901234567890");
  ASSERT_TRUE(large);
  auto* object = large.as<IntObject>();
  EXPECT_EQ(static_cast<void*>(object->value[0]._mp_d), static_cast<void*>(object + 1));
}

TEST_F(Numbers, TextAndBack) {
  for (const char* digits :
       {"0", "-1", "2305843009213693951", "-2305843009213693952", "9223372036854775808",
        "-18446744073709551616", "1000000000000000000000000000000000000000000000000000000000000"}) {
    Ref value = parse(digits);
    ASSERT_TRUE(value) << digits;
    EXPECT_EQ(text(value), digits);
  }
  EXPECT_TRUE(int_parse(t, "1__0", 10).is_unset());
  EXPECT_TRUE(int_parse(t, "", 10).is_unset());
  EXPECT_TRUE(int_parse(t, "0x", 16).is_unset());
  EXPECT_EQ(text(int_parse(t, " -0xFf ", 0)), "-255");
}

TEST_F(Numbers, DigitLimit) {
  interpreter_->int_max_str_digits = 4300;
  EXPECT_TRUE(parse(std::string(4300, '9')));
  EXPECT_TRUE(parse(std::string(4301, '9')).is_error());
  EXPECT_EQ(pending(),
            "ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has "
            "4301 digits; use sys.set_int_max_str_digits() to increase the limit");
  Ref large = int_power(t, Value::integer(10), Value::integer(4300), kNone);
  EXPECT_TRUE(int_repr(t, large.get()).is_error());
  EXPECT_EQ(pending(),
            "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use "
            "sys.set_int_max_str_digits() to increase the limit");
}

TEST_F(Numbers, WhatIsTooLargeIsRefusedBeforeItIsComputed) {
  EXPECT_TRUE(int_power(t, Value::integer(10), Value::integer(10'000'000'000), kNone).is_error());
  EXPECT_EQ(pending(), "MemoryError: ");
  EXPECT_TRUE(int_binary(t, BinaryOp::kLShift, Value::integer(1), Value::integer(int64_t{1} << 50))
                  .is_error());
  EXPECT_EQ(pending(), "MemoryError: ");
}

TEST_F(Numbers, ToDoubleRoundsOnceToEven) {
  const struct {
    const char* digits;
    double expected;
  } cases[] = {
      {"9007199254740993", 9007199254740992.0},           {"9007199254740995", 9007199254740996.0},
      {"36893488147419107329", 36893488147419111424.0},  // a tie, but for the last bit
      {"36893488147419107328", 36893488147419103232.0},  // a tie
      {"-36893488147419107329", -36893488147419111424.0},
  };
  for (const auto& c : cases) {
    const std::optional<double> d = int_to_double(t, parse(c.digits).get());
    ASSERT_TRUE(d.has_value());
    EXPECT_EQ(*d, c.expected) << c.digits;
  }
  Ref huge = int_power(t, Value::integer(2), Value::integer(1024), kNone);
  EXPECT_FALSE(int_to_double(t, huge.get()).has_value());
  EXPECT_EQ(pending(), "OverflowError: int too large to convert to float");
}

TEST_F(Numbers, ComparisonWithDoublesIsExact) {
  Ref odd = parse("9007199254740993");
  EXPECT_GT(int_compare_double(odd.get(), 9007199254740992.0), 0);
  EXPECT_LT(int_compare_double(odd.get(), 9007199254740994.0), 0);
  EXPECT_LT(int_compare_double(Value::integer(2), 2.5), 0);
  EXPECT_GT(int_compare_double(Value::integer(-2), -2.5), 0);
  Ref huge = int_power(t, Value::integer(10), Value::integer(400), kNone);
  EXPECT_LT(int_compare_double(huge.get(), std::numeric_limits<double>::infinity()), 0);
  EXPECT_GT(int_compare_double(huge.get(), 1e308), 0);
}

TEST_F(Numbers, EqualNumbersHashAlike) {
  for (const double d : {0.0, 1.0, -1.0, 0x1p61, -0x1p62, 0x1p200, 123456789.0}) {
    Ref whole = int_from_double(t, d);
    EXPECT_EQ(int_hash(whole.get()), double_hash(d)) << d;
  }
  EXPECT_EQ(double_hash(-1.0), -2);
  EXPECT_EQ(double_hash(std::numeric_limits<double>::infinity()), 314159);
  EXPECT_EQ(int_hash(Value::integer((int64_t{1} << 61) - 1)), 0);
}

TEST_F(Numbers, BytesBothWays) {
  Ref value = parse("-36893488147419103232");  // -2^65
  unsigned char bytes[9];
  EXPECT_FALSE(int_to_bytes(value.get(), bytes, 8, true, true));
  ASSERT_TRUE(int_to_bytes(value.get(), bytes, 9, true, true));
  EXPECT_EQ(bytes[8], 0xfe);
  Ref back = int_from_bytes(t, bytes, 9, true, true);
  EXPECT_EQ(int_compare(value.get(), back.get()), 0);
  EXPECT_FALSE(int_to_bytes(Value::integer(-1), bytes, 9, true, false));
  EXPECT_TRUE(int_to_bytes(Value::integer(-128), bytes, 1, true, true));
  EXPECT_FALSE(int_to_bytes(Value::integer(128), bytes, 1, true, true));
}

TEST(FloatText, ShortestThatReadsBack) {
  EXPECT_EQ(float_repr(0.1), "0.1");
  EXPECT_EQ(float_repr(-0.0), "-0.0");
  EXPECT_EQ(float_repr(1e16), "1e+16");
  EXPECT_EQ(float_repr(1e15), "1000000000000000.0");
  EXPECT_EQ(float_repr(0.0001), "0.0001");
  EXPECT_EQ(float_repr(0.00001), "1e-05");
  EXPECT_EQ(float_repr(5e-324), "5e-324");
  EXPECT_EQ(float_repr(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
}

TEST(FloatText, Parsing) {
  EXPECT_EQ(float_parse(" 1_0.5e-1\n"), 1.05);
  EXPECT_EQ(float_parse("1e400"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(float_parse("2.4703282292062328e-324"), 5e-324);
  EXPECT_EQ(float_parse("-Infinity"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(*float_parse("nan")));
  for (const char* wrong : {"", ".", "1e", "0x10", "1__0", "_1", "1 2", "+-1", "in"}) {
    EXPECT_FALSE(float_parse(wrong).has_value()) << wrong;
  }
}

TEST(FloatText, Hexadecimal) {
  EXPECT_EQ(float_hex(1.5), "0x1.8000000000000p+0");
  EXPECT_EQ(float_hex(-5e-324), "-0x0.0000000000001p-1022");
}

TEST(FloatArithmetic, FloorDivision) {
  double q;
  double r;
  float_divmod(-7, 2, q, r);
  EXPECT_EQ(q, -4);
  EXPECT_EQ(r, 1);
  float_divmod(5, -std::numeric_limits<double>::infinity(), q, r);
  EXPECT_EQ(q, -1);
  EXPECT_EQ(r, -std::numeric_limits<double>::infinity());
  float_divmod(-0.0, 5, q, r);
  EXPECT_TRUE(std::signbit(q));
  EXPECT_FALSE(std::signbit(r));
}

}  // namespace
}  // namespace gilt
