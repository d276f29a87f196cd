// "Did you mean": names that are close to the one that was not found.
//
// The distance is Levenshtein's with CPython's weights: a change, insertion or removal costs 2, a
// change of case alone 1. A name is suggested when it is nearer than a third of both names' length
// would allow.
#include <algorithm>
#include <vector>

#include "interpreter/frame.h"
#include "interpreter/traceback_print.h"
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

constexpr size_t kMoveCost = 2;
constexpr size_t kCaseCost = 1;
constexpr size_t kMostCandidates = 750;
constexpr size_t kLongestName = 40;

size_t substitution_cost(char a, char b) {
  if ((a & 31) != (b & 31)) return kMoveCost;
  if (a == b) return 0;
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return lower(a) == lower(b) ? kCaseCost : kMoveCost;
}

// The distance, or something above [most] once it is sure to be.
size_t distance(std::string_view a, std::string_view b, size_t most) {
  if (a == b) return 0;
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.empty() || b.empty()) return kMoveCost * (a.size() + b.size());
  if (a.size() > kLongestName || b.size() > kLongestName) return most + 1;
  if (b.size() < a.size()) std::swap(a, b);
  if ((b.size() - a.size()) * kMoveCost > most) return most + 1;
  std::vector<size_t> row(a.size());
  for (size_t i = 0; i < a.size(); i++) row[i] = (i + 1) * kMoveCost;
  size_t result = 0;
  for (size_t j = 0; j < b.size(); j++) {
    size_t diagonal = j * kMoveCost;
    result = diagonal;
    size_t smallest = SIZE_MAX;
    for (size_t i = 0; i < a.size(); i++) {
      size_t substitute = diagonal + substitution_cost(b[j], a[i]);
      diagonal = row[i];
      result = std::min(substitute, std::min(result, diagonal) + kMoveCost);
      row[i] = result;
      smallest = std::min(smallest, result);
    }
    if (smallest > most) return most + 1;
  }
  return result;
}

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

std::string closest_name(std::string_view wrong, const std::vector<std::string>& candidates) {
  if (wrong.empty() || wrong.size() > kLongestName || candidates.size() > kMostCandidates)
    return "";
  size_t best_distance = SIZE_MAX;
  std::string_view best;
  for (const std::string& candidate : candidates) {
    if (candidate == wrong) continue;
    size_t most = (candidate.size() + wrong.size() + 3) * kMoveCost / 6;
    if (best_distance != SIZE_MAX) most = std::min(most, best_distance - 1);
    size_t d = distance(wrong, candidate, most);
    if (d > most) continue;
    if (best_distance == SIZE_MAX || d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
  return std::string(best);
}

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
