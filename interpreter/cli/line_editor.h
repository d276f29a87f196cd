// One line from the terminal, with readline: history, completion, automatic indentation.
//
// Readline is used through its callback interface, so that the wait for a key is ours: a signal
// ends it, and meanwhile the interpreter's lock is free and background threads run.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gilt::cli {

class LineEditor {
 public:
  // Candidates that start with the word before the cursor (dots included). [line]: all that is
  // before the cursor.
  using Complete =
      std::function<std::vector<std::string>(const std::string& word, const std::string& line)>;

  // Reads the history from [history_file] (empty: none is kept).
  LineEditor(std::string history_file, Complete complete);
  // Writes the history back.
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  enum class Outcome { kLine, kEnd, kInterrupted };
  // Shows [prompt] and puts [indentation] before the cursor. [line] has no newline.
  Outcome read(const std::string& prompt, const std::string& indentation, std::string& line);
  void remember(const std::string& entry);

 private:
  std::string history_file_;
};

}  // namespace gilt::cli
