// What the verifier knows of each register at one point of the code.
#pragma once

#include <cstdint>
#include <vector>

#include "interpreter/code.h"

namespace gilt::verifier {

enum class Kind : uint8_t {
  kDead,            // a temporary that holds nothing
  kUnset,           // the unset mark
  kMaybeUnset,      // a value or the mark
  kValue,           // some value
  kInt,             // a small integer from LOAD_INT
  kStr,             //
  kTuple,           //
  kNames,           // a constant tuple of interned strs
  kCells,           // a tuple of [size] cells
  kList,            // of the compiler's making, not handed out yet
  kDict,            // likewise
  kSet,             // likewise
  kCell,            //
  kException,       // caught
  kMaybeException,  // caught, or None
  kHandled,         // what was being handled before a handler began: an exception or unset
};

struct Known {
  Kind kind = Kind::kDead;
  uint16_t size = 0;  // of kCells
  bool operator==(const Known&) const = default;
  bool is_live() const { return kind != Kind::kDead; }
};

using State = std::vector<Known>;

// What holds when either of two things may. REQUIRES: both live.
Known join(Known a, Known b);

// Never raises: temporaries need not be a solid stack while it runs.
bool is_quiet(Op op);

// Whether an operand about which [known] is known may be used where [wanted] is expected.
bool satisfies(Known known, Kind wanted);

// What instruction [i] expects of the register that operand [operand] (0: A ...) names, the
// [index]th of its window.
Kind expected(const CodeObject* code, uint32_t offset, int operand, int index);

// Whether the instruction raises UnboundLocalError by itself when that operand is unset.
bool checks_itself(Op op, int operand);

// What it leaves in its [index]th result, given the state before it.
Known result_of(const CodeObject* code, uint32_t offset, const State& before, int index);

}  // namespace gilt::verifier
