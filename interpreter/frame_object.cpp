#include "interpreter/frame_object.h"

#include "interpreter/builtin_functions.h"
#include "interpreter/frame_locals.h"
#include "interpreter/generator.h"
#include "interpreter/line_jump.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/traceback.h"

namespace gilt {

RefOf<FrameObject> frame_object(Thread& t, Frame& frame) {
  return frame_object_of(t, t, frame);
}

RefOf<FrameObject> frame_object_of(Thread& t, Thread& owner, Frame& frame) {
  if (frame.has(kFrameHasObject)) {
    if (&owner != &t) publish(to_value(frame.object));
    return RefOf<FrameObject>::copy(frame.object);
  }
  auto* f = object_new<FrameObject>(t, kFrameShape, frame.code->local_count * sizeof(Slot));
  if (f == nullptr) return Failed{};
  f->frame = &frame;
  f->generator = frame.has(kFrameGenerator) ? frame.generator : nullptr;
  f->thread = &owner;
  f->code.init(Ref::copy(frame.code));
  FunctionObject* function = frame.function();
  f->function.init(function != nullptr ? Ref::copy(function) : Ref::unset());
  f->builtins.init(frame.globals->builtins.load());
  f->globals.init(Ref::copy(frame.globals->globals));
  f->names.init(frame.has(kFrameHasNames) ? Ref::copy(frame.names) : Ref::unset());
  f->back.init_unset();
  f->trace.init_unset();
  f->extra_locals.init_unset();
  f->last_offset = 0;
  f->saved_count = 0;
  f->saved = nullptr;
  f->trace_lines = true;
  f->trace_opcodes = false;
  f->is_called = false;
  f->event = nullptr;
  f->traced_line = f->shown_line = 0;
  f->traced_offset = 0;
  // The frame owns the first count.
  frame.object = f;
  frame.flags |= kFrameHasObject;
  gc_track(t, f);
  if (&owner != &t) publish(to_value(f));
  return RefOf<FrameObject>::copy(f);
}

namespace {

// Moves the local registers into the object.
void take_registers(FrameObject* f, Value* registers, uint32_t count) {
  Slot* saved = f->kept();
  for (uint32_t i = 0; i < count; i++) {
    Value value = owned_to_heap(std::exchange(registers[i], kUnset));
    if (stores_need_help(f, value)) publish(value);
    saved[i].set_word(value);
  }
  f->saved = saved;
  f->saved_count = count;
}

void drop_saved(FrameObject* f) {
  Slot* saved = std::exchange(f->saved, nullptr);
  uint32_t count = std::exchange(f->saved_count, 0);
  for (uint32_t i = count; i-- > 0;) saved[i].clear();
}

// For the time of a scope the exception that ends a frame is out of the way; what is raised
// meanwhile, for want of memory, is dropped. (An ErrorGuard without calls.)
class PendingAside {
 public:
  explicit PendingAside(Thread& t) : t_(t), pending_(std::exchange(t.exception, kUnset)) {}
  ~PendingAside() { release_word(std::exchange(t_.exception, pending_)); }
  PendingAside(const PendingAside&) = delete;
  PendingAside& operator=(const PendingAside&) = delete;

 private:
  Thread& t_;
  Value pending_;
};

}  // namespace

void frame_object_detach(Thread& t, Frame& frame) {
  FrameObject* f = std::exchange(frame.object, nullptr);
  frame.flags &= static_cast<uint8_t>(~kFrameHasObject);
  f->last_offset = static_cast<uint32_t>(frame.pc - frame.code->words);
  uint32_t count = frame.code->local_count;
  bool wanted = is_shared(f) || reference_count(f) > 1;
  if (wanted) {
    Frame* below = caller_of(t, &frame);
    if (below != nullptr && !frame.has(kFrameGenerator)) {
      PendingAside aside(t);
      Ref back = frame_object(t, *below);
      if (back) f->back.store(f, std::move(back));
    }
    take_registers(f, frame.regs, count);
  }
  f->frame = nullptr;
  f->generator = nullptr;
  release(to_value(f));
  if (!wanted) {
    for (Value* local = frame.temporaries(); local > frame.regs;)
      release(std::exchange(*--local, kUnset));
  }
  if (!frame.has(kFrameGenerator)) release(std::exchange(frame.regs[-1], kUnset));
  // Releasing may have run script code that asked for the frame again.
  if (frame.has(kFrameHasObject)) frame_object_detach(t, frame);
}

void generator_adopt_frame_object(GeneratorObject* generator, Frame& frame) {
  frame.flags &= static_cast<uint8_t>(~kFrameHasObject);
  if (is_shared(generator)) publish(to_value(frame.object));
  generator->frame_object = frame.object;
  frame.object->generator = generator;
  frame.object->frame = nullptr;
}

void generator_release_frame_object(Thread& t, GeneratorObject* generator, FrameObject* object) {
  CodeObject* code = generator->code();
  if (generator->resume != nullptr)
    object->last_offset = static_cast<uint32_t>(generator->resume - code->words);
  bool wanted = is_shared(object) || reference_count(object) > 1;
  if (wanted && generator->saved >= code->local_count)
    take_registers(object, generator->registers(), code->local_count);
  object->generator = nullptr;
  release(to_value(object));
}

namespace {

// The frame of a generator that runs, and its thread. REQUIRES: the world is stopped, or it runs in
// [t].
Ref running_frame(Thread& t, GeneratorObject* generator) {
  Interpreter& interpreter = *t.interpreter;
  for (Thread* thread = interpreter.threads; thread != nullptr; thread = thread->next) {
    if (kFreeThreaded && thread != &t && !is_shared(generator)) continue;
    for (Frame* frame = thread->frame; frame != nullptr; frame = caller_of(*thread, frame)) {
      if (frame->has(kFrameGenerator) && frame->generator == generator)
        return frame_object_of(t, *thread, *frame);
    }
  }
  return Ref::none();
}

}  // namespace

Ref generator_frame(Thread& t, GeneratorObject* generator) {
  std::optional<StopTheWorld> stopped;
  if (is_shared(generator)) stopped.emplace(t, Pause::kInspect);
  if (generator->frame_object != nullptr) return Ref::copy(generator->frame_object);
  switch (generator->state) {
    case GeneratorState::kEnded: return Ref::none();
    case GeneratorState::kRunning: return running_frame(t, generator);
    default: break;
  }
  // As if it were running for the moment that it takes to make the object.
  auto* function = generator->function.peek().as<FunctionObject>();
  Value register_before_first[1] = {generator->function.peek()};
  Frame frame{};
  frame.pc = generator->resume;
  frame.regs = register_before_first + 1;
  frame.code = generator->code();
  frame.globals = function->globals;
  frame.flags = kFrameGenerator;
  frame.generator = generator;
  GILT_TRY(Ref made, frame_object(t, frame));
  generator_adopt_frame_object(generator, frame);
  return made;
}

Ref current_frames(Thread& t) {
  std::vector<std::pair<uint64_t, Ref>> found;
  {
    StopTheWorld stopped(t, Pause::kInspect);
    t.interpreter->threads_lock.lock();
    for (Thread* each = t.interpreter->threads; each != nullptr; each = each->next) {
      if (each->frame == nullptr) continue;
      RefOf<FrameObject> frame = frame_object_of(t, *each, *each->frame);
      if (frame.is_error()) break;
      found.emplace_back(each->id, std::move(frame));
    }
    t.interpreter->threads_lock.unlock();
  }
  if (error_pending(t)) return Ref::error();
  GILT_TRY(RefOf<DictObject> dict, dict_new(t));
  for (auto& [id, frame] : found) {
    GILT_TRY(Ref ident, int_from_unsigned(t, id));
    GILT_CHECK(dict_set(t, dict.get(), ident.get(), frame.get()));
  }
  return dict;
}

uint32_t frame_offset(const FrameObject* f) {
  const CodeObject* code = f->code.peek().as<CodeObject>();
  if (f->frame != nullptr) return static_cast<uint32_t>(f->frame->pc - code->words);
  if (f->generator != nullptr && f->generator->resume != nullptr)
    return static_cast<uint32_t>(f->generator->resume - code->words);
  return f->last_offset;
}

int frame_line(const FrameObject* f) {
  if (f->shown_line != 0) return f->shown_line;
  const CodeObject* code = f->code.peek().as<CodeObject>();
  const PositionEntry* position = position_at(code, code->words + frame_offset(f));
  return position != nullptr && position->line > 0 ? position->line
                                                   : static_cast<int>(code->first_line);
}

Value* frame_registers(FrameObject* f) {
  if (f->frame != nullptr) return f->frame->regs;
  if (f->generator != nullptr && f->generator->saved > 0) return f->generator->registers();
  Slot* saved = f->saved;
  return saved != nullptr ? &saved->word() : nullptr;
}

// -- locals --

namespace {

// A module or class has variables in registers only while a comprehension runs in its frame
// (PEP 709). As in CPython these, and no others, are then what is local.
bool in_comprehension(const CodeObject* code, const FrameVariables& variables) {
  const int64_t named = code->local_names.peek().as<TupleObject>()->size;
  for (int64_t i = 0; i < std::min<int64_t>(named, code->local_count); i++) {
    StrObject* name = variables.name(i);
    if (name == nullptr || variables.value(i).is_unset()) continue;
    if (name->view() != "__class__" && name->view() != "__classdict__") return true;
  }
  return false;
}

}  // namespace

Ref frame_locals(Thread& t, Frame& frame) {
  const FrameVariables variables(frame.code, frame.regs, frame.function());
  if (!frame.code->is(kCodeOptimized) && !in_comprehension(frame.code, variables))
    return Ref::copy(frame.has(kFrameHasNames) ? frame.names : to_value(frame.globals->globals));
  GILT_TRY(auto locals, bound_variables(t, variables));
  if (frame.has(kFrameHasObject) && !frame.object->extra_locals.is_unset())
    GILT_CHECK(dict_update(t, locals.get(), frame.object->extra_locals.peek()));
  return locals;
}

// -- the type --

namespace {

FrameObject* as_frame(Value v) {
  return v.as<FrameObject>();
}

void drop_slots(FrameObject* f) {
  for (Slot* slot : {&f->function, &f->names, &f->back, &f->trace, &f->extra_locals}) slot->clear();
}

void dealloc(Thread& t, Object* self) {
  auto* f = static_cast<FrameObject*>(self);
  gc_untrack(t, f);
  drop_saved(f);
  drop_slots(f);
  size_t size = sizeof(FrameObject) + f->code.peek().as<CodeObject>()->local_count * sizeof(Slot);
  f->code.clear();
  f->builtins.clear();
  f->globals.clear();
  heap_free(t, f, size);
}

void traverse(Object* self, Visitor& visitor) {
  auto* f = static_cast<FrameObject*>(self);
  for (const Slot* slot : {&f->code, &f->function, &f->builtins, &f->globals, &f->names, &f->back,
                           &f->trace, &f->extra_locals})
    visitor.visit(*slot);
  for (uint32_t i = 0; i < f->saved_count; i++) visitor.visit(f->saved[i]);
}

void clear(Thread&, Object* self) {
  auto* f = static_cast<FrameObject*>(self);
  drop_saved(f);
  drop_slots(f);
}

Ref frame_repr(Thread& t, Value self) {
  auto* f = as_frame(self);
  const CodeObject* code = f->code.peek().as<CodeObject>();
  GILT_TRY(auto file, repr(t, code->filename.peek()));
  int line;
  {
    FrameLook look(t, f);
    line = frame_line(f);
  }
  return str_new(
      t, fmt::format("<frame at {:#x}, file {}, line {}, code {}>", reinterpret_cast<uintptr_t>(f),
                     file->view(), line, code->name.peek().as<StrObject>()->view()));
}

Ref get_back(Thread& t, Value self) {
  auto* f = as_frame(self);
  FrameLook look(t, f);
  if (f->frame != nullptr) {
    Frame* below = caller_of(*f->thread, f->frame);
    if (below == nullptr) return Ref::none();
    return frame_object_of(t, *f->thread, *below);
  }
  return f->back.is_unset() ? Ref::none() : f->back.load();
}
Ref get_code(Thread&, Value self) {
  return as_frame(self)->code.load();
}
Ref get_globals(Thread&, Value self) {
  return as_frame(self)->globals.load();
}
Ref get_builtins(Thread&, Value self) {
  return as_frame(self)->builtins.load();
}
Ref get_line(Thread& t, Value self) {
  FrameLook look(t, as_frame(self));
  return Ref::adopt(Value::integer(frame_line(as_frame(self))));
}
bool set_line(Thread& t, Value self, Value value) {
  auto* f = as_frame(self);
  if (value.is_unset())
    return fail(t, attribute_error_type,
                "attribute 'f_lineno' of 'frame' objects cannot be deleted");
  if (!is_int(value)) return fail(t, value_error_type, "lineno must be an integer");
  if (f->event == nullptr || f->frame == nullptr || f->thread != &t)
    return fail(t, value_error_type, "f_lineno can only be set in a trace function");
  const std::string_view event = f->event;
  if (event == "call")
    return fail(t, value_error_type, "can't jump from the 'call' trace event of a new frame");
  if (event != "line") return fail(t, value_error_type, "can only jump from a 'line' trace event");
  GILT_CHECK(jump_to_line(t, f, value));
  f->traced_line = f->shown_line = 0;
  return true;
}
Ref get_last_instruction(Thread& t, Value self) {
  FrameLook look(t, as_frame(self));
  return Ref::adopt(Value::integer(int64_t{frame_offset(as_frame(self))} * 2));
}
Ref get_locals(Thread& t, Value self) {
  auto* f = as_frame(self);
  const CodeObject* code = f->code.peek().as<CodeObject>();
  bool has_variables = code->is(kCodeOptimized);
  if (!has_variables) {
    FrameLook look(t, f);
    has_variables = in_comprehension(code, FrameVariables(f));
  }
  if (has_variables) return frame_locals_proxy(t, f);
  return f->names.is_unset() ? f->globals.load() : f->names.load();
}
Ref get_trace(Thread&, Value self) {
  Ref trace = as_frame(self)->trace.load();
  return trace.is_unset() ? Ref::none() : std::move(trace);
}
bool set_trace(Thread&, Value self, Value value) {
  auto* f = as_frame(self);
  f->trace.store(f, value.is_unset() || value.is_none() ? Ref::unset() : Ref::copy(value));
  return true;
}
Ref get_trace_lines(Thread&, Value self) {
  return Ref::boolean(as_frame(self)->trace_lines);
}
bool set_trace_lines(Thread&, Value self, Value value) {
  as_frame(self)->trace_lines = value.is_true();
  return true;
}
Ref get_trace_opcodes(Thread&, Value self) {
  return Ref::boolean(as_frame(self)->trace_opcodes);
}
bool set_trace_opcodes(Thread&, Value self, Value value) {
  as_frame(self)->trace_opcodes = value.is_true();
  return true;
}

Ref clear_method(Thread& t, Args args) {
  auto* f = as_frame(args[0]);
  Ref generator;
  {
    FrameLook look(t, f);
    if (f->frame != nullptr) return fail(t, runtime_error_type, "cannot clear an executing frame");
    if (f->generator != nullptr) generator = look.take(to_value(f->generator.load()));
  }
  if (!generator.is_unset()) {
    auto* g = generator.as<GeneratorObject>();
    if (settled_state(g) == GeneratorState::kSuspended)
      return fail(t, runtime_error_type, "cannot clear a suspended frame");
    GILT_TRY(Ref closed, generator_close(t, g));
  }
  ObjectLock lock(t, f);  // so that two threads drop each value once
  drop_saved(f);
  return Ref::none();
}

const NativeDef kMethods[] = {
    {"clear", clear_method, "(self, /)", "Clear all references held by the frame."},
};
const GetSetDef kGetSets[] = {
    {"f_back", get_back, nullptr, nullptr},
    {"f_code", get_code, nullptr, nullptr},
    {"f_globals", get_globals, nullptr, nullptr},
    {"f_builtins", get_builtins, nullptr, nullptr},
    {"f_lineno", get_line, set_line, nullptr},
    {"f_lasti", get_last_instruction, nullptr, nullptr},
    {"f_locals", get_locals, nullptr, nullptr},
    {"f_trace", get_trace, set_trace, nullptr},
    {"f_trace_lines", get_trace_lines, set_trace_lines, nullptr},
    {"f_trace_opcodes", get_trace_opcodes, set_trace_opcodes, nullptr},
};

}  // namespace

void init_frame_type() {
  TypeSpec spec{.name = "frame",
                .instance_size = sizeof(FrameObject),
                .flags = kTypeTracked | kTypeNoInstantiate,
                .methods = kMethods,
                .getsets = kGetSets};
  spec.slots.dealloc = dealloc;
  spec.slots.traverse = traverse;
  spec.slots.clear = clear;
  spec.slots.repr = frame_repr;
  type_init_builtin(frame_type, kFrameShape, spec);
}

}  // namespace gilt
