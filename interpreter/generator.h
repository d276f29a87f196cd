// Generators, coroutines and async generators: a frame that can be put aside.
//
// While one is suspended its registers lie in the object; resuming copies them onto the value stack
// (because a callee's window must follow its caller's registers) and suspending copies them back:
// the counts move with the words. One struct serves all three types.
//
// Whoever brings the state to kRunning owns the rest of the object until it changes the state
// again, so that of several threads that resume a shared generator one does and the others fail.
// Who only wants to look claims it for that time (GeneratorLook).
#pragma once

#include "interpreter/frame.h"
#include "interpreter/slow.h"
#include "runtime/ever_shared.h"

namespace gilt {

enum class GeneratorState : uint8_t { kCreated, kSuspended, kRunning, kEnded, kLookedAt };

// A SharedField for an enumeration of one byte.
template <class E>
class SharedState {
 public:
  operator E() const { return static_cast<E>(raw_.load()); }
  E operator=(E state) {
    raw_ = static_cast<uint8_t>(state);
    return state;
  }
  // Changes from [from] to [to], unless another thread has been faster.
  bool change(const Object* owner, E from, E to) {
    if (!is_shared(owner)) {
      if (*this != from) return false;
      *this = to;
      return true;
    }
    auto expected = static_cast<uint8_t>(from);
    return __atomic_compare_exchange_n(reinterpret_cast<uint8_t*>(&raw_), &expected,
                                       static_cast<uint8_t>(to), false, __ATOMIC_ACQ_REL,
                                       __ATOMIC_RELAXED);
  }

 private:
  SharedField<uint8_t> raw_{0};
};

// In Frame::flags: the frame that native code had entered was left by a yield.
inline constexpr uint8_t kFrameYielded = 1 << 6;

struct GeneratorObject : Object {
  Slot name, qualified_name;  // str
  Slot function;              // unset once it has ended
  Slot code_object;           // CodeObject
  const Instr* resume;        // the YIELD (or RETURN_GENERATOR) where it stands
  Slot handled;               // exception that it was handling when it was suspended
  FrameObject* frame_object;  // counted, or null: made while it ran
  Slot origin;                // coroutines: where it was made, or unset
  Slot finalizer;             // async generators: hook, or unset
  SharedState<GeneratorState> state;
  SharedState<bool> hooks_done;  // async generators: the first-iteration hook was called
  SharedState<bool> closed;      // async generators: athrow/aclose has ended it
  SharedState<bool> busy;        // async generators: an asend or athrow is under way
  uint32_t saved;                // words in use below
  uint32_t capacity;             // words below
  Value* registers() { return reinterpret_cast<Value*>(this + 1); }
  CodeObject* code() const { return code_object.peek().as<CodeObject>(); }
};

// The state, once nobody looks at it.
GeneratorState settled_state(const GeneratorObject* generator);

// Keeps a generator that does not run from being resumed for the time of a scope, in which nothing
// may detach. suspended() tells whether it stands at a yield now.
class GeneratorLook {
 public:
  explicit GeneratorLook(GeneratorObject* generator);
  ~GeneratorLook() {
    if (claimed_) generator_->state = found_;
  }
  GeneratorLook(const GeneratorLook&) = delete;
  GeneratorLook& operator=(const GeneratorLook&) = delete;
  GeneratorState found() const { return found_; }
  bool suspended() const { return found_ == GeneratorState::kSuspended; }

 private:
  GeneratorObject* generator_;
  GeneratorState found_;
  bool claimed_ = false;
};

inline bool is_generator_like(Value v) {
  return has_shape(v, kGeneratorShape) || has_shape(v, kCoroutineShape) ||
         has_shape(v, kAsyncGeneratorShape);
}

// What resuming one from native code came to.
enum class Resumed : uint8_t { kYielded, kReturned, kRaised };

// Resumes with [value], or, if an exception is to be [thrown], with the one that is pending. The
// result is what was yielded or returned. Enters the machine. Fails when it is running already.
Resumed generator_resume(Thread& t, GeneratorObject* generator, Ref value, bool thrown,
                         Ref& result);
// generator.throw(exception), generator.close() as scripts see them.
Ref generator_send(Thread& t, GeneratorObject* generator, Value value);
Ref generator_throw(Thread& t, GeneratorObject* generator, Ref exception);
Ref generator_close(Thread& t, GeneratorObject* generator);

// throw() one level down: what the exception comes to.
Resumed generator_throw_step(Thread& t, GeneratorObject* generator, Ref exception, Ref& result);
// Calls close() of what a generator delegates to, if it has one.
bool close_iterator(Thread& t, Value iterator);

// A suspended generator for the code of [frame], without registers yet.
RefOf<GeneratorObject> generator_new(Thread& t, Frame& frame);
// Puts [generator]'s frame on top of the stack, where the running frame's registers end, and gives
// it [value]; kFailed with an exception pending: it runs already or the stack is full.
enum class Pushed : uint8_t { kPushed, kEnded, kFailed };
Pushed generator_push(Thread& t, GeneratorObject* generator, Ref value, uint8_t flags);
// The frame of a generator is over: releases its registers.
void generator_end(Thread& t, Frame& frame);
// What it delegates to (yield from, await); unset when it is not suspended in one.
Ref generator_delegate(GeneratorObject* generator);

// The running frame's object goes with the generator that is being suspended (frame_object.cpp);
// and at its end the object keeps the locals if somebody else holds it.
void generator_adopt_frame_object(GeneratorObject* generator, Frame& frame);
void generator_release_frame_object(Thread& t, GeneratorObject* generator, FrameObject* object);

// gi_frame: the frame's object, or None once it has ended. (frame_object.cpp)
Ref generator_frame(Thread& t, GeneratorObject* generator);

// What throw(type, value, traceback) raises, as an instance.
Ref exception_from_throw(Thread& t, Value type, Value value, Value traceback);
// RuntimeWarning "coroutine 'f' was never awaited".
void warn_never_awaited(Thread& t, GeneratorObject* coroutine);

// Slots that the three types share.
void generator_dealloc(Thread& t, Object* self);
void generator_traverse(Object* self, Visitor& visitor);
void generator_clear(Thread& t, Object* self);
void generator_finalize(Thread& t, Object* self);

}  // namespace gilt
