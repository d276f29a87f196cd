// function: the object that a def statement or lambda makes.
#include "runtime/function.h"

#include <optional>

#include "interpreter/code.h"
#include "interpreter/frame.h"
#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/interpreter.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "runtime/world.h"

namespace gilt {
namespace {

FunctionObject* as_function(Value v) {
  return v.as<FunctionObject>();
}

// -- life --

void drop_references(Thread&, FunctionObject* f) {
  f->closure = nullptr;
  f->closure_tuple.clear();
  f->defaults.clear();
  f->keyword_defaults.clear();
  f->doc.clear();
  f->annotate.clear();
  f->annotations.clear();
  f->type_params.clear();
  f->module.clear();
  f->dict.clear();
}

void dealloc(Thread& t, Object* self) {
  auto* f = static_cast<FunctionObject*>(self);
  gc_untrack(t, f);
  drop_references(t, f);
  f->name.clear();
  f->qualified_name.clear();
  release(to_value(f->code));
  global_table_release(t, f->globals);
  heap_free(t, f, sizeof(FunctionObject));
}

void traverse(Object* self, Visitor& visitor) {
  auto* f = static_cast<FunctionObject*>(self);
  visitor.visit(to_value(f->code));
  visitor.visit(to_value(f->globals->globals));
  for (const Slot* slot :
       {&f->closure_tuple, &f->defaults, &f->keyword_defaults, &f->name, &f->qualified_name,
        &f->module, &f->doc, &f->annotate, &f->annotations, &f->type_params, &f->dict})
    visitor.visit(*slot);
}

void clear(Thread& t, Object* self) {
  drop_references(t, static_cast<FunctionObject*>(self));
}

// -- protocol --

Ref function_repr(Thread& t, Value self) {
  std::string text = fmt::format("<function {} at {:#x}>",
                                 as_function(self)->qualified_name.peek().as<StrObject>()->view(),
                                 reinterpret_cast<uintptr_t>(self.as_object()));
  return str_new(t, text);
}

Ref descriptor_get(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset() || instance.is_none()) {
    if (instance.is_unset()) return Ref::copy(self);
  }
  return method_new(t, self, instance);
}

// function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)
Ref construct(Thread& t, TypeObject*, CallArgs call) {
  static const ParameterSpec* spec = parse_signature(
      "function", "(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  if (!has_shape(bound[0], kCodeShape)) {
    return fail(t, type_error_type, "function() argument 'code' must be code, not {}",
                type_name(bound[0]));
  }
  if (!is_dict(bound[1])) {
    return fail(t, type_error_type, "function() argument 'globals' must be dict, not {}",
                type_name(bound[1]));
  }
  auto* code = bound[0].as<CodeObject>();
  int64_t free_count = code->free_names.peek().as<TupleObject>()->size;
  if (!bound[2].is_none() && !is_str(bound[2]))
    return fail(t, type_error_type, "arg 3 (name) must be None or string");
  if (!bound[3].is_none() && !is_tuple(bound[3]))
    return fail(t, type_error_type, "arg 4 (defaults) must be None or tuple");
  if (!is_tuple(bound[4])) {
    if (free_count > 0 && bound[4].is_none())
      return fail(t, type_error_type, "arg 5 (closure) must be tuple");
    if (!bound[4].is_none())
      return fail(t, type_error_type, "arg 5 (closure) must be None or tuple");
  }
  int64_t closure_size = is_tuple(bound[4]) ? bound[4].as<TupleObject>()->size : 0;
  if (closure_size != free_count) {
    return fail(t, value_error_type, "{} requires closure of length {}, not {}",
                code->name.peek().as<StrObject>()->view(), free_count, closure_size);
  }
  for (int64_t i = 0; i < closure_size; i++) {
    if (!has_shape(bound[4].as<TupleObject>()->at(i), kCellShape)) {
      return fail(t, type_error_type, "arg 5 (closure) expected cell, found {}",
                  type_name(bound[4].as<TupleObject>()->at(i)));
    }
  }
  GILT_TRY(GlobalTable * table, global_table(t, code->globals, bound[1].as<DictObject>()));
  GILT_TRY(auto function, function_new(t, code, table));
  FunctionObject* f = function.get();
  if (!bound[2].is_none()) f->name.store(f, Ref::copy(bound[2]));
  if (!bound[3].is_none()) f->defaults.store(f, Ref::copy(bound[3]));
  if (closure_size > 0) {
    f->closure_tuple.store(f, Ref::copy(bound[4]));
    f->closure = bound[4].as<TupleObject>()->items();
  }
  if (is_dict(bound[5])) f->keyword_defaults.store(f, Ref::copy(bound[5]));
  return function;
}

// -- attributes --

Ref or_none(const Slot& slot) {
  Ref value = slot.load();
  return value.is_unset() ? Ref::none() : std::move(value);
}

bool set_or_none(FunctionObject* f, Slot& slot, Value value) {
  slot.store(f, value.is_unset() || value.is_none() ? Ref::unset() : Ref::copy(value));
  return true;
}

Ref get_code(Thread&, Value self) {
  return Ref::copy(as_function(self)->code);
}
// Frames borrow code and table from their function: while one runs, what it was called with stays.
bool may_be_running(Thread& t, const FunctionObject* f) {
  Interpreter& interpreter = *t.interpreter;
  if (kFreeThreaded && interpreter.thread_count.load(std::memory_order_relaxed) > 1) return true;
  interpreter.threads_lock.lock();
  bool found = false;
  for (Thread* each = interpreter.threads; each != nullptr && !found; each = each->next)
    for (Frame* frame = each->frame; frame != nullptr && !found; frame = caller_of(*each, frame))
      found = frame->function() == f;
  interpreter.threads_lock.unlock();
  return found;
}

bool set_code(Thread& t, Value self, Value value) {
  auto* f = as_function(self);
  if (value.is_unset() || !has_shape(value, kCodeShape))
    return fail(t, type_error_type, "__code__ must be set to a code object");
  auto* code = value.as<CodeObject>();
  int64_t wanted = code->free_names.peek().as<TupleObject>()->size;
  int64_t given = f->closure_tuple.is_unset() ? 0 : f->closure_tuple.peek().as<TupleObject>()->size;
  if (wanted != given) {
    return fail(t, value_error_type, "{}() requires a code object with {} free vars, not {}",
                f->name.peek().as<StrObject>()->view(), given, wanted);
  }
  GlobalTable* table = global_table(t, code->globals, f->globals->globals);
  if (table == nullptr) return false;
  if (stores_need_help(f, value)) publish(value);
  CodeObject* old_code;
  GlobalTable* old_table;
  {
    // A caller reads code and table one after the other.
    std::optional<StopTheWorld> stopped;
    if (is_shared(f)) stopped.emplace(t, Pause::kInspect);
    old_code = std::exchange(f->code, Ref::copy(value).take().as<CodeObject>());
    old_table = std::exchange(f->globals, table);
  }
  if (may_be_running(t, f)) return true;
  global_table_release(t, old_table);
  release(to_value(old_code));
  return true;
}

Ref get_defaults(Thread&, Value self) {
  return or_none(as_function(self)->defaults);
}
bool set_defaults(Thread& t, Value self, Value value) {
  if (!value.is_unset() && !value.is_none() && !is_tuple(value))
    return fail(t, type_error_type, "__defaults__ must be set to a tuple object");
  return set_or_none(as_function(self), as_function(self)->defaults, value);
}

Ref get_keyword_defaults(Thread&, Value self) {
  return or_none(as_function(self)->keyword_defaults);
}
bool set_keyword_defaults(Thread& t, Value self, Value value) {
  if (!value.is_unset() && !value.is_none() && !is_dict(value))
    return fail(t, type_error_type, "__kwdefaults__ must be set to a dict object");
  return set_or_none(as_function(self), as_function(self)->keyword_defaults, value);
}

Ref get_closure(Thread&, Value self) {
  return or_none(as_function(self)->closure_tuple);
}
Ref get_globals(Thread&, Value self) {
  return Ref::copy(as_function(self)->globals->globals);
}
Ref get_builtins(Thread&, Value self) {
  return as_function(self)->globals->builtins.load();
}

Ref get_name(Thread&, Value self) {
  return as_function(self)->name.load();
}
bool set_name(Thread& t, Value self, Value value) {
  if (value.is_unset() || !is_str(value))
    return fail(t, type_error_type, "__name__ must be set to a string object");
  as_function(self)->name.store(as_function(self), Ref::copy(value));
  return true;
}
Ref get_qualified_name(Thread&, Value self) {
  return as_function(self)->qualified_name.load();
}
bool set_qualified_name(Thread& t, Value self, Value value) {
  if (value.is_unset() || !is_str(value))
    return fail(t, type_error_type, "__qualname__ must be set to a string object");
  as_function(self)->qualified_name.store(as_function(self), Ref::copy(value));
  return true;
}
Ref get_module(Thread&, Value self) {
  return or_none(as_function(self)->module);
}
bool set_module(Thread&, Value self, Value value) {
  return set_or_none(as_function(self), as_function(self)->module, value);
}
Ref get_doc(Thread&, Value self) {
  return or_none(as_function(self)->doc);
}
bool set_doc(Thread&, Value self, Value value) {
  return set_or_none(as_function(self), as_function(self)->doc, value);
}

Ref get_dict(Thread& t, Value self) {
  return instance_dict(t, self.as_object());
}
bool set_dict(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "cannot delete __dict__");
  if (!is_dict(value)) {
    return fail(t, type_error_type, "__dict__ must be set to a dictionary, not a '{}'",
                type_name(value));
  }
  as_function(self)->dict.store(as_function(self), Ref::copy(value));
  return true;
}

Ref get_annotations(Thread& t, Value self) {
  auto* f = as_function(self);
  // Other threads may take either away at any time, so each is asked for once.
  Ref known = f->annotations.load();
  if (known.is_unset()) {
    Ref annotate = f->annotate.load(), computed;
    if (annotate.is_unset()) {
      GILT_TRY(computed, dict_new(t));
    } else {
      GILT_TRY(computed, call(t, annotate.get(), {Value::integer(1)}));
      if (!is_dict(computed.get())) {
        return fail(t, type_error_type, "__annotate__ returned non-dict of type '{}'",
                    type_name(computed.get()));
      }
    }
    // Another thread may have been faster: all get the same dict.
    ObjectLock lock(t, f);
    known = f->annotations.load();
    if (known.is_unset()) {
      f->annotations.store(f, computed.copy());
      known = std::move(computed);
    }
  }
  return known;
}
bool set_annotations(Thread& t, Value self, Value value) {
  auto* f = as_function(self);
  if (!value.is_unset() && !value.is_none() && !is_dict(value))
    return fail(t, type_error_type, "__annotations__ must be set to a dict object");
  f->annotate.clear(f);
  return set_or_none(f, f->annotations, value);
}
Ref get_annotate(Thread&, Value self) {
  return or_none(as_function(self)->annotate);
}
bool set_annotate(Thread& t, Value self, Value value) {
  auto* f = as_function(self);
  if (value.is_unset()) return fail(t, type_error_type, "__annotate__ cannot be deleted");
  if (!value.is_none() && type_of(value)->slots.call == nullptr)
    return fail(t, type_error_type, "__annotate__ must be callable or None");
  if (!value.is_none()) f->annotations.clear(f);
  return set_or_none(f, f->annotate, value);
}
Ref get_type_params(Thread&, Value self) {
  Ref params = as_function(self)->type_params.load();
  return params.is_unset() ? Ref::copy(empty_tuple()) : std::move(params);
}
bool set_type_params(Thread& t, Value self, Value value) {
  if (value.is_unset() || !is_tuple(value))
    return fail(t, type_error_type, "__type_params__ must be set to a tuple");
  as_function(self)->type_params.store(as_function(self), Ref::copy(value));
  return true;
}

const GetSetDef kGetSets[] = {
    {"__code__", get_code, set_code, nullptr},
    {"__defaults__", get_defaults, set_defaults, nullptr},
    {"__kwdefaults__", get_keyword_defaults, set_keyword_defaults, nullptr},
    {"__closure__", get_closure, nullptr, nullptr},
    {"__globals__", get_globals, nullptr, nullptr},
    {"__builtins__", get_builtins, nullptr, nullptr},
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualified_name, set_qualified_name, nullptr},
    {"__module__", get_module, set_module, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__dict__", get_dict, set_dict, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__annotate__", get_annotate, set_annotate, nullptr},
    {"__type_params__", get_type_params, set_type_params, nullptr},
};

}  // namespace

namespace {

// What code and namespaces hold is immortal where they are shared: then it is not counted, which
// threads that make functions would fight for.
Ref copy_common(Value v) {
  return v.is_object() ? Ref::copy(v.as_object()) : Ref::copy(v);
}

}  // namespace

RefOf<FunctionObject> function_new(Thread& t, CodeObject* code, GlobalTable* globals) {
  auto* f = object_new<FunctionObject>(t, kFunctionShape);
  if (f == nullptr) {
    global_table_release(t, globals);
    return Failed{};
  }
  retain(to_value(code));
  f->code = code;
  f->globals = globals;
  f->closure = nullptr;
  f->name.init(copy_common(code->name.peek()));
  f->qualified_name.init(copy_common(code->qualified_name.peek()));
  f->module.init(copy_common(dict_get_name(globals->globals, names::name_)));
  f->doc.init(code->is(kCodeHasDocstring) ? copy_common(code->constants[0].peek()) : Ref::unset());
  for (Slot* slot : {&f->closure_tuple, &f->defaults, &f->keyword_defaults, &f->annotate,
                     &f->annotations, &f->type_params, &f->dict})
    slot->init_unset();
  gc_track(t, f);
  return RefOf<FunctionObject>::adopt(f);
}

void init_function_type() {
  TypeSpec spec{.name = "function",
                .instance_size = sizeof(FunctionObject),
                .flags = kTypeTracked | kTypeHasWeakrefs | kTypeMethodDescriptor,
                .dict_offset = slot_offset(&FunctionObject::dict),
                .getsets = kGetSets};
  spec.slots.dealloc = dealloc;
  spec.slots.traverse = traverse;
  spec.slots.clear = clear;
  spec.slots.construct = construct;
  spec.slots.call = function_call;
  spec.slots.repr = function_repr;
  spec.slots.descriptor_get = descriptor_get;
  type_init_builtin(function_type, kFunctionShape, spec);
}

}  // namespace gilt
