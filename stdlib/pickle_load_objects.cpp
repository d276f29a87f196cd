// PickleLoader: objects that are named, called, made and given their state.
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/encodings.h"
#include "runtime/exception.h"
#include "runtime/instance.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "stdlib/pickle_loader.h"

namespace gilt {

Ref pickle_find_class(Thread& t, Value module, Value name, int protocol, bool fix_imports) {
  Ref held_module = Ref::copy(module), held_name = Ref::copy(name);
  if (protocol < 3 && fix_imports) {
    GILT_TRY(Ref translate, import_attribute(t, "_compat_pickle", "to_new"));
    GILT_TRY(Ref pair, call(t, translate.get(), {module, name}));
    if (!is_tuple(pair.get()) || pair.as<TupleObject>()->size != 2 ||
        !is_str(pair.as<TupleObject>()->at(0)) || !is_str(pair.as<TupleObject>()->at(1)))
      return fail(t, unpickling_error_type(), "_compat_pickle.to_new() must return two names");
    held_module = Ref::copy(pair.as<TupleObject>()->at(0));
    held_name = Ref::copy(pair.as<TupleObject>()->at(1));
  }
  auto* module_text = held_module.as<StrObject>();
  auto* name_text = held_name.as<StrObject>();
  if (module_text->length == 0) return fail(t, value_error_type, "Empty module name");
  GILT_TRY(Ref at, import_module(t, module_text->view()));
  std::string_view path = name_text->view();
  if (protocol < 4 || path.find('.') == path.npos) return get_attribute(t, at.get(), intern(path));
  while (true) {
    size_t dot = path.find('.');
    GILT_TRY(at, get_attribute_or_unset(t, at.get(), intern(path.substr(0, dot))));
    if (at.is_unset())
      return fail(t, attribute_error_type, "Can't resolve path {} on module {}",
                  repr_text(name_text), repr_text(module_text));
    if (dot == path.npos) return at;
    path.remove_prefix(dot + 1);
  }
}

Ref PickleLoader::find_class(Value module, Value name) {
  if (settings_.find_class) return call(t_, settings_.find_class.get(), {module, name});
  return pickle_find_class(t_, module, name, protocol_, settings_.fix_imports);
}

bool PickleLoader::text_line(std::string& out) {
  std::string_view line;
  GILT_CHECK(in_.take_line(line));
  if (!is_valid_utf8(line))
    return fail(t_, unpickling_error_type(), "a name in the pickle is not UTF-8");
  out = line;
  return true;
}

bool PickleLoader::load_class_line(Ref& out) {
  std::string module, name;
  GILT_CHECK(text_line(module));
  GILT_CHECK(text_line(name));
  GILT_TRY(RefOf<StrObject> module_text, str_new(t_, module));
  GILT_TRY(RefOf<StrObject> name_text, str_new(t_, name));
  out = find_class(module_text.value(), name_text.value());
  return !out.is_error();
}

bool PickleLoader::load_global() {
  Ref found;
  GILT_CHECK(load_class_line(found));
  push(std::move(found));
  return true;
}

bool PickleLoader::load_stack_global() {
  GILT_CHECK(need(2));
  Ref name = pop(), module = pop();
  if (!is_exact_str(name.get()) || !is_exact_str(module.get()))
    return fail(t_, unpickling_error_type(), "STACK_GLOBAL requires str");
  return push_made(find_class(module.get(), name.get()));
}

bool PickleLoader::load_extension(int width) {
  uint64_t number_found;
  GILT_CHECK(number(width, number_found));
  const int64_t code =
      width == 4 ? static_cast<int32_t>(number_found) : static_cast<int64_t>(number_found);
  if (code <= 0) return fail(t_, unpickling_error_type(), "EXT specifies code <= 0");
  GILT_TRY(Ref key, int_from(t_, code));
  GILT_TRY(Ref cache, import_attribute(t_, "copyreg", "_extension_cache"));
  GILT_TRY(Ref registry, import_attribute(t_, "copyreg", "_inverted_registry"));
  if (!is_dict(cache.get()) || !is_dict(registry.get()))
    return fail(t_, unpickling_error_type(), "the registries of copyreg must be dicts");
  GILT_TRY(Ref known, dict_get(t_, cache.as<DictObject>(), key.get()));
  if (known) {
    push(std::move(known));
    return true;
  }
  GILT_TRY(Ref pair, dict_get(t_, registry.as<DictObject>(), key.get()));
  if (pair.is_unset()) return fail(t_, value_error_type, "unregistered extension code {}", code);
  if (!is_tuple(pair.get()) || pair.as<TupleObject>()->size != 2 ||
      !is_exact_str(pair.as<TupleObject>()->at(0)) || !is_exact_str(pair.as<TupleObject>()->at(1)))
    return fail(t_, value_error_type, "_inverted_registry[{}] isn't a 2-tuple of strings", code);
  GILT_TRY(Ref found, find_class(pair.as<TupleObject>()->at(0), pair.as<TupleObject>()->at(1)));
  GILT_CHECK(dict_set(t_, cache.as<DictObject>(), key.get(), found.get()));
  push(std::move(found));
  return true;
}

bool PickleLoader::load_persistent(bool binary) {
  Ref id;
  if (binary) {
    GILT_CHECK(need(1));
    id = pop();
  } else {
    std::string_view line;
    GILT_CHECK(in_.take_line(line));
    for (char c : line) {
      if ((static_cast<unsigned char>(c) & 0x80) != 0)
        return fail(t_, unpickling_error_type(),
                    "persistent IDs in protocol 0 must be ASCII strings");
    }
    GILT_TRY(id, str_new(t_, line));
  }
  if (settings_.persistent_load.is_unset())
    return fail(t_, unpickling_error_type(),
                "A load persistent id instruction was encountered, but no persistent_load "
                "function was specified.");
  return push_made(call(t_, settings_.persistent_load.get(), {id.get()}));
}

namespace {

// callee(*arguments, **keywords)
Ref call_with(Thread& t, Value callee, TupleObject* arguments, DictObject* keywords,
              Value first = kUnset) {
  std::vector<Value> values;
  if (!first.is_unset()) values.push_back(first);
  for (int64_t i = 0; i < arguments->size; i++) values.push_back(arguments->at(i));
  auto positional = static_cast<uint32_t>(values.size());
  if (keywords == nullptr || dict_length(keywords) == 0)
    return call(t, callee, CallArgs{values.data(), positional, nullptr});
  GILT_TRY(RefOf<DictObject> held, dict_copy(t, keywords));
  GILT_TRY(RefOf<TupleObject> names, tuple_new(t, dict_length(held.get())));
  int64_t position = 0, n = 0;
  Value key, value;
  bool all_text = true;
  while (dict_next(held.get(), position, key, value)) {
    all_text = all_text && is_exact_str(key);
    names->items()[n++].init(is_exact_str(key) ? Ref::copy(intern(key.as<StrObject>()))
                                               : Ref::copy(key));
    values.push_back(value);
  }
  if (!all_text) return fail(t, type_error_type, "keywords must be strings");
  return call(t, callee, CallArgs{values.data(), positional, names.get()});
}

}  // namespace

bool PickleLoader::load_reduce() {
  GILT_CHECK(need(2));
  Ref arguments = pop(), function = pop();
  if (!is_tuple(arguments.get())) return fail(t_, type_error_type, "argument list must be a tuple");
  return push_made(call_with(t_, function.get(), arguments.as<TupleObject>(), nullptr));
}

// cls.__new__(cls, *arguments, **keywords)
bool PickleLoader::load_new(bool with_keywords) {
  const char* op = with_keywords ? "NEWOBJ_EX" : "NEWOBJ";
  GILT_CHECK(need(with_keywords ? 3 : 2));
  Ref keywords = with_keywords ? pop() : Ref::unset();
  Ref arguments = pop(), cls = pop();
  if (!type_of(cls.get())->is(kTypeIsType))
    return fail(t_, unpickling_error_type(), "{} class argument must be a type, not {}", op,
                full_type_name(t_, type_of(cls.get())));
  if (!is_tuple(arguments.get()))
    return fail(t_, unpickling_error_type(), "{} expected an arg tuple, got {}", op,
                full_type_name(t_, type_of(arguments.get())));
  if (with_keywords && !is_dict(keywords.get()))
    return fail(t_, unpickling_error_type(), "{} expected a kwargs dict, got {}", op,
                full_type_name(t_, type_of(keywords.get())));
  GILT_TRY(Ref maker, get_attribute_or_unset(t_, cls.get(), names::new_));
  if (maker.is_unset())
    return fail(t_, unpickling_error_type(), "{} class argument '{}' doesn't have __new__", op,
                type_name(cls.as<TypeObject>()));
  return push_made(call_with(t_, maker.get(), arguments.as<TupleObject>(),
                             with_keywords ? keywords.as<DictObject>() : nullptr, cls.get()));
}

// Instances of Python 2's old classes; and what protocols 0 and 1 once wrote.
bool PickleLoader::load_instance(bool from_line) {
  size_t start;
  GILT_CHECK(pop_mark(start));
  Ref cls;
  RefOf<TupleObject> arguments;
  if (from_line) {
    GILT_TRY(arguments, take_tuple(start));
    GILT_CHECK(load_class_line(cls));
  } else {
    if (stack_.size() <= start) return underflow();
    GILT_TRY(arguments, take_tuple(start + 1));
    cls = pop();
  }
  if (arguments->size == 0 && type_of(cls.get())->is(kTypeIsType)) {
    GILT_TRY(Ref initial, get_attribute_or_unset(t_, cls.get(), intern("__getinitargs__")));
    if (initial.is_unset()) return push_made(call_method(t_, cls.get(), names::new_, {cls.get()}));
  }
  return push_made(call_with(t_, cls.get(), arguments.get(), nullptr));
}

// -- state --

bool PickleLoader::load_build() {
  GILT_CHECK(need(2));
  Ref state = pop();
  Ref object = stack_.back().copy();
  return set_state(object.get(), state.get());
}

bool PickleLoader::set_state(Value object, Value state) {
  GILT_TRY(Ref setter, get_attribute_or_unset(t_, object, names::setstate_));
  if (setter) return !failed(call(t_, setter.get(), {state}));
  Ref slots = Ref::none(), attributes = Ref::copy(state);
  if (is_tuple(state) && state.as<TupleObject>()->size == 2) {
    attributes = Ref::copy(state.as<TupleObject>()->at(0));
    slots = Ref::copy(state.as<TupleObject>()->at(1));
  }
  if (!attributes.is_none()) {
    if (!is_dict(attributes.get()))
      return fail(t_, unpickling_error_type(), "state is not a dictionary");
    GILT_CHECK(set_attributes(object, attributes.get(), true));
  }
  if (slots.is_none()) return true;
  if (!is_dict(slots.get()))
    return fail(t_, unpickling_error_type(), "slot state is not a dictionary");
  return set_attributes(object, slots.get(), false);
}

namespace {

// Do attributes of [object] live in slots of its own, so that writing them there is what writing
// to its __dict__ would do?
bool has_plain_attributes(Value object) {
  if (!object.is_object()) return false;
  TypeObject* type = type_of(object);
  if (!type->is(kTypeHeap) || type->extra_offset == 0) return false;
  if (type->native_base != &object_type) return false;
  Value dict = type_lookup(type, names::dict_);
  return dict.is_object() && type_of(dict) == &getset_descriptor_type;
}

}  // namespace

bool PickleLoader::set_attributes(Value object, Value state, bool in_dict) {
  GILT_TRY(RefOf<DictObject> items, dict_copy(t_, state.as<DictObject>()));
  bool plain = in_dict && has_plain_attributes(object);
  Ref dict;
  if (in_dict && !plain) {
    GILT_TRY(dict, get_attribute(t_, object, names::dict_));
  }
  int64_t position = 0;
  Value key, value;
  while (dict_next(items.get(), position, key, value)) {
    if (!in_dict && !is_str(key))
      return fail(t_, type_error_type, "attribute name must be string, not '{}'", type_name(key));
    Ref name = is_exact_str(key) ? Ref::copy(intern(key.as<StrObject>())) : Ref::copy(key);
    if (!in_dict) {
      GILT_CHECK(set_attribute(
          t_, object,
          is_exact_str(name.get()) ? name.as<StrObject>() : intern(name.as<StrObject>()), value));
    } else if (plain && is_exact_str(name.get())) {
      GILT_CHECK(instance_set(t_, object.as_object(), name.as<StrObject>(), value));
    } else {
      if (dict.is_unset()) {
        GILT_TRY(dict, get_attribute(t_, object, names::dict_));
      }
      GILT_CHECK(set_item(t_, dict.get(), name.get(), value));
    }
  }
  return true;
}

}  // namespace gilt
