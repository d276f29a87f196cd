#include "interpreter/cli/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace gilt::cli {
namespace {

using embed::Timeline;
using State = Timeline::State;

// Spans shorter than this part of the run cannot be told apart in a drawing.
constexpr int64_t kSmallestParts = 600;

// The most memory that the process has had at a time, in bytes. (getrusage would count what the
// parent had when it started this process.)
uint64_t peak_memory() {
  std::FILE* file = std::fopen("/proc/self/status", "re");
  if (file == nullptr) return 0;
  char line[256];
  unsigned long long kilobytes = 0;
  while (std::fgets(line, sizeof line, file) != nullptr) {
    if (std::sscanf(line, "VmHWM: %llu kB", &kilobytes) == 1) break;
  }
  std::fclose(file);
  return kilobytes * 1024;
}

double process_cpu_seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

Json::Object lock_figures(const embed::LockStatistics::Thread& t) {
  return {{"acquisitions", t.acquisitions},
          {"contended", t.contended},
          {"hand_overs", Json::Object{{"interval", t.interval},
                                      {"I/O", t.io},
                                      {"sleep", t.sleep},
                                      {"lock", t.lock},
                                      {"join", t.join},
                                      {"kernel", t.kernel},
                                      {"exit", t.exit}}},
          {"waited", t.seconds_waited},
          {"longest_wait", t.longest_wait},
          {"lock_waits", t.lock_waits},
          {"lock_waited", t.seconds_waited_for_locks}};
}

const char* state_name(State state) {
  static constexpr const char* kNames[] = {"run", "wait", "blocked", "pause"};
  return kNames[static_cast<int>(state)];
}

std::string other_name(const Timeline& timeline, int thread) {
  return thread < 0 ? "" : timeline.threads[static_cast<size_t>(thread)].name;
}

Json stretch_json(const Timeline& timeline, const Stretch& stretch) {
  std::string text;
  if (stretch.span != nullptr) {
    text = describe(timeline, *stretch.span);
  } else {
    text = fmt::format("{} short spans:", stretch.count);
    int64_t length = std::max<int64_t>(stretch.end - stretch.begin, 1);
    const char* separator = " ";
    for (State state : {State::kRun, State::kWait, State::kBlocked, State::kPause}) {
      int64_t share = stretch.share[static_cast<int>(state)];
      if (share == 0) continue;
      text += fmt::format("{}{}% {}", separator, (100 * share + length / 2) / length,
                          state_name(state));
      separator = ", ";
    }
  }
  Json::Object result{{"begin", stretch.begin},
                      {"end", stretch.end},
                      {"state", state_name(stretch.state)},
                      {"reason", stretch.span != nullptr ? stretch.span->reason : ""},
                      {"text", std::move(text)}};
  if (stretch.count > 1) {
    result.emplace_back("share", Json::Array{stretch.share[0], stretch.share[1], stretch.share[2],
                                             stretch.share[3]});
  }
  return result;
}

Json timeline_json(const Timeline& timeline) {
  int64_t resolution = timeline.duration / kSmallestParts;
  Json::Array threads;
  for (const Timeline::Thread& thread : timeline.threads) {
    int64_t sums[4] = {};
    for (const Timeline::Span& span : thread.spans)
      sums[static_cast<int>(span.state)] += span.end - span.begin;
    Json::Array spans;
    for (const Stretch& stretch : stretches(thread, resolution))
      spans.push_back(stretch_json(timeline, stretch));
    Json::Array regions;
    for (const Timeline::Region& region : thread.regions) {
      if (region.end - region.begin < resolution && thread.regions.size() > 200) continue;
      regions.push_back(Json::Object{{"begin", region.begin},
                                     {"end", region.end},
                                     {"name", region.name},
                                     {"line", place_text(timeline, region.place)}});
    }
    threads.push_back(Json::Object{{"name", thread.name},
                                   {"run", sums[0]},
                                   {"wait", sums[1]},
                                   {"blocked", sums[2]},
                                   {"pause", sums[3]},
                                   {"left_out", thread.left_out},
                                   {"spans", std::move(spans)},
                                   {"regions", std::move(regions)}});
  }
  return Json::Object{{"duration", timeline.duration},
                      {"hand_overs", timeline.hand_overs.size()},
                      {"threads", std::move(threads)}};
}

}  // namespace

double monotonic_seconds() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::vector<Stretch> stretches(const Timeline::Thread& thread, int64_t resolution) {
  std::vector<Stretch> result;
  bool open = false;  // does the last one take more short spans?
  for (const Timeline::Span& span : thread.spans) {
    int64_t length = span.end - span.begin;
    bool is_short = length < resolution;
    Stretch* last = result.empty() ? nullptr : &result.back();
    if (is_short && open && span.begin - last->end < resolution &&
        span.end - last->begin < 2 * resolution) {
      last->end = span.end;
      last->count++;
      last->span = nullptr;
      last->share[static_cast<int>(span.state)] += length;
      last->state =
          static_cast<State>(std::max_element(last->share, last->share + 4) - last->share);
      continue;
    }
    Stretch& stretch = result.emplace_back();
    stretch.begin = span.begin;
    stretch.end = span.end;
    stretch.state = span.state;
    stretch.share[static_cast<int>(span.state)] = length;
    stretch.span = &span;
    open = is_short;
  }
  return result;
}

std::string describe(const Timeline& timeline, const Timeline::Span& span) {
  std::string from = place_text(timeline, span.from), until = place_text(timeline, span.until);
  std::string other = other_name(timeline, span.other);
  std::string_view reason = span.reason;
  std::string at = from.empty() ? "" : " at " + from;
  switch (span.state) {
    case State::kRun: {
      std::string text = "runs";
      if (!from.empty() && from != until) text += " from " + from;
      if (!until.empty()) text += (from == until ? " at " : " to ") + until;
      if (reason == "exit") return text + "; ends";
      if (reason.empty()) return text;
      text +=
          reason == "interval" ? "; had the lock for the interval" : fmt::format("; {}", reason);
      if (span.waiters != 0) {
        text += fmt::format(", {} wait{} for the GIL", span.waiters, span.waiters == 1 ? "s" : "");
        if (!other.empty()) text += fmt::format(", {} gets it", other);
      }
      return text;
    }
    case State::kWait:
      return fmt::format("waits for the GIL{}{}", at,
                         other.empty() ? "" : "; " + other + " has it");
    case State::kPause: return fmt::format("stands still with the others ({}){}", reason, at);
    case State::kBlocked: break;
  }
  if (reason == "join") return fmt::format("joins {}{}", other.empty() ? "a thread" : other, at);
  if (reason == "lock") {
    std::string lock = span.lock != 0 ? fmt::format("lock {}", span.lock) : "a lock";
    return fmt::format("waits for {}{}{}", lock, at, other.empty() ? "" : "; " + other + " has it");
  }
  if (reason == "condition") return "waits until another thread wakes it" + at;
  if (reason == "sleep") return "sleeps" + at;
  if (reason == "kernel") return "computes outside the interpreter" + at;
  return fmt::format("in {}{}", reason, at);
}

std::string report_json(embed::Interpreter& python, const Timeline& timeline, double wall) {
  embed::LockStatistics lock = python.statistics();
  embed::Result<embed::Value> enabled = python.evaluate("__import__('sys')._is_gil_enabled()");
  bool gil = enabled && enabled.value().to<bool>() && enabled.value().to<bool>().value();
  Json::Array threads;
  for (const auto& thread : lock.threads) {
    Json::Object figures = lock_figures(thread);
    figures.insert(figures.begin(), {"name", thread.name});
    threads.push_back(std::move(figures));
  }
  Json::Array regions;
  for (const embed::RegionTime& region : python.regions()) {
    if (region.count == 0) continue;
    regions.push_back(Json::Object{{"name", region.name},
                                   {"count", region.count},
                                   {"wall", region.wall},
                                   {"cpu", region.cpu},
                                   {"longest", region.longest}});
  }
  Json::Object gil_figures = lock_figures(lock.total);
  gil_figures.emplace_back("drop_requests", lock.drop_requests);
  Json::Object report{{"program", embed::Interpreter::has_gil() ? "gilt" : "gilt-nogil"},
                      {"version", embed::Interpreter::version()},
                      {"gil_enabled", gil},
                      {"wall", wall},
                      {"cpu", process_cpu_seconds()},
                      {"peak_memory", peak_memory()},
                      {"threads_started", lock.threads_started},
                      {"most_threads", lock.most_threads},
                      {"asked_thread_count", python.asked_thread_count()},
                      {"gil", std::move(gil_figures)},
                      {"threads", std::move(threads)},
                      {"regions", std::move(regions)}};
  if (timeline.duration != 0) report.emplace_back("timeline", timeline_json(timeline));
  return Json(std::move(report)).dump(1) + "\n";
}

}  // namespace gilt::cli
