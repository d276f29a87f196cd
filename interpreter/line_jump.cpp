#include "interpreter/line_jump.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "interpreter/compiler_assembler.h"
#include "interpreter/frame_object.h"
#include "interpreter/run_handlers.h"
#include "interpreter/tracing.h"
#include "interpreter/verifier_state.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/tuple.h"
#include "runtime/warnings.h"

namespace gilt {
namespace {

constexpr uint32_t kDead = UINT32_MAX;

// For each temporary the word offset of the instruction that made it, or kDead.
using Makers = std::vector<uint32_t>;

// What is live before each instruction of a verified code object.
class LiveTemporaries {
 public:
  explicit LiveTemporaries(const CodeObject* code) : code_(code), states_(code->word_count) {
    flow_into(0, Makers(code->register_count - code->local_count, kDead));
    while (!work_.empty()) {
      uint32_t at = work_.back();
      work_.pop_back();
      step(at);
    }
  }

  // Nothing where no path leads to.
  const std::optional<Makers>& before(uint32_t at) const { return states_[at]; }

 private:
  // All ways to an instruction agree: the verifier has seen to that.
  void flow_into(int64_t to, const Makers& makers) {
    auto at = static_cast<size_t>(to);
    if (at >= states_.size() || states_[at]) return;
    states_[at] = makers;
    work_.push_back(static_cast<uint32_t>(at));
  }

  void set(Makers& makers, uint32_t reg, uint32_t maker) const {
    if (reg >= code_->local_count) makers[reg - code_->local_count] = maker;
  }

  int64_t target_of(uint32_t at, Instr i) const {
    const OpInfo& info = info_of(i);
    int64_t next = int64_t{at} + 1 + info.extra;
    if (info.c == Role::jump) return next + signed_c_of(i);
    if (info.b == Role::jump32) return next + bc_of(i);
    if (op_of(i) == Op::SEND || op_of(i) == Op::THROW_INTO)
      return next + static_cast<int64_t>(code_->words[at + 1]);
    return -1;
  }

  void step(uint32_t at) {
    const Instr* pc = code_->words + at;
    const Instr i = fetch(pc);
    const OpInfo& info = info_of(i);
    Makers makers = *states_[at];
    const bool has_no_c = op_of(i) == Op::FORMAT && pc[1] >> 8;
    const Role roles[] = {info.a, info.b, has_no_c ? Role::none : info.c};
    const uint32_t operands[] = {a_of(i), b_of(i), c_of(i)};
    for (int k = 0; k < 3; ++k) {
      if (roles[k] == Role::read && (flags_of(i) & (kConsumeA << k)) != 0)
        set(makers, operands[k], kDead);
      for (int w = 0; roles[k] == Role::window && w < window_size(pc); ++w)
        set(makers, operands[k] + static_cast<uint32_t>(w), kDead);
    }
    const ExceptionEntry* handler = verifier::is_quiet(op_of(i)) ? nullptr : handler_at(code_, pc);
    if (handler != nullptr) {
      Makers caught = makers;
      std::fill(caught.begin() + handler->depth, caught.end(), kDead);
      flow_into(handler->handler, caught);
    }
    const int64_t target = target_of(at, i);
    Makers made = makers;
    if (info.a == Role::write) set(made, operands[0], at);
    for (int k = 0; info.a == Role::make && k < made_size(pc); ++k)
      set(made, operands[0] + static_cast<uint32_t>(k), at);
    if (target >= 0) flow_into(target, made);
    if (falls_through(op_of(i)))
      flow_into(int64_t{at} + 1 + info.extra, is_loop_test(op_of(i)) ? makers : made);
  }

  const CodeObject* code_;
  std::vector<std::optional<Makers>> states_;
  std::vector<uint32_t> work_;
};

// The words where [line] begins.
std::vector<uint32_t> starts_of_line(const CodeObject* code, int line) {
  std::vector<uint32_t> starts;
  for (const SilentLine& silent : code->silent_lines)
    if (silent.line == line) starts.push_back(silent.at);
  std::span<const PositionEntry> positions = code->positions;
  for (size_t i = 0; i < positions.size(); ++i) {
    if (positions[i].line != line || (i > 0 && positions[i - 1].line == line)) continue;
    const uint32_t end = i + 1 < positions.size() ? positions[i + 1].start : code->word_count;
    uint32_t at = positions[i].start;
    while (at < end && has_no_line(op_of(fetch(code->words + at))))
      at += 1 + info_of(fetch(code->words + at)).extra;
    // A `for` is gone to where it begins, and not at its test.
    if (at < end && !is_loop_test(op_of(fetch(code->words + at)))) starts.push_back(at);
  }
  return starts;
}

// The first line from [line] on that has code; -1: none.
int line_with_code(const CodeObject* code, int64_t line) {
  int best = -1;
  auto consider = [&](int found) {
    if (found >= line && (best < 0 || found < best)) best = found;
  };
  for (const PositionEntry& position : code->positions) consider(position.line);
  for (const SilentLine& silent : code->silent_lines) consider(silent.line);
  return best;
}

// Why one cannot go from where [here] is live to where [there] is; null when one can.
const char* obstacle(const CodeObject* code, const Makers& here, const Makers& there) {
  for (size_t i = there.size(); i-- > 0;) {
    if (there[i] == kDead || there[i] == here[i]) continue;
    switch (op_of(fetch(code->words + there[i]))) {
      case Op::GET_ITER:
      case Op::GET_AITER: return "can't jump into the body of a for loop";
      case Op::ENTER_HANDLER: return "can't jump into an 'except' block as there's no exception";
      default: return "incompatible stacks";
    }
  }
  return nullptr;
}

// Locals that the code at the new place takes for bound get None.
bool bind_locals(Thread& t, Frame& frame) {
  int unbound = 0;
  for (Value* local = frame.regs; local < frame.temporaries(); ++local)
    unbound += local->is_unset();
  if (unbound == 0) return true;
  GILT_CHECK(
      warn(t, runtime_warning_type,
           fmt::format("assigning None to {} unbound local{}", unbound, unbound == 1 ? "" : "s")));
  for (Value* local = frame.regs; local < frame.temporaries(); ++local)
    if (local->is_unset()) *local = kNone;
  return true;
}

// Goes to [to], where of the temporaries that are live [here] only those [there] are.
void go_to(Thread& t, Frame& frame, uint32_t to, const Makers& here, const Makers& there) {
  std::vector<Ref> dropped;
  frame.pc = frame.code->words + to;
  for (size_t i = here.size(); i-- > 0;) {
    if (here[i] == kDead || there[i] != kDead) continue;
    Value* reg = frame.temporaries() + i;
    const bool is_handled = op_of(fetch(frame.code->words + here[i])) == Op::ENTER_HANDLER &&
                            (i == 0 || here[i - 1] != here[i]);
    // The handler is left: what was being handled before is so again.
    if (is_handled) std::swap(*reg, t.handled);
    dropped.push_back(Ref::adopt(std::exchange(*reg, kUnset)));
  }
}

}  // namespace

bool jump_to_line(Thread& t, FrameObject* f, Value line) {
  Frame& frame = *f->frame;
  const CodeObject* code = frame.code;
  std::optional<int64_t> wanted = int_to_int64(line);
  if (!wanted || *wanted > INT32_MAX || *wanted < INT32_MIN)
    return fail(t, value_error_type, "lineno out of range");
  if (*wanted < static_cast<int64_t>(code->first_line)) {
    return fail(t, value_error_type, "line {} comes before the current code block", *wanted);
  }
  const int found = line_with_code(code, *wanted);
  if (found < 0)
    return fail(t, value_error_type, "line {} comes after the current code block", *wanted);
  const LiveTemporaries live(code);
  const std::optional<Makers>& here = live.before(frame_offset(f));
  if (!here) return fail(t, value_error_type, "cannot jump from unreachable code");
  const char* problem = "can't jump into an exception handler, or code may be unreachable";
  std::optional<uint32_t> best;
  ptrdiff_t most = -1;
  for (uint32_t start : starts_of_line(code, found)) {
    const std::optional<Makers>& there = live.before(start);
    if (!there) continue;
    problem = obstacle(code, *here, *there);
    if (problem != nullptr) continue;
    const ptrdiff_t kept =
        std::ptrdiff_t(there->size()) - std::count(there->begin(), there->end(), kDead);
    if (kept <= most) continue;
    most = kept;
    best = start;
  }
  if (!best) return fail(t, value_error_type, "{}", problem);
  GILT_CHECK(bind_locals(t, frame));
  go_to(t, frame, *best, *here, *live.before(*best));
  return true;
}

}  // namespace gilt
