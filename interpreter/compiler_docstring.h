// Docstrings lose their margin when they are compiled, as inspect.cleandoc() would take it away.
#pragma once

#include <string>
#include <string_view>

namespace gilt {

std::string clean_docstring(std::string_view text);

}  // namespace gilt
