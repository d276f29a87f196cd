// BaseExceptionGroup and ExceptionGroup, and what `except*` does with them (PEP 654).
#include <fmt/format.h>

#include <functional>

#include "runtime/argument_kind.h"
#include "runtime/exception_layout.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/resolved.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"
#include "runtime/union.h"

namespace gilt {
namespace {

ExceptionGroupObject* as_group(Value v) {
  return v.as<ExceptionGroupObject>();
}
bool is_group(Value v) {
  return is_exception(v) && is_instance_of(v, &base_exception_group_type);
}
TupleObject* exceptions_of(Value group) {
  return as_group(group)->exceptions.peek().as<TupleObject>();
}

// The exceptions as they are now, in brackets of the kind that they were given in.
Ref group_repr(Thread& t, Value self) {
  ExceptionGroupObject* group = as_group(self);
  Ref args = group->args.load(), exceptions = group->exceptions.load();
  auto* given = args.as<TupleObject>();
  Value sequence = given->size == 2 ? given->at(1) : kNone;
  if (is_list(sequence)) {
    GILT_TRY(exceptions, list_from_iterable(t, exceptions.get()));
  } else if (!sequence.is_none() && !is_tuple(sequence)) {
    exceptions = Ref::copy(sequence);
  }
  StrBuilder text;
  text.append(type_name(type_of(self)));
  text.append('(');
  GILT_CHECK(text.append_repr(t, group->message.peek()));
  text.append(", ");
  GILT_CHECK(text.append_repr(t, exceptions.get()));
  text.append(')');
  return text.finish(t);
}

// BaseExceptionGroup(message, exceptions): an ExceptionGroup when all are Exceptions.
Ref group_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (args.kwnames != nullptr && args.kwnames->size != 0)
    return fail(t, type_error_type, "{}() takes no keyword arguments", type_name(type));
  if (args.positional != 2)
    return fail(t, type_error_type,
                "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
                args.positional);
  if (!is_str(args[0]))
    return fail(t, type_error_type, "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
                argument_kind(args[0]));
  TypeObject* given = type_of(args[1]);
  if (given->slots.length == nullptr || given->slots.get_item == nullptr ||
      given->is(kTypeIsDict) || given->is(kTypeIsSet))
    return fail(t, type_error_type, "second argument (exceptions) must be a sequence");
  GILT_TRY(RefOf<TupleObject> exceptions, tuple_from_iterable(t, args[1]));
  if (exceptions->size == 0)
    return fail(t, value_error_type, "second argument (exceptions) must be a non-empty sequence");
  bool all_ordinary = true;
  for (int64_t i = 0; i < exceptions->size; i++) {
    if (!is_exception(exceptions->at(i)))
      return fail(t, value_error_type,
                  "Item {} of second argument (exceptions) is not an exception", i);
    all_ordinary = all_ordinary && is_instance_of(exceptions->at(i), &exception_type);
  }
  if (type == &base_exception_group_type) {
    if (all_ordinary) type = &exception_group_type;
  } else if (type == &exception_group_type) {
    if (!all_ordinary)
      return fail(t, type_error_type, "Cannot nest BaseExceptions in an ExceptionGroup");
  } else if (is_subtype(type, &exception_type) && !all_ordinary) {
    return fail(t, type_error_type, "Cannot nest BaseExceptions in '{}'", type_name(type));
  }
  ExceptionObject* made = exception_allocate(t, type, args);
  if (made == nullptr) return Failed{};
  auto* group = static_cast<ExceptionGroupObject*>(made);
  group->message.init(Ref::copy(args[0]));
  group->exceptions.init(std::move(exceptions));
  gc_track(t, group);
  return Ref::adopt(group);
}

bool group_init(Thread& t, Value self, CallArgs args) {
  if (args.kwnames != nullptr && args.kwnames->size != 0)
    return fail(t, type_error_type, "{}() takes no keyword arguments", type_name(self));
  return exception_init(t, self, args);
}

Ref group_str(Thread& t, Value self) {
  int64_t count = exceptions_of(self)->size;
  return str_new(t, fmt::format("{} ({} sub-exception{})",
                                as_group(self)->message.peek().as<StrObject>()->view(), count,
                                count == 1 ? "" : "s"));
}

// -- derive, split, subgroup --

Ref group_derive(Thread& t, Args args) {
  return call(t, to_value(&base_exception_group_type),
              {as_group(args[0])->message.peek(), args[1]});
}

// A group like [original] with other exceptions: traceback, cause, context and notes are kept.
Ref derive_like(Thread& t, Value original, ListObject* exceptions) {
  GILT_TRY(Ref made, call_method(t, original, intern("derive"), {to_value(exceptions)}));
  if (!is_group(made.get()))
    return fail(t, type_error_type, "derive must return an instance of BaseExceptionGroup");
  auto* from = as_group(original);
  auto* to = as_group(made.get());
  to->traceback.store(to, from->traceback.load());
  to->context.store(to, from->context.load());
  to->cause.store(to, from->cause.load());
  if (from->suppress_context()) set_flags(to, kSuppressContext);
  GILT_TRY(Ref notes, get_attribute_or_unset(t, original, names::notes_));
  if (notes && is_list(notes.get())) {
    GILT_TRY(RefOf<ListObject> copy, list_new(t));
    GILT_CHECK(list_extend(t, copy.get(), notes.get()));
    GILT_CHECK(set_attribute(t, made.get(), names::notes_, copy.value()));
  }
  return made;
}

using Test = std::function<std::optional<bool>(Value exception)>;

struct Parts {
  Ref match = Ref::none(), rest = Ref::none();
};

std::optional<Parts> split(Thread& t, Value exception, const Test& test, bool want_rest) {
  GILT_CHECK(check_native_recursion(t));
  GILT_TRY(bool whole, test(exception));
  if (whole) return Parts{Ref::copy(exception), Ref::none()};
  if (!is_group(exception)) return Parts{Ref::none(), Ref::copy(exception)};
  GILT_TRY(RefOf<ListObject> matched, list_new(t));
  GILT_TRY(RefOf<ListObject> left, list_new(t));
  Ref hold = Ref::copy(exceptions_of(exception));
  auto* row = hold.as<TupleObject>();
  for (int64_t i = 0; i < row->size; i++) {
    std::optional<Parts> parts = split(t, row->at(i), test, want_rest);
    if (!parts) return std::nullopt;
    if (!parts->match.is_none()) GILT_CHECK(list_append(t, matched.get(), std::move(parts->match)));
    if (want_rest && !parts->rest.is_none())
      GILT_CHECK(list_append(t, left.get(), std::move(parts->rest)));
  }
  Parts parts;
  if (matched->size > 0) {
    parts.match = derive_like(t, exception, matched.get());
    if (parts.match.is_error()) return std::nullopt;
  }
  if (want_rest && left->size > 0) {
    parts.rest = derive_like(t, exception, left.get());
    if (parts.rest.is_error()) return std::nullopt;
  }
  return parts;
}

// split() and subgroup() take an exception class, a tuple of them, or a function.
std::optional<Parts> split_by(Thread& t, Value group, Value condition, bool want_rest) {
  bool classes = is_exception_class(condition);
  if (is_tuple(condition)) {
    auto* row = condition.as<TupleObject>();
    classes = true;
    for (int64_t i = 0; i < row->size; i++) classes = classes && is_exception_class(row->at(i));
  }
  bool callable = !type_of(condition)->is(kTypeIsType) && type_of(condition)->slots.call != nullptr;
  if (!classes && !callable)
    return fail(t, type_error_type,
                "expected an exception type, a tuple of exception types, or a callable (other than "
                "a class)");
  Test test = [&](Value exception) -> std::optional<bool> {
    if (classes) return exception_matches(t, exception, condition);
    GILT_TRY(Ref answer, call(t, condition, {exception}));
    return truth(t, answer.get());
  };
  return split(t, group, test, want_rest);
}

Ref group_split(Thread& t, Args args) {
  std::optional<Parts> parts = split_by(t, args[0], args[1], true);
  if (!parts) return Failed{};
  return tuple_of(t, {parts->match.get(), parts->rest.get()});
}

Ref group_subgroup(Thread& t, Args args) {
  std::optional<Parts> parts = split_by(t, args[0], args[1], false);
  if (!parts) return Failed{};
  return std::move(parts->match);
}

Ref group_class_getitem(Thread& t, Args args) {
  return generic_alias_of(t, args[0], args[1]);
}

const NativeDef kMethods[] = {
    {"derive", group_derive, "(self, excs, /)", nullptr},
    {"split", group_split, "(self, matcher_value, /)", nullptr},
    {"subgroup", group_subgroup, "(self, matcher_value, /)", nullptr},
    {"__class_getitem__", group_class_getitem, "(cls, object, /)", "See PEP 585",
     NativeKind::kClassMethod},
};

const GetSetDef kFields[] = {
    {"message", field_get<ExceptionGroupObject, &ExceptionGroupObject::message>, nullptr,
     "exception message"},
    {"exceptions", field_get<ExceptionGroupObject, &ExceptionGroupObject::exceptions>, nullptr,
     "nested exceptions"},
};

}  // namespace

bool init_exception_group(TypeObject* type, ShapeId shape) {
  if (type == &base_exception_group_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "BaseExceptionGroup",
                         .base = &base_exception_type,
                         .size = sizeof(ExceptionGroupObject),
                         .doc = "A combination of multiple unrelated exceptions.",
                         .slots = {.construct = group_construct,
                                   .init = group_init,
                                   .repr = group_repr,
                                   .str = group_str},
                         .methods = kMethods,
                         .getsets = kFields});
  } else if (type == &exception_group_type) {
    init_exception_type({.type = type,
                         .shape = shape,
                         .name = "ExceptionGroup",
                         .base = &base_exception_group_type,
                         .size = sizeof(ExceptionGroupObject)});
    add_second_base(type, &exception_type);
  } else {
    return false;
  }
  return true;
}

// -- except* --

std::optional<ExceptStarParts> except_star_split(Thread& t, Value exception, Value pattern) {
  // Groups themselves cannot be caught by except*.
  constexpr const char* kBadPattern =
      "catching classes that do not inherit from BaseException is not allowed";
  constexpr const char* kGroupPattern =
      "catching ExceptionGroup with except* is not allowed. Use except instead.";
  auto check = [&](Value v) -> bool {
    if (!is_exception_class(v)) return fail(t, type_error_type, "{}", kBadPattern);
    if (is_subtype(v.as<TypeObject>(), &base_exception_group_type))
      return fail(t, type_error_type, "{}", kGroupPattern);
    return true;
  };
  if (is_tuple(pattern)) {
    auto* row = pattern.as<TupleObject>();
    for (int64_t i = 0; i < row->size; i++) GILT_CHECK(check(row->at(i)));
  } else {
    GILT_CHECK(check(pattern));
  }

  if (exception.is_none()) return ExceptStarParts{Ref::none(), Ref::none()};
  GILT_TRY(bool matches, exception_matches(t, exception, pattern));
  if (matches) {
    if (is_group(exception)) return ExceptStarParts{Ref::copy(exception), Ref::none()};
    // A naked exception is handed to the handler in a group of its own.
    GILT_TRY(RefOf<TupleObject> only, tuple_of(t, {exception}));
    GILT_TRY(Ref group,
             call(t, to_value(&base_exception_group_type), {to_value(names::empty), only.value()}));
    auto* made = as_group(group.get());
    made->traceback.store(made, exception.as<ExceptionObject>()->traceback.load());
    return ExceptStarParts{std::move(group), Ref::none()};
  }
  if (is_group(exception)) {
    Test test = [&](Value e) { return exception_matches(t, e, pattern); };
    std::optional<Parts> parts = split(t, exception, test, true);
    if (!parts) return std::nullopt;
    return ExceptStarParts{std::move(parts->match), std::move(parts->rest)};
  }
  return ExceptStarParts{Ref::none(), Ref::copy(exception)};
}

namespace {

// Does [e] come unchanged out of the group being handled? Its parts share these four.
bool same_metadata(Value a, Value b) {
  auto* x = a.as<ExceptionObject>();
  auto* y = b.as<ExceptionObject>();
  return same(x->traceback.peek(), y->traceback.peek()) && same(x->cause.peek(), y->cause.peek()) &&
         same(x->context.peek(), y->context.peek());
}

void collect_leaves(Value exception, std::vector<Object*>& leaves) {
  if (!is_group(exception)) {
    leaves.push_back(exception.as_object());
    return;
  }
  auto* row = exceptions_of(exception);
  for (int64_t i = 0; i < row->size; i++) collect_leaves(row->at(i), leaves);
}

}  // namespace

Ref except_star_remainder(Thread& t, Value original, Value raised) {
  auto* list = raised.as<ListObject>();
  if (list->size == 0) return Ref::none();
  if (!is_group(original)) {
    // A naked exception: at most one thing was raised or is left over.
    Ref only = list->items[0].load();
    return only;
  }
  // What handlers raised anew stays apart; what is left of the original is put together again.
  GILT_TRY(RefOf<ListObject> anew, list_new(t));
  std::vector<Object*> left;
  for (int64_t i = 0; i < list->size; i++) {
    Ref e = list->items[i].load();
    if (e.is_none()) continue;
    if (is_group(e.get()) && same_metadata(e.get(), original)) {
      collect_leaves(e.get(), left);
    } else {
      GILT_CHECK(list_append(t, anew.get(), std::move(e)));
    }
  }
  Ref again = Ref::none();
  if (!left.empty()) {
    Test keep = [&](Value e) -> std::optional<bool> {
      if (is_group(e)) return false;
      for (Object* leaf : left)
        if (leaf == e.as_object()) return true;
      return false;
    };
    std::optional<Parts> parts = split(t, original, keep, false);
    if (!parts) return Failed{};
    again = std::move(parts->match);
  }
  if (anew->size == 0) return again;
  if (!again.is_none()) GILT_CHECK(list_append(t, anew.get(), std::move(again)));
  if (anew->size == 1) return anew->items[0].load();
  return call(t, to_value(&base_exception_group_type), {to_value(names::empty), anew.value()});
}

}  // namespace gilt
