#include "interpreter/compiler_assembler.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace gilt {

namespace {

constexpr uint32_t kFarExtraWords = 1;  // J_x far: inverted jump, long jump
constexpr uint32_t kFarLoopExtraWords =
    2;  // FOR_ITER far: itself, jump to the exit, long jump back

bool is_short_jump(Op op) {
  return g_op_info[static_cast<int>(op)].c == Role::jump;
}

bool is_loop_head(Op op) {
  return op == Op::FOR_ITER;
}

bool is_plain_jump(Op op) {
  return op == Op::JUMP || op == Op::JUMP_BACK;
}

bool is_register(Role role) {
  return role == Role::write || role == Role::read || role == Role::window || role == Role::make ||
         role == Role::pair;
}

bool fits_short(int64_t distance) {
  return distance >= INT16_MIN && distance <= INT16_MAX;
}

}  // namespace

Op inverted_jump(Op op) {
  switch (op) {
    case Op::JUMP_IF: return Op::JUMP_IF_NOT;
    case Op::JUMP_IF_NOT: return Op::JUMP_IF;
    case Op::JUMP_IF_NONE: return Op::JUMP_IF_NOT_NONE;
    case Op::JUMP_IF_NOT_NONE: return Op::JUMP_IF_NONE;
    default: break;
  }
  auto shifted = [op](Op from, Op to) {
    return static_cast<Op>(static_cast<int>(op) - static_cast<int>(from) + static_cast<int>(to));
  };
  if (op >= Op::J_LT && op <= Op::J_GE) return shifted(Op::J_LT, Op::JN_LT);
  if (op >= Op::JN_LT && op <= Op::JN_GE) return shifted(Op::JN_LT, Op::J_LT);
  if (op >= Op::J_LT_I && op <= Op::J_GE_I) return shifted(Op::J_LT_I, Op::JN_LT_I);
  if (op >= Op::JN_LT_I && op <= Op::JN_GE_I) return shifted(Op::JN_LT_I, Op::J_LT_I);
  return Op::NOP;
}

bool falls_through(Op op) {
  switch (op) {
    case Op::JUMP:
    case Op::JUMP_BACK:
    case Op::RETURN:
    case Op::RETURN_CONST:
    case Op::RAISE:
    case Op::RAISE_FROM:
    case Op::RERAISE:
    case Op::RERAISE_CURRENT:
    case Op::UNWIND_HANDLER:
    case Op::STOP_ITERATION_ERROR: return false;
    default: return true;
  }
}

bool may_go_back(Op op) {
  return (op >= Op::J_LT && op <= Op::J_GE) || (op >= Op::J_LT_I && op <= Op::J_GE_I) ||
         op == Op::JUMP_IF || op == Op::JUMP_IF_NOT_NONE || op == Op::JUMP || op == Op::JUMP_BACK ||
         op == Op::FOR_ITER;
}

LabelId Assembler::new_label() {
  labels_.push_back(-1);
  return static_cast<LabelId>(labels_.size() - 1);
}

void Assembler::bind(LabelId label) {
  assert(!is_bound(label));
  labels_[static_cast<size_t>(label)] = static_cast<int32_t>(code_.size());
}

HandlerId Assembler::new_handler(LabelId label, uint32_t depth) {
  handlers_.push_back({label, depth});
  return static_cast<HandlerId>(handlers_.size() - 1);
}

uint32_t Assembler::last_silent_line() const {
  if (silent_.empty()) return 0;
  const Silent& last = silent_.back();
  return last.at == code_.size() && !last.is_way_back ? last.line : 0;
}

void Assembler::silent_body_since(size_t size) {
  if (size != code_.size()) return;
  for (size_t i = silent_.size(); i-- > 0 && silent_[i].at == size;) silent_[i].is_way_back = true;
}

std::span<const Assembler::Silent> Assembler::silent_lines_at(size_t index) const {
  auto found = std::ranges::equal_range(silent_, index, {}, &Silent::at);
  return {found.begin(), found.end()};
}

// The jump at [jump] now leads over the one at [skipped], whose lines it takes along.
void Assembler::take_silent_lines(size_t skipped, size_t jump) {
  for (const Silent& silent : silent_lines_at(skipped)) jump_silent_.push_back({jump, silent.line});
}

size_t Assembler::skip_dropped(size_t index) const {
  while (index < code_.size() && code_[index].dropped) ++index;
  return index;
}

size_t Assembler::target_of(const Instruction& i) const {
  int32_t position = labels_[static_cast<size_t>(i.target)];
  assert(position >= 0);
  return skip_dropped(static_cast<size_t>(position));
}

// `if c: break` is a jump around a jump; it becomes one jump, the other way round. False when there
// was none.
bool Assembler::fuse_jumps_over_jumps() {
  bool found = false;
  std::vector<bool> is_target(code_.size() + 1);
  for (const Instruction& i : code_)
    if (i.target != kNoLabel) is_target[target_of(i)] = true;
  for (const Handler& h : handlers_)
    if (is_bound(h.label))
      is_target[skip_dropped(static_cast<size_t>(labels_[static_cast<size_t>(h.label)]))] = true;
  for (size_t k = 0; k < code_.size(); ++k) {
    Instruction& i = code_[k];
    Op inverse = inverted_jump(i.op);
    if (i.dropped || inverse == Op::NOP) continue;
    size_t over = skip_dropped(k + 1);
    if (over >= code_.size() || !is_plain_jump(code_[over].op) || is_target[over]) continue;
    if (target_of(i) != skip_dropped(over + 1)) continue;
    if (target_of(code_[over]) <= k && !may_go_back(inverse)) continue;
    i.op = inverse;
    i.target = code_[over].target;
    take_silent_lines(over, k);
    code_[over].dropped = found = true;
  }
  return found;
}

// A jump to a jump goes to where that one goes.
void Assembler::thread_jumps() {
  for (size_t k = 0; k < code_.size(); ++k) {
    Instruction& i = code_[k];
    if (i.dropped || i.target == kNoLabel) continue;
    for (int hops = 0; hops < 16; ++hops) {
      size_t at = target_of(i);
      if (at >= code_.size() || at == k || !is_plain_jump(code_[at].op)) break;
      size_t further = target_of(code_[at]);
      if (further <= k && !may_go_back(i.op)) break;
      if (further <= k && i.op == Op::FOR_ITER) break;
      i.target = code_[at].target;
      take_silent_lines(at, k);
    }
  }
}

void Assembler::drop_jumps_to_next() {
  for (size_t k = code_.size(); k-- > 0;) {
    Instruction& i = code_[k];
    if (i.op == Op::JUMP && !i.dropped && target_of(i) == skip_dropped(k + 1) &&
        silent_lines_at(k).empty())
      i.dropped = true;
  }
}

// Threading leaves jumps behind that nobody comes to any more.
void Assembler::drop_unreachable() {
  std::vector<bool> reached(code_.size() + 1);
  std::vector<size_t> work{0};
  std::vector<bool> handler_seen(handlers_.size());
  while (!work.empty()) {
    size_t k = work.back();
    work.pop_back();
    for (k = skip_dropped(k); k < code_.size() && !reached[k]; k = skip_dropped(k + 1)) {
      reached[k] = true;
      const Instruction& i = code_[k];
      if (i.target != kNoLabel) work.push_back(target_of(i));
      if (i.handler != kNoHandler && !handler_seen[static_cast<size_t>(i.handler)]) {
        auto handler = static_cast<size_t>(i.handler);
        handler_seen[handler] = true;
        LabelId label = handlers_[handler].label;
        work.push_back(static_cast<size_t>(labels_[static_cast<size_t>(label)]));
      }
      if (!falls_through(i.op)) break;
    }
  }
  for (size_t k = 0; k < code_.size(); ++k)
    if (!reached[k]) code_[k].dropped = true;
}

uint32_t Assembler::words_of(const Instruction& i) const {
  if (i.dropped) return 0;
  uint32_t words = 1u + g_op_info[static_cast<int>(i.op)].extra;
  if (i.far) words += is_loop_head(i.op) ? kFarLoopExtraWords : kFarExtraWords;
  return words;
}

void Assembler::lay_out() {
  offsets_.resize(code_.size() + 1);
  bool changed = true;
  while (changed) {
    changed = false;
    uint32_t at = 0;
    for (size_t k = 0; k < code_.size(); ++k) {
      offsets_[k] = at;
      at += words_of(code_[k]);
    }
    offsets_[code_.size()] = at;
    for (size_t k = 0; k < code_.size(); ++k) {
      Instruction& i = code_[k];
      if (i.dropped || i.far || i.target == kNoLabel || !is_short_jump(i.op)) continue;
      int64_t distance = int64_t{offsets_[target_of(i)]} - (int64_t{offsets_[k]} + 1);
      if (!fits_short(distance)) i.far = changed = true;
    }
  }
}

void Assembler::encode(const Instruction& i, size_t index, uint32_t local_count,
                       AssembledCode& out) const {
  const OpInfo& info = g_op_info[static_cast<int>(i.op)];
  auto operand = [local_count](Role role, int32_t value) {
    if (is_register(role) && is_temporary(value))
      value = value - kFirstTemporary + static_cast<int32_t>(local_count);
    return static_cast<uint16_t>(value);
  };
  uint16_t a = operand(info.a, i.a), b = operand(info.b, i.b), c = operand(info.c, i.c);
  auto long_jump = [&](int64_t from, int64_t to) {
    auto distance = static_cast<uint32_t>(static_cast<int32_t>(to - from));
    Op op = to >= from ? Op::JUMP : Op::JUMP_BACK;
    out.words.push_back(make_instr(op, 0, 0, static_cast<uint16_t>(distance),
                                   static_cast<uint16_t>(distance >> 16)));
  };
  int64_t here = offsets_[index];
  int64_t target = i.target == kNoLabel ? 0 : int64_t{offsets_[target_of(i)]};
  if (is_short_jump(i.op) && i.far && is_loop_head(i.op)) {
    out.words.push_back(make_instr(i.op, i.flags, a, b, 1));
    long_jump(here + 2, here + 3);
    long_jump(here + 3, target);
    return;
  }
  if (is_short_jump(i.op) && i.far) {
    out.words.push_back(make_instr(inverted_jump(i.op), i.flags, a, b, 1));
    long_jump(here + 2, target);
    return;
  }
  if (is_plain_jump(i.op)) {
    long_jump(here + 1, target);
    return;
  }
  uint32_t extra = i.extra;
  if (info.c == Role::jump) {
    c = static_cast<uint16_t>(target - (here + 1));
  } else if (info.b == Role::jump32) {
    auto distance = static_cast<uint32_t>(static_cast<int32_t>(target - (here + 1)));
    b = static_cast<uint16_t>(distance);
    c = static_cast<uint16_t>(distance >> 16);
  } else if (info.b == Role::number32) {
    b = static_cast<uint16_t>(i.b);
    c = static_cast<uint16_t>(static_cast<uint32_t>(i.b) >> 16);
  } else if (i.target != kNoLabel) {
    extra = static_cast<uint32_t>(target - (here + 2));
  }
  out.words.push_back(make_instr(i.op, i.flags, a, b, c));
  for (int k = 0; k < info.extra; ++k) out.words.push_back(extra);
}

void Assembler::write_tables(AssembledCode& out) const {
  HandlerId open = kNoHandler;
  const Span* last_span = nullptr;
  for (size_t k = 0; k < code_.size(); ++k) {
    const Instruction& i = code_[k];
    if (i.dropped) continue;
    uint32_t at = offsets_[k];
    if (i.handler != open) {
      if (open != kNoHandler) out.exceptions.back().end = at;
      open = i.handler;
      if (open != kNoHandler) {
        const Handler& h = handlers_[static_cast<size_t>(open)];
        size_t position = skip_dropped(static_cast<size_t>(labels_[static_cast<size_t>(h.label)]));
        out.exceptions.push_back({at, at, offsets_[position], static_cast<uint16_t>(h.depth)});
      }
    }
    if (out.depths.empty() || out.depths.back().depth != i.depth)
      out.depths.push_back({at, static_cast<uint16_t>(i.depth)});
    if (last_span == nullptr || !(*last_span == i.span)) {
      auto line = static_cast<int32_t>(i.span.line);
      bool has_columns = i.span.col != kNoColumn;
      out.positions.push_back({at, line, static_cast<int32_t>(i.span.end_line),
                               has_columns ? static_cast<int32_t>(i.span.col) : -1,
                               has_columns ? static_cast<int32_t>(i.span.end_col) : -1});
    }
    last_span = &i.span;
  }
  if (open != kNoHandler) out.exceptions.back().end = offsets_[code_.size()];
}

void Assembler::write_silent_lines(AssembledCode& out) const {
  auto last_word = [&](size_t jump) {
    const Instruction& i = code_[jump];
    return offsets_[jump] + (!i.far ? 0 : is_loop_head(i.op) ? kFarLoopExtraWords : kFarExtraWords);
  };
  for (const Silent& silent : silent_) {
    if (silent.at >= code_.size() || code_[silent.at].dropped) continue;
    uint32_t from = silent.is_way_back ? last_word(silent.at) : SilentLine::kAnywhere;
    out.silent_lines.push_back({offsets_[silent.at], from, static_cast<int32_t>(silent.line)});
  }
  for (const Silent& silent : jump_silent_) {
    const Instruction& jump = code_[silent.at];
    if (jump.dropped) continue;
    out.silent_lines.push_back(
        {offsets_[target_of(jump)], last_word(silent.at), static_cast<int32_t>(silent.line)});
  }
  std::ranges::sort(out.silent_lines, [](const SilentLine& a, const SilentLine& b) {
    return std::pair(a.at, a.line) < std::pair(b.at, b.line);
  });
}

AssembledCode Assembler::assemble(uint32_t local_count) {
  for (int round = 0; round < 4 && fuse_jumps_over_jumps(); ++round) continue;
  thread_jumps();
  drop_unreachable();
  drop_jumps_to_next();
  lay_out();
  AssembledCode out;
  out.words.reserve(offsets_.back());
  for (size_t k = 0; k < code_.size(); ++k)
    if (!code_[k].dropped) encode(code_[k], k, local_count, out);
  write_tables(out);
  if (!silent_.empty()) write_silent_lines(out);
  return out;
}

}  // namespace gilt
