// Module mmap: files in memory, and memory that processes share.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "runtime/buffer_traits.h"
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/octet_methods.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/slice.h"
#include "runtime/world.h"
#include "stdlib/mmap_object.h"

namespace gilt {

namespace {

MmapObject* map_of(Value v) {
  return v.as<MmapObject>();
}

void dealloc(Thread& t, Object* object) {
  map_give_back(static_cast<MmapObject*>(object));
  native_free<MmapObject>(t, object);
}

void traverse(Object* self, Visitor& visitor) {
  native_traverse(self, visitor);
}

// -- views --

bool buffer(Thread& t, Value v, bool writable, std::span<std::byte>& out) {
  MmapObject* self = map_of(v);
  GILT_CHECK(check_map_open(t, self));
  if (writable && self->access == MapAccess::kRead) {
    return fail(t, buffer_error_type, "Object is not writable.");
  }
  out = {reinterpret_cast<std::byte*>(self->data), self->size};
  return true;
}

void change_exports(Value v, int by) {
  __atomic_fetch_add(&map_of(v)->exports, static_cast<uint32_t>(by), __ATOMIC_ACQ_REL);
}

// -- methods --

// No other thread is inside a native function while this lives. Who reads through a view that is
// released meanwhile has found the octets already and goes on until its next safepoint
// (runtime/memoryview.h); they are to stay until then. Getting here may let others change the map:
// it is looked at afterwards.
class NobodyReads {
 public:
  NobodyReads(Thread& t, const MmapObject* self) {
    if (is_shared(self)) stopped_.emplace(t, Pause::kInspect);
  }

 private:
  std::optional<StopTheWorld> stopped_;
};

Ref close_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  NobodyReads quiet(t, self);
  if (__atomic_load_n(&self->exports, __ATOMIC_ACQUIRE) > 0) {
    return fail(t, buffer_error_type, "cannot close exported pointers exist");
  }
  map_give_back(self);
  return Ref::none();
}

size_t left(const MmapObject* self) {
  return self->position < self->size ? self->size - self->position : 0;
}

Ref take(Thread& t, MmapObject* self, size_t count) {
  GILT_TRY(RefOf<BytesObject> bytes, bytes_new(t, {self->data + self->position, count}));
  self->position += count;
  return bytes;
}

Ref read_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  size_t count = SIZE_MAX;
  if (!args[1].is_none()) {
    if (type_of(args[1])->slots.to_index == nullptr) {
      return fail(t, type_error_type, "read argument must be int or None, not {}",
                  type_name(args[1]));
    }
    GILT_TRY(int64_t given, to_int64(t, args[1]));
    if (given >= 0) count = static_cast<size_t>(given);
  }
  GILT_CHECK(check_map_open(t, self));
  return take(t, self, std::min(count, left(self)));
}

Ref read_byte_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_CHECK(check_map_open(t, self));
  if (left(self) == 0) return fail(t, value_error_type, "read byte out of range");
  return int_from(t, static_cast<unsigned char>(self->data[self->position++]));
}

Ref readline_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_CHECK(check_map_open(t, self));
  size_t most = left(self);
  const void* newline = most == 0 ? nullptr : std::memchr(self->data + self->position, '\n', most);
  if (newline != nullptr) {
    most =
        static_cast<size_t>(static_cast<const char*>(newline) - (self->data + self->position)) + 1;
  }
  return take(t, self, most);
}

Ref write_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  GILT_CHECK(check_map_writable(t, self));
  if (view.size() > left(self)) return fail(t, value_error_type, "data out of range");
  std::memmove(self->data + self->position, view.data(), view.size());
  self->position += view.size();
  return int_from_unsigned(t, view.size());
}

Ref write_byte_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_TRY(unsigned char octet, octet_argument(t, args[1]));
  GILT_CHECK(check_map_writable(t, self));
  if (left(self) == 0) return fail(t, value_error_type, "write byte out of range");
  self->data[self->position++] = static_cast<char>(octet);
  return Ref::none();
}

Ref seek_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_TRY(int64_t distance, to_int64(t, args[1]));
  GILT_TRY(int whence, to_c_int(t, args[2]));
  GILT_CHECK(check_map_open(t, self));
  int64_t from = 0;
  if (whence == 1) {
    from = static_cast<int64_t>(self->position);
  } else if (whence == 2) {
    from = static_cast<int64_t>(self->size);
  } else if (whence != 0) {
    return fail(t, value_error_type, "unknown seek type");
  }
  int64_t to;
  if (__builtin_add_overflow(from, distance, &to) || to < 0 ||
      to > static_cast<int64_t>(self->size)) {
    return fail(t, value_error_type, "seek out of range");
  }
  self->position = static_cast<size_t>(to);
  return int_from(t, to);
}

Ref tell_method(Thread& t, Args args) {
  GILT_CHECK(check_map_open(t, map_of(args[0])));
  return int_from_unsigned(t, map_of(args[0])->position);
}

Ref size_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_CHECK(check_map_open(t, self));
  if (self->fd >= 0) {
    struct stat status;
    if (fstat(self->fd, &status) < 0) return fail_os(t, errno);
    return int_from(t, status.st_size);
  }
  if (!self->trackfd) {
    return fail(t, value_error_type, "can't get size with trackfd=False");
  }
  return fail_os(t, EBADF);
}

Ref flush_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  int64_t offset = 0, size = 0;
  if (!args[1].is_unset()) {
    GILT_TRY(offset, to_int64(t, args[1]));
  }
  if (!args[2].is_unset()) {
    GILT_TRY(size, to_int64(t, args[2]));
  }
  // Only now: the numbers' __index__ may have let others close or shorten it.
  GILT_CHECK(check_map_open(t, self));
  const auto whole = static_cast<int64_t>(self->size);
  if (args[2].is_unset()) size = whole - offset;
  if (offset < 0 || size < 0 || offset > whole || size > whole - offset) {
    return fail(t, value_error_type, "flush values out of range");
  }
  if (self->access == MapAccess::kRead || self->access == MapAccess::kCopy) return Ref::none();
  change_exports(args[0], 1);  // it may not be closed meanwhile
  int result, error;
  {
    ReleaseGil released(t);
    result = msync(self->data + offset, static_cast<size_t>(size), MS_SYNC);
    error = errno;
  }
  change_exports(args[0], -1);
  if (result < 0) return fail_os(t, error);
  return Ref::none();
}

Ref resize_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_TRY(int64_t size, to_int64(t, args[1]));
  NobodyReads quiet(t, self);
  GILT_CHECK(check_map_open(t, self));
  GILT_CHECK(check_map_resizable(t, self));
  if (size < 0 || size > INT64_MAX - self->offset) {
    return fail(t, value_error_type, "new size out of range");
  }
  if (self->shared_anonymous && static_cast<size_t>(size) > self->size) {
    return fail(t, value_error_type, "mmap: can't expand a shared anonymous mapping");
  }
  if (self->fd >= 0 && ftruncate(self->fd, self->offset + size) < 0) return fail_os(t, errno);
  void* data = mremap(self->data, self->size, static_cast<size_t>(size), MREMAP_MAYMOVE);
  if (data == MAP_FAILED) return fail_os(t, errno);
  self->data = static_cast<char*>(data);
  self->size = static_cast<size_t>(size);
  return Ref::none();
}

Ref move_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_TRY(int64_t to, to_int64(t, args[1]));
  GILT_TRY(int64_t from, to_int64(t, args[2]));
  GILT_TRY(int64_t count, to_int64(t, args[3]));
  GILT_CHECK(check_map_writable(t, self));
  auto size = static_cast<int64_t>(self->size);
  if (to < 0 || from < 0 || count < 0 || size - to < count || size - from < count) {
    return fail(t, value_error_type, "source, destination, or count out of range");
  }
  std::memmove(self->data + to, self->data + from, static_cast<size_t>(count));
  return Ref::none();
}

// find and rfind from the current position, unless told otherwise.
Ref find(Thread& t, Args args, bool backward) {
  MmapObject* self = map_of(args[0]);
  BufferView what(t);
  GILT_CHECK(what.open(args[1]));
  auto start = static_cast<int64_t>(self->position), end = INT64_MAX;
  if (!args[2].is_unset()) {
    GILT_TRY(start, to_int64(t, args[2]));
  }
  if (!args[3].is_unset()) {
    GILT_TRY(end, to_int64(t, args[3]));
  }
  // Only now: the numbers' __index__ may have let others close or shorten it.
  GILT_CHECK(check_map_open(t, self));
  auto size = static_cast<int64_t>(self->size);
  auto clamp = [&](int64_t i) { return std::clamp<int64_t>(i < 0 ? i + size : i, 0, size); };
  start = clamp(start);
  end = clamp(end);
  if (start > end) return Ref::adopt(Value::integer(-1));
  std::string_view all(self->data + start, static_cast<size_t>(end - start));
  size_t found = backward ? all.rfind(what.view()) : all.find(what.view());
  if (found == std::string_view::npos) return Ref::adopt(Value::integer(-1));
  return int_from(t, start + static_cast<int64_t>(found));
}
Ref find_method(Thread& t, Args args) {
  return find(t, args, false);
}
Ref rfind_method(Thread& t, Args args) {
  return find(t, args, true);
}

Ref madvise_method(Thread& t, Args args) {
  MmapObject* self = map_of(args[0]);
  GILT_TRY(int option, to_c_int(t, args[1]));
  GILT_TRY(int64_t start, to_int64(t, args[2]));
  int64_t length = INT64_MAX;
  if (!args[3].is_none()) {
    GILT_TRY(length, to_int64(t, args[3]));
  }
  // Only now: the numbers' __index__ may have let others close or shorten it.
  GILT_CHECK(check_map_open(t, self));
  auto size = static_cast<int64_t>(self->size);
  if (start < 0 || start >= size) return fail(t, value_error_type, "madvise start out of bounds");
  if (length < 0) return fail(t, value_error_type, "madvise length invalid");
  length = std::min(length, size - start);
  if (madvise(self->data + start, static_cast<size_t>(length), option) < 0) {
    return fail_os(t, errno);
  }
  return Ref::none();
}

Ref seekable_method(Thread&, Args) {
  return Ref::boolean(true);
}
Ref enter_method(Thread& t, Args args) {
  GILT_CHECK(check_map_open(t, map_of(args[0])));
  return Ref::copy(args[0]);
}
Ref get_closed(Thread&, Value self) {
  return Ref::boolean(map_of(self)->data == nullptr);
}

// -- as a sequence --

std::optional<int64_t> length_slot(Thread& t, Value v) {
  GILT_CHECK(check_map_open(t, map_of(v)));
  return static_cast<int64_t>(map_of(v)->size);
}

Ref get_item_slot(Thread& t, Value v, Value key) {
  MmapObject* self = map_of(v);
  GILT_CHECK(check_map_open(t, self));
  if (is_slice(key)) {
    GILT_TRY(SliceRange range, slice_unpack(t, key.as<SliceObject>()));
    GILT_CHECK(check_map_open(t, self));
    slice_adjust(range, static_cast<int64_t>(self->size));
    if (range.step == 1) {
      return bytes_new(t, {self->data + range.start, static_cast<size_t>(range.length)});
    }
    GILT_TRY(RefOf<BytesObject> bytes,
             bytes_new_uninitialised(t, static_cast<size_t>(range.length)));
    for (int64_t i = 0; i < range.length; i++) {
      bytes->data()[i] = self->data[range.start + i * range.step];
    }
    return bytes;
  }
  if (type_of(key)->slots.to_index == nullptr) {
    return fail(t, type_error_type, "mmap indices must be integers");
  }
  GILT_TRY(int64_t index, sequence_index(t, key, "mmap"));
  GILT_CHECK(check_map_open(t, self));
  auto size = static_cast<int64_t>(self->size);
  if (index < 0) index += size;
  if (index < 0 || index >= size) return fail(t, index_error_type, "mmap index out of range");
  return int_from(t, static_cast<unsigned char>(self->data[index]));
}

bool set_item_slot(Thread& t, Value v, Value key, Value value) {
  MmapObject* self = map_of(v);
  GILT_CHECK(check_map_writable(t, self));
  if (is_slice(key)) {
    GILT_TRY(SliceRange range, slice_unpack(t, key.as<SliceObject>()));
    if (value.is_unset()) {
      return fail(t, type_error_type, "mmap object doesn't support slice deletion");
    }
    BufferView view(t);
    GILT_CHECK(view.open(value));
    GILT_CHECK(check_map_open(t, self));
    slice_adjust(range, static_cast<int64_t>(self->size));
    if (static_cast<int64_t>(view.size()) != range.length) {
      return fail(t, index_error_type, "mmap slice assignment is wrong size");
    }
    if (range.step == 1) {
      std::memmove(self->data + range.start, view.data(), view.size());
      return true;
    }
    for (int64_t i = 0; i < range.length; i++) {
      self->data[range.start + i * range.step] = view.data()[i];
    }
    return true;
  }
  if (type_of(key)->slots.to_index == nullptr) {
    return fail(t, type_error_type, "mmap indices must be integers");
  }
  GILT_TRY(int64_t index, sequence_index(t, key, "mmap"));
  if (value.is_unset()) {
    return fail(t, type_error_type, "mmap doesn't support item deletion");
  }
  if (type_of(value)->slots.to_index == nullptr) {
    return fail(t, type_error_type, "mmap item value must be an int");
  }
  GILT_TRY(int64_t octet, to_int64(t, value));
  GILT_CHECK(check_map_open(t, self));
  auto size = static_cast<int64_t>(self->size);
  if (index < 0) index += size;
  if (index < 0 || index >= size) return fail(t, index_error_type, "mmap index out of range");
  if (octet < 0 || octet > 255) {
    return fail(t, value_error_type, "mmap item value must be in range(0, 256)");
  }
  self->data[index] = static_cast<char>(octet);
  return true;
}

Ref repr_slot(Thread& t, Value v) {
  MmapObject* self = map_of(v);
  if (self->data == nullptr) return str_new(t, "<mmap.mmap closed=True>");
  static constexpr const char* kAccess[] = {"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE",
                                            "ACCESS_COPY"};
  return str_new(t, fmt::format("<mmap.mmap closed=False, access={}, length={}, pos={}, offset={}>",
                                kAccess[static_cast<int>(self->access)], self->size, self->position,
                                self->offset));
}

constexpr NativeDef kMethods[] = {
    {"__enter__", enter_method, "(self, /)", nullptr},
    {"__exit__", guarded<close_method>, "(self, *args)", nullptr},
    {"close", guarded<close_method>, "(self, /)", "Gives the memory back."},
    {"find", guarded<find_method>, "(self, view, start=..., end=..., /)",
     "The first place of some bytes, or -1."},
    {"flush", guarded<flush_method>, "(self, offset=..., size=..., /)",
     "Waits until changes are in the file."},
    {"madvise", guarded<madvise_method>, "(self, option, start=0, length=None, /)",
     "Tells the system how the memory will be used."},
    {"move", guarded<move_method>, "(self, dest, src, count, /)", "Copies bytes inside."},
    {"read", guarded<read_method>, "(self, n=None, /)", "Reads bytes at the position."},
    {"read_byte", guarded<read_byte_method>, "(self, /)", "Reads a byte as int."},
    {"readline", guarded<readline_method>, "(self, /)", "Reads a line."},
    {"resize", guarded<resize_method>, "(self, newsize, /)", "Changes the size."},
    {"rfind", guarded<rfind_method>, "(self, view, start=..., end=..., /)",
     "The last place of some bytes, or -1."},
    {"seek", guarded<seek_method>, "(self, pos, whence=0, /)", "Moves the position."},
    {"seekable", seekable_method, "(self, /)", "True."},
    {"size", guarded<size_method>, "(self, /)", "The size of the file."},
    {"tell", guarded<tell_method>, "(self, /)", "The position."},
    {"write", guarded<write_method>, "(self, bytes, /)", "Writes bytes at the position."},
    {"write_byte", guarded<write_byte_method>, "(self, byte, /)", "Writes a byte given as int."},
};
constexpr GetSetDef kGetSets[] = {
    {"closed", get_closed, nullptr, "Whether it is closed."},
};

TypeObject* mmap_type() {
  static TypeObject* const kType = [] {
    TypeObject* type = type_new_native({
        .name = "mmap.mmap",
        .instance_size = sizeof(MmapObject),
        .flags = kTypeSubclassable | kTypeHasWeakrefs,
        .doc = "mmap(fileno, length, flags=MAP_SHARED, prot=PROT_READ|PROT_WRITE, "
               "access=ACCESS_DEFAULT, offset=0, *, trackfd=True)\n--\n\n"
               "A file in memory; with fileno -1, memory that child processes share.",
        .slots =
            {
                .dealloc = dealloc,
                .traverse = traverse,
                .construct = map_construct,
                .repr = guarded<repr_slot>,
                .length = length_slot,
                .get_item = guarded<get_item_slot>,
                .set_item = guarded<set_item_slot>,
                .buffer = buffer,
            },
        .methods = kMethods,
        .getsets = kGetSets,
    });
    register_buffer_traits({type, change_exports, nullptr, nullptr});
    return type;
  }();
  return kType;
}

bool init(Thread& t, ModuleObject* module) {
  static constexpr struct {
    const char* name;
    int value;
  } kConstants[] = {
#define GILT_CONSTANT(name) {#name, name},
      GILT_CONSTANT(PROT_READ) GILT_CONSTANT(PROT_WRITE) GILT_CONSTANT(PROT_EXEC)
          GILT_CONSTANT(MAP_SHARED) GILT_CONSTANT(MAP_PRIVATE) GILT_CONSTANT(MAP_ANON)
              GILT_CONSTANT(MAP_ANONYMOUS) GILT_CONSTANT(MAP_POPULATE) GILT_CONSTANT(MAP_NORESERVE)
                  GILT_CONSTANT(MADV_NORMAL) GILT_CONSTANT(MADV_RANDOM)
                      GILT_CONSTANT(MADV_SEQUENTIAL) GILT_CONSTANT(MADV_WILLNEED)
                          GILT_CONSTANT(MADV_DONTNEED) GILT_CONSTANT(MADV_FREE)
#undef GILT_CONSTANT
                              {"ACCESS_DEFAULT", static_cast<int>(MapAccess::kDefault)},
      {"ACCESS_READ", static_cast<int>(MapAccess::kRead)},
      {"ACCESS_WRITE", static_cast<int>(MapAccess::kWrite)},
      {"ACCESS_COPY", static_cast<int>(MapAccess::kCopy)},
  };
  for (const auto& constant : kConstants) {
    GILT_CHECK(module_set(t, module, constant.name, int_from(t, constant.value)));
  }
  GILT_CHECK(module_set(t, module, "PAGESIZE", int_from(t, sysconf(_SC_PAGESIZE))));
  GILT_CHECK(module_set(t, module, "ALLOCATIONGRANULARITY", int_from(t, sysconf(_SC_PAGESIZE))));
  GILT_CHECK(module_set(t, module, "error", Ref::copy(&os_error_type)));
  return module_set(t, module, "mmap", Ref::copy(mmap_type()));
}

const ModuleDef kModule = {"mmap", "Files in memory, and shared memory.", {}, init};

}  // namespace

void register_mmap_module() {
  register_native_module(kModule);
}

}  // namespace gilt
