#include "stdlib/mmap_object.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/limits.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/thread.h"

namespace gilt {

bool check_map_open(Thread& t, const MmapObject* self) {
  if (self->data != nullptr) return true;
  return fail(t, value_error_type, "mmap closed or invalid");
}

bool check_map_writable(Thread& t, const MmapObject* self) {
  GILT_CHECK(check_map_open(t, self));
  if (self->access != MapAccess::kRead) return true;
  return fail(t, type_error_type, "mmap can't modify a readonly memory map.");
}

bool check_map_resizable(Thread& t, const MmapObject* self) {
  if (__atomic_load_n(&self->exports, __ATOMIC_ACQUIRE) > 0) {
    return fail(t, buffer_error_type, "mmap can't resize with extant buffers exported.");
  }
  if (!self->trackfd) {
    return fail(t, value_error_type, "mmap can't resize with trackfd=False.");
  }
  if (self->access == MapAccess::kWrite || self->access == MapAccess::kDefault) return true;
  return fail(t, type_error_type, "mmap can't resize a readonly or copy-on-write memory map.");
}

Ref map_construct(Thread& t, TypeObject* type, CallArgs call) {
  static const ParameterSpec* const kSpec = parse_signature(
      "mmap", "(fileno, length, flags=1, prot=3, access=0, offset=0, *, trackfd=True)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(int fd, to_c_int(t, bound[0]));
  GILT_TRY(int64_t length, to_int64(t, bound[1]));
  GILT_TRY(int flags, to_c_int(t, bound[2]));
  GILT_TRY(int protection, to_c_int(t, bound[3]));
  GILT_TRY(int access_number, to_c_int(t, bound[4]));
  auto access = static_cast<MapAccess>(access_number);
  GILT_TRY(int64_t offset, to_int64(t, bound[5]));
  GILT_TRY(bool trackfd, truth(t, bound[6]));
  if (fd != -1) GILT_CHECK(permit(t, Access::kFiles));
  if (length < 0) {
    return fail(t, overflow_error_type, "memory mapped length must be positive");
  }
  if (offset < 0) {
    return fail(t, overflow_error_type, "memory mapped offset must be positive");
  }
  if (access != MapAccess::kDefault &&
      (flags != MAP_SHARED || protection != (PROT_READ | PROT_WRITE))) {
    return fail(t, value_error_type, "mmap can't specify both access and flags, prot.");
  }
  switch (access) {
    case MapAccess::kRead:
      flags = MAP_SHARED;
      protection = PROT_READ;
      break;
    case MapAccess::kWrite:
      flags = MAP_SHARED;
      protection = PROT_READ | PROT_WRITE;
      break;
    case MapAccess::kCopy:
      flags = MAP_PRIVATE;
      protection = PROT_READ | PROT_WRITE;
      break;
    case MapAccess::kDefault:
      if ((protection & PROT_READ) != 0 && (protection & PROT_WRITE) == 0)
        access = MapAccess::kRead;
      if ((protection & PROT_READ) == 0 && (protection & PROT_WRITE) != 0)
        access = MapAccess::kWrite;
      break;
    default: return fail(t, value_error_type, "mmap invalid access parameter.");
  }
  int own_fd = -1;
  if (fd == -1) {
    flags |= MAP_ANONYMOUS;
  } else {
    struct stat status;
    if (fstat(fd, &status) < 0) return fail_os(t, errno);
    if (S_ISREG(status.st_mode)) {
      if (length == 0) {
        if (status.st_size == 0) return fail(t, value_error_type, "cannot mmap an empty file");
        if (offset >= status.st_size) {
          return fail(t, value_error_type, "mmap offset is greater than file size");
        }
        length = status.st_size - offset;
      } else if (offset > status.st_size || status.st_size - offset < length) {
        return fail(t, value_error_type, "mmap length is greater than file size");
      }
    }
    if (trackfd) {
      own_fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
      if (own_fd < 0) return fail_os(t, errno);
    }
  }
  void* data;
  {
    ReleaseGil released(t);
    data = mmap(nullptr, static_cast<size_t>(length), protection, flags, fd, offset);
  }
  if (data == MAP_FAILED) {
    int error = errno;
    if (own_fd >= 0) close(own_fd);
    return fail_os(t, error);
  }
  auto* self = native_allocate<MmapObject>(t, type);
  if (self == nullptr) {
    munmap(data, static_cast<size_t>(length));
    if (own_fd >= 0) close(own_fd);
    return Failed{};
  }
  self->data = static_cast<char*>(data);
  self->size = static_cast<size_t>(length);
  self->position = 0;
  self->offset = offset;
  self->fd = own_fd;
  self->access = access;
  self->trackfd = trackfd;
  self->shared_anonymous = fd == -1 && (flags & MAP_SHARED) != 0;
  self->exports = 0;
  return Ref::adopt(self);
}

void map_give_back(MmapObject* self) {
  if (self->data != nullptr) munmap(self->data, self->size);
  if (self->fd >= 0) close(self->fd);
  self->data = nullptr;
  self->fd = -1;
}

}  // namespace gilt
