// Making, suspending and resuming generators from bytecode: frames come and go, C++ does not
// recurse.
#include <algorithm>

#include "interpreter/async_generator.h"
#include "interpreter/frame_object.h"
#include "interpreter/generator.h"
#include "interpreter/machine.h"
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/messages.h"
#include "runtime/operations.h"

namespace gilt {

// The frame that has just been entered becomes an object; its caller gets that.
Next slow_return_generator(Thread& t, Frame& frame, Value* regs, Instr) {
  RefOf<GeneratorObject> made = generator_new(t, frame);
  if (made.is_error()) return kUnwind;
  GeneratorObject* generator = made.get();
  // Function, locals: their counts move.
  uint32_t count = frame.code->local_count;
  Value* saved = generator->registers();
  move_to_heap(saved, regs, count);
  std::fill(regs, regs + count, kUnset);
  generator->saved = count;
  generator->function.init(Ref::adopt(std::exchange(regs[-1], kUnset)));
  generator->resume = frame.pc;
  if (frame.has(kFrameHasObject)) generator_adopt_frame_object(generator, frame);
  return leave_frame(t, frame, std::move(made));
}

// Puts the running generator aside.
static void suspend(Thread& t, Frame& frame, uint32_t temporaries) {
  GeneratorObject* generator = frame.generator;
  uint32_t count = frame.code->local_count + temporaries;
  Value* saved = generator->registers();
  move_to_heap(saved, frame.regs, count);
  bool shared = is_shared(generator);
  if (shared) [[unlikely]] {
    for (uint32_t i = 0; i < count; i++) {
      if (is_private(saved[i])) publish(saved[i]);
    }
  }
  generator->saved = count;
  generator->resume = frame.pc;
  Ref handled = Ref::adopt(std::exchange(t.handled, frame.saved_handled));
  if (shared && is_private(handled.get())) publish(handled.get());
  generator->handled.init(std::move(handled));
  if (frame.has(kFrameHasObject)) generator_adopt_frame_object(generator, frame);
  // From here on another thread may resume it.
  generator->state = GeneratorState::kSuspended;
}

Next slow_yield(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref value = take_b(regs, instr);
  suspend(t, frame, c_of(instr));
  bool is_entry = frame.has(kFrameEntry);
  if (is_entry) frame.flags |= kFrameYielded;
  Frame* resumer = caller_of(t, &frame);
  t.frame = resumer;
  if (is_entry) {
    t.result = value.take();
    return kLeave;
  }
  Instr call = fetch(resumer->pc);
  (void)write_a(resumer->regs, call, std::move(value));
  if (op_of(call) == Op::SEND || op_of(call) == Op::THROW_INTO) return resumer->pc + 2;
  Next target = resumer->pc + 1 + signed_c_of(call);
  if (t.safepoint.load(std::memory_order_relaxed) != 0 && !safepoint(t)) return kUnwind;
  return target;
}

Next slow_for_generator(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value iterator = regs[b_of(instr)];
  if (!has_shape(iterator, kGeneratorShape)) return slow_for_iter(t, frame, regs, instr);
  auto* generator = iterator.as<GeneratorObject>();
  switch (generator_push(t, generator, Ref::none(), 0)) {
    case Pushed::kPushed: return t.frame->pc;
    case Pushed::kEnded: return frame.pc + 1;
    case Pushed::kFailed: break;
  }
  return kUnwind;
}

namespace {

// A step of a delegation whose delegate is not resumed in place: [value] was yielded, or it is what
// the delegate returned.
Next finish_send(Frame& frame, Value* regs, Instr instr, Ref value, bool ended) {
  auto distance = static_cast<int64_t>(fetch(frame.pc + 1));
  (void)write_a(regs, instr, std::move(value));
  return frame.pc + 2 + (ended ? distance : 0);
}

// What next(), send() or throw() of a foreign iterator came to.
Next finish_foreign(Thread& t, Frame& frame, Value* regs, Instr instr, Ref result) {
  if (!result.is_error()) return finish_send(frame, regs, instr, std::move(result), false);
  if (!error_matches(t, stop_iteration_type)) return kUnwind;
  return finish_send(frame, regs, instr, take_stop_iteration_value(t), true);
}

GeneratorObject* resumable(Value delegate) {
  if (has_shape(delegate, kGeneratorShape) || has_shape(delegate, kCoroutineShape))
    return delegate.as<GeneratorObject>();
  if (has_shape(delegate, kCoroutineWrapperShape))
    return delegate.as<CoroutineWrapperObject>()->coroutine.peek().as<GeneratorObject>();
  return nullptr;
}

}  // namespace

Next slow_send(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value delegate = regs[b_of(instr)];
  Ref value = take_c(regs, instr);
  if (GeneratorObject* generator = resumable(delegate)) {
    switch (generator_push(t, generator, std::move(value), 0)) {
      case Pushed::kPushed: return t.frame->pc;
      case Pushed::kEnded: break;
      case Pushed::kFailed: return kUnwind;
    }
    if (has_shape(to_value(generator), kCoroutineShape))
      return fail(t, runtime_error_type, "cannot reuse already awaited coroutine");
    return finish_send(frame, regs, instr, Ref::none(), true);
  }
  Ref held = Ref::copy(delegate);
  TypeObject* type = type_of(delegate);
  auto next = type->slots.next;
  // A class may have lost its __next__ since iter() was asked.
  if (!value.is_none() || next == nullptr) {
    return finish_foreign(t, frame, regs, instr,
                          call_method(t, delegate, names::send, {value.get()}));
  }
  // What a script's own __next__ raises may carry the result, which its slot would drop.
  if (type->is(kTypeHeap)) {
    Ref item = call_special(t, delegate, names::next_);
    if (item.is_unset())  // taken away by another thread just now
      return fail(t, type_error_type, messages::kNotIterable, type_name(delegate));
    return finish_foreign(t, frame, regs, instr, std::move(item));
  }
  Ref item = next(t, delegate);
  if (item.is_unset()) return finish_send(frame, regs, instr, Ref::none(), true);
  return finish_foreign(t, frame, regs, instr, std::move(item));
}

Next slow_throw_into(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref delegate = Ref::copy(regs[b_of(instr)]);
  Ref exception = error_take(t);
  if (is_instance_of(exception.get(), &generator_exit_type)) {
    // Closing the outer one closes the inner one; what comes of that replaces the GeneratorExit.
    if (!close_iterator(t, delegate.get())) return kUnwind;
    error_restore(t, std::move(exception));
    return kUnwind;
  }
  if (GeneratorObject* generator = resumable(delegate.get())) {
    Ref result;
    // Thrown into something that recurses only as deep as delegations nest.
    switch (generator_throw_step(t, generator, std::move(exception), result)) {
      case Resumed::kYielded: return finish_send(frame, regs, instr, std::move(result), false);
      case Resumed::kReturned: return finish_send(frame, regs, instr, std::move(result), true);
      case Resumed::kRaised: return kUnwind;
    }
  }
  Ref method = get_attribute_or_unset(t, delegate.get(), names::throw_);
  if (method.is_error()) return kUnwind;
  if (method.is_unset()) {
    error_restore(t, std::move(exception));
    return kUnwind;
  }
  return finish_foreign(t, frame, regs, instr, call(t, method.get(), {exception.get()}));
}

bool slow_get_yield_from_iter(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref b = take_b(regs, instr);
  if (has_shape(b.get(), kGeneratorShape)) return write_a(regs, instr, std::move(b));
  if (has_shape(b.get(), kCoroutineShape)) {
    if (!frame.code->is(kCodeCoroutine) && !frame.code->is(kCodeIterableCoroutine)) {
      return fail(t, type_error_type,
                  "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return write_a(regs, instr, std::move(b));
  }
  return write_a(regs, instr, get_iter(t, b.get()));
}

bool slow_get_awaitable(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref b = take_b(regs, instr);
  return write_a(regs, instr, awaitable_iterator(t, b.get(), c_of(instr)));
}

bool slow_get_aiter(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref b = take_b(regs, instr);
  TypeObject* type = type_of(b.get());
  if (type->slots.async_iter == nullptr) {
    return fail(t, type_error_type, "'async for' requires an object with __aiter__ method, got {}",
                type_name(b.get()));
  }
  GILT_TRY(Ref iterator, type->slots.async_iter(t, b.get()));
  if (type_of(iterator.get())->slots.async_next == nullptr) {
    return fail(t, type_error_type,
                "'async for' received an object from __aiter__ that does not implement __anext__: "
                "{}",
                type_name(iterator.get()));
  }
  return write_a(regs, instr, std::move(iterator));
}

bool slow_get_anext(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref b = take_b(regs, instr);
  TypeObject* type = type_of(b.get());
  if (type->slots.async_next == nullptr) {
    return fail(t, type_error_type,
                "'async for' requires an iterator with __anext__ method, got {}",
                type_name(b.get()));
  }
  GILT_TRY(Ref awaitable, type->slots.async_next(t, b.get()));
  if (has_shape(b.get(), kAsyncGeneratorShape)) return write_a(regs, instr, std::move(awaitable));
  Ref iterator = awaitable_iterator(t, awaitable.get(), 0);
  if (iterator.is_error()) {
    Ref cause = error_take(t);
    std::string name(type_name(awaitable.get()));
    static_cast<void>(fail(t, type_error_type,
                           "'async for' received an invalid object from __anext__: {}", name));
    auto* raised = t.exception.as<ExceptionObject>();
    GILT_CHECK(exception_set_cause(t, raised, cause.get()));
    exception_set_context(t, raised, cause.get());
    return false;
  }
  return write_a(regs, instr, std::move(iterator));
}

bool slow_async_gen_wrap(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref b = take_b(regs, instr);
  return write_a(regs, instr, async_wrapped_value_new(t, std::move(b)));
}

}  // namespace gilt
