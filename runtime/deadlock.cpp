#include "runtime/deadlock.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <unordered_map>

#include "runtime/error.h"
#include "runtime/gil.h"
#include "runtime/machine.h"
#include "runtime/signals.h"
#include "runtime/str.h"
#include "runtime/world.h"

namespace gilt {
namespace {

// -- who has waited for long --

struct Watch {
  DeadlockMode mode;
  ShortLock lock;
  std::unordered_map<uint64_t, LockWaiter*> waiters;  // by thread; under the lock
};

// All interpreters' together. Looked at only by threads that have waited for long or that end.
struct Watches {
  ShortLock lock;
  std::map<const Interpreter*, std::unique_ptr<Watch>> all;
};
Watches& watches() {
  // Daemon threads may outlive the end of main(): it is never destroyed.
  static auto* instance = new Watches;
  return *instance;
}

// Null when nobody watches. Stays good as long as the interpreter.
Watch* find_watch(const Interpreter& interpreter) {
  std::lock_guard guard(watches().lock);
  auto found = watches().all.find(&interpreter);
  return found == watches().all.end() ? nullptr : found->second.get();
}

// May the thread that holds [lock] be taken to be who releases it? A thread that waits for a Lock
// of its own waits for a signal, unless a with statement of its own holds it.
bool blocks(const LockWaiter& waiter, uint64_t owner) {
  return owner != 0 && waiter.use.kind != LockKind::kQueue &&
         (owner != waiter.thread->id || waiter.lock->is_scoped());
}

// Does following holders from [waiter] lead back to it, through waits that the watch knows?
bool closes_circle(const Watch& watch, const LockWaiter& waiter) {
  const LockWaiter* next = &waiter;
  for (size_t i = 0; i <= watch.waiters.size(); i++) {
    uint64_t owner = next->lock->owner();
    if (!blocks(*next, owner)) return false;
    if (owner == waiter.thread->id) return true;
    auto found = watch.waiters.find(owner);
    if (found == watch.waiters.end()) return false;
    next = found->second;
  }
  return false;
}

bool is_suspicious(Watch& watch, LockWaiter& waiter) {
  std::lock_guard guard(watch.lock);
  watch.waiters[waiter.thread->id] = &waiter;
  waiter.watched = true;
  return watch.waiters.size() >= waiter.thread->interpreter->thread_count.load() ||
         closes_circle(watch, waiter);
}

// -- what the threads are at, with the world stopped --

struct Stuck {
  Thread* thread;
  LockWaiter* waiter;
  uint64_t owner;                  // of the lock; 0: it does not matter who that is
  Thread* owner_thread = nullptr;  // null: has ended
  size_t next = kNone;             // the owner's place among the stuck threads, before they are
                                   // put in order
  size_t circle = kNone;           // which circle it is in
  bool is_end = false;             // waits for nobody else's sake: in a circle, or for a signal
  WaitPlace place;
  CodePlace taken;  // where the owner took the lock; no line: not known

  static constexpr size_t kNone = SIZE_MAX;
};

struct Finding {
  std::vector<Stuck> threads;
  size_t circles = 0;
  bool standstill = false;  // all threads of the interpreter
  bool certain = true;
};

// Could a signal make the main thread do something for the others?
bool has_signal_handlers(const Thread& main) {
  if (!signals_are_of(main)) return false;
  for (int number = 1; number < NSIG; number++) {
    Ref handler = signal_handler(main, number);
    if (!handler.is_unset() && !handler.is_none() && !handler.get().is_int()) return true;
  }
  return false;
}

// What [t] waits for if nothing but a lock's release can wake it, else null. [self]: the caller's
// wait, about to go on.
LockWaiter* stuck_wait(const Thread& t, const LockWaiter& self) {
  constexpr uint32_t kWakes = kSignal | kAsyncException | kExit | kLimit | kPendingCalls;
  LockWaiter* waiter = t.gil->waits;
  if (waiter == nullptr || !waiter->forever || waiter->use.kind == LockKind::kInternal ||
      !(waiter->parked || waiter == &self) || !waiter->lock->held() ||
      waiter->offer.load(std::memory_order_relaxed) == LockOffer::kAccepted ||
      waiter->verdict.load(std::memory_order_relaxed) != nullptr ||
      (t.safepoint.load(std::memory_order_relaxed) & kWakes) != 0 ||
      (t.is_main && has_signal_handlers(t))) {
    return nullptr;
  }
  return waiter;
}

// Fills in who waits for whom, and which of them are the reason.
void link(Finding& found, const std::unordered_map<uint64_t, Thread*>& alive) {
  std::vector<Stuck>& threads = found.threads;
  std::unordered_map<uint64_t, size_t> places;
  for (size_t i = 0; i < threads.size(); i++) places[threads[i].thread->id] = i;
  for (Stuck& s : threads) {
    uint64_t owner = s.waiter->lock->owner();
    s.owner = blocks(*s.waiter, owner) ? owner : 0;
    if (auto thread = alive.find(s.owner); thread != alive.end()) s.owner_thread = thread->second;
    if (auto place = places.find(s.owner); place != places.end()) s.next = place->second;
    s.is_end = s.next == Stuck::kNone && s.owner_thread == nullptr;
  }
  std::vector<size_t> seen(threads.size(), Stuck::kNone);  // from which start
  for (size_t start = 0; start < threads.size(); start++) {
    size_t at = start;
    while (at != Stuck::kNone && seen[at] == Stuck::kNone) {
      seen[at] = start;
      at = threads[at].next;
    }
    if (at == Stuck::kNone || seen[at] != start) continue;
    for (; threads[at].circle == Stuck::kNone; at = threads[at].next) {
      threads[at].circle = found.circles;
      threads[at].is_end = true;
    }
    found.circles++;
  }
}

// Was the lock that [s] waits for taken to keep others out, and not to be released by another
// thread one day?
bool is_taken_as_lock(const Stuck& s, bool among_locks) {
  if (s.waiter->use.kind != LockKind::kLock || s.waiter->lock->is_scoped()) return true;
  CodePlace place;
  return among_locks && g_machine.place_of(*s.owner_thread, s.waiter->lock->place(), place);
}

// Leaves the circle that [self] is in; nothing if there is none to tell of while others run.
void keep_circle_of(Finding& found, const LockWaiter& self) {
  size_t circle = Stuck::kNone;
  for (const Stuck& s : found.threads)
    if (s.waiter == &self) circle = s.circle;
  std::erase_if(found.threads,
                [&](const Stuck& s) { return circle == Stuck::kNone || s.circle != circle; });
  bool among_locks = true;
  for (const Stuck& s : found.threads)
    among_locks = among_locks && s.waiter->use.kind != LockKind::kThread;
  for (const Stuck& s : found.threads) {
    if (s.waiter->use.kind == LockKind::kLock) found.certain = false;
    if (!is_taken_as_lock(s, among_locks)) {
      found.threads.clear();
      return;
    }
  }
}

// In the order in which one reads it: circles from link to link, then waits for signals, then who
// waits for these.
void put_in_order(Finding& found) {
  std::vector<Stuck> ordered;
  std::vector<bool> placed(found.threads.size());
  auto place = [&](size_t i) {
    placed[i] = true;
    ordered.push_back(found.threads[i]);
  };
  // The list of threads has the newest first.
  for (size_t i = found.threads.size(); i-- > 0;) {
    if (found.threads[i].circle == Stuck::kNone) continue;
    for (size_t at = i; !placed[at]; at = found.threads[at].next) place(at);
  }
  for (bool ends : {true, false}) {
    for (size_t i = found.threads.size(); i-- > 0;)
      if (!placed[i] && found.threads[i].is_end == ends) place(i);
  }
  found.threads = std::move(ordered);
}

// Is another thread about to look too, and has finalisers to run first? What they do is not known,
// so it does not count as waiting, though it soon may. REQUIRES: the world is stopped.
bool somebody_tidies(Interpreter& interpreter) {
  std::lock_guard guard(interpreter.threads_lock);
  for (const Thread* t = interpreter.threads; t != nullptr; t = t->next) {
    if (t->gil->waits != nullptr && t->gil->waits->tidies) return true;
  }
  return false;
}
constexpr int kTriesToLook = 100;
constexpr Nanoseconds kPauseBetweenTries = 1'000'000;

// REQUIRES: the world is stopped. No threads: there is no deadlock that [self] is part of.
Finding find_deadlock(const LockWaiter& self) {
  Interpreter& interpreter = *self.thread->interpreter;
  Finding found;
  std::unordered_map<uint64_t, Thread*> alive;
  interpreter.threads_lock.lock();
  for (Thread* t = interpreter.threads; t != nullptr; t = t->next) {
    alive[t->id] = t;
    if (LockWaiter* waiter = stuck_wait(*t, self))
      found.threads.push_back({.thread = t, .waiter = waiter, .owner = 0});
  }
  interpreter.threads_lock.unlock();
  found.standstill = found.threads.size() == alive.size();
  link(found, alive);
  put_in_order(found);
  if (!found.standstill) keep_circle_of(found, self);
  for (Stuck& s : found.threads) {
    s.place = g_machine.wait_place(*s.thread, s.waiter->use.object);
    if (s.waiter->use.kind == LockKind::kQueue && s.place.call.empty())
      s.place.call = fmt::format("SimpleQueue.get() of {}", s.place.subject);
    // Of a lock that the script itself took as a signal it likes to be told too.
    if (s.owner == 0 && s.place.call.empty()) {
      s.owner = s.waiter->lock->owner();
      s.owner_thread = s.thread;
    }
    if (s.owner_thread != nullptr)
      g_machine.place_of(*s.owner_thread, s.waiter->lock->place(), s.taken);
  }
  return found;
}

// -- the text --

std::string name_of(const Thread& t) {
  return t.name.empty() ? fmt::format("thread {}", t.id) : fmt::format("thread '{}'", t.name);
}

std::string heading(const Finding& found) {
  size_t count = found.threads.size();
  if (found.standstill && count == 1)
    return "deadlock: the only thread waits for what no other thread is there to do";
  if (found.standstill && found.circles == 0)
    return fmt::format("deadlock: all {} threads wait, and nobody is left to wake one", count);
  bool all_in_circles = std::all_of(found.threads.begin(), found.threads.end(),
                                    [](const Stuck& s) { return s.circle != Stuck::kNone; });
  if (found.standstill && !all_in_circles)
    return fmt::format("deadlock: all {} threads wait, some for each other in a circle", count);
  if (!found.certain)
    return count == 1 ? "probable deadlock: a thread waits for a lock that it holds itself"
                      : fmt::format(
                            "probable deadlock: {} threads wait for each other (others still run, "
                            "but did not take these locks)",
                            count);
  return fmt::format("deadlock: {} threads wait for each other in a circle", count);
}

std::string holder(const Stuck& s) {
  std::string text;
  if (s.owner_thread == nullptr) {
    text = fmt::format(", which thread {} took and had not released when it ended", s.owner);
  } else if (s.owner_thread == s.thread) {
    text = ", which it holds itself";
  } else {
    text = fmt::format(", which {} holds", name_of(*s.owner_thread));
  }
  if (s.taken.line > 0) {
    text += fmt::format(" (taken at {}:{} in {})", s.taken.filename, s.taken.line, s.taken.name);
  }
  return text;
}

std::string wait_text(const Stuck& s) {
  std::string other = s.owner_thread != nullptr ? name_of(*s.owner_thread) : "another thread";
  if (s.waiter->use.kind == LockKind::kThread) return fmt::format("waits for the end of {}", other);
  if (s.waiter->use.kind == LockKind::kModule)
    return fmt::format("waits for a module that {} imports", other);
  std::string lock = fmt::format("for {}", s.place.subject);
  if (s.owner != 0) lock += holder(s);
  if (s.place.call.empty()) return "waits " + lock;
  // Of a lock that only the library knows, its holder is what matters.
  return fmt::format("waits in {}{}", s.place.call, s.owner != 0 ? ", " + lock : "");
}

// What each thread waits for. REQUIRES: the world is stopped.
std::vector<std::string> wait_texts(const Finding& found) {
  std::vector<std::string> texts;
  for (const Stuck& s : found.threads) {
    std::string name = name_of(*s.thread);
    name[0] = 'T';
    bool at_exit = s.thread->is_main && s.place.stack.empty();
    texts.push_back(fmt::format("{} {}{}\n", name, wait_text(s),
                                at_exit                 ? ", at the end of the program"
                                : s.place.stack.empty() ? ""
                                                        : ":"));
  }
  return texts;
}

std::string report_text(const Finding& found, const std::vector<std::string>& waits) {
  std::string text = heading(found) + "\n";
  for (size_t i = 0; i < waits.size(); i++) {
    text += "\n" + waits[i];
    for (const CodePlace& place : found.threads[i].place.stack) {
      text +=
          fmt::format("  File \"{}\", line {}, in {}\n", place.filename, place.line, place.name);
      if (std::string line = g_machine.source_line(place); !line.empty())
        text += fmt::format("    {}\n", line);
    }
  }
  return text;
}

// The script's sys.stderr may belong to one of the threads that wait.
void print(const Interpreter& interpreter, std::string_view text) {
  if (interpreter.config.write_err) return interpreter.config.write_err(text);
  while (!text.empty()) {
    ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<size_t>(written));
  }
}

// -- ending it --

Failed fail_deadlock(Thread& t, std::string_view text) {
  GILT_TRY(Ref message, str_new(t, text));
  return fail_with(t, *deadlock_error_type(), std::move(message));
}

// Who is to raise: of each circle the thread that closed it, else the main thread.
std::vector<size_t> victims(const Finding& found) {
  std::vector<size_t> chosen;
  for (size_t circle = 0; circle < found.circles; circle++) {
    size_t last = Stuck::kNone;
    for (size_t i = 0; i < found.threads.size(); i++) {
      const Stuck& s = found.threads[i];
      if (s.circle == circle &&
          (last == Stuck::kNone || s.waiter->since > found.threads[last].waiter->since))
        last = i;
    }
    if (last != Stuck::kNone) chosen.push_back(last);
  }
  if (!chosen.empty()) return chosen;
  for (size_t i = 0; i < found.threads.size(); i++)
    if (found.threads[i].thread->is_main) return {i};
  return {0};
}

// Makes the threads at [chosen] raise; true when the caller's own, [self], is one of them.
bool tell_victims(Watch& watch, const Finding& found, const std::vector<size_t>& chosen,
                  const std::vector<uint64_t>& ids, const LockWaiter& self,
                  const std::string& text) {
  bool own = false;
  std::lock_guard guard(watch.lock);
  for (size_t i : chosen) {
    LockWaiter* waiter = found.threads[i].waiter;
    if (waiter == &self) {
      own = true;
      continue;
    }
    // Its wait may be over by now: then it is not in the watch any more.
    auto entry = watch.waiters.find(ids[i]);
    if (entry == watch.waiters.end() || entry->second != waiter) continue;
    delete waiter->verdict.exchange(new std::string(text));
    scheduler().unpark(waiter->thread->gil->parker);
  }
  return own;
}

}  // namespace

bool deadlock_look(LockWaiter& waiter) {
  Thread& t = *waiter.thread;
  Interpreter& interpreter = *t.interpreter;
  Watch* watch = find_watch(interpreter);
  if (watch == nullptr || interpreter.finalizing.load(std::memory_order_acquire)) return true;
  if (!is_suspicious(*watch, waiter)) return true;
  // A finaliser that has not run yet might release something.
  if constexpr (kFreeThreaded) {
    waiter.parked = false;
    waiter.tidies = true;
    reclaim(t);
    waiter.tidies = false;
  }
  Finding found;
  std::vector<std::string> waits;
  std::vector<uint64_t> ids;
  std::vector<size_t> chosen;
  bool raises = watch->mode == DeadlockMode::kRaise;
  bool is_new = false;
  // Two that look at the same time are to see each other waiting.
  waiter.parked = true;
  for (int tries = 0;; tries++) {
    {
      StopTheWorld stopped(t, Pause::kInspect);
      if (tries == kTriesToLook || !somebody_tidies(interpreter)) {
        found = find_deadlock(waiter);
        for (const Stuck& s : found.threads) {
          is_new = is_new || (s.is_end && !s.waiter->reported);
          s.waiter->reported = true;
          ids.push_back(s.thread->id);
        }
        waits = wait_texts(found);
        if (raises && !found.threads.empty()) chosen = victims(found);
        break;
      }
    }
    ReleaseGil released(t, waiter.use.reason());
    scheduler().park(t.gil->parker, scheduler().now() + kPauseBetweenTries);
  }
  waiter.parked = false;
  if (found.threads.empty() || !(is_new || raises)) return true;
  std::string text = report_text(found, waits);
  if (is_new) {
    print(interpreter,
          fmt::format("\ngilt: {}{}\n", text,
                      raises ? ""
                             : "\nThey go on waiting. (-X deadlock=raise: one of them raises "
                               "gilt.DeadlockError; -X deadlock=off: silence)\n"));
  }
  if (!raises || !tell_victims(*watch, found, chosen, ids, waiter, text)) return true;
  return fail_deadlock(t, text);
}

bool deadlock_raise(LockWaiter& waiter) {
  std::unique_ptr<std::string> text(waiter.verdict.exchange(nullptr));
  if (text == nullptr) return false;
  (void)fail_deadlock(*waiter.thread, *text);
  return true;
}

void deadlock_leave(LockWaiter& waiter) {
  if (waiter.watched) {
    Watch* watch = find_watch(*waiter.thread->interpreter);
    if (watch == nullptr) return;
    std::lock_guard guard(watch->lock);
    auto entry = watch->waiters.find(waiter.thread->id);
    if (entry != watch->waiters.end() && entry->second == &waiter) watch->waiters.erase(entry);
  }
  delete waiter.verdict.exchange(nullptr);
}

void deadlock_watch(Interpreter& interpreter, DeadlockMode mode) {
  if (mode == DeadlockMode::kOff) return;
  auto watch = std::make_unique<Watch>();
  watch->mode = mode;
  std::lock_guard guard(watches().lock);
  watches().all[&interpreter] = std::move(watch);
}

void deadlock_watch_like(Interpreter& interpreter, const Interpreter& other) {
  const Watch* watch = find_watch(other);
  if (watch != nullptr) deadlock_watch(interpreter, watch->mode);
}

void deadlock_unwatch(const Interpreter& interpreter) {
  std::lock_guard guard(watches().lock);
  watches().all.erase(&interpreter);
}

void deadlock_thread_ended(Interpreter& interpreter) {
  std::lock_guard guard(watches().lock);
  auto found = watches().all.find(&interpreter);
  if (found == watches().all.end()) return;
  Watch& watch = *found->second;
  std::lock_guard inner(watch.lock);
  if (watch.waiters.empty() || watch.waiters.size() < interpreter.thread_count.load()) return;
  LockWaiter* waiter = watch.waiters.begin()->second;
  waiter->look.store(true, std::memory_order_relaxed);
  scheduler().unpark(waiter->thread->gil->parker);
}

void deadlock_after_fork(Interpreter& interpreter) {
  new (&watches().lock) ShortLock;
  Watch* watch = find_watch(interpreter);
  if (watch == nullptr) return;
  new (&watch->lock) ShortLock;
  watch->waiters.clear();
}

TypeObject* deadlock_error_type() {
  static TypeObject* type =
      type_new_native({.name = "gilt.DeadlockError",
                       .base = &runtime_error_type,
                       .instance_size = runtime_error_type.instance_size -
                                        static_cast<uint32_t>(sizeof(InstanceExtra*)),
                       .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs |
                                kTypeIsException,
                       .doc = "Threads wait for each other for ever (-X deadlock=raise)."});
  return type;
}

}  // namespace gilt
