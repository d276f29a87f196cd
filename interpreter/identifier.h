// Which characters names are made of (UAX #31, as CPython 3.14 with Unicode 16), and NFKC.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gilt {

bool is_identifier_start(uint32_t code_point);
bool is_identifier_continue(uint32_t code_point);
bool is_printable(uint32_t code_point);

// [name], which is valid UTF-8, in NFKC: PEP 3131's form of names.
std::string normalise_identifier(std::string_view name);

}  // namespace gilt
