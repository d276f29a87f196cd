// BaseException, and how native code makes and raises exceptions.
#include "runtime/exception.h"

#include <fmt/format.h>

#include "runtime/argument_kind.h"
#include "runtime/dict.h"
#include "runtime/exception_layout.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/list.h"
#include "runtime/messages.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/traceback.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// All that the C++ struct of an exception holds behind its header are slots.
std::span<Slot> slots_of(Object* self) {
  const TypeObject* native = type_of(self)->native_base;
  size_t bytes = native->instance_size - sizeof(Object) - sizeof(InstanceExtra*);
  return {reinterpret_cast<Slot*>(self + 1), bytes / sizeof(Slot)};
}

void exception_dealloc(Thread& t, Object* self) {
  const Shape& shape = shape_of(self);
  TypeObject* type = shape.type;
  bool is_bare = !type->is(kTypeHeap) && shape.kind == ShapeKind::kInstance &&
                 shape.slot_count == 0 && instance_extra(self, type) == nullptr;
  if (!type->is(kTypeHeap)) {
    gc_untrack(t, self);
    if (!is_bare) instance_clear(t, self);
  }
  // Nobody can reach the object any more, so the slots need no marks.
  for (const Slot& slot : slots_of(self)) release(slot.peek());
  if (is_bare) {
    heap_free(t, self, type->instance_size + type->inline_slots * sizeof(Slot));
  } else {
    instance_free(t, self);
  }
}
void exception_traverse(Object* self, Visitor& visitor) {
  for (Slot& slot : slots_of(self)) visitor.visit(slot);
  instance_traverse(self, visitor);
}
void exception_clear(Thread& t, Object* self) {
  for (Slot& slot : slots_of(self)) slot.clear();
  instance_clear(t, self);
}

ExceptionObject* as_exception(Value v) {
  return v.as<ExceptionObject>();
}

// Borrowed, until script code runs.
TupleObject* args_of(ExceptionObject* e) {
  Value args = e->args.peek();
  return is_tuple(args) ? args.as<TupleObject>() : empty_tuple();
}

}  // namespace

namespace {

// The arguments as a tuple, which the collector need not know when none of them can be part of a
// cycle.
RefOf<TupleObject> args_tuple(Thread& t, CallArgs args) {
  constexpr uint32_t kFew = 4;
  if (args.positional <= kFew) {
    Value words[kFew];
    for (uint32_t i = 0; i < args.positional; i++) words[i] = Ref::copy(args[i]).take();
    return tuple_adopt(t, words, args.positional);
  }
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, args.positional));
  for (uint32_t i = 0; i < args.positional; i++) tuple->items()[i].init(Ref::copy(args[i]));
  return tuple;
}

}  // namespace

ExceptionObject* exception_allocate(Thread& t, TypeObject* type, CallArgs args) {
  RefOf<TupleObject> tuple = args_tuple(t, args);
  if (tuple.is_error()) return nullptr;
  auto* e = static_cast<ExceptionObject*>(instance_allocate(t, type));
  if (e == nullptr) return nullptr;
  for (Slot& slot : slots_of(e)) slot.init_unset();
  e->args.init(std::move(tuple));
  return e;
}

Ref exception_construct(Thread& t, TypeObject* type, CallArgs args) {
  ExceptionObject* e = exception_allocate(t, type, args);
  if (e == nullptr) return Failed{};
  gc_track(t, e);
  return Ref::adopt(e);
}

Ref exception_reduced(Thread& t, ExceptionObject* e, Value row, DictObject* fields) {
  Value type = to_value(type_of(e));
  // First the shape, then the dict: another thread may move the attributes from slots into one.
  const Shape& shape = shape_of(e);
  InstanceExtra* extra = instance_extra(e, shape.type);
  DictObject* attributes = extra != nullptr ? attribute_dict(extra) : nullptr;
  bool plain = shape.kind == ShapeKind::kInstance
                   ? shape.slot_count == 0
                   : attributes != nullptr && dict_length(attributes) == 0;
  bool has_fields = fields != nullptr && dict_length(fields) != 0;
  if (plain && !has_fields) return tuple_of(t, {type, row});
  GILT_TRY(RefOf<DictObject> dict, instance_dict(t, e));
  if (!has_fields) return tuple_of(t, {type, row, dict.value()});
  GILT_TRY(RefOf<DictObject> state, dict_copy(t, dict.get()));
  GILT_CHECK(dict_update(t, state.get(), to_value(fields)));
  return tuple_of(t, {type, row, state.value()});
}

bool exception_init(Thread& t, Value self, CallArgs args) {
  if (args.kwnames != nullptr && args.kwnames->size != 0)
    return fail(t, type_error_type, "{}() takes no keyword arguments", type_name(self));
  auto* e = as_exception(self);
  TupleObject* now = args_of(e);
  // Usually these are the very arguments that __new__ has seen.
  bool unchanged = now->size == args.positional;
  for (uint32_t i = 0; unchanged && i < args.positional; i++) unchanged = same(now->at(i), args[i]);
  if (unchanged) return true;
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, args.positional));
  for (uint32_t i = 0; i < args.positional; i++) tuple->items()[i].init(Ref::copy(args[i]));
  e->args.store(e, std::move(tuple));
  return true;
}

bool take_keywords(Thread& t, const char* function, CallArgs args,
                   std::span<StrObject* const> names, Value* out) {
  for (size_t i = 0; i < names.size(); i++) out[i] = kUnset;
  if (args.kwnames == nullptr) return true;
  for (int64_t k = 0; k < args.kwnames->size; k++) {
    auto* name = args.kwnames->at(k).as<StrObject>();
    bool known = false;
    for (size_t i = 0; i < names.size() && !known; i++) {
      if (!str_equal(names[i], name)) continue;
      out[i] = args.values[args.positional + k];
      known = true;
    }
    if (!known)
      return fail(t, type_error_type, "{}() got an unexpected keyword argument '{}'", function,
                  name->view());
  }
  return true;
}

// -- text --

Ref exception_str(Thread& t, Value self) {
  TupleObject* args = args_of(as_exception(self));
  Ref held = Ref::copy(args);
  if (args->size == 0) return Ref::copy(names::empty);
  if (args->size == 1) return to_str(t, args->at(0));
  return to_str(t, to_value(args));
}

namespace {

Ref exception_repr(Thread& t, Value self) {
  Ref args = Ref::copy(args_of(as_exception(self)));
  auto* row = args.as<TupleObject>();
  std::string_view name = type_of(self)->name->view();
  if (row->size == 1) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, row->at(0)));
    return str_new(t, fmt::format("{}({})", name, shown->view()));
  }
  GILT_TRY(RefOf<StrObject> shown, repr(t, args.get()));
  return str_new(t, fmt::format("{}{}", name, shown->view()));
}

// -- attributes --

Ref get_args(Thread&, Value self) {
  return Ref::copy(args_of(as_exception(self)));
}
bool set_args(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "args may not be deleted");
  GILT_TRY(RefOf<TupleObject> tuple, tuple_from_iterable(t, value));
  as_exception(self)->args.store(self.as_object(), std::move(tuple));
  return true;
}

bool set_traceback(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "__traceback__ may not be deleted");
  if (!value.is_none() && !has_shape(value, kTracebackShape))
    return fail(t, type_error_type, "__traceback__ must be a traceback or None");
  as_exception(self)->traceback.store(self.as_object(),
                                      value.is_none() ? Ref::unset() : Ref::copy(value));
  return true;
}

template <Slot ExceptionObject::* kField>
bool set_link(Thread& t, Value self, Value value, const char* name) {
  if (value.is_unset()) return fail(t, type_error_type, "{} may not be deleted", name);
  if (!value.is_none() && !is_exception(value))
    return fail(t, type_error_type, "exception {} must be None or derive from BaseException",
                std::string_view(name) == "__cause__" ? "cause" : "context");
  auto* e = as_exception(self);
  (e->*kField).store(e, value.is_none() ? Ref::unset() : Ref::copy(value));
  return true;
}
bool set_cause(Thread& t, Value self, Value value) {
  GILT_CHECK(set_link<&ExceptionObject::cause>(t, self, value, "__cause__"));
  set_flags(self.as_object(), kSuppressContext);
  return true;
}
bool set_context(Thread& t, Value self, Value value) {
  return set_link<&ExceptionObject::context>(t, self, value, "__context__");
}

Ref get_suppress(Thread&, Value self) {
  return Ref::boolean(as_exception(self)->suppress_context());
}
bool set_suppress(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "can't delete numeric/char attribute");
  if (!value.is_bool()) return fail(t, type_error_type, "attribute value type must be bool");
  if (value.is_true()) {
    set_flags(self.as_object(), kSuppressContext);
  } else {
    clear_flags(self.as_object(), kSuppressContext);
  }
  return true;
}

// -- methods --

Ref with_traceback(Thread& t, Args args) {
  GILT_CHECK(set_traceback(t, args[0], args[1]));
  return Ref::copy(args[0]);
}

Ref add_note(Thread& t, Args args) {
  if (!is_str(args[1]))
    return fail(t, type_error_type, "add_note() argument must be str, not {}",
                argument_kind(args[1]));
  GILT_CHECK(exception_add_note(t, args[0], Ref::copy(args[1])));
  return Ref::none();
}

Ref set_state(Thread& t, Args args) {
  if (args[1].is_none()) return Ref::none();
  if (!is_dict(args[1])) return fail(t, type_error_type, "state is not a dictionary");
  GILT_TRY(RefOf<DictObject> items, dict_copy(t, args[1].as<DictObject>()));
  int64_t position = 0;
  Value key, value;
  while (dict_next(items.get(), position, key, value)) {
    if (!is_str(key))
      return fail(t, type_error_type, "attribute name must be string, not '{}'", type_name(key));
    GILT_CHECK(set_attribute(t, args[0], intern(key.as<StrObject>()), value));
  }
  return Ref::none();
}

Ref reduce(Thread& t, Args args) {
  auto* e = as_exception(args[0]);
  Ref row = Ref::copy(args_of(e));
  return exception_reduced(t, e, row.get());
}

const NativeDef kMethods[] = {
    {"with_traceback", with_traceback, "(self, tb, /)",
     "Set self.__traceback__ to tb and return self."},
    {"add_note", add_note, "(self, note, /)",
     "Exception.add_note(note) --\n    add a note to the exception"},
    {"__setstate__", set_state, "(self, state, /)", nullptr},
    {"__reduce__", reduce, "(self, /)", nullptr},
};

const GetSetDef kGetSets[] = {
    {"args", get_args, set_args},
    {"__traceback__", field_get<ExceptionObject, &ExceptionObject::traceback>, set_traceback},
    {"__cause__", field_get<ExceptionObject, &ExceptionObject::cause>, set_cause},
    {"__context__", field_get<ExceptionObject, &ExceptionObject::context>, set_context},
    {"__suppress_context__", get_suppress, set_suppress},
    instance_dict_getset(),
};

}  // namespace

// -- for native code --

bool is_exception_class(Value v) {
  return v.is_object() && type_of(v.as_object())->is(kTypeIsType) &&
         v.as<TypeObject>()->is(kTypeIsException);
}

RefOf<ExceptionObject> exception_new(Thread& t, const TypeObject& type, Ref argument) {
  if (argument.is_error()) return Failed{};
  Value words[] = {argument.get()};
  CallArgs args{words, argument.is_unset() ? 0u : 1u, nullptr};
  auto& mutable_type = const_cast<TypeObject&>(type);
  GILT_TRY(Ref made, exception_construct(t, &mutable_type, args));
  if (type.instance_size == base_exception_type.instance_size)
    return RefOf<ExceptionObject>::from(std::move(made));
  // Fields that mirror the argument.
  if (&type == &stop_iteration_type) {
    made.as<StopIterationObject>()->value.init(std::move(argument));
  } else if (&type == &system_exit_type) {
    made.as<SystemExitObject>()->code.init(std::move(argument));
  } else if (is_subtype(&type, &import_error_type)) {
    made.as<ImportErrorObject>()->message.init(std::move(argument));
  } else if (is_subtype(&type, &syntax_error_type)) {
    made.as<SyntaxErrorObject>()->message.init(std::move(argument));
  }
  return RefOf<ExceptionObject>::from(std::move(made));
}

Ref exception_from_raise(Thread& t, Value value) {
  if (is_exception(value)) return Ref::copy(value);
  if (is_exception_class(value)) {
    GILT_TRY(Ref made, call(t, value));
    if (is_exception(made.get())) return made;
    GILT_TRY(RefOf<StrObject> shown, repr(t, value));
    return fail(t, type_error_type,
                "calling {} should have returned an instance of BaseException, not {}",
                shown->view(), type_name(made.get()));
  }
  return fail(t, type_error_type, "exceptions must derive from BaseException");
}

bool exception_set_cause(Thread& t, ExceptionObject* exception, Value cause) {
  Ref made;
  if (is_exception_class(cause)) {
    made = call(t, cause);
    if (made.is_error()) return false;
    if (!is_exception(made.get())) {
      GILT_TRY(RefOf<StrObject> shown, repr(t, cause));
      return fail(t, type_error_type,
                  "calling {} should have returned an instance of BaseException, not {}",
                  shown->view(), type_name(made.get()));
    }
  } else if (is_exception(cause)) {
    made = Ref::copy(cause);
  } else if (!cause.is_none()) {
    return fail(t, type_error_type, "exception causes must derive from BaseException");
  }
  exception->cause.store(exception, std::move(made));
  set_flags(exception, kSuppressContext);
  return true;
}

void exception_set_context(Thread&, ExceptionObject* exception, Value context) {
  if (!is_exception(context) || context.as_object() == exception) return;
  // Somewhere along the contexts of [context] may be [exception] itself: cut there. A second,
  // slower walker notices chains that already run in circles (Floyd). Other threads may change the
  // chain meanwhile, so each link is read once.
  auto next_of = [](ExceptionObject* e) {
    Value next = e->context.peek();
    return is_exception(next) ? as_exception(next) : nullptr;
  };
  ExceptionObject* walker = as_exception(context);
  ExceptionObject* slow = walker;
  bool step = false;
  while (ExceptionObject* next = next_of(walker)) {
    if (next == exception) {
      walker->context.store(walker, Ref::unset());
      break;
    }
    walker = next;
    if (walker == slow) break;
    if (step) slow = next_of(slow);
    if (slow == nullptr) break;
    step = !step;
  }
  exception->context.store(exception, Ref::copy(context));
}

bool exception_add_note(Thread& t, Value exception, Ref note) {
  GILT_TRY(Ref notes, get_attribute_or_unset(t, exception, names::notes_));
  if (notes.is_unset()) {
    notes = list_new(t);
    if (notes.is_error()) return false;
    GILT_CHECK(set_attribute(t, exception, names::notes_, notes.get()));
  }
  if (!is_list(notes.get()))
    return fail(t, type_error_type, "Cannot add note: __notes__ is not a list");
  return list_append(t, notes.as<ListObject>(), std::move(note));
}

Failed fail_name(Thread& t, const TypeObject& type, StrObject* name, std::string_view message) {
  RefOf<ExceptionObject> made = exception_new(t, type, str_new(t, message));
  if (made.is_error()) return Failed{};
  // What is local needs no suggestion: CPython gives only plain NameErrors a name.
  if (&type == &name_error_type) {
    auto* error = static_cast<NameErrorObject*>(made.get());
    error->name.store(error, Ref::copy(name));
  }
  return fail_instance(t, std::move(made));
}

Failed fail_name(Thread& t, StrObject* name) {
  return fail_name(t, name_error_type, name, fmt::format(messages::kNameNotDefined, name->view()));
}

std::optional<bool> exception_matches(Thread& t, Value exception, Value pattern) {
  if (is_exception_class(pattern)) return is_instance_of(exception, pattern.as<TypeObject>());
  constexpr const char* kBad =
      "catching classes that do not inherit from BaseException is not allowed";
  if (!is_tuple(pattern)) return fail(t, type_error_type, "{}", kBad);
  auto* row = pattern.as<TupleObject>();
  for (int64_t i = 0; i < row->size; i++)
    if (!is_exception_class(row->at(i))) return fail(t, type_error_type, "{}", kBad);
  for (int64_t i = 0; i < row->size; i++)
    if (is_instance_of(exception, row->at(i).as<TypeObject>())) return true;
  return false;
}

// -- the types --

void init_exception_type(const ExceptionSpec& spec) {
  TypeSlots slots = spec.slots;
  if (spec.type == &base_exception_type) {
    slots.dealloc = exception_dealloc;
    slots.traverse = exception_traverse;
    slots.clear = exception_clear;
  }
  if (slots.construct == nullptr && spec.type == &base_exception_type)
    slots.construct = exception_construct;
  type_init_builtin(*spec.type, spec.shape,
                    {.name = spec.name,
                     .base = spec.base,
                     .instance_size = spec.size,
                     .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs |
                              kTypeIsException,
                     .doc = spec.doc,
                     .slots = slots,
                     .methods = spec.methods,
                     .getsets = spec.getsets});
}

namespace {

const char* doc_of(std::string_view name) {
  static constexpr struct {
    const char* name;
    const char* doc;
  } kDocs[] = {
      {"Exception", "Common base class for all non-exit exceptions."},
      {"TypeError", "Inappropriate argument type."},
      {"ValueError", "Inappropriate argument value (of correct type)."},
      {"IndexError", "Sequence index out of range."},
      {"LookupError", "Base class for lookup errors."},
      {"ArithmeticError", "Base class for arithmetic errors."},
      {"ZeroDivisionError", "Second argument to a division or modulo operation was zero."},
      {"OverflowError", "Result too large to be represented."},
      {"AssertionError", "Assertion failed."},
      {"RuntimeError", "Unspecified run-time error."},
      {"RecursionError", "Recursion limit exceeded."},
      {"NotImplementedError", "Method or function hasn't been implemented yet."},
      {"MemoryError", "Out of memory."},
      {"EOFError", "Read beyond end of file."},
      {"KeyboardInterrupt", "Program interrupted by user."},
      {"GeneratorExit", "Request that a generator exit."},
      {"Warning", "Base class for warning categories."},
  };
  for (const auto& entry : kDocs)
    if (entry.name == name) return entry.doc;
  return nullptr;
}

// Exceptions that add nothing to BaseException have a __new__ of their own all the same.
TypeSlots own_construct(const TypeObject& base) {
  bool plain = base.slots.construct == exception_construct && base.slots.init == exception_init &&
               base.slots.str == exception_str;
  return plain ? TypeSlots{.construct = exception_construct} : TypeSlots{};
}

}  // namespace

void init_exception_types() {
#define GILT_EXCEPTION(identifier, Name, base_identifier)                             \
  {                                                                                   \
    TypeObject* type = &identifier##_type;                                            \
    ShapeId shape = kExceptionShape_##identifier;                                     \
    if (type == &base_exception_type) {                                               \
      init_exception_type({.type = type,                                              \
                           .shape = shape,                                            \
                           .name = #Name,                                             \
                           .base = &base_identifier##_type,                           \
                           .size = sizeof(ExceptionObject),                           \
                           .doc = "Common base class for all exceptions",             \
                           .slots = {.construct = exception_construct,                \
                                     .init = exception_init,                          \
                                     .repr = exception_repr,                          \
                                     .str = exception_str},                           \
                           .methods = kMethods,                                       \
                           .getsets = kGetSets});                                     \
    } else if (!init_simple_exception(type, shape) && !init_os_error(type, shape) &&  \
               !init_syntax_error(type, shape) && !init_unicode_error(type, shape) && \
               !init_exception_group(type, shape)) {                                  \
      init_exception_type({.type = type,                                              \
                           .shape = shape,                                            \
                           .name = #Name,                                             \
                           .base = &base_identifier##_type,                           \
                           .size = base_identifier##_type.instance_size -             \
                                   static_cast<uint32_t>(sizeof(InstanceExtra*)),     \
                           .doc = doc_of(#Name),                                      \
                           .slots = own_construct(base_identifier##_type)});          \
    }                                                                                 \
  }
#include "runtime/exceptions.def"
#undef GILT_EXCEPTION
}

void add_second_base(TypeObject* type, TypeObject* second) {
  TupleObject* bases = tuple_new_immortal(2);
  bases->items()[0].init(Ref::copy(to_value(type->base)));
  bases->items()[1].init(Ref::copy(to_value(second)));
  type->bases.init(Ref::copy(to_value(bases)));
  // type, its base's own part, then what both share with the second base.
  auto* old = type->mro.peek().as<TupleObject>();
  TupleObject* mro = tuple_new_immortal(old->size + 1);
  mro->items()[0].init(Ref::copy(old->at(0)));
  mro->items()[1].init(Ref::copy(old->at(1)));
  mro->items()[2].init(Ref::copy(to_value(second)));
  for (int64_t i = 2; i < old->size; i++) mro->items()[i + 1].init(Ref::copy(old->at(i)));
  type->mro.init(Ref::copy(to_value(mro)));
  add_subclass(second, type);
}

}  // namespace gilt
