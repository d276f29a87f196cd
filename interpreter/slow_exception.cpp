// Raising, matching and leaving exceptions.
#include "interpreter/frame_object.h"
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/operations.h"

namespace gilt {

bool slow_raise(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref value = take_a(regs, instr);
  GILT_TRY(Ref exception, exception_from_raise(t, value.get()));
  return fail_instance(t, std::move(exception));
}

bool slow_raise_from(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref value = take_a(regs, instr), cause = take_b(regs, instr);
  GILT_TRY(Ref exception, exception_from_raise(t, value.get()));
  GILT_CHECK(exception_set_cause(t, exception.as<ExceptionObject>(), cause.get()));
  return fail_instance(t, std::move(exception));
}

bool slow_reraise_current(Thread& t, Frame& frame, Value*, Instr) {
  Value current = handled_exception(t);
  if (current.is_unset()) {
    static_cast<void>(fail(t, runtime_error_type, "No active exception to reraise"));
    // Unwinding takes what this instruction raises for one that has its entry.
    auto offset = static_cast<uint32_t>(frame.pc - frame.code->words);
    static_cast<void>(traceback_add(t, t.exception.as<ExceptionObject>(), frame, offset));
    return false;
  }
  error_restore(t, Ref::copy(current));
  return false;
}

bool slow_reraise(Thread& t, Frame&, Value* regs, Instr instr) {
  error_restore(t, take_a(regs, instr));
  return false;
}

bool slow_unwind_handler(Thread& t, Frame&, Value* regs, Instr instr) {
  Value old = std::exchange(t.handled, take_a(regs, instr).take());
  release(old);
  return false;
}

bool slow_match_exception(Thread& t, Frame&, Value* regs, Instr instr) {
  // Runs no script code, so nothing needs to be held.
  Value exception = regs[b_of(instr)], pattern = regs[c_of(instr)];
  std::optional<bool> matches = exception_matches(t, exception, pattern);
  if (instr & kConsumeBBit) release(exception);
  if (instr & kConsumeCBit) release(pattern);
  return write_a(regs, instr, matches);
}

bool slow_match_exception_group(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref exception = take_b(regs, instr), pattern = take_c(regs, instr);
  std::optional<ExceptStarParts> parts = except_star_split(t, exception.get(), pattern.get());
  if (!parts.has_value()) return false;
  if (!parts->match.is_none()) {
    Value old = std::exchange(t.handled, parts->match.copy().take());
    release(old);
  }
  make_a(regs, instr, std::move(parts->rest), std::move(parts->match));
  return true;
}

bool slow_prepare_reraise_star(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref original = take_b(regs, instr), raised = take_c(regs, instr);
  return write_a(regs, instr, except_star_remainder(t, original.get(), raised.get()));
}

bool slow_with_exception(Thread& t, Frame&, Value* regs, Instr instr) {
  Value* exit = regs + b_of(instr);
  Ref exception = take_c(regs, instr);
  Ref traceback = exception.as<ExceptionObject>()->traceback.load();
  Value arguments[] = {exit[1], to_value(type_of(exception.get())), exception.get(),
                       traceback.is_unset() ? kNone : traceback.get()};
  bool has_self = !exit[1].is_unset();
  CallArgs args{arguments + (has_self ? 0 : 1), has_self ? 4u : 3u, nullptr};
  return write_a(regs, instr, call(t, exit[0], args));
}

bool slow_end_async_for(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref exception = take_a(regs, instr);
  if (is_instance_of(exception.get(), &stop_async_iteration_type)) return true;
  error_restore(t, std::move(exception));
  return false;
}

bool slow_stop_iteration_error(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref exception = take_a(regs, instr);
  const CodeObject* code = frame.code;
  const char* message = nullptr;
  if (is_instance_of(exception.get(), &stop_iteration_type)) {
    message = code->is(kCodeAsyncGenerator) ? "async generator raised StopIteration"
              : code->is(kCodeCoroutine)    ? "coroutine raised StopIteration"
                                            : "generator raised StopIteration";
  } else if (code->is(kCodeAsyncGenerator) &&
             is_instance_of(exception.get(), &stop_async_iteration_type)) {
    message = "async generator raised StopAsyncIteration";
  }
  if (message == nullptr) {
    error_restore(t, std::move(exception));
    return false;
  }
  GILT_TRY(auto text, str_new(t, message));
  GILT_TRY(auto error, exception_new(t, runtime_error_type, std::move(text)));
  GILT_CHECK(exception_set_cause(t, error.get(), exception.get()));
  exception_set_context(t, error.get(), exception.get());
  error_restore(t, std::move(error));
  return false;
}

}  // namespace gilt
