// Calls of anything, returns from anything, functions made.
#include <vector>

#include "interpreter/bind.h"
#include "interpreter/call_error.h"
#include "interpreter/frame_object.h"
#include "interpreter/generator.h"
#include "interpreter/machine.h"
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/exception_layout.h"
#include "runtime/interpreter.h"
#include "runtime/messages.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"

namespace gilt {
namespace {

void release_window(Value* window, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) release(window[i]);
}

// A further word for a register.
Value further_word(Object* object) {
  if constexpr (kFreeThreaded) {
    // Immortal objects are shared.
    if (is_shared(object)) return Value::uncounted(object);
    change_private_count(object, 1);
    return Value::counted(object);
  }
  return to_register(to_value(object));
}

// The call instruction's A = result, then what comes after it.
Next finish_call(Frame& frame, Ref result) {
  Instr instr = fetch(frame.pc);
  if (!write_a(frame.regs, instr, std::move(result))) return kUnwind;
  return frame.pc + 1 + info_of(instr).extra;
}

// Everything that is not written in the language: its call slot. [moved]: the arguments are not
// where the instruction has them.
Next call_native(Thread& t, Frame& frame, Value* window, uint32_t count, TupleObject* kwnames,
                 bool moved) {
  uint32_t named = kwnames != nullptr ? static_cast<uint32_t>(kwnames->size) : 0;
  Ref result;
  if (!moved && window + 1 + count <= free_registers(t)) [[likely]] {
    result = call(t, window[0], CallArgs{window + 1, count - named, kwnames});
    release_window(window, count + 1);
  } else {
    // f(*many): above the frame's registers the callee may enter frames of its own.
    std::vector<Value> values(window, window + count + 1);
    own_words(values.data(), count + 1);
    result = call(t, values[0], CallArgs{values.data() + 1, count - named, kwnames});
    release_window(values.data(), count + 1);
  }
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !result.is_error() && !safepoint(t))
    return kUnwind;
  return finish_call(frame, std::move(result));
}

// The __init__ written in the language that instances of [type] get; null when there is none.
FunctionObject* script_init(TypeObject* type) {
  int place = type_resolve(type, names::init_);
  Value init = place >= 0 ? resolved_value(type, place) : type_lookup(type, names::init_);
  return has_shape(init, kFunctionShape) ? init.as<FunctionObject>() : nullptr;
}

// Calls the class in window[0]. Where neither a metaclass with __call__ nor a __new__ has a say,
// the usual ways of making an instance are gone here without a detour: object's followed by an
// __init__ written in the language or by none, and that of exceptions.
Next call_class(Thread& t, Frame& frame, Value* window, uint32_t count, TupleObject* kwnames) {
  Value callee = window[0];
  auto* type = callee.as<TypeObject>();
  if (type_of(type)->slots.call != type_type.slots.call)
    return call_native(t, frame, window, count, kwnames, false);
  if (type->slots.construct == object_type.slots.construct && type->is(kTypeHeap) &&
      !type->is(kTypeAbstract)) {
    bool has_init = type->slots.init != object_type.slots.init;
    FunctionObject* init = has_init ? script_init(type) : nullptr;
    if (init != nullptr || (!has_init && count == 0)) {
      Object* instance = instance_allocate(t, type);
      if (instance == nullptr) {
        release_window(window, count + 1);
        return kUnwind;
      }
      if (type->is(kTypeTracked)) gc_track(t, instance);
      if (init == nullptr) {
        release(callee);
        return finish_call(frame, Ref::adopt(instance));
      }
      GILT_SHORT_LOOP
      for (uint32_t i = count; i > 0; i--) window[i + 1] = window[i];
      window[0] = further_word(init);
      change_private_count(instance, 1);  // nobody else knows it yet
      window[1] = Value::counted(instance);
      release(callee);
      Next next = enter_function(t, frame, window, count + 1, kwnames, kFrameConstructor, instance);
      if (next == kUnwind) release(to_value(instance));
      return next;
    }
  }
  if (type->slots.construct == exception_construct && type->slots.init == exception_init &&
      kwnames == nullptr) {
    Ref exception = exception_construct(t, type, {window + 1, count, nullptr});
    release_window(window, count + 1);
    return finish_call(frame, std::move(exception));
  }
  return call_native(t, frame, window, count, kwnames, false);
}

Next call_window(Thread& t, Frame& frame, Value* window, uint32_t count, TupleObject* kwnames) {
  Value callee = window[0];
  // A method makes room for its self by moving the arguments up; a method of a method of a method
  // ... ends in the general path.
  int shifts = 0;
  for (; shifts < kCallSlack - 1 && has_shape(callee, kMethodShape); shifts++) {
    auto* method = callee.as<MethodObject>();
    for (uint32_t i = count; i > 0; i--) window[i + 1] = window[i];
    window[0] = to_register(method->function.peek());
    window[1] = to_register(method->self.peek());
    count++;
    release(callee);
    callee = window[0];
  }
  if (has_shape(callee, kFunctionShape))
    return enter_function(t, frame, window, count, kwnames, 0, nullptr);
  if (shifts == 0 && is_class(callee)) return call_class(t, frame, window, count, kwnames);
  return call_native(t, frame, window, count, kwnames, shifts > 0);
}

}  // namespace

Next enter_function(Thread& t, Frame& frame, Value* window, uint32_t count, TupleObject* kwnames,
                    uint8_t flags, Object* instance) {
  auto* function = window[0].as<FunctionObject>();
  // Both before the arguments are bound, which may run script code that gives the function others.
  CodeObject* code = function->code;
  GlobalTable* globals = function->globals;
  Frame* next = &frame + 1;
  Value* registers = window + 1;
  uint32_t needed = std::max(code->register_count, count);
  if (next >= t.frame_limit || registers + needed > t.stack_limit) [[unlikely]] {
    release_window(window, count + 1);
    return fail_recursion(t);
  }
  if (kwnames == nullptr && code->flags_word & kCodeSimpleCall && code->positional_count == count) {
    GILT_SHORT_LOOP
    for (uint32_t i = count; i < code->local_count; i++) registers[i] = kUnset;
  } else {
    uint32_t named = kwnames != nullptr ? static_cast<uint32_t>(kwnames->size) : 0;
    if (!bind_parameters(t, function, registers, count - named, kwnames)) {
      release(window[0]);
      return kUnwind;
    }
  }
  if (info_of(fetch(frame.pc)).extra != 0) flags |= kFrameOddReturn;
  next->regs = registers;
  next->code = code;
  next->globals = globals;
  next->flags = flags;
  next->instance = instance;
  t.frame = next;
  return code->words;
}

Failed fail_recursion(Thread& t) {
  return fail(t, recursion_error_type, messages::kRecursion);
}

Next slow_call(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Op op = op_of(instr);
  Value* window = regs + b_of(instr);
  uint32_t count = c_of(instr);
  TupleObject* kwnames = nullptr;
  if (op == Op::CALL_KW || op == Op::CALL_METHOD_KW) {
    auto index = static_cast<uint16_t>(fetch(frame.pc + 1));
    kwnames = constant_operand(frame, index).as<TupleObject>();
  }
  if (op == Op::CALL_METHOD || op == Op::CALL_METHOD_KW) {
    if (window[1].is_unset()) {
      window[1] = window[0];
      window++;
    } else {
      count++;
    }
  }
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !safepoint(t)) [[unlikely]] {
    release_window(window, count + 1);
    return kUnwind;
  }
  if (has_shape(window[0], kFunctionShape)) [[likely]]
    return enter_function(t, frame, window, count, kwnames, 0, nullptr);
  return call_window(t, frame, window, count, kwnames);
}

Next slow_call_class(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value* window = regs + b_of(instr);
  uint32_t count = c_of(instr);
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !safepoint(t)) [[unlikely]] {
    release_window(window, count + 1);
    return kUnwind;
  }
  return call_class(t, frame, window, count, nullptr);
}

// -- natives with plain arguments --
//
// Most calls of natives are len(x), items.append(x) and the like: no frame comes or goes, and the
// arguments lie in the registers as the function wants them.

namespace {

// d.get(key), d.get(key, default): what is found is not counted on its way.
bool get_from_dict(Frame& frame, Value* window, uint32_t count) {
  Value value;
  if (!peek_item(window[1], window[2], value)) return false;
  if (value.is_unset()) value = count == 3 ? window[3] : kNone;
  Value used[4];
  std::copy(window, window + count + 1, used);
  write_borrowed(frame.regs, fetch(frame.pc) & ~(kConsumeBBit | kConsumeCBit), value);
  release_window(used, count + 1);
  return true;
}

// A = call(); gives back the [words] of the window.
template <class Call>
bool call_in_place(Thread& t, Value* regs, Instr instr, uint32_t words, Call&& call) {
  Value* window = regs + b_of(instr);
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !safepoint(t)) [[unlikely]] {
    release_window(window, words);
    return false;
  }
  Ref result = call();
  release_window(window, words);
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !result.is_error() && !safepoint(t))
      [[unlikely]]
    return false;
  return write_a(regs, instr, std::move(result));
}

}  // namespace

bool slow_call_native(Thread& t, Frame&, Value* regs, Instr instr) {
  Value* window = regs + b_of(instr);
  uint32_t count = c_of(instr);
  return call_in_place(t, regs, instr, count + 1, [&] {
    auto* function = window[0].as<NativeFunctionObject>();
    return native_call(t, function, function->self.peek(), {window + 1, count});
  });
}

bool slow_call_native_method(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value* window = regs + b_of(instr);
  auto* function = window[0].as<NativeFunctionObject>();
  uint32_t count = c_of(instr) + 1u;
  if (window[1].is_unset()) {
    return call_in_place(t, regs, instr, count + 1, [&] {
      return native_call(t, function, function->self.peek(), {window + 2, count - 1});
    });
  }
  if (function->def->fn == dict_method_get && (count == 2 || count == 3) &&
      get_from_dict(frame, window, count))
    return true;
  return call_in_place(t, regs, instr, count + 1, [&] {
    CallArgs args{window + 1, count};
    if (type_of(args[0]) != function->owner) return call(t, window[0], args);
    return native_call(t, function, kUnset, args);
  });
}

// -- f(*arguments, **keywords) --

namespace {

// The positional arguments of CALL_EX as a tuple.
Ref argument_tuple(Thread& t, Value callee, Value arguments) {
  if (has_shape(arguments, kTupleShape)) return Ref::copy(arguments);
  TypeObject* type = type_of(arguments);
  if (type->slots.iter == nullptr && type->slots.get_item == nullptr) {
    std::string function = callee_text(t, callee);
    return fail(t, type_error_type, "{} argument after * must be an iterable, not {}", function,
                type_name(arguments));
  }
  return tuple_from_iterable(t, arguments);
}

}  // namespace

Next slow_call_ex(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value* window = regs + b_of(instr);
  struct Callee {
    Value* word;
    ~Callee() {
      if (word != nullptr) release(*word);
    }
  } callee{window};
  Ref given = Ref::adopt(window[1]), keywords = Ref::adopt(window[2]);
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !safepoint(t)) return kUnwind;
  Ref arguments = argument_tuple(t, window[0], given.get());
  if (arguments.is_error()) return kUnwind;
  auto* tuple = arguments.as<TupleObject>();
  auto positional = static_cast<uint32_t>(tuple->size);
  DictObject* dict = nullptr;
  if (!keywords.is_unset() && dict_length(keywords.as<DictObject>()) > 0)
    dict = keywords.as<DictObject>();
  auto named = dict != nullptr ? static_cast<uint32_t>(dict_length(dict)) : 0;
  if (window + 1 + positional + named + kCallSlack > t.stack_limit) {
    return fail_recursion(t);
  }
  RefOf<TupleObject> kwnames;
  if (named > 0) {
    kwnames = tuple_new(t, named);
    if (kwnames.is_error()) return kUnwind;
    int64_t position = 0, k = 0;
    Value key, value;
    while (k < named && dict_next(dict, position, key, value)) {
      if (!is_str(key)) {
        return fail(t, type_error_type, "keywords must be strings");
      }
      kwnames->items()[k++].init(Ref::copy(key));
    }
    position = 0;
    k = 0;
    while (k < named && dict_next(dict, position, key, value))
      window[1 + positional + k++] = to_register(value);
  }
  for (uint32_t i = 0; i < positional; i++) window[1 + i] = to_register(tuple->items()[i].peek());
  callee.word = nullptr;
  return call_window(t, frame, window, positional + named, kwnames.get());
}

// -- returning --

Next deliver(Thread& t, Frame& frame, Ref result) {
  if (result.is_error()) return kUnwind;
  Instr instr = fetch(frame.pc);
  switch (op_of(instr)) {
    case Op::FOR_ITER:  // the generator is at its end
    case Op::FOR_RANGE:
    case Op::FOR_LIST:
    case Op::FOR_TUPLE:
    case Op::FOR_STR:
    case Op::FOR_GENERATOR: return frame.pc + 1;
    case Op::SEND:
    case Op::THROW_INTO: {
      auto distance = static_cast<int64_t>(fetch(frame.pc + 1));
      (void)write_a(frame.regs, instr, std::move(result));
      return frame.pc + 2 + distance;
    }
    default: {
      Next next = frame.pc + 1 + info_of(instr).extra;
      (void)write_a(frame.regs, instr, std::move(result));
      return next;
    }
  }
}

namespace {

// What an operator's method answered, of [frame] called from [caller]. A class that does not know
// was the only one to be asked.
Ref operator_result(Thread& t, const Frame& frame, const Frame& caller, Ref result) {
  Ref left = Ref::adopt(to_value(frame.instance));
  if (!is_not_implemented(result)) return result;
  Instr instr = fetch(caller.pc);
  return fail_unsupported_operands(t, binary_op_of(op_of(instr)), (instr & kInplaceBit) != 0,
                                   left.as<TypeObject>(), frame.right_type);
}

}  // namespace

Next leave_frame(Thread& t, Frame& frame, Ref result) {
  uint8_t flags = frame.flags;
  Frame* caller = caller_of(t, &frame);
  t.frame = caller;
  if (flags & kFrameConstructor) [[unlikely]] {
    Ref instance = Ref::adopt(to_value(frame.instance));
    if (!result.is_none()) {
      result = fail(t, type_error_type, "__init__() should return None, not '{}'",
                    type_name(result.get()));
    } else {
      result = std::move(instance);
    }
  }
  if (flags & kFrameOperator) result = operator_result(t, frame, *caller, std::move(result));
  if (flags & kFrameEntry) {
    t.result = result.take();
    return kLeave;
  }
  return deliver(t, *caller, std::move(result));
}

Next leave_after_death(Thread& t, Object* object, Value* local, Value result) {
  Frame& frame = *t.frame;
  Ref held = Ref::adopt(result);
  // From there on everything has been dropped.
  for (Value* done = local; done < frame.temporaries(); done++) *done = kUnset;
  object_died(object);
  // What scripts do when something dies may turn the frame into one that they look at.
  for (Value* next = local; frame.flags == 0 && next >= frame.regs;)
    release(std::exchange(*--next, kUnset));
  if (frame.flags == 0) {
    Frame& caller = t.frame[-1];
    t.frame = &caller;
    return finish_call(caller, std::move(held));
  }
  end_frame(t, frame);
  return leave_frame(t, frame, std::move(held));
}

Next slow_return(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref result = op_of(instr) == Op::RETURN ? Ref::adopt(std::exchange(regs[a_of(instr)], kUnset))
                                          : Ref::copy(constant_operand(frame, b_of(instr)));
  end_frame(t, frame);
  return leave_frame(t, frame, std::move(result));
}

// -- functions --

bool slow_make_function(Thread& t, Frame& frame, Value* regs, Instr instr) {
  auto flags = static_cast<uint32_t>(fetch(frame.pc + 1));
  Value* from = regs + b_of(instr);
  Window parts(from, static_cast<uint32_t>(std::popcount(flags)));
  auto* code = constant_operand(frame, c_of(instr)).as<CodeObject>();
  GlobalTable* table = code->globals == frame.code->globals
                           ? global_table_retain(frame.globals)
                           : global_table(t, code->globals, frame.globals->globals);
  if (table == nullptr) return false;
  GILT_TRY(auto function, function_new(t, code, table));
  if (flags & kHasDefaults) function->defaults.store(function.get(), Ref::copy(*from++));
  if (flags & kHasKeywordDefaults)
    function->keyword_defaults.store(function.get(), Ref::copy(*from++));
  if (flags & kHasAnnotate) function->annotate.store(function.get(), Ref::copy(*from++));
  if (flags & kHasClosure) {
    function->closure_tuple.store(function.get(), Ref::copy(*from));
    function->closure = (from++)->as<TupleObject>()->items();
  }
  if (flags & kHasTypeParams) function->type_params.store(function.get(), Ref::copy(*from++));
  if (flags & kHasAnnotations) function->annotations.store(function.get(), Ref::copy(*from++));
  return parts.write_a(regs, instr, std::move(function));
}

}  // namespace gilt
