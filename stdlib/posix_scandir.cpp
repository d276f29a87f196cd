// posix: scandir() and its entries. The whole folder is read at once; entries look at their file
// only when asked.
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/str.h"
#include "stdlib/paths.h"
#include "stdlib/posix.h"

namespace gilt {

namespace {

struct DirEntryObject : Object {
  Slot name, path;     // first, as kEntryMembers says
  std::string* place;  // the path as bytes
  uint64_t inode;
  unsigned char kind;    // DT_...
  Slot stat, link_stat;  // once asked
};

struct ScanDirObject : Object {
  struct Entry {
    std::string name;
    uint64_t inode;
    unsigned char kind;
  };
  std::vector<Entry>* entries;
  size_t next;
  std::string* folder;
  bool as_bytes;
};

DirEntryObject* entry_of(Value v) {
  return v.as<DirEntryObject>();
}

void entry_dealloc(Thread& t, Object* object) {
  auto* self = static_cast<DirEntryObject*>(object);
  for (Slot* slot : {&self->name, &self->path, &self->stat, &self->link_stat}) slot->clear();
  delete self->place;
  instance_free(t, object);
}

void entry_traverse(Object* object, Visitor& visitor) {
  auto* self = static_cast<DirEntryObject*>(object);
  for (const Slot* slot : {&self->name, &self->path, &self->stat, &self->link_stat})
    visitor.visit(*slot);
}

Ref entry_new(Thread& t, const ScanDirObject* folder, const ScanDirObject::Entry& entry) {
  std::string path = *folder->folder;
  if (!path.empty() && path.back() != '/') path.push_back('/');
  path += entry.name;
  GILT_TRY(Ref name, file_name(t, entry.name, folder->as_bytes));
  GILT_TRY(Ref full, file_name(t, path, folder->as_bytes));
  auto* self = static_cast<DirEntryObject*>(instance_allocate(t, dir_entry_type()));
  if (self == nullptr) return Failed();
  self->name.init(std::move(name));
  self->path.init(std::move(full));
  self->stat.init_unset();
  self->link_stat.init_unset();
  self->place = new std::string(std::move(path));
  self->inode = entry.inode;
  self->kind = entry.kind;
  return Ref::adopt(self);
}

bool look(Thread& t, const DirEntryObject* self, bool follow, struct stat& status) {
  int result;
  {
    ReleaseGil released(t);
    result = fstatat(AT_FDCWD, self->place->c_str(), &status, follow ? 0 : AT_SYMLINK_NOFOLLOW);
  }
  if (result == 0) return true;
  return fail_os(t, errno, self->path.peek());
}

// Whether the entry is of [kind], from the folder where it says so.
Ref is_kind(Thread& t, Args args, unsigned char kind, mode_t mode) {
  const DirEntryObject* self = entry_of(args[0]);
  GILT_TRY(bool follow, truth(t, args[1]));
  if (self->kind != DT_UNKNOWN && (self->kind != DT_LNK || !follow)) {
    return Ref::boolean(self->kind == kind);
  }
  struct stat status;
  if (!look(t, self, follow, status)) {
    if (!error_matches(t, file_not_found_error_type)) return Ref::error();
    error_clear(t);
    return Ref::boolean(false);
  }
  return Ref::boolean((status.st_mode & S_IFMT) == mode);
}

Ref entry_is_dir(Thread& t, Args args) {
  return is_kind(t, args, DT_DIR, S_IFDIR);
}
Ref entry_is_file(Thread& t, Args args) {
  return is_kind(t, args, DT_REG, S_IFREG);
}
Ref entry_is_symlink(Thread& t, Args args) {
  const Value values[] = {args[0], kFalse};
  return is_kind(t, {values, 2}, DT_LNK, S_IFLNK);
}
Ref entry_is_junction(Thread&, Args) {
  return Ref::boolean(false);
}

Ref entry_stat(Thread& t, Args args) {
  DirEntryObject* self = entry_of(args[0]);
  GILT_TRY(bool follow, truth(t, args[1]));
  Slot& known = follow ? self->stat : self->link_stat;
  if (!known.is_unset()) return known.load();
  struct stat status;
  GILT_CHECK(look(t, self, follow, status));
  GILT_TRY(Ref result, stat_result(t, status));
  known.store(self, result.copy());
  return result;
}

Ref entry_inode(Thread& t, Args args) {
  return int_from_unsigned(t, entry_of(args[0])->inode);
}

Ref entry_fspath(Thread&, Args args) {
  return entry_of(args[0])->path.load();
}

Ref entry_repr(Thread& t, Value self) {
  GILT_TRY(RefOf<StrObject> name, repr(t, entry_of(self)->name.peek()));
  return str_new(t, "<DirEntry " + std::string(name->view()) + ">");
}

constexpr NativeDef kEntryMethods[] = {
    {"is_dir", entry_is_dir, "(self, *, follow_symlinks=True)", "Whether it is a folder."},
    {"is_file", entry_is_file, "(self, *, follow_symlinks=True)", "Whether it is a file."},
    {"is_symlink", entry_is_symlink, "(self)", "Whether it is a symbolic link."},
    {"is_junction", entry_is_junction, "(self)", "False."},
    {"stat", entry_stat, "(self, *, follow_symlinks=True)", "stat() of the entry."},
    {"inode", entry_inode, "(self)", "The inode."},
    {"__fspath__", entry_fspath, "(self)", "The path."},
};
constexpr MemberDef kEntryMembers[] = {
    {"name", sizeof(Object), true, "The name in its folder."},
    {"path", sizeof(Object) + sizeof(Slot), true, "The whole path."},
};

// -- the iterator --

void scan_dealloc(Thread& t, Object* object) {
  auto* self = static_cast<ScanDirObject*>(object);
  delete self->entries;
  delete self->folder;
  instance_free(t, object);
}

Ref scan_next(Thread& t, Value v) {
  auto* self = v.as<ScanDirObject>();
  if (self->next >= self->entries->size()) return Ref::unset();
  return entry_new(t, self, (*self->entries)[self->next++]);
}

Ref scan_iter(Thread&, Value self) {
  return Ref::copy(self);
}

Ref scan_enter(Thread&, Args args) {
  return Ref::copy(args[0]);
}

Ref scan_close(Thread&, Args args) {
  auto* self = args[0].as<ScanDirObject>();
  self->entries->clear();
  return Ref::none();
}

constexpr NativeDef kScanMethods[] = {
    {"__enter__", scan_enter, "(self, /)", nullptr},
    {"__exit__", guarded<scan_close>, "(self, *args)", nullptr},
    {"close", guarded<scan_close>, "(self, /)", "Ends the iteration."},
};

TypeObject* scan_dir_type() {
  static TypeObject* const kType = type_new_native({
      .name = "posix.ScandirIterator",
      .instance_size = sizeof(ScanDirObject),
      .flags = kTypeNoInstantiate,
      .slots = {.dealloc = scan_dealloc, .iter = scan_iter, .next = guarded<scan_next>},
      .methods = kScanMethods,
  });
  return kType;
}

Ref scandir_function(Thread& t, Args args) {
  std::string path = ".";
  int fd = -1;
  if (is_int(args[0])) {
    GILT_TRY(fd, to_c_int(t, args[0]));
  } else if (!args[0].is_none()) {
    GILT_TRY(path, path_argument(t, args[0], "scandir"));
  }
  auto* self = static_cast<ScanDirObject*>(instance_allocate(t, scan_dir_type()));
  if (self == nullptr) return Failed();
  self->entries = new std::vector<ScanDirObject::Entry>;
  self->folder = new std::string(fd >= 0 ? "" : path);
  self->as_bytes = is_bytes(args[0]);
  Ref owner = Ref::adopt(self);
  int error = 0;
  {
    ReleaseGil released(t);
    DIR* folder = fd >= 0 ? fdopendir(dup(fd)) : opendir(path.c_str());
    if (folder == nullptr) {
      error = errno;
    } else {
      errno = 0;
      while (const dirent* entry = readdir(folder)) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        self->entries->push_back({std::string(name), entry->d_ino, entry->d_type});
      }
      error = errno;
      closedir(folder);
    }
  }
  if (error != 0) return fail_path(t, error, args[0].is_none() ? kUnset : args[0]);
  return owner;
}

constexpr NativeDef kFunctions[] = {
    {"scandir", scandir_function, "(path=None)", "An iterator over the entries of a folder."},
};

}  // namespace

TypeObject* dir_entry_type() {
  static TypeObject* const kType = type_new_native({
      .name = "posix.DirEntry",
      .instance_size = sizeof(DirEntryObject),
      .flags = kTypeNoInstantiate,
      .slots = {.dealloc = entry_dealloc, .traverse = entry_traverse, .repr = entry_repr},
      .methods = kEntryMethods,
      .members = kEntryMembers,
  });
  return kType;
}

std::span<const NativeDef> posix_scandir_functions() {
  return kFunctions;
}

}  // namespace gilt
