// with and async with. Temporaries while the body runs: the manager (unless it is a local that is
// read in place), its exit method, and that method's self.

#include "interpreter/compiler_codegen.h"

namespace gilt {

void CodeGenerator::with_statement(ast::With& s, size_t index) {
  ast::WithItem& item = *s.items[index];
  bool is_async = s.is_async();
  HandlerId outer = handler_;
  uint32_t depth = depth_;
  LabelId end = new_label();
  ++conditional_depth_;
  Operand manager = read(*item.context_expr);
  {
    SpanScope at(*this, item.context_expr->span);
    manager.dies = false;
    auto special = [&](SpecialMethod method) {
      emit(Op::LOAD_SPECIAL, next_temporary(), manager.reg, static_cast<int32_t>(method));
      push_temporary();
      push_temporary();
    };
    special(is_async ? SpecialMethod::kAsyncExit : SpecialMethod::kExit);
    special(is_async ? SpecialMethod::kAsyncEnter : SpecialMethod::kEnter);
    result_window(Op::CALL_METHOD, Dest::push(), 2, 0);
    if (is_async) await_top(1);
  }
  uint32_t own = depth_ - 1 - depth;
  // From here on the exit method is called, whatever happens.
  --depth_;
  HandlerId caught = open_handler();
  ++depth_;
  Operand entered = top_operand();
  --depth_;
  Block block{.type = is_async ? BlockType::kAsyncWith : BlockType::kWith,
              .node = &item,
              .outer_handler = outer};
  block.own_temporaries = own;
  push_block(block);
  ++depth_;
  if (item.optional_vars != nullptr)
    store(*item.optional_vars, entered);
  else
    release_top();
  if (index + 1 < s.items.size())
    with_statement(s, index + 1);
  else
    body(s.body);
  pop_block();
  handler_ = outer;
  SpanScope at(*this, item.context_expr->span);
  call_exit(is_async);
  release_down_to(depth);
  jump(end);
  depth_ = depth + own;
  if (start_handler(caught)) {
    Register exit = top(1);
    Register previous = enter_handler();
    --depth_;
    HandlerId unwind = open_handler();
    ++depth_;
    Operand exception{top()};
    result(Op::WITH_EXCEPTION, Dest::push(), {exit}, exception);
    if (is_async) await_top(2);
    LabelId swallow = new_label();
    jump_on(Op::JUMP_IF, top_operand(), swallow);
    uint32_t inner = depth_;
    effect1(Op::RERAISE, top_operand());
    depth_ = inner;
    bind(swallow);
    release_top();
    handler_ = outer;
    effect1(Op::LEAVE_HANDLER, {previous, true});
    release_down_to(depth);
    jump(end);
    finish_unwind_handler(unwind, outer);
  }
  depth_ = depth;
  --conditional_depth_;
  bind(end);
}

// Calls the exit method in the pair on top with three times None, and drops the result.
void CodeGenerator::call_exit(bool is_async) {
  for (int i = 0; i < 3; ++i) push_none();
  result_window(Op::CALL_METHOD, Dest::push(), 5, 3);
  if (is_async) await_top(2);
  release_top();
}

}  // namespace gilt
