// The slow paths of handlers: ordinary functions, one group a theme (slow_*.cpp).
//
// A SlowFunction does what is left of one instruction in the frame that runs it: true, or false
// with an exception pending. A GoFunction may also push or pop frames, and tells where to go on.
// Both get the instruction's word; frame.pc points to it, for the extra words. Both give back what
// the instruction consumes, whether they succeed or fail.
//
// Operands that are handed on come out of registers as Refs: one that the instruction consumes is
// taken over, one that it reads is counted, because script code may replace a local through
// frame.f_locals meanwhile. Operands that are only looked at are Operands: the same, except that
// shared objects are not counted (which threads that use one object would fight for).
#pragma once

#include "interpreter/machine.h"
#include "interpreter/ops.h"
#include "runtime/dict.h"
#include "runtime/dict_internal.h"
#include "runtime/hashing.h"
#include "runtime/instance.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/set_internal.h"
#include "runtime/tuple.h"

namespace gilt {

// -- operands --

inline Ref take_operand(Value* regs, Instr instr, uint16_t index, Instr bit) {
  return instr & bit ? Ref::adopt(regs[index]) : Ref::copy(regs[index]);
}
inline Ref take_a(Value* regs, Instr instr) {
  return take_operand(regs, instr, a_of(instr), kConsumeABit);
}
inline Ref take_b(Value* regs, Instr instr) {
  return take_operand(regs, instr, b_of(instr), kConsumeBBit);
}
inline Ref take_c(Value* regs, Instr instr) {
  return take_operand(regs, instr, c_of(instr), kConsumeCBit);
}

// An operand for the time of a scope. One that is consumed stays in its register until the end; one
// that is read is counted, or, where registers do not count it, a register above the frame's own
// (machine.h) keeps a further word: a meeting of threads finds the object held either way.
class HeldOperand {
 public:
  explicit HeldOperand(Value immediate) : word_(immediate) {}
  HeldOperand(const Frame& frame, Value* regs, uint16_t index, bool consumed, int spare)
      : word_(regs[index]) {
    static_assert(kCallSlack >= 3);
    if (consumed) return;
    if constexpr (kFreeThreaded) {
      if (!word_.is_object()) return;
      Object* object = word_.as_object();
      if (!is_shared(object)) {
        change_private_count(object, 1);
        return;
      }
      word_ = Value::uncounted(object);
      spare_ = regs + frame.code->register_count + spare;
      *spare_ = word_;
    } else {
      retain(word_);
    }
  }
  GILT_ALWAYS_INLINE ~HeldOperand() {
    release_word(word_);
    if (spare_ != nullptr) *spare_ = kUnset;
  }
  HeldOperand(const HeldOperand&) = delete;
  HeldOperand& operator=(const HeldOperand&) = delete;

  Value get() const { return word_; }
  template <class T>
  T* as() const {
    return word_.as<T>();
  }
  // Hands it on after all.
  Ref take() { return Ref::adopt(std::exchange(word_, kUnset)); }

 private:
  Value word_;
  Value* spare_ = nullptr;
};
inline HeldOperand operand_a(const Frame& frame, Value* regs, Instr instr) {
  return {frame, regs, a_of(instr), (instr & kConsumeABit) != 0, 0};
}
inline HeldOperand operand_b(const Frame& frame, Value* regs, Instr instr) {
  return {frame, regs, b_of(instr), (instr & kConsumeBBit) != 0, 1};
}
inline HeldOperand operand_c(const Frame& frame, Value* regs, Instr instr) {
  return {frame, regs, c_of(instr), (instr & kConsumeCBit) != 0, 2};
}

// A = result. False when [result] is an error.
inline bool write_a(Value* regs, Instr instr, Ref result) {
  if (result.is_error()) [[unlikely]]
    return false;
  Value* to = regs + a_of(instr);
  if (instr & kLocalABit) {
    Value old = std::exchange(*to, result.take());
    release(old);
  } else {
    *to = result.take();
  }
  return true;
}
inline bool write_a(Value* regs, Instr instr, std::optional<bool> result) {
  return result.has_value() && write_a(regs, instr, Ref::boolean(*result));
}
// For instructions that `make`: temporaries, dead before.
inline void make_a(Value* regs, Instr instr, Ref first, Ref second) {
  Value* to = regs + a_of(instr);
  to[0] = first.take();
  to[1] = second.take();
}

// Consumed registers from [first] on, given back at the end of the scope, or before the result is
// written: A is often one of them.
class Window {
 public:
  Window(Value* first, uint32_t count) : first_(first), count_(count) {}
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window() { clear(); }
  bool write_a(Value* regs, Instr instr, Ref result) {
    clear();
    return ::gilt::write_a(regs, instr, std::move(result));
  }
  void clear() {
    for (uint32_t i = 0, count = std::exchange(count_, 0); i < count; i++) release(first_[i]);
  }
  Value operator[](uint32_t i) const { return first_[i]; }

 private:
  Value* first_;
  uint32_t count_;
};

// A = value, borrowed, which need not be counted on its way; then gives back what the instruction
// consumes of B and C.
GILT_ALWAYS_INLINE void write_borrowed(Value* regs, Instr instr, Value value) {
  Value* to = regs + a_of(instr);
  Value b = instr & kConsumeBBit ? regs[b_of(instr)] : kUnset;
  Value c = instr & kConsumeCBit ? regs[c_of(instr)] : kUnset;
  Value old = instr & kLocalABit ? *to : kUnset;
  *to = to_register(value);
  release(old);
  release(b);
  release(c);
}

inline StrObject* name_operand(const Frame& frame, uint16_t index) {
  return frame.code->constants[index].peek().as<StrObject>();
}
inline Value constant_operand(const Frame& frame, uint16_t index) {
  return frame.code->constants[index].peek();
}

// -- numbers --

GILT_ALWAYS_INLINE int64_t signed_bits(Value v) {
  return static_cast<int64_t>(v.bits());
}
// Both as doubles when each is a float or an immediate int and at least one is a float.
GILT_ALWAYS_INLINE bool as_doubles(Value a, Value b, double& x, double& y) {
  if (a.is_double()) {
    x = a.as_double();
  } else if (a.is_int()) {
    x = static_cast<double>(a.as_int());
  } else {
    return false;
  }
  if (b.is_double()) {
    y = b.as_double();
    return true;
  }
  if (!b.is_int() || !a.is_double()) return false;
  y = static_cast<double>(b.as_int());
  return true;
}
// The same, but integers count only where a double holds them exactly, and two of them do as well.
GILT_ALWAYS_INLINE bool as_exact_double(Value v, double& x) {
  if (v.is_double()) {
    x = v.as_double();
    return true;
  }
  if (!v.is_int()) return false;
  int64_t i = v.as_int();
  x = static_cast<double>(i);
  return i >= -(int64_t{1} << 53) && i <= (int64_t{1} << 53);
}
GILT_ALWAYS_INLINE bool as_exact_doubles(Value a, Value b, double& x, double& y) {
  return as_exact_double(a, x) && as_exact_double(b, y);
}
GILT_ALWAYS_INLINE int64_t floor_divide(int64_t a, int64_t b) {
  int64_t quotient = a / b;
  return quotient - (a % b != 0 && (a ^ b) < 0);
}
GILT_ALWAYS_INLINE int64_t floor_modulo(int64_t a, int64_t b) {
  int64_t remainder = a % b;
  return remainder != 0 && (remainder ^ b) < 0 ? remainder + b : remainder;
}

// -- dicts and sets --

// The hash of a str or an int of usual size.
GILT_ALWAYS_INLINE bool plain_hash(Value key, int64_t& hash) {
  if (has_shape(key, kStrShape)) {
    hash = str_hash(key.as<StrObject>());
    return true;
  }
  if (!key.is_int() || key.as_int() <= -kHashModulus || key.as_int() >= kHashModulus) return false;
  hash = key.as_int() == -1 ? -2 : key.as_int();
  return true;
}
// container[key], borrowed, unset when absent, where [container] is a dict and [key] a str or int
// that is found without script code; false where this is not so. Counts nothing: threads that read
// one dict do not meet.
GILT_ALWAYS_INLINE bool peek_item(Value container, Value key, Value& value) {
  int64_t hash;
  return has_shape(container, kDictShape) && plain_hash(key, hash) &&
         dict_peek(container.as<DictObject>(), key, hash, value);
}
// Likewise `key in container` for a dict or set.
inline bool peek_member(Value container, Value key, bool& found) {
  int64_t hash;
  if (has_shape(container, kDictShape)) {
    Value value;
    if (!peek_item(container, key, value)) return false;
    found = !value.is_unset();
    return true;
  }
  return (has_shape(container, kSetShape) || has_shape(container, kFrozenSetShape)) &&
         plain_hash(key, hash) && set_peek(container.as<SetObject>(), key, hash, found);
}

// -- calls --

inline bool is_class(Value v) {
  return v.is_object() && shape_of(v.as_object()).kind == ShapeKind::kClass;
}

// -- attributes --

// Where a kInlineSlot or kAddInline cache points. The place may lie in front of the header.
GILT_ALWAYS_INLINE Slot& instance_word(Object* object, CacheWord cache) {
  return reinterpret_cast<Slot*>(object)[static_cast<int16_t>(cache.slot())];
}
// Where a kOverflowSlot cache points.
GILT_ALWAYS_INLINE Slot& overflow_word(Object* object, CacheWord cache) {
  return overflow_of(instance_extra(object, shape_at(cache.shape()).type))[cache.slot()];
}
// What a kModule cache points to: entry [index] of the module's namespace if that still is [name].
GILT_ALWAYS_INLINE Value module_value(Object* module, uint16_t index, Value name) {
  auto* dict = static_cast<ModuleObject*>(module)->dict.peek().as<DictObject>();
  const DictTable* table = dict->table;
  if (index >= table->count) return kUnset;
  const DictEntry& entry = table->entry(index);
  if (!same(entry.key.peek(), name)) return kUnset;
  return table->value(entry);
}

#define GILT_SLOW_FUNCTION(name) bool name(Thread& t, Frame& frame, Value* regs, Instr instr);
#define GILT_GO_FUNCTION(name) Next name(Thread& t, Frame& frame, Value* regs, Instr instr);

// An operand read in place may be a local that is unbound: instructions of which opcodes.def says
// so ask this before anything else, and then raise UnboundLocalError for the first such operand.
GILT_ALWAYS_INLINE bool is_unbound(const Value* regs, uint16_t index) {
  return regs[index].is_unset();
}

// slow_names.cpp
GILT_SLOW_FUNCTION(fail_unbound_operand)
GILT_SLOW_FUNCTION(slow_unbound_local)
GILT_SLOW_FUNCTION(slow_unbound_cell)
GILT_SLOW_FUNCTION(slow_unbound_free)
GILT_SLOW_FUNCTION(slow_load_global)
GILT_SLOW_FUNCTION(slow_store_global)
GILT_SLOW_FUNCTION(slow_store_cell)
GILT_SLOW_FUNCTION(slow_store_free)
GILT_SLOW_FUNCTION(slow_delete_global)
GILT_SLOW_FUNCTION(slow_load_name)
GILT_SLOW_FUNCTION(slow_store_name)
GILT_SLOW_FUNCTION(slow_delete_name)
GILT_SLOW_FUNCTION(slow_load_name_or_free)
GILT_SLOW_FUNCTION(slow_load_namespace)
GILT_SLOW_FUNCTION(slow_load_mapping_or_global)
GILT_SLOW_FUNCTION(slow_load_mapping_or_free)
GILT_SLOW_FUNCTION(slow_make_cell)
// slow_arith.cpp
GILT_GO_FUNCTION(slow_binary)
GILT_SLOW_FUNCTION(slow_unary)
GILT_SLOW_FUNCTION(slow_not)
// slow_compare.cpp
GILT_SLOW_FUNCTION(slow_compare)
GILT_SLOW_FUNCTION(slow_is)
GILT_SLOW_FUNCTION(slow_in)
GILT_GO_FUNCTION(slow_compare_jump)
GILT_GO_FUNCTION(slow_jump_if)
GILT_GO_FUNCTION(slow_jump_if_not_none)
// slow_iter.cpp
GILT_SLOW_FUNCTION(slow_get_iter)
GILT_GO_FUNCTION(slow_for_iter)
// slow_attr.cpp
GILT_GO_FUNCTION(slow_load_attr)
GILT_GO_FUNCTION(slow_load_property)
GILT_SLOW_FUNCTION(slow_load_native_field)
GILT_SLOW_FUNCTION(slow_load_method)
GILT_SLOW_FUNCTION(slow_store_attr)
GILT_SLOW_FUNCTION(slow_delete_attr)
// The end of a STORE_ATTR that put its value into [slot] of a shared object, took [old] out, and
// then found that the object has another shape.
bool store_attr_late(Thread& t, Frame& frame, Value* regs, Instr instr, Slot& slot, Value old);
GILT_SLOW_FUNCTION(slow_load_super)
GILT_SLOW_FUNCTION(slow_load_special)
// slow_item.cpp
GILT_SLOW_FUNCTION(slow_get_item)
GILT_SLOW_FUNCTION(slow_set_item)
GILT_SLOW_FUNCTION(slow_delete_item)
GILT_SLOW_FUNCTION(slow_get_slice)
GILT_SLOW_FUNCTION(slow_build_slice)
// slow_build.cpp
GILT_SLOW_FUNCTION(slow_build_tuple)
GILT_SLOW_FUNCTION(slow_build_list)
GILT_SLOW_FUNCTION(slow_build_set)
GILT_SLOW_FUNCTION(slow_build_map)
GILT_SLOW_FUNCTION(slow_build_string)
GILT_SLOW_FUNCTION(slow_format)
GILT_SLOW_FUNCTION(slow_list_append)
GILT_SLOW_FUNCTION(slow_list_extend)
GILT_SLOW_FUNCTION(slow_list_to_tuple)
GILT_SLOW_FUNCTION(slow_set_add)
GILT_SLOW_FUNCTION(slow_set_update)
GILT_SLOW_FUNCTION(slow_map_set)
GILT_SLOW_FUNCTION(slow_map_update)
GILT_SLOW_FUNCTION(slow_map_merge)
GILT_SLOW_FUNCTION(slow_build_template)
GILT_SLOW_FUNCTION(slow_build_interpolation)
GILT_SLOW_FUNCTION(slow_unpack)
GILT_SLOW_FUNCTION(slow_unpack_ex)
// slow_call.cpp
GILT_GO_FUNCTION(slow_call)
GILT_GO_FUNCTION(slow_call_class)  // CALL of a class
GILT_GO_FUNCTION(slow_call_ex)
GILT_GO_FUNCTION(slow_return)
GILT_SLOW_FUNCTION(slow_call_native)         // CALL of a builtin function
GILT_SLOW_FUNCTION(slow_call_native_method)  // CALL_METHOD of one, or of a builtin type's method
GILT_SLOW_FUNCTION(slow_make_function)
// slow_generator.cpp
GILT_GO_FUNCTION(slow_return_generator)
GILT_GO_FUNCTION(slow_yield)
GILT_GO_FUNCTION(slow_for_generator)
GILT_GO_FUNCTION(slow_send)
GILT_GO_FUNCTION(slow_throw_into)
GILT_SLOW_FUNCTION(slow_get_yield_from_iter)
GILT_SLOW_FUNCTION(slow_get_awaitable)
GILT_SLOW_FUNCTION(slow_get_aiter)
GILT_SLOW_FUNCTION(slow_get_anext)
GILT_SLOW_FUNCTION(slow_async_gen_wrap)
// slow_exception.cpp
GILT_SLOW_FUNCTION(slow_raise)
GILT_SLOW_FUNCTION(slow_raise_from)
GILT_SLOW_FUNCTION(slow_reraise_current)
GILT_SLOW_FUNCTION(slow_reraise)
GILT_SLOW_FUNCTION(slow_unwind_handler)
GILT_SLOW_FUNCTION(slow_match_exception)
GILT_SLOW_FUNCTION(slow_match_exception_group)
GILT_SLOW_FUNCTION(slow_prepare_reraise_star)
GILT_SLOW_FUNCTION(slow_with_exception)
GILT_SLOW_FUNCTION(slow_end_async_for)
GILT_SLOW_FUNCTION(slow_stop_iteration_error)
// slow_class.cpp
GILT_SLOW_FUNCTION(slow_load_build_class)
GILT_SLOW_FUNCTION(slow_setup_annotations)
GILT_SLOW_FUNCTION(slow_print_expression)
GILT_SLOW_FUNCTION(slow_intrinsic)
// slow_import.cpp
GILT_SLOW_FUNCTION(slow_import_name)
GILT_SLOW_FUNCTION(slow_import_from)
GILT_SLOW_FUNCTION(slow_import_star)
// slow_match.cpp
GILT_SLOW_FUNCTION(slow_match_type)
GILT_SLOW_FUNCTION(slow_match_keys)
GILT_SLOW_FUNCTION(slow_match_class)
GILT_SLOW_FUNCTION(slow_match_rest)
GILT_SLOW_FUNCTION(slow_get_length)

#undef GILT_SLOW_FUNCTION
#undef GILT_GO_FUNCTION

// -- calling and returning (slow_call.cpp) --

// Enters the function in window[0] from the instruction that runs, with [count] arguments behind
// it, those for [kwnames] among them; all are consumed. [flags]: FrameFlags; [instance]: the object
// that goes with kFrameConstructor or kFrameOperator, whose count the frame gets if it is entered.
Next enter_function(Thread& t, Frame& frame, Value* window, uint32_t count, TupleObject* kwnames,
                    uint8_t flags, Object* instance);

// What an arithmetic instruction computes. (slow_arith.cpp)
BinaryOp binary_op_of(Op op);

// Hands [result] to the instruction of [frame] (the innermost now) whose callee has just ended:
// writes its A and tells what comes next.
Next deliver(Thread& t, Frame& frame, Ref result);
// Ends the innermost frame, whose locals have been released, with [result].
Next leave_frame(Thread& t, Frame& frame, Ref result);
// The rest of a return that met the death of [object], held in the local or function register at
// [local]: what comes before it is released.
Next leave_after_death(Thread& t, Object* object, Value* local, Value result);

}  // namespace gilt
