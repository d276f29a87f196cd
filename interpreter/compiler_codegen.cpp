#include "interpreter/compiler_codegen.h"

#include <cassert>

namespace gilt {

CodeGenerator::CodeGenerator(CompilationUnit& unit, CodeGenerator* parent, const Scope* scope,
                             StrObject* name, uint32_t first_line)
    : unit_(unit),
      t_(unit.t),
      parent_(parent),
      unit_scope_(scope),
      scope_(scope),
      name_(name),
      first_line_(first_line) {
  span_ = {first_line, kNoColumn, first_line, kNoColumn};
  std::string qualified = qualified_name_for(name);
  qualified_name_ = unit_.check(str_new(t_, qualified));
  allot_locals();
}

// -- instructions --

void CodeGenerator::emit(Op op, int32_t a, int32_t b, int32_t c, uint8_t flags, uint32_t extra) {
  if (!reachable_) return;
  Instruction i;
  i.op = op;
  i.flags = flags;
  i.a = a;
  i.b = b;
  i.c = c;
  i.extra = extra;
  i.handler = handler_;
  i.depth = depth_;
  i.span = span_;
  assembler_.append(i);
  if (handler_ != kNoHandler) handlers_[static_cast<size_t>(handler_)].used = true;
  if (!falls_through(op)) ended();
}

void CodeGenerator::emit_jump(Op op, int32_t a, int32_t b, uint8_t flags, LabelId target) {
  if (!reachable_) return;
  note_jump(target);
  emit(op, a, b, 0, flags);
  assembler_.code().back().target = target;
}

uint8_t CodeGenerator::consume(Operand operand, uint8_t flag) {
  if (!operand.dies) return 0;
  assert(depth_ > 0);
  --depth_;
  return flag;
}

Register CodeGenerator::push_temporary() {
  Register r = next_temporary();
  ++depth_;
  if (depth_ > max_depth_) max_depth_ = depth_;
  return r;
}

Operand CodeGenerator::result(Op op, Dest dest, Operand b, Operand c, uint8_t flags,
                              uint32_t extra) {
  flags |= consume(c, kConsumeC);
  flags |= consume(b, kConsumeB);
  if (dest.where == Dest::kLocal) {
    emit(op, dest.local, b.reg, c.reg, flags | kLocalA, extra);
    mark_bound(dest.local);
    return {dest.local};
  }
  emit(op, next_temporary(), b.reg, c.reg, flags, extra);
  return {push_temporary(), true};
}

Operand CodeGenerator::result_number(Op op, Dest dest, Operand b, int32_t number, uint8_t flags,
                                     uint32_t extra) {
  return result(op, dest, b, {.reg = number}, flags, extra);
}

Operand CodeGenerator::result_window(Op op, Dest dest, uint32_t window_size, int32_t c,
                                     uint32_t extra) {
  pop_temporaries(window_size);
  return result(op, dest, {.reg = next_temporary()}, {.reg = c}, 0, extra);
}

void CodeGenerator::effect1(Op op, Operand a, int32_t b, int32_t c, uint32_t extra) {
  uint8_t flags = consume(a, kConsumeA);
  emit(op, a.reg, b, c, flags, extra);
}

void CodeGenerator::effect2(Op op, Operand a, Operand b, int32_t c, uint32_t extra) {
  uint8_t flags = consume(a, kConsumeA);
  flags |= consume(b, kConsumeB);
  emit(op, a.reg, b.reg, c, flags, extra);
}

void CodeGenerator::effect3(Op op, Operand a, Operand b, Operand c) {
  uint8_t flags = consume(a, kConsumeA);
  flags |= consume(b, kConsumeB);
  flags |= consume(c, kConsumeC);
  emit(op, a.reg, b.reg, c.reg, flags);
}

void CodeGenerator::release_top() {
  Register r = top();
  pop_temporaries(1);
  emit(Op::RELEASE, r, 0, 0, kConsumeA);
}

void CodeGenerator::release_down_to(uint32_t depth) {
  while (depth_ > depth) release_top();
}

Operand CodeGenerator::move(Operand from, Dest dest) {
  if (dest.where == Dest::kLocal && dest.local == from.reg) return {from.reg};
  return result(Op::MOVE, dest, from);
}

Operand CodeGenerator::settle(Operand made, Dest dest) {
  bool is_there = dest.where == Dest::kAnywhere ||
                  (dest.where == Dest::kPush && is_temporary(made.reg)) ||
                  (dest.where == Dest::kLocal && dest.local == made.reg);
  return is_there ? made : move(made, dest);
}

void CodeGenerator::mark_bound(Register r) {
  if (reachable_ && !is_temporary(r)) bound_.add(static_cast<uint32_t>(r));
}

// -- lines without code --

void CodeGenerator::silent_line(const Span& span) {
  if (reachable_) assembler_.add_silent_line(span.line);
}

// Before a label: whoever jumps there has not passed the lines above.
void CodeGenerator::settle_silent_lines() {
  const uint32_t line = assembler_.last_silent_line();
  if (!reachable_ || line == 0) return;
  SpanScope at(*this, {line, kNoColumn, line, kNoColumn});
  emit(Op::NOP);
}

// -- labels --

LabelId CodeGenerator::new_label() {
  labels_.emplace_back();
  return assembler_.new_label();
}

void CodeGenerator::note_jump(LabelId target) {
  LabelState& state = labels_[static_cast<size_t>(target)];
  assert(!state.used || state.depth == depth_);
  if (assembler_.is_bound(target)) return;
  if (state.used) {
    state.bound.intersect(bound_);
  } else {
    state.used = true;
    state.depth = depth_;
    state.bound = bound_;
  }
}

void CodeGenerator::jump(LabelId target) {
  emit_jump(is_back(target) ? Op::JUMP_BACK : Op::JUMP, 0, 0, 0, target);
}

void CodeGenerator::jump_on(Op op, Operand a, LabelId target) {
  uint8_t flags = consume(a, kConsumeA);
  emit_jump(op, a.reg, 0, flags, target);
}

void CodeGenerator::bind(LabelId label) {
  LabelState& state = labels_[static_cast<size_t>(label)];
  if (state.used) {
    settle_silent_lines();
    if (reachable_) {
      assert(depth_ == state.depth);
      bound_.intersect(state.bound);
    } else {
      reachable_ = true;
      depth_ = state.depth;
      bound_ = state.bound;
    }
  }
  assembler_.bind(label);
}

// Everything in the loop may have run before, so what some `del` unbinds may be unbound; all else
// that was bound before the loop still is.
void CodeGenerator::bind_loop_head(LabelId label, const Flow& entry) {
  settle_silent_lines();
  reachable_ = entry.reachable;
  depth_ = entry.depth;
  bound_ = entry.bound;
  bound_.subtract(deletable_);
  LabelState& state = labels_[static_cast<size_t>(label)];
  state.used = true;
  state.depth = depth_;
  assembler_.bind(label);
}

void CodeGenerator::bind_back_target(LabelId label) {
  LabelState& state = labels_[static_cast<size_t>(label)];
  state.used = true;
  state.depth = depth_;
  assembler_.bind(label);
}

HandlerId CodeGenerator::open_handler() {
  LabelId label = new_label();
  HandlerId id = assembler_.new_handler(label, depth_);
  HandlerState state{label, depth_, false, bound_};
  state.bound.subtract(deletable_);
  handlers_.push_back(std::move(state));
  handler_ = id;
  return id;
}

bool CodeGenerator::start_handler(HandlerId handler) {
  HandlerState& state = handlers_[static_cast<size_t>(handler)];
  depth_ = state.depth;
  reachable_ = state.used;
  bound_ = state.bound;
  if (state.used) assembler_.bind(state.label);
  return state.used;
}

Register CodeGenerator::enter_handler() {
  emit(Op::ENTER_HANDLER, next_temporary());
  Register previous = push_temporary();
  push_temporary();
  // What a comprehension left behind is not seen any more.
  for (const HiddenLocal& h : hidden_)
    if (!h.in_use) emit(Op::CLEAR, h.reg);
  return previous;
}

void CodeGenerator::finish_unwind_handler(HandlerId unwind, HandlerId outer) {
  handler_ = outer;
  if (start_handler(unwind)) effect1(Op::UNWIND_HANDLER, top_operand());
}

}  // namespace gilt
