// The colours of CPython 3.14's default theme, for tracebacks and the prompt.
#pragma once

namespace gilt::colours {

inline constexpr char kReset[] = "\x1b[0m";
inline constexpr char kPlace[] = "\x1b[35m";    // file names, line numbers, function names: magenta
inline constexpr char kType[] = "\x1b[1;35m";   // exception type: bold magenta
inline constexpr char kMessage[] = "\x1b[35m";  // its message
inline constexpr char kNote[] = "\x1b[36m";     // __notes__: cyan
inline constexpr char kHighlight[] = "\x1b[1;31m";  // ^ bold red
inline constexpr char kRange[] = "\x1b[31m";        // ~ red
inline constexpr char kPrompt[] = "\x1b[1;35m";

}  // namespace gilt::colours
