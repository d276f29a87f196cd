// A comparison as text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "interpreter/cli/compare.h"

namespace gilt::cli {

std::string seconds_text(double seconds) {
  if (seconds >= 100) return fmt::format("{:.0f} s", seconds);
  if (seconds >= 1) return fmt::format("{:.2f} s", seconds);
  if (seconds >= 0.1) return fmt::format("{:.3f} s", seconds);
  if (seconds >= 0.001 || seconds == 0) return fmt::format("{:.1f} ms", seconds * 1e3);
  return fmt::format("{:.0f} us", seconds * 1e6);
}

std::string range_text(double low, double high) {
  std::string from = seconds_text(low), to = seconds_text(high);
  size_t unit = from.find(' ');
  if (from.substr(unit) == to.substr(to.find(' '))) from.erase(unit);
  return from + " - " + to;
}

std::string count_text(double count) {
  return fmt::format("{:.0f}", count);
}

std::string if_told(const Spread& figure, std::string (*text)(double)) {
  return figure.count == 0 ? "-" : text(figure.median);
}

std::string bytes_text(double bytes) {
  return bytes >= 1e9 ? fmt::format("{:.2f} GB", bytes / 1e9)
                      : fmt::format("{:.1f} MB", bytes / 1e6);
}

namespace {

// Lines are laid out in columns: the first kind is flush left, the others flush right.
class Table {
 public:
  explicit Table(std::vector<std::string> heads, std::vector<bool> flush_left)
      : flush_left_(std::move(flush_left)) {
    rows_.push_back(std::move(heads));
  }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  std::string text() const {
    std::vector<size_t> widths(rows_[0].size());
    for (const auto& row : rows_) {
      for (size_t i = 0; i < row.size(); i++) widths[i] = std::max(widths[i], columns(row[i]));
    }
    std::string out;
    for (const auto& row : rows_) {
      std::string line = " ";
      for (size_t i = 0; i < row.size(); i++) {
        std::string blanks(widths[i] - columns(row[i]), ' ');
        line += " " + (flush_left_[i] ? row[i] + blanks : blanks + row[i]) + " ";
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    return out;
  }

 private:
  // What it takes on the terminal: code points.
  static size_t columns(const std::string& text) {
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  }
  std::vector<bool> flush_left_;
  std::vector<std::vector<std::string>> rows_;
};

std::string bar(double part) {
  constexpr double kWidth = 12;
  int eighths = static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * kWidth * 8));
  static constexpr const char* kPieces[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  std::string out;
  for (int i = 0; i < eighths / 8; i++) out += "█";
  return out + (eighths == 0 ? "▏" : kPieces[eighths % 8]);
}

std::string ratio(double value) {
  return value == 0 ? "-" : fmt::format("{:.2f}", value);
}

std::string header(const Comparison& comparison) {
  std::string text = comparison.options.title;
  for (const std::string& argument : comparison.options.arguments) text += " " + argument;
  int runs = comparison.options.runs;
  text += fmt::format(": {} run{} each, {} core{}\n", runs, runs == 1 ? "" : "s", comparison.cores,
                      comparison.cores == 1 ? "" : "s");
  return text;
}

std::string threads_text(const Comparison& comparison, const Case& of) {
  return std::to_string(of.threads != 0 ? of.threads : comparison.threads_started);
}

std::string times(const Comparison& comparison) {
  double longest = 0;
  for (const Case& of : comparison.cases)
    longest = std::max(longest, figures(comparison, of).wall.median);
  bool many = comparison.threads.size() > 1;
  std::vector<std::string> heads{"threads", "build", "time", "", "from - to", "CPU", "speed-up"};
  if (many) heads.emplace_back("vs fewest");
  Table table(heads, {false, true, false, true, false, false, false, false});
  for (const Case& of : comparison.cases) {
    Figures f = figures(comparison, of);
    std::vector<std::string> row{of.build == 0 ? threads_text(comparison, of) : "",
                                 kBuildList[of.build].title};
    if (f.measured == 0) {
      row.emplace_back("-");
      row.push_back(of.runs.empty() ? "not run"
                                    : outcome_text(of.runs.back(), comparison.options.timeout));
    } else {
      row.insert(row.end(), {seconds_text(f.wall.median), bar(f.wall.median / longest),
                             f.good == 0        ? "failed"
                             : f.wall.count < 2 ? ""
                                                : range_text(f.wall.low, f.wall.high),
                             seconds_text(f.cpu.median), ratio(f.speed_up)});
      if (many) row.push_back(ratio(f.scaling));
    }
    table.add(std::move(row));
  }
  std::string text = "\n" + table.text() +
                     "  time: median; speed-up: how many times as fast as the GIL build with the "
                     "same threads";
  return text + (many ? ";\n  vs fewest: as the same build with the fewest threads\n" : "\n");
}

std::string locks(const Comparison& comparison) {
  Table table({"threads", "build", "hand-overs", "GIL wait", "lock waits", "lock wait", "memory"},
              {false, true, false, false, false, false, false});
  for (const Case& of : comparison.cases) {
    Figures f = figures(comparison, of);
    if (f.measured == 0) continue;
    table.add({of.build == 0 ? threads_text(comparison, of) : "", kBuildList[of.build].title,
               if_told(f.hand_overs, count_text), if_told(f.waited, seconds_text),
               if_told(f.lock_waits, count_text), if_told(f.lock_waited, seconds_text),
               bytes_text(f.memory.median)});
  }
  return "\n" + table.text() + "  waits: of all threads together; memory: the most at a time\n";
}

std::string regions(const Comparison& comparison) {
  bool any = false;
  Table table({"region", "threads", "build", "entered", "time", "CPU"},
              {true, false, true, false, false, false});
  // By name, then as the cases are.
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::vector<std::string>>> rows;
  for (const Case& of : comparison.cases) {
    for (const RegionFigures& region : figures(comparison, of).regions) {
      any = true;
      auto& own = rows[region.name];
      if (own.empty()) names.push_back(region.name);
      own.push_back({own.empty() ? region.name : "", threads_text(comparison, of),
                     kBuildList[of.build].title, std::to_string(region.count),
                     seconds_text(region.wall.median), seconds_text(region.cpu.median)});
    }
  }
  if (!any) return "";
  for (const std::string& name : names) {
    for (auto& row : rows[name]) table.add(std::move(row));
  }
  return "\n" + table.text() + "  times are medians of runs, added up over all threads inside\n";
}

std::string outputs(const Comparison& comparison, const OutputReport& report) {
  std::string text;
  if (report.agreement != Agreement::kDiffer && report.agreement != Agreement::kOrder) return text;
  Table table({"build", "runs", "different outputs"}, {true, false, false});
  for (const OutputReport::Row& row : report.rows) {
    table.add(
        {case_name(comparison, *row.of), std::to_string(row.runs), std::to_string(row.distinct)});
  }
  text += "\n" + table.text();
  text += fmt::format("  for example: - {}; + {}\n", report.example_against, report.example_of);
  for (const std::string& line : report.difference) text += "    " + line + "\n";
  return text;
}

// The end of what a failed run printed on stderr.
std::string failure_lines(const Comparison& comparison) {
  constexpr size_t kShown = 6;
  std::string text, before;
  for (const Case& of : comparison.cases) {
    for (const Run& run : of.runs) {
      if (run.outcome == Outcome::kDone || run.errors.empty() ||
          run.outcome == Outcome::kNotStarted || run.errors == before)
        continue;
      before = run.errors;
      std::vector<std::string> lines;
      for (size_t begin = 0; begin < run.errors.size();) {
        size_t end = std::min(run.errors.find('\n', begin), run.errors.size());
        lines.push_back(run.errors.substr(begin, end - begin));
        begin = end + 1;
      }
      text += fmt::format("\n  stderr of {}:\n", case_name(comparison, of));
      size_t skipped = lines.size() > kShown ? lines.size() - kShown : 0;
      if (skipped != 0) text += fmt::format("    ... {} lines\n", skipped);
      for (size_t i = skipped; i < lines.size(); i++) text += "    " + lines[i] + "\n";
      break;
    }
  }
  return text;
}

// "With 2 and 4 threads"
std::string with_threads(const std::vector<int>& counts) {
  if (counts.size() == 1 && counts[0] == 0) return "Without threads of its own";
  std::string text = "With ";
  for (size_t i = 0; i < counts.size(); i++) {
    if (i != 0) text += i + 1 < counts.size() ? ", " : " and ";
    text += std::to_string(counts[i]);
  }
  return text + (counts.size() == 1 && counts[0] == 1 ? " thread" : " threads");
}

void find_speed_ups(const Comparison& comparison, std::vector<std::string>& found) {
  std::vector<int> equal;
  size_t first = found.size();
  bool lock_was_on = false;
  for (int threads : comparison.threads) {
    const Case* of = comparison.find(1, threads);
    if (of == nullptr) continue;
    Figures free = figures(comparison, *of);
    if (free.speed_up == 0) continue;
    lock_was_on |= free.gil_was_on;
    int count = threads != 0 ? threads : comparison.threads_started;
    Figures gil = figures(comparison, *comparison.find(0, threads));
    // A difference counts if it is larger than what runs of one build differ by; fewer than three
    // runs tell only what is plain to see.
    bool clear = free.wall.count >= 3 && gil.wall.count >= 3
                     ? free.wall.high < gil.wall.low || free.wall.low > gil.wall.high
                     : free.speed_up > 1.5 || free.speed_up < 1 / 1.5;
    if (clear && free.speed_up >= 1.05) {
      found.push_back(
          fmt::format("{} the free-threaded build is {:.2f} times as fast as the GIL build.",
                      with_threads({count}), free.speed_up));
    } else if (clear && free.speed_up <= 0.95) {
      found.push_back(
          fmt::format("{} the free-threaded build takes {:.2f} times as long as the GIL build.",
                      with_threads({count}), 1 / free.speed_up));
    } else {
      equal.push_back(count);
    }
  }
  if (!equal.empty()) {
    found.insert(found.begin() + static_cast<std::ptrdiff_t>(first),
                 fmt::format("{} the two builds are equally fast, as far as these runs can tell.",
                             with_threads(equal)));
  }
  if (lock_was_on) {
    found.emplace_back(
        "The free-threaded build had its lock on at the end of runs: something in the program "
        "switched it on.");
  }
}

void find_failures(const Comparison& comparison, std::vector<std::string>& found) {
  std::set<std::string> all;
  for (const Case& of : comparison.cases) {
    for (const Run& run : of.runs) all.insert(outcome_text(run, comparison.options.timeout));
  }
  if (all.size() == 1 && comparison.cases[0].runs[0].outcome != Outcome::kDone) {
    found.push_back(fmt::format("Every run failed: {}.", *all.begin()));
    return;
  }
  for (const Case& of : comparison.cases) {
    std::map<std::string, int> outcomes;
    for (const Run& run : of.runs) {
      if (run.outcome != Outcome::kDone) outcomes[outcome_text(run, comparison.options.timeout)]++;
    }
    for (const auto& [what, count] : outcomes) {
      found.push_back(fmt::format("{}: {} in {} of {} runs.", case_name(comparison, of), what,
                                  count, of.runs.size()));
    }
  }
}

}  // namespace

std::vector<std::string> findings(const Comparison& comparison) {
  std::vector<std::string> found;
  if (comparison.ignores_threads && comparison.options.threads.size() > 1) {
    found.push_back(fmt::format(
        "The program starts {} thread{} whatever GILT_THREADS says, so it is measured as it is.",
        comparison.threads_started, comparison.threads_started == 1 ? "" : "s"));
  }
  find_speed_ups(comparison, found);
  if (comparison.load > comparison.cores / 2.0) {
    found.push_back(fmt::format(
        "The computer was busy with other things (load {:.1f} on {} core{}): do not trust "
        "the times.",
        comparison.load, comparison.cores, comparison.cores == 1 ? "" : "s"));
  }
  find_failures(comparison, found);
  OutputReport report = compare_outputs(comparison);
  bool many = comparison.threads.size() > 1;
  if (report.runs < 2) return found;
  switch (report.agreement) {
    case Agreement::kSame:
      found.push_back(fmt::format("All {} runs printed the same{}.", report.runs,
                                  many ? " for the same number of threads" : ""));
      break;
    case Agreement::kDecimals:
      found.push_back(fmt::format("All {} runs printed the same, decimal numbers and times aside.",
                                  report.runs));
      break;
    case Agreement::kOrder:
      found.push_back("The runs printed the same lines in different orders.");
      break;
    case Agreement::kDiffer:
      found.push_back(
          "The outputs do NOT agree: what the program prints depends on when threads run (a race), "
          "on chance or on the build.");
      break;
  }
  return found;
}

std::string compare_text(const Comparison& comparison) {
  std::string text =
      header(comparison) + times(comparison) + locks(comparison) + regions(comparison) + "\n";
  for (const std::string& line : findings(comparison)) text += line + "\n";
  OutputReport report = compare_outputs(comparison);
  return text + outputs(comparison, report) + failure_lines(comparison);
}

}  // namespace gilt::cli
