#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "interpreter/cli/compare.h"

namespace gilt::cli {

const char kCompareUsage[] =
    "usage: gilt compare [option] ... file [arg] ...\n"
    "\n"
    "Runs a program under the GIL, free-threaded, and free-threaded with the GIL on, and prints\n"
    "time, hand-overs, waits, memory, and whether the outputs agree.\n"
    "\n"
    "Options (they may also stand after the file; what follows -- is the program's):\n"
    "  --threads 1,2,4  thread counts to try: the program finds each in gilt.thread_count()\n"
    "                   or in the environment, as GILT_THREADS\n"
    "  --runs N         how often each (5)\n"
    "  --timeout S      seconds that one run may take (120)\n"
    "  --json FILE      write all figures\n"
    "  --html FILE      write a report for a browser, with timelines of the threads\n"
    "  -c code          the program's text instead of a file\n"
    "  -O, -X opt, -W action   for each run, as for gilt itself\n"
    "\n"
    "A file called compare is run as ./compare.\n";

int usable_cores() {
  cpu_set_t cores;
  return sched_getaffinity(0, sizeof cores, &cores) == 0 ? std::max(1, CPU_COUNT(&cores)) : 1;
}

std::vector<int> default_thread_counts() {
  std::vector<int> counts;
  int most = std::clamp(2 * usable_cores(), 2, 8);
  for (int n = 1; n <= most; n *= 2) counts.push_back(n);
  return counts;
}

namespace {

constexpr int kMostThreads = 10000;
constexpr int kMostRuns = 10000;

template <class T>
bool to_number(const std::string& text, T& number) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool to_thread_counts(const std::string& text, std::vector<int>& counts) {
  for (size_t begin = 0; begin <= text.size();) {
    size_t end = std::min(text.find(',', begin), text.size());
    int count = 0;
    if (!to_number(text.substr(begin, end - begin), count) || count < 1 || count > kMostThreads)
      return false;
    counts.push_back(count);
    begin = end + 1;
  }
  std::sort(counts.begin(), counts.end());
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return true;
}

class WordReader {
 public:
  explicit WordReader(const std::vector<std::string>& words) : words_(words) {}

  std::optional<CompareOptions> read() {
    while (at_ < words_.size() && problem_.empty()) {
      if (rest_is_programs_ || !take_option()) take_word();
    }
    if (problem_.empty() && !has_program_ && !options_.show_help)
      problem_ = "say which program to run";
    if (!problem_.empty()) {
      std::fprintf(stderr, "gilt compare: %s\nTry 'gilt compare --help' for more information.\n",
                   problem_.c_str());
      return std::nullopt;
    }
    if (options_.threads.empty()) options_.threads = default_thread_counts();
    if (options_.title.empty()) options_.title = options_.is_text ? "-c" : options_.program;
    return std::move(options_);
  }

 private:
  void take_word() {
    const std::string& word = words_[at_++];
    if (!has_program_ && word.size() > 1 && word[0] == '-' && !rest_is_programs_) {
      problem_ = "unknown option " + word;
    } else if (!has_program_) {
      options_.program = word;
      has_program_ = true;
    } else {
      options_.arguments.push_back(word);
    }
  }

  // The value of option [name] if that is what comes next: `--name value` or `--name=value`.
  bool take_value(std::string_view name, std::string& value) {
    const std::string& word = words_[at_];
    if (word == name) {
      if (at_ + 1 >= words_.size()) {
        problem_ = "argument expected for the " + word + " option";
        return false;
      }
      value = words_[at_ + 1];
      at_ += 2;
      return true;
    }
    if (!word.starts_with(name) || word.size() <= name.size() || word[name.size()] != '=')
      return false;
    value = word.substr(name.size() + 1);
    at_++;
    return true;
  }

  // An option of ours, wherever it stands. True if one was taken, or is wrong.
  bool take_option() {
    const std::string word = words_[at_];
    std::string value;
    if (word == "--") {
      rest_is_programs_ = true;
      at_++;
    } else if (take_value("--threads", value)) {
      options_.threads.clear();
      if (!to_thread_counts(value, options_.threads))
        problem_ = "--threads takes numbers like 1,2,4, not '" + value + "'";
    } else if (take_value("--runs", value)) {
      if (!to_number(value, options_.runs) || options_.runs < 1 || options_.runs > kMostRuns)
        problem_ = "--runs takes a number from 1 on, not '" + value + "'";
    } else if (take_value("--timeout", value)) {
      if (!to_number(value, options_.timeout) || !(options_.timeout > 0))
        problem_ = "--timeout takes seconds, not '" + value + "'";
    } else if (take_value("--json", options_.json_file) ||
               take_value("--html", options_.html_file)) {
    } else if (!problem_.empty()) {
      return true;
    } else {
      return !has_program_ && take_leading_option(word);
    }
    return true;
  }

  // Those that the program may also have, so that they must come before its name.
  bool take_leading_option(const std::string& word) {
    if (word == "-h" || word == "--help") {
      options_.show_help = true;
    } else if (word == "-c") {
      if (at_ + 1 >= words_.size()) {
        problem_ = "argument expected for the -c option";
      } else {
        options_.program = words_[++at_];
        options_.is_text = has_program_ = true;
      }
    } else if (word.starts_with("-O") && word.find_first_not_of('O', 1) == std::string::npos) {
      options_.options.push_back(word);
    } else if (word == "-X" || word == "-W") {
      if (at_ + 1 >= words_.size()) {
        problem_ = "argument expected for the " + word + " option";
      } else {
        options_.options.push_back(word);
        options_.options.push_back(words_[++at_]);
      }
    } else if (word.starts_with("-X") || word.starts_with("-W")) {
      options_.options.push_back(word);
    } else {
      return false;
    }
    at_++;
    return true;
  }

  const std::vector<std::string>& words_;
  size_t at_ = 0;
  bool has_program_ = false, rest_is_programs_ = false;
  std::string problem_;
  CompareOptions options_;
};

}  // namespace

std::optional<CompareOptions> parse_compare(const std::vector<std::string>& words) {
  return WordReader(words).read();
}

}  // namespace gilt::cli
