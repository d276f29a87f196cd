// What module mmap is about: octets that are mapped, from a file or for themselves.
//
// They stay where they are while a view shows them: close() and resize() are refused meanwhile.
// Threads see each other's writes as they see those to a bytearray.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/native.h"
#include "runtime/object.h"
#include "runtime/type.h"

namespace gilt {

enum class MapAccess : int { kDefault = 0, kRead = 1, kWrite = 2, kCopy = 3 };

struct MmapObject : Object {
  char* data;  // null: closed
  size_t size;
  size_t position;
  int64_t offset;  // in the file
  int fd;          // a copy of the one given, or -1
  MapAccess access;
  bool trackfd;
  bool shared_anonymous;
  uint32_t exports;  // changed with atomic instructions
};

// mmap.mmap(...)
Ref map_construct(Thread& t, TypeObject* type, CallArgs call);
// Gives the octets and the file back; the object is closed.
void map_give_back(MmapObject* self);

// Raise what is wrong.
bool check_map_open(Thread& t, const MmapObject* self);
bool check_map_writable(Thread& t, const MmapObject* self);
bool check_map_resizable(Thread& t, const MmapObject* self);

}  // namespace gilt
