// The names of characters, for "\N{...}".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gilt {

// The character called [name]: Unicode's name or alias of it, in any case.
std::optional<uint32_t> code_point_named(std::string_view name);

}  // namespace gilt
