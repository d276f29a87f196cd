// Generators and coroutines: yield, yield from, await.

#include "interpreter/compiler_codegen.h"

namespace gilt {

// A StopIteration that would leave a generator becomes a RuntimeError (PEP 479).
void CodeGenerator::begin_generator() {
  emit(Op::RETURN_GENERATOR);
  generator_handler_ = open_handler();
}

void CodeGenerator::end_generator() {
  if (generator_handler_ == kNoHandler) return;
  handler_ = kNoHandler;
  span_ = {first_line_, kNoColumn, first_line_, kNoColumn};
  if (!start_handler(generator_handler_)) return;
  hidden_.clear();  // the frame ends here, and all that is in it
  enter_handler();
  depth_ = 1;
  HandlerId unwind = open_handler();
  depth_ = 2;
  effect1(Op::STOP_ITERATION_ERROR, top_operand());
  finish_unwind_handler(unwind, kNoHandler);
}

// Suspends with [value]; what is sent in is on top then, in its place if it was a temporary.
void CodeGenerator::yield_operand(Operand value) {
  uint8_t flags = consume(value, kConsumeB);
  emit(Op::YIELD, next_temporary(), value.reg, static_cast<int32_t>(depth_), flags);
  push_temporary();
}

Operand CodeGenerator::yield_value(ast::Yield& e, Dest dest) {
  if (e.value == nullptr) push_none();
  Operand value = e.value != nullptr ? read(*e.value) : top_operand();
  if (unit_scope_->is_coroutine) value = result(Op::ASYNC_GEN_WRAP, Dest::push(), value);
  yield_operand(value);
  return settle(top_operand(), dest);
}

Operand CodeGenerator::yield_from(ast::YieldFrom& e, Dest dest) {
  result(Op::GET_YIELD_FROM_ITER, Dest::push(), read(*e.value));
  delegate();
  return settle(top_operand(), dest);
}

Operand CodeGenerator::await(ast::Await& e, Dest dest) {
  push(*e.value);
  await_top(0);
  return settle(top_operand(), dest);
}

void CodeGenerator::await_top(int kind) {
  result_number(Op::GET_AWAITABLE, Dest::push(), top_operand(), kind);
  delegate();
}

// iterator -> result. What is sent in goes on to it, what is thrown in too:
//
//   again: SEND       value = iterator.send(value), or go to done with the result
//          YIELD      value                         (what is raised here goes to thrown)
//          JUMP_BACK  again
//   thrown: THROW_INTO value = iterator.throw(...), or go to done with the result
//          JUMP_BACK  yield
//   done:
void CodeGenerator::delegate() {
  Register iterator = top();
  push_none();
  LabelId again = new_label(), yielding = new_label(), done = new_label();
  HandlerId outer = handler_;
  bind_back_target(again);
  auto pass_on = [&](Op op, uint8_t flags, Register in) {
    // The result takes the place of the value, which is live where the jump leads.
    push_temporary();
    if (reachable_) note_jump(done);
    pop_temporaries(1);
    emit(op, next_temporary(), iterator, in, flags);
    if (reachable_) assembler_.code().back().target = done;
    push_temporary();
  };
  Register value = top();
  pop_temporaries(1);
  pass_on(Op::SEND, kConsumeC, value);
  bind_back_target(yielding);
  pop_temporaries(1);
  HandlerId thrown = open_handler();
  push_temporary();
  yield_operand(top_operand());
  handler_ = outer;
  jump(again);
  if (start_handler(thrown)) {
    pass_on(Op::THROW_INTO, 0, 0);
    jump(yielding);
  }
  depth_ = static_cast<uint32_t>(value - kFirstTemporary) + 1;
  bind(done);
  // The iterator below has done its work.
  Operand result_value = top_operand();
  release_below(&result_value);
}

}  // namespace gilt
