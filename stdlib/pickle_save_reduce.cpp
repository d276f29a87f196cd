// PickleSaver: objects that are taken apart by their __reduce_ex__, and those that are named.
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"
#include "stdlib/functools.h"
#include "stdlib/pickle_saver.h"

namespace gilt {

bool PickleSaver::save_part(Value part, Value v, const char* what) {
  if (save(part)) return true;
  if (!v.is_unset()) note(v, what);
  return false;
}

bool PickleSaver::save_by_reduction(Value v) {
  if (settings_.reducer_override) {
    GILT_TRY(Ref reduced, call(t_, settings_.reducer_override.get(), {v}));
    if (!same(reduced.get(), not_implemented_value())) return save_reduced(reduced.get(), v);
  }
  TypeObject* type = type_of(v);
  if (type == &type_type) return save_type(v);
  if (v.as_object()->shape == kFunctionShape) return save_global(v, kUnset);
  GILT_TRY(Ref reduced, reduction_of(v));
  if (reduced.is_unset()) return save_global(v, kUnset);
  return save_reduced(reduced.get(), v);
}

// What the dispatch table or the object itself says; unset for a class, which is named.
Ref PickleSaver::reduction_of(Value v) {
  TypeObject* type = type_of(v);
  Ref function;
  if (settings_.dispatch_table && has_shape(settings_.dispatch_table.get(), kDictShape)) {
    GILT_TRY(function, dict_get(t_, settings_.dispatch_table.as<DictObject>(), to_value(type)));
  } else if (settings_.dispatch_table) {
    function = get_item(t_, settings_.dispatch_table.get(), to_value(type));
    if (function.is_error()) {
      if (!error_matches(t_, key_error_type)) return function;
      error_clear(t_);
      function = Ref::unset();
    }
  } else {
    GILT_TRY(Ref table, import_attribute(t_, "copyreg", "dispatch_table"));
    if (!is_dict(table.get()))
      return fail(t_, pickling_error_type(), "copyreg.dispatch_table should be a dict, not {}",
                  type_name(table.get()));
    GILT_TRY(function, dict_get(t_, table.as<DictObject>(), to_value(type)));
  }
  if (function) return call(t_, function.get(), {v});
  if (type->is(kTypeIsType)) return Ref::unset();
  GILT_TRY(function, get_attribute_or_unset(t_, v, names::reduce_ex_));
  if (function) return call(t_, function.get(), {Value::integer(protocol_)});
  GILT_TRY(function, get_attribute_or_unset(t_, v, names::reduce_));
  if (function) return call(t_, function.get());
  GILT_TRY(RefOf<StrObject> shown, repr(t_, v));
  return fail(t_, pickling_error_type(), "can't pickle '{}' object: {}", type_name(v),
              shown->view());
}

bool PickleSaver::save_reduced(Value reduced, Value v) {
  if (is_str(reduced)) return save_global(v, reduced);
  bool ok;
  if (!is_tuple(reduced)) {
    ok = fail(t_, pickling_error_type(), "__reduce__ must return a string or tuple, not {}",
              pickle_type_name(t_, type_of(reduced)));
  } else {
    ok = save_reduction(reduced.as<TupleObject>(), v);
  }
  if (!ok) note(v, "object");
  return ok;
}

bool PickleSaver::save_reduction(TupleObject* parts, Value v) {
  auto part = [parts](int64_t i) { return i < parts->size ? parts->at(i) : kNone; };
  auto wrong = [&](const char* which, const char* wanted, Value found) {
    return fail(t_, pickling_error_type(),
                "{} item of the tuple returned by __reduce__ must be {}, not {}", which, wanted,
                pickle_type_name(t_, type_of(found)));
  };
  if (parts->size < 2 || parts->size > 6)
    return fail(t_, pickling_error_type(),
                "tuple returned by __reduce__ must contain 2 through 6 elements");
  Value function = parts->at(0), arguments = parts->at(1), state = part(2), list_items = part(3),
        dict_items = part(4), setter = part(5);
  if (type_of(function)->slots.call == nullptr) return wrong("first", "callable", function);
  if (!is_tuple(arguments)) return wrong("second", "a tuple", arguments);
  if (!list_items.is_none() && type_of(list_items)->slots.next == nullptr)
    return wrong("fourth", "an iterator", list_items);
  if (!dict_items.is_none() && type_of(dict_items)->slots.next == nullptr)
    return wrong("fifth", "an iterator", dict_items);
  if (!setter.is_none() && type_of(setter)->slots.call == nullptr)
    return wrong("sixth", "callable", setter);

  bool done = false;
  GILT_CHECK(save_constructor(function, arguments, v, done));
  if (!done) {
    GILT_CHECK(save_part(function, v, "reconstructor"));
    GILT_CHECK(save_part(arguments, v, "reconstructor arguments"));
    put(pickle::kReduce);
  }
  // Saving its arguments may have saved the object itself, which then is complete already.
  if (int64_t index = find(v); index >= 0) {
    put(pickle::kPop);
    recall(index);
    return true;
  }
  GILT_CHECK(memoize(v));
  if (!list_items.is_none()) GILT_CHECK(append_items(list_items, v));
  if (!dict_items.is_none()) GILT_CHECK(set_items(dict_items, v));
  return state.is_none() || save_state(state, setter, v);
}

bool PickleSaver::save_state(Value state, Value setter, Value v) {
  if (setter.is_none()) {
    GILT_CHECK(save_part(state, v, "state"));
    put(pickle::kBuild);
    return true;
  }
  // setter(v, state), whose result is dropped.
  GILT_CHECK(save_part(setter, v, "state setter"));
  GILT_CHECK(save(v));
  GILT_CHECK(save_part(state, v, "state"));
  put(pickle::kTuple2);
  put(pickle::kReduce);
  put(pickle::kPop);
  return true;
}

// From protocol 2 on there are instructions for cls.__new__(cls, ...), which reductions ask for by
// functions of the names __newobj__ and __newobj_ex__.
bool PickleSaver::save_constructor(Value function, Value arguments, Value v, bool& done) {
  if (protocol_ < 2) return true;
  GILT_TRY(Ref name, get_attribute_or_unset(t_, function, names::name_));
  if (!name || !is_str(name.get())) return true;
  std::string_view called = name.as<StrObject>()->view();
  bool with_keywords = called == "__newobj_ex__";
  if (!with_keywords && called != "__newobj__") return true;
  auto* row = arguments.as<TupleObject>();

  if (with_keywords && row->size != 3)
    return fail(t_, pickling_error_type(), "__newobj_ex__ expected 3 arguments, got {}", row->size);
  if (row->size < 1)
    return fail(t_, pickling_error_type(), "__newobj__ expected at least 1 argument, got 0");
  Value cls = row->at(0);
  if (!type_of(cls)->is(kTypeIsType))
    return fail(t_, pickling_error_type(), "first argument to {}() must be a class, not {}", called,
                pickle_type_name(t_, type_of(cls)));
  GILT_TRY(Ref claimed, get_attribute(t_, v, names::class_));
  if (!same(claimed.get(), cls)) {
    GILT_TRY(RefOf<StrObject> wanted, repr(t_, claimed.get()));
    GILT_TRY(RefOf<StrObject> found, repr(t_, cls));
    return fail(t_, pickling_error_type(), "first argument to {}() must be {}, not {}", called,
                wanted->view(), found->view());
  }
  if (with_keywords) {
    if (!is_tuple(row->at(1)))
      return fail(t_, pickling_error_type(),
                  "second argument to __newobj_ex__() must be a tuple, not {}",
                  pickle_type_name(t_, type_of(row->at(1))));
    if (!is_dict(row->at(2)))
      return fail(t_, pickling_error_type(),
                  "third argument to __newobj_ex__() must be a dict, not {}",
                  pickle_type_name(t_, type_of(row->at(2))));
  }
  done = true;
  if (with_keywords && protocol_ < 4) {
    // partial(cls.__new__, cls, *args, **kwargs)()
    GILT_TRY(Ref maker, get_attribute(t_, cls, names::new_));
    std::vector<Value> values{maker.get(), cls};
    auto* positional = row->at(1).as<TupleObject>();
    for (int64_t i = 0; i < positional->size; i++) values.push_back(positional->at(i));
    auto count = static_cast<uint32_t>(values.size());
    GILT_TRY(RefOf<DictObject> keywords, dict_copy(t_, row->at(2).as<DictObject>()));
    GILT_TRY(RefOf<TupleObject> kwnames, tuple_new(t_, dict_length(keywords.get())));
    int64_t position = 0, n = 0;
    Value key, value;
    while (dict_next(keywords.get(), position, key, value)) {
      kwnames->items()[n++].init(Ref::copy(key));
      values.push_back(value);
    }
    GILT_TRY(Ref partial, call(t_, to_value(partial_type()),
                               CallArgs{values.data(), count, n == 0 ? nullptr : kwnames.get()}));
    GILT_CHECK(save_part(partial.get(), v, "reconstructor"));
    GILT_CHECK(save(to_value(empty_tuple())));
    put(pickle::kReduce);
    return true;
  }
  GILT_CHECK(save_part(cls, v, "class"));
  if (with_keywords) {
    GILT_CHECK(save_part(row->at(1), v, "__new__ arguments"));
    GILT_CHECK(save_part(row->at(2), v, "__new__ arguments"));
    put(pickle::kNewObjEx);
    return true;
  }
  GILT_TRY(RefOf<TupleObject> rest, tuple_slice(t_, row, 1, row->size));
  GILT_CHECK(save_part(rest.value(), v, "__new__ arguments"));
  put(pickle::kNewObj);
  return true;
}

// -- what is named --

bool PickleSaver::save_type(Value v) {
  // The classes of singletons have no public name.
  Value example = same(v, to_value(type_of(kNone)))                     ? kNone
                  : same(v, to_value(type_of(ellipsis_value())))        ? ellipsis_value()
                  : same(v, to_value(type_of(not_implemented_value()))) ? not_implemented_value()
                                                                        : kUnset;
  if (example.is_unset()) return save_global(v, kUnset);
  GILT_TRY(RefOf<TupleObject> arguments, tuple_of(t_, {example}));
  GILT_TRY(RefOf<TupleObject> parts, tuple_of(t_, {to_value(&type_type), arguments.value()}));
  return save_reduction(parts.get(), v);
}

bool PickleSaver::save_global(Value v, Value given_name) {
  Ref name = Ref::copy(given_name);
  if (name.is_unset()) {
    GILT_TRY(name, get_attribute_or_unset(t_, v, names::qualname_));
    if (name.is_unset() || name.is_none()) {
      GILT_TRY(name, get_attribute(t_, v, names::name_));
    }
  }
  if (!is_str(name.get()))
    return fail(t_, type_error_type, "'{}' object is not a name", type_name(name.get()));
  auto* text = name.as<StrObject>();
  GILT_TRY(RefOf<StrObject> module, pickle_module_of(t_, v, text));
  if (protocol_ >= 2) {
    bool done = false;
    GILT_CHECK(save_extension(module.get(), text, done));
    if (done) return true;
  }
  if (protocol_ >= 4) {
    GILT_CHECK(save(module.value()));
    GILT_CHECK(save(name.get()));
    put(pickle::kStackGlobal);
    return memoize(v);
  }
  // a.b.c is getattr(getattr(a, 'b'), 'c').
  std::string_view rest = text->view();
  std::vector<std::string_view> path;
  for (size_t dot; (dot = rest.find('.')) != rest.npos; rest.remove_prefix(dot + 1))
    path.push_back(rest.substr(0, dot));
  path.push_back(rest);
  if (path.size() > 1) {
    GILT_TRY(Ref getter, import_attribute(t_, "builtins", "getattr"));
    for (size_t i = 1; i < path.size(); i++) {
      GILT_CHECK(save(getter.get()));
      if (protocol_ < 2) put(pickle::kMark);
    }
  }
  GILT_TRY(RefOf<StrObject> top, str_new(t_, path[0]));
  GILT_CHECK(save_global_by_name(module.get(), top.get()));
  for (size_t i = 1; i < path.size(); i++) {
    GILT_TRY(RefOf<StrObject> attribute, str_new(t_, path[i]));
    GILT_CHECK(save(attribute.value()));
    put(protocol_ < 2 ? pickle::kTuple : pickle::kTuple2);
    put(pickle::kReduce);
  }
  return memoize(v);
}

// A short number in place of a name, if copyreg.add_extension() gave it one.
bool PickleSaver::save_extension(StrObject* module, StrObject* name, bool& done) {
  GILT_TRY(Ref registry, import_attribute(t_, "copyreg", "_extension_registry"));
  if (!is_dict(registry.get()) || dict_length(registry.as<DictObject>()) == 0) return true;
  GILT_TRY(RefOf<TupleObject> key, tuple_of(t_, {to_value(module), to_value(name)}));
  GILT_TRY(Ref code, dict_get(t_, registry.as<DictObject>(), key.value()));
  if (code.is_unset()) return true;
  GILT_TRY(int64_t number, to_int64(t_, code.get()));
  if (number <= 0 || number > 0x7fffffff)
    return fail(t_, runtime_error_type, "extension code {} is out of range", number);
  if (number <= 0xff) {
    put(pickle::kExt1);
    put(static_cast<unsigned char>(number));
  } else if (number <= 0xffff) {
    put(pickle::kExt2);
    out_.put_number(static_cast<uint64_t>(number), 2);
  } else {
    put(pickle::kExt4);
    out_.put_number(static_cast<uint64_t>(number), 4);
  }
  done = true;
  return true;
}

// For protocols before 4: one line each.
bool PickleSaver::save_global_by_name(StrObject* module, StrObject* name) {
  Ref held_module = Ref::copy(module), held_name = Ref::copy(name);
  if (protocol_ < 3 && settings_.fix_imports) {
    GILT_TRY(Ref translate, import_attribute(t_, "_compat_pickle", "to_old"));
    GILT_TRY(Ref pair, call(t_, translate.get(), {held_module.get(), held_name.get()}));
    if (!is_tuple(pair.get()) || pair.as<TupleObject>()->size != 2 ||
        !is_str(pair.as<TupleObject>()->at(0)) || !is_str(pair.as<TupleObject>()->at(1)))
      return fail(t_, pickling_error_type(), "_compat_pickle.to_old() must return two names");
    held_module = Ref::copy(pair.as<TupleObject>()->at(0));
    held_name = Ref::copy(pair.as<TupleObject>()->at(1));
  }
  auto line = [&](Value text, const char* what) -> bool {
    auto* s = text.as<StrObject>();
    if (protocol_ < 3 && !s->is_ascii())
      return fail(t_, pickling_error_type(),
                  "can't pickle {} identifier {} using pickle protocol {}", what, repr_text(s),
                  protocol_);
    out_.put(s->view());
    put('\n');
    return true;
  };
  put(pickle::kGlobal);
  return line(held_module.get(), "module") && line(held_name.get(), "global");
}

// -- where it is found --

namespace {

// The attribute [path] ("a.b.c") of [v]; unset when something on the way is not there.
Ref follow(Thread& t, Value v, std::string_view path) {
  Ref at = Ref::copy(v);
  while (true) {
    size_t dot = path.find('.');
    GILT_TRY(at, get_attribute_or_unset(t, at.get(), intern(path.substr(0, dot))));
    if (at.is_unset() || dot == path.npos) return at;
    path.remove_prefix(dot + 1);
  }
}

bool has_locals(std::string_view path) {
  while (true) {
    size_t dot = path.find('.');
    if (path.substr(0, dot) == "<locals>") return true;
    if (dot == path.npos) return false;
    path.remove_prefix(dot + 1);
  }
}

// PicklingError "Can't pickle [v]: ...", caused by the pending exception if there is one.
Failed cannot_pickle(Thread& t, Value v, const std::string& why) {
  Ref cause = error_pending(t) ? error_take(t) : Ref::unset();
  GILT_TRY(RefOf<StrObject> shown, repr(t, v));
  (void)fail(t, pickling_error_type(), "Can't pickle {}: {}", shown->view(), why);
  if (cause) {
    Ref error = error_take(t);
    exception_set_context(t, error.as<ExceptionObject>(), cause.get());
    error_restore(t, std::move(error));
  }
  return Failed{};
}

// Looks through all modules for one that has [v] under [name]; "__main__" when none has.
RefOf<StrObject> search_modules(Thread& t, Value v, StrObject* name) {
  GILT_TRY(RefOf<DictObject> modules, dict_copy(t, t.interpreter->modules.peek().as<DictObject>()));
  int64_t position = 0;
  Value key, module;
  while (dict_next(modules.get(), position, key, module)) {
    if (module.is_none() || !is_str(key)) continue;
    std::string_view called = key.as<StrObject>()->view();
    if (called == "__main__" || called == "__mp_main__") continue;
    GILT_TRY(Ref found, follow(t, module, name->view()));
    if (found && same(found.get(), v)) return RefOf<StrObject>::from(Ref::copy(key));
  }
  return RefOf<StrObject>::copy(names::main_);
}

}  // namespace

RefOf<StrObject> pickle_module_of(Thread& t, Value v, StrObject* name) {
  if (has_locals(name->view())) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, v));
    return fail(t, pickling_error_type(), "Can't pickle local object {}", shown->view());
  }
  GILT_TRY(Ref module_name, get_attribute_or_unset(t, v, names::module_));
  if (module_name.is_unset() || module_name.is_none()) {
    GILT_TRY(module_name, search_modules(t, v, name));
  }
  if (!is_str(module_name.get())) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, module_name.get()));
    return fail(t, pickling_error_type(), "__module__ must be a str, not {}", shown->view());
  }
  auto* text = module_name.as<StrObject>();
  Ref module = import_module(t, text->view());
  if (module.is_error()) {
    if (!error_matches(t, import_error_type) && !error_matches(t, value_error_type) &&
        !error_matches(t, key_error_type))
      return Failed{};
    Ref error = error_take(t);
    RefOf<StrObject> why = to_str(t, error.get());
    std::string reason = why.is_error() ? std::string() : std::string(why->view());
    if (why.is_error()) error_clear(t);
    error_restore(t, std::move(error));
    return cannot_pickle(t, v, reason);
  }
  GILT_TRY(Ref found, follow(t, module.get(), name->view()));
  if (found && same(found.get(), v)) return RefOf<StrObject>::copy(text);
  return cannot_pickle(t, v,
                       fmt::format("it's not {} {}.{}", found ? "the same object as" : "found as",
                                   text->view(), name->view()));
}

}  // namespace gilt
