#include "runtime/gil.h"

#include <new>

#include "runtime/brief_wait.h"
#include "runtime/timeline.h"

namespace gilt {

const char* hand_over_name(HandOver reason) {
  static constexpr const char* kNames[] = {"interval", "I/O",    "sleep", "lock",
                                           "join",     "kernel", "exit"};
  return kNames[static_cast<int>(reason)];
}

Gil::Gil() = default;
Gil::~Gil() = default;

void GilStatistics::add(const GilThreadState& thread) {
  acquisitions += thread.acquisitions;
  contended += thread.contended;
  waited += thread.waited;
  held += thread.held;
  lock_waits += thread.lock_waits;
  lock_waited += thread.lock_waited;
  if (thread.longest_wait > longest_wait) longest_wait = thread.longest_wait;
  for (int i = 0; i < static_cast<int>(HandOver::kCount); i++)
    hand_overs[i] += thread.hand_overs[i];
}

bool Gil::try_take(Thread& t) {
  Thread* expected = nullptr;
  return holder_.compare_exchange_strong(expected, &t, std::memory_order_seq_cst);
}

void Gil::took(Thread& t) {
  t.gil->acquisitions++;
  if (timing) t.gil->taken_at = scheduler().now();
  timeline_runs(t);
  if (last_holder_ == &t) return;
  last_holder_ = &t;
  switches_.fetch_add(1, std::memory_order_seq_cst);
  // Whoever was made to drop the lock waits for exactly this.
  if (Parker* forced = forced_.load(std::memory_order_seq_cst)) scheduler().unpark(*forced);
}

void Gil::enqueue(Thread& t) {
  queue_lock_.lock();
  t.gil->next_waiter = nullptr;
  (last_ != nullptr ? last_->gil->next_waiter : first_) = &t;
  last_ = &t;
  waiting_.fetch_add(1, std::memory_order_seq_cst);
  queue_lock_.unlock();
}

void Gil::remove_waiter(Thread& t) {
  queue_lock_.lock();
  Thread* previous = nullptr;
  for (Thread* w = first_; w != nullptr; previous = w, w = w->gil->next_waiter) {
    if (w != &t) continue;
    (previous != nullptr ? previous->gil->next_waiter : first_) = t.gil->next_waiter;
    if (last_ == &t) last_ = previous;
    break;
  }
  waiting_.fetch_sub(1, std::memory_order_seq_cst);
  queue_lock_.unlock();
}

void Gil::wake_first() {
  queue_lock_.lock();
  // Under the queue's lock a waiter cannot leave, so its parker is still there.
  if (first_ != nullptr) scheduler().unpark(first_->gil->parker);
  queue_lock_.unlock();
}

void Gil::acquire(Thread& t) {
  if (try_take(t)) return took(t);
  Nanoseconds start = scheduler().now();
  timeline_wants_lock(t);
  enqueue(t);
  while (!try_take(t)) {
    uint64_t switches = switches_.load(std::memory_order_seq_cst);
    Nanoseconds interval_end = deadline_after(interval());
    // Stray tokens (an interrupted sleep, a lock's wake-up that came late) end a park early: sleep
    // the interval out.
    bool took_it = false;
    while (!(took_it = try_take(t))) {
      await_briefly(t.gil->parker);
      if (scheduler().park(t.gil->parker, interval_end) == ParkResult::kTimeout) break;
    }
    if (took_it) break;
    // The same thread has held the lock for a whole interval: ask it to drop it.
    if (switches_.load(std::memory_order_seq_cst) != switches) continue;
    uint64_t asked = 0;
    queue_lock_.lock();
    // The holder cannot end while it is looked at: a thread leaves under the queue's lock (see
    // release).
    if (Thread* holder = holder_.load(std::memory_order_seq_cst)) {
      drop_requests.fetch_add(1, std::memory_order_relaxed);
      holder->safepoint.fetch_or(kDropGil, std::memory_order_relaxed);
      asked = holder->id;
    }
    queue_lock_.unlock();
    if (asked != 0) timeline_drop_request(t, asked);
  }
  remove_waiter(t);
  took(t);
  t.gil->contended++;
  Nanoseconds waited = scheduler().now() - start;
  t.gil->waited += waited;
  if (waited > t.gil->longest_wait) t.gil->longest_wait = waited;
}

void Gil::count_hand_over(Thread& t, HandOver reason) {
  uint32_t waiters = waiting_.load(std::memory_order_relaxed);
  // Who was made to drop the lock wants it too, but is not in the queue yet.
  Parker* forced = forced_.load(std::memory_order_relaxed);
  if (forced != nullptr && forced != &t.gil->parker) waiters++;
  if (waiters != 0) t.gil->hand_overs[static_cast<int>(reason)]++;
  timeline_stops(t, reason, waiters);
}

void Gil::release(Thread& t, HandOver reason) {
  if (timing) t.gil->held += scheduler().now() - t.gil->taken_at;
  if (reason != HandOver::kExit) count_hand_over(t, reason);
  t.safepoint.fetch_and(~uint32_t{kDropGil}, std::memory_order_relaxed);
  if (reason == HandOver::kExit) {
    leaving_.fetch_add(1, std::memory_order_relaxed);
    queue_lock_.lock();
    holder_.store(nullptr, std::memory_order_seq_cst);
    queue_lock_.unlock();
  } else {
    holder_.store(nullptr, std::memory_order_seq_cst);
  }
  // Pairs with enqueue: either the waiter sees the lock free, or its waiting_ is seen here.
  if (waiting_.load(std::memory_order_seq_cst) != 0) wake_first();
  if (reason == HandOver::kExit) leaving_.fetch_sub(1, std::memory_order_release);
}

void Gil::forget_others() {
  new (&queue_lock_) ShortLock;
  first_ = last_ = nullptr;
  waiting_.store(0, std::memory_order_relaxed);
  leaving_.store(0, std::memory_order_relaxed);
  forced_.store(nullptr, std::memory_order_relaxed);
}

void Gil::switch_thread(Thread& t) {
  t.safepoint.fetch_and(~uint32_t{kDropGil}, std::memory_order_relaxed);
  if (!has_waiters()) return;
  uint64_t switches = switches_.load(std::memory_order_seq_cst);
  // The request may be left over from a holding that has ended since.
  forced_.store(&t.gil->parker, std::memory_order_seq_cst);
  release(t, HandOver::kInterval);
  // Wait until another thread has the lock, or nobody wants it any more.
  while (switches_.load(std::memory_order_seq_cst) == switches &&
         waiting_.load(std::memory_order_seq_cst) != 0) {
    scheduler().park(t.gil->parker, deadline_after(interval()));
  }
  forced_.store(nullptr, std::memory_order_seq_cst);
  acquire(t);
}

}  // namespace gilt
