#include "interpreter/cli/compare.h"

#include <errno.h>
#include <fmt/format.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace gilt::cli {
namespace {

// Tells on the terminal how far it has got; nothing elsewhere.
class Progress {
 public:
  explicit Progress(int total) : total_(total), shown_(isatty(STDERR_FILENO) != 0) {}
  ~Progress() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void next(const std::string& what) {
    done_++;
    if (!shown_) return;
    std::fprintf(stderr, "\r\x1b[Krun %d of %d: %s", done_, total_, what.c_str());
    std::fflush(stderr);
  }

 private:
  int total_, done_ = 0;
  bool shown_;
};

class Plan {
 public:
  explicit Plan(const CompareOptions& options) {
    result_.options = options;
    result_.threads = options.threads;
    result_.cores = usable_cores();
    if (getloadavg(&result_.load, 1) != 1) result_.load = 0;
  }

  Comparison run() {
    InterruptWatch watch;
    look_at_threads();
    for (int threads : result_.threads) {
      for (int build = 0; build < kBuilds; build++) {
        result_.cases.emplace_back();
        result_.cases.back().build = build;
        result_.cases.back().threads = threads;
      }
    }
    bool drawn = !result_.options.html_file.empty();
    int cases = static_cast<int>(result_.cases.size());
    Progress progress(cases * (result_.options.runs + (drawn ? 1 : 0)));
    // In turns: a disturbance that lasts falls on every build.
    for (int round = 0; round < result_.options.runs; round++) {
      for (Case& of : result_.cases) {
        if (InterruptWatch::interrupted()) break;
        progress.next(case_name(result_, of));
        if (!gave_up(of)) keep(of, child(of, false));
      }
    }
    for (Case& of : result_.cases) {
      if (!drawn || InterruptWatch::interrupted()) break;
      progress.next(case_name(result_, of) + ", timeline");
      if (gave_up(of)) continue;
      Run run = child(of, true);
      of.timeline = run.report["timeline"];
    }
    result_.interrupted = InterruptWatch::interrupted();
    return std::move(result_);
  }

 private:
  Run child(const Case& of, bool with_timeline) {
    return run_child(result_.options, kBuildList[of.build], of.threads, with_timeline);
  }

  void keep(Case& of, Run run) {
    if (run.outcome != Outcome::kInterrupted) of.runs.push_back(std::move(run));
  }

  // A case that never ends, or fails each time, is not tried again and again.
  static bool gave_up(const Case& of) {
    if (of.runs.empty()) return false;
    const Run& last = of.runs.back();
    if (last.outcome == Outcome::kTimeout || last.outcome == Outcome::kNotStarted) return true;
    return of.runs.size() == 2 && of.runs[0].outcome != Outcome::kDone &&
           of.runs[1].outcome != Outcome::kDone;
  }

  // Does the program start what it is told to? Two runs tell; they warm the machine up as well. If
  // it does not, only one row of cases is left.
  void look_at_threads() {
    std::vector<int>& threads = result_.threads;
    Run few = run_child(result_.options, kBuildList[0], threads.front(), false);
    if (few.outcome != Outcome::kDone || few.report.is_null()) {
      // Nobody knows: to see how it fails one row is enough.
      threads.resize(1);
      return;
    }
    int64_t started = few.report["threads_started"].integer();
    if (few.report["asked_thread_count"].boolean()) return;
    int64_t started_most = started;
    if (threads.size() > 1) {
      Run many = run_child(result_.options, kBuildList[0], threads.back(), false);
      if (many.report.is_null()) return;
      started_most = many.report["threads_started"].integer();
    } else if (started == threads.front()) {
      return;
    }
    if (started_most != started) return;
    result_.ignores_threads = true;
    result_.threads_started = static_cast<int>(started);
    threads = {0};
  }

  Comparison result_;
};

bool write_file(const std::string& name, const std::string& text) {
  std::FILE* file = std::fopen(name.c_str(), "we");
  bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file != nullptr && std::fclose(file) != 0) written = false;
  if (!written)
    std::fprintf(stderr, "gilt compare: cannot write '%s': %s\n", name.c_str(), strerror(errno));
  return written;
}

// Looked at before the first run.
bool can_write(const std::string& name) {
  if (name.empty()) return true;
  std::FILE* file = std::fopen(name.c_str(), "ae");
  if (file == nullptr) {
    std::fprintf(stderr, "gilt compare: cannot write '%s': %s\n", name.c_str(), strerror(errno));
    return false;
  }
  std::fclose(file);
  return true;
}

bool can_read(const CompareOptions& options) {
  if (options.is_text || access(options.program.c_str(), R_OK) == 0) return true;
  std::fprintf(stderr, "gilt compare: can't open file '%s': %s\n", options.program.c_str(),
               strerror(errno));
  return false;
}

}  // namespace

const Case* Comparison::find(int build, int count) const {
  for (const Case& of : cases) {
    if (of.build == build && of.threads == count) return &of;
  }
  return nullptr;
}

Comparison compare(const CompareOptions& options) {
  return Plan(options).run();
}

std::string case_name(const Comparison& comparison, const Case& of) {
  if (of.threads == 0 || comparison.threads.size() == 1) return kBuildList[of.build].title;
  return fmt::format("{}, {} thread{}", kBuildList[of.build].title, of.threads,
                     of.threads == 1 ? "" : "s");
}

int run_compare(const std::vector<std::string>& words) {
  std::optional<CompareOptions> options = parse_compare(words);
  if (!options) return 2;
  if (options->show_help) {
    std::fputs(kCompareUsage, stdout);
    return 0;
  }
  if (!can_read(*options) || !can_write(options->json_file) || !can_write(options->html_file))
    return 2;
  Comparison comparison = compare(*options);
  bool any = false, all_good = true;
  for (const Case& of : comparison.cases) {
    any |= !of.runs.empty();
    for (const Run& run : of.runs) all_good &= run.outcome == Outcome::kDone;
  }
  if (any) std::fputs(compare_text(comparison).c_str(), stdout);
  std::fflush(stdout);
  bool written = true;
  if (any && !options->json_file.empty())
    written = write_file(options->json_file, compare_json(comparison).dump(3) + "\n");
  if (any && !options->html_file.empty())
    written = write_file(options->html_file, compare_html(comparison)) && written;
  if (comparison.interrupted) {
    std::fputs("gilt compare: interrupted\n", stderr);
    return 128 + SIGINT;
  }
  if (!written) return 2;
  return all_good ? 0 : 1;
}

}  // namespace gilt::cli
