// gilt compare: the same program under the GIL, free-threaded, and free-threaded with the GIL
// switched on; with several thread counts, several times each.
//
// Every run is a process of its own, one at a time, in turns, so that what else the machine does
// falls on all builds alike. A child tells about itself in a file (-X report=FILE, see report.h);
// its output is kept and compared. Nothing is assumed: a figure that was not measured is missing.
//
//   compare_options.cpp   what the command line says
//   compare_run.cpp       one child
//   compare.cpp           which children run, in which order
//   compare_figures.cpp   medians, speed-ups; do the outputs agree?
//   compare_text.cpp, compare_json.cpp, compare_html.cpp   the reports
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interpreter/cli/json.h"

namespace gilt::cli {

struct CompareOptions {
  std::string program;                 // file, or text of -c
  bool is_text = false;                // -c
  std::string title;                   // what to call it; empty: the program
  std::vector<std::string> arguments;  // the program's own
  std::vector<std::string> options;    // -X and the like, for every child
  std::vector<int> threads;            // values of GILT_THREADS
  int runs = 5;
  double timeout = 120;  // seconds for one run
  std::string json_file, html_file;
  bool show_help = false;
};

extern const char kCompareUsage[];
// The words after `gilt compare`. Nothing, after a message on stderr, when they make no sense.
std::optional<CompareOptions> parse_compare(const std::vector<std::string>& words);
// The thread counts that are tried unless the user says which: powers of two, up to twice the
// cores, at most 8.
std::vector<int> default_thread_counts();
int usable_cores();

// -- one child --

struct Build {
  const char* key;      // "gil", "free-threaded", "free-threaded-gil"
  const char* title;    // "GIL", "free-threaded", "free-threaded, GIL on"
  const char* program;  // file name beside this one
  const char* option;   // of that program, or null
  bool expects_gil;
};
inline constexpr int kBuilds = 3;
extern const Build kBuildList[kBuilds];

enum class Outcome : uint8_t { kDone, kFailed, kKilled, kTimeout, kInterrupted, kNotStarted };

struct Run {
  Outcome outcome = Outcome::kNotStarted;
  int code = 0;  // exit status or signal
  double wall = 0, cpu = 0;
  uint64_t peak_memory = 0;    // bytes
  std::string output, errors;  // as much as is kept
  uint64_t output_hash = 0;    // of all of it
  Json report;                 // null when the child did not get that far
};

// Runs the program once with GILT_THREADS=[threads].
Run run_child(const CompareOptions& options, const Build& build, int threads, bool with_timeline);
// "exit code 3", "killed by SIGSEGV", "did not end in 120 s".
std::string outcome_text(const Run& run, double timeout);

// Kills the running child when Ctrl-C comes, and remembers that it came.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  static bool interrupted();
};

// -- all of them --

struct Case {
  int build = 0;    // of kBuildList
  int threads = 0;  // GILT_THREADS; 0: the program does not look
  std::vector<Run> runs;
  Json timeline;  // of one more run, when a report draws it
};

struct Comparison {
  CompareOptions options;
  std::vector<int> threads;      // one row of cases each
  bool ignores_threads = false;  // the program starts the same threads whatever it is told
  int threads_started = 0;       // then: how many
  int cores = 1;
  double load = 0;          // threads of other programs that wanted a core in the minute before
  std::vector<Case> cases;  // by threads, then by build
  bool interrupted = false;

  const Case* find(int build, int threads) const;
};

Comparison compare(const CompareOptions& options);

// -- figures --

struct Spread {
  double median = 0, low = 0, high = 0;
  int count = 0;
};
Spread spread(std::vector<double> values);

struct RegionFigures {
  std::string name;
  uint64_t count = 0;
  Spread wall, cpu;
};

struct Figures {
  int good = 0;  // runs that ended well
  int measured =
      0;  // runs whose time counts: the good ones or, if there is none, those that failed
  Spread wall, cpu, memory, hand_overs, waited, lock_waits, lock_waited;
  std::vector<RegionFigures> regions;
  uint64_t threads_started = 0;
  bool gil_was_on = false;  // at the end of a run
  double speed_up = 0;      // against the GIL build with the same threads; 0: unknown
  double scaling = 0;       // against this build with the fewest threads; 0: unknown
};
Figures figures(const Comparison& comparison, const Case& of);

// How alike outputs are, from best to worst.
enum class Agreement : uint8_t { kSame, kDecimals, kOrder, kDiffer };
struct OutputReport {
  Agreement agreement = Agreement::kSame;
  int runs = 0;
  struct Row {
    const Case* of;
    int runs = 0;
    int distinct = 0;  // outputs, decimals aside
  };
  std::vector<Row> rows;
  std::string example_of, example_against;  // which runs the difference is between
  std::vector<std::string> difference;      // lines with "- " or "+ "
};
OutputReport compare_outputs(const Comparison& comparison);
// Two outputs; and what differs.
Agreement agreement(const std::string& a, const std::string& b);
std::vector<std::string> short_difference(const std::string& a, const std::string& b);

// -- reports --

// Sentences that sum up: speed-ups, failures, what the output says.
std::vector<std::string> findings(const Comparison& comparison);
std::string case_name(const Comparison& comparison, const Case& of);
std::string compare_text(const Comparison& comparison);
Json compare_json(const Comparison& comparison);
std::string compare_html(const Comparison& comparison);

std::string seconds_text(double seconds);
std::string range_text(double low, double high);  // "45.1 - 50.5 ms"
std::string bytes_text(double bytes);
std::string count_text(double count);
// The median in words; "-" when no run told.
std::string if_told(const Spread& figure, std::string (*text)(double));

// The command: runs, prints, writes the files. What the process is to return.
int run_compare(const std::vector<std::string>& words);

}  // namespace gilt::cli
