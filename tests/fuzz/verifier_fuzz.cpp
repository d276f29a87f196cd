// Bytecode that was tampered with is refused by the verifier, or runs without harm: no crash, no
// access outside of registers, constants or cells (the sanitizers watch).
//
// The first byte chooses a program, the rest changes its compiled form: each five bytes are what to
// change, where (two bytes), and how (two bytes).
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "interpreter/compiler.h"
#include "interpreter/frame.h"
#include "interpreter/verifier.h"
#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "stdlib/native_modules.h"

namespace {

using namespace gilt;

constexpr const char* kPrograms[] = {
    "def f(a, b=2, *c, d=4, **e):\n  return a + b, c, d, e\nf(1), f(1, 2, 3, d=5, x=6)\n",
    "def f(n):\n  t = 0\n  for i in range(n):\n    if i % 2: continue\n    t += i\n  return "
    "t\nf(9)\n",
    "def f(x):\n  try:\n    return 1 / x\n  except ZeroDivisionError as e:\n    return e\n"
    "  finally:\n    x = None\nf(0), f(2)\n",
    "def f():\n  x = 1\n  def g():\n    nonlocal x\n    x += 1\n    return x\n  return g() + "
    "g()\nf()\n",
    "def g(n):\n  got = yield n\n  try:\n    yield from [1, got]\n  finally:\n    yield 5\n"
    "x = g(3)\nnext(x), x.send(4), list(x)\n",
    "class A:\n  v = 1\n  def f(self): return self.v\nclass B(A):\n"
    "  def f(self): return super().f() + 1\nB().f()\n",
    "def f(v):\n  match v:\n    case [a, *b] if a: return b\n    case {'k': x, **r}: return x, r\n"
    "    case int(n) | str(n): return n\nf([1, 2]), f({'k': 1}), f(3)\n",
    "class M:\n  def __enter__(self): return self\n  def __exit__(self, *a): return True\n"
    "def f():\n  with M() as m, M():\n    raise ValueError\n  return m\nf()\n",
    "def f(s):\n  a, (b, *c) = s\n  a, b = b, a\n  return f'{a}{b!r:>{a}}', [x for x in c if x],"
    " {k: 1 for k in c}\nf([3, (4, 5, 0)])\n",
    "async def f(a):\n  return [x async for x in a]\nasync def g():\n  yield 1\nc = f(g())\n"
    "try: c.send(None)\nexcept StopIteration: pass\n",
    "def f(a):\n  d = {'x': 1}\n  d[a] = [a, a]\n  d[a][0] += 1\n  del d['x']\n"
    "  return d[a][0:1], a < 5 <= 7, not a, (a and 3) or 4\nf('q') if 0 else f(2)\n",
};

// Stops a program that has run for too long.
class Watchdog {
 public:
  explicit Watchdog(Thread& t) : t_(t), thread_([this] { watch(); }) {}
  ~Watchdog() {
    {
      std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_one();
    thread_.join();
    t_.safepoint.fetch_and(~uint32_t{kLimit});
    t_.stopping = false;
  }

 private:
  void watch() {
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::milliseconds(50), [this] { return done_; })) return;
    t_.safepoint.fetch_or(kLimit);
  }

  Thread& t_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

void collect(CodeObject* code, std::vector<CodeObject*>& into) {
  into.push_back(code);
  for (uint32_t i = 0; i < code->constant_count; ++i) {
    Value v = code->constants[i].peek();
    if (has_shape(v, kCodeShape)) collect(v.as<CodeObject>(), into);
  }
}

void change(CodeObject& code, uint8_t what, uint32_t where, uint32_t how) {
  Instr& word = code.words[where % code.word_count];
  // Code that has just been compiled owns its tables, and nobody else knows it.
  std::span exceptions(const_cast<ExceptionEntry*>(code.exceptions.data()), code.exceptions.size());
  std::span depths(const_cast<DepthEntry*>(code.depths.data()), code.depths.size());
  switch (what % 10) {
    case 0: word ^= Instr{1} << how % 64; break;
    case 1: word = (word & ~Instr{0xff}) | (how & 0xff); break;
    case 2: word = (word & ~(Instr{0xffff} << 16)) | Instr{how} << 16; break;
    case 3: word = (word & ~(Instr{0xffff} << 32)) | Instr{how} << 32; break;
    case 4: word = (word & ~(Instr{0xffff} << 48)) | Instr{how} << 48; break;
    case 5: word = (word & ~Instr{0xff00}) | Instr{how & 0xff} << 8; break;
    case 6: std::swap(word, code.words[how % code.word_count]); break;
    case 7:
      if (exceptions.empty()) break;
      switch (ExceptionEntry& e = exceptions[where % exceptions.size()]; how % 4) {
        case 0: e.start = how >> 2; break;
        case 1: e.end = how >> 2; break;
        case 2: e.handler = how >> 2; break;
        default: e.depth = static_cast<uint16_t>(how >> 2); break;
      }
      break;
    case 8:
      if (!depths.empty()) depths[where % depths.size()].depth = static_cast<uint16_t>(how);
      break;
    case 9: code.register_count = how % 64; break;
  }
}

Interpreter& interpreter() {
  static Interpreter* const made = [] {
    register_native_modules();
    return interpreter_new({});
  }();
  return *made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  Thread& t = *interpreter().main_thread;
  RefOf<CodeObject> program =
      compile_source(t, kPrograms[data[0] % std::size(kPrograms)], "fuzz", {});
  if (program.is_error()) std::abort();
  std::vector<CodeObject*> codes;
  collect(program.get(), codes);
  for (size_t at = 1; at + 5 <= size; at += 5) {
    CodeObject& code = *codes[data[at] / 10 % codes.size()];
    change(code, data[at], data[at + 1] | data[at + 2] << 8, data[at + 3] | data[at + 4] << 8);
  }
  if (!verify_all(program.get(), nullptr)) return 0;
  RefOf<DictObject> globals = dict_new(t);
  bool has_builtins = globals && dict_set_name(t, globals.get(), names::builtins_,
                                               t.interpreter->builtins_dict.peek());
  if (!has_builtins || !dict_make_namespace(t, globals.get())) std::abort();
  GlobalTable* table = global_table(t, program->globals, globals.get());
  if (table == nullptr) std::abort();
  {
    Watchdog watchdog(t);
    Ref result = run_code(t, program.get(), table, kUnset);
  }
  if (error_pending(t)) error_clear(t);
  global_table_release(t, table);
  return 0;
}
