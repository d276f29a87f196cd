// What the GIL did, for --stats, module gilt and the embedding interface.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/gil.h"
#include "runtime/world.h"

namespace gilt {

GilReport gil_report(Thread& t) {
  Interpreter& interpreter = *t.interpreter;
  Gil& gil = *interpreter.gil;
  GilReport report;
  // Threads write their own figures without asking.
  StopTheWorld stopped(t, Pause::kInspect);
  interpreter.threads_lock.lock();
  report.timed = gil.timing;
  report.total = gil.ended;
  report.total.drop_requests = gil.drop_requests.load(std::memory_order_relaxed);
  // Its present holding is not added up yet.
  const Nanoseconds held =
      gil.timing && t.holds_gil ? scheduler().now() - t.gil->taken_at : Nanoseconds{0};
  report.total.held += held;
  for (Thread* thread = interpreter.threads; thread != nullptr; thread = thread->next) {
    GilStatistics own;
    own.add(*thread->gil);
    if (thread == &t) own.held += held;
    report.threads.emplace_back(thread->name, own);
    report.total.add(*thread->gil);
  }
  report.most_threads = gil.most_threads - 1;
  report.threads_started = gil.threads_ended + report.threads.size() - 1;
  // The list has the newest first.
  std::reverse(report.threads.begin(), report.threads.end());
  report.threads.insert(report.threads.end(), gil.ended_threads.begin(), gil.ended_threads.end());
  interpreter.threads_lock.unlock();
  return report;
}

namespace {

std::string milliseconds(Nanoseconds ns) {
  return fmt::format("{:.3f}", static_cast<double>(ns) / 1e6);
}

}  // namespace

std::string gil_report_text(const GilReport& report) {
  std::string text = "GIL statistics (times in milliseconds)\n";
  const GilStatistics& total = report.total;
  text +=
      fmt::format("  acquisitions   {} ({} had to wait)\n", total.acquisitions, total.contended);
  text += fmt::format("  drop requests  {}\n", total.drop_requests);
  text += "  hand-overs    ";
  for (int i = 0; i < static_cast<int>(HandOver::kCount); i++) {
    text += fmt::format(" {} {}", hand_over_name(static_cast<HandOver>(i)), total.hand_overs[i]);
    if (i + 1 < static_cast<int>(HandOver::kCount)) text += ",";
  }
  text += fmt::format("\n  longest wait   {}\n", milliseconds(total.longest_wait));
  text += fmt::format("  {:<28} {:>12} {:>10} {:>12} {:>12} {:>12}\n", "thread", "acquisitions",
                      "contended", "waited", "held", "longest wait");
  for (const auto& [name, thread] : report.threads) {
    text += fmt::format("  {:<28} {:>12} {:>10} {:>12} {:>12} {:>12}\n",
                        name.empty() ? "(unnamed)" : name, thread.acquisitions, thread.contended,
                        milliseconds(thread.waited), report.timed ? milliseconds(thread.held) : "-",
                        milliseconds(thread.longest_wait));
  }
  return text;
}

PauseReport pause_report(Thread& t) {
  PauseReport report;
  StopTheWorld stopped(t, Pause::kInspect);
  for (int i = 0; i < static_cast<int>(Pause::kCount); i++) {
    const PauseStatistics& pauses = t.interpreter->pauses[i];
    report.objects_ended += pauses.ended;
    if (pauses.count == 0) continue;
    report.pauses.push_back({pause_name(static_cast<Pause>(i)), pauses.count, pauses.total,
                             pauses.median(), pauses.longest});
  }
  return report;
}

std::string pause_report_text(const PauseReport& report) {
  if (report.pauses.empty()) return "";
  std::string text = "Pauses of all threads (times in milliseconds)\n";
  text += fmt::format("  {:<28} {:>12} {:>10} {:>12} {:>12}\n", "reason", "count", "total",
                      "median", "longest");
  for (const PauseFigures& pauses : report.pauses) {
    text += fmt::format("  {:<28} {:>12} {:>10} {:>12} {:>12}\n", pauses.reason, pauses.count,
                        milliseconds(pauses.total), milliseconds(pauses.median),
                        milliseconds(pauses.longest));
  }
  text += fmt::format("  shared objects that ended    {:>12}\n", report.objects_ended);
  return text;
}

}  // namespace gilt
