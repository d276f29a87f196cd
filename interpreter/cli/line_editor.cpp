#include "interpreter/cli/line_editor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
// Readline's headers want <cstdio> before them.
#include <readline/history.h>
#include <readline/readline.h>

#include "runtime/signals.h"

namespace gilt::cli {
namespace {

constexpr int kLongestHistory = 2000;

// Readline keeps its state in globals; so do its callbacks.
LineEditor::Complete g_complete;
std::vector<std::string> g_candidates;
std::string g_indentation;
std::optional<std::string> g_line;
bool g_ended = false;
volatile sig_atomic_t g_continued = 0;

char* next_candidate(const char*, int state) {
  static size_t at;
  if (state == 0) at = 0;
  return at < g_candidates.size() ? strdup(g_candidates[at++].c_str()) : nullptr;
}

char** complete_word(const char* word, int start, int end) {
  rl_attempted_completion_over = 1;  // never file names
  rl_completion_append_character = '\0';
  // At the start of a line the key indents.
  bool blank = true;
  for (int i = 0; i < start; i++)
    blank = blank && (rl_line_buffer[i] == ' ' || rl_line_buffer[i] == '\t');
  if (blank && *word == '\0') {
    rl_insert_text("    ");
    return nullptr;
  }
  g_candidates = g_complete(word, std::string(rl_line_buffer, static_cast<size_t>(end)));
  if (g_candidates.empty()) return nullptr;
  return rl_completion_matches(word, next_candidate);
}

int insert_indentation() {
  if (!g_indentation.empty()) rl_insert_text(g_indentation.c_str());
  return 0;
}

void on_line(char* line) {
  if (line == nullptr) {
    g_ended = true;
  } else {
    g_line = line;
    std::free(line);
  }
  rl_callback_handler_remove();
}

}  // namespace

LineEditor::LineEditor(std::string history_file, Complete complete)
    : history_file_(std::move(history_file)) {
  g_complete = std::move(complete);
  rl_readline_name = "gilt";
  signal(SIGCONT, [](int) { g_continued = 1; });
  rl_catch_signals = 0;  // the interpreter's handler gets them
  rl_attempted_completion_function = complete_word;
  rl_completer_word_break_characters = const_cast<char*>(" \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?");
  rl_startup_hook = insert_indentation;
  using_history();
  // With time stamps between them, entries of several lines stay whole in the file.
  history_comment_char = '#';
  history_write_timestamps = 1;
  stifle_history(kLongestHistory);
  if (!history_file_.empty()) read_history(history_file_.c_str());
}

LineEditor::~LineEditor() {
  if (!history_file_.empty()) write_history(history_file_.c_str());
  g_complete = nullptr;
}

LineEditor::Outcome LineEditor::read(const std::string& prompt, const std::string& indentation,
                                     std::string& line) {
  g_indentation = indentation;
  g_line.reset();
  g_ended = false;
  rl_callback_handler_install(prompt.c_str(), on_line);
  while (!g_line && !g_ended) {
    // A signal may come before poll() is entered: its descriptor tells then.
    pollfd inputs[] = {{STDIN_FILENO, POLLIN, 0}, {signal_wake_fd(), POLLIN, 0}};
    int ready = poll(inputs, 2, -1);
    if (ready > 0 && inputs[1].revents != 0) signal_empty_wake_fd();
    if (signal_take(SIGINT)) {
      // The line that was being typed is dropped.
      rl_free_line_state();
      rl_callback_sigcleanup();
      rl_replace_line("", 0);
      rl_callback_handler_remove();
      return Outcome::kInterrupted;
    }
    if (ready < 0 && errno == EINTR) {
      if (g_continued) {
        // Back from Ctrl-Z: the shell has had the terminal meanwhile.
        g_continued = 0;
        rl_deprep_term_function();
        rl_prep_term_function(1);
        rl_forced_update_display();
      }
      rl_resize_terminal();
      continue;
    }
    if (ready < 0) return Outcome::kEnd;
    if (inputs[0].revents == 0) continue;
    rl_callback_read_char();
  }
  if (g_ended) return Outcome::kEnd;
  line = std::move(*g_line);
  return Outcome::kLine;
}

void LineEditor::remember(const std::string& entry) {
  HIST_ENTRY* last = history_length > 0 ? history_get(history_base + history_length - 1) : nullptr;
  if (last == nullptr || entry != last->line) add_history(entry.c_str());
}

}  // namespace gilt::cli
