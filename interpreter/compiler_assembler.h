// Assembler: instructions in the making, and how they become the words and tables of a code object.
//
// The code generator appends instructions in order. Registers are still symbolic (a temporary is
// kFirstTemporary + i, because how many locals there are is known only at the end), jumps go to
// labels, and each instruction knows its position, how many temporaries are live while it runs and
// which handler catches what it raises. assemble() then shortens jumps, lays the words out (a jump
// too far for 16 bits becomes an inverted one around a long one) and writes the tables.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "interpreter/code.h"
#include "interpreter/source.h"

namespace gilt {

using Register = int32_t;
inline constexpr Register kFirstTemporary = 1 << 20;
constexpr bool is_temporary(Register r) {
  return r >= kFirstTemporary;
}

using LabelId = int32_t;
inline constexpr LabelId kNoLabel = -1;
using HandlerId = int32_t;
inline constexpr HandlerId kNoHandler = -1;

struct Instruction {
  Op op = Op::NOP;
  uint8_t flags = 0;
  bool dropped = false;  // takes no room in the result
  bool far = false;      // jump of 16 bits that needs a long one behind it
  int32_t a = 0, b = 0, c = 0;
  uint32_t extra = 0;
  LabelId target = kNoLabel;
  HandlerId handler = kNoHandler;
  uint32_t depth = 0;
  Span span;
};

struct AssembledCode {
  std::vector<Instr> words;
  std::vector<ExceptionEntry> exceptions;
  std::vector<DepthEntry> depths;
  std::vector<PositionEntry> positions;
  std::vector<SilentLine> silent_lines;
};

class Assembler {
 public:
  LabelId new_label();
  // The label stands before the next instruction.
  void bind(LabelId label);
  bool is_bound(LabelId label) const { return labels_[static_cast<size_t>(label)] >= 0; }
  // What [label], once bound, catches: temporaries from [depth] on are released.
  HandlerId new_handler(LabelId label, uint32_t depth);

  // A line without code of its own stands before the next instruction. Where a label would come in
  // between, give it a NOP: whoever jumps to the label does not pass the line.
  void add_silent_line(uint32_t line) { silent_.push_back({code_.size(), line}); }
  // The last one that stands before the next instruction; 0: none.
  uint32_t last_silent_line() const;
  // The body of a loop was nothing but silent lines since [size]: the FOR_ITER that comes next has
  // them on its way back to itself.
  void silent_body_since(size_t size);

  void append(const Instruction& instruction) { code_.push_back(instruction); }
  size_t size() const { return code_.size(); }
  std::vector<Instruction>& code() { return code_; }

  // REQUIRES: every label that is jumped to is bound.
  AssembledCode assemble(uint32_t local_count);

 private:
  struct Handler {
    LabelId label;
    uint32_t depth;
  };
  struct Silent {
    size_t at;  // index in code_
    uint32_t line;
    bool is_way_back = false;  // only where the FOR_ITER there comes back to itself
  };

  size_t skip_dropped(size_t index) const;
  size_t target_of(const Instruction& i) const;
  bool fuse_jumps_over_jumps();
  void thread_jumps();
  std::span<const Silent> silent_lines_at(size_t index) const;
  void take_silent_lines(size_t skipped, size_t jump);
  void drop_jumps_to_next();
  void drop_unreachable();
  void lay_out();
  void encode(const Instruction& i, size_t index, uint32_t local_count, AssembledCode& out) const;
  void write_tables(AssembledCode& out) const;
  void write_silent_lines(AssembledCode& out) const;
  uint32_t words_of(const Instruction& i) const;

  std::vector<Instruction> code_;
  std::vector<int32_t> labels_;  // index in code_, -1 while unbound
  std::vector<Handler> handlers_;
  std::vector<Silent> silent_;       // in order
  std::vector<Silent> jump_silent_;  // of ways from the jump at that index
  std::vector<uint32_t> offsets_;    // word offset of each instruction, and the end
};

// The jump that goes exactly when [op] does not, NOP if there is none.
Op inverted_jump(Op op);
// False for jumps that always go, and for what leaves the frame.
bool falls_through(Op op);
// Whether [op] may jump backward.
bool may_go_back(Op op);

}  // namespace gilt
