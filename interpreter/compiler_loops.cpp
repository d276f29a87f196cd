// Loops. The test stands at the bottom, so that each round takes one jump; a loop is entered by a
// jump to it.

#include "interpreter/compiler_codegen.h"

namespace gilt {

void CodeGenerator::push_block(const Block& block) {
  blocks_.push_back(block);
  blocks_.back().depth = depth_;
}

void CodeGenerator::while_statement(ast::While& s) {
  int known = constant_truth(t_, *s.test, !unit_.options.optimize_asserts);
  if (known == 0) {
    silent_line(s.test->span);
    body(s.orelse);
    return;
  }
  LabelId top_label = new_label(), test = new_label(), end = new_label();
  ++conditional_depth_;
  if (known != 1) jump(test);
  Flow entry = flow();
  if (known != 1) entry.reachable = true;
  bind_loop_head(top_label, entry);
  if (known == 1) silent_line(s.test->span);
  // The walrus of `while x := f():` has run before the body does.
  if (auto* walrus = s.test->try_as<ast::NamedExpr>())
    if (NameUse use = use_of(walrus->target->as<ast::Name>().id);
        use.access == NameAccess::kRegister)
      mark_bound(use.index);
  Block loop{.type = BlockType::kWhile, .outer_handler = handler_};
  loop.break_label = end;
  loop.continue_label = known == 1 ? top_label : test;
  push_block(loop);
  body(s.body);
  pop_block();
  if (known == 1) {
    jump(top_label);
  } else {
    bind(test);
    branch(*s.test, top_label, true);
    body(s.orelse);
  }
  --conditional_depth_;
  bind(end);
}

void CodeGenerator::for_statement(ast::For& s) {
  LabelId body_label = new_label(), next = new_label(), end = new_label();
  ++conditional_depth_;
  Operand iterable = sequence_for_loop(*s.iter);
  {
    SpanScope at(*this, s.iter->span);
    result(Op::GET_ITER, Dest::push(), iterable);
  }
  Operand iterator{top()};
  Flow entry = flow();
  jump(next);
  bind_loop_head(body_label, entry);
  const size_t body_start = assembler_.size();
  // A local loop variable is written by FOR_ITER itself, everything else from a temporary.
  Register local = 0;
  bool is_local = is_local_name(*s.target, &local);
  if (is_local) {
    mark_bound(local);
  } else {
    push_temporary();
    store(*s.target, top_operand());
  }
  Block loop{.type = BlockType::kFor, .outer_handler = handler_};
  loop.break_label = s.orelse.empty() ? new_label() : end;
  loop.break_keeps_iterator = s.orelse.empty();
  loop.continue_label = next;
  loop.own_temporaries = 1;
  push_block(loop);
  body(s.body);
  pop_block();
  assembler_.silent_body_since(body_start);
  bind(next);
  {
    SpanScope at(*this, s.iter->span);
    Register target = is_local ? local : next_temporary();
    if (reachable_) {
      emit(Op::FOR_ITER, target, iterator.reg, 0, is_local ? kLocalA : 0);
      assembler_.code().back().target = body_label;
    }
  }
  if (s.orelse.empty()) bind(loop.break_label);
  release_top();
  body(s.orelse);
  --conditional_depth_;
  bind(end);
}

// The exception that ends it is StopAsyncIteration out of awaiting anext().
void CodeGenerator::async_for_statement(ast::For& s) {
  LabelId again = new_label(), end = new_label();
  ++conditional_depth_;
  HandlerId outer = handler_;
  Operand iterable = read(*s.iter);
  {
    SpanScope at(*this, s.iter->span);
    result(Op::GET_AITER, Dest::push(), iterable);
  }
  uint32_t depth = depth_;
  bind_loop_head(again, flow());
  HandlerId ended_handler = open_handler();
  result(Op::GET_ANEXT, Dest::push(), {top()});
  delegate();
  handler_ = outer;
  store(*s.target, top_operand());
  Block loop{.type = BlockType::kAsyncFor, .outer_handler = outer};
  loop.break_label = end;
  loop.continue_label = again;
  loop.own_temporaries = 1;
  push_block(loop);
  body(s.body);
  pop_block();
  depth_ = depth;
  jump(again);
  SpanScope at(*this, s.iter->span);
  if (start_handler(ended_handler)) {
    Register previous = enter_handler();
    --depth_;
    HandlerId unwind = open_handler();
    ++depth_;
    effect1(Op::END_ASYNC_FOR, top_operand());
    handler_ = outer;
    effect1(Op::LEAVE_HANDLER, {previous, true});
    release_top();
    body(s.orelse);
    jump(end);
    finish_unwind_handler(unwind, outer);
  }
  depth_ = depth - 1;
  --conditional_depth_;
  bind(end);
}

// -- leaving loops and other blocks --

size_t CodeGenerator::innermost_loop() const {
  for (size_t i = blocks_.size(); i-- > 0;) {
    BlockType type = blocks_[i].type;
    if (type == BlockType::kWhile || type == BlockType::kFor || type == BlockType::kAsyncFor)
      return i;
  }
  return SIZE_MAX;
}

void CodeGenerator::break_statement(const ast::Stmt& s) {
  size_t loop = innermost_loop();
  if (loop == SIZE_MAX) unit_.syntax_error(s.span, "'break' outside loop");
  LeavingScope leaving(*this);
  silent_line(s.span);
  Block block = blocks_[loop];
  leave_blocks(loop + 1, nullptr);
  if (!block.break_keeps_iterator)
    for (uint32_t i = 0; i < block.own_temporaries; ++i) release_top();
  jump(block.break_label);
}

void CodeGenerator::continue_statement(const ast::Stmt& s) {
  size_t loop = innermost_loop();
  if (loop == SIZE_MAX) unit_.syntax_error(s.span, "'continue' not properly in loop");
  LeavingScope leaving(*this);
  silent_line(s.span);
  LabelId target = blocks_[loop].continue_label;
  leave_blocks(loop + 1, nullptr);
  jump(target);
}

}  // namespace gilt
