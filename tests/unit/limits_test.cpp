// What a host allows a script, and what becomes of one that wants more.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <gilt/gilt.hpp>
#include <string>
#include <thread>

namespace {

using namespace gilt::embed;
using namespace std::chrono_literals;

Interpreter limited(Limits limits) {
  Options options;
  options.limits = std::move(limits);
  return Interpreter(std::move(options));
}

constexpr const char* kEndless =
    "while True:\n"
    "    try:\n"
    "        while True: pass\n"
    "    except BaseException:\n"
    "        caught = True\n"
    "    finally:\n"
    "        cleaned = True\n";

// The end of an endless script: nothing of it caught anything, and the interpreter goes on.
void expect_stopped(Interpreter& python, const Result<Value>& result, StopReason reason) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().stopped, reason);
  EXPECT_FALSE(result.error().exit_code.has_value());
  EXPECT_NE(result.error().traceback.find("line"), std::string::npos);
  EXPECT_FALSE(python.global("caught"));
  EXPECT_FALSE(python.global("cleaned"));
  EXPECT_EQ(python.evaluate("20 + 22").value().to<int>().value(), 42);
}

TEST(Limits, InstructionsEndWhatRunsAway) {
  Interpreter python = limited({.instructions = 10'000});
  auto result = python.run(kEndless);
  expect_stopped(python, result, StopReason::kInstructions);
  EXPECT_NE(result.error().message.find("limit of instructions"), std::string::npos);
}

TEST(Limits, InstructionsAreCountedExactlyAndForEachCall) {
  Interpreter python = limited({.instructions = 1000});
  ASSERT_TRUE(python.run("def work(n):\n    for i in range(n): pass\n"));
  Value work = python.global("work").value();
  // The longest loop that fits ...
  int fits = 0, fails = 10'000;
  while (fails - fits > 1) {
    int n = (fits + fails) / 2;
    (work(n) ? fits : fails) = n;
  }
  EXPECT_GT(fits, 100);
  // ... fits every time, and one more never.
  for (int i = 0; i < 5; i++) {
    EXPECT_TRUE(work(fits));
    EXPECT_FALSE(work(fits + 1));
  }
  // Twice the instructions, about twice the loop.
  ASSERT_TRUE(python.set_allowance(2000));
  EXPECT_TRUE(work(2 * fits - 50));
  EXPECT_FALSE(work(3 * fits));
  ASSERT_TRUE(python.set_allowance(0));
  EXPECT_TRUE(work(1'000'000));
}

TEST(Limits, InstructionsOfThreadsCountTogether) {
  Interpreter python = limited({.instructions = 200'000});
  auto result = python.run(
      "import threading\n"
      "def spin():\n"
      "    while True:\n"
      "        try:\n"
      "            while True: pass\n"
      "        except BaseException: pass\n"
      "threads = [threading.Thread(target=spin) for _ in range(3)]\n"
      "for t in threads: t.start()\n"
      "for t in threads: t.join()\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().stopped, StopReason::kInstructions);
  EXPECT_EQ(python.finish(), 0);  // and nobody is left who could keep it
}

TEST(Limits, TimeEndsWhatRunsAway) {
  Interpreter python = limited({.time = 50ms});
  expect_stopped(python, python.run(kEndless), StopReason::kTime);
  expect_stopped(python, python.run(kEndless), StopReason::kTime);
}

TEST(Limits, TimeEndsWaiting) {
  Interpreter python = limited({.time = 50ms});
  for (const char* wait :
       {"import time; time.sleep(1000)", "import threading; threading.Event().wait()",
        "import threading; l = threading.Lock(); l.acquire(); l.acquire()"}) {
    auto result = python.run(wait);
    ASSERT_FALSE(result) << wait;
    EXPECT_EQ(result.error().stopped, StopReason::kTime) << wait;
  }
}

TEST(Limits, TheEndIsLimitedToo) {
  Interpreter python = limited({.time = 1500ms});
  ASSERT_TRUE(
      python.run("import atexit, threading\n"
                 "def forever():\n"
                 "    while True: pass\n"
                 "atexit.register(forever)\n"
                 "class Stubborn:\n"
                 "    def __del__(self):\n"
                 "        while True: pass\n"
                 "kept = Stubborn()\n"
                 "threading.Thread(target=forever).start()\n"));
  python.finish();
}

TEST(Limits, AHostFunctionInBetweenDoesNotSaveTheScript) {
  Interpreter python = limited({.instructions = 20'000});
  bool inner_stopped = false;
  ASSERT_TRUE(python.bind("again", [&] {
    auto inner = python.run(kEndless);
    inner_stopped = !inner && inner.error().stopped == StopReason::kInstructions;
  }));
  auto result = python.run("again()\nwent_on = 0\nwhile True: went_on += 1\n");
  EXPECT_TRUE(inner_stopped);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().stopped, StopReason::kInstructions);
  EXPECT_TRUE(python.run("pass"));
}

TEST(Limits, MemoryIsAnErrorThatScriptsMayCatch) {
  Interpreter python = limited({.memory = 8 << 20});
  for (const char* hungry :
       {"x = [0] * 10_000_000", "x = 'ab' * 10_000_000", "x = bytearray(20_000_000)",
        "x = list(range(5_000_000))", "x = {i: i for i in range(2_000_000)}",
        "x = [object() for i in range(2_000_000)]", "x = 1 << 200_000_000",
        "import io\nx = io.StringIO()\nwhile True: x.write('a' * 100_000)",
        "x = None\nwhile True: x = (x,)",
        "x = compile('[' + '0,' * 3_000_000 + ']', '', 'eval')"}) {
    auto result = python.run(hungry);
    ASSERT_FALSE(result) << hungry;
    EXPECT_EQ(result.error().type, "MemoryError") << hungry;
    ASSERT_TRUE(python.run("x = None")) << hungry;
    EXPECT_LT(python.memory_used(), 9u << 20) << hungry;
  }
  EXPECT_TRUE(
      python.run("try:\n    x = [None] * 10_000_000\n"
                 "except MemoryError:\n    x = 'caught'\n"));
  EXPECT_EQ(python.global("x").value().str().value(), "caught");
  // What fits, fits; also again and again. (Pages that once held small objects stay counted.)
  python = limited({.memory = 8 << 20});
  EXPECT_TRUE(python.run("for i in range(100): x = [i] * 300_000"));
}

// Wherever memory runs out, the script gets its MemoryError and the interpreter lives.
TEST(Limits, MemoryMayRunOutAnywhere) {
  for (uint64_t memory = 64 << 10; memory < 1280 << 10; memory += 48 << 10) {
    Interpreter python = limited({.memory = memory});
    auto result = python.run(
        "import json, re, collections\n"
        "class Node:\n"
        "    def __init__(self, next): self.next = next; self.names = {str(i): i for i in "
        "range(5)}\n"
        "def grow(n):\n"
        "    node = None\n"
        "    for i in range(n): node = Node(node)\n"
        "    return node\n"
        "kept = []\n"
        "for round in range(60):\n"
        "    try:\n"
        "        kept.append(grow(round * 4))\n"
        "        kept.append(json.loads(json.dumps([{'a': [1.5, 'x' * 20]}] * 20)))\n"
        "        kept.append(re.sub('a+', lambda m: m.group() * 2, 'aab' * 200))\n"
        "        kept.append(sorted(str(i) for i in range(200)))\n"
        "    except MemoryError:\n"
        "        kept.clear()\n");
    if (!result) {
      EXPECT_EQ(result.error().type, "MemoryError") << result.error().traceback;
    }
    python.finish();
  }
}

TEST(Limits, TheReportThatMemoryHasRunOutNeedsNone) {
  // What a process makes once counts for its first interpreter, which is not to be one of these.
  ASSERT_TRUE(limited({.memory = 64 << 20}).run("import json"));
  int failed = 0;
  for (uint64_t memory = 16 << 10; memory < 256 << 10; memory += 2 << 10) {
    auto result = limited({.memory = memory}).run("import json, re, collections\n");
    if (result) continue;
    failed++;
    EXPECT_EQ(result.error().type, "MemoryError") << result.error().traceback;
  }
  EXPECT_GT(failed, 0);
}

TEST(Limits, ThreadsGiveTheirMemoryBack) {
  Interpreter python = limited({.memory = 8 << 20});
  ASSERT_TRUE(
      python.run("import threading\n"
                 "def work():\n"
                 "    kept = [str(i) for i in range(3000)]\n"
                 "for i in range(200):\n"
                 "    t = threading.Thread(target=work)\n"
                 "    t.start()\n"
                 "    t.join()\n"));
}

TEST(Limits, OnlyListedModulesAreImported) {
  Limits limits;
  limits.modules = {"json", "math", "collections.abc"};
  Interpreter python = limited(limits);
  EXPECT_TRUE(
      python.run("import json, math\nfrom json import decoder\nimport json.encoder\n"
                 "assert json.loads('[1]') == [1]\nimport collections.abc\n"));
  for (const char* refused :
       {"import os", "from os import path", "import sys", "__import__('os')", "import re",
        "exec('import os', json.__dict__)", "from collections import OrderedDict",
        "exec(compile('import os', '<embedded>/json/decoder.py', 'exec'))",
        ("def f(): import os\n"
         "exec(f.__code__.replace(co_filename='<embedded>/os.py', co_flags=0x20000003))")}) {
    auto result = python.run(refused);
    ASSERT_FALSE(result) << refused;
    EXPECT_EQ(result.error().type, "ImportError") << refused;
    EXPECT_NE(result.error().message.find("is not allowed here"), std::string::npos) << refused;
  }
  // The host is not the script.
  auto os = python.import("os");
  EXPECT_TRUE(os) << os.error().traceback;
}

TEST(Limits, FilesAreRefused) {
  const std::string path = testing::TempDir() + "gilt_limits_test.txt";
  std::ofstream(path) << "secret = 1\n";
  Limits limits;
  limits.files = false;
  Interpreter python = limited(limits);
  ASSERT_TRUE(python.set_global("path", python.make(path).value()));
  ASSERT_TRUE(python.run("import os, io, sys, pathlib, mmap, linecache"));
  for (const char* refused :
       {"open(path)", "open(path, 'w')", "io.FileIO(path)", "open(7)", "os.open(path, 0)",
        "os.listdir('.')", "os.remove(path)", "os.stat(path)", "os.mkdir(path + 'x')",
        "os.read(7, 1)", "os.close(1)", "os.scandir('.')", "pathlib.Path(path).read_text()",
        "mmap.mmap(7, 10)", "os.rename(path, path)"}) {
    auto result = python.run(refused);
    ASSERT_FALSE(result) << refused;
    EXPECT_EQ(result.error().type, "PermissionError") << refused << result.error().traceback;
  }
  EXPECT_EQ(python.run("open(path)").error().message, "[Errno 1] file access is not allowed here");
  // Nor by way of the import system or a traceback.
  auto imported = python.run("sys.path.append(os.path.dirname(path))\nimport gilt_limits_test");
  ASSERT_FALSE(imported);
  EXPECT_NE(imported.error().type, "SyntaxError");
  auto shown = python.run("exec(compile('1/0', path, 'exec'))");
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().traceback.find("secret"), std::string::npos) << shown.error().traceback;
  EXPECT_TRUE(python.run("print(end='')\nimport json\nassert os.path.join('a', 'b') == 'a/b'"));
  std::remove(path.c_str());
}

TEST(Limits, ModulesOfTheHostsFoldersAreImported) {
  const std::string folder = testing::TempDir() + "gilt_limits_folder";
  ASSERT_EQ(std::system(("mkdir -p " + folder).c_str()), 0);
  std::ofstream(folder + "/given.py") << "answer = 42\n";
  Options options;
  options.search_path = {folder};
  options.limits.emplace();
  options.limits->files = false;
  Interpreter python(options);
  EXPECT_TRUE(python.run("import given\nassert given.answer == 42"));
}

TEST(Limits, ProcessesAndNetworkAreRefused) {
  Limits limits;
  limits.processes = limits.network = false;
  Interpreter python = limited(limits);
  ASSERT_TRUE(python.run("import os, signal, socket, subprocess, asyncio"));
  for (const char* refused :
       {"os.system('true')", "os.fork()", "os.kill(os.getpid(), 0)", "os._exit(0)", "os.umask(0)",
        "subprocess.run(['true'])", "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "socket.socket()", "socket.create_connection(('localhost', 1))",
        "socket.getaddrinfo('localhost', 1)"}) {
    auto result = python.run(refused);
    ASSERT_FALSE(result) << refused;
    EXPECT_EQ(result.error().type, "PermissionError") << refused << result.error().traceback;
  }
  EXPECT_TRUE(python.run("os.getpid(); os.cpu_count(); open('/dev/null').close()"));
  EXPECT_TRUE(python.run("async def main():\n    await asyncio.sleep(0)\nasyncio.run(main())"));
}

TEST(Limits, EachInterpreterHasItsOwn) {
  auto run = [](uint64_t instructions, bool* finished) {
    Interpreter python = limited({.instructions = instructions});
    *finished = static_cast<bool>(python.run("for i in range(20_000): pass"));
  };
  bool small = true, large = false, none = false;
  std::thread a([&] { run(5'000, &small); });
  std::thread b([&] { run(5'000'000, &large); });
  std::thread c(
      [&] { none = static_cast<bool>(Interpreter().run("for i in range(20_000): pass")); });
  a.join();
  b.join();
  c.join();
  EXPECT_FALSE(small);
  EXPECT_TRUE(large);
  EXPECT_TRUE(none);
}

TEST(Limits, StopSaysWhoStopped) {
  Interpreter python;
  ASSERT_TRUE(python.bind("stop", [&python] { python.stop(); }));
  expect_stopped(python, python.run(std::string("stop()\n") + kEndless), StopReason::kHost);
  EXPECT_FALSE(python.set_allowance(1000));
  EXPECT_EQ(python.memory_used(), 0u);
}

}  // namespace
