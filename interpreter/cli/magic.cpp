#include "interpreter/cli/magic.h"

#include <cstdio>
#include <ctime>
#include <string_view>

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
  embed::LockStatistics after = python.statistics();
  std::printf("wall %s, CPU %s", duration(wall).c_str(), duration(cpu).c_str());
  uint64_t waits = after.total.contended - before.total.contended;
  if (waits != 0) {
    std::printf(", %llu waits for the GIL (%s)", static_cast<unsigned long long>(waits),
                duration(after.total.seconds_waited - before.total.seconds_waited).c_str());
  }
  std::puts("");
}

void tell_gil(embed::Interpreter& python) {
  embed::Result<embed::Value> state = python.evaluate(
      "f\"{'on' if __import__('sys')._is_gil_enabled() else 'off'}, switch interval "
      "{__import__('sys').getswitchinterval() * 1000:g} ms\"");
  embed::Result<std::string> text =
      state ? state.value().str() : embed::Result<std::string>(state.error());
  if (!text) return python.show(text.error());
  std::printf("GIL %s (%s build)\n", text.value().c_str(),
              embed::Interpreter::has_gil() ? "default" : "free-threaded");
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
  if (!listing) return python.show(listing.error());
  std::fputs(listing.value().c_str(), stdout);
}

void help() {
  std::puts(
      "%time STATEMENT   run it and tell how long it took, and how long threads waited for the "
      "lock\n"
      "%gil              is the lock on, and how often do threads switch\n"
      "%stats            what the lock has done since the start\n"
      "%dis WHAT         bytecode of a function or of a statement");
}

}  // namespace

bool is_magic(const std::string& line) {
  return !line.empty() && line[0] == '%';
}

void run_magic(embed::Interpreter& python, const std::string& line) {
  size_t space = line.find(' ');
  std::string command = line.substr(0, space);
  std::string rest = space == std::string::npos
                         ? ""
                         : line.substr(line.find_first_not_of(' ', space) == std::string::npos
                                           ? line.size()
                                           : line.find_first_not_of(' ', space));
  if (command == "%time") return time_statement(python, rest);
  if (command == "%gil") return tell_gil(python);
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
