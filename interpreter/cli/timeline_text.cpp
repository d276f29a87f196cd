#include "interpreter/cli/timeline_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "interpreter/cli/compare.h"
#include "interpreter/cli/report.h"

namespace gilt::cli {
namespace {

using embed::Timeline;
using State = Timeline::State;

// What a cell of a lane can say.
enum Mark { kRuns, kRunsPartly, kWaits, kLock, kOther, kSleeps, kIo, kKernel, kPaused, kMarks };
struct Look {
  const char* sign;
  const char* colour;
  const char* meaning;
};
constexpr Look kLooks[kMarks] = {
    {"█", "32", "runs"},
    {"▄", "32", "runs part of the time"},
    {"░", "31", "waits for the GIL"},
    {"L", "35", "waits for a lock"},
    {"·", "90", "waits for a thread"},
    {"z", "34", "sleeps"},
    {"i", "36", "in I/O"},
    {"k", "33", "computes outside the interpreter"},
    {"=", "33", "stands still with all others"},
};
constexpr size_t kLongestName = 24, kLongestInSentence = 60;
constexpr size_t kLongestWaits = 3;
constexpr size_t kMostLanes = 40;

Mark mark_of(const Timeline::Span& span) {
  switch (span.state) {
    case State::kRun: return kRuns;
    case State::kWait: return kWaits;
    case State::kPause: return kPaused;
    case State::kBlocked: break;
  }
  std::string_view reason = span.reason;
  if (reason == "lock" || reason == "object's lock") return kLock;
  if (reason == "sleep") return kSleeps;
  if (reason == "I/O") return kIo;
  return reason == "kernel" ? kKernel : kOther;
}

// In UTF-8.
size_t characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

class Drawing {
 public:
  Drawing(const Timeline& timeline, int columns, bool colours)
      : timeline_(timeline), colours_(colours) {
    for (const Timeline::Thread& thread : timeline.threads)
      name_width_ = std::max(name_width_, characters(lane_name(thread.name, kLongestName)));
    int room = columns - static_cast<int>(name_width_) - 12;
    cells_ = static_cast<size_t>(std::clamp(room, 20, 200));
  }

  std::string draw() {
    out_ += axis();
    size_t shown = std::min(timeline_.threads.size(), kMostLanes);
    for (size_t i = 0; i < shown; i++) lane(timeline_.threads[i]);
    if (shown < timeline_.threads.size())
      out_ += fmt::format("and {} more threads\n", timeline_.threads.size() - shown);
    legend();
    hand_overs();
    longest_waits();
    if (!timeline_.complete()) out_ += "The record is full: the end is missing.\n";
    return std::move(out_);
  }

 private:
  std::string painted(const std::string& text, const char* colour) const {
    return colours_ ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : text;
  }

  // Times above the lanes, at round values.
  std::string axis() const {
    double seconds = static_cast<double>(timeline_.duration) / 1e9;
    if (seconds <= 0) return "";
    double step = std::pow(10, std::floor(std::log10(seconds / 4)));
    for (double factor : {1.0, 2.0, 5.0, 10.0}) {
      if (seconds / (step * factor) > 5) continue;
      step *= factor;
      break;
    }
    std::string text(cells_ + 12, ' ');
    for (double at = 0; at < seconds; at += step) {
      auto cell = static_cast<size_t>(at / seconds * static_cast<double>(cells_));
      std::string label = "|" + (at == 0 ? std::string("0") : tick(at));
      if (cell + label.size() <= text.size()) text.replace(cell, label.size(), label);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return std::string(name_width_ + 2, ' ') + text + "\n";
  }

  static std::string tick(double seconds) {
    if (seconds >= 1) return fmt::format("{:g} s", std::round(seconds * 1e3) / 1e3);
    if (seconds >= 1e-3) return fmt::format("{:g} ms", std::round(seconds * 1e6) / 1e3);
    return fmt::format("{:g} us", std::round(seconds * 1e9) / 1e3);
  }

  void lane(const Timeline::Thread& thread) {
    // How long each cell's time was spent in each way.
    std::vector<std::array<double, kMarks>> cells(cells_);
    double width =
        std::max<double>(static_cast<double>(timeline_.duration), 1) / static_cast<double>(cells_);
    int64_t lived = 0, ran = 0;
    for (const Timeline::Span& span : thread.spans) {
      lived += span.end - span.begin;
      if (span.state == State::kRun) ran += span.end - span.begin;
      auto first = static_cast<size_t>(static_cast<double>(span.begin) / width);
      for (size_t cell = first; cell < cells_; cell++) {
        double from = std::max(static_cast<double>(span.begin), static_cast<double>(cell) * width);
        double until =
            std::min(static_cast<double>(span.end), static_cast<double>(cell + 1) * width);
        if (until <= from) break;
        cells[cell][mark_of(span)] += until - from;
      }
    }
    out_ += fmt::format("{:<{}}  ", lane_name(thread.name, kLongestName), name_width_);
    for (const auto& cell : cells) out_ += sign_of(cell, width);
    out_ += fmt::format("  ran {}%\n", lived == 0 ? 0 : (100 * ran + lived / 2) / lived);
  }

  std::string sign_of(const std::array<double, kMarks>& cell, double width) {
    auto most = std::max_element(cell.begin(), cell.end());
    if (*most == 0) return " ";
    auto mark = static_cast<Mark>(most - cell.begin());
    if (mark != kRuns && cell[kRuns] >= width / 5) mark = kRunsPartly;
    used_[mark] = true;
    return painted(kLooks[mark].sign, kLooks[mark].colour);
  }

  void legend() {
    std::string margin(name_width_ + 2, ' ');
    size_t room = cells_ + 10, width = 0;
    out_ += margin;
    for (int mark = 0; mark < kMarks; mark++) {
      if (!used_[mark]) continue;
      const Look& look = kLooks[mark];
      size_t needed = 2 + std::string_view(look.meaning).size();
      if (width != 0) {
        bool fits = width + 3 + needed <= room;
        out_ += fits ? "   " : "\n" + margin;
        width = fits ? width + 3 : 0;
      }
      out_ += painted(look.sign, look.colour) + " " + look.meaning;
      width += needed;
    }
    out_ += "\n";
  }

  void hand_overs() {
    std::map<std::string, int> reasons;
    for (const Timeline::HandOver& hand_over : timeline_.hand_overs) reasons[hand_over.reason]++;
    if (reasons.empty()) return;
    out_ += fmt::format("Hand-overs of the GIL: {}", timeline_.hand_overs.size());
    const char* separator = " (";
    for (const auto& [reason, count] : reasons) {
      out_ += fmt::format("{}{} {}", separator, reason, count);
      separator = ", ";
    }
    out_ += ")\n";
  }

  void longest_waits() {
    struct Wait {
      const Timeline::Thread* thread;
      const Timeline::Span* span;
    };
    std::vector<Wait> waits;
    for (const Timeline::Thread& thread : timeline_.threads) {
      for (const Timeline::Span& span : thread.spans) {
        Mark mark = mark_of(span);
        if (mark == kWaits || mark == kLock) waits.push_back({&thread, &span});
      }
    }
    size_t shown = std::min(waits.size(), kLongestWaits);
    std::partial_sort(waits.begin(), waits.begin() + static_cast<std::ptrdiff_t>(shown),
                      waits.end(), [](const Wait& a, const Wait& b) {
                        return a.span->end - a.span->begin > b.span->end - b.span->begin;
                      });
    for (size_t i = 0; i < shown; i++) {
      const Timeline::Span& span = *waits[i].span;
      out_ += fmt::format("{} {:>8}: {} {}\n", i == 0 ? "Longest waits" : "             ",
                          seconds_text(static_cast<double>(span.end - span.begin) / 1e9),
                          lane_name(waits[i].thread->name, kLongestInSentence),
                          describe(timeline_, span));
    }
  }

  const Timeline& timeline_;
  const bool colours_;
  size_t name_width_ = 4, cells_ = 40;
  bool used_[kMarks] = {};
  std::string out_;
};

}  // namespace

std::string lane_name(std::string_view name, size_t most) {
  size_t count = characters(name), tail = (most - 1) * 2 / 5, head = most - 1 - tail, at = 0;
  std::string line;
  for (size_t i = 0; i < name.size(); at++) {
    size_t begin = i++;
    while (i < name.size() && (static_cast<uint8_t>(name[i]) & 0xC0) == 0x80) i++;
    bool dropped = count > most && at >= head && at < count - tail;
    if (dropped) {
      if (at == head) line += "…";
      continue;
    }
    // Nothing that would move the terminal's cursor.
    bool control = static_cast<uint8_t>(name[begin]) < ' ' || name[begin] == '\x7f';
    line += control ? "?" : name.substr(begin, i - begin);
  }
  return line;
}

std::string timeline_text(const Timeline& timeline, int columns, bool colours) {
  return Drawing(timeline, columns, colours).draw();
}

}  // namespace gilt::cli
