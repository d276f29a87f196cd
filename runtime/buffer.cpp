// Octets of anything that has them.
#include <cstdint>
#include <cstring>

#include "runtime/buffer_traits.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/memoryview.h"
#include "runtime/sharing.h"

namespace gilt {
namespace {

// memcpy() for octets that others write.
void copy_changing(char* to, const char* from, size_t size) {
  size_t i = 0;
  auto copy_octet = [&] {
    to[i] = __atomic_load_n(from + i, __ATOMIC_RELAXED);
    i++;
  };
  while (i < size && reinterpret_cast<uintptr_t>(from + i) % sizeof(uint64_t) != 0) copy_octet();
  for (; size - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
    const uint64_t word =
        __atomic_load_n(reinterpret_cast<const uint64_t*>(from + i), __ATOMIC_RELAXED);
    std::memcpy(to + i, &word, sizeof word);
  }
  while (i < size) copy_octet();
}

}  // namespace

RefOf<BytesObject> bytes_of(Thread& t, const BufferView& view) {
  if (!kFreeThreaded || view.size() <= 1) return bytes_new(t, view.view());
  GILT_TRY(auto octets, bytes_new_uninitialised(t, view.size()));
  copy_changing(octets->data(), view.data(), view.size());
  return octets;
}

bool is_bytes_like(Value v) {
  return type_of(v)->slots.buffer != nullptr;
}

bool BufferView::open(Value v, bool writable) {
  auto* slot = type_of(v)->slots.buffer;
  if (slot == nullptr)
    return fail(t_, type_error_type, "a bytes-like object is required, not '{}'", type_name(v));
  if (has_shape(v, kMemoryViewShape)) {
    auto view = v.as<MemoryViewObject>();
    if (!view->owner.is_unset() && !view->contiguous() && !writable) {
      copy_ = memoryview_octets(view);
      bytes_ = {reinterpret_cast<std::byte*>(copy_.data()), copy_.size()};
      return true;
    }
  }
  if (has_shape(v, kMemoryViewShape)) {
    ObjectLock lock(t_, v.as_object());
    GILT_CHECK(slot(t_, v, writable, bytes_));
    v.as<MemoryViewObject>()->add_export();
  } else if (is_bytearray(v)) {
    ObjectLock lock(t_, v.as_object());
    GILT_CHECK(slot(t_, v, writable, bytes_));
    v.as<ByteArrayObject>()->add_export();
  } else if (const BufferTraits* traits = buffer_traits_of(v)) {
    if (traits->shown != nullptr) {
      GILT_TRY(Ref shown, traits->shown(t_, v));
      return open(shown.get(), writable);
    }
    ObjectLock lock(t_, v.as_object());
    GILT_CHECK(slot(t_, v, writable, bytes_));
    traits->change_exports(v, 1);
  } else {
    GILT_CHECK(slot(t_, v, writable, bytes_));
  }
  owner_ = Ref::copy(v);
  return true;
}

void BufferView::close() {
  if (!owner_) return;
  Value v = owner_.get();
  if (has_shape(v, kMemoryViewShape))
    v.as<MemoryViewObject>()->drop_export();
  else if (is_bytearray(v))
    v.as<ByteArrayObject>()->drop_export();
  else if (const BufferTraits* traits = buffer_traits_of(v))
    traits->change_exports(v, -1);
  bytes_ = {};
  owner_ = Ref();
}

}  // namespace gilt
