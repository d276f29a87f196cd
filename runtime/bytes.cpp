#include "runtime/bytes.h"

#include <atomic>
#include <cstring>

#include "runtime/error.h"
#include "runtime/hash_seed.h"
#include "runtime/heap.h"
#include "runtime/memory_limit.h"

namespace gilt {

namespace {

// The immortal objects for no octet and for each single one.
struct SmallBytes {
  BytesObject* empty;
  BytesObject* single[256];
};

BytesObject* immortal_bytes(std::string_view octets) {
  auto b = immortal_new<BytesObject>(kBytesShape, octets.size() + 1);
  b->hash_value = 0;
  b->size = octets.size();
  octets.copy(b->data(), octets.size());
  b->data()[octets.size()] = '\0';
  return b;
}

const SmallBytes& small_bytes() {
  static const SmallBytes small = [] {
    SmallBytes made;
    made.empty = immortal_bytes({});
    for (int i = 0; i < 256; ++i) {
      char c = static_cast<char>(i);
      made.single[i] = immortal_bytes({&c, 1});
    }
    return made;
  }();
  return small;
}

}  // namespace

BytesObject* empty_bytes() {
  return small_bytes().empty;
}

RefOf<BytesObject> bytes_new_uninitialised(Thread& t, size_t size) {
  if (size > largest_block()) return no_memory(t);
  auto b = object_new<BytesObject>(t, kBytesShape, size + 1);
  if (b == nullptr) return Failed{};
  b->hash_value = 0;
  b->size = size;
  b->data()[size] = '\0';
  return RefOf<BytesObject>::adopt(b);
}

RefOf<BytesObject> bytes_new(Thread& t, std::string_view octets) {
  if (octets.empty()) return RefOf<BytesObject>::copy(small_bytes().empty);
  if (octets.size() == 1)
    return RefOf<BytesObject>::copy(small_bytes().single[static_cast<unsigned char>(octets[0])]);
  GILT_TRY(auto b, bytes_new_uninitialised(t, octets.size()));
  std::memcpy(b->data(), octets.data(), octets.size());
  return b;
}

RefOf<BytesObject> bytes_concat(Thread& t, std::string_view a, std::string_view b) {
  if (a.size() + b.size() <= 1) return bytes_new(t, a.empty() ? b : a);
  GILT_TRY(auto result, bytes_new_uninitialised(t, a.size() + b.size()));
  a.copy(result->data(), a.size());
  b.copy(result->data() + a.size(), b.size());
  return result;
}

int64_t bytes_hash(BytesObject* b) {
  std::atomic_ref hash(b->hash_value);
  int64_t h = hash.load(std::memory_order_relaxed);
  if (h == 0) {
    h = hash_bytes(b->data(), b->size);
    hash.store(h, std::memory_order_relaxed);
  }
  return h;
}

std::string repr_bytes(std::string_view octets) {
  bool has_single = octets.find('\'') != octets.npos;
  char quote = has_single && octets.find('"') == octets.npos ? '"' : '\'';
  std::string out = "b";
  out.reserve(octets.size() + 3);
  out.push_back(quote);
  for (char c : octets) {
    if (c == quote || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c >= ' ' && c < 0x7f) {
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += "\\x";
      out.push_back("0123456789abcdef"[(c >> 4) & 15]);
      out.push_back("0123456789abcdef"[c & 15]);
    }
  }
  out.push_back(quote);
  return out;
}

std::string_view octets_of(Value v) {
  return is_bytes(v) ? v.as<BytesObject>()->view() : v.as<ByteArrayObject>()->view();
}

}  // namespace gilt
