#include "stdlib/shared_block.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/scheduler.h"

namespace gilt {
namespace {

constexpr size_t kArenaSize = size_t{1} << 16;
constexpr size_t kAlignment = 64;

struct Arenas {
  ShortLock lock;
  std::vector<SharedArena*> all;
  SharedArena* current = nullptr;
};

Arenas& arenas() {
  static auto* const kArenas = new Arenas;
  return *kArenas;
}

size_t rounded(size_t size, size_t unit) {
  return (size + unit - 1) / unit * unit;
}

// Maps [fd], which it owns from now on. Null with errno.
SharedArena* map(int fd, size_t size) {
  struct stat status;
  if (fstat(fd, &status) != 0) return nullptr;
  void* base = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (base == MAP_FAILED) return nullptr;
  return new SharedArena{.fd = fd,
                         .base = static_cast<std::byte*>(base),
                         .size = size,
                         .used = 0,
                         .owner = getpid(),
                         .device = status.st_dev,
                         .inode = status.st_ino,
                         .references = 0};
}

// A new arena of [size] octets. Null with errno.
SharedArena* make(size_t size) {
  // The system would go on giving memory until it has to kill somebody.
  auto memory =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  if (size > memory) {
    errno = ENOMEM;
    return nullptr;
  }
  int fd = memfd_create("gilt", MFD_CLOEXEC);
  if (fd < 0) return nullptr;
  if (ftruncate(fd, static_cast<off_t>(size)) == 0) {
    if (SharedArena* arena = map(fd, size)) return arena;
  }
  int error = errno;
  close(fd);
  errno = error;
  return nullptr;
}

void drop(SharedArena* arena) {
  Arenas& list = arenas();
  {
    std::lock_guard guard(list.lock);
    if (arena->references.load() != 0 || list.current == arena) return;
    std::erase(list.all, arena);
  }
  munmap(arena->base, arena->size);
  close(arena->fd);
  delete arena;
}

}  // namespace

SharedPiece::~SharedPiece() {
  if (arena_ != nullptr && arena_->references.fetch_sub(1) == 1) drop(arena_);
}

bool SharedPiece::allocate(Thread& t, size_t size, SharedPiece& out) {
  Arenas& list = arenas();
  size_t wanted = rounded(size == 0 ? 1 : size, kAlignment);
  bool own = wanted > kArenaSize / 4;
  SharedPiece piece;
  SharedArena* outgrown = nullptr;
  int error = 0;
  {
    std::lock_guard guard(list.lock);
    SharedArena* arena = own ? nullptr : list.current;
    if (arena == nullptr || arena->owner != getpid() || arena->size - arena->used < wanted) {
      arena = make(own ? rounded(wanted, 4096) : kArenaSize);
      if (arena == nullptr) {
        error = errno;
      } else {
        list.all.push_back(arena);
        if (!own) outgrown = std::exchange(list.current, arena);
      }
    }
    if (arena != nullptr) {
      piece.arena_ = arena;
      piece.offset_ = arena->used;
      piece.size_ = size;
      arena->used += wanted;
      arena->references++;
    }
  }
  if (outgrown != nullptr) drop(outgrown);
  if (error != 0) return fail_os(t, error);
  out = std::move(piece);
  return true;
}

bool SharedPiece::attach(Thread& t, int fd, size_t offset, size_t size, SharedPiece& out) {
  struct stat status;
  if (fstat(fd, &status) != 0) return fail_os(t, errno);
  auto length = static_cast<size_t>(status.st_size);
  if (offset > length || size > length - offset)
    return fail(t, value_error_type, "the shared memory is smaller than that");
  Arenas& list = arenas();
  SharedPiece piece;
  int error = 0;
  {
    std::lock_guard guard(list.lock);
    SharedArena* found = nullptr;
    for (SharedArena* arena : list.all) {
      if (arena->device == status.st_dev && arena->inode == status.st_ino) found = arena;
    }
    if (found == nullptr) {
      int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
      if (own < 0 || (found = map(own, length)) == nullptr) {
        error = errno;
        if (own >= 0) close(own);
      } else {
        found->owner = 0;
        list.all.push_back(found);
      }
    }
    if (found != nullptr) {
      piece.arena_ = found;
      piece.offset_ = offset;
      piece.size_ = size;
      found->references++;
    }
  }
  if (error != 0) return fail_os(t, error);
  out = std::move(piece);
  return true;
}

// -- Block --

namespace {

struct BlockObject : Object {
  SharedPiece piece;
};

Ref block_new(Thread& t, SharedPiece piece) {
  auto* block = object_new<BlockObject>(t, shared_block_type()->instance_shape->id);
  if (block == nullptr) return Ref::error();
  new (&block->piece) SharedPiece(std::move(piece));
  return Ref::adopt(block);
}

Ref construct(Thread& t, TypeObject*, CallArgs call) {
  static const ParameterSpec* spec = parse_signature("Block", "(size, /)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(int64_t size, to_int64(t, bound[0]));
  if (size < 0) return fail(t, value_error_type, "size {} out of range", size);
  SharedPiece piece;
  GILT_CHECK(SharedPiece::allocate(t, static_cast<size_t>(size), piece));
  return block_new(t, std::move(piece));
}

Ref attach(Thread& t, Args args) {
  GILT_TRY(int fd, to_c_int(t, args[1]));
  GILT_TRY(int64_t offset, to_int64(t, args[2]));
  GILT_TRY(int64_t size, to_int64(t, args[3]));
  if (offset < 0 || size < 0) return fail(t, value_error_type, "negative offset or size");
  SharedPiece piece;
  GILT_CHECK(
      SharedPiece::attach(t, fd, static_cast<size_t>(offset), static_cast<size_t>(size), piece));
  return block_new(t, std::move(piece));
}

void dealloc(Thread& t, Object* self) {
  static_cast<BlockObject*>(self)->piece.~SharedPiece();
  heap_free(t, self, sizeof(BlockObject));
}

bool buffer(Thread&, Value self, bool, std::span<std::byte>& out) {
  const SharedPiece& piece = self.as<BlockObject>()->piece;
  out = {piece.data(), piece.size()};
  return true;
}

template <auto kMember>
Ref number_of(Thread& t, Value self) {
  return int_from(t, static_cast<int64_t>((self.as<BlockObject>()->piece.*kMember)()));
}

constexpr NativeDef kMethods[] = {
    {"attach", attach, "(cls, fd, offset, size, /)",
     "The same memory as a block of another process.", NativeKind::kClassMethod},
};
constexpr GetSetDef kGetSets[] = {
    {"fd", number_of<&SharedPiece::fd>, nullptr, "The descriptor of its file."},
    {"offset", number_of<&SharedPiece::offset>, nullptr, "Where in the file it begins."},
    {"size", number_of<&SharedPiece::size>, nullptr, "How many octets it has."},
};

}  // namespace

TypeObject* shared_block_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_multiprocessing.Block",
      .instance_size = sizeof(BlockObject),
      .doc = "Memory that processes share. It has no name and ends with its last user.",
      .slots = {.dealloc = dealloc, .construct = construct, .buffer = buffer},
      .methods = kMethods,
      .getsets = kGetSets,
  });
  return kType;
}

}  // namespace gilt
