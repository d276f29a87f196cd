// Constants of a tree as Python's repr writes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gilt::ast {

// The decimal digits of a number written in another base.
std::string to_decimal(std::string_view digits, uint32_t base);
// Without the ".0" for the imaginary part of a complex number.
std::string float_repr(double value, bool imaginary);
// [text] is UTF-8, or octets for [bytes].
std::string text_repr(std::string_view text, bool bytes);

}  // namespace gilt::ast
