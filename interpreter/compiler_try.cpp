// try. A handler begins with ENTER_HANDLER, which leaves two temporaries: what was being handled
// before, and the exception. While it runs, exceptions go first to an UNWIND_HANDLER of its own,
// which puts back what was handled before.
//
// A finally body is compiled once for each way out, as in CPython.

#include "interpreter/compiler_codegen.h"

namespace gilt {

void CodeGenerator::try_statement(ast::Try& s) {
  ++conditional_depth_;
  silent_line(s.span);
  if (!s.finalbody.empty())
    try_finally(s);
  else if (s.is_star())
    try_except_star(s);
  else
    try_except(s);
  --conditional_depth_;
}

void CodeGenerator::try_finally(ast::Try& s) {
  HandlerId outer = handler_;
  uint32_t depth = depth_;
  LabelId end = new_label();
  HandlerId caught = open_handler();
  Block block{.type = BlockType::kFinally, .node = &s, .outer_handler = outer};
  push_block(block);
  if (s.handlers.empty())
    body(s.body);
  else if (s.is_star())
    try_except_star(s);
  else
    try_except(s);
  pop_block();
  handler_ = outer;
  body(s.finalbody);
  jump(end);
  depth_ = depth;
  if (start_handler(caught)) {
    enter_handler();
    --depth_;
    HandlerId unwind = open_handler();
    ++depth_;
    Block handler{.type = BlockType::kFinallyHandler, .node = &s, .outer_handler = outer};
    push_block(handler);
    body(s.finalbody);
    pop_block();
    effect1(Op::RERAISE, top_operand());
    finish_unwind_handler(unwind, outer);
  }
  depth_ = depth;
  bind(end);
}

void CodeGenerator::try_except(ast::Try& s) {
  HandlerId outer = handler_;
  uint32_t depth = depth_;
  LabelId end = new_label();
  HandlerId caught = open_handler();
  push_block({.type = BlockType::kTry, .outer_handler = outer});
  body(s.body);
  pop_block();
  handler_ = outer;
  body(s.orelse);
  jump(end);
  depth_ = depth;
  if (start_handler(caught)) {
    enter_handler();
    --depth_;
    HandlerId unwind = open_handler();
    ++depth_;
    except_handlers(s, outer, end);
    finish_unwind_handler(unwind, outer);
  }
  depth_ = depth;
  bind(end);
}

// The handler whose UNWIND_HANDLER put [previous] back no longer counts.
void CodeGenerator::leave_handler(Register previous, HandlerId outer, LabelId next) {
  handler_ = outer;
  effect1(Op::LEAVE_HANDLER, {previous, true});
  jump(next);
}

// previous, exception -> the handler that matches, or on with the exception.
void CodeGenerator::except_handlers(ast::Try& s, HandlerId outer, LabelId end) {
  Register previous = top(1);
  uint32_t depth = depth_;
  for (ast::ExceptHandler* h : s.handlers) {
    LabelId next = new_label();
    SpanScope at(*this, h->span);
    if (h->type != nullptr) {
      Operand exception{top()};
      Operand type = read(*h->type);
      Operand matches = result(Op::MATCH_EXCEPTION, Dest::push(), exception, type);
      jump_on(Op::JUMP_IF_NOT, matches, next);
    }
    except_body(*h, previous, outer, end);
    depth_ = depth;
    bind(next);
    if (!reachable_) return;  // a bare except was last
  }
  effect1(Op::RERAISE, top_operand());
}

void CodeGenerator::except_body(ast::ExceptHandler& h, Register previous, HandlerId outer,
                                LabelId end) {
  HandlerId unwind = handler_;
  Block block{.type = BlockType::kHandler, .node = &h, .outer_handler = outer};
  if (h.name.empty()) {
    if (h.type == nullptr) silent_line(h.span);
    release_top();
    push_block(block);
    body(h.body);
    pop_block();
    leave_handler(previous, outer, end);
    handler_ = unwind;
    return;
  }
  // The name is unbound at the end, whatever happens.
  store_name(h.name, top_operand());
  HandlerId clear = open_handler();
  block.type = BlockType::kNamedHandler;
  block.own_handler = unwind;
  push_block(block);
  uint32_t depth = depth_;
  body(h.body);
  pop_block();
  handler_ = unwind;
  if (reachable_) {
    clear_name(h.name);
    leave_handler(previous, outer, end);
  }
  handler_ = unwind;
  depth_ = depth;
  if (start_handler(clear)) {
    enter_handler();
    clear_name(h.name);
    effect1(Op::RERAISE, top_operand());
  }
  depth_ = depth;
}

// except*: each handler gets the part of the group that it matches; what the handlers raise and
// what nobody matched is put together again at the end.
//
//   previous, group, list of what to raise, rest of the group
void CodeGenerator::try_except_star(ast::Try& s) {
  HandlerId outer = handler_;
  uint32_t depth = depth_;
  LabelId end = new_label();
  HandlerId caught = open_handler();
  push_block({.type = BlockType::kTry, .outer_handler = outer});
  body(s.body);
  pop_block();
  handler_ = outer;
  body(s.orelse);
  jump(end);
  depth_ = depth;
  if (start_handler(caught)) {
    Register previous = enter_handler();
    --depth_;
    HandlerId unwind = open_handler();
    ++depth_;
    Register group = top();
    result_window(Op::BUILD_LIST, Dest::push(), 0, 0);
    Register list = top();
    result(Op::MOVE, Dest::push(), {group});
    Register rest = top();
    for (ast::ExceptHandler* h : s.handlers) except_star_handler(*h, list, rest);
    effect2(Op::LIST_APPEND, {list}, top_operand());
    // Both the group and the list are used up; the outcome takes the group's place.
    result(Op::PREPARE_RERAISE_STAR, Dest::push(), {group, true}, {list, true});
    LabelId done = new_label();
    emit_jump(Op::JUMP_IF_NONE, top(), 0, 0, done);
    uint32_t inner = depth_;
    effect1(Op::RERAISE, top_operand());
    depth_ = inner;
    bind(done);
    release_top();
    leave_handler(previous, outer, end);
    finish_unwind_handler(unwind, outer);
  }
  depth_ = depth;
  bind(end);
}

void CodeGenerator::except_star_handler(ast::ExceptHandler& h, Register list, Register rest) {
  SpanScope at(*this, h.span);
  HandlerId unwind = handler_;
  uint32_t depth = depth_;
  LabelId none = new_label(), next = new_label();
  Operand type = h.type != nullptr ? read(*h.type) : Operand{};
  if (type.dies) pop_temporaries(1);
  emit(Op::MATCH_EXCEPTION_GROUP, next_temporary(), rest, type.reg, type.dies ? kConsumeC : 0);
  push_temporary();  // rest
  push_temporary();  // match
  emit_jump(Op::JUMP_IF_NONE, top(), 0, 0, none);
  Operand match = top_operand();
  if (h.name.empty())
    release_top();
  else
    store_name(h.name, match);
  auto take_rest = [&] {
    pop_temporaries(1);
    emit(Op::MOVE, rest, next_temporary(), 0, kLocalA | kConsumeB);
  };
  take_rest();
  HandlerId collect = open_handler();
  push_block({.type = BlockType::kTry, .outer_handler = unwind});  // nothing may leave it
  body(h.body);
  pop_block();
  handler_ = unwind;
  if (!h.name.empty() && reachable_) clear_name(h.name);
  jump(next);
  depth_ = depth;
  if (start_handler(collect)) {
    Register previous = enter_handler();
    Operand raised = top_operand();
    effect2(Op::LIST_APPEND, {list}, raised);
    if (!h.name.empty()) clear_name(h.name);
    leave_handler(previous, unwind, next);
  }
  depth_ = depth + 2;
  bind(none);
  if (reachable_) {
    release_top();
    take_rest();
  }
  depth_ = depth;
  bind(next);
}

}  // namespace gilt
