// complex: a pair of doubles, always boxed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct Complex {
  double real;
  double imag;
};

struct ComplexObject : Object {
  Complex value;
};

Ref complex_new(Thread& t, Complex value);
// complex or a subclass.
bool is_complex(Value v);
// REQUIRES: is_complex(v).
inline Complex complex_value(Value v) {
  return v.as<ComplexObject>()->value;
}
std::string complex_repr(Complex c);
// "1+2j", with or without brackets and spaces around.
std::optional<Complex> complex_parse(std::string_view text);
// ZeroDivisionError, OverflowError.
Ref complex_power(Thread& t, Complex base, Complex exponent);
Complex complex_multiply(Complex a, Complex b);
// REQUIRES: b is not 0.
Complex complex_divide(Complex a, Complex b);
Complex complex_divide_real(double a, Complex b);
// What a function that takes a complex number takes: complex, float, int, __complex__, __float__,
// __index__. TypeError for the rest.
std::optional<Complex> to_complex(Thread& t, Value v);

}  // namespace gilt
