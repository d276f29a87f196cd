// A timeline drawn with characters: one line a thread, for the prompt's %timeline.
#pragma once

#include <gilt/timeline.hpp>
#include <string>
#include <string_view>

namespace gilt::cli {

// A thread's name on one line of at most [most] characters. Long ones lose their middle: numbers
// that tell threads apart stand at the end.
std::string lane_name(std::string_view name, size_t most);

// [columns]: how wide a line may be. [colours]: the terminal shows them.
std::string timeline_text(const embed::Timeline& timeline, int columns, bool colours);

}  // namespace gilt::cli
