#include "interpreter/traceback_print.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "interpreter/caret.h"
#include "interpreter/code.h"
#include "interpreter/colours.h"
#include "interpreter/frame.h"
#include "interpreter/source.h"
#include "interpreter/syntax_error_print.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/operations.h"
#include "runtime/thread.h"
#include "runtime/traceback.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// -- source lines --

struct RememberedSources {
  std::mutex mutex;
  std::unordered_map<std::string, std::string> texts;
};
RememberedSources& remembered() {
  static RememberedSources sources;
  return sources;
}

// The sources that one traceback refers to, each read once.
class Sources {
 public:
  // [t]: of whoever may look into the script's objects.
  explicit Sources(const Limits* limits, Thread* t = nullptr) : limits_(limits), t_(t) {}

  // Null when the text is not to be had.
  const Source* find(const std::string& filename) {
    auto [entry, is_new] = sources_.try_emplace(filename);
    if (is_new) entry->second = load(filename);
    return entry->second.get();
  }

 private:
  std::unique_ptr<Source> load(const std::string& filename) const {
    if (t_ != nullptr)
      if (auto source = cached(*t_, filename)) return source;
    {
      RememberedSources& sources = remembered();
      std::lock_guard guard(sources.mutex);
      auto found = sources.texts.find(filename);
      if (found != sources.texts.end()) {
        return std::make_unique<Source>(filename, found->second, Source::Origin::kText);
      }
    }
    if (filename.empty() || filename.front() == '<') return nullptr;
    // A script can give its code any file's name.
    if (limits_ != nullptr && !limits_->allows_source(filename)) return nullptr;
    std::ifstream file(filename, std::ios::binary);
    if (!file) return nullptr;
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return std::make_unique<Source>(filename, text);
  }
  // The text that a script has put into linecache.cache for good; nothing is raised.
  static std::unique_ptr<Source> cached(Thread& t, const std::string& filename) {
    auto* modules = t.interpreter->modules.peek().as<DictObject>();
    Value linecache = dict_get_name(modules, intern("linecache"));
    if (linecache.is_unset()) return nullptr;
    std::optional<std::string> text = cached_text(t, linecache, filename);
    if (error_pending(t)) error_clear(t);
    if (!text) return nullptr;
    return std::make_unique<Source>(filename, *text, Source::Origin::kText);
  }

  static std::optional<std::string> cached_text(Thread& t, Value linecache,
                                                const std::string& filename) {
    GILT_TRY(Ref cache, get_attribute_or_unset(t, linecache, intern("cache")));
    if (!is_dict(cache.get())) return std::nullopt;
    GILT_TRY(Ref key, str_new(t, filename));
    GILT_TRY(Ref entry, dict_get(t, cache.as<DictObject>(), key.get()));
    // Size, time of the file or None, lines, full name.
    constexpr int64_t kEntrySize = 4;
    if (!is_tuple(entry.get()) || entry.as<TupleObject>()->size != kEntrySize) return std::nullopt;
    Value time = entry.as<TupleObject>()->at(1), lines = entry.as<TupleObject>()->at(2);
    if (!time.is_none() || !is_list(lines)) return std::nullopt;
    GILT_TRY(auto own, list_slice(t, lines.as<ListObject>(), 0, INT64_MAX));
    std::string text;
    for (int64_t i = 0; i < own->size; i++)
      if (Value line = own->items[i].peek(); is_str(line)) text += line.as<StrObject>()->view();
    return text;
  }

  const Limits* limits_;
  Thread* t_;
  std::unordered_map<std::string, std::unique_ptr<Source>> sources_;
};

std::string_view trim(std::string_view line) {
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t' || line.front() == '\f'))
    line.remove_prefix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
    line.remove_suffix(1);
  return line;
}

std::string indent(std::string_view text, std::string_view by) {
  std::string out;
  while (!text.empty()) {
    size_t end = text.find('\n');
    out.append(by).append(text.substr(0, end)).append("\n");
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

class Printer {
 public:
  Printer(Thread& t, const TracebackStyle& style)
      : t_(t), style_(style), sources_(limits_of(t), &t) {}

  std::string out;

  void exception(Value v) { chain(v, 0); }

  void frames(Value traceback) {
    std::vector<TracebackObject*> entries;
    for (Value at = traceback; has_shape(at, kTracebackShape);
         at = at.as<TracebackObject>()->next.peek()) {
      entries.push_back(at.as<TracebackObject>());
    }
    size_t first = 0, last = entries.size();
    if (style_.limit >= 0) {
      last = std::min<size_t>(last, static_cast<size_t>(style_.limit));
    } else {
      first = last - std::min<size_t>(last, static_cast<size_t>(-style_.limit));
    }
    // A frame that repeats (recursion) is shown three times, then counted.
    constexpr size_t kShown = 3;
    size_t repeats = 0;
    std::string previous;
    for (size_t i = first; i < last; i++) {
      std::string place = frame_place(*entries[i]);
      if (place == previous) {
        repeats++;
      } else {
        end_repetition(repeats);
        repeats = 1;
        previous = place;
      }
      if (repeats <= kShown) out += place + frame_source(*entries[i]);
    }
    end_repetition(repeats);
  }

  // The type and str(), and nothing else.
  void plain_line(Value v) {
    out += type_text(v) + ": " + text_or_stand_in(t_, v, "exception") + "\n";
  }

  void exception_only(Value v) {
    if (is_instance_of(v, &syntax_error_type)) {
      syntax_error(v);
    } else {
      out += last_line(v);
    }
    if (style_.notes) notes(v);
  }

 private:
  const char* colour(const char* code) const { return style_.colour ? code : ""; }
  const char* reset() const { return style_.colour ? colours::kReset : ""; }

  void end_repetition(size_t repeats) {
    constexpr size_t kShown = 3;
    if (repeats <= kShown) return;
    size_t more = repeats - kShown;
    out += fmt::format("  [Previous line repeated {} more time{}]\n", more, more == 1 ? "" : "s");
  }

  bool seen_before(Value v) {
    for (Value s : seen_) {
      if (same(s, v)) return true;
    }
    seen_.push_back(v);
    return false;
  }

  // Cause or context first, then the exception itself. [depth] bounds the C++ recursion.
  void chain(Value v, int depth) {
    constexpr int kDeepest = 200;
    auto* object = v.as<ExceptionObject>();
    seen_before(v);
    if (style_.chain && depth < kDeepest) {
      // Held: showing them runs their __str__, which may change who refers to whom.
      Ref cause = object->cause.load(), context = object->context.load();
      if (is_exception(cause.get())) {
        if (!seen_before(cause.get())) {
          chain(cause.get(), depth + 1);
          out += margin_ + "\n" + margin_ +
                 "The above exception was the direct cause of the following exception:\n" +
                 margin_ + "\n";
        }
      } else if (is_exception(context.get()) && !object->suppress_context() &&
                 !seen_before(context.get())) {
        chain(context.get(), depth + 1);
        out += margin_ + "\n" + margin_ +
               "During handling of the above exception, another exception occurred:\n" + margin_ +
               "\n";
      }
    }
    one(v, depth);
  }

  void one(Value v, int depth) {
    bool group = is_instance_of(v, &base_exception_group_type);
    if (!group) {
      in_margin([&] { body(v); });
      return;
    }
    if (group_depth_ >= kDeepestGroup) {
      out += fmt::format("{}... (max_group_depth is {})\n", margin_, kDeepestGroup);
      return;
    }
    bool outermost = margin_.empty();
    if (outermost) {
      // The group's own traceback is set apart from what is inside it.
      std::string saved = std::exchange(out, "");
      bool marked = own_frames(v, "Exception Group Traceback (most recent call last):\n");
      exception_only(v);
      std::string text = std::exchange(out, saved);
      while (!text.empty()) {
        size_t end = text.find('\n');
        out += (marked ? "  + " : "  | ") + text.substr(0, end) + "\n";
        marked = false;
        text.erase(0, end + 1);
      }
      margin_ = "  ";
    } else {
      in_margin([&] {
        own_frames(v, "Exception Group Traceback (most recent call last):\n");
        exception_only(v);
      });
      margin_ = margin_.substr(0, margin_.size() - 2);
    }
    members(v, depth);
    margin_ = outermost ? "" : margin_ + "| ";
  }

  // The exceptions in a group, each in a box.
  void members(Value group, int depth) {
    constexpr int64_t kWidest = 15;
    auto* tuple = group.as<ExceptionGroupObject>()->exceptions.peek().as<TupleObject>();
    std::string outer = margin_;
    group_depth_++;
    int64_t shown = std::min(tuple->size, kWidest);
    int64_t boxes = tuple->size > kWidest ? shown + 1 : shown;
    for (int64_t i = 0; i < boxes; i++) {
      bool truncated = i == kWidest;
      std::string title = truncated ? "..." : std::to_string(i + 1);
      out += fmt::format("{}{}---------------- {} ----------------\n", outer,
                         i == 0 ? "+-+" : "  +", title);
      margin_ = outer + "  | ";
      if (truncated) {
        int64_t more = tuple->size - kWidest;
        out += fmt::format("{}and {} more exception{}\n", margin_, more, more == 1 ? "" : "s");
      } else {
        closed_by_inner_ = false;
        chain(tuple->at(i), depth + 1);
      }
    }
    if (!closed_by_inner_) out += outer + "  +------------------------------------\n";
    closed_by_inner_ = true;
    margin_ = outer;
    group_depth_--;
  }

  // What [write] writes gets the margin of the group that it is in.
  template <class F>
  void in_margin(F&& write) {
    if (margin_.empty()) return write();
    std::string saved = std::exchange(out, "");
    write();
    std::string text = std::exchange(out, saved);
    out += indent(text, margin_);
  }

  void body(Value v) {
    own_frames(v, "Traceback (most recent call last):\n");
    exception_only(v);
  }

  // -- frames --

  // Those of the exception's own traceback, if it has one.
  bool own_frames(Value v, std::string_view title) {
    Ref traceback = v.as<ExceptionObject>()->traceback.load();
    if (!has_shape(traceback.get(), kTracebackShape)) return false;
    out += title;
    frames(traceback.get());
    return true;
  }

  struct Place {
    const CodeObject* code;
    const PositionEntry* position;
    int line;
  };
  static Place place_of(const TracebackObject& entry) {
    auto* code = entry.code.peek().as<CodeObject>();
    const PositionEntry* position =
        entry.offset == UINT32_MAX ? nullptr : position_at(code, code->words + entry.offset);
    int line = entry.line != 0 || position == nullptr ? entry.line : position->line;
    return {code, position, line};
  }

  std::string frame_place(const TracebackObject& entry) const {
    Place place = place_of(entry);
    return fmt::format("  File {3}\"{0}\"{4}, line {3}{1}{4}, in {3}{2}{4}\n",
                       place.code->filename.peek().as<StrObject>()->view(), place.line,
                       place.code->name.peek().as<StrObject>()->view(), colour(colours::kPlace),
                       reset());
  }

  std::string frame_source(const TracebackObject& entry) {
    Place place = place_of(entry);
    const Source* source =
        sources_.find(std::string(place.code->filename.peek().as<StrObject>()->view()));
    if (source == nullptr || place.line < 1 ||
        static_cast<uint32_t>(place.line) > source->line_count())
      return "";
    const PositionEntry* p = place.position;
    if (!style_.carets || p == nullptr || p->line != place.line || p->column < 0 ||
        p->end_column < 0 || p->end_line < p->line ||
        static_cast<uint32_t>(p->end_line) > source->line_count()) {
      std::string_view line = trim(source->line(static_cast<uint32_t>(place.line)));
      return line.empty() ? "" : fmt::format("    {}\n", line);
    }
    CaretRequest request;
    for (int n = p->line; n <= p->end_line; n++)
      request.lines.push_back(source->line(static_cast<uint32_t>(n)));
    request.column = static_cast<uint32_t>(p->column);
    request.end_column = static_cast<uint32_t>(p->end_column);
    return indent(marked_source(request, style_.colour), "    ");
  }

  // -- the exception --

  std::string type_text(Value v) const {
    TypeObject* type = type_of(v);
    std::string name(type->qualified_name.is_unset()
                         ? type->name->view()
                         : type->qualified_name.peek().as<StrObject>()->view());
    Ref module = Ref::copy(type_lookup(type, names::module_));
    if (module) {
      std::string_view m =
          is_str(module.get()) ? module.as<StrObject>()->view() : std::string_view("<unknown>");
      if (m != "builtins" && m != "__main__") name = std::string(m) + "." + name;
    }
    return fmt::format("{}{}{}", colour(colours::kType), name, reset());
  }

  std::string last_line(Value v) {
    std::string message = text_or_stand_in(t_, v, "exception");
    message += suggest(v);
    if (message.empty()) return type_text(v) + "\n";
    return fmt::format("{}: {}{}{}\n", type_text(v), colour(colours::kMessage), message, reset());
  }

  std::string suggest(Value v) {
    ErrorGuard guard(t_);
    std::string text = suggestion(t_, v);
    if (error_pending(t_)) error_clear(t_);
    return text;
  }

  void syntax_error(Value v) {
    out += format_syntax_error(t_, v.as<SyntaxErrorObject>(), type_text(v), style_.colour);
  }

  void notes(Value v) {
    Ref notes = get_attribute_or_unset(t_, v, names::notes_);
    if (notes.is_error()) {
      error_clear(t_);
      out += fmt::format("{}Ignored error getting __notes__{}\n", colour(colours::kNote), reset());
      return;
    }
    if (notes.is_unset() || notes.is_none()) return;
    if (!is_list(notes.get()) && !is_tuple(notes.get())) {
      RefOf<StrObject> text = repr(t_, notes.get());
      if (text.is_error()) error_clear(t_);
      out += text.is_error() ? "<__notes__ repr() failed>\n" : std::string(text->view()) + "\n";
      return;
    }
    bool ok = for_each(t_, notes.get(), [&](Ref note) {
      std::string text = text_or_stand_in(t_, note.get(), "note");
      out += fmt::format("{}{}{}\n", colour(colours::kNote), text, reset());
      return true;
    });
    if (!ok) error_clear(t_);
  }

  Thread& t_;
  const TracebackStyle& style_;
  Sources sources_;
  std::vector<Value> seen_;
  std::string margin_;  // in a group: what stands in front of each line
  static constexpr int64_t kDeepestGroup = 10;
  int64_t group_depth_ = 0;
  bool closed_by_inner_ = false;  // the innermost group has drawn the end of the box
};

}  // namespace

std::string format_exception(Thread& t, Value exception, const TracebackStyle& style) {
  ErrorGuard guard(t);
  Ref keep = Ref::copy(exception);
  Printer printer(t, style);
  printer.exception(exception);
  return std::move(printer.out);
}

std::string format_traceback(Thread& t, Value traceback, const TracebackStyle& style) {
  Ref keep = Ref::copy(traceback);
  Printer printer(t, style);
  printer.frames(traceback);
  return std::move(printer.out);
}

std::string format_exception_only(Thread& t, Value exception, const TracebackStyle& style) {
  ErrorGuard guard(t);
  Ref keep = Ref::copy(exception);
  Printer printer(t, style);
  printer.exception_only(exception);
  return std::move(printer.out);
}

std::string format_unraisable(Thread& t, Value exception, Value traceback) {
  ErrorGuard guard(t);
  Ref keep = Ref::copy(exception), keep_traceback = Ref::copy(traceback);
  TracebackStyle style;
  style.carets = false;
  Printer printer(t, style);
  if (has_shape(traceback, kTracebackShape)) {
    printer.out = "Traceback (most recent call last):\n";
    printer.frames(traceback);
  }
  printer.plain_line(exception);
  return std::move(printer.out);
}

void remember_source(const std::string& filename, std::string_view text) {
  RememberedSources& sources = remembered();
  std::lock_guard guard(sources.mutex);
  sources.texts[filename] = text;
}

std::string source_line(const CodePlace& place) {
  Sources sources(t_current_thread != nullptr ? limits_of(*t_current_thread) : nullptr);
  const Source* source = sources.find(place.filename);
  if (source == nullptr || place.line < 1) return "";
  return std::string(trim(source->line(static_cast<uint32_t>(place.line))));
}

}  // namespace gilt
