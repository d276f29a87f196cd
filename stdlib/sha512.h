// SHA-512 (FIPS 180-4): what random.seed() makes of texts.
#pragma once

#include <array>
#include <string_view>

namespace gilt {

std::array<unsigned char, 64> sha512(std::string_view message);

}  // namespace gilt
