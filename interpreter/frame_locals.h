// frame.f_locals of a function (PEP 667): a mapping that reads and writes the variables of the
// frame where they are, and keeps names that are no variables in a dict of the frame's.
#pragma once

#include "interpreter/frame_object.h"

namespace gilt {

// The variables of a function's frame, by number: its local registers, then what its closure holds.
// Good as long as the frame is its own thread's and does not go on, or a FrameLook lasts.
class FrameVariables {
 public:
  explicit FrameVariables(FrameObject* frame);
  FrameVariables(const CodeObject* code, Value* registers, FunctionObject* function);

  int64_t count() const { return local_count_ + free_count_; }
  // Interned; null for a register that is no variable.
  StrObject* name(int64_t i) const;
  // Borrowed; unset while it is not bound.
  Value value(int64_t i) const;
  // Returns the old value, which the caller may release only when nothing keeps the frame still any
  // more.
  Ref exchange(int64_t i, Ref value);
  // -1 when no variable is called so.
  int64_t find(StrObject* name) const;

 private:
  Slot* cell_content(int64_t i) const;  // null: the register itself holds the value

  const CodeObject* code_;
  Value* registers_;  // null: gone
  FunctionObject* function_;
  int64_t local_count_, free_count_;
};

// The bound variables, in a new dict.
RefOf<DictObject> bound_variables(Thread& t, const FrameVariables& variables);

// A new proxy for [frame], which is that of a function.
Ref frame_locals_proxy(Thread& t, FrameObject* frame);

}  // namespace gilt
