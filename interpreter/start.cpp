#include "interpreter/start.h"

#include <mutex>

#include "interpreter/coroutine_state.h"
#include "interpreter/frame_object.h"
#include "interpreter/import.h"
#include "interpreter/inline_cache_registry.h"
#include "interpreter/machine.h"
#include "interpreter/ops.h"
#include "interpreter/traceback_print.h"
#include "interpreter/tracing.h"
#include "interpreter/wait_place.h"
#include "runtime/error.h"
#include "runtime/machine.h"
#include "runtime/traceback.h"
#include "runtime/tuple.h"
#include "stdlib/native_modules.h"

namespace gilt {
namespace {

// The first argument of the running function, which may have been put into a cell.
Ref first_argument(const Frame& frame) {
  Value first = frame.regs[0];
  if (has_shape(first, kCellShape)) {
    auto* cells = frame.code->cell_names.peek().as<TupleObject>();
    auto* names = frame.code->local_names.peek().as<TupleObject>();
    for (int64_t i = 0; i < cells->size; i++) {
      if (same(cells->at(i), names->at(0))) return first.as<CellObject>()->content.load();
    }
  }
  return Ref::copy(first);
}

// super() without arguments, called from native code.
bool super_arguments(Thread& t, TypeObject*& type, Ref& self) {
  Frame* frame = t.frame;
  if (frame == nullptr) return fail(t, runtime_error_type, "super(): no current frame");
  const CodeObject* code = frame->code;
  if (code->positional_count == 0) return fail(t, runtime_error_type, "super(): no arguments");
  self = first_argument(*frame);
  if (self.is_unset()) return fail(t, runtime_error_type, "super(): arg[0] deleted");
  auto* names = code->free_names.peek().as<TupleObject>();
  for (int64_t i = 0; i < names->size; i++) {
    if (names->at(i).as<StrObject>() != names::class_) continue;
    Value content = frame->function()->closure[i].peek().as<CellObject>()->content.peek();
    if (content.is_unset()) return fail(t, runtime_error_type, "super(): empty __class__ cell");
    if (!type_of(content)->is(kTypeIsType)) {
      return fail(t, runtime_error_type, "super(): __class__ is not a type ({})",
                  type_name(content));
    }
    type = content.as<TypeObject>();
    return true;
  }
  return fail(t, runtime_error_type, "super(): __class__ cell not found");
}

DictObject* current_globals(Thread& t) {
  return t.frame != nullptr ? t.frame->globals->globals : nullptr;
}

CodePlace traceback_place(Object* object) {
  auto* traceback = static_cast<TracebackObject*>(object);
  const auto* code = traceback->code.peek().as<CodeObject>();
  CodePlace place;
  place.filename = code->filename.peek().as<StrObject>()->view();
  place.name = code->name.peek().as<StrObject>()->view();
  place.line = traceback->line;
  if (traceback->offset == UINT32_MAX) return place;
  const PositionEntry* position = position_at(code, code->words + traceback->offset);
  if (position == nullptr) return place;
  if (place.line == 0) place.line = position->line;
  place.end_line = position->end_line;
  place.column = position->column;
  place.end_column = position->end_column;
  return place;
}

bool running_place(const Thread& t, RunningPlace& place) {
  Frame* frame = t.frame;
  if (frame == nullptr) return false;
  for (Frame* f = frame; f != nullptr; f = caller_of(t, f)) {
    if (is_of_library(f->code)) continue;
    frame = f;
    break;
  }
  place.filename = frame->code->filename.peek().as<StrObject>()->view();
  place.name = frame->code->name.peek().as<StrObject>()->view();
  const PositionEntry* position = position_at(frame->code, frame->pc);
  place.line = position != nullptr ? position->line : static_cast<int>(frame->code->first_line);
  return true;
}

void add_current_frame(Thread& t, ExceptionObject* exception) {
  if (t.frame == nullptr) return;
  auto offset = static_cast<uint32_t>(t.frame->pc - t.frame->code->words);
  if (!traceback_add(t, exception, *t.frame, offset)) error_clear(t);
}

Ref current_frame(Thread& t) {
  if (t.frame == nullptr) return Ref::none();
  return frame_object(t, *t.frame);
}

// The registers of [frame] that hold something while its instruction runs: the function, locals,
// live temporaries, what the instruction consumes, and the spare ones of its Operands (slow.h).
// What dead temporaries still refer to must not keep it from ending.
template <class Visit>
void visit_frame(const Frame& frame, const Visit& visit) {
  const CodeObject* code = frame.code;
  const Value* regs = frame.regs;
  visit(regs - 1, regs + code->local_count + depth_at(code, frame.pc));
  Instr instr = fetch(frame.pc);
  const OpInfo& info = info_of(instr);
  const struct {
    Role role;
    uint16_t index;
    Instr consumed;
  } operands[] = {{info.a, a_of(instr), kConsumeABit},
                  {info.b, b_of(instr), kConsumeBBit},
                  {info.c, c_of(instr), kConsumeCBit}};
  for (const auto& operand : operands) {
    const Value* first = regs + operand.index;
    if (operand.role == Role::window) {
      visit(first, first + window_size(frame.pc));
    } else if (operand.role == Role::read && (instr & operand.consumed)) {
      visit(first, first + 1);
    }
  }
  visit(regs + code->register_count, regs + code->register_count + kCallSlack);
}

void visit_registers(Thread& t, const std::function<void(const Value*, const Value*)>& visit) {
  if (t.frame == nullptr) return;
  for (const Frame* frame = t.frames; frame <= t.frame; frame++) visit_frame(*frame, visit);
}

}  // namespace

void start_runtime() {
  static std::once_flag once;
  std::call_once(once, [] {
    g_machine.flush_inline_caches = [](Thread&) { flush_caches(); };
    g_machine.super_arguments = super_arguments;
    g_machine.current_globals = current_globals;
    g_machine.visit_registers = visit_registers;
    g_machine.traceback_place = traceback_place;
    g_machine.running_place = running_place;
    g_machine.wait_place = wait_place;
    g_machine.place_of = place_of_instruction;
    g_machine.source_line = source_line;
    g_machine.add_current_frame = add_current_frame;
    g_machine.current_frame = current_frame;
    g_machine.import_absolute = import_absolute;
    g_machine.after_fork = imports_after_fork;
    g_machine.thread_ends = [](Thread& t) {
      forget_tracing(t);
      forget_coroutine_state(t);
    };
    register_native_modules();
  });
}

}  // namespace gilt
