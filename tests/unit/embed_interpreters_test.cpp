// Interpreters that a script makes (concurrent.interpreters), as a host program sees them.
#include <gtest/gtest.h>

#include <atomic>
#include <gilt/gilt.hpp>
#include <string>
#include <thread>

namespace {

using namespace gilt::embed;

TEST(EmbedInterpreters, EachHostInterpreterIsTheMainOneOfItsOwn) {
  Interpreter one, other;
  for (Interpreter* python : {&one, &other, &one}) {
    auto result = python->run(
        "from concurrent import interpreters\n"
        "interp = interpreters.create()\n"
        "seen = str(interpreters.list_all()[0]), interpreters.get_current().id, "
        "len(interpreters.list_all())\n"
        "interp.close()\n");
    ASSERT_TRUE(result) << result.error().traceback;
    EXPECT_EQ(python->global("seen").value().repr().value(), "('Interpreter(0)', 0, 2)");
  }
}

TEST(EmbedInterpreters, TheirOutputGoesToTheHost) {
  std::string written;
  Options options;
  options.output = [&](std::string_view text) { written += text; };
  Interpreter python(options);
  auto result = python.run(
      "from concurrent import interpreters\n"
      "import threading\n"
      "code = 'for _ in range(50): print(\"line\", flush=True)'\n"
      "threads = [threading.Thread(target=interpreters.create().exec, args=(code,)) for _ in "
      "range(4)]\n"
      "for t in threads: t.start()\n"
      "for t in threads: t.join()\n");
  ASSERT_TRUE(result) << result.error().traceback;
  size_t lines = 0;
  for (size_t at = 0; (at = written.find("line", at)) != std::string::npos; at++) lines++;
  EXPECT_EQ(lines, 200u);
}

TEST(EmbedInterpreters, StopReachesThem) {
  Interpreter python;
  std::atomic<bool> inside{false};
  Options options;
  options.output = [&](std::string_view text) {
    if (text.find("inside") != std::string_view::npos) inside = true;
  };
  Interpreter stopped(options);
  std::thread stopper([&] {
    while (!inside) std::this_thread::yield();
    stopped.stop();
  });
  auto result = stopped.run(
      "from concurrent import interpreters\n"
      "interpreters.create().exec('print(\"inside\", flush=True)\\nwhile True: pass')\n");
  stopper.join();
  EXPECT_FALSE(result);
  // It goes on, and so do others.
  EXPECT_EQ(stopped.evaluate("1 + 1").value().to<int>().value(), 2);
  EXPECT_TRUE(python.run("from concurrent import interpreters; interpreters.create().exec('1')"));
}

TEST(EmbedInterpreters, ThreadsOfTheHostUseDifferentOnesAtTheSameTime) {
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  std::atomic<int> right{0};
  for (int i = 0; i < kThreads; i++) {
    threads.emplace_back([&right, i] {
      for (int round = 0; round < 3; round++) {
        Interpreter python;
        auto result = python.run(
            "import json, enum, weakref\n"
            "class A: pass\n"
            "class E(enum.Enum):\n  X = 1\n"
            "for n in range(200):\n"
            "    a = A(); setattr(a, f'n{n % 9}', n); type(f'T{n % 5}', (A,), {})\n"
            "    assert weakref.ref(int) is weakref.ref(int)\n"
            "    assert json.loads(json.dumps([n, {}])) == [n, {}]\n");
        auto value = python.evaluate(std::to_string(i) + " * 10");
        if (result && value && value.value().to<int>().value() == i * 10) right++;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 3 * kThreads);
}

}  // namespace
