#include "runtime/interpreter_family.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include "runtime/deadlock.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/gil.h"
#include "runtime/limits.h"
#include "runtime/signals.h"
#include "runtime/warnings.h"
#include "runtime/world.h"

namespace gilt {
namespace {

// How long the end of a program waits for interpreters that are still busy, and a fork for those
// that come or go.
constexpr Nanoseconds kPatience = 200'000'000;
constexpr Nanoseconds kForkPatience = 1'000'000'000;
constexpr Nanoseconds kLookAgain = 100'000;

enum class Use : uint8_t { kIdle, kVisited, kEnding };

struct Family;

}  // namespace

struct FamilyEntry {
  int64_t id;
  Whence whence;
  Interpreter* interpreter;  // null once it has ended
  std::shared_ptr<Family> family;
  // Under the registry's mutex:
  Use use = Use::kIdle;
  int64_t handles = 0;
  bool had_handles = false;
  uint32_t pins = 0;  // forks that are about to stop it
  bool gone = false;  // family_leave() was called
};

namespace {

struct Family {
  int64_t next_id = 1;
  std::map<int64_t, std::shared_ptr<FamilyEntry>> members;
};

// All families of the process. A lone interpreter is not listed: it is the main one.
struct Registry {
  std::mutex mutex;
  std::unordered_map<const Interpreter*, std::shared_ptr<FamilyEntry>> entries;
  // Interpreters that are being made or taken apart; forks wait for these, and they for forks.
  uint32_t changing = 0;
  bool forking = false;
  std::vector<void (*)(Thread&)> listeners;
};
Registry& registry() {
  static auto* registry = new Registry;
  return *registry;
}

// REQUIRES: the mutex is held.
std::shared_ptr<FamilyEntry> entry_of(const Registry& all, const Interpreter* interpreter) {
  auto found = all.entries.find(interpreter);
  return found == all.entries.end() ? nullptr : found->second;
}

std::shared_ptr<FamilyEntry> find_entry(const Registry& all, const Thread& t, int64_t id) {
  std::shared_ptr<FamilyEntry> own = entry_of(all, t.interpreter);
  if (own == nullptr) return nullptr;
  auto found = own->family->members.find(id);
  return found == own->family->members.end() ? nullptr : found->second;
}

// The family of [t]'s interpreter, founded on the first request.
std::shared_ptr<Family> found_family(Registry& all, const Thread& t) {
  if (std::shared_ptr<FamilyEntry> own = entry_of(all, t.interpreter)) return own->family;
  auto family = std::make_shared<Family>();
  auto main = std::make_shared<FamilyEntry>(FamilyEntry{0, Whence::kMain, t.interpreter, family});
  family->members[0] = main;
  all.entries[t.interpreter] = std::move(main);
  return family;
}

// Sleeps for a moment. REQUIRES: [t] is detached.
void nap(Thread& t) {
  scheduler().park(t.gil->parker, deadline_after(kLookAgain));
}

// How many interpreters this system thread is making or taking apart, one inside the other.
thread_local int t_changing = 0;

// An interpreter is being made while this lives. REQUIRES: [t] is detached.
class Change {
 public:
  explicit Change(Thread& t) {
    Registry& all = registry();
    while (true) {
      {
        std::lock_guard guard(all.mutex);
        // What ends may make and end others.
        if (!all.forking || t_changing > 0) {
          all.changing++;
          t_changing++;
          return;
        }
      }
      nap(t);
    }
  }
  ~Change() {
    Registry& all = registry();
    std::lock_guard guard(all.mutex);
    all.changing--;
    t_changing--;
  }
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;
};

InterpreterConfig child_config(const Interpreter& parent) {
  InterpreterConfig config = parent.config;
  config.install_signal_handlers = false;
  config.collect_statistics = false;
  config.inspect = config.interactive = false;
  config.use_gil = parent.gil_enabled.load(std::memory_order_relaxed);
  return config;
}

void request(Interpreter* interpreter, uint32_t reasons) {
  interpreter->threads_lock.lock();
  for (Thread* t = interpreter->threads; t != nullptr; t = t->next) {
    t->safepoint.fetch_or(reasons, std::memory_order_relaxed);
    scheduler().unpark(t->gil->parker);
  }
  interpreter->threads_lock.unlock();
}

// Takes [entry]'s interpreter apart. REQUIRES: use is kEnding, set by the caller; [t] is attached.
void end_now(Thread& t, const std::shared_ptr<FamilyEntry>& entry) {
  Interpreter* interpreter = entry->interpreter;
  bool has_signals = signals_reach(t);
  detach(t, ReleaseReason::kJoin);
  Thread* main = interpreter->main_thread;
  main->c_stack_limit = t.c_stack_limit;
  main->native_id = t.native_id;
  Thread* before = has_signals ? signals_follow(main) : nullptr;
  attach(*main);
  interpreter_delete(interpreter);
  if (has_signals) signals_follow(before);
  Registry& all = registry();
  {
    std::lock_guard guard(all.mutex);
    all.changing--;
    t_changing--;
    // Its address may be another one's by now.
    if (entry_of(all, interpreter) == entry) all.entries.erase(interpreter);
  }
  attach(t);
}

}  // namespace

// -- who is there --

int64_t interpreter_id(const Interpreter* interpreter) {
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  std::shared_ptr<FamilyEntry> own = entry_of(all, interpreter);
  return own == nullptr ? 0 : own->id;
}

bool is_main_interpreter(const Interpreter* interpreter) {
  return interpreter_id(interpreter) == 0;
}

std::vector<FamilyMember> family_members(const Thread& t) {
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  std::shared_ptr<FamilyEntry> own = entry_of(all, t.interpreter);
  if (own == nullptr) return {{0, Whence::kMain}};
  std::vector<FamilyMember> found;
  for (const auto& [id, entry] : own->family->members) {
    if (entry->use != Use::kEnding) found.push_back({id, entry->whence});
  }
  return found;
}

std::optional<FamilyMember> family_find(const Thread& t, int64_t id) {
  for (const FamilyMember& member : family_members(t))
    if (member.id == id) return member;
  return std::nullopt;
}

std::optional<bool> family_is_running(const Thread& t, int64_t id) {
  if (id == 0) return true;
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  std::shared_ptr<FamilyEntry> entry = find_entry(all, t, id);
  if (entry == nullptr || entry->use == Use::kEnding) return std::nullopt;
  return entry->use == Use::kVisited;
}

// -- coming and going --

std::optional<int64_t> family_create(Thread& t) {
  // It would have none of the limits.
  if (limits_of(t) != nullptr) {
    (void)static_cast<bool>(
        fail(t, runtime_error_type, "an interpreter with limits cannot make others"));
    return std::nullopt;
  }
  Interpreter* made;
  InterpreterConfig config = child_config(*t.interpreter);
  detach(t, ReleaseReason::kKernel);
  {
    Change change(t);
    made = interpreter_new(std::move(config));
    if (made != nullptr) detach(*made->main_thread);
  }
  attach(t);
  if (made != nullptr) deadlock_watch_like(*made, *t.interpreter);
  if (made == nullptr) {
    (void)no_memory(t);
    return std::nullopt;
  }
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  std::shared_ptr<Family> family = found_family(all, t);
  int64_t id = family->next_id++;
  auto entry = std::make_shared<FamilyEntry>(FamilyEntry{id, Whence::kScript, made, family});
  family->members[id] = entry;
  all.entries[made] = std::move(entry);
  return id;
}

EndResult family_end(Thread& t, int64_t id) {
  Registry& all = registry();
  std::shared_ptr<FamilyEntry> entry;
  {
    std::lock_guard guard(all.mutex);
    entry = find_entry(all, t, id);
    if (entry == nullptr || entry->use == Use::kEnding) return EndResult::kUnknown;
    if (entry->use != Use::kIdle) return EndResult::kRunning;
    entry->use = Use::kEnding;
  }
  end_now(t, entry);
  return EndResult::kEnded;
}

bool family_retain(const Thread& t, int64_t id) {
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  std::shared_ptr<FamilyEntry> entry = find_entry(all, t, id);
  if (entry == nullptr) return id == 0;
  entry->handles++;
  entry->had_handles = true;
  return true;
}

bool family_release(Thread& t, int64_t id) {
  Registry& all = registry();
  std::shared_ptr<FamilyEntry> entry;
  {
    std::lock_guard guard(all.mutex);
    entry = find_entry(all, t, id);
    if (entry == nullptr) return id == 0;
    if (--entry->handles > 0 || entry->whence != Whence::kScript || entry->use != Use::kIdle)
      return true;
    // Its own thread cannot wait for itself.
    if (entry->interpreter == t.interpreter) return true;
    entry->use = Use::kEnding;
  }
  end_now(t, entry);
  return true;
}

// -- visits --

Visit::Visit(Thread& home, int64_t id) : home_(home) {
  Registry& all = registry();
  {
    std::lock_guard guard(all.mutex);
    entry_ = find_entry(all, home, id);
    if (id == 0) {
      state_ = State::kMain;
    } else if (entry_ == nullptr || entry_->use == Use::kEnding) {
      state_ = State::kUnknown;
    } else if (entry_->use == Use::kVisited) {
      state_ = State::kRunning;
    } else {
      state_ = State::kEntered;
      entry_->use = Use::kVisited;
    }
  }
  if (state_ != State::kEntered) return;
  has_signals_ = signals_reach(home);
  detach(home, ReleaseReason::kKernel);
  visitor_ = entry_->interpreter->main_thread;
  visitor_->c_stack_limit = home.c_stack_limit;
  visitor_->native_id = home.native_id;
  visitor_->recursion_depth_limit =
      entry_->interpreter->recursion_limit.load(std::memory_order_relaxed);
  // An old stop is over, one that is under way reaches both: home first, then the visitor.
  constexpr uint32_t kStops = kExit | kLimit;
  visitor_->safepoint.fetch_and(~kStops);
  visitor_->safepoint.fetch_or(home.safepoint.load() & kStops);
  if (has_signals_) signals_before_ = signals_follow(visitor_);
  attach(*visitor_);
}

Visit::~Visit() {
  if (state_ != State::kEntered) return;
  visitor_->stopping = false;
  if (has_signals_) signals_follow(signals_before_);
  detach(*visitor_, ReleaseReason::kKernel);
  bool last;
  {
    std::lock_guard guard(registry().mutex);
    last = entry_->had_handles && entry_->handles <= 0;
    entry_->use = last ? Use::kEnding : Use::kIdle;
  }
  attach(home_);
  if (last) {
    ErrorGuard guard(home_);
    end_now(home_, entry_);
  }
}

// -- the end --

void on_interpreter_end(void (*listener)(Thread& last)) {
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  all.listeners.push_back(listener);
}

void family_leave(Interpreter* interpreter) {
  Registry& all = registry();
  Thread& t = *interpreter->main_thread;
  std::vector<void (*)(Thread&)> listeners;
  {
    std::lock_guard guard(all.mutex);
    listeners = all.listeners;
  }
  for (auto* listener : listeners) listener(t);
  while (true) {
    {
      std::lock_guard guard(all.mutex);
      std::shared_ptr<FamilyEntry> entry = entry_of(all, interpreter);
      if (entry == nullptr) return;
      entry->gone = true;
      // A fork that has seen it alive needs it for a moment, and its lock.
      if (entry->pins == 0 && (!all.forking || t_changing > 0)) {
        entry->family->members.erase(entry->id);
        if (entry->id == 0) {
          all.entries.erase(interpreter);
        } else {
          all.changing++;  // until end_now() is done with it
          t_changing++;
        }
        return;
      }
    }
    detach(t, ReleaseReason::kJoin);
    nap(t);
    attach(t);
  }
}

namespace {

// Waits until [entry] is idle, then marks it; false when it stays busy.
bool claim_for_end(Thread& t, FamilyEntry& entry) {
  Registry& all = registry();
  Nanoseconds give_up = deadline_after(kPatience);
  while (true) {
    {
      std::lock_guard guard(all.mutex);
      if (entry.gone || entry.use == Use::kEnding) return false;
      if (entry.use == Use::kIdle) {
        entry.use = Use::kEnding;
        return true;
      }
    }
    if (scheduler().now() >= give_up) return false;
    request(entry.interpreter, kExit);
    ReleaseGil released(t, ReleaseReason::kJoin);
    nap(t);
  }
}

}  // namespace

void family_end_all(Thread& main) {
  Registry& all = registry();
  std::vector<std::shared_ptr<FamilyEntry>> left;
  {
    std::lock_guard guard(all.mutex);
    std::shared_ptr<FamilyEntry> own = entry_of(all, main.interpreter);
    if (own == nullptr || own->id != 0) return;
    for (const auto& [id, entry] : own->family->members)
      if (id != 0 && entry->use != Use::kEnding) left.push_back(entry);
  }
  if (!left.empty() &&
      !warn_explicit(main, runtime_warning_type,
                     "remaining subinterpreters; close them with Interpreter.close()", "<sys>", 0))
    error_unraisable(main, "in the end of the interpreter");
  for (const auto& entry : left)
    if (claim_for_end(main, *entry)) end_now(main, entry);
}

void family_stop(Interpreter* interpreter) {
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  request(interpreter, kLimit);
  std::shared_ptr<FamilyEntry> own = entry_of(all, interpreter);
  if (own == nullptr || own->id != 0) return;
  for (const auto& [id, entry] : own->family->members)
    if (id != 0 && !entry->gone) request(entry->interpreter, kLimit);
}

// -- fork --

// A thread of ours in another interpreter, which holds its lock or has stopped its world.
struct ForkGate::Stopped {
  std::shared_ptr<FamilyEntry> entry;
  Thread* thread = nullptr;
  std::unique_ptr<StopTheWorld> world;
};

ForkGate::ForkGate(Thread& t) : t_(t) {
  Registry& all = registry();
  Nanoseconds give_up = deadline_after(kForkPatience);
  while (true) {
    {
      std::lock_guard guard(all.mutex);
      all.forking = true;
      if (all.changing == 0 || scheduler().now() >= give_up) {
        for (const auto& [interpreter, entry] : all.entries) {
          if (interpreter == t.interpreter || entry->gone) continue;
          entry->pins++;
          stopped_.push_back(std::make_unique<Stopped>());
          stopped_.back()->entry = entry;
        }
        break;
      }
    }
    scheduler().yield();
  }
  for (auto& other : stopped_) {
    other->thread = thread_new(other->entry->interpreter);
    if (other->thread == nullptr) continue;
    attach(*other->thread);
    if constexpr (kFreeThreaded)
      other->world = std::make_unique<StopTheWorld>(*other->thread, Pause::kInspect);
  }
  t_current_thread = &t;
  // Last, so that the child does not find it taken for ever.
  all.mutex.lock();
}

ForkGate::~ForkGate() {
  Registry& all = registry();
  all.forking = false;
  all.mutex.unlock();
  for (auto& other : stopped_) {
    if (other->thread == nullptr) continue;
    t_current_thread = other->thread;
    other->world.reset();
    thread_delete(other->thread);
  }
  t_current_thread = &t_;
  std::lock_guard guard(all.mutex);
  for (auto& other : stopped_) other->entry->pins--;
}

void ForkGate::forget_others() {
  Registry& all = registry();
  for (auto& other : stopped_) {
    other->entry->gone = true;
    other->entry->family->members.erase(other->entry->id);
    all.entries.erase(other->entry->interpreter);
    // None of its threads is there to go on.
    other->thread = nullptr;
    (void)other->world.release();
  }
  all.changing = 0;
}

}  // namespace gilt
