// Uses gilt as a stranger would: only the installed header and library.
#include <cstdint>
#include <gilt/gilt.hpp>
#include <iostream>
#include <string>
#include <thread>

namespace {

// One world: a bound function, printed text, a value taken out, an error with its traceback.
bool works(int64_t seed) {
  std::string printed;
  gilt::embed::Options options;
  options.output = [&](std::string_view text) { printed += text; };
  gilt::embed::Interpreter python(options);
  if (!python.bind("add", [](int64_t a, int64_t b) { return a + b; })) return false;
  if (!python.set_global("seed", python.make(seed).value())) return false;
  if (!python.run("import threading\ntotal = add(seed, 40)\nprint('total', total)")) return false;
  auto total = python.global("total").value().to<int64_t>();
  auto failed = python.run("1 / 0", "script.py");
  return total && total.value() == seed + 40 &&
         printed == "total " + std::to_string(seed + 40) + "\n" && !failed &&
         failed.error().type == "ZeroDivisionError" &&
         failed.error().traceback.find("script.py\", line 1") != std::string::npos;
}

// A guest that may not do everything, and ends when its time has come.
bool is_limited() {
  gilt::embed::Options options;
  options.limits = gilt::embed::Limits{.memory = 16 << 20, .instructions = 100'000, .files = false};
  gilt::embed::Interpreter guest(options);
  auto endless = guest.run("while True: pass");
  auto hungry = guest.run("x = [0] * 10_000_000");
  auto curious = guest.run("open('/etc/passwd')");
  return !endless && endless.error().stopped == gilt::embed::StopReason::kInstructions && !hungry &&
         hungry.error().type == "MemoryError" && !curious &&
         curious.error().type == "PermissionError" && guest.run("print(end='')");
}

}  // namespace

int main() {
  bool first = false, second = false;
  std::thread other([&] { second = works(2); });
  first = works(1);
  other.join();
  second = second && is_limited();
  std::cout << (first && second ? "works" : "does not work") << '\n';
  return first && second ? 0 : 1;
}
