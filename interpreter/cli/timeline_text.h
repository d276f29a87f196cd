// A timeline drawn with characters: one line a thread, for the prompt's %timeline.
#pragma once

#include <gilt/timeline.hpp>
#include <string>

namespace gilt::cli {

// [columns]: how wide a line may be. [colours]: the terminal shows them.
std::string timeline_text(const embed::Timeline& timeline, int columns, bool colours);

}  // namespace gilt::cli
