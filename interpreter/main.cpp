// The command-line program: the first client of the embedding interface.
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <gilt/gilt.hpp>
#include <string>

#include "interpreter/cli/options.h"
#include "interpreter/cli/repl.h"

namespace gilt::cli {
namespace {

std::string own_path() {
  char buffer[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", buffer, sizeof buffer);
  return length > 0 ? std::string(buffer, static_cast<size_t>(length)) : std::string();
}

// --gil asks for the other variant: it lies beside this program, and takes over with the same
// arguments.
int run_sibling(bool gil, char** argv) {
  std::string path = own_path();
  size_t slash = path.rfind('/');
  std::string sibling = path.substr(0, slash + 1) + (gil ? "gilt" : "gilt-nogil");
  execv(sibling.c_str(), argv);
  std::fprintf(stderr, "%s: cannot start '%s'\n", argv[0], sibling.c_str());
  return 2;
}

// sys.path[0]: where the program lies, links followed; the current folder for -c, -m and the
// prompt.
std::string program_folder(const CommandLine& line) {
  if (line.source != Source::kFile) return "";
  char resolved[PATH_MAX];
  std::string path = realpath(line.text.c_str(), resolved) != nullptr ? resolved : line.text;
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return path;
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : slash == 0 ? "/" : path.substr(0, slash);
}

std::string read_all(std::FILE* file) {
  std::string text;
  char buffer[65536];
  while (size_t got = std::fread(buffer, 1, sizeof buffer, file)) text.append(buffer, got);
  return text;
}

// Prints the bytecode of what would be run.
int disassemble(embed::Interpreter& python, const CommandLine& line) {
  std::string text = line.text, name = "<string>";
  if (line.source == Source::kFile) {
    std::FILE* file = std::fopen(line.text.c_str(), "rb");
    if (file == nullptr) {
      std::perror(line.text.c_str());
      return 2;
    }
    text = read_all(file);
    std::fclose(file);
    name = line.text;
  } else if (line.source != Source::kCode) {
    text = read_all(stdin);
    name = "<stdin>";
  }
  embed::Result<std::string> listing = python.disassemble(text, name);
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
    case Source::kCode: return python.run(line.text, "<string>");
    default: return python.run(read_all(stdin), "<stdin>");
  }
}

void print_statistics(const embed::Interpreter& python) {
  std::fflush(stdout);
  std::fputs(python.statistics_text().c_str(), stderr);
}

int run(CommandLine line) {
  embed::Options options;
  options.arguments = line.arguments;
  options.executable = own_path();
  options.search_path.push_back(program_folder(line));
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
  for (const std::string& warning : line.warnings)
    options.x_options.push_back("warning=" + warning);

  bool terminal = isatty(STDIN_FILENO) != 0;
  bool prompt = line.source == Source::kPrompt && terminal;
  options.interactive = prompt || line.inspect;
  embed::Interpreter python(std::move(options));
  if (line.disassemble) return disassemble(python, line);
  if (line.source == Source::kFile && access(line.text.c_str(), R_OK) != 0) {
    std::string program = own_path();
    std::fprintf(stderr, "%s: can't open file '%s': [Errno %d] ", program.c_str(),
                 line.text.c_str(), errno);
    std::perror(nullptr);
    return 2;
  }

  int status = 0;
  bool interrupted = false;
  if (!prompt) {
    embed::Result<embed::Value> result = run_program(python, line);
    if (!result) {
      const embed::Error& error = result.error();
      status = 1;
      if (error.exit_code) {
        status = *error.exit_code;
        python.show_exit(error);
      } else {
        python.show(error);
        interrupted = error.type == "KeyboardInterrupt";
      }
    }
  }
  if (prompt || line.inspect) status = run_prompt(python, line);
  if (line.statistics) print_statistics(python);
  int end = python.finish();
  if (interrupted) {
    // Whoever started us is to see that it was the signal that ended us.
    signal(SIGINT, SIG_DFL);
    raise(SIGINT);
  }
  return status != 0 ? status : end;
}

}  // namespace
}  // namespace gilt::cli

int main(int argc, char** argv) {
  using namespace gilt::cli;
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
  if (line->gil && *line->gil != gilt::embed::Interpreter::has_gil())
    return run_sibling(*line->gil, argv);
  return run(std::move(*line));
}
