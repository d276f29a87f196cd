// The line of ~~~^~~~ under a line of source in a traceback.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gilt {

// What is to be marked: [lines] are the source lines from the span's first to its last; columns are
// bytes, from 0, in the first and in the last line.
struct CaretRequest {
  std::vector<std::string_view> lines;
  uint32_t column;
  uint32_t end_column;
};

// The lines as CPython 3.14 shows them under a frame, each with its newline, without indentation:
// source dedented, carets below the lines they belong to where they tell something, long stretches
// left out.
std::string marked_source(const CaretRequest& request, bool colour);

}  // namespace gilt
