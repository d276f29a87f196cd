// Constants: literals as values, the constant pool of a code object, and constant folding.
//
// Folding follows CPython's: what it folds, we fold, with the same limits on the size of results,
// so that a program cannot make the compiler compute 9**9**9.
#pragma once

#include <vector>

#include "interpreter/ast.h"
#include "interpreter/source.h"
#include "runtime/ref.h"
#include "runtime/thread.h"

namespace gilt {

// The constants of one code object; equal ones of the same type are one. Owns them.
class ConstantPool {
 public:
  // The index of [value], which is added unless it is there. Code objects are never merged.
  uint32_t add(Ref value);
  size_t size() const { return values_.size(); }
  std::vector<Ref>& values() { return values_; }

 private:
  void grow();

  std::vector<Ref> values_;
  std::vector<uint64_t> hashes_;  // of each value
  std::vector<uint32_t> index_;   // open addressing, entries are index + 1
};

// Same type and same value, so that one can stand for the other: 1, 1.0 and True differ, 0.0 and
// -0.0 differ, tuples are compared item by item.
bool same_constant(Value a, Value b);

// A str among the constants: interned if it looks like a name.
Ref text_constant(Thread& t, std::string_view text);

// The value of a literal. Errors (memory, the limit on digits) are raised.
Ref literal_value(Thread& t, const ast::Constant& constant);

// The value of [e] if it is a constant after folding, unset if it is not, an error when memory runs
// out. Marks what is not constant, so that asking again is cheap.
Ref fold(Thread& t, ast::Expr& e);

// The truth of [e] when it can be told without running it; -1 otherwise.
int constant_truth(Thread& t, ast::Expr& e, bool debug_value);

// Bits of ast::Node::mark.
inline constexpr uint8_t kMarkNotConstant = 1;
inline constexpr uint8_t kMarkNoWalrus = 2;

}  // namespace gilt
