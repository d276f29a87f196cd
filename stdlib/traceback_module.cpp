// Module _traceback: the printer of exceptions, for traceback.py.
#include <algorithm>

#include "interpreter/caret.h"
#include "interpreter/code.h"
#include "interpreter/traceback_print.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/traceback.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// The style that (limit, chain, colour) ask for. [limit]: None for all frames.
bool read_style(Thread& t, Value limit, Value chain, Value colour, TracebackStyle& style) {
  if (!limit.is_none()) {
    GILT_TRY(int64_t given, to_int64(t, limit));
    style.limit = given;
  }
  GILT_TRY(bool chained, truth(t, chain));
  GILT_TRY(bool coloured, truth(t, colour));
  style.chain = chained;
  style.colour = coloured;
  return true;
}

bool check_exception(Thread& t, Value v) {
  if (is_exception(v)) return true;
  return fail(t, type_error_type, "Exception expected for value, {} found", type_name(v));
}

Ref module_format_exception(Thread& t, Args args) {
  GILT_CHECK(check_exception(t, args[0]));
  TracebackStyle style;
  GILT_CHECK(read_style(t, args[1], args[2], args[3], style));
  return str_new(t, format_exception(t, args[0], style));
}

Ref module_syntax_error(Thread& t, Args args) {
  GILT_CHECK(check_exception(t, args[0]));
  TracebackStyle style;
  style.notes = false;
  return str_new(t, format_exception_only(t, args[0], style));
}

Ref module_suggestion(Thread& t, Args args) {
  GILT_CHECK(check_exception(t, args[0]));
  std::string text = suggestion(t, args[0]);
  if (error_pending(t)) error_clear(t);
  return str_new(t, text);
}

// (line, end line, column, end column) of the instruction that a traceback entry stands at; None
// where unknown.
Ref module_position(Thread& t, Args args) {
  if (!has_shape(args[0], kTracebackShape)) {
    return fail(t, type_error_type, "expected a traceback, not {}", type_name(args[0]));
  }
  auto* entry = args[0].as<TracebackObject>();
  auto* code = entry->code.peek().as<CodeObject>();
  const PositionEntry* p =
      entry->offset == UINT32_MAX ? nullptr : position_at(code, code->words + entry->offset);
  auto number = [](int32_t n) { return n < 0 ? kNone : Value::integer(n); };
  if (p == nullptr) return tuple_of(t, {number(entry->line), kNone, kNone, kNone});
  return tuple_of(t,
                  {number(p->line), number(p->end_line), number(p->column), number(p->end_column)});
}

// The source lines of a frame with carets: marked_source(lines, column, end_column), columns in
// UTF-8 bytes.
Ref module_marked_source(Thread& t, Args args) {
  std::vector<Ref> keep;
  CaretRequest request;
  GILT_CHECK(for_each(t, args[0], [&](Ref line) -> bool {
    if (!is_str(line.get())) return fail(t, type_error_type, "lines must be str");
    request.lines.push_back(line.as<StrObject>()->view());
    keep.push_back(std::move(line));
    return true;
  }));
  if (request.lines.empty()) return Ref::copy(names::empty);
  GILT_TRY(int64_t column, to_int64(t, args[1]));
  GILT_TRY(int64_t end_column, to_int64(t, args[2]));
  request.column = static_cast<uint32_t>(std::max<int64_t>(column, 0));
  request.end_column = static_cast<uint32_t>(std::max<int64_t>(end_column, 0));
  return str_new(t, marked_source(request, false));
}

const NativeDef kFunctions[] = {
    {"format_exception", module_format_exception,
     "(exception, limit=None, chain=True, colour=False, /)",
     "The text of an exception as it is shown when nobody catches it."},
    {"syntax_error", module_syntax_error, "(exception, /)",
     "The last lines of a SyntaxError, without notes."},
    {"suggestion", module_suggestion, "(exception, /)",
     "What a NameError, AttributeError or ImportError could have meant, to be put behind it."},
    {"position", module_position, "(traceback, /)",
     "(line, end line, column, end column) of a traceback entry."},
    {"marked_source", module_marked_source, "(lines, column, end_column, /)",
     "Source lines with carets below the part between the columns."},
};

const ModuleDef kModule = {"_traceback", "How exceptions are shown.", kFunctions, nullptr};

}  // namespace

void register_traceback_module() {
  register_native_module(kModule);
}

}  // namespace gilt
