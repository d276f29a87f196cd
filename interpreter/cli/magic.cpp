#include "interpreter/cli/magic.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "interpreter/cli/compare.h"
#include "interpreter/cli/timeline_text.h"
#include "interpreter/json_quote.h"

namespace gilt::cli {
namespace {

double seconds(clockid_t clock) {
  timespec ts;
  clock_gettime(clock, &ts);
  return static_cast<double>(ts.tv_sec) + static_cast<double>(ts.tv_nsec) / 1e9;
}

std::string duration(double s) {
  char text[64];
  if (s < 1e-3) {
    std::snprintf(text, sizeof text, "%.1f us", s * 1e6);
  } else if (s < 1) {
    std::snprintf(text, sizeof text, "%.2f ms", s * 1e3);
  } else {
    std::snprintf(text, sizeof text, "%.3f s", s);
  }
  return text;
}

void time_statement(embed::Interpreter& python, const std::string& statement) {
  if (statement.empty()) {
    std::puts("usage: %time statement");
    return;
  }
  embed::LockStatistics before = python.statistics();
  double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  embed::Result<embed::Value> result = python.run_interactive(statement, "<time>");
  wall = seconds(CLOCK_MONOTONIC) - wall;
  cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  if (!result) python.show(result.error());
  python.flush();
  embed::LockStatistics after = python.statistics();
  std::printf("wall %s, CPU %s", duration(wall).c_str(), duration(cpu).c_str());
  uint64_t waits = after.total.contended - before.total.contended;
  if (waits != 0) {
    std::printf(", %llu waits for the GIL (%s)", static_cast<unsigned long long>(waits),
                duration(after.total.seconds_waited - before.total.seconds_waited).c_str());
  }
  std::puts("");
}

// False when nothing is left to be told.
bool switch_gil(embed::Interpreter& python, const std::string& wanted) {
  if (wanted != "on" && wanted != "off") {
    std::puts("usage: %gil, %gil on, %gil off");
    return false;
  }
  embed::Result<embed::Value> module = python.import("gilt");
  embed::Result<embed::Value> set =
      module ? module.value().attribute("set_gil") : embed::Result<embed::Value>(module.error());
  if (!set) {
    std::puts(embed::Interpreter::has_gil()
                  ? "This build always has its lock; gilt-nogil runs without."
                  : "This build cannot switch its lock while it runs; start it with --gil=on or "
                    "--gil=off.");
    return true;
  }
  embed::Result<embed::Value> done = set.value()(wanted == "on");
  if (!done) python.show(done.error());
  return static_cast<bool>(done);
}

void tell_gil(embed::Interpreter& python, const std::string& wanted) {
  if (!wanted.empty() && !switch_gil(python, wanted)) return;

  embed::Result<embed::Value> state = python.evaluate(
      "f\"{'on' if __import__('sys')._is_gil_enabled() else 'off'}, switch interval "
      "{__import__('sys').getswitchinterval() * 1000:g} ms\"");
  embed::Result<std::string> text =
      state ? state.value().str() : embed::Result<std::string>(state.error());
  if (!text) {
    python.show(text.error());
    return;
  }
  std::printf("GIL %s (%s build)\n", text.value().c_str(),
              embed::Interpreter::has_gil() ? "default" : "free-threaded");
}

int terminal_columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

void draw_timeline(embed::Interpreter& python, const std::string& statement) {
  if (statement.empty()) {
    std::puts("usage: %timeline statement");
    return;
  }
  if (python.records_timeline()) {
    std::puts("A timeline of the whole session is being recorded already (--timeline).");
    return;
  }
  python.start_timeline();
  embed::Result<embed::Value> result = python.run_interactive(statement, "<timeline>");
  embed::Timeline timeline = python.stop_timeline();
  if (!result) python.show(result.error());
  bool colours = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  std::fputs(timeline_text(timeline, terminal_columns(), colours).c_str(), stdout);
}

// A program that does in threads what the prompt was given. Statements are run as at the prompt: as
// part of the module, not of a function.
std::string threads_program(const std::string& definitions, const std::string& statement) {
  return definitions +
         "\nimport threading as _threading, gilt as _gilt\n"
         "_code = compile(" +
         json_quoted(statement) +
         ", '<compare>', 'exec')\n"
         "_failed = []\n"
         "def _run():\n"
         "    try:\n"
         "        exec(_code, globals())\n"
         "    except BaseException:\n"
         "        _failed.append(1)\n"
         "        raise\n"
         "_threads = [_threading.Thread(target=_run) for _ in range(_gilt.thread_count(2))]\n"
         "for _thread in _threads: _thread.start()\n"
         "for _thread in _threads: _thread.join()\n"
         "raise SystemExit(len(_failed) > 0)\n";
}

void compare_statement(const std::string& statement, const std::string& definitions) {
  if (statement.empty()) {
    std::puts("usage: %compare statement");
    return;
  }
  CompareOptions options;
  options.program = threads_program(definitions, statement);
  options.is_text = true;
  options.title = statement + ", in each thread";
  options.threads = {1, 2, 4};
  options.runs = 3;
  options.timeout = 60;
  Comparison comparison = compare(options);
  if (comparison.interrupted) {
    std::puts("KeyboardInterrupt");
    return;
  }
  std::fputs(compare_text(comparison).c_str(), stdout);
}

void disassemble(embed::Interpreter& python, const std::string& what) {
  if (what.empty()) {
    std::puts("usage: %dis function, or %dis statement");
    return;
  }
  // A name of something that has code is shown itself; any other text is compiled.
  embed::Result<embed::Value> object = python.evaluate(what);
  embed::Result<std::string> listing =
      object ? python.disassemble_object(object.value()) : python.disassemble(what, "<dis>");
  if (object && !listing) listing = python.disassemble(what, "<dis>");
  if (!listing) {
    python.show(listing.error());
    return;
  }
  std::fputs(listing.value().c_str(), stdout);
}

void help() {
  std::puts(
      "%time STATEMENT   run it and tell how long it took, and how long threads waited for the "
      "lock\n"
      "%gil [on|off]     is the lock on, and how often do threads switch; switch it\n"
      "%timeline STATEMENT   run it and draw when each thread ran, waited and was blocked\n"
      "%compare STATEMENT    run it in 1, 2 and 4 threads of other processes, with and without "
      "the lock\n"
      "                  (they have this session's imports, definitions and assignments)\n"
      "%stats            what the lock has done since the start\n"
      "%dis WHAT         bytecode of a function or of a statement");
}

}  // namespace

bool is_definition(const std::string& statement) {
  for (std::string_view word : {"def ", "class ", "async def ", "import ", "from ", "@", "type "}) {
    if (statement.starts_with(word)) return true;
  }
  // An assignment: `=` outside brackets and strings that is no part of a comparison.
  int depth = 0;
  char quote = 0;
  for (size_t i = 0; i < statement.size() && statement[i] != '\n'; i++) {
    char c = statement[i];
    if (quote != 0) {
      if (c == '\\') i++;
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      depth++;
    } else if (c == ')' || c == ']' || c == '}') {
      depth--;
    } else if (c == '#') {
      return false;
    } else if (c == '=' && depth == 0) {
      bool compares = i + 1 < statement.size() && statement[i + 1] == '=';
      bool shifts = i >= 2 && (statement.compare(i - 2, 2, "<<") == 0 ||
                               statement.compare(i - 2, 2, ">>") == 0);
      if (i > 0 && std::string_view("=!<>").find(statement[i - 1]) != std::string::npos)
        compares = !shifts;
      return !compares;
    }
  }
  return false;
}

bool is_magic(const std::string& line) {
  return !line.empty() && line[0] == '%';
}

void run_magic(embed::Interpreter& python, const std::string& line,
               const std::string& definitions) {
  size_t space = line.find(' ');
  std::string command = line.substr(0, space);
  std::string rest = space == std::string::npos
                         ? ""
                         : line.substr(line.find_first_not_of(' ', space) == std::string::npos
                                           ? line.size()
                                           : line.find_first_not_of(' ', space));
  if (command == "%time") return time_statement(python, rest);
  if (command == "%gil") return tell_gil(python, rest);
  if (command == "%timeline") return draw_timeline(python, rest);
  if (command == "%compare") return compare_statement(rest, definitions);
  if (command == "%stats") {
    std::fputs(python.statistics_text().c_str(), stdout);
    return;
  }
  if (command == "%dis") return disassemble(python, rest);
  if (command != "%help" && command != "%")
    std::printf("There is no command %s. Commands:\n", command.c_str());
  help();
}

}  // namespace gilt::cli
