#include "interpreter/cli/options.h"

#include <getopt.h>

#include <cstdio>

namespace gilt::cli {

const char kUsage[] =
    "usage: %s [option] ... [-c code | -m module | file | -] [arg] ...\n"
    "       gilt compare [option] ... file [arg] ...   the same program with and without the lock\n"
    "\n"
    "What to run (without any: a prompt, or the standard input if it is no terminal):\n"
    "  file           a program, or a folder with a __main__.py\n"
    "  -c code        the text itself\n"
    "  -m module      a module or package by name\n"
    "  -              the standard input\n"
    "\n"
    "Options:\n"
    "  -i             show the prompt after the program has run\n"
    "  -q             no banner at the prompt\n"
    "  -O             leave out assert statements; -OO docstrings too\n"
    "  -u             do not buffer the standard output\n"
    "  -E, -I         ignore PYTHON* variables; -I: the current folder too\n"
    "  -W action      what becomes of warnings: ignore, default, error, ...\n"
    "  -X name=value  switch=opcode: look for waiting threads before each instruction;\n"
    "                 report=FILE: write figures of the run as JSON;\n"
    "                 deadlock=report|raise|off: what to do when threads wait for each\n"
    "                 other for ever (also GILT_DEADLOCK in the environment);\n"
    "                 gil=0|1: as --gil, and so in the environment GILT_GIL, PYTHON_GIL\n"
    "  --gil=on|off   run with or without the interpreter lock: gilt --gil=off starts\n"
    "                 gilt-nogil, which --gil=on gives a lock\n"
    "  --stats        print afterwards what the lock did\n"
    "  --timeline FILE\n"
    "                 write when each thread ran, waited and why, for ui.perfetto.dev\n"
    "  --dis          print the program's bytecode instead of running it\n"
    "  -V             print the version\n"
    "  -h             print this\n";

std::optional<std::string_view> CommandLine::x_option(std::string_view name) const {
  // The last one counts.
  for (auto option = x_options.rbegin(); option != x_options.rend(); ++option) {
    std::string_view given = *option;
    if (given == name) return "";
    if (given.starts_with(name) && given.substr(name.size()).starts_with('=')) {
      return given.substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

std::optional<CommandLine> parse_command_line(int argc, char** argv) {
  enum Long { kGil = 256, kStats, kDis, kTimeline };
  static constexpr option kLongOptions[] = {{"gil", required_argument, nullptr, kGil},
                                            {"stats", no_argument, nullptr, kStats},
                                            {"timeline", required_argument, nullptr, kTimeline},
                                            {"dis", no_argument, nullptr, kDis},
                                            {"version", no_argument, nullptr, 'V'},
                                            {"help", no_argument, nullptr, 'h'},
                                            {nullptr, 0, nullptr, 0}};
  CommandLine line;
  // In CPython's words.
  auto fail = [&](const std::string& message) {
    std::fprintf(stderr,
                 "%s\nusage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
                 "Try `gilt -h' for more information.\n",
                 message.c_str(), argv[0]);
    return std::nullopt;
  };
  opterr = 0;
  optind = 1;
  bool chosen = false;  // -c or -m ends our options: the rest is the program's
  int c;
  // '+': stop at the first word that is no option.
  while (!chosen &&
         (c = getopt_long(argc, argv, "+:c:m:iqVhX:W:OuEIsSBbdPvx", kLongOptions, nullptr)) != -1) {
    switch (c) {
      case 'c':
        line.source = Source::kCode;
        line.text = optarg;
        chosen = true;
        break;
      case 'm':
        line.source = Source::kModule;
        line.text = optarg;
        chosen = true;
        break;
      case 'i': line.inspect = true; break;
      case 'q': line.quiet = true; break;
      case 'V': line.show_version = true; break;
      case 'h': line.show_help = true; break;
      case 'X': line.x_options.emplace_back(optarg); break;
      case 'W': line.warnings.emplace_back(optarg); break;
      case 'O': line.optimize++; break;
      case 'u': line.unbuffered = true; break;
      case 'E':
      case 'I': line.isolated = true; break;
      case kGil: {
        std::string_view value = optarg;
        if (value != "on" && value != "off")
          return fail("--gil takes on or off, not '" + std::string(value) + "'");
        line.gil = value == "on";
        break;
      }
      case kStats: line.statistics = true; break;
      case kTimeline:
        line.timeline = optarg;
        if (line.timeline.empty()) return fail("Argument expected for the --timeline option");
        break;
      case kDis: line.disassemble = true; break;
      case ':':
        return fail(optopt < 256
                        ? std::string("Argument expected for the -") + static_cast<char>(optopt) +
                              " option"
                        : std::string("Argument expected for the ") + argv[optind - 1] + " option");
      case '?':
        return fail(optopt != 0 && optopt < 256
                        ? std::string("Unknown option: -") + static_cast<char>(optopt)
                        : std::string("Unknown option: ") + argv[optind - 1]);
      default: break;  // options of CPython's that mean nothing here
    }
  }
  std::vector<std::string> rest(argv + optind, argv + argc);
  if (line.source == Source::kCode) {
    line.arguments.emplace_back("-c");
  } else if (line.source == Source::kModule) {
    line.arguments.emplace_back("-m");
  } else if (!rest.empty()) {
    line.source = rest[0] == "-" ? Source::kStandardInput : Source::kFile;
    line.text = rest[0];
  } else {
    line.arguments.emplace_back("");
  }
  line.arguments.insert(line.arguments.end(), rest.begin(), rest.end());
  return line;
}

}  // namespace gilt::cli
