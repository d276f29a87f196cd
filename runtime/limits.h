// What a host allows an interpreter to use: memory, instructions, time, and the world outside.
//
// An interpreter that has no limits has no Limits, and nothing that runs often asks for them:
//   memory        where the heap takes a page or a large block from the system (heap.cpp), not at
//                 each object;
//   instructions  counted by the watched dispatch table (watch.cpp), which an interpreter runs on
//                 only if its host counts;
//   time          an alarm thread that sleeps until the deadline.
// A limit that ends what runs does so as stop() does: through kLimit in the safepoint words, which
// unwinding answers by skipping all handlers of the script.
//
// Any thread may call what is here, attached or not, unless it says otherwise.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/collector.h"
#include "runtime/interpreter.h"
#include "runtime/scheduler.h"

namespace gilt {

// Parts of the world outside.
enum class Access : uint8_t { kFiles, kProcesses, kNetwork };

// Why what runs was told to end.
enum class StopReason : uint8_t { kNone, kHost, kInstructions, kTime };

class Limits {
 public:
  struct Terms {
    uint64_t memory = 0;        // bytes; 0: all there is
    uint64_t instructions = 0;  // of each allowance; 0: any number
    Nanoseconds time = 0;       // of each allowance; 0: any
    std::optional<std::vector<std::string>> modules =
        std::nullopt;  // that scripts may import; nothing: all
    bool files = true, processes = true, network = true;
  };

  Limits(Interpreter& interpreter, Terms terms);
  // REQUIRES: no thread of the interpreter runs.
  ~Limits();
  Limits(const Limits&) = delete;
  Limits& operator=(const Limits&) = delete;

  // -- memory --
  // Counts [bytes]; false, and nothing counted, when the interpreter would have too many.
  bool charge(size_t bytes) {
    int64_t used = used_.fetch_add(static_cast<int64_t>(bytes), std::memory_order_relaxed) +
                   static_cast<int64_t>(bytes);
    return used <= most_memory_ || charge_reserve(bytes, used);
  }
  void refund(size_t bytes) {
    int64_t used = used_.fetch_sub(static_cast<int64_t>(bytes), std::memory_order_relaxed) -
                   static_cast<int64_t>(bytes);
    // The reserve closes when there is again as much below the limit.
    if (reserve_open_.load(std::memory_order_relaxed) && used < most_memory_ - kReserve)
        [[unlikely]]
      reserve_open_.store(false, std::memory_order_relaxed);
  }
  // Since the interpreter was ready.
  uint64_t memory_used() const;

  // -- instructions and time --
  // Changes both and starts a fresh allowance.
  void set_allowance(uint64_t instructions, Nanoseconds time);
  // The host calls the interpreter, and returns: what comes first, with no other call in progress,
  // starts a fresh allowance.
  void enter_call();
  void leave_call() { calls_.fetch_sub(1, std::memory_order_relaxed); }
  void renew();
  bool counts_instructions() const { return counting_.load(std::memory_order_relaxed); }
  // Takes one from the allowance for the instruction that [t] is about to execute. False with the
  // stop's exception pending when there is none left. REQUIRES: attached.
  bool count_instruction(Thread& t) {
    if (t_credit.left == 0 || t_credit.allowance != allowance_.load(std::memory_order_relaxed))
        [[unlikely]]
      return take_credit(t);
    t_credit.left--;
    return true;
  }

  // -- stopping --
  // Why the current allowance ended; kNone while it has not.
  StopReason stop_reason() const { return reason_.load(std::memory_order_acquire); }
  void stop(StopReason reason);

  // -- the world outside --
  bool allows(Access access) const;
  bool allows_import(std::string_view full_name) const;
  // May modules be imported from that folder, or a source text read that lies there? With files
  // refused only what is in the folders that the host named.
  bool allows_source(std::string_view path) const;

 private:
  class Alarm;
  // What the calling thread has taken from an allowance, and not used.
  struct Credit {
    uint64_t allowance = 0;
    uint32_t left = 0;
  };
  static thread_local constinit Credit t_credit;
  // No memory is left but what it takes to make and to report a MemoryError.
  static constexpr int64_t kReserve = int64_t{256} << 10;
  // Threads take so many instructions at once, so that they seldom meet at the common count.
  static constexpr uint32_t kBatch = 256;

  bool charge_reserve(size_t bytes, int64_t used);
  bool take_credit(Thread& t);

  Interpreter& interpreter_;
  Terms terms_;
  int64_t most_memory_;
  std::atomic<int64_t> used_{0};
  std::atomic<bool> reserve_open_{false};
  std::atomic<bool> counting_{false};
  std::atomic<uint64_t> allowed_instructions_;
  std::atomic<Nanoseconds> allowed_time_;
  std::atomic<uint64_t> left_{0};
  std::atomic<uint64_t> allowance_{0};  // its number, one of its own in the process
  std::atomic<uint32_t> calls_{0};
  std::atomic<StopReason> reason_{StopReason::kNone};
  std::shared_ptr<Alarm> alarm_;
};

// Null: no limits.
inline Limits* limits_of(const Interpreter& interpreter) {
  return interpreter.collector->limits;
}
inline Limits* limits_of(const Thread& t) {
  return limits_of(*t.interpreter);
}

// For memory that [t]'s interpreter has from elsewhere than its heap: counts it (false when it
// would be too much), and no longer.
bool charge_memory(Thread& t, size_t bytes);
void refund_memory(Thread& t, size_t bytes);

// While this lives no memory limit applies to the calling thread: what it allocates is needed to
// report that there is no more.
class MemoryReserve {
 public:
  MemoryReserve();
  ~MemoryReserve();
  MemoryReserve(const MemoryReserve&) = delete;
  MemoryReserve& operator=(const MemoryReserve&) = delete;
};

// [t], which was told to end, may go on.
void forget_stop(Thread& t);
// Makes whatever runs in [interpreter] end, as soon as it can, in a way that no script can catch.
void stop_all(Interpreter& interpreter);
// What the exception of a thread that is told to end says.
std::string stop_message(const Thread& t);

// May scripts do that? False with PermissionError raised. REQUIRES: attached.
bool permit(Thread& t, Access access);

}  // namespace gilt
