// A timeline as trace events: the JSON that Perfetto and chrome://tracing open. The format is
// described in "Trace Event Format" (Google, 2016): complete events (X) for spans, flow events (s,
// f) for hand-overs, instant events (i) for drop requests, metadata (M) for names.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <gilt/timeline.hpp>
#include <iterator>
#include <utility>

#include "interpreter/json_quote.h"

namespace gilt::embed {
namespace {

// Regions lie on a track of their own below their thread's: they overlap its spans.
constexpr uint64_t kRegionTrack = 1'000'000;

std::string quoted(std::string_view text) {
  return json_quoted(text);
}

const char* span_name(const Timeline::Span& span) {
  switch (span.state) {
    case Timeline::State::kRun: return "run";
    case Timeline::State::kWait: return "wait for GIL";
    case Timeline::State::kPause: return "pause";
    case Timeline::State::kBlocked: return span.reason;
  }
  return "";
}

// Colours of chrome://tracing.
const char* colour(const Timeline::Span& span) {
  switch (span.state) {
    case Timeline::State::kRun: return "thread_state_running";
    case Timeline::State::kWait: return "thread_state_runnable";
    case Timeline::State::kPause: return "terrible";
    case Timeline::State::kBlocked: break;
  }
  return std::string_view(span.reason) == "I/O" ? "thread_state_iowait" : "thread_state_sleeping";
}

class Writer {
 public:
  explicit Writer(const Timeline& timeline) : timeline_(timeline), process_(getpid()) {}

  std::string write() {
    out_ = "{\"displayTimeUnit\": \"ms\",\n\"otherData\": {";
    add("\"program\": {}, \"events_left_out\": {}",
        quoted(timeline_.free_threaded ? "gilt-nogil" : "gilt"), left_out());
    out_ += "},\n\"traceEvents\": [";
    meta("process_name", 0, quoted(timeline_.free_threaded ? "gilt-nogil" : "gilt"));
    for (size_t i = 0; i < timeline_.threads.size(); i++) {
      const Timeline::Thread& thread = timeline_.threads[i];
      name_track(thread.id, thread.name, 2 * i);
      if (!thread.regions.empty())
        name_track(kRegionTrack + thread.id, thread.name + ": regions", 2 * i + 1);
    }
    for (const Timeline::Thread& thread : timeline_.threads) {
      for (const Timeline::Span& span : thread.spans) write_span(thread, span);
      for (const Timeline::Region& region : thread.regions) {
        event("X", region.name, "region", region.begin, kRegionTrack + thread.id);
        add(", \"dur\": {}, \"args\": {{\"at\": {}}}}}", micro(region.end - region.begin),
            place(region.place));
      }
      for (const Timeline::DropRequest& request : thread.drop_requests) {
        event("i", "drop request", "gil", request.at, thread.id);
        add(", \"s\": \"t\", \"args\": {{\"asked\": {}, \"line\": {}}}}}", name_of(request.asked),
            place(request.place));
      }
    }
    write_hand_overs();
    out_ += "\n]}\n";
    return std::move(out_);
  }

 private:
  template <class... A>
  void add(fmt::format_string<A...> format, A&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<A>(arguments)...);
  }

  static std::string micro(int64_t ns) { return fmt::format("{}.{:03}", ns / 1000, ns % 1000); }
  std::string place(uint32_t place) const { return quoted(place_text(timeline_, place)); }
  std::string name_of(int thread) const {
    return thread < 0 ? "null" : quoted(timeline_.threads[static_cast<size_t>(thread)].name);
  }
  uint64_t left_out() const {
    uint64_t sum = 0;
    for (const Timeline::Thread& thread : timeline_.threads) sum += thread.left_out;
    return sum;
  }

  // The common part; the caller adds what is particular, and the closing brace.
  void event(const char* phase, std::string_view name, const char* category, int64_t at,
             uint64_t track) {
    out_ += std::exchange(first_, false) ? "\n" : ",\n";
    add("{{\"ph\": \"{}\", \"name\": {}, \"cat\": \"{}\", \"ts\": {}, \"pid\": {}, \"tid\": {}",
        phase, quoted(name), category, micro(at), process_, track);
  }

  void meta(const char* what, uint64_t track, const std::string& value, const char* key = "name") {
    event("M", what, "__metadata", 0, track);
    add(", \"args\": {{\"{}\": {}}}}}", key, value);
  }

  void name_track(uint64_t track, const std::string& name, size_t order) {
    meta("thread_name", track, quoted(name));
    meta("thread_sort_index", track, std::to_string(order), "sort_index");
  }

  void write_span(const Timeline::Thread& thread, const Timeline::Span& span) {
    event("X", span_name(span), "thread", span.begin, thread.id);
    add(", \"dur\": {}, \"cname\": \"{}\", \"args\": {{\"line\": {}", micro(span.end - span.begin),
        colour(span), place(span.from));
    if (span.state == Timeline::State::kRun) {
      add(", \"until\": {}, \"reason\": {}, \"waiters\": {}", place(span.until),
          quoted(span.reason), span.waiters);
      if (span.other >= 0) add(", \"handed to\": {}", name_of(span.other));
    } else if (span.other >= 0) {
      add(", \"{}\": {}",
          span.state == Timeline::State::kBlocked && std::string_view(span.reason) == "join"
              ? "thread"
              : "holder",
          name_of(span.other));
    }
    if (span.state == Timeline::State::kPause) add(", \"reason\": {}", quoted(span.reason));
    if (span.lock != 0) add(", \"lock\": {}", span.lock);
    out_ += "}}";
  }

  // An arrow starts inside the span that ends and ends inside the one that begins.
  void write_hand_overs() {
    uint64_t number = 0;
    for (const Timeline::HandOver& hand_over : timeline_.hand_overs) {
      const auto& from = timeline_.threads[static_cast<size_t>(hand_over.from)];
      const auto& to = timeline_.threads[static_cast<size_t>(hand_over.to)];
      std::string name = std::string("hand-over: ") + hand_over.reason;
      event("s", name, "gil", std::max<int64_t>(hand_over.released - 1, 0), from.id);
      add(", \"id\": {}, \"args\": {{\"reason\": {}, \"waiters\": {}, \"to\": {}, \"line\": {}}}}}",
          ++number, quoted(hand_over.reason), hand_over.waiters, quoted(to.name),
          place(hand_over.place));
      event("f", name, "gil", hand_over.taken, to.id);
      add(", \"bp\": \"e\", \"id\": {}}}", number);
    }
  }

  const Timeline& timeline_;
  const int process_;
  std::string out_;
  bool first_ = true;
};

}  // namespace

bool Timeline::complete() const {
  return std::all_of(threads.begin(), threads.end(),
                     [](const Thread& thread) { return thread.left_out == 0; });
}

std::string trace_json(const Timeline& timeline) {
  return Writer(timeline).write();
}

std::string place_text(const Timeline& timeline, uint32_t place) {
  if (place >= timeline.places.size() || timeline.places[place].line == 0) return "";
  const Timeline::Place& p = timeline.places[place];
  return p.function.empty() || p.function == "<module>"
             ? fmt::format("{}:{}", p.file, p.line)
             : fmt::format("{}:{} in {}", p.file, p.line, p.function);
}

}  // namespace gilt::embed
