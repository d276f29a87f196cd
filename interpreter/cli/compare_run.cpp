// One child of `gilt compare`: start it, wait, gather what it left behind.
#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdlib>

#include "interpreter/cli/compare.h"
#include "interpreter/cli/report.h"

namespace gilt::cli {

const Build kBuildList[kBuilds] = {
    {"gil", "GIL", "gilt", nullptr, true},
    {"free-threaded", "free-threaded", "gilt-nogil", nullptr, false},
    {"free-threaded-gil", "free-threaded, GIL on", "gilt-nogil", "--gil=on", true},
};

namespace {

// As much of a child's text as is kept to be compared and shown.
constexpr size_t kKeptOutput = size_t{1} << 20;
constexpr size_t kKeptErrors = size_t{64} << 10;
constexpr int kPollStep = 1;  // milliseconds, where the kernel cannot wait for a process by poll

std::atomic<pid_t> g_child{0};
volatile sig_atomic_t g_interrupted = 0;
struct sigaction g_before_int, g_before_term;

void on_interrupt(int) {
  g_interrupted = 1;
  pid_t child = g_child.load();
  if (child > 0) kill(-child, SIGKILL);
}

// A file that a child writes and we read.
class Scratch {
 public:
  Scratch() {
    const char* folder = std::getenv("TMPDIR");
    name_ =
        std::string(folder != nullptr && *folder != 0 ? folder : "/tmp") + "/gilt-compare-XXXXXX";
    int descriptor = mkostemp(name_.data(), O_CLOEXEC);
    if (descriptor >= 0) file_ = fdopen(descriptor, "r+");
  }
  ~Scratch() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    unlink(name_.c_str());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  bool is_open() const { return file_ != nullptr; }
  const std::string& name() const { return name_; }
  int descriptor() const { return fileno(file_); }
  // Its first [limit] bytes; [hash]: of everything.
  std::string read(size_t limit, uint64_t* hash = nullptr) {
    std::string text;
    if (std::fseek(file_, 0, SEEK_SET) != 0) return text;
    uint64_t sum = 14695981039346656037u;  // FNV-1a
    char buffer[65536];
    while (size_t got = std::fread(buffer, 1, sizeof buffer, file_)) {
      text.append(buffer, std::min(got, limit - text.size()));
      if (hash == nullptr && text.size() >= limit) break;
      for (size_t i = 0; i < got; i++)
        sum = (sum ^ static_cast<unsigned char>(buffer[i])) * 1099511628211u;
    }
    if (hash != nullptr) *hash = sum;
    return text;
  }

 private:
  std::string name_;
  std::FILE* file_ = nullptr;
};

std::string sibling(const char* name) {
  char buffer[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", buffer, sizeof buffer);
  std::string path(buffer, length > 0 ? static_cast<size_t>(length) : 0);
  return path.substr(0, path.rfind('/') + 1) + name;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

// Ours, without what would switch the lock, and with the thread count.
std::vector<std::string> environment(int threads) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; entry++) {
    std::string_view text = *entry;
    bool dropped = false;
    for (std::string_view name : {"GILT_GIL=", "PYTHON_GIL=", "GILT_THREADS="})
      dropped |= text.starts_with(name);
    if (!dropped) result.emplace_back(text);
  }
  if (threads > 0) result.push_back("GILT_THREADS=" + std::to_string(threads));
  return result;
}

// Waits until [child] ends or [seconds] have passed; false then.
bool wait_for(pid_t child, double seconds) {
  double deadline = monotonic_seconds() + seconds;
  int descriptor = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  bool ended = false;
  while (!ended && g_interrupted == 0) {
    double left = deadline - monotonic_seconds();
    if (left <= 0) break;
    if (descriptor >= 0) {
      pollfd waited{descriptor, POLLIN, 0};
      ended = poll(&waited, 1, static_cast<int>(std::min(left * 1000 + 1, 1e9))) > 0;
    } else {
      siginfo_t info{};
      waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT);
      ended = info.si_pid == child;
      if (!ended) poll(nullptr, 0, kPollStep);
    }
  }
  if (descriptor >= 0) close(descriptor);
  return ended;
}

double seconds_of(timeval time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

pid_t spawn(const std::string& program, std::vector<std::string> words,
            std::vector<std::string> variables, int out, int errors) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO);
  // A group of its own, so that whatever the program starts ends with it.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults, none;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGINT);
  sigaddset(&defaults, SIGPIPE);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  int error = posix_spawn(&child, program.c_str(), &files, &attributes, pointers(words).data(),
                          pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  errno = error;
  return error == 0 ? child : -1;
}

}  // namespace

InterruptWatch::InterruptWatch() {
  g_interrupted = 0;
  struct sigaction action{};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &g_before_int);
  sigaction(SIGTERM, &action, &g_before_term);
}

InterruptWatch::~InterruptWatch() {
  sigaction(SIGINT, &g_before_int, nullptr);
  sigaction(SIGTERM, &g_before_term, nullptr);
}

bool InterruptWatch::interrupted() {
  return g_interrupted != 0;
}

Run run_child(const CompareOptions& options, const Build& build, int threads, bool with_timeline) {
  Run run;
  Scratch out, errors, report;
  if (!out.is_open() || !errors.is_open() || !report.is_open()) {
    run.errors = fmt::format("cannot make a temporary file: {}", strerror(errno));
    return run;
  }
  std::string program = sibling(build.program);
  std::vector<std::string> words{program};
  if (build.option != nullptr) words.emplace_back(build.option);
  words.insert(words.end(), options.options.begin(), options.options.end());
  words.insert(words.end(), {"-X", "report=" + report.name()});
  if (with_timeline) words.insert(words.end(), {"-X", "report_timeline"});
  if (options.is_text) words.emplace_back("-c");
  words.push_back(options.program);
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());

  double begin = monotonic_seconds();
  pid_t child =
      spawn(program, std::move(words), environment(threads), out.descriptor(), errors.descriptor());
  if (child < 0) {
    run.errors = fmt::format("cannot start '{}': {}", program, strerror(errno));
    return run;
  }
  g_child.store(child);
  bool ended = wait_for(child, options.timeout);
  run.wall = monotonic_seconds() - begin;
  // What the program may have left running goes too.
  kill(-child, SIGKILL);
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  g_child.store(0);

  run.cpu = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  run.output = out.read(kKeptOutput, &run.output_hash);
  run.errors = errors.read(kKeptErrors);
  if (std::optional<Json> told = Json::parse(report.read(size_t{1} << 30)))
    run.report = std::move(*told);
  run.peak_memory = run.report.is_null()
                        ? static_cast<uint64_t>(usage.ru_maxrss) * 1024
                        : static_cast<uint64_t>(run.report["peak_memory"].number());
  if (InterruptWatch::interrupted()) {
    run.outcome = Outcome::kInterrupted;
  } else if (!ended) {
    run.outcome = Outcome::kTimeout;
  } else if (WIFSIGNALED(status)) {
    run.outcome = Outcome::kKilled;
    run.code = WTERMSIG(status);
  } else {
    run.code = WEXITSTATUS(status);
    run.outcome = run.code == 0 ? Outcome::kDone : Outcome::kFailed;
  }
  return run;
}

std::string outcome_text(const Run& run, double timeout) {
  switch (run.outcome) {
    case Outcome::kDone: return "ended well";
    case Outcome::kFailed: return fmt::format("exit code {}", run.code);
    case Outcome::kKilled: {
      const char* name = sigabbrev_np(run.code);
      return fmt::format("killed by SIG{}", name != nullptr ? name : std::to_string(run.code));
    }
    case Outcome::kTimeout: return fmt::format("did not end in {:g} s", timeout);
    case Outcome::kInterrupted: return "interrupted";
    case Outcome::kNotStarted: return run.errors;
  }
  return "";
}

}  // namespace gilt::cli
