#include "interpreter/cli/repl.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "interpreter/cli/line_editor.h"
#include "interpreter/cli/magic.h"

namespace gilt::cli {
namespace {

std::string history_file() {
  if (const char* named = std::getenv("GILT_HISTORY")) return named;
  const char* home = std::getenv("HOME");
  return home == nullptr || !isatty(STDIN_FILENO) ? "" : std::string(home) + "/.gilt_history";
}

// What the next line of a statement should start with: as much as [line], more after a colon, less
// after what ends a block.
std::string next_indentation(const std::string& line) {
  size_t blanks = line.find_first_not_of(" \t");
  if (blanks == std::string::npos) return "";
  std::string indentation = line.substr(0, blanks);
  std::string_view text = std::string_view(line).substr(blanks);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (text.ends_with(':')) return indentation + "    ";
  for (std::string_view leaving : {"return", "raise", "break", "continue", "pass"}) {
    bool leaves = text == leaving || (text.starts_with(leaving) && text[leaving.size()] == ' ');
    if (leaves && indentation.size() >= 4) return indentation.substr(4);
  }
  return indentation;
}

std::string attribute_text(embed::Interpreter& python, const char* expression,
                           const char* otherwise) {
  embed::Result<embed::Value> value = python.evaluate(expression);
  if (!value) return otherwise;
  embed::Result<std::string> text = value.value().str();
  return text ? text.value() : otherwise;
}

bool wants_colours() {
  auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  return variable("NO_COLOR").empty() && variable("PYTHON_COLORS") != "0" &&
         variable("TERM") != "dumb";
}

class Prompt {
 public:
  Prompt(embed::Interpreter& python, const CommandLine& line)
      : python_(python),
        line_(line),
        terminal_(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)),
        coloured_(terminal_ && wants_colours()),
        editor_(terminal_ ? history_file() : "",
                [this](const std::string& word, const std::string& before) {
                  return complete(word, before);
                }) {}

  int run() {
    if (embed::Result<embed::Value> site = python_.import("_sitebuiltins")) {
      if (auto install = site.value().attribute("install")) {
        if (!install.value()()) std::fputs("gilt: help() is not available\n", stderr);
      }
    }
    if (!line_.quiet) banner();
    while (true) {
      std::string statement;
      switch (read_statement(statement)) {
        case LineEditor::Outcome::kEnd: std::fputs("\n", console()); return 0;
        case LineEditor::Outcome::kInterrupted:
          std::fputs("\nKeyboardInterrupt\n", console());
          continue;
        case LineEditor::Outcome::kLine: break;
      }
      if (statement.find_first_not_of(" \t\n") == std::string::npos) continue;
      editor_.remember(statement.back() == '\n' ? statement.substr(0, statement.size() - 1)
                                                : statement);
      if (is_magic(statement)) {
        run_magic(python_, statement, definitions_);
        flush();
        continue;
      }
      if (terminal_ && is_farewell(statement)) statement.insert(statement.size() - 1, "()");
      if (std::optional<int> status = execute(statement)) return *status;
    }
  }

 private:
  void banner() {
    std::fprintf(console(), "gilt %s (%s) on linux, Python %s\n",
                 std::string(embed::Interpreter::version()).c_str(),
                 embed::Interpreter::has_gil() ? "with the GIL" : "free-threaded",
                 attribute_text(python_, "__import__('sys').version.split()[0]", "3.14").c_str());
    std::fputs(
        "Type help(x) for help on x, %help for the prompt's own commands, Ctrl-D to leave.\n",
        console());
  }

  // The bare word is enough at a terminal, unless the session has given it another meaning.
  bool is_farewell(const std::string& statement) {
    std::string word = statement.substr(0, statement.size() - 1);
    return (word == "exit" || word == "quit") &&
           attribute_text(python_, ("type(" + word + ").__name__").c_str(), "") == "Quitter";
  }

  // The exit status when the statement asked to leave.
  std::optional<int> execute(const std::string& statement) {
    // Each statement has a name of its own, so that tracebacks show its lines.
    std::string name = "<stdin-" + std::to_string(number_++) + ">";
    embed::Result<embed::Value> result = python_.run_interactive(statement, name);
    flush();
    if (result) {
      if (is_definition(statement)) definitions_ += statement;
      return std::nullopt;
    }
    if (result.error().exit_code) {
      python_.show_exit(result.error());
      return result.error().exit_code;
    }
    return python_.show(result.error());
  }

  // Reads lines until they are a whole statement.
  LineEditor::Outcome read_statement(std::string& statement) {
    std::string line;
    LineEditor::Outcome outcome = read_line(prompt("ps1", ">>> "), "", line);
    if (outcome != LineEditor::Outcome::kLine || is_magic(line)) {
      statement = line;
      return outcome;
    }
    statement = line;
    // A block that was pasted, or comes from the history, is whole as it is.
    bool whole = line.find('\n') != line.npos && python_.is_complete(statement + "\n\n");
    while (!whole && !python_.is_complete(statement)) {
      outcome = read_line(prompt("ps2", "... "), next_indentation(line), line);
      if (outcome == LineEditor::Outcome::kInterrupted) return outcome;
      // The end of input ends the statement too, whatever is missing.
      if (outcome == LineEditor::Outcome::kEnd) break;
      bool blank = line.find_first_not_of(" \t") == std::string::npos;
      statement += "\n" + (blank ? "" : line);
      // An empty line ends a block.
      if (blank && python_.is_complete(statement + "\n")) break;
    }
    statement += "\n";
    return LineEditor::Outcome::kLine;
  }

  LineEditor::Outcome read_line(const std::string& prompt, const std::string& indentation,
                                std::string& line) {
    if (terminal_) return editor_.read(prompt, indentation, line);
    // Who is no terminal gets the prompt where it does not mix with the output, and shares the
    // lines with input().
    std::fputs(prompt.c_str(), stderr);
    embed::Result<embed::Value> read = python_.evaluate("__import__('sys').stdin.readline()");
    if (!read) {
      if (read.error().type == "KeyboardInterrupt") return LineEditor::Outcome::kInterrupted;
      python_.show(read.error());
      return LineEditor::Outcome::kEnd;
    }
    embed::Result<std::string> text = read.value().str();
    if (!text || text.value().empty()) return LineEditor::Outcome::kEnd;
    line = text.value();
    if (line.back() == '\n') line.pop_back();
    return LineEditor::Outcome::kLine;
  }

  std::FILE* console() const { return terminal_ ? stdout : stderr; }

  // What was printed is to be seen before the next prompt.
  void flush() {
    std::fflush(stdout);
    python_.flush();
  }

  std::string prompt(const char* attribute, const char* otherwise) {
    std::string text =
        attribute_text(python_, (std::string("__import__('sys').") + attribute).c_str(), otherwise);
    if (!coloured_) return text;
    // \1 and \2 tell readline what takes no room.
    return "\1\x1b[1;35m\2" + text + "\1\x1b[0m\2";
  }

  std::vector<std::string> complete(const std::string& word, const std::string& before) {
    embed::Result<embed::Value> module = python_.import("rlcompleter");
    if (!module) return {};
    embed::Result<embed::Value> function = module.value().attribute("candidates");
    if (!function) return {};
    embed::Result<embed::Value> found = function.value()(word, before);
    if (!found) return {};
    auto names = found.value().to<std::vector<std::string>>();
    return names ? names.value() : std::vector<std::string>();
  }

  embed::Interpreter& python_;
  const CommandLine& line_;
  bool terminal_;
  bool coloured_;
  LineEditor editor_;
  int number_ = 0;
  std::string definitions_;  // what %compare repeats elsewhere
};

}  // namespace

int run_prompt(embed::Interpreter& python, const CommandLine& line) {
  return Prompt(python, line).run();
}

}  // namespace gilt::cli
