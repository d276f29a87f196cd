#include "runtime/str.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>

#include "runtime/error.h"
#include "runtime/hash_seed.h"
#include "runtime/heap.h"
#include "runtime/operations.h"
#include "runtime/str_layout.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt {

StrObject* g_latin1_strings[256];

// -- the index of strings that are not ASCII --

namespace {

constexpr size_t kIndexStep = 64;

// Offsets of the code points 0, 64, 128 ...
using StrIndex = uint64_t*;

std::atomic_ref<StrIndex> index_place(StrObject* s) {
  size_t at = str_align(sizeof(StrObject) + s->byte_length + 1);
  return std::atomic_ref(*reinterpret_cast<StrIndex*>(reinterpret_cast<char*>(s) + at));
}

// Null when there is no memory for it: then the caller walks.
StrIndex index_of(StrObject* s) {
  auto place = index_place(s);
  if (StrIndex known = place.load(std::memory_order_acquire)) return known;
  auto fresh = static_cast<StrIndex>(std::malloc((s->length / kIndexStep + 1) * sizeof(uint64_t)));
  if (fresh == nullptr) return nullptr;
  size_t i = 0;
  const char* start = s->data();
  for (const char *p = start, *end = p + s->byte_length; p < end; p += text::size_at(p), ++i)
    if (i % kIndexStep == 0) fresh[i / kIndexStep] = static_cast<uint64_t>(p - start);
  if (i % kIndexStep == 0) fresh[i / kIndexStep] = s->byte_length;
  StrIndex expected = nullptr;
  if (place.compare_exchange_strong(expected, fresh, std::memory_order_acq_rel)) return fresh;
  std::free(fresh);  // another thread was quicker
  return expected;
}

}  // namespace

void str_drop_index(StrObject* s) {
  if (s->is_ascii()) return;
  auto place = index_place(s);
  std::free(place.load(std::memory_order_relaxed));
  place.store(nullptr, std::memory_order_relaxed);
}

void str_seal(StrObject* s) {
  s->data()[s->byte_length] = '\0';
  if (!s->is_ascii()) index_place(s).store(nullptr, std::memory_order_relaxed);
}

size_t str_offset(StrObject* s, size_t index) {
  if (s->is_ascii()) return index;
  const char* start = s->data();
  if (s->length > kIndexStep && index >= kIndexStep) {
    if (index == s->length) return s->byte_length;
    if (StrIndex offsets = index_of(s)) {
      const char* block = start + offsets[index / kIndexStep];
      return static_cast<size_t>(text::advance(block, index % kIndexStep) - start);
    }
  }
  return static_cast<size_t>(text::advance(start, index) - start);
}

size_t str_index(StrObject* s, size_t offset) {
  if (s->is_ascii()) return offset;
  if (s->length > kIndexStep && offset > kIndexStep) {
    if (StrIndex offsets = index_of(s)) {
      StrIndex last = offsets + s->length / kIndexStep + 1;
      size_t block = static_cast<size_t>(std::upper_bound(offsets, last, offset) - offsets) - 1;
      return block * kIndexStep +
             text::count({s->data() + offsets[block], offset - offsets[block]});
    }
  }
  return text::count({s->data(), offset});
}

char32_t str_code_point(StrObject* s, size_t index) {
  const char* p = s->data() + str_offset(s, index);
  return text::next(p);
}

// -- making --

namespace {

RefOf<StrObject> allocate(Thread& t, size_t bytes, size_t length) {
  if (bytes >= kMaxStrBytes) return no_memory(t);
  bool ascii = bytes == length;
  auto s = static_cast<StrObject*>(object_allocate(t, kStrShape, str_block_size(bytes, ascii)));
  if (s == nullptr) return Failed{};
  str_fill_fields(s, bytes, length);
  s->gc_index = 0;
  return RefOf<StrObject>::adopt(s);
}

}  // namespace

void str_fill_fields(StrObject* s, size_t bytes, size_t length) {
  // Written at once: nobody else knows the string yet.
  s->flags = static_cast<uint8_t>((s->flags & ~kStrAscii) | (bytes == length ? kStrAscii : 0));
  s->hash_value = 0;
  s->byte_length = bytes;
  s->length = length;
  str_seal(s);
}

RefOf<StrObject> str_new_counted(Thread& t, std::string_view utf8, size_t length) {
  if (length <= 1) {
    if (length == 0) return RefOf<StrObject>::copy(names::empty);
    const char* p = utf8.data();
    char32_t c = text::next(p);
    if (c < 256) return RefOf<StrObject>::copy(g_latin1_strings[c]);
  }
  GILT_TRY(auto s, allocate(t, utf8.size(), length));
  std::memcpy(s->data(), utf8.data(), utf8.size());
  return s;
}

RefOf<StrObject> str_new(Thread& t, std::string_view utf8) {
  return str_new_counted(t, utf8, text::count(utf8));
}

RefOf<StrObject> str_from_code_point(Thread& t, char32_t c) {
  if (c < 256) return RefOf<StrObject>::copy(g_latin1_strings[c]);
  char bytes[4];
  return str_new_counted(t, {bytes, text::encode(c, bytes)}, 1);
}

RefOf<StrObject> str_new_ascii_uninitialised(Thread& t, size_t length) {
  return allocate(t, length, length);
}

RefOf<StrObject> str_new_uninitialised(Thread& t, size_t bytes, size_t length) {
  return allocate(t, bytes, length);
}

RefOf<StrObject> str_canonical(Thread& t, RefOf<StrObject> s) {
  return s->length > 1 ? std::move(s) : str_new_counted(t, s->view(), s->length);
}

RefOf<StrObject> str_exact(Thread& t, StrObject* s) {
  if (s->shape == kStrShape) return RefOf<StrObject>::copy(s);
  return str_new_counted(t, s->view(), s->length);
}

// -- using --

RefOf<StrObject> str_concat(Thread& t, StrObject* a, StrObject* b) {
  if (a->byte_length == 0) return str_exact(t, b);
  if (b->byte_length == 0) return str_exact(t, a);
  GILT_TRY(auto s, allocate(t, a->byte_length + b->byte_length, a->length + b->length));
  std::memcpy(s->data(), a->data(), a->byte_length);
  std::memcpy(s->data() + a->byte_length, b->data(), b->byte_length);
  return s;
}

RefOf<StrObject> str_append_in_place(Thread& t, Ref&& a, StrObject* b) {
  auto s = a.as<StrObject>();
  bool ours = a.get().is_counted() && is_unshared_single(s) && s->shape == kStrShape && s != b;
  if (!ours || s->byte_length == 0) {
    Ref kept = std::move(a);
    return str_concat(t, s, b);
  }
  if (b->byte_length == 0) return RefOf<StrObject>::from(std::move(a));

  size_t bytes = s->byte_length + b->byte_length, length = s->length + b->length;
  if (bytes >= kMaxStrBytes) return no_memory(t);
  size_t has = str_block_size(s), needs = str_block_size(bytes, bytes == length);
  str_drop_index(s);
  if (needs > has) {
    size_t roomy = needs + (needs >> 2) + 16;
    roomy = has == str_block_size(s->byte_length, s->is_ascii())
                ? needs + (needs >> 4)  // the first time: perhaps the last, too
                : roomy;
    roomy &= ~size_t{7};
    void* moved = heap_reallocate(t, s, has, roomy);
    if (moved == nullptr) return Failed{};
    static_cast<void>(a.take());
    s = static_cast<StrObject*>(moved);
    a = Ref::adopt(s);
    has = roomy;
  }
  std::memcpy(s->data() + s->byte_length, b->data(), b->byte_length);
  s->gc_index = static_cast<uint32_t>((has - needs) / 8);
  str_fill_fields(s, bytes, length);
  return RefOf<StrObject>::from(std::move(a));
}

bool str_equal(const StrObject* a, const StrObject* b) {
  if (a == b) return true;
  if (a->has(kStrInterned) && b->has(kStrInterned)) return false;
  return a->byte_length == b->byte_length && std::memcmp(a->data(), b->data(), a->byte_length) == 0;
}

int str_compare(const StrObject* a, const StrObject* b) {
  // UTF-8 sorts as its code points do.
  return a->view().compare(b->view());
}

int64_t str_hash(StrObject* s) {
  std::atomic_ref hash(s->hash_value);
  int64_t h = hash.load(std::memory_order_relaxed);
  if (h == 0) {
    h = hash_bytes(s->data(), s->byte_length);
    hash.store(h, std::memory_order_relaxed);
  }
  return h;
}

Ref str_get(Thread& t, StrObject* s, int64_t index) {
  auto length = static_cast<int64_t>(s->length);
  if (index < 0) index += length;
  if (index < 0 || index >= length) return fail(t, index_error_type, "string index out of range");
  if (s->is_ascii())
    return Ref::copy(g_latin1_strings[static_cast<unsigned char>(s->data()[index])]);
  return str_from_code_point(t, str_code_point(s, static_cast<size_t>(index)));
}

RefOf<StrObject> str_slice_bytes(Thread& t, StrObject* s, size_t from, size_t to) {
  if (from == 0 && to == s->byte_length) return str_exact(t, s);
  std::string_view piece = s->view().substr(from, to - from);
  return s->is_ascii() ? str_new_counted(t, piece, piece.size()) : str_new(t, piece);
}

RefOf<StrObject> str_slice(Thread& t, StrObject* s, int64_t start, int64_t stop) {
  auto first = static_cast<size_t>(start), last = static_cast<size_t>(stop);
  if (first == 0 && last == s->length) return str_exact(t, s);
  size_t from = str_offset(s, first), to = str_offset(s, last);
  return str_new_counted(t, s->view().substr(from, to - from), last - first);
}

bool is_str(Value v) {
  return is_exact_str(v) || (v.is_object() && type_of(v)->is(kTypeIsStr));
}

// -- building --

void StrBuilder::append_code_point(char32_t c) {
  text::append(buffer_, c);
}

bool StrBuilder::append(Thread& t, Value v) {
  if (is_exact_str(v)) {
    append(v.as<StrObject>()->view());
    return true;
  }
  GILT_TRY(auto s, to_str(t, v));
  append(s->view());
  return true;
}

bool StrBuilder::append_repr(Thread& t, Value v) {
  GILT_TRY(auto s, repr(t, v));
  append(s->view());
  return true;
}

RefOf<StrObject> StrBuilder::finish(Thread& t) {
  return str_new(t, buffer_);
}

}  // namespace gilt
