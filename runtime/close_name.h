// "Did you mean": the name that a wrong one was probably meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gilt {

// The one of [candidates] that is nearest to [wrong]; empty when none is near enough.
std::string closest_name(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace gilt
