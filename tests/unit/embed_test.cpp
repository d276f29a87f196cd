// The embedding interface as a host program uses it.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <gilt/gilt.hpp>
#include <stdexcept>
#include <thread>

namespace {

using namespace gilt::embed;

TEST(Embed, RunsStatementsAndEvaluatesExpressions) {
  Interpreter python;
  ASSERT_TRUE(python.run("x = 6\ny = x * 7"));
  EXPECT_EQ(python.global("y").value().to<int>().value(), 42);
  EXPECT_EQ(python.evaluate("'a' + str(y)").value().to<std::string>().value(), "a42");
}

TEST(Embed, ConvertsValuesBothWays) {
  Interpreter python;
  auto list = python.evaluate("[1, 2, 3]").value().to<std::vector<int64_t>>();
  EXPECT_EQ(list.value(), (std::vector<int64_t>{1, 2, 3}));
  EXPECT_DOUBLE_EQ(python.evaluate("2.5").value().to<double>().value(), 2.5);
  EXPECT_FALSE(python.evaluate("None").value().to<std::optional<int>>().value().has_value());
  EXPECT_TRUE(python.evaluate("[0]").value().to<bool>().value());
  ASSERT_TRUE(python.set_global("given", python.make(std::vector<std::string>{"a", "b"}).value()));
  EXPECT_EQ(python.evaluate("','.join(given)").value().str().value(), "a,b");
}

TEST(Embed, RefusesWhatDoesNotFit) {
  Interpreter python;
  auto small = python.evaluate("300").value().to<int8_t>();
  ASSERT_FALSE(small);
  EXPECT_EQ(small.error().type, "OverflowError");
  auto text = python.evaluate("1").value().to<std::string>();
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().type, "TypeError");
  auto broken = python.make(std::string("\xff"));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().type, "UnicodeDecodeError");
}

TEST(Embed, ErrorsCarryTypeMessageAndTraceback) {
  Interpreter python;
  auto result = python.run("def f(n):\n    return 1 // n\nf(0)\n", "calc.py");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().type, "ZeroDivisionError");
  EXPECT_EQ(result.error().message, "division by zero");
  EXPECT_EQ(result.error().traceback,
            "Traceback (most recent call last):\n"
            "  File \"calc.py\", line 3, in <module>\n"
            "    f(0)\n"
            "    ~^^^\n"
            "  File \"calc.py\", line 2, in f\n"
            "    return 1 // n\n"
            "           ~~^^~~\n"
            "ZeroDivisionError: division by zero\n");
  // The interpreter goes on.
  EXPECT_TRUE(python.run("f(1)"));
}

TEST(Embed, ExitIsAnErrorWithACode) {
  Interpreter python;
  auto result = python.run("import sys\nsys.exit(7)");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().type, "SystemExit");
  EXPECT_EQ(result.error().exit_code, 7);
}

TEST(Embed, CallsBoundFunctions) {
  Interpreter python;
  std::vector<std::string> seen;
  ASSERT_TRUE(python.bind("add", [](int64_t a, double b) { return static_cast<double>(a) + b; }));
  ASSERT_TRUE(python.bind("note", [&seen](std::string text) { seen.push_back(std::move(text)); }));
  ASSERT_TRUE(python.bind("fail", [](int) -> int { throw std::runtime_error("host says no"); }));
  EXPECT_DOUBLE_EQ(python.evaluate("add(40, 2.5)").value().to<double>().value(), 42.5);
  ASSERT_TRUE(python.run("note('one'); note('two')"));
  EXPECT_EQ(seen, (std::vector<std::string>{"one", "two"}));
  auto failed = python.evaluate("fail(1)");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().type, "RuntimeError");
  EXPECT_EQ(failed.error().message, "host says no");
  auto wrong = python.evaluate("add('x', 1)");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().type, "TypeError");
  auto few = python.evaluate("add(1)");
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().message, "add() takes 2 positional arguments but 1 was given");
}

TEST(Embed, CallsScriptFunctions) {
  Interpreter python;
  ASSERT_TRUE(python.run("def greet(name, times):\n    return 'hi ' + name * times"));
  Value greet = python.global("greet").value();
  EXPECT_EQ(greet("x", 3).value().to<std::string>().value(), "hi xxx");
  Value object = python.evaluate("type('T', (), {'a': 1})()").value();
  EXPECT_EQ(object.attribute("a").value().to<int>().value(), 1);
  ASSERT_TRUE(object.set_attribute("b", python.make(5).value()));
  EXPECT_EQ(object.attribute("b").value().to<int>().value(), 5);
  EXPECT_FALSE(object.attribute("c"));
}

TEST(Embed, CapturesOutput) {
  std::string out, err;
  Options options;
  options.output = [&out](std::string_view text) { out += text; };
  options.error_output = [&err](std::string_view text) { err += text; };
  {
    Interpreter python(options);
    ASSERT_TRUE(python.run("import sys\nprint('to out', 1)\nprint('to err', file=sys.stderr)"));
  }
  EXPECT_EQ(out, "to out 1\n");
  EXPECT_EQ(err, "to err\n");
}

TEST(Embed, EndsDeadlocksIfTheHostWantsThat) {
  std::string err;
  Options options;
  options.error_output = [&err](std::string_view text) { err += text; };
  options.deadlocks = Deadlocks::kRaise;
  Interpreter python(options);
  auto result =
      python.run("import threading\nlock = threading.Lock()\nwith lock:\n  lock.acquire()");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().type, "DeadlockError");
  EXPECT_NE(err.find("gilt: deadlock: the only thread waits"), std::string::npos) << err;
  EXPECT_NE(err.find("for Lock 'lock' at 0x"), std::string::npos) << err;
  // The lock was given free on the way out.
  EXPECT_TRUE(python.run("assert not lock.locked()"));
}

TEST(Embed, TwoInterpretersOnTwoThreadsShareNothing) {
  auto work = [](int start, int64_t& result) {
    Interpreter python;
    ASSERT_TRUE(python.run("import sys\nsys.own = " + std::to_string(start)));
    ASSERT_TRUE(python.run("total = 0\nfor i in range(100000):\n    total += i % 7"));
    result = python.evaluate("total + sys.own").value().to<int64_t>().value();
  };
  int64_t first = 0, second = 0;
  std::thread a([&] { work(1000, first); });
  std::thread b([&] { work(2000, second); });
  a.join();
  b.join();
  EXPECT_EQ(second - first, 1000);
}

TEST(Embed, OtherThreadsMayUseAnInterpreter) {
  Interpreter python;
  ASSERT_TRUE(python.run("items = []"));
  std::vector<std::thread> threads;
  constexpr int kThreads = 4;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; i++) {
    threads.emplace_back(
        [&python, i] { EXPECT_TRUE(python.run("items.append(" + std::to_string(i) + ")")); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(python.evaluate("sorted(items)").value().str().value(), "[0, 1, 2, 3]");
}

TEST(Embed, ValuesFromBeforeTheSecondThreadMayBeUsedByAny) {
  Interpreter python;
  ASSERT_TRUE(python.run("def make():\n  return [[0]]\ndef fail():\n  raise ValueError([1])"));
  Value made = python.evaluate("make()").value();
  Result<Value> failed = python.evaluate("fail()");
  ASSERT_FALSE(failed);
  constexpr int kRounds = 200;
  auto change = [&] {
    for (int i = 0; i < kRounds; i++) {
      EXPECT_TRUE(made.attribute("append").value()(i));
      EXPECT_TRUE(made.item(python.make(0).value()).value().attribute("append").value()(i));
      Value copy = made;  // NOLINT(performance-unnecessary-copy-initialization): what is tested
      EXPECT_TRUE(copy.to<bool>().value());
    }
  };
  std::thread other(change);
  change();
  other.join();
  EXPECT_EQ(made.attribute("__len__").value()().value().to<int>().value(), 2 * kRounds + 1);
  EXPECT_EQ(failed.error().type, "ValueError");
}

TEST(Embed, StopCannotBeCaught) {
  Interpreter python;
  std::atomic<bool> running{false};
  ASSERT_TRUE(python.bind("started", [&running] { running = true; }));
  std::thread stopper([&] {
    while (!running) std::this_thread::yield();
    python.stop();
  });
  auto result = python.run(
      "started()\n"
      "while True:\n"
      "    try:\n"
      "        while True: pass\n"
      "    except BaseException:\n"
      "        pass\n");
  stopper.join();
  EXPECT_FALSE(result);
  EXPECT_EQ(python.evaluate("1 + 1").value().to<int>().value(), 2);
}

TEST(Embed, StatementsCanBeUnfinished) {
  Interpreter python;
  EXPECT_TRUE(python.is_complete("x = 1"));
  EXPECT_FALSE(python.is_complete("for i in range(3):"));
  EXPECT_FALSE(python.is_complete("f(1,"));
  EXPECT_TRUE(python.is_complete("x = = 1"));
}

TEST(Embed, AnEndedInterpreterSaysSo) {
  Interpreter python;
  EXPECT_EQ(python.finish(), 0);
  auto result = python.run("1");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "the interpreter has ended");
}

}  // namespace
