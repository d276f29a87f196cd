#include "runtime/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/gil.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt {
namespace {

constinit thread_local uint32_t t_reserves = 0;
constinit std::atomic<uint64_t> g_allowances{0};

// Is [name] the entry [allowed], or in the package of that name?
bool covers(std::string_view allowed, std::string_view name) {
  return name == allowed ||
         (name.size() > allowed.size() && name.starts_with(allowed) && name[allowed.size()] == '.');
}

}  // namespace

constinit thread_local Limits::Credit Limits::t_credit;

MemoryReserve::MemoryReserve() {
  ++t_reserves;
}
MemoryReserve::~MemoryReserve() {
  --t_reserves;
}

// -- time --

// A thread that sleeps until a deadline, and then stops what runs. It may outlive the Limits by an
// instant, so both own it.
class Limits::Alarm {
 public:
  explicit Alarm(Limits& limits) : limits_(limits) {}

  static std::shared_ptr<Alarm> start(Limits& limits) {
    auto alarm = std::make_shared<Alarm>(limits);
    constexpr size_t kStack = size_t{64} << 10;
    bool started = scheduler().spawn([alarm] { alarm->run(); }, kStack);
    return started ? alarm : nullptr;
  }

  void set(Nanoseconds deadline) {
    deadline_.store(deadline, std::memory_order_seq_cst);
    if (deadline < sleeps_until_.load(std::memory_order_seq_cst)) scheduler().unpark(parker_);
  }

  // Returns when the thread will touch the limits no more.
  void end() {
    ends_.store(true, std::memory_order_seq_cst);
    scheduler().unpark(parker_);
    while (!ended_.load(std::memory_order_acquire)) scheduler().park(end_parker_, kForever);
  }

 private:
  void run() {
    scheduler().set_thread_name("gilt-limit");
    while (!ends_.load(std::memory_order_seq_cst)) {
      Nanoseconds deadline = deadline_.load(std::memory_order_seq_cst);
      if (scheduler().now() >= deadline) {
        // Unless a fresh allowance has just begun.
        if (deadline_.compare_exchange_strong(deadline, kForever, std::memory_order_seq_cst))
          limits_.stop(StopReason::kTime);
        continue;
      }
      sleeps_until_.store(deadline, std::memory_order_seq_cst);
      // An earlier deadline that came before this was to be seen has sent no wake-up.
      if (deadline_.load(std::memory_order_seq_cst) >= deadline)
        scheduler().park(parker_, deadline);
    }
    ended_.store(true, std::memory_order_release);
    scheduler().unpark(end_parker_);
  }

  Limits& limits_;
  Parker parker_, end_parker_;
  std::atomic<Nanoseconds> deadline_{kForever}, sleeps_until_{kForever};
  std::atomic<bool> ends_{false}, ended_{false};
};

Limits::Limits(Interpreter& interpreter, Terms terms)
    : interpreter_(interpreter),
      terms_(std::move(terms)),
      most_memory_(terms_.memory == 0 || terms_.memory > INT64_MAX
                       ? INT64_MAX
                       : static_cast<int64_t>(terms_.memory)),
      allowed_instructions_(terms_.instructions),
      allowed_time_(terms_.time) {
  renew();
}

Limits::~Limits() {
  if (alarm_ != nullptr) alarm_->end();
}

void Limits::set_allowance(uint64_t instructions, Nanoseconds time) {
  allowed_instructions_.store(instructions, std::memory_order_relaxed);
  allowed_time_.store(time, std::memory_order_relaxed);
  renew();
}

void Limits::enter_call() {
  if (calls_.fetch_add(1, std::memory_order_relaxed) != 0) return;
  // The last allowance may have ended when nothing ran any more.
  StopReason last = stop_reason();
  if (last == StopReason::kInstructions || last == StopReason::kTime)
    forget_stop(*interpreter_.main_thread);
  renew();
}

void Limits::renew() {
  reason_.store(StopReason::kNone, std::memory_order_release);
  uint64_t instructions = allowed_instructions_.load(std::memory_order_relaxed);
  left_.store(instructions, std::memory_order_relaxed);
  counting_.store(instructions != 0, std::memory_order_relaxed);
  // What threads have left of the last allowance is not for this one.
  allowance_.store(g_allowances.fetch_add(1, std::memory_order_relaxed) + 1,
                   std::memory_order_relaxed);
  Nanoseconds time = allowed_time_.load(std::memory_order_relaxed);
  if (time > 0 && alarm_ == nullptr) alarm_ = Alarm::start(*this);
  if (alarm_ != nullptr) alarm_->set(time > 0 ? deadline_after(time) : kForever);
}

// -- instructions --

bool Limits::take_credit(Thread& t) {
  uint64_t left = left_.load(std::memory_order_relaxed);
  uint64_t taken;
  do {
    taken = std::min<uint64_t>(left, kBatch);
  } while (!left_.compare_exchange_weak(left, left - taken, std::memory_order_relaxed));
  if (taken == 0) {
    stop(StopReason::kInstructions);
    return safepoint(t);
  }
  t_credit = {allowance_.load(std::memory_order_relaxed), static_cast<uint32_t>(taken) - 1};
  return true;
}

// -- memory --

bool Limits::charge_reserve(size_t bytes, int64_t used) {
  if (t_reserves != 0) return true;
  // Once the script has been told, handlers and reports need a little to work with.
  constexpr size_t kSmall = size_t{64} << 10;
  if (bytes <= kSmall && used <= most_memory_ + kReserve &&
      reserve_open_.load(std::memory_order_relaxed))
    return true;
  reserve_open_.store(true, std::memory_order_relaxed);
  refund(bytes);
  return false;
}

bool charge_memory(Thread& t, size_t bytes) {
  Limits* limits = limits_of(t);
  return limits == nullptr || limits->charge(bytes);
}

void refund_memory(Thread& t, size_t bytes) {
  if (Limits* limits = limits_of(t)) limits->refund(bytes);
}

uint64_t Limits::memory_used() const {
  return static_cast<uint64_t>(std::max<int64_t>(used_.load(std::memory_order_relaxed), 0));
}

// -- stopping --

void Limits::stop(StopReason reason) {
  StopReason expected = StopReason::kNone;
  reason_.compare_exchange_strong(expected, reason, std::memory_order_acq_rel);
  stop_all(interpreter_);
}

void stop_all(Interpreter& interpreter) {
  interpreter.collector->was_stopped.store(true, std::memory_order_relaxed);
  interpreter.threads_lock.lock();
  for (Thread* t = interpreter.threads; t != nullptr; t = t->next) {
    t->safepoint.fetch_or(kLimit, std::memory_order_relaxed);
    scheduler().unpark(t->gil->parker);
  }
  interpreter.threads_lock.unlock();
}

void forget_stop(Thread& t) {
  t.stopping = false;
  t.safepoint.fetch_and(~uint32_t{kLimit}, std::memory_order_relaxed);
}

std::string stop_message(const Thread& t) {
  const Limits* limits = limits_of(t);
  switch (limits == nullptr ? StopReason::kHost : limits->stop_reason()) {
    case StopReason::kInstructions: return "the limit of instructions is reached";
    case StopReason::kTime: return "the limit of time is reached";
    case StopReason::kNone:
    case StopReason::kHost: break;
  }
  return "stopped by the host";
}

// -- the world outside --

bool Limits::allows(Access access) const {
  switch (access) {
    case Access::kFiles: return terms_.files;
    case Access::kProcesses: return terms_.processes;
    case Access::kNetwork: return terms_.network;
  }
  return false;
}

bool Limits::allows_import(std::string_view full_name) const {
  if (!terms_.modules) return true;
  return std::any_of(terms_.modules->begin(), terms_.modules->end(),
                     [&](const std::string& allowed) { return covers(allowed, full_name); });
}

bool Limits::allows_source(std::string_view path) const {
  if (terms_.files) return true;
  // A script could name /allowed/../elsewhere.
  if (path.find("..") != std::string_view::npos) return false;
  const std::vector<std::string>& named = interpreter_.config.search_path;
  return std::any_of(named.begin(), named.end(), [&](const std::string& own) {
    return path == own || (!own.empty() && path.starts_with(own) && path[own.size()] == '/');
  });
}

bool permit(Thread& t, Access access) {
  const Limits* limits = limits_of(t);
  if (limits == nullptr || limits->allows(access)) [[likely]]
    return true;
  const char* what = access == Access::kFiles       ? "file access is not allowed here"
                     : access == Access::kProcesses ? "work with processes is not allowed here"
                                                    : "network access is not allowed here";
  GILT_TRY(RefOf<StrObject> text, str_new(t, what));
  GILT_TRY(Ref exception, call(t, to_value(&os_error_type), {Value::integer(EPERM), text.value()}));
  return fail_instance(t, std::move(exception));
}

}  // namespace gilt
