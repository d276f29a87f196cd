// Frames and their windows: a callee's registers begin in its caller's, and both stacks are as they
// were when a call is over, however it ends.
#include "interpreter/frame.h"

#include "interpreter/code.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "tests/unit/machine_fixture.h"

namespace gilt {
namespace {

// What the last call of probe() saw.
struct Seen {
  int depth = 0;
  std::vector<const Value*> windows;
  std::vector<uint32_t> register_counts;
};
Seen g_seen;

Ref probe(Thread& t, Args) {
  g_seen = Seen{};
  for (Frame* frame = t.frame; frame != nullptr; frame = caller_of(t, frame)) {
    g_seen.depth++;
    g_seen.windows.push_back(frame->regs);
    g_seen.register_counts.push_back(frame->code->register_count);
  }
  return Ref::adopt(Value::integer(g_seen.depth));
}
constexpr NativeDef kProbe{"probe", probe, "()", nullptr};

class FrameTest : public MachineTest {
 protected:
  FrameTest() : globals(dict_new(t)) {
    Ref function = native_function_new(t, kProbe, nullptr, Ref::unset(), Ref::unset());
    EXPECT_TRUE(dict_set_name(t, globals.get(), intern("probe"), function.get()));
  }
  ~FrameTest() override { globals = RefOf<DictObject>(); }
  RefOf<DictObject> globals;
};

TEST_F(FrameTest, ACalleesWindowBeginsInItsCallers) {
  ASSERT_TRUE(run(R"(
def inner(a, b): return probe()
def outer(x):
    y = x + 1
    return inner(x, y)
depth = outer(1)
)",
                  globals.get()))
      << pending();
  ASSERT_EQ(g_seen.depth, 3);  // inner, outer, <module>
  for (size_t i = 0; i + 1 < g_seen.windows.size(); i++) {
    const Value* callee = g_seen.windows[i];
    const Value* caller = g_seen.windows[i + 1];
    EXPECT_GT(callee, caller);
    EXPECT_LE(callee, caller + g_seen.register_counts[i + 1]);
  }
}

TEST_F(FrameTest, CallsDoNotNestInCpp) {
  ASSERT_TRUE(run(R"(
import sys
sys.setrecursionlimit(60000)
def down(n): return probe() if n == 0 else down(n - 1)
depth = down(50000)
)",
                  globals.get()))
      << pending();
  EXPECT_EQ(number_in(globals.get(), "depth"), 50002);
  EXPECT_EQ(t.frame, nullptr);
}

TEST_F(FrameTest, StacksAreEmptyAfterErrors) {
  const char* kPrograms[] = {
      "1 / 0",
      "def f(n): return f(n + 1)\nf(0)",
      "[x for x in range(3) if 1 / (x - 2)]",
      "def g():\n  yield 1\n  raise ValueError\nlist(g())",
      "sorted([3, 1], key=lambda x: None.x)",
      "class C:\n  def __init__(self): self.nope\nC()",
      "class C:\n  x = undefined\n",
      "probe(1, 2)",
      "(lambda a, b: a)(1)",
      "import no_such_module_here",
  };
  for (const char* program : kPrograms) {
    EXPECT_FALSE(run(program, globals.get())) << program;
    EXPECT_NE(pending(), "") << program;
    EXPECT_EQ(t.frame, nullptr) << program;
    EXPECT_EQ(t.native_depth, 0u) << program;
    EXPECT_TRUE(t.handled.is_unset() || t.handled.is_none()) << program;
  }
  ASSERT_TRUE(run("depth = probe()", globals.get()));
  EXPECT_EQ(number_in(globals.get(), "depth"), 1);
}

TEST_F(FrameTest, LocalsAreReleasedWhenAFunctionReturns) {
  ASSERT_TRUE(run(R"(
class Counted:
    alive = 0
    def __init__(self): Counted.alive += 1
    def __del__(self): Counted.alive -= 1
def plain(a):
    b = Counted()
    c = [a, b, Counted()]
    return len(c)
def fails(a):
    b = Counted()
    raise ValueError
def generates(a):
    b = Counted()
    yield b
plain(Counted())
after_plain = Counted.alive
try: fails(Counted())
except ValueError: pass
after_error = Counted.alive
g = generates(Counted())
next(g)
while_suspended = Counted.alive
del g
after_generator = Counted.alive
)",
                  globals.get()))
      << pending();
  EXPECT_EQ(number_in(globals.get(), "after_plain"), 0);
  EXPECT_EQ(number_in(globals.get(), "after_error"), 0);
  EXPECT_EQ(number_in(globals.get(), "while_suspended"), 2);
  EXPECT_EQ(number_in(globals.get(), "after_generator"), 0);
}

TEST_F(FrameTest, NativeCodeMayCallBackManyTimes) {
  ASSERT_TRUE(run("def add(a, b=10, *rest, c=0, **more): return a + b + c + len(rest) + len(more)",
                  globals.get()));
  Ref add = Ref::copy(dict_get_name(globals.get(), intern("add")));
  for (int64_t i = 0; i < 1000; i++) {
    Ref sum = call(t, add.get(), {Value::integer(i), Value::integer(1), Value::integer(5)});
    ASSERT_EQ(sum.get().as_int(), i + 2);
  }
  EXPECT_EQ(t.frame, nullptr);
}

}  // namespace
}  // namespace gilt
