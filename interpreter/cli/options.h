// The command line: gilt [options] [FILE | -c CODE | -m MODULE | -] [ARGS]
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gilt::cli {

enum class Source { kPrompt, kFile, kCode, kModule, kStandardInput };

struct CommandLine {
  Source source = Source::kPrompt;
  std::string text;                    // file name, code or module name
  std::vector<std::string> arguments;  // sys.argv
  std::vector<std::string> x_options;  // as after -X
  std::vector<std::string> warnings;   // as after -W
  std::optional<bool> gil;             // --gil=on|off
  bool inspect = false;                // -i
  bool quiet = false;                  // -q
  bool statistics = false;             // --stats
  std::string timeline;                // --timeline: file to write it to
  bool disassemble = false;            // --dis
  bool unbuffered = false;             // -u
  bool isolated = false;               // -I, -E
  int optimize = 0;                    // -O, -OO
  bool show_version = false;
  bool show_help = false;

  // Is -X name or -X name=... there? Its value, empty when it has none.
  std::optional<std::string_view> x_option(std::string_view name) const;
};

// What main() was called with. Nothing, after a message on stderr, when it makes no sense.
std::optional<CommandLine> parse_command_line(int argc, char** argv);

extern const char kUsage[];

}  // namespace gilt::cli
