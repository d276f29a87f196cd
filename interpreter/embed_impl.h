// What the parts of the embedding interface share: the state behind an Interpreter and its Values,
// and the way in and out of the machine. embed.cpp has the interpreter, embed_value.cpp values,
// embed_function.cpp the C++ functions that scripts call.
//
// Any thread may come in through Enter, which takes the interpreter's lock for as long as it lives.
#pragma once

#include <atomic>
#include <gilt/gilt.hpp>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/ref.h"

namespace gilt::embed {

using VmValue = gilt::Value;

namespace detail {

struct Handle;

struct State : std::enable_shared_from_this<State> {
  gilt::Interpreter* interpreter = nullptr;  // null once finished
  std::thread::id main_thread;
  int status = 0;

  // What the host holds from before a second thread of its came, in the build without the lock:
  // objects that are still private to the thread that made them.
  std::mutex private_mutex;
  std::unordered_set<Handle*> private_handles;
  std::atomic<bool> visited{false};  // a second thread has come

  ~State() { finish(); }
  int finish();
  Value wrap(Ref ref);
  std::shared_ptr<Handle> hold(Ref ref);
  // A thread of the host's other than the one that made the interpreter has come: any may use any
  // value from now on.
  void share_with_visitors(Thread& visitor);
  // The counted word behind [value]; unset when it refers to nothing.
  static VmValue unwrap(const Value& value);
};

struct Handle {
  std::shared_ptr<State> state;
  VmValue value;  // counted
  ~Handle();
};

// While it lives, the calling thread may touch the interpreter's values. Nests, also when a script
// called the host and the host calls back, and when the calling thread is inside another
// interpreter.
class Enter {
 public:
  explicit Enter(State& state);
  ~Enter();
  Enter(const Enter&) = delete;
  Enter& operator=(const Enter&) = delete;
  Thread& thread() { return *t_; }

 private:
  enum class Kind { kNested, kMain, kVisitor };
  Thread* outer_;
  Thread* t_ = nullptr;
  Kind kind_ = Kind::kNested;
};

// Takes the pending exception out of the thread and tells it to the host.
Error take_error(State& state, Thread& t);

// Errors that are no exception of a script's.
Error host_error(std::string type, std::string message);
Error ended_error();
Error empty_error();

// Runs [body], which returns a Ref, with the interpreter entered, and hands the outcome to the
// host.
template <class F>
Result<Value> in_vm(const std::shared_ptr<State>& state, F&& body) {
  if (state == nullptr || state->interpreter == nullptr) return ended_error();
  Enter enter(*state);
  Ref result = body(enter.thread());
  if (result.is_error()) return take_error(*state, enter.thread());
  return state->wrap(std::move(result));
}

// A function object for scripts that calls [function] with [parameters] arguments.
Ref bound_function(Thread& t, const std::shared_ptr<State>& state, std::string_view name,
                   int parameters, Native function);

}  // namespace detail

}  // namespace gilt::embed
