#include "interpreter/wait_place.h"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/frame_locals.h"
#include "runtime/dict.h"
#include "runtime/function.h"
#include "runtime/instance.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// Of the stack of a thread the innermost frames are enough to know where it is.
constexpr size_t kMostFrames = 8;
// Names are looked for in containers up to this size.
constexpr int64_t kMostItems = 1000;

std::string_view text_of(const Slot& slot) {
  return slot.peek().as<StrObject>()->view();
}

CodePlace place_at(const CodeObject* code, const Instr* pc) {
  const PositionEntry* position = position_at(code, pc);
  CodePlace place;
  place.filename = text_of(code->filename);
  place.name = text_of(code->name);
  place.line = position != nullptr && position->line > 0 ? position->line
                                                         : static_cast<int>(code->first_line);
  return place;
}

// -- what a script calls an object --

template <class F>
void for_each_attribute(Object* self, const F& visit) {
  const TypeObject* type = type_of(self);
  const Shape* shape = &shape_of(self);
  if (shape->kind == ShapeKind::kDictMode) {
    DictObject* dict = attribute_dict(instance_extra(self, type));
    int64_t position = 0;
    Value key, value;
    while (dict != nullptr && dict_next(dict, position, key, value))
      if (is_str(key)) visit(key.as<StrObject>()->view(), value);
  }
  if (shape->kind != ShapeKind::kInstance) return;
  for (; shape->slot_count > 0 && shape->name != nullptr; shape = shape->parent) {
    visit(shape->name->view(),
          attribute_slot(self, type, static_cast<uint32_t>(shape->slot_count) - 1).peek());
  }
}

// How [container], which is called [name], gives [wanted]: "locks[2]", "locks['a']", "self.left".
std::string name_inside(std::string_view name, Value container, Value wanted) {
  std::string found;
  auto look = [&](const Slot* items, int64_t size) {
    for (int64_t i = 0; i < std::min(size, kMostItems); i++) {
      if (same(items[i].peek(), wanted)) found = fmt::format("{}[{}]", name, i);
    }
  };
  if (is_list(container)) {
    auto* list = container.as<ListObject>();
    look(list->items, list->size);
  } else if (is_tuple(container)) {
    look(container.as<TupleObject>()->items(), container.as<TupleObject>()->size);
  } else if (is_dict(container)) {
    auto* dict = container.as<DictObject>();
    int64_t position = 0;
    Value key, value;
    for (int64_t i = 0; i < kMostItems && dict_next(dict, position, key, value); i++) {
      if (!same(value, wanted)) continue;
      if (is_str(key)) found = fmt::format("{}['{}']", name, key.as<StrObject>()->view());
      if (key.is_int()) found = fmt::format("{}[{}]", name, key.as_int());
    }
  } else if (name == "self" && container.is_object()) {
    std::string deeper;
    for_each_attribute(container.as_object(), [&](std::string_view attribute, Value value) {
      std::string path = fmt::format("self.{}", attribute);
      if (deeper.empty()) deeper = name_inside(path, value, wanted);
      if (same(value, wanted)) found = std::move(path);
    });
    if (found.empty()) found = std::move(deeper);
  }
  return found;
}

// Best a variable of its own, else one inside another.
class NameSearch {
 public:
  explicit NameSearch(Value wanted) : wanted_(wanted) {}
  void add(std::string_view name, Value value) {
    if (name.empty() || name[0] == '.' || value.is_unset()) return;
    if (same(value, wanted_)) {
      if (own_.empty()) own_ = name;
    } else if (inside_.empty()) {
      inside_ = name_inside(name, value, wanted_);
    }
  }
  std::string take() { return own_.empty() ? std::move(inside_) : std::move(own_); }

 private:
  Value wanted_;
  std::string own_, inside_;
};

std::string name_in(const Frame& frame, Value wanted) {
  if (frame.code->is(kCodeOptimized)) {
    FrameVariables variables(frame.code, frame.regs, frame.function());
    NameSearch search(wanted);
    for (int64_t i = 0; i < variables.count(); i++)
      if (StrObject* name = variables.name(i)) search.add(name->view(), variables.value(i));
    if (std::string name = search.take(); !name.empty()) return name;
  }
  NameSearch search(wanted);
  int64_t position = 0;
  Value key, value;
  while (dict_next(frame.globals->globals, position, key, value)) {
    if (is_str(key) && !key.as<StrObject>()->view().starts_with("__"))
      search.add(key.as<StrObject>()->view(), value);
  }
  return search.take();
}

// "Lock 'first' at 0x7f12"
std::string shown(Value object, const Frame* frame) {
  std::string_view type = type_name(object);
  type = type.substr(type.rfind('.') + 1);
  if (type == "lock") type = "Lock";  // as threading calls it
  std::string name = frame != nullptr ? name_in(*frame, object) : "";
  return fmt::format("{}{} at {:#x}", type, name.empty() ? "" : fmt::format(" '{}'", name),
                     reinterpret_cast<uintptr_t>(object.as_object()));
}

// The library's method that runs in [frame], and whose it is.
std::string library_call(const Frame& frame, const Frame* caller) {
  const CodeObject* code = frame.code;
  std::string text = fmt::format("{}()", text_of(code->qualified_name));
  auto* names = code->local_names.peek().as<TupleObject>();
  if (code->positional_count == 0 || names->size == 0 ||
      names->at(0).as<StrObject>()->view() != "self")
    return text;
  Value self = FrameVariables(code, frame.regs, frame.function()).value(0);
  return self.is_object() ? fmt::format("{} of {}", text, shown(self, caller)) : text;
}

// What every thread starts with?
bool is_start_of_thread(const CodeObject* code) {
  std::string_view name = text_of(code->qualified_name);
  return name.starts_with("Thread._bootstrap") || name == "Thread.run";
}

}  // namespace

bool is_of_library(const CodeObject* code) {
  return text_of(code->filename).starts_with("<embedded>/");
}

WaitPlace wait_place(const Thread& t, Object* lock) {
  WaitPlace place;
  const Frame* own = nullptr;      // the script's innermost
  const Frame* library = nullptr;  // what that called
  for (Frame* f = t.frame; f != nullptr && place.stack.size() < kMostFrames; f = caller_of(t, f)) {
    if (!is_of_library(f->code)) {
      if (own == nullptr) own = f;
      place.stack.push_back(place_at(f->code, f->pc));
    } else if (own == nullptr && !is_start_of_thread(f->code)) {
      library = f;
    }
  }
  std::reverse(place.stack.begin(), place.stack.end());
  place.subject = lock != nullptr ? shown(to_value(lock), own) : "a lock";
  if (library != nullptr) place.call = library_call(*library, own);
  return place;
}

bool place_of_instruction(const Thread& t, const void* instruction, CodePlace& place) {
  const auto* pc = static_cast<const Instr*>(instruction);
  if (pc == nullptr) return false;
  for (Frame* f = t.frame; f != nullptr; f = caller_of(t, f)) {
    if (pc < f->code->words || pc >= f->code->words + f->code->word_count) continue;
    place = place_at(f->code, pc);
    return true;
  }
  return false;
}

}  // namespace gilt
