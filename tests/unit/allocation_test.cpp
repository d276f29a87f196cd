// What does not allocate: loops over small integers, arithmetic, calls.
//
// Small objects come from free lists of the thread (runtime/heap.h). With the lists emptied, every
// block that is allocated is carved anew or comes back to a list afterwards, and can be counted.
#include <gtest/gtest.h>

#include <gilt/gilt.hpp>
#include <string>

#include "runtime/config.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

// Counts the small blocks that the script allocates between start() and stop().
class Counter {
 public:
  explicit Counter(embed::Interpreter& python) {
    EXPECT_TRUE(python.bind("start", [this] { start(); }));
    EXPECT_TRUE(python.bind("stop", [this] { stop(); }));
  }

  size_t blocks() const { return blocks_; }

 private:
  void start() {
    Thread& t = current_thread();
    kept_ = t.heap;
    t.heap = SmallHeap{};
  }
  void stop() {
    SmallHeap& heap = current_thread().heap;
    blocks_ = heap.page_next == heap.page_end ? 0 : 1;  // a page was begun
    for (FreeBlock* list : heap.free) {
      for (FreeBlock* block = list; block != nullptr; block = block->next) blocks_++;
    }
    // What is left of the page is lost: this is a test.
    heap = kept_;
  }

  SmallHeap kept_;
  size_t blocks_ = 0;
};

size_t blocks_of(const std::string& loop) {
  embed::Interpreter python;
  Counter counter(python);
  std::string code = "def run():\n    n = 0\n    start()\n";
  for (size_t at = 0; at < loop.size();) {
    size_t end = std::min(loop.find('\n', at), loop.size());
    code += "    " + loop.substr(at, end - at) + "\n";
    at = end + 1;
  }
  code += "    stop()\n";
  auto result = python.run(code + "run()\n");
  EXPECT_TRUE(result) << result.error().traceback;
  // Not the first time: then caches and the like are filled.
  result = python.run("run()\n");
  EXPECT_TRUE(result);
  return counter.blocks();
}

class Allocation : public testing::Test {
 protected:
  void SetUp() override {
    if (kPlainMalloc) GTEST_SKIP() << "every object is a block of malloc's";
  }
};

TEST_F(Allocation, IsSeen) {
  EXPECT_GT(blocks_of("for i in range(3): [i]"), blocks_of("for i in range(3): pass"));
  EXPECT_GT(blocks_of("n = 10\nn = n ** 30"), 0u);
}

TEST_F(Allocation, AWhileLoopOfTenMillionRoundsHasNone) {
  EXPECT_EQ(blocks_of("while n < 10000000: n += 1"), 0u);
}

TEST_F(Allocation, AnEmptyLoopOfTenMillionRoundsHasNoMoreThanOneOfNone) {
  EXPECT_EQ(blocks_of("for i in range(10000000): pass"), blocks_of("for i in range(0): pass"));
}

TEST_F(Allocation, ArithmeticHasNone) {
  EXPECT_EQ(blocks_of("x = 0.5\nwhile n < 100000:\n    n += 1\n    x = x * 0.999 + n / 3\n"
                      "    n = n * 2 // 2 | 0"),
            0u);
}

TEST_F(Allocation, CallsHaveNone) {
  EXPECT_EQ(blocks_of("f = lambda a, b=2: a + b\nstart()\nwhile n < 100000: n = f(n) - 1"), 0u);
}

}  // namespace
}  // namespace gilt
