// The recorder of timelines and what is made of its events.
#include <gtest/gtest.h>

#include <algorithm>
#include <gilt/gilt.hpp>
#include <map>
#include <string>

#include "runtime/config.h"

namespace {

using namespace gilt::embed;
using State = Timeline::State;

// Under the lock, so that hand-overs happen in both builds.
Options locked() {
  Options options;
  options.use_gil = true;
  return options;
}

// Each computes until all have: the first has to be made to hand the lock over, however slow the
// machine.
constexpr char kBusyThreads[] = R"(
import sys, threading, time
sys.setswitchinterval(0.0005)
lock = threading.Lock()
turns = [0, 0, 0]
def work(number):
    while min(turns) < 1000:
        turns[number] += 1
    with lock:
        time.sleep(0.002)
threads = [threading.Thread(target=work, args=(i,), name=f"worker {i}") for i in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
)";

Timeline record(Interpreter& python, const char* source, uint64_t limit = 0) {
  python.start_timeline(limit);
  auto result = python.run(source, "program.py");
  EXPECT_TRUE(result) << result.error().traceback;
  return python.stop_timeline();
}

const Timeline::Thread* thread_named(const Timeline& timeline, const std::string& name) {
  for (const Timeline::Thread& thread : timeline.threads) {
    if (thread.name == name) return &thread;
  }
  return nullptr;
}

bool has_span(const Timeline::Thread& thread, State state, const std::string& reason) {
  return std::any_of(thread.spans.begin(), thread.spans.end(), [&](const Timeline::Span& span) {
    return span.state == state && span.reason == reason;
  });
}

TEST(Timeline, SpansOfAThreadAreInOrderAndDoNotOverlap) {
  Interpreter python(locked());
  Timeline timeline = record(python, kBusyThreads);
  ASSERT_EQ(timeline.threads.size(), 4u);
  for (const Timeline::Thread& thread : timeline.threads) {
    ASSERT_FALSE(thread.spans.empty()) << thread.name;
    int64_t end = 0;
    for (const Timeline::Span& span : thread.spans) {
      EXPECT_LE(end, span.begin) << thread.name;
      EXPECT_LE(span.begin, span.end) << thread.name;
      end = span.end;
    }
    EXPECT_LE(end, timeline.duration);
  }
}

TEST(Timeline, OneThreadRunsAtATimeUnderTheLock) {
  Interpreter python(locked());
  Timeline timeline = record(python, kBusyThreads);
  std::vector<std::pair<int64_t, int64_t>> runs;
  for (const Timeline::Thread& thread : timeline.threads) {
    for (const Timeline::Span& span : thread.spans) {
      if (span.state == State::kRun) runs.emplace_back(span.begin, span.end);
    }
  }
  std::sort(runs.begin(), runs.end());
  for (size_t i = 1; i < runs.size(); i++) EXPECT_GE(runs[i].first, runs[i - 1].second);
}

TEST(Timeline, HandOversAreThoseOfTheStatistics) {
  Interpreter python(locked());
  LockStatistics before = python.statistics();
  Timeline timeline = record(python, kBusyThreads);
  LockStatistics after = python.statistics();
  std::map<std::string, uint64_t> counts;
  for (const Timeline::Thread& thread : timeline.threads) {
    for (const Timeline::Span& span : thread.spans) {
      if (span.state == State::kRun && span.waiters != 0) counts[span.reason]++;
    }
  }
  EXPECT_EQ(counts["interval"], after.total.interval - before.total.interval);
  EXPECT_EQ(counts["sleep"], after.total.sleep - before.total.sleep);
  EXPECT_EQ(counts["lock"], after.total.lock - before.total.lock);
  EXPECT_EQ(counts["join"], after.total.join - before.total.join);
  EXPECT_EQ(counts["exit"], after.total.exit - before.total.exit);
  EXPECT_GT(counts["interval"], 0u);
  uint64_t requests = 0;
  for (const Timeline::Thread& thread : timeline.threads) requests += thread.drop_requests.size();
  EXPECT_EQ(requests, after.drop_requests - before.drop_requests);
  // Each goes to a thread that waited: it takes the lock where its wait ends.
  for (const Timeline::HandOver& hand_over : timeline.hand_overs) {
    EXPECT_NE(hand_over.from, hand_over.to);
    EXPECT_LE(hand_over.released, hand_over.taken);
    EXPECT_GE(hand_over.waiters, 1u);
  }
}

TEST(Timeline, TellsWhatAThreadIsBlockedInAndWhere) {
  Interpreter python;
  Timeline timeline = record(python, R"(import threading, time
lock = threading.Lock()
held = threading.Event()
def holder():
    with lock:
        held.set()
        time.sleep(0.3)
def waiter():
    held.wait()
    with lock:
        pass
a = threading.Thread(target=holder, name="holder")
b = threading.Thread(target=waiter, name="waiter")
b.start()
while not held._cond._waiters: time.sleep(0.001)
a.start()
a.join(); b.join()
)");
  const Timeline::Thread* holder = thread_named(timeline, "holder");
  const Timeline::Thread* waiter = thread_named(timeline, "waiter");
  ASSERT_TRUE(holder != nullptr && waiter != nullptr);
  auto sleep = std::find_if(holder->spans.begin(), holder->spans.end(), [](const auto& span) {
    return std::string(span.reason) == "sleep" && span.state == State::kBlocked;
  });
  ASSERT_NE(sleep, holder->spans.end());
  EXPECT_EQ(place_text(timeline, sleep->from), "program.py:7 in holder");
  EXPECT_GE(sleep->end - sleep->begin, 290'000'000);
  // The Event has a lock of its own, for which it may have to wait too.
  auto wait = std::find_if(waiter->spans.begin(), waiter->spans.end(), [&](const auto& span) {
    return span.state == State::kBlocked && std::string(span.reason) == "lock" &&
           place_text(timeline, span.from) == "program.py:10 in waiter";
  });
  ASSERT_NE(wait, waiter->spans.end());
  ASSERT_GE(wait->other, 0);
  EXPECT_EQ(timeline.threads[static_cast<size_t>(wait->other)].name, "holder");
  EXPECT_GE(wait->lock, 1);
  EXPECT_TRUE(has_span(*waiter, State::kBlocked, "condition"));  // held.wait()
  ASSERT_TRUE(timeline.threads[0].is_main);
  EXPECT_TRUE(has_span(timeline.threads[0], State::kBlocked, "join"));
}

TEST(Timeline, RegionsNestAndAreAddedUp) {
  Interpreter python;
  Timeline timeline = record(python, R"(import gilt
@gilt.region("inner")
def inner(n):
    "Adds."
    return sum(range(n))
with gilt.region("outer"):
    inner(10)
    inner(20)
assert inner.__name__ == "inner" and inner.__doc__ == "Adds."
)");
  const auto& regions = timeline.threads[0].regions;
  ASSERT_EQ(regions.size(), 3u);
  EXPECT_EQ(regions[0].name, "outer");
  EXPECT_EQ(place_text(timeline, regions[0].place), "program.py:6");
  for (size_t i : {1, 2}) {
    EXPECT_EQ(regions[i].name, "inner");
    EXPECT_LE(regions[0].begin, regions[i].begin);
    EXPECT_GE(regions[0].end, regions[i].end);
  }
  std::vector<RegionTime> totals = python.regions();
  ASSERT_EQ(totals.size(), 2u);
  EXPECT_EQ(totals[0].name, "inner");
  EXPECT_EQ(totals[0].count, 2u);
  EXPECT_EQ(totals[1].count, 1u);
  EXPECT_GE(totals[1].wall, totals[0].wall);
  EXPECT_GE(totals[0].wall, totals[0].longest);
}

TEST(Timeline, AFullRecordSaysSoAndStaysInOrder) {
  Interpreter python(locked());
  Timeline timeline = record(python, R"(import threading, time
def work():
    for i in range(1500): time.sleep(0)
threads = [threading.Thread(target=work) for i in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
)",
                             1024);
  EXPECT_FALSE(timeline.complete());
  for (const Timeline::Thread& thread : timeline.threads) {
    int64_t end = 0;
    for (const Timeline::Span& span : thread.spans) {
      EXPECT_LE(end, span.begin);
      end = span.end;
    }
  }
}

TEST(Timeline, NothingIsThereUnlessItWasStarted) {
  Interpreter python;
  ASSERT_TRUE(python.run("x = 1"));
  Timeline timeline = python.stop_timeline();
  EXPECT_TRUE(timeline.threads.empty());
  EXPECT_EQ(timeline.duration, 0);
}

TEST(Timeline, ASecondRecordBeginsAnew) {
  Interpreter python;
  Timeline first = record(python, "import time\ntime.sleep(0.001)\n");
  Timeline second = record(python, "x = 1\n");
  ASSERT_EQ(second.threads.size(), 1u);
  EXPECT_TRUE(has_span(first.threads[0], State::kBlocked, "sleep"));
  EXPECT_FALSE(has_span(second.threads[0], State::kBlocked, "sleep"));
}

TEST(Timeline, InterpretersRecordForThemselves) {
  Interpreter one, other;
  one.start_timeline();
  ASSERT_TRUE(other.run("import time\ntime.sleep(0.001)"));
  ASSERT_TRUE(one.run("x = 1"));
  Timeline timeline = one.stop_timeline();
  ASSERT_EQ(timeline.threads.size(), 1u);
  EXPECT_FALSE(has_span(timeline.threads[0], State::kBlocked, "sleep"));
  EXPECT_TRUE(other.stop_timeline().threads.empty());
}

TEST(Timeline, TheTraceHasNamesSpansAndArrows) {
  Interpreter python(locked());
  Timeline timeline = record(python, kBusyThreads);
  std::string json = trace_json(timeline);
  for (const char* part : {"\"thread_name\"", "\"worker 2\"", "\"ph\": \"X\"", "\"ph\": \"s\"",
                           "\"ph\": \"f\"", "\"wait for GIL\"", "program.py:"})
    EXPECT_NE(json.find(part), std::string::npos) << part;
}

}  // namespace
