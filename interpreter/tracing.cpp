#include "interpreter/tracing.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "interpreter/frame_object.h"
#include "interpreter/generator.h"
#include "interpreter/run_handlers.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/machine.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/traceback.h"
#include "runtime/tuple.h"
#include "runtime/world.h"

namespace gilt {
namespace {

// A native function that a frame is calling, as the profile function was told.
struct NativeCall {
  const Frame* frame;
  Ref function;
};

constexpr auto kReturnsGenerator =
    static_cast<CodeFlags>(kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator);

struct Tracing {
  Ref trace, profile;    // the functions, or unset
  bool running = false;  // one of them is running
  std::vector<NativeCall> native_calls;

  // Set from another thread: the frames that run have had their `call` ("adopt"), and what the
  // functions replaced is for the thread itself to drop.
  bool adopt = false;
  std::vector<Ref> replaced;

  Ref& function(TraceKind kind) { return kind == TraceKind::kTrace ? trace : profile; }
  bool is_on() const { return !trace.is_unset() || !profile.is_unset(); }
};

// Of each thread that ever had a function. An entry is used by its own thread alone, except that
// settrace for all threads sets the functions, while the world stands still.
struct Table {
  std::mutex mutex;
  std::unordered_map<const Thread*, std::unique_ptr<Tracing>> entries;
  std::atomic<size_t> size{0};
};
Table& table() {
  static Table* table = new Table;
  return *table;
}

// Null when the thread never had a function.
Tracing* find(const Thread& t) {
  Table& all = table();
  if (all.size.load(std::memory_order_relaxed) == 0) return nullptr;
  std::lock_guard guard(all.mutex);
  auto found = all.entries.find(&t);
  return found == all.entries.end() ? nullptr : found->second.get();
}

Tracing& find_or_make(const Thread& t) {
  Table& all = table();
  std::lock_guard guard(all.mutex);
  std::unique_ptr<Tracing>& entry = all.entries[&t];
  if (entry == nullptr) entry = std::make_unique<Tracing>();
  all.size.store(all.entries.size(), std::memory_order_relaxed);
  return *entry;
}

// Frames that run already have had their `call`; not so [fresh].
bool adopt_frames(Thread& t, const Frame* fresh) {
  for (Frame* frame = t.frame; frame != nullptr; frame = caller_of(t, frame)) {
    if (frame == fresh) continue;
    if (frame->code->is(kReturnsGenerator) && !frame->has(kFrameGenerator)) continue;
    GILT_TRY(auto object, frame_object(t, *frame));
    object->is_called = true;
    object->traced_line = frame_line(object.get());
    object->traced_offset = frame_offset(object.get());
  }
  return true;
}

// Takes up what another thread set; [t] is about to tell of [frame].
bool take_up(Thread& t, Tracing& tracing, const Frame& frame) {
  if (!tracing.adopt) [[likely]]
    return true;
  tracing.adopt = false;
  tracing.native_calls.clear();
  std::vector<Ref> replaced = std::move(tracing.replaced);
  tracing.replaced.clear();
  bool begins = frame.pc == frame.code->words;
  return adopt_frames(t, begins ? &frame : nullptr);
}

bool set_one(Thread& t, TraceKind kind, Value function) {
  GILT_CHECK(adopt_frames(t, nullptr));
  Tracing& tracing = find_or_make(t);
  tracing.adopt = false;
  tracing.native_calls.clear();
  Ref old = std::exchange(tracing.function(kind), Ref::copy(function));
  if (t.dispatch != nullptr) select_handlers(t);
  return true;
}

// -- telling the functions --

// Calls [function]; its result, or an error after which it is no longer set.
Ref call_function(Thread& t, Tracing& tracing, TraceKind kind, Value function, FrameObject* frame,
                  const char* event, Value argument) {
  Ref held = Ref::copy(function), held_frame = Ref::copy(frame);
  GILT_TRY(auto name, str_new(t, event));
  tracing.running = true;
  frame->event = event;
  select_handlers(t);
  Ref result = call(t, function, {to_value(frame), name.value(), argument});
  frame->event = nullptr;
  tracing.running = false;
  if (result.is_error()) {
    frame->trace.clear(frame);  // where other threads may set it
    Ref removed = std::exchange(tracing.function(kind), Ref::unset());
  }
  select_handlers(t);
  return result;
}

// An event for both functions. [local] ones go to the frame's own trace function.
bool tell(Thread& t, Tracing& tracing, FrameObject* frame, const char* event, Value argument,
          bool for_profile, bool local = true) {
  if (!tracing.trace.is_unset()) {
    Ref function = local ? frame->trace.load() : tracing.trace.copy();
    if (!function.is_unset()) {
      GILT_TRY(Ref next, call_function(t, tracing, TraceKind::kTrace, function.get(), frame, event,
                                       argument));
      if (!next.is_none()) frame->trace.store(frame, std::move(next));
    }
  }
  if (for_profile && !tracing.profile.is_unset()) {
    Ref function = tracing.profile.copy();
    Ref done =
        call_function(t, tracing, TraceKind::kProfile, function.get(), frame, event, argument);
    if (done.is_error()) return false;
  }
  return true;
}

bool tell_profile(Thread& t, Tracing& tracing, FrameObject* frame, const char* event,
                  Value argument) {
  if (tracing.profile.is_unset()) return true;
  Ref function = tracing.profile.copy();
  return !call_function(t, tracing, TraceKind::kProfile, function.get(), frame, event, argument)
              .is_error();
}

// Is the innermost native call that was told one of [frame]'s?
bool called_native(const Tracing& tracing, const Frame& frame) {
  return !tracing.native_calls.empty() && tracing.native_calls.back().frame == &frame;
}

// -- what an instruction means --

bool is_call(Op op) {
  return op == Op::CALL || op == Op::CALL_METHOD || op == Op::CALL_KW || op == Op::CALL_METHOD_KW ||
         op == Op::CALL_EX;
}

bool begin_call(Thread& t, Tracing& tracing, Frame& frame, FrameObject* object) {
  object->is_called = true;
  object->traced_line = 0;
  object->traced_offset = 0;
  // The place is that of the `def`, but a generator goes on where it was.
  bool resumed = frame.has(kFrameGenerator) && frame.generator->resume != nullptr &&
                 op_of(fetch(frame.generator->resume)) == Op::YIELD;
  object->shown_line = resumed ? frame_line(object) : static_cast<int>(frame.code->first_line);
  bool done = tell(t, tracing, object, "call", kNone, true, false);
  // The line that it goes on in has begun already.
  if (resumed) {
    object->traced_line = object->shown_line;
    object->traced_offset = static_cast<uint32_t>(frame.generator->resume - frame.code->words);
  }
  object->shown_line = 0;
  return done;
}

bool is_at_end(Instr i) {
  return op_of(i) == Op::RETURN_CONST && (flags_of(i) & kAtEnd) != 0;
}

// Is this the way into a `for` loop, from the iterator to the test?
bool begins_loop(const CodeObject* code, uint32_t offset) {
  const Instr* pc = code->words + offset;
  if (op_of(fetch(pc)) == Op::JUMP && offset > 0) --pc;
  return op_of(fetch(pc)) == Op::GET_ITER;
}

// The `line` and `opcode` before the instruction.
bool tell_line(Thread& t, Tracing& tracing, Frame& frame, FrameObject* object, const Instr* pc) {
  if (tracing.trace.is_unset() || object->trace.is_unset()) return true;
  auto offset = static_cast<uint32_t>(pc - frame.code->words);
  const PositionEntry* position = position_at(frame.code, pc);
  int line = position == nullptr ? 0 : position->line;
  Op op = op_of(fetch(pc));
  Op before = op_of(fetch(frame.code->words + object->traced_offset));
  // Another round of a loop begins its line anew. The test of a `for` stands behind the body.
  bool back = offset <= object->traced_offset && !is_loop_test(before);
  if (is_loop_test(op)) back = !begins_loop(frame.code, object->traced_offset);
  back = back && object->traced_line != 0;
  const uint32_t from = std::exchange(object->traced_offset, offset);
  auto begin_line = [&](int begun) -> bool {
    if (begun == object->traced_line && !back) return true;
    back = false;
    object->traced_line = begun;
    return !object->trace_lines || tell(t, tracing, object, "line", kNone, false);
  };
  for (const SilentLine& silent : silent_lines_at(frame.code, offset)) {
    if (silent.from != SilentLine::kAnywhere && silent.from != from) continue;
    object->shown_line = silent.line;
    GILT_CHECK(begin_line(silent.line));
    if (frame.pc != pc) return true;  // it was sent to another line
  }
  object->shown_line = 0;
  if (line > 0 && !has_no_line(op) && !is_at_end(fetch(pc))) GILT_CHECK(begin_line(line));
  if (frame.pc != pc) return true;
  if (object->trace_opcodes) return tell(t, tracing, object, "opcode", kNone, false);
  return true;
}

// `return` and `c_call`, where the instruction is one of those.
bool tell_effect(Thread& t, Tracing& tracing, Frame& frame, FrameObject* object, const Instr* pc) {
  Instr instr = fetch(pc);
  Op op = op_of(instr);
  if (op == Op::RETURN || op == Op::YIELD) {
    Ref value = Ref::copy(frame.regs[op == Op::RETURN ? a_of(instr) : b_of(instr)]);
    if (op == Op::YIELD) object->is_called = false;
    return tell(t, tracing, object, "return", value.get(), true);
  }
  if (op == Op::RETURN_CONST) {
    Ref value = frame.code->constants[b_of(instr)].load();
    if (is_at_end(instr)) object->shown_line = object->traced_line;
    bool told = tell(t, tracing, object, "return", value.get(), true);
    object->shown_line = 0;
    return told;
  }
  if (tracing.profile.is_unset() || !is_call(op)) return true;
  Value callee = frame.regs[b_of(instr)];
  TypeObject* type = callee.is_object() ? type_of(callee) : nullptr;
  if (type != &native_function_type && type != &method_descriptor_type) return true;
  Ref function = Ref::copy(callee);
  GILT_CHECK(tell_profile(t, tracing, object, "c_call", function.get()));
  tracing.native_calls.push_back({&frame, std::move(function)});
  return true;
}

// The exception as tracers get it: (type, value, traceback).
Ref exception_argument(Thread& t, Value exception) {
  Value traceback = exception.as<ExceptionObject>()->traceback.peek();
  return tuple_of(
      t, {to_value(type_of(exception)), exception, traceback.is_unset() ? kNone : traceback});
}

// Runs [tell] with the pending exception put aside; it comes back unless that raises another.
template <class F>
void with_exception_aside(Thread& t, F&& tell) {
  Ref exception = error_take(t);
  if (tell(exception.get())) error_restore(t, std::move(exception));
}

}  // namespace

bool is_loop_test(Op op) {
  return op == Op::FOR_ITER || op == Op::FOR_RANGE || op == Op::FOR_LIST || op == Op::FOR_TUPLE ||
         op == Op::FOR_STR || op == Op::FOR_GENERATOR;
}

bool has_no_line(Op op) {
  switch (op) {
    case Op::JUMP:
    case Op::JUMP_BACK:
    case Op::RELEASE:
    case Op::CLEAR:
    case Op::RERAISE:
    case Op::ENTER_HANDLER:
    case Op::LEAVE_HANDLER:
    case Op::UNWIND_HANDLER:
    case Op::STOP_ITERATION_ERROR: return true;
    default: return false;
  }
}

void forget_tracing(Thread& t) {
  Table& all = table();
  std::unique_ptr<Tracing> entry;
  {
    std::lock_guard guard(all.mutex);
    auto found = all.entries.find(&t);
    if (found == all.entries.end()) return;
    entry = std::move(found->second);
    all.entries.erase(found);
    all.size.store(all.entries.size(), std::memory_order_relaxed);
  }
  select_handlers(t);
  // Here [entry] drops the functions, which may run script code.
}

bool set_tracer(Thread& t, TraceKind kind, Value function, bool all_threads) {
  if (function.is_none()) function = kUnset;
  if (!all_threads) return set_one(t, kind, function);
  if (!function.is_unset()) publish(function);
  {
    StopTheWorld world(t, Pause::kInspect);
    t.interpreter->threads_lock.lock();
    for (Thread* each = t.interpreter->threads; each != nullptr; each = each->next) {
      if (each == &t) continue;
      Tracing& tracing = find_or_make(*each);
      tracing.replaced.push_back(std::exchange(tracing.function(kind), Ref::copy(function)));
      tracing.adopt = true;
      if (each->dispatch != nullptr) select_handlers(*each);
    }
    t.interpreter->threads_lock.unlock();
  }
  return set_one(t, kind, function);
}

Value tracer_of(const Thread& t, TraceKind kind) {
  Tracing* tracing = find(t);
  return tracing == nullptr ? kUnset : tracing->function(kind).get();
}

bool is_tracing(const Thread& t) {
  Tracing* tracing = find(t);
  return tracing != nullptr && tracing->is_on() && !tracing->running;
}

bool trace_instruction(Thread& t, Frame& frame, const Instr* pc) {
  Tracing* tracing = find(t);
  if (tracing == nullptr || !tracing->is_on() || tracing->running) return true;
  // What only makes a generator is no call yet.
  if (frame.code->is(kReturnsGenerator) && !frame.has(kFrameGenerator)) return true;
  GILT_CHECK(take_up(t, *tracing, frame));
  GILT_TRY(auto object, frame_object(t, frame));
  if (called_native(*tracing, frame)) {
    Ref function = std::move(tracing->native_calls.back().function);
    tracing->native_calls.pop_back();
    GILT_CHECK(tell_profile(t, *tracing, object.get(), "c_return", function.get()));
  }
  if (!object->is_called) GILT_CHECK(begin_call(t, *tracing, frame, object.get()));
  GILT_CHECK(tell_line(t, *tracing, frame, object.get(), pc));
  if (frame.pc != pc) return true;
  return tell_effect(t, *tracing, frame, object.get(), pc);
}

void trace_exception(Thread& t) {
  Tracing* tracing = find(t);
  if (tracing == nullptr || !tracing->is_on() || tracing->running || t.stopping) return;
  Frame& frame = *t.frame;
  with_exception_aside(t, [&](Value exception) -> bool {
    GILT_CHECK(take_up(t, *tracing, frame));
    GILT_TRY(auto object, frame_object(t, frame));
    if (called_native(*tracing, frame)) {
      Ref function = std::move(tracing->native_calls.back().function);
      tracing->native_calls.pop_back();
      GILT_CHECK(tell_profile(t, *tracing, object.get(), "c_exception", function.get()));
    }
    if (!object->is_called) GILT_CHECK(begin_call(t, *tracing, frame, object.get()));
    if (tracing->trace.is_unset() || object->trace.is_unset()) return true;
    GILT_TRY(Ref argument, exception_argument(t, exception));
    return tell(t, *tracing, object.get(), "exception", argument.get(), false);
  });
}

void trace_unwound(Thread& t) {
  Tracing* tracing = find(t);
  if (tracing == nullptr || !tracing->is_on() || tracing->running || t.stopping) return;
  Frame& frame = *t.frame;
  with_exception_aside(t, [&](Value) -> bool {
    GILT_CHECK(take_up(t, *tracing, frame));
    GILT_TRY(auto object, frame_object(t, frame));
    return tell(t, *tracing, object.get(), "return", kNone, true);
  });
}

}  // namespace gilt
