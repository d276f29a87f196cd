// How an exception is shown to people: as CPython 3.14 prints it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/ref.h"

namespace gilt {

struct CodePlace;
struct Thread;
struct Interpreter;

struct TracebackStyle {
  bool colour = false;
  bool chain = true;          // show __cause__ and __context__ too
  bool carets = true;         // below source lines
  bool notes = true;          // show __notes__
  int64_t limit = INT64_MAX;  // how many frames at most: the last ones if negative
};

// The whole text, newline at the end: chained exceptions, "Traceback (most recent call last):",
// frames with their source lines and carets, the exception, its notes and suggestions. Never fails:
// what cannot be shown is said to be so. Runs script code (str() of exceptions), whose errors are
// swallowed.
std::string format_exception(Thread& t, Value exception, const TracebackStyle& style = {});
// The frames of a traceback object (or None), without the heading.
std::string format_traceback(Thread& t, Value traceback, const TracebackStyle& style = {});
// What is said of an exception that cannot be raised: frames without carets, and one line.
std::string format_unraisable(Thread& t, Value exception, Value traceback);
// The last lines only: "ValueError: text", notes included.
std::string format_exception_only(Thread& t, Value exception, const TracebackStyle& style = {});

// " Did you mean: 'x'?" and the like for NameError, AttributeError and ImportError; empty when
// there is nothing to suggest. (suggestions.cpp)
std::string suggestion(Thread& t, Value exception);

// Texts that are not in files (the REPL's input, -c): tracebacks show their lines.
void remember_source(const std::string& filename, std::string_view text);

// The text of a line, without the white space around it; empty when it is not to be had.
std::string source_line(const CodePlace& place);

}  // namespace gilt
