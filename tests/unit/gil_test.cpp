// The lock's own behaviour: hand-over, forced switching, statistics; and what it is built on:
// parkers and the locks that threads wait for.
#include "runtime/gil.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/lock.h"
#include "stdlib/native_modules.h"

namespace gilt {
namespace {

constexpr Nanoseconds kMillisecond = 1'000'000;
constexpr Nanoseconds kLimit10Seconds = 10'000 * kMillisecond;

// Waits for what another thread does; false when it takes far too long.
bool eventually(const std::function<bool()>& condition) {
  Nanoseconds end = scheduler().now() + kLimit10Seconds;
  while (!condition()) {
    if (scheduler().now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

class GilTest : public testing::Test {
 protected:
  GilTest() : interpreter_(make()), main_(*interpreter_->main_thread), gil_(*interpreter_->gil) {}
  ~GilTest() override { interpreter_delete(interpreter_); }

  static Interpreter* make() {
    register_native_modules();
    InterpreterConfig config;
    config.use_gil = true;
    return interpreter_new(std::move(config));
  }

  // A thread of the interpreter's on an OS thread of its own, attached while [body] runs.
  std::thread start(std::function<void(Thread&)> body) {
    return std::thread([this, body = std::move(body)] {
      Thread* t = thread_new(interpreter_);
      attach(*t);
      body(*t);
      thread_delete(t);
    });
  }
  void join(std::thread& thread) {
    ReleaseGil released(main_, ReleaseReason::kJoin);
    thread.join();
  }
  static uint64_t handed_over(const Thread& t, HandOver reason) {
    return t.gil->hand_overs[static_cast<int>(reason)];
  }
  static uint64_t handed_over(const Thread& t) {
    return std::accumulate(std::begin(t.gil->hand_overs), std::end(t.gil->hand_overs), uint64_t{0});
  }

  Interpreter* interpreter_;
  Thread& main_;
  Gil& gil_;
};

TEST_F(GilTest, ReleasingItLetsAnotherThreadIn) {
  gil_.set_interval(kLimit10Seconds);  // nobody is asked to let go
  std::atomic<bool> ran{false};
  std::thread other = start([&](Thread&) { ran = true; });
  ASSERT_TRUE(eventually([&] { return gil_.has_waiters(); }));
  EXPECT_FALSE(ran);
  EXPECT_EQ(gil_.holder(), &main_);
  {
    ReleaseGil released(main_, ReleaseReason::kSleep);
    EXPECT_TRUE(eventually([&] { return ran.load(); }));
  }
  EXPECT_EQ(gil_.holder(), &main_);
  EXPECT_EQ(handed_over(main_, HandOver::kSleep), 1u);
  EXPECT_EQ(handed_over(main_, HandOver::kInterval), 0u);
  join(other);
}

TEST_F(GilTest, AWaiterAsksAndTheHolderSwitches) {
  std::atomic<int> turn{0};
  std::atomic<uint64_t> contended{0};
  std::thread other = start([&](Thread& t) {
    turn = 1;
    contended = t.gil->contended;
    // Holds on until it is asked in its turn.
    EXPECT_TRUE(eventually([&] { return (t.safepoint.load() & kDropGil) != 0; }));
    EXPECT_TRUE(safepoint(t));
    EXPECT_EQ(turn, 2);
  });
  ASSERT_TRUE(eventually([&] { return (main_.safepoint.load() & kDropGil) != 0; }));
  EXPECT_EQ(turn, 0);
  // Forced switching: this does not come back before the other thread has had the lock.
  EXPECT_TRUE(safepoint(main_));
  EXPECT_EQ(turn, 1);
  EXPECT_EQ(contended, 1u);
  EXPECT_EQ(handed_over(main_, HandOver::kInterval), 1u);
  EXPECT_GE(gil_.drop_requests.load(), 2u);
  EXPECT_EQ(main_.safepoint.load() & kDropGil, 0u);
  turn = 2;
  join(other);
}

TEST_F(GilTest, NobodyIsAskedBeforeTheIntervalIsOver) {
  gil_.set_interval(kLimit10Seconds);
  std::thread other = start([](Thread&) {});
  ASSERT_TRUE(eventually([&] { return gil_.has_waiters(); }));
  Nanoseconds end = scheduler().now() + 50 * kMillisecond;
  while (scheduler().now() < end) EXPECT_EQ(main_.safepoint.load() & kDropGil, 0u);
  EXPECT_EQ(gil_.drop_requests.load(), 0u);
  join(other);
}

TEST_F(GilTest, AloneNothingIsHandedOver) {
  uint64_t before = main_.gil->acquisitions;
  for (int i = 0; i < 100; i++) ReleaseGil released(main_);
  gil_.switch_thread(main_);
  EXPECT_EQ(main_.gil->acquisitions, before + 100);
  EXPECT_EQ(main_.gil->contended, 0u);
  EXPECT_EQ(handed_over(main_), 0u);
  EXPECT_EQ(main_.gil->waited, 0);
}

TEST_F(GilTest, ARequestThatIsOldIsHarmless) {
  main_.safepoint.fetch_or(kDropGil);
  EXPECT_TRUE(safepoint(main_));
  EXPECT_EQ(gil_.holder(), &main_);
  EXPECT_EQ(main_.safepoint.load() & kDropGil, 0u);
}

TEST_F(GilTest, OneAtATime) {
  constexpr int kThreads = 4, kRounds = 2000;
  gil_.set_interval(kMillisecond / 20);
  int counter = 0;  // not atomic: the lock guards it
  int inside = 0;
  auto work = [&](Thread& t) {
    for (int i = 0; i < kRounds; i++) {
      EXPECT_EQ(inside++, 0);
      counter++;
      inside--;
      if (i % 3 == 0) ReleaseGil released(t);
      EXPECT_TRUE(t.safepoint.load() == 0 || safepoint(t));
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; i++) threads.push_back(start(work));
  work(main_);
  for (std::thread& thread : threads) join(thread);
  EXPECT_EQ(counter, (kThreads + 1) * kRounds);
  EXPECT_EQ(gil_.holder(), &main_);
  EXPECT_FALSE(gil_.has_waiters());
}

TEST_F(GilTest, StatisticsAddUp) {
  constexpr int kThreads = 3, kRounds = 500;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; i++) {
    threads.push_back(start([&, i](Thread& t) {
      t.name = "worker " + std::to_string(i);
      for (int round = 0; round < kRounds; round++) ReleaseGil released(t);
    }));
  }
  for (std::thread& thread : threads) join(thread);
  GilReport report = gil_report(main_);
  ASSERT_EQ(report.threads.size(), static_cast<size_t>(kThreads) + 1);
  EXPECT_EQ(report.threads[0].first, "MainThread");
  GilStatistics sum;
  for (const auto& [name, thread] : report.threads) {
    sum.acquisitions += thread.acquisitions;
    sum.contended += thread.contended;
    sum.waited += thread.waited;
    sum.longest_wait = std::max(sum.longest_wait, thread.longest_wait);
    for (size_t i = 0; i < std::size(sum.hand_overs); i++)
      sum.hand_overs[i] += thread.hand_overs[i];
    EXPECT_LE(thread.contended, thread.acquisitions);
    EXPECT_LE(thread.longest_wait, thread.waited);
    if (name != "MainThread") {
      EXPECT_EQ(thread.acquisitions, uint64_t{kRounds} + 1) << name;
    }
  }
  EXPECT_EQ(report.total.acquisitions, sum.acquisitions);
  EXPECT_EQ(report.total.contended, sum.contended);
  EXPECT_EQ(report.total.waited, sum.waited);
  EXPECT_EQ(report.total.longest_wait, sum.longest_wait);
  for (size_t i = 0; i < std::size(sum.hand_overs); i++)
    EXPECT_EQ(report.total.hand_overs[i], sum.hand_overs[i]);
}

TEST_F(GilTest, ReleasingKeepsErrno) {
  std::thread other = start([](Thread& t) {
    for (int i = 0; i < 200; i++) ReleaseGil released(t);
  });
  for (int i = 0; i < 200; i++) {
    {
      ReleaseGil released(main_);
      errno = EDOM;
    }
    EXPECT_EQ(errno, EDOM);
  }
  join(other);
}

// -- parkers --

TEST(Parker, KeepsOneToken) {
  Parker parker;
  scheduler().unpark(parker);
  scheduler().unpark(parker);
  EXPECT_EQ(scheduler().park(parker, kForever), ParkResult::kWoken);
  EXPECT_EQ(scheduler().park(parker, scheduler().now()), ParkResult::kTimeout);
}

TEST(Parker, SleepsUntilTheDeadline) {
  Parker parker;
  Nanoseconds deadline = deadline_after(20 * kMillisecond);
  EXPECT_EQ(scheduler().park(parker, deadline), ParkResult::kTimeout);
  EXPECT_GE(scheduler().now(), deadline);
}

TEST(Parker, IsWokenByAnotherThread) {
  Parker there, back;
  std::thread other([&] {
    for (int i = 0; i < 1000; i++) {
      EXPECT_EQ(scheduler().park(there, deadline_after(kLimit10Seconds)), ParkResult::kWoken);
      scheduler().unpark(back);
    }
  });
  for (int i = 0; i < 1000; i++) {
    scheduler().unpark(there);
    EXPECT_EQ(scheduler().park(back, deadline_after(kLimit10Seconds)), ParkResult::kWoken);
  }
  other.join();
}

TEST(Scheduler, DeadlinesDoNotOverflow) {
  EXPECT_EQ(deadline_after(kForever), kForever);
  EXPECT_EQ(deadline_after(kForever - 1), kForever);
  EXPECT_GT(deadline_after(1), 0);
}

TEST(Scheduler, ClocksGoForward) {
  Nanoseconds last = scheduler().now();
  for (int i = 0; i < 1000; i++) {
    Nanoseconds now = scheduler().now();
    EXPECT_GE(now, last);
    last = now;
  }
  EXPECT_GT(scheduler().wall_clock(), Nanoseconds{1'600'000'000} * 1000 * kMillisecond);
  Nanoseconds of_thread = scheduler().thread_cpu_time();
  EXPECT_GE(scheduler().process_cpu_time(), of_thread);
}

TEST(Scheduler, SpawnsThreads) {
  std::atomic<int> ran{0};
  for (int i = 0; i < 10; i++) ASSERT_TRUE(scheduler().spawn([&] { ran++; }, 1 << 20));
  EXPECT_TRUE(eventually([&] { return ran == 10; }));
}

TEST(ShortLock, OneAtATime) {
  ShortLock lock;
  int counter = 0;
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; i++) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20000; round++) {
        lock.lock();
        counter++;
        lock.unlock();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counter, 80000);
}

// -- locks that threads wait for --

using ParkingLockTest = GilTest;

TEST_F(ParkingLockTest, KnowsItsOwner) {
  ParkingLock lock;
  EXPECT_FALSE(lock.held());
  EXPECT_TRUE(lock.try_acquire(main_));
  EXPECT_FALSE(lock.try_acquire(main_));
  EXPECT_EQ(lock.owner(), main_.id);
  lock.release();
  EXPECT_FALSE(lock.held());
}

TEST_F(ParkingLockTest, GivesUpAtTheDeadline) {
  ParkingLock lock;
  ASSERT_TRUE(lock.try_acquire(main_));
  EXPECT_EQ(lock.acquire(main_, scheduler().now()), LockResult::kTimeout);
  Nanoseconds deadline = deadline_after(20 * kMillisecond);
  EXPECT_EQ(lock.acquire(main_, deadline), LockResult::kTimeout);
  EXPECT_GE(scheduler().now(), deadline);
  EXPECT_FALSE(lock.has_waiters());
  EXPECT_EQ(gil_.holder(), &main_);
}

TEST_F(ParkingLockTest, AWaiterGetsItWhenAnotherThreadReleasesIt) {
  ParkingLock lock;
  ASSERT_TRUE(lock.try_acquire(main_));
  // Released by who did not take it, as Python's locks may be.
  std::thread other = start([&](Thread& t) {
    while (!lock.has_waiters()) ReleaseGil released(t);
    lock.release();
  });
  EXPECT_EQ(lock.acquire(main_, kForever), LockResult::kAcquired);
  EXPECT_EQ(lock.owner(), main_.id);
  lock.release();
  join(other);
}

TEST_F(ParkingLockTest, WaitingGivesUpTheGil) {
  ParkingLock lock;
  gil_.set_interval(kLimit10Seconds);
  ASSERT_TRUE(lock.try_acquire(main_));
  std::atomic<bool> waits{false};
  std::thread other = start([&](Thread& t) {
    waits = true;
    EXPECT_EQ(lock.acquire(t, kForever), LockResult::kAcquired);
    lock.release();
  });
  // The other thread got the lock only because this one lets it, and comes back waiting.
  while (!lock.has_waiters()) ReleaseGil released(main_);
  EXPECT_TRUE(waits);
  lock.release();
  join(other);
  EXPECT_FALSE(lock.held());
}

TEST_F(ParkingLockTest, OneAtATime) {
  constexpr int kThreads = 4, kRounds = 1000;
  gil_.set_interval(kMillisecond / 20);
  ParkingLock lock;
  int inside = 0, counter = 0;
  auto work = [&](Thread& t) {
    for (int i = 0; i < kRounds; i++) {
      ASSERT_EQ(lock.acquire(t, kForever), LockResult::kAcquired);
      EXPECT_EQ(inside++, 0);
      if (i % 7 == 0) ReleaseGil released(t);
      counter++;
      inside--;
      lock.release();
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; i++) threads.push_back(start(work));
  for (std::thread& thread : threads) join(thread);
  EXPECT_EQ(counter, kThreads * kRounds);
  EXPECT_FALSE(lock.held());
  EXPECT_FALSE(lock.has_waiters());
}

TEST_F(ParkingLockTest, AStopEndsTheWait) {
  ParkingLock lock;
  ASSERT_TRUE(lock.try_acquire(main_));
  std::atomic<Thread*> waiter{nullptr};
  std::atomic<LockResult> result{LockResult::kAcquired};
  std::thread other = start([&](Thread& t) {
    waiter = &t;
    result = lock.acquire(t, kForever);
    error_clear(t);
  });
  while (!lock.has_waiters()) ReleaseGil released(main_);
  waiter.load()->safepoint.fetch_or(kExit);
  scheduler().unpark(waiter.load()->gil->parker);
  join(other);
  EXPECT_EQ(result, LockResult::kError);
  EXPECT_FALSE(lock.has_waiters());
  // Nobody has taken it meanwhile.
  EXPECT_EQ(lock.owner(), main_.id);
  lock.release();
  EXPECT_TRUE(lock.try_acquire(main_));
  lock.release();
}

TEST_F(ParkingLockTest, AWakeUpThatCameTooLateGoesToTheNext) {
  // One waiter is stopped at the same time as the lock is released: the other must get it.
  for (int round = 0; round < 50; round++) {
    ParkingLock lock;
    ASSERT_TRUE(lock.try_acquire(main_));
    std::atomic<Thread*> first{nullptr};
    std::atomic<bool> got_it{false};
    std::thread stopped = start([&](Thread& t) {
      first = &t;
      if (lock.acquire(t, kForever) == LockResult::kAcquired) {
        lock.release();
      } else {
        error_clear(t);
      }
      first = nullptr;
    });
    while (!lock.has_waiters()) ReleaseGil released(main_);
    std::thread patient = start([&](Thread& t) {
      EXPECT_EQ(lock.acquire(t, deadline_after(kLimit10Seconds)), LockResult::kAcquired);
      got_it = true;
      lock.release();
    });
    {
      ReleaseGil released(main_);
      scheduler().yield();
    }
    lock.release();
    if (Thread* t = first.load()) {
      t->safepoint.fetch_or(kExit);
      scheduler().unpark(t->gil->parker);
    }
    join(stopped);
    join(patient);
    EXPECT_TRUE(got_it);
  }
}

}  // namespace
}  // namespace gilt
