// gilt from C++: run Python programs inside a C++ program.
//
//   gilt::embed::Interpreter python;
//   python.bind("add", [](int64_t a, int64_t b) { return a + b; });
//   auto result = python.run("total = add(20, 22)");
//   if (!result) std::cerr << result.error().traceback;
//   int64_t total = python.global("total").value().to<int64_t>().value();
//
// An Interpreter is one isolated world with its own modules, threads and lock; a process may have
// several, on any threads. There is no global state to set up. Nothing here throws, except C++
// functions that scripts call: what they throw becomes a RuntimeError in the script.
//
// What a script may use can be limited (Limits below): one that runs away, eats memory or wants the
// disk ends with an error, and the host goes on.
//
// Threads: any thread may use an Interpreter and its Values; a call takes the interpreter's lock
// for as long as it runs. A Value must not outlive its Interpreter.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <gilt/timeline.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace gilt::embed {

class Interpreter;
class Value;

namespace detail {
struct State;
struct Handle;  // a counted reference, with the interpreter it belongs to
}  // namespace detail

// Why what ran was told to end.
enum class StopReason : uint8_t { kNone, kHost, kInstructions, kTime };

// An exception that no script caught.
struct Error {
  std::string type;       // "ValueError"
  std::string message;    // str(exception)
  std::string traceback;  // as the command line prints it, newline included
  // SystemExit: what the process would return. (SystemExit is an error like any other here.)
  std::optional<int> exit_code;
  // Not kNone: the script did not fail, it was ended by stop() or a limit.
  StopReason stopped = StopReason::kNone;
  // The exception itself, for Interpreter::show.
  std::shared_ptr<detail::Handle> exception = nullptr;
};

// A T or an Error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}
  explicit operator bool() const { return state_.index() == 0; }
  // REQUIRES: it holds a value.
  T& value() & { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const T& value() const& { return std::get<0>(state_); }
  // REQUIRES: it holds an error.
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

// What the scripts of one interpreter may use; each interpreter has its own. What is left as it is
// here is not limited, and an interpreter without Limits (Options::limits) pays nothing for them.
//
// The end that a limit of instructions or time makes cannot be caught: no except or finally block
// runs, in no thread of the script's. The host's call returns an Error with `stopped` set, and the
// interpreter can be used again.
//
// This keeps a script from using up or touching what it should not by the ways the language offers.
// It is no jail for hostile machine code: put a process's own walls around what you do not trust at
// all.
struct Limits {
  // Bytes of memory beyond what the interpreter itself has after its start. More raises MemoryError
  // in the script, which may catch it. Counted where memory is taken from the system: for small
  // objects in pages of 64 KiB, which stay counted when their objects end and are used again; for
  // larger blocks each. Not counted: threads' stacks, and what a native function needs for a moment
  // (a regular expression's workspace). Once the limit is met, 256 KiB more are there for handlers
  // and reports.
  uint64_t memory = 0;
  // Bytecode instructions that each call of the host's may take, in all of the script's threads
  // together; threads that go on afterwards live on what is left. Exact for one thread; each
  // further one may be ended up to 255 instructions early. Counting makes scripts run about half as
  // fast. A native function counts as the one instruction that calls it, however long it takes.
  uint64_t instructions = 0;
  // Time on the clock that each call of the host's may take, and that threads may go on after it.
  // Looked at at calls and jumps backwards, and in waits for locks, sleeps and joins; a native
  // function that computes, or a system call that blocks, is waited for. Costs one sleeping thread.
  std::chrono::nanoseconds time{0};
  // The modules that scripts may import, by full name, each with its submodules; others raise
  // ImportError. Modules of the standard library import what they need all the same, and what they
  // have imported can be reached through them: allow only those that may be looked into.
  std::optional<std::vector<std::string>> modules = std::nullopt;
  // false: open(), os's functions on files and descriptors, mmap and the like raise
  // PermissionError. Standard streams work, and modules are imported from the folders of
  // Options::search_path only.
  bool files = true;
  // false: the same for starting, signalling and waiting for processes, and for what changes this
  // one (os.putenv, os.umask, signal.signal ...).
  bool processes = true;
  // false: the same for sockets.
  bool network = true;
};

// What an interpreter is given and allowed.
// What becomes of threads that wait for each other for ever: nothing, a report on stderr, or that
// and a gilt.DeadlockError in one of them.
enum class Deadlocks { kIgnore, kReport, kRaise };

struct Options {
  std::vector<std::string> arguments;    // sys.argv
  std::vector<std::string> search_path;  // folders to import from, before the standard library
  std::string executable;                // sys.executable
  // Where print() and error messages go; empty: the process's stdout and stderr. Called under the
  // interpreter's lock, with UTF-8 text, by one thread at a time; also by interpreters that the
  // script makes (concurrent.interpreters).
  std::function<void(std::string_view)> output, error_output;
  bool handle_signals = false;  // Ctrl-C raises KeyboardInterrupt (one interpreter of the process)
  bool use_gil = false;         // free-threaded library: run under a lock all the same
  bool switch_every_instruction =
      false;  // look for a waiting thread before each instruction, not only at loops and calls
  bool collect_statistics = false;     // time how long threads hold the lock
  int optimize = 0;                    // 1: assert statements are dropped
  std::vector<std::string> x_options;  // "name" or "name=value", as after -X
  bool unbuffered = false;             // every write of the script's goes out at once
  bool isolated = false;               // PYTHON* variables of the environment are ignored
  bool interactive = false;            // sys.ps1 and the like are set
  // Whatever but kIgnore supposes that no host thread enters later to wake the script's threads.
  Deadlocks deadlocks = Deadlocks::kIgnore;
  std::optional<Limits> limits;  // nothing: no limits
};

// What became of the interpreter's lock so far.
struct LockStatistics {
  struct Thread {
    std::string name;
    uint64_t acquisitions = 0, contended = 0;
    uint64_t interval = 0, io = 0, sleep = 0, lock = 0, join = 0, kernel = 0,
             exit = 0;  // hand-overs by reason
    double seconds_waited = 0, seconds_held = 0, longest_wait = 0;
    uint64_t lock_waits = 0;  // for threading's locks
    double seconds_waited_for_locks = 0;
  };
  Thread total;                                    // all threads, ended ones included
  std::vector<Thread> threads;                     // those that run
  uint64_t drop_requests = 0;                      // times a waiter asked the holder to let go
  uint64_t threads_started = 0, most_threads = 0;  // without the main thread; alive at once
};

// What a script measured with gilt.region(), in the order of first use. Seconds, added up over all
// threads.
struct RegionTime {
  std::string name;
  uint64_t count = 0;
  double wall = 0, cpu = 0, longest = 0;
};

namespace detail {
using Native = std::function<Result<Value>(std::span<const Value>)>;
}  // namespace detail

// A reference to a value of a script. Copying is cheap.
class Value {
 public:
  Value() = default;  // refers to nothing

  bool is_none() const;
  // name of type(value)
  std::string type_name() const;
  Result<std::string> str() const;
  Result<std::string> repr() const;

  // The value as bool, an integer, a floating-point number, std::string, std::vector<T> of these,
  // or std::optional<T> (None is empty). TypeError or OverflowError when it is something else or
  // does not fit.
  template <class T>
  Result<T> to() const;

  Result<Value> attribute(std::string_view name) const;
  Result<Value> set_attribute(std::string_view name, const Value& value) const;
  Result<Value> item(const Value& key) const;
  Result<Value> call(std::span<const Value> arguments = {}) const;
  template <class... A>
  Result<Value> operator()(const A&... arguments) const;

 private:
  friend class Interpreter;
  friend struct detail::State;
  explicit Value(std::shared_ptr<detail::Handle> handle) : handle_(std::move(handle)) {}
  Result<bool> to_bool() const;
  Result<int64_t> to_int() const;
  Result<double> to_double() const;
  Result<std::string> to_string() const;
  Result<std::vector<Value>> to_items() const;
  Interpreter interpreter() const;
  std::shared_ptr<detail::Handle> handle_;
};

class Interpreter {
 public:
  explicit Interpreter(Options options = {});
  // Waits for the script's threads that are not daemons, runs atexit functions and frees
  // everything, unless copies of this handle are left.
  ~Interpreter();
  Interpreter(const Interpreter&) = default;
  Interpreter(Interpreter&&) = default;
  Interpreter& operator=(const Interpreter&) = default;
  Interpreter& operator=(Interpreter&&) = default;

  // Runs statements in module __main__. The result is None. [name] stands in tracebacks.
  Result<Value> run(std::string_view source, std::string_view name = "<string>");
  // A statement as a prompt runs it: the value of an expression goes to sys.displayhook.
  Result<Value> run_interactive(std::string_view source, std::string_view name = "<stdin>");
  // Is [source] a whole statement for a prompt, or could more lines belong to it? (What is wrong is
  // complete.)
  bool is_complete(std::string_view source) const;
  // One expression's value.
  Result<Value> evaluate(std::string_view expression);
  // A file as __main__.
  Result<Value> run_file(const std::string& path);
  // A module as __main__, as `python -m` does.
  Result<Value> run_module(std::string_view name);
  Result<Value> import(std::string_view module);
  // A name of module __main__.
  Result<Value> global(std::string_view name);
  Result<Value> set_global(std::string_view name, const Value& value);

  // Offers [function] to scripts as a global of module __main__, or of [module] if it is not empty.
  // Parameters and result are converted as Value::to and make do; a function that returns void
  // returns None.
  template <class F>
  Result<Value> bind(std::string_view name, F function, std::string_view module = {});

  // A script's value from a C++ one: bool, integers, floating-point numbers, text, std::vector,
  // std::optional, nullptr (None).
  template <class T>
  Result<Value> make(const T& value);

  // Reports an uncaught error as the command line does: through sys.excepthook. When that ends with
  // SystemExit, what the process would return.
  std::optional<int> show(const Error& error);
  // What the command line prints for a SystemExit that carries a message.
  void show_exit(const Error& error);
  // What the script has written to sys.stdout and sys.stderr goes out; what cannot is left alone.
  void flush();
  // Makes whatever runs, in interpreters that the script has made too, end with an error that no
  // script can catch, as soon as it can. Any thread.
  void stop();
  // Other limits of instructions and time (0: none), for what runs and the calls that come, so that
  // a host can run one script for a thousand instructions and the next for a second. What runs
  // starts with a fresh allowance. False when the interpreter was made without Limits.
  bool set_allowance(uint64_t instructions, std::chrono::nanoseconds time = {});
  // Bytes that count for Limits::memory; 0 without Limits.
  uint64_t memory_used() const;
  // Readable code of a source text: its bytecode.
  Result<std::string> disassemble(std::string_view source, std::string_view name = "<string>");
  // The same for a function, class, method or code object.
  Result<std::string> disassemble_object(const Value& object);
  LockStatistics statistics() const;
  // The same as --stats prints it.
  std::string statistics_text() const;
  std::vector<RegionTime> regions() const;
  // Did the script call gilt.thread_count()?
  bool asked_thread_count() const;
  // Records from now on what every thread does, at most [limit] events (0: about four million).
  void start_timeline(uint64_t limit = 0);
  // Ends the recording and tells what happened. Empty when none was made.
  Timeline stop_timeline();
  bool records_timeline() const;
  // Waits for the script's threads that are not daemons, as finish() does first.
  void wait_for_threads();
  // Ends the interpreter now (see the destructor). 0, or 120 when output could not be written.
  // Threads are waited for unless something was stopped: then those that are left are ended too.
  int finish();

  static std::string_view version();
  static bool has_gil();  // whether this library was built with the lock

 private:
  friend class Value;
  explicit Interpreter(std::shared_ptr<detail::State> state) : state_(std::move(state)) {}
  Result<Value> bind_native(std::string_view name, std::string_view module, int parameters,
                            detail::Native function);
  Result<Value> make_none();
  Result<Value> make_bool(bool b);
  Result<Value> make_int(int64_t i);
  Result<Value> make_double(double d);
  Result<Value> make_text(std::string_view text);
  Result<Value> make_list(std::span<const Value> items);
  std::shared_ptr<detail::State> state_;
};

// -- implementation of the templates --

namespace detail {

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class F>
struct Signature : Signature<decltype(&F::operator())> {};
template <class R, class... A>
struct Signature<R (*)(A...)> {
  using Return = R;
  static constexpr int kCount = sizeof...(A);
  using Indices = std::index_sequence_for<A...>;
  template <size_t i>
  using Parameter = std::remove_cvref_t<std::tuple_element_t<i, std::tuple<A...>>>;
};
template <class C, class R, class... A>
struct Signature<R (C::*)(A...)> : Signature<R (*)(A...)> {};
template <class C, class R, class... A>
struct Signature<R (C::*)(A...) const> : Signature<R (*)(A...)> {};

inline Error overflow() {
  return {"OverflowError", "integer out of range", "OverflowError: integer out of range\n", {}};
}

}  // namespace detail

template <class T>
Result<T> Value::to() const {
  if constexpr (std::same_as<T, Value>) {
    return *this;
  } else if constexpr (std::same_as<T, bool>) {
    return to_bool();
  } else if constexpr (std::integral<T>) {
    Result<int64_t> wide = to_int();
    if (!wide) return wide.error();
    if (!std::in_range<T>(wide.value())) return detail::overflow();
    return static_cast<T>(wide.value());
  } else if constexpr (std::floating_point<T>) {
    Result<double> number = to_double();
    if (!number) return number.error();
    return static_cast<T>(number.value());
  } else if constexpr (std::same_as<T, std::string>) {
    return to_string();
  } else if constexpr (detail::is_optional<T>) {
    if (is_none()) return T();
    auto inner = to<typename T::value_type>();
    if (!inner) return inner.error();
    return T(std::move(inner).value());
  } else {
    static_assert(detail::is_vector<T>, "Value::to: no conversion to this type");
    Result<std::vector<Value>> items = to_items();
    if (!items) return items.error();
    T converted;
    for (const Value& item : items.value()) {
      auto element = item.to<typename T::value_type>();
      if (!element) return element.error();
      converted.push_back(std::move(element).value());
    }
    return converted;
  }
}

template <class T>
Result<Value> Interpreter::make(const T& value) {
  if constexpr (std::same_as<T, Value>) {
    return value;
  } else if constexpr (std::same_as<T, std::nullptr_t>) {
    return make_none();
  } else if constexpr (std::same_as<T, bool>) {
    return make_bool(value);
  } else if constexpr (std::integral<T>) {
    if (!std::in_range<int64_t>(value)) return detail::overflow();
    return make_int(static_cast<int64_t>(value));
  } else if constexpr (std::floating_point<T>) {
    return make_double(static_cast<double>(value));
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return make_text(value);
  } else if constexpr (detail::is_optional<T>) {
    if (!value) return make_none();
    return make(*value);
  } else {
    static_assert(detail::is_vector<T>, "Interpreter::make: no conversion from this type");
    std::vector<Value> items;
    for (const auto& element : value) {
      Result<Value> item = make(element);
      if (!item) return item;
      items.push_back(std::move(item).value());
    }
    return make_list(items);
  }
}

template <class... A>
Result<Value> Value::operator()(const A&... arguments) const {
  Interpreter owner = interpreter();
  std::vector<Value> converted;
  std::optional<Error> problem;
  [[maybe_unused]] auto add = [&](const auto& argument) {
    if (problem) return;
    Result<Value> value = owner.make(argument);
    if (value) {
      converted.push_back(std::move(value).value());
    } else {
      problem = value.error();
    }
  };
  (add(arguments), ...);
  if (problem) return *problem;
  return call(converted);
}

template <class F>
Result<Value> Interpreter::bind(std::string_view name, F function, std::string_view module) {
  using Signature = detail::Signature<F>;
  // The function must not keep the interpreter alive that keeps the function alive.
  std::weak_ptr<detail::State> weak = state_;
  detail::Native native =
      [weak, function = std::move(function)](std::span<const Value> arguments) mutable {
        Interpreter owner(weak.lock());
        return [&]<size_t... i>(std::index_sequence<i...>) -> Result<Value> {
          std::tuple<Result<typename Signature::template Parameter<i>>...> converted{
              arguments[i].template to<typename Signature::template Parameter<i>>()...};
          std::optional<Error> problem;
          [[maybe_unused]] auto check = [&](const auto& result) {
            if (!problem && !result) problem = result.error();
          };
          (check(std::get<i>(converted)), ...);
          if (problem) return *problem;
          if constexpr (std::is_void_v<typename Signature::Return>) {
            function(std::move(std::get<i>(converted)).value()...);
            return owner.make_none();
          } else {
            return owner.make(function(std::move(std::get<i>(converted)).value()...));
          }
        }(typename Signature::Indices{});
      };
  return bind_native(name, module, Signature::kCount, std::move(native));
}

}  // namespace gilt::embed
