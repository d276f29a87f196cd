// "Did you mean": names that are close to the one that was not found.
#include <vector>

#include "interpreter/frame.h"
#include "interpreter/traceback_print.h"
#include "runtime/close_name.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/traceback.h"
#include "runtime/tuple.h"
#include "stdlib/embedded.h"

namespace gilt {
namespace {

// The names in a list of str that dir() or a namespace gave.
void add_names(Value sequence, std::vector<std::string>& names) {
  if (is_list(sequence)) {
    auto* list = sequence.as<ListObject>();
    for (int64_t i = 0; i < list->size; i++) {
      if (is_str(list->items[i].peek()))
        names.emplace_back(list->items[i].peek().as<StrObject>()->view());
    }
  } else if (is_tuple(sequence)) {
    auto* tuple = sequence.as<TupleObject>();
    for (int64_t i = 0; i < tuple->size; i++) {
      if (is_str(tuple->at(i))) names.emplace_back(tuple->at(i).as<StrObject>()->view());
    }
  } else if (is_dict(sequence)) {
    int64_t position = 0;
    Value key, value;
    while (dict_next(sequence.as<DictObject>(), position, key, value)) {
      if (is_str(key)) names.emplace_back(key.as<StrObject>()->view());
    }
  }
}

void add_dir(Thread& t, Value object, std::vector<std::string>& names) {
  Ref dir = call_special(t, object, names::dir_);
  if (dir.is_error()) return error_clear(t);
  if (dir) add_names(dir.get(), names);
}

bool is_standard_module(std::string_view name) {
  for (const ModuleDef* def : native_modules()) {
    if (def->name == name && name[0] != '_') return true;
  }
  for (const EmbeddedModule& module : embedded_modules()) {
    if (module.name == name) return true;
  }
  return false;
}

// The innermost frame of the exception's traceback: where the name was looked up.
void add_frame_names(Thread& t, Value exception, std::vector<std::string>& names, bool& self_has) {
  Value traceback = exception.as<ExceptionObject>()->traceback.peek();
  if (!has_shape(traceback, kTracebackShape)) return;
  auto* entry = traceback.as<TracebackObject>();
  while (has_shape(entry->next.peek(), kTracebackShape))
    entry = entry->next.peek().as<TracebackObject>();
  Ref frame = entry->frame.load();
  if (!frame || frame.is_none()) return;
  Ref wrong = Ref::copy(exception.as<NameErrorObject>()->name.peek());
  Ref locals = get_attribute_or_unset(t, frame.get(), intern("f_locals"));
  if (locals.is_error()) error_clear(t);
  if (locals && !locals.is_error()) {
    Ref listed = call(t, to_value(&list_type), {locals.get()});
    if (listed.is_error()) {
      error_clear(t);
    } else {
      add_names(listed.get(), names);
    }
    // In a method: perhaps an attribute of self was meant.
    Ref self = get_item(t, locals.get(), to_value(intern("self")));
    if (self.is_error()) {
      error_clear(t);
    } else if (wrong && is_str(wrong.get())) {
      Ref attribute = get_attribute_or_unset(t, self.get(), intern(wrong.as<StrObject>()));
      if (attribute.is_error()) error_clear(t);
      self_has = static_cast<bool>(attribute);
    }
  }
  Ref globals = get_attribute_or_unset(t, frame.get(), intern("f_globals"));
  if (globals.is_error()) error_clear(t);
  if (globals) add_names(globals.get(), names);
  add_names(t.interpreter->builtins_dict.peek(), names);
}

}  // namespace

std::string suggestion(Thread& t, Value exception) {
  std::vector<std::string> names;
  Ref wrong;
  if (is_instance_of(exception, &attribute_error_type)) {
    auto* error = exception.as<AttributeErrorObject>();
    wrong = error->name.load();
    if (error->object.is_unset() || !wrong || !is_str(wrong.get())) return "";
    add_dir(t, error->object.load().get(), names);
    // Private names are offered to those only who asked for one.
    if (wrong.as<StrObject>()->view().substr(0, 1) != "_") {
      std::erase_if(names, [](const std::string& name) { return name[0] == '_'; });
    }
  } else if (is_instance_of(exception, &import_error_type)) {
    auto* error = exception.as<ImportErrorObject>();
    wrong = error->name_from.load();
    Ref module_name = error->name.load();
    if (!wrong || !is_str(wrong.get()) || !module_name || !is_str(module_name.get())) return "";
    Ref module = Ref::copy(dict_get_name(t.interpreter->modules.peek().as<DictObject>(),
                                         intern(module_name.as<StrObject>())));
    if (!module) return "";
    add_dir(t, module.get(), names);
    if (wrong.as<StrObject>()->view().substr(0, 1) != "_") {
      std::erase_if(names, [](const std::string& name) { return name[0] == '_'; });
    }
  } else if (is_instance_of(exception, &name_error_type)) {
    wrong = exception.as<NameErrorObject>()->name.load();
    if (!wrong || !is_str(wrong.get())) return "";
    bool self_has = false;
    add_frame_names(t, exception, names, self_has);
    std::string_view name = wrong.as<StrObject>()->view();
    if (self_has) return ". Did you mean: 'self." + std::string(name) + "'?";
    std::string near = closest_name(name, names);
    std::string text = near.empty() ? "" : ". Did you mean: '" + near + "'?";
    if (is_standard_module(name)) {
      text += text.empty() ? ". Did you forget to import '" : " Or did you forget to import '";
      text += std::string(name) + "'?";
    }
    return text;
  } else {
    return "";
  }
  std::string near = closest_name(wrong.as<StrObject>()->view(), names);
  return near.empty() ? "" : ". Did you mean: '" + near + "'?";
}

}  // namespace gilt
