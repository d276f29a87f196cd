// Octets of anything that has them.
#include "runtime/buffer_traits.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/memoryview.h"
#include "runtime/sharing.h"

namespace gilt {

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
