// The command-line program: the first client of the embedding interface.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <gilt/gilt.hpp>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/cli/compare.h"
#include "interpreter/cli/options.h"
#include "interpreter/cli/program.h"
#include "interpreter/cli/repl.h"
#include "interpreter/cli/report.h"
#include "runtime/signals.h"

namespace gilt::cli {
namespace {

// --gil, -X gil, or the environment, in this order; nothing when none of them says. False after a
// message.
bool read_wanted_gil(CommandLine& line) {
  if (line.gil) return true;
  auto read = [&](const char* name, std::string_view value) {
    if (value == "0" || value == "1") {
      line.gil = value == "1";
      return true;
    }
    std::fprintf(stderr, "gilt: %s must be 0 or 1\n", name);
    return false;
  };
  if (std::optional<std::string_view> given = line.x_option("gil")) return read("-X gil", *given);
  if (line.isolated) return true;
  for (const char* name : {"GILT_GIL", "PYTHON_GIL"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != 0) return read(name, value);
  }
  return true;
}

// -X deadlock, or the environment, else a report. Nothing after a message.
std::optional<embed::Deadlocks> wanted_deadlocks(const CommandLine& line) {
  const char* variable = line.isolated ? nullptr : std::getenv("GILT_DEADLOCK");
  std::string_view value = "report";
  const char* name = "GILT_DEADLOCK";
  if (variable != nullptr && *variable != 0) value = variable;
  if (std::optional<std::string_view> given = line.x_option("deadlock")) {
    value = *given;
    name = "-X deadlock";
  }
  if (value == "report") return embed::Deadlocks::kReport;
  if (value == "raise") return embed::Deadlocks::kRaise;
  if (value == "off") return embed::Deadlocks::kIgnore;
  std::fprintf(stderr, "gilt: %s takes report, raise or off\n", name);
  return std::nullopt;
}

// To run without the lock is asked of the other variant: it lies beside this program, and takes
// over with the same arguments.
int run_sibling(char** argv) {
  std::string path = own_path();
  size_t slash = path.rfind('/');
  std::string sibling = path.substr(0, slash + 1) + "gilt-nogil";
  execv(sibling.c_str(), argv);
  std::fprintf(stderr, "%s: cannot start '%s'\n", argv[0], sibling.c_str());
  return 2;
}

// Nothing when Ctrl-C came first.
std::optional<std::string> read_all(int file) {
  std::string text;
  char buffer[65536];
  while (true) {
    ssize_t got = read(file, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR && !signal_take(SIGINT)) continue;
    if (got < 0 && errno == EINTR) return std::nullopt;
    if (got <= 0) return text;
    text.append(buffer, static_cast<size_t>(got));
  }
}

embed::Error interrupted_error() {
  return {"KeyboardInterrupt", "", "KeyboardInterrupt\n", std::nullopt};
}

// Prints the bytecode of what would be run.
int disassemble(embed::Interpreter& python, const CommandLine& line) {
  std::optional<std::string> text = line.text;
  std::string name = "<string>";
  if (line.source == Source::kFile) {
    int file = open(line.text.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
      std::perror(line.text.c_str());
      return 2;
    }
    text = read_all(file);
    close(file);
    name = line.text;
  } else if (line.source == Source::kModule) {
    std::fputs("gilt: --dis takes a file, -c or the standard input\n", stderr);
    return 2;
  } else if (line.source != Source::kCode) {
    text = read_all(STDIN_FILENO);
    name = "<stdin>";
  }
  if (!text) return 1;
  embed::Result<std::string> listing = python.disassemble(*text, name);
  if (!listing) {
    python.show(listing.error());
    return 1;
  }
  std::fputs(listing.value().c_str(), stdout);
  return 0;
}

embed::Result<embed::Value> run_program(embed::Interpreter& python, const CommandLine& line) {
  switch (line.source) {
    case Source::kFile: return python.run_file(line.text);
    case Source::kModule: return python.run_module(line.text);
    case Source::kCode: return python.run(dedent(line.text), "<string>");
    default: break;
  }
  std::optional<std::string> text = read_all(STDIN_FILENO);
  if (!text) return interrupted_error();
  return python.run(*text, "<stdin>");
}

void print_statistics(embed::Interpreter& python) {
  python.flush();
  std::fflush(stdout);
  std::fputs(python.statistics_text().c_str(), stderr);
}

// What is written about a run when it ends: --timeline FILE and -X report=FILE.
class Records {
 public:
  // Opens the files before the run, so that a wrong name costs none. False after a message.
  bool open(const CommandLine& line) {
    process_ = getpid();
    if (!read_limit(line)) return false;
    if (!open_file(line.timeline, timeline_)) return false;
    std::optional<std::string_view> report = line.x_option("report");
    return !report || open_file(std::string(*report), report_);
  }

  void start(embed::Interpreter& python, const CommandLine& line) {
    begin_ = monotonic_seconds();
    if (timeline_ == nullptr && !line.x_option("report_timeline")) return;
    python.start_timeline(limit_);
  }

  void write(embed::Interpreter& python) {
    // A child that the script forked has only a copy.
    if (getpid() != process_ || (timeline_ == nullptr && report_ == nullptr)) return;
    double wall = monotonic_seconds() - begin_;
    embed::Timeline timeline = python.stop_timeline();
    if (report_ != nullptr) put(report_, report_json(python, timeline, wall));
    if (timeline_ == nullptr) return;
    put(timeline_, embed::trace_json(timeline));
    if (timeline.complete()) return;
    std::fputs(
        "gilt: the timeline is full: it lacks the end of the run ("
        "-X timeline_limit=N allows N events)\n",
        stderr);
  }

 private:
  bool read_limit(const CommandLine& line) {
    std::optional<std::string_view> given = line.x_option("timeline_limit");
    if (!given) return true;
    const char *begin = given->data(), *end = begin + given->size();
    auto [rest, error] = std::from_chars(begin, end, limit_);
    if (error == std::errc() && rest == end && limit_ > 0) return true;
    std::fprintf(stderr, "gilt: -X timeline_limit takes a number of events, not '%s'\n",
                 std::string(*given).c_str());
    return false;
  }

  static bool open_file(const std::string& name, std::FILE*& file) {
    if (name.empty()) return true;
    file = std::fopen(name.c_str(), "we");
    if (file != nullptr) return true;
    std::fprintf(stderr, "gilt: cannot write '%s': %s\n", name.c_str(), std::strerror(errno));
    return false;
  }

  static void put(std::FILE*& file, const std::string& text) {
    bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (std::fclose(std::exchange(file, nullptr)) != 0) written = false;
    if (!written) std::fprintf(stderr, "gilt: cannot write the record: %s\n", std::strerror(errno));
  }

  pid_t process_ = 0;
  uint64_t limit_ = 0;  // of events; 0: as many as usual
  double begin_ = 0;
  std::FILE* timeline_ = nullptr;
  std::FILE* report_ = nullptr;
};

// Did -m not find its module, before anything ran?
bool is_not_found(const embed::Error& error) {
  return error.type == "ImportError" && !error.traceback.starts_with("Traceback");
}

// Whoever wants warnings treated in a certain way hears at once about what makes no sense.
void read_warning_options(embed::Interpreter& python, const CommandLine& line) {
  // Most want nothing, which need not be asked in Python.
  bool said = !line.warnings.empty() || !line.x_options.empty();
  for (const char* name : {"PYTHONWARNINGS", "PYTHONDEVMODE"}) said |= std::getenv(name) != nullptr;
  if (!said) return;
  auto given = python.evaluate("bool(__import__('sys').warnoptions)");
  auto any = given ? given.value().to<bool>() : false;
  if (any && any.value()) static_cast<void>(python.import("warnings"));
}

int run(CommandLine line) {
  if (!check_environment(line)) return 1;
  std::string folder = program_folder(line);
  if (line.source == Source::kFile) {
    int status = 0;
    std::optional<std::string> file = program_file(line.text, status);
    if (!file) return status;
    line.text = *file;
  }
  embed::Options options;
  options.arguments = line.arguments;
  options.executable = own_path();
  options.search_path.push_back(folder);
  options.handle_signals = true;
  options.collect_statistics = line.statistics;
  options.optimize = line.optimize;
  options.x_options = line.x_options;
  options.unbuffered = line.unbuffered;
  options.isolated = line.isolated;
  if (std::optional<std::string_view> at = line.x_option("switch")) {
    if (*at != "opcode" && *at != "safepoint") {
      std::fprintf(stderr, "gilt: -X switch takes opcode or safepoint\n");
      return 2;
    }
    options.switch_every_instruction = *at == "opcode";
  }
  std::optional<embed::Deadlocks> deadlocks = wanted_deadlocks(line);
  if (!deadlocks) return 2;
  options.deadlocks = *deadlocks;
  for (const std::string& warning : line.warnings)
    options.x_options.push_back("warning=" + warning);
  if (line.gil) options.use_gil = *line.gil;

  bool prompt = line.source == Source::kPrompt && (line.inspect || isatty(STDIN_FILENO) != 0);
  bool prompt_after = line.inspect && !prompt;
  options.interactive = prompt || prompt_after;
  embed::Interpreter python(std::move(options));
  read_warning_options(python, line);
  if (line.disassemble) return disassemble(python, line);

  Records records;
  if (!records.open(line)) return 2;
  records.start(python, line);

  int status = 0;
  bool interrupted = false;
  if (!prompt) {
    embed::Result<embed::Value> result = run_program(python, line);
    if (!result) {
      const embed::Error& error = result.error();
      status = 1;
      if (error.exit_code && !prompt_after) {
        status = *error.exit_code;
        python.show_exit(error);
      } else if (line.source == Source::kModule && is_not_found(error)) {
        std::fprintf(stderr, "%s: %s\n", own_path().c_str(), error.message.c_str());
      } else {
        std::optional<int> left = python.show(error);
        if (left) status = *left;
        interrupted = !left && error.type == "KeyboardInterrupt" && !prompt_after;
      }
    }
  }
  if (prompt || prompt_after) {
    if (prompt_after) line.quiet = true;
    status = run_prompt(python, line);
  }
  // What is told about the run is told once its threads have ended.
  python.wait_for_threads();
  records.write(python);
  if (line.statistics) print_statistics(python);
  int end = python.finish();
  if (interrupted) {
    // Whoever started us is to see that it was the signal that ended us.
    signal(SIGINT, SIG_DFL);
    raise(SIGINT);
  }
  return end != 0 ? end : status;
}

#if GILT_PLAIN_MALLOC || !defined(MADV_POPULATE_WRITE)
void touch_own_data() {}
#else
extern "C" char __bss_start[], _end[];

// The builtin types lie among the data that begins as zeroes, and all of them are filled in: the
// system hands out these pages at once in less time than one by one. (Where it cannot, it does
// not.)
void touch_own_data() {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  uintptr_t begin = reinterpret_cast<uintptr_t>(__bss_start) & ~(page - 1);
  uintptr_t end = (reinterpret_cast<uintptr_t>(_end) + page - 1) & ~(page - 1);
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
}
#endif

}  // namespace
}  // namespace gilt::cli

int main(int argc, char** argv) {
  using namespace gilt::cli;
  // A script of that name is run as ./compare.
  if (argc > 1 && std::string_view(argv[1]) == "compare") {
    // Its programs each run in their own way.
    for (const char* name : {"GILT_GIL", "PYTHON_GIL"}) unsetenv(name);
    return run_compare(std::vector<std::string>(argv + 2, argv + argc));
  }
  std::optional<CommandLine> line = parse_command_line(argc, argv);
  if (!line) return 2;
  if (line->show_help) {
    std::printf(kUsage, argv[0]);
    return 0;
  }
  if (line->show_version) {
    std::string_view version = gilt::embed::Interpreter::version();
    std::printf("gilt %s (Python 3.14)\n", std::string(version).c_str());
    return 0;
  }
  // The free-threaded build has both ways itself.
  if (!read_wanted_gil(*line)) return 2;
  if (line->gil && !*line->gil && gilt::embed::Interpreter::has_gil()) return run_sibling(argv);
  touch_own_data();
  return run(std::move(*line));
}
