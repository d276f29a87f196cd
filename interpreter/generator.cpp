#include "interpreter/generator.h"

#include "interpreter/coroutine_state.h"
#include "interpreter/frame_object.h"
#include "interpreter/machine.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"

namespace gilt {
namespace {

const char* kind_name(const GeneratorObject* generator) {
  return generator->shape == kGeneratorShape   ? "generator"
         : generator->shape == kCoroutineShape ? "coroutine"
                                               : "async generator";
}

Resumed raise_running(Thread& t, const GeneratorObject* generator) {
  static_cast<void>(fail(t, value_error_type, "{} already executing", kind_name(generator)));
  return Resumed::kRaised;
}

// Would an exception raised where [generator] stands meet a handler of the script's (or a delegate
// to be closed)? If not, closing is dropping. REQUIRES: the caller has claimed it.
bool has_handler(GeneratorObject* generator) {
  CodeObject* code = generator->code();
  const ExceptionEntry* entry = handler_at(code, generator->resume);
  if (entry == nullptr) return false;
  const Instr* handler = code->words + entry->handler;
  // The one around the whole body turns StopIteration into RuntimeError and nothing else.
  return !(op_of(handler[0]) == Op::ENTER_HANDLER && op_of(handler[1]) == Op::STOP_ITERATION_ERROR);
}

void release_saved(GeneratorObject* generator) {
  Value* registers = generator->registers();
  while (generator->saved > 0) {
    uint32_t i = --generator->saved;
    release(std::exchange(registers[i], kUnset));
  }
}

// Ends a generator that is not running, and that nobody else can resume.
void drop(Thread& t, GeneratorObject* generator) {
  if (FrameObject* object = std::exchange(generator->frame_object, nullptr))
    generator_release_frame_object(t, generator, object);
  release_saved(generator);
  generator->resume = nullptr;
  generator->handled.clear(generator);
  generator->function.clear(generator);
  generator->state = GeneratorState::kEnded;
}

}  // namespace

GeneratorState settled_state(const GeneratorObject* generator) {
  GeneratorState state = generator->state;
  while (kFreeThreaded && state == GeneratorState::kLookedAt) {
    scheduler().yield();
    state = generator->state;
  }
  return state;
}

GeneratorLook::GeneratorLook(GeneratorObject* generator) : generator_(generator) {
  while (true) {
    found_ = settled_state(generator);
    if (found_ == GeneratorState::kRunning || found_ == GeneratorState::kEnded) return;
    claimed_ = generator->state.change(generator, found_, GeneratorState::kLookedAt);
    if (claimed_) return;
  }
}

RefOf<GeneratorObject> generator_new(Thread& t, Frame& frame) {
  CodeObject* code = frame.code;
  ShapeId shape = code->is(kCodeAsyncGenerator) ? kAsyncGeneratorShape
                  : code->is(kCodeCoroutine)    ? kCoroutineShape
                                                : kGeneratorShape;
  uint32_t capacity = code->register_count;
  auto* generator = object_new<GeneratorObject>(t, shape, capacity * sizeof(Value));
  if (generator == nullptr) return Failed{};
  FunctionObject* function = frame.function();
  Slot& name = function != nullptr ? function->name : code->name;
  Slot& qualified_name = function != nullptr ? function->qualified_name : code->qualified_name;
  generator->name.init(name.load());
  generator->qualified_name.init(qualified_name.load());
  generator->function.init_unset();
  generator->code_object.init(Ref::copy(code));
  generator->resume = nullptr;
  generator->handled.init_unset();
  generator->frame_object = nullptr;
  generator->origin.init_unset();
  generator->finalizer.init_unset();
  generator->state = GeneratorState::kCreated;
  generator->hooks_done = false;
  generator->closed = false;
  generator->busy = false;
  generator->saved = 0;
  generator->capacity = capacity;
  if (shape == kCoroutineShape && coroutine_origins_wanted()) [[unlikely]] {
    Ref origin = coroutine_origin(t);
    if (origin.is_error()) error_clear(t);
    if (is_tuple(origin.get())) generator->origin.init(std::move(origin));
  }
  gc_track(t, generator);
  return RefOf<GeneratorObject>::adopt(generator);
}

namespace {

Pushed push_any(Thread& t, GeneratorObject* generator, Ref value, uint8_t flags) {
  GeneratorState state;
  do {
    state = settled_state(generator);
    if (state == GeneratorState::kEnded) return Pushed::kEnded;
    if (state == GeneratorState::kRunning) {
      raise_running(t, generator);
      return Pushed::kFailed;
    }
  } while (!generator->state.change(generator, state, GeneratorState::kRunning));
  bool created = state == GeneratorState::kCreated;
  auto give_up = [&] {
    generator->state = state;
    return Pushed::kFailed;
  };
  if (created && !value.is_none() && !error_pending(t)) {
    static_cast<void>(fail(t, type_error_type, "can't send non-None value to a just-started {}",
                           kind_name(generator)));
    return give_up();
  }
  CodeObject* code = generator->code();
  Frame* frame = free_frame(t);
  Value* regs = free_registers(t) + 1;
  if (frame >= t.frame_limit || regs + code->register_count > t.stack_limit) {
    static_cast<void>(fail_recursion(t));
    return give_up();
  }
  auto* function = generator->function.peek().as<FunctionObject>();
  GlobalTable* globals = function->globals;
  if (function->code->globals != code->globals) [[unlikely]] {
    // The function was given code of another text since: ours needs a table of its own, which
    // stays.
    globals = global_table(t, code->globals, globals->globals);
    if (globals == nullptr) return give_up();
  }
  regs[-1] = generator->function.peek();
  Value* saved = generator->registers();
  for (uint32_t i = 0; i < generator->saved; i++) regs[i] = saved[i];
  generator->saved = 0;
  frame->pc = generator->resume;
  frame->regs = regs;
  frame->code = code;
  frame->globals = globals;
  frame->flags = kFrameGenerator | flags;
  frame->generator = generator;
  frame->saved_handled = std::exchange(t.handled, generator->handled.peek());
  generator->handled.init_unset();
  if (generator->frame_object != nullptr) {
    frame->object = std::exchange(generator->frame_object, nullptr);
    frame->object->thread = &t;
    frame->object->frame = frame;
    frame->flags |= kFrameHasObject;
  }
  t.frame = frame;
  // Where an exception is thrown in, it is raised by the YIELD itself.
  if (error_pending(t)) return Pushed::kPushed;
  if (!created) (void)write_a(regs, fetch(frame->pc), std::move(value));
  frame->pc++;
  return Pushed::kPushed;
}

}  // namespace

Pushed generator_push(Thread& t, GeneratorObject* generator, Ref value, uint8_t flags) {
  // What FOR_GENERATOR does in place: a generator that only this thread knows goes on at its YIELD,
  // or begins, and nothing is out of the ordinary.
  CodeObject* code = generator->code();
  Frame* frame = free_frame(t);
  Value* regs = free_registers(t) + 1;
  GeneratorState state = generator->state;
  bool created = state == GeneratorState::kCreated;
  if (is_shared(generator) ||
      !(state == GeneratorState::kSuspended || (created && value.is_none())) ||
      !generator->handled.is_unset() || generator->frame_object != nullptr || error_pending(t) ||
      frame >= t.frame_limit || regs + code->register_count > t.stack_limit) [[unlikely]]
    return push_any(t, generator, std::move(value), flags);
  Value callee = generator->function.peek();
  auto* function = callee.as<FunctionObject>();
  if (function->code != code) [[unlikely]]
    return push_any(t, generator, std::move(value), flags);
  generator->state = GeneratorState::kRunning;
  regs[-1] = callee;
  const Value* saved = generator->registers();
  GILT_SHORT_LOOP
  for (uint32_t i = 0, count = generator->saved; i < count; i++) regs[i] = saved[i];
  generator->saved = 0;
  frame->pc = generator->resume;
  frame->regs = regs;
  frame->code = code;
  frame->globals = function->globals;
  frame->flags = kFrameGenerator | flags;
  frame->generator = generator;
  frame->saved_handled = std::exchange(t.handled, kUnset);
  t.frame = frame;
  if (!created) (void)write_a(regs, fetch(frame->pc), std::move(value));
  frame->pc++;
  return Pushed::kPushed;
}

void generator_end(Thread& t, Frame& frame) {
  GeneratorObject* generator = frame.generator;
  generator->resume = nullptr;
  generator->state = GeneratorState::kEnded;
  if (frame.has(kFrameHasObject)) {
    frame_object_detach(t, frame);
  } else {
    for (Value* local = frame.temporaries(); local > frame.regs;)
      release(std::exchange(*--local, kUnset));
  }
  Value own = std::exchange(t.handled, frame.saved_handled);
  release(own);
  generator->function.clear(generator);
}

Resumed generator_resume(Thread& t, GeneratorObject* generator, Ref value, bool thrown,
                         Ref& result) {
  if (c_stack_is_low(t)) {
    // What was to be thrown is the context of what is raised instead.
    static_cast<void>(fail_recursion(t));
    return Resumed::kRaised;
  }
  Ref held = Ref::copy(generator);
  if (thrown) {
    Ref exception = error_take(t);
    if (generator->state == GeneratorState::kRunning) return raise_running(t, generator);
    error_restore(t, std::move(exception));
  }
  switch (generator_push(t, generator, std::move(value), kFrameEntry)) {
    case Pushed::kPushed: break;
    case Pushed::kEnded:
      // Another thread was faster. What is thrown into an ended one comes back.
      if (thrown) return Resumed::kRaised;
      if (generator->shape == kCoroutineShape) {
        static_cast<void>(fail(t, runtime_error_type, "cannot reuse already awaited coroutine"));
        return Resumed::kRaised;
      }
      result = Ref::none();
      return Resumed::kReturned;
    case Pushed::kFailed: return Resumed::kRaised;
  }
  const Frame* entered = t.frame;
  result = thrown ? run_machine_unwinding(t) : run_machine(t);
  if (result.is_error()) return Resumed::kRaised;
  // The generator may run in another thread already, so it is the frame that tells.
  return entered->flags & kFrameYielded ? Resumed::kYielded : Resumed::kReturned;
}

Ref generator_send(Thread& t, GeneratorObject* generator, Value value) {
  if (generator->state == GeneratorState::kEnded) {
    if (generator->shape == kCoroutineShape)
      return fail(t, runtime_error_type, "cannot reuse already awaited coroutine");
    return fail_stop_iteration(t, Ref::none());
  }
  Ref result;
  switch (generator_resume(t, generator, Ref::copy(value), false, result)) {
    case Resumed::kYielded: return result;
    case Resumed::kReturned: return fail_stop_iteration(t, std::move(result));
    case Resumed::kRaised: break;
  }
  return Ref::error();
}

Resumed generator_throw_step(Thread& t, GeneratorObject* generator, Ref exception, Ref& result) {
  switch (settled_state(generator)) {
    case GeneratorState::kRunning: return raise_running(t, generator);
    case GeneratorState::kEnded:
      if (generator->shape == kCoroutineShape) {
        static_cast<void>(fail(t, runtime_error_type, "cannot reuse already awaited coroutine"));
      } else {
        error_restore(t, std::move(exception));
      }
      return Resumed::kRaised;
    default: break;
  }
  error_restore(t, std::move(exception));
  return generator_resume(t, generator, Ref::none(), true, result);
}

Ref generator_throw(Thread& t, GeneratorObject* generator, Ref exception) {
  Ref result;
  switch (generator_throw_step(t, generator, std::move(exception), result)) {
    case Resumed::kYielded: return result;
    case Resumed::kReturned: return fail_stop_iteration(t, std::move(result));
    case Resumed::kRaised: break;
  }
  return Ref::error();
}

Ref generator_close(Thread& t, GeneratorObject* generator) {
  GeneratorState state;
  do {
    state = settled_state(generator);
    if (state == GeneratorState::kEnded) return Ref::none();
  } while (state != GeneratorState::kRunning &&
           !generator->state.change(generator, state, GeneratorState::kRunning));
  if (state != GeneratorState::kRunning) {
    if (state == GeneratorState::kCreated || !has_handler(generator)) {
      Ref held = Ref::copy(generator);
      drop(t, generator);
      return Ref::none();
    }
    generator->state = state;
  }
  GILT_TRY(Ref exit, exception_new(t, generator_exit_type, Ref::unset()));
  Ref result;
  switch (generator_throw_step(t, generator, std::move(exit), result)) {
    case Resumed::kYielded:
      return fail(t, runtime_error_type, "{} ignored GeneratorExit", kind_name(generator));
    case Resumed::kReturned: return result;
    case Resumed::kRaised: break;
  }
  if (error_matches(t, generator_exit_type) || error_matches(t, stop_iteration_type)) {
    error_clear(t);
    return Ref::none();
  }
  return Ref::error();
}

bool close_iterator(Thread& t, Value iterator) {
  if (is_generator_like(iterator) && !has_shape(iterator, kAsyncGeneratorShape))
    return !generator_close(t, iterator.as<GeneratorObject>()).is_error();
  Ref method = get_attribute_or_unset(t, iterator, names::close);
  if (method.is_error()) {
    error_unraisable(t, "while closing generator", iterator);
    return true;
  }
  if (method.is_unset()) return true;
  return !call(t, method.get()).is_error();
}

Ref generator_delegate(GeneratorObject* generator) {
  if (generator->state == GeneratorState::kCreated) return Ref::unset();
  GeneratorLook look(generator);
  if (!look.suspended()) return Ref::unset();
  CodeObject* code = generator->code();
  const ExceptionEntry* entry = handler_at(code, generator->resume);
  if (entry == nullptr) return Ref::unset();
  Instr handler = code->words[entry->handler];
  if (op_of(handler) != Op::THROW_INTO) return Ref::unset();
  return Ref::copy(generator->registers()[b_of(handler)]);
}

// -- what the types' methods share --

Ref exception_from_throw(Thread& t, Value type, Value value, Value traceback) {
  if (!traceback.is_none() && !has_shape(traceback, kTracebackShape))
    return fail(t, type_error_type, "throw() third argument must be a traceback object");
  Ref exception;
  if (is_exception_class(type)) {
    if (is_exception(value) && is_instance_of(value, type.as<TypeObject>())) {
      exception = Ref::copy(value);
    } else if (value.is_none()) {
      GILT_TRY(exception, call(t, type));
    } else if (is_tuple(value)) {
      auto* arguments = value.as<TupleObject>();
      GILT_TRY(exception, call(t, type,
                               CallArgs{&arguments->items()->word(),
                                        static_cast<uint32_t>(arguments->size), nullptr}));
    } else {
      GILT_TRY(exception, call(t, type, {value}));
    }
    if (!is_exception(exception.get())) {
      return fail(t, type_error_type,
                  "calling {} should have returned an instance of BaseException, not {}",
                  type_name(type.as<TypeObject>()), type_name(exception.get()));
    }
  } else if (is_exception(type)) {
    if (!value.is_none())
      return fail(t, type_error_type, "instance exception may not have a separate value");
    exception = Ref::copy(type);
  } else {
    return fail(t, type_error_type,
                "exceptions must be classes or instances deriving from BaseException, not {}",
                type_name(type));
  }
  if (!traceback.is_none()) {
    auto* raised = exception.as<ExceptionObject>();
    raised->traceback.store(raised, Ref::copy(traceback));
  }
  return exception;
}

namespace {

// Where [coroutine] was made, as sys.set_coroutine_origin_tracking_depth had it noted: lines as of
// a traceback.
std::string origin_text(Thread& t, GeneratorObject* coroutine) {
  std::string text = "\nCoroutine created at (most recent call last)\n";
  auto* places = coroutine->origin.peek().as<TupleObject>();
  for (int64_t i = places->size; i-- > 0;) {
    auto* place = places->at(i).as<TupleObject>();
    std::string_view file = place->at(0).as<StrObject>()->view();
    text += fmt::format("  File \"{}\", line {}, in {}\n", file, place->at(1).as_int(),
                        place->at(2).as<StrObject>()->view());
    Ref get_line = import_attribute(t, "linecache", "getline");
    Ref line =
        get_line.is_error() ? Ref::error() : call(t, get_line.get(), {place->at(0), place->at(1)});
    if (line.is_error()) {
      error_clear(t);
      continue;
    }
    std::string_view source = is_str(line.get()) ? line.as<StrObject>()->view() : "";
    size_t begin = source.find_first_not_of(" \t");
    if (begin == std::string_view::npos) continue;
    source = source.substr(begin, source.find_last_not_of(" \t\r\n") + 1 - begin);
    if (!source.empty()) text += fmt::format("    {}\n", source);
  }
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

void warn_never_awaited(Thread& t, GeneratorObject* coroutine) {
  ErrorGuard guard(t);
  std::string text = fmt::format("coroutine '{}' was never awaited",
                                 coroutine->qualified_name.peek().as<StrObject>()->view());
  if (!coroutine->origin.is_unset()) text += origin_text(t, coroutine);
  Ref message = str_new(t, text);
  Ref warn = message.is_error() ? Ref::error() : import_attribute(t, "warnings", "warn");
  Value category = to_value(&runtime_warning_type);
  Ref result =
      warn.is_error()
          ? Ref::error()
          : call(t, warn.get(), {message.get(), category, Value::integer(1), to_value(coroutine)});
  if (result.is_error()) error_unraisable(t, "while finalizing coroutine", to_value(coroutine));
}

// -- life --

void generator_dealloc(Thread& t, Object* self) {
  auto* generator = static_cast<GeneratorObject*>(self);
  gc_untrack(t, generator);
  drop(t, generator);
  generator->name.clear();
  generator->qualified_name.clear();
  generator->code_object.clear();
  generator->origin.clear();
  generator->finalizer.clear();
  heap_free(t, generator, sizeof(GeneratorObject) + generator->capacity * sizeof(Value));
}

void generator_traverse(Object* self, Visitor& visitor) {
  auto* generator = static_cast<GeneratorObject*>(self);
  visitor.visit(generator->name);
  visitor.visit(generator->qualified_name);
  visitor.visit(generator->function);
  visitor.visit(generator->code_object);
  visitor.visit(generator->handled);
  visitor.visit(generator->origin);
  visitor.visit(generator->finalizer);
  if (generator->frame_object != nullptr) visitor.visit(to_value(generator->frame_object));
  Value* registers = generator->registers();
  for (uint32_t i = 0; i < generator->saved; i++) {
    if (registers[i].is_object()) visitor.visit(registers[i]);
  }
}

void generator_clear(Thread& t, Object* self) {
  auto* generator = static_cast<GeneratorObject*>(self);
  if (generator->state != GeneratorState::kRunning) drop(t, generator);
}

void generator_finalize(Thread& t, Object* self) {
  auto* generator = static_cast<GeneratorObject*>(self);
  if (generator->state != GeneratorState::kSuspended) return;
  if (generator_close(t, generator).is_error())
    error_unraisable(t, "while closing generator", to_value(generator));
}

}  // namespace gilt
