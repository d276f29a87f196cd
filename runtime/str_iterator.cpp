#include "runtime/str_iterator.h"

#include <algorithm>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/str_methods.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"

namespace gilt {

Ref str_iterator_next(Thread& t, StrIteratorObject* iterator) {
  Value string = iterator->string.peek();
  if (string.is_unset()) return Ref::unset();
  auto s = string.as<StrObject>();
  uint64_t offset = iterator->offset;
  if (offset >= s->byte_length) {
    iterator->string.clear(iterator);
    return Ref::unset();
  }
  const char* p = s->data() + offset;
  char32_t c = text::next(p);
  iterator->offset = static_cast<uint64_t>(p - s->data());
  return str_from_code_point(t, c);
}

Ref str_iter(Thread& t, Value self) {
  bool ascii = self.as<StrObject>()->is_ascii();
  auto iterator =
      object_new<StrIteratorObject>(t, ascii ? kStrAsciiIteratorShape : kStrIteratorShape);
  if (iterator == nullptr) return Failed{};
  iterator->string.init(Ref::copy(self));
  iterator->offset = 0;
  return Ref::adopt(iterator);
}

namespace {

void iterator_dealloc(Thread& t, Object* self) {
  static_cast<StrIteratorObject*>(self)->string.clear();
  heap_free(t, self, sizeof(StrIteratorObject));
}

void iterator_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<StrIteratorObject*>(self)->string);
}

Ref iterator_iter(Thread&, Value self) {
  return Ref::copy(self);
}

Ref iterator_next(Thread& t, Value self) {
  return str_iterator_next(t, self.as<StrIteratorObject>());
}

// (self)
Ref length_hint(Thread&, Args args) {
  auto iterator = args[0].as<StrIteratorObject>();
  Value string = iterator->string.peek();
  if (string.is_unset()) return Ref::adopt(Value::integer(0));
  std::string_view rest = string.as<StrObject>()->view();
  return Ref::adopt(
      Value::integer(static_cast<int64_t>(text::count(rest.substr(iterator->offset)))));
}

// (self): (iter, (string,), index)
Ref reduce(Thread& t, Args args) {
  auto iterator = args[0].as<StrIteratorObject>();
  GILT_TRY(Ref function, import_attribute(t, "builtins", "iter"));
  Ref string = iterator->string.load();
  if (string.is_unset()) {
    GILT_TRY(auto nothing, tuple_of(t, {to_value(names::empty)}));
    return tuple_of(t, {function.get(), nothing.value()});
  }
  auto s = string.as<StrObject>();
  GILT_TRY(auto arguments, tuple_of(t, {to_value(s)}));
  auto index = static_cast<int64_t>(str_index(s, iterator->offset));
  return tuple_of(t, {function.get(), arguments.value(), Value::integer(index)});
}

// (self, state, /)
Ref set_state(Thread& t, Args args) {
  auto iterator = args[0].as<StrIteratorObject>();
  GILT_TRY(int64_t index, to_int64(t, args[1]));
  Value string = iterator->string.peek();
  if (string.is_unset()) return Ref::none();
  auto s = string.as<StrObject>();
  index = std::clamp<int64_t>(index, 0, static_cast<int64_t>(s->length));
  iterator->offset = str_offset(s, static_cast<size_t>(index));
  return Ref::none();
}

constexpr NativeDef kMethods[] = {
    {"__length_hint__", length_hint, "(self)", "Number of characters that are still to come."},
    {"__reduce__", reduce, "(self)", "How to make an equal iterator."},
    {"__setstate__", set_state, "(self, state, /)", "Moves to the character with this index."},
};

TypeSpec spec(const char* name) {
  return {.name = name,
          .instance_size = sizeof(StrIteratorObject),
          .flags = kTypeNoInstantiate,
          .slots = {.dealloc = iterator_dealloc,
                    .traverse = iterator_traverse,
                    .iter = iterator_iter,
                    .next = iterator_next},
          .methods = kMethods};
}

}  // namespace

// One layout, two names: CPython has them.
void init_str_iterator_type() {
  type_init_builtin(str_iterator_type, kStrIteratorShape, spec("str_iterator"));
}

void init_str_ascii_iterator_type() {
  type_init_builtin(str_ascii_iterator_type, kStrAsciiIteratorShape, spec("str_ascii_iterator"));
}

}  // namespace gilt
