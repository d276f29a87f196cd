// Comprehensions. Where possible they run inside the frame around them (PEP 709): their variables
// are registers of their own, which no name outside refers to. Otherwise, and for generator
// expressions, they are functions of one parameter, the iterator of the first `for`.

#include "interpreter/compiler_codegen.h"
#include "runtime/str.h"

namespace gilt {

Operand CodeGenerator::comprehension(ast::Comp& e, Dest dest) {
  if (e.scope->inlined) return inlined_comprehension(e, dest);
  return nested_comprehension(e, dest);
}

// The empty list, set or dict to be filled; nothing for a generator.
Operand CodeGenerator::comprehension_result(ast::Comp& e) {
  switch (e.kind) {
    case ast::Kind::kListComp: return result_window(Op::BUILD_LIST, Dest::push(), 0, 0);
    case ast::Kind::kSetComp: return result_window(Op::BUILD_SET, Dest::push(), 0, 0);
    case ast::Kind::kDictComp: return result_window(Op::BUILD_MAP, Dest::push(), 0, 0);
    default: return {};
  }
}

Operand CodeGenerator::inlined_comprehension(ast::Comp& e, Dest dest) {
  // The first iterable belongs to the scope around.
  ast::Comprehension& first = *e.generators[0];
  uint32_t base = depth_;
  Operand collected = comprehension_result(e);
  collected.dies = false;
  Operand iterable = first.is_async ? read(*first.iter) : sequence_for_loop(*first.iter);
  {
    SpanScope at(*this, first.iter->span);
    result(first.is_async ? Op::GET_AITER : Op::GET_ITER, Dest::push(), iterable);
  }
  enter_inlined(*e.scope);
  comprehension_loops(e, 0, {top()}, collected);
  leave_inlined();
  depth_ = base + 1;
  return settle(top_operand(), dest);
}

void CodeGenerator::enter_inlined(const Scope& scope) {
  InlinedScope inlined{&scope, {}};
  inlined.symbol_registers.assign(scope.symbols.size(), -1);
  for (size_t i = 0; i < scope.symbols.size(); ++i) {
    const Symbol& symbol = scope.symbols[i];
    if (symbol.resolution != Resolution::kLocal && symbol.resolution != Resolution::kCell) continue;
    if (symbol.is_parameter) continue;  // `.0`, of a nested one
    Register r = hidden_local(symbol.name, symbol.resolution == Resolution::kCell);
    inlined.symbol_registers[i] = r;
    bound_.remove(static_cast<uint32_t>(r));
    // An exception may have left an earlier round's value.
    if (handler_ != kNoHandler && handler_ != generator_handler_) emit(Op::CLEAR, r);
    if (symbol.resolution == Resolution::kCell) emit(Op::MAKE_CELL, r);
  }
  inlined_.push_back(std::move(inlined));
  scope_ = &scope;
}

// The variables go with the comprehension.
void CodeGenerator::leave_inlined() {
  for (Register r : inlined_.back().symbol_registers) {
    if (r < 0) continue;
    emit(Op::CLEAR, r);
    bound_.remove(static_cast<uint32_t>(r));
    for (HiddenLocal& h : hidden_)
      if (h.reg == r) h.in_use = false;
  }
  inlined_.pop_back();
  scope_ = inlined_.empty() ? unit_scope_ : inlined_.back().scope;
}

Operand CodeGenerator::nested_comprehension(ast::Comp& e, Dest dest) {
  ast::Comprehension& first = *e.generators[0];
  const char* name = e.kind == ast::Kind::kGeneratorExp ? "<genexpr>"
                     : e.kind == ast::Kind::kListComp   ? "<listcomp>"
                     : e.kind == ast::Kind::kSetComp    ? "<setcomp>"
                                                        : "<dictcomp>";
  CodeGenerator inner(unit_, this, e.scope, unit_.name(name), e.span.line);
  Ref code = inner.comprehension_code(e);
  bool awaits = e.kind != ast::Kind::kGeneratorExp && e.scope->is_coroutine;
  make_function(std::move(code), *e.scope, 0, 0, Dest::push());
  Operand iterable = first.is_async ? read(*first.iter) : sequence_for_loop(*first.iter);
  {
    SpanScope at(*this, first.iter->span);
    result(first.is_async ? Op::GET_AITER : Op::GET_ITER, Dest::push(), iterable);
  }
  Operand made = result_window(Op::CALL, awaits ? Dest::push() : dest, 2, 1);
  if (!awaits) return made;
  await_top(0);
  return settle(top_operand(), dest);
}

RefOf<CodeObject> CodeGenerator::comprehension_code(ast::Comp& e) {
  begin_function(nullptr);
  SpanScope at(*this, e.span);
  Operand collected = comprehension_result(e);
  collected.dies = false;
  comprehension_loops(e, 0, {0}, collected);
  if (e.kind == ast::Kind::kGeneratorExp)
    return_none();
  else
    effect1(Op::RETURN, top_operand());
  end_generator();
  return finish();
}

// One `for` of the comprehension, its conditions, and all that is inside it. The iterator is on top
// (or in the parameter of a nested one) and gone afterwards.
void CodeGenerator::comprehension_loops(ast::Comp& e, size_t index, Operand iterator,
                                        Operand collected) {
  ast::Comprehension& loop = *e.generators[index];
  bool owns_iterator = is_temporary(iterator.reg);
  LabelId body_label = new_label(), next = new_label();
  HandlerId outer = handler_;
  HandlerId ended_handler = kNoHandler;
  uint32_t depth = depth_;
  Register local = 0;
  bool is_local = !loop.is_async && is_local_name(*loop.target, &local);
  if (loop.is_async) {
    SpanScope at(*this, e.span);
    bind_loop_head(next, flow());
    ended_handler = open_handler();
    result(Op::GET_ANEXT, Dest::push(), {iterator.reg});
    delegate();
    handler_ = outer;
    store(*loop.target, top_operand());
  } else {
    Flow entry = flow();
    jump(next);
    bind_loop_head(body_label, entry);
    if (is_local) {
      mark_bound(local);
    } else {
      push_temporary();
      store(*loop.target, top_operand());
    }
  }
  LabelId skip = loop.is_async ? new_label() : next;
  comprehension_inside(e, index, skip, collected);
  SpanScope at(*this, loop.iter->span);
  if (!loop.is_async) {
    bind(next);
    if (reachable_) {
      emit(Op::FOR_ITER, is_local ? local : next_temporary(), iterator.reg, 0,
           is_local ? kLocalA : 0);
      assembler_.code().back().target = body_label;
    }
    if (owns_iterator) release_top();
    return;
  }
  bind(skip);
  LabelId end = new_label();
  jump(next);
  if (start_handler(ended_handler)) {
    Register previous = enter_handler();
    --depth_;
    HandlerId unwind = open_handler();
    ++depth_;
    effect1(Op::END_ASYNC_FOR, top_operand());
    handler_ = outer;
    effect1(Op::LEAVE_HANDLER, {previous, true});
    if (owns_iterator) release_top();
    jump(end);
    finish_unwind_handler(unwind, outer);
  }
  depth_ = depth - (owns_iterator ? 1 : 0);
  bind(end);
}

// The conditions of loop [index], whose variable is set, and what lies inside it.
void CodeGenerator::comprehension_inside(ast::Comp& e, size_t index, LabelId skip,
                                         Operand collected) {
  for (ast::Expr* condition : e.generators[index]->ifs) branch(*condition, skip, false);
  if (index + 1 < e.generators.size())
    enter_inner_loop(e, index + 1, collected);
  else
    comprehension_element(e, collected);
}

void CodeGenerator::enter_inner_loop(ast::Comp& e, size_t index, Operand collected) {
  ast::Comprehension& loop = *e.generators[index];
  // `for y in [x + 1]` only names a value: no list, no loop.
  if (!loop.is_async) {
    std::span<ast::Expr*> items;
    if (auto* list = loop.iter->try_as<ast::List>()) items = list->elts;
    if (auto* tuple = loop.iter->try_as<ast::Tuple>()) items = tuple->elts;
    if (items.size() == 1 && items[0]->kind != ast::Kind::kStarred) {
      assign_to(*loop.target, *items[0]);
      LabelId skip = new_label();
      comprehension_inside(e, index, skip, collected);
      bind(skip);
      return;
    }
  }
  Operand iterable = loop.is_async ? read(*loop.iter) : sequence_for_loop(*loop.iter);
  {
    SpanScope at(*this, loop.iter->span);
    result(loop.is_async ? Op::GET_AITER : Op::GET_ITER, Dest::push(), iterable);
  }
  comprehension_loops(e, index, {top()}, collected);
}

void CodeGenerator::comprehension_element(ast::Comp& e, Operand collected) {
  SpanScope at(*this, e.elt->span);
  switch (e.kind) {
    case ast::Kind::kListComp: effect2(Op::LIST_APPEND, collected, read(*e.elt)); return;
    case ast::Kind::kSetComp: effect2(Op::SET_ADD, collected, read(*e.elt)); return;
    case ast::Kind::kDictComp: {
      Operand key = read_before(*e.elt, {e.value});
      effect3(Op::MAP_SET, collected, key, read(*e.value));
      return;
    }
    default: {
      Operand value = read(*e.elt);
      if (unit_scope_->is_coroutine) value = result(Op::ASYNC_GEN_WRAP, Dest::push(), value);
      yield_operand(value);
      release_top();
      return;
    }
  }
}

}  // namespace gilt
