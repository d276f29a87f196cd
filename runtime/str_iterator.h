// Iterators over str and bytes. The machine's FOR_ITER looks into them, everybody else calls next.
#pragma once

#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct StrIteratorObject : Object {
  Slot string;                   // unset once exhausted
  SharedField<uint64_t> offset;  // of the next character, in bytes
};

// The next character; unset at the end.
Ref str_iterator_next(Thread& t, StrIteratorObject* iterator);

// Over bytes and bytearray, which may change meanwhile.
struct BytesIteratorObject : Object {
  Slot octets;  // unset once exhausted
  SharedField<int64_t> index;
};

}  // namespace gilt
