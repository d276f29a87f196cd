// The type str: construction, operators, indexing. Its methods are in str_*.cpp.
#include <string>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str_layout.h"
#include "runtime/utf8.h"

namespace gilt {

namespace {

void str_dealloc(Thread& t, Object* self) {
  auto s = static_cast<StrObject*>(self);
  str_drop_index(s);
  if (s->shape == kStrShape) {
    heap_free(t, s, str_block_size(s));
  } else {
    gc_untrack(t, s);
    instance_free(t, s, str_block_size(s->byte_length, s->is_ascii()));
  }
}

}  // namespace

void init_str_type() {
  for (char32_t c = 0; c < 256; ++c) {
    char bytes[4];
    g_latin1_strings[c] = intern(std::string_view(bytes, text::encode(c, bytes)));
  }
  type_init_builtin(str_type, kStrShape,
                    {.name = "str",
                     .instance_size = sizeof(StrObject),
                     .flags = kTypeSubclassable | kTypeMatchSelf | kTypeIsStr,
                     .slots = {.dealloc = str_dealloc}});
}

}  // namespace gilt
