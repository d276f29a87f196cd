// Leaving blocks: what break, continue and return run on their way out of loops, try, with and
// handlers.
//
// The code for leaving a block is emitted as if the block had ended already: with the handlers and
// blocks around it. A value that return carries out stays on top of the stack; what lies below it
// is dropped by moving the value down over it.

#include "interpreter/compiler_codegen.h"

namespace gilt {

// Drops the temporary below the value on top, or the one on top if the value is elsewhere.
void CodeGenerator::release_below(Operand* kept) {
  if (kept == nullptr || !kept->dies) {
    release_top();
    return;
  }
  pop_temporaries(1);
  emit(Op::MOVE, top(), kept->reg, 0, kLocalA | kConsumeB);
  kept->reg = top();
}

bool CodeGenerator::leaving_runs_code(size_t outermost) const {
  for (size_t i = outermost; i < blocks_.size(); ++i) {
    switch (blocks_[i].type) {
      case BlockType::kFinally:
      case BlockType::kWith:
      case BlockType::kAsyncWith:
      case BlockType::kNamedHandler: return true;
      default: break;
    }
  }
  return false;
}

void CodeGenerator::leave_blocks(size_t outermost, Operand* kept) {
  std::vector<Block> left;
  while (blocks_.size() > outermost) {
    Block block = blocks_.back();
    blocks_.pop_back();
    left.push_back(block);
    handler_ = block.outer_handler;
    leave(block, kept);
  }
  blocks_.insert(blocks_.end(), left.rbegin(), left.rend());
}

void CodeGenerator::leave(const Block& block, Operand* kept) {
  switch (block.type) {
    case BlockType::kWhile:
    case BlockType::kTry: return;
    case BlockType::kFor:
    case BlockType::kAsyncFor:
    case BlockType::kValue: return release_below(kept);
    case BlockType::kFinally: {
      // A return in the finally body overrules; the value on top is then dropped with the rest.
      Block value{.type = BlockType::kValue, .outer_handler = handler_};
      bool has_value = kept != nullptr && kept->dies;
      if (has_value) push_block(value);
      auto finally = block.node->as<ast::Try>().finalbody;
      body(finally);
      if (has_value) pop_block();
      return;
    }
    case BlockType::kFinallyHandler:
      // previous, exception [, value]
      release_below(kept);
      [[fallthrough]];
    case BlockType::kHandler:
    case BlockType::kNamedHandler: {
      if (block.type == BlockType::kNamedHandler) {
        handler_ = block.own_handler;
        clear_name(block.node->as<ast::ExceptHandler>().name);
        handler_ = block.outer_handler;
      }
      // previous [, value]: the value moves into the place of what LEAVE_HANDLER has taken.
      if (kept == nullptr || !kept->dies) {
        effect1(Op::LEAVE_HANDLER, top_operand());
        return;
      }
      Register previous = top(1);
      emit(Op::LEAVE_HANDLER, previous, 0, 0, kConsumeA);
      pop_temporaries(1);
      emit(Op::MOVE, previous, kept->reg, 0, kConsumeB);
      kept->reg = previous;
      return;
    }
    case BlockType::kWith:
    case BlockType::kAsyncWith: {
      SpanScope at(*this, block.node->as<ast::WithItem>().context_expr->span);
      bool is_async = block.type == BlockType::kAsyncWith;
      if (kept == nullptr || !kept->dies) {
        call_exit(is_async);
        release_down_to(depth_ - (block.own_temporaries - 2));
        return;
      }
      // A copy of the pair above the value is what gets called.
      Register exit = top(2);
      result(Op::MOVE, Dest::push(), {exit});
      result(Op::MOVE, Dest::push(), {exit + 1});
      call_exit(is_async);
      for (uint32_t i = 0; i < block.own_temporaries; ++i) release_below(kept);
      return;
    }
  }
}

}  // namespace gilt
