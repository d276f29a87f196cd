// Where modules are looked for.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "interpreter/import.h"
#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/limits.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/embedded.h"

namespace gilt {

std::optional<std::string> read_file(Thread& t, const std::string& path) {
  std::string text;
  int error = 0;
  {
    ReleaseGil released(t, ReleaseReason::kIo);
    int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
      error = errno;
    } else {
      struct stat status;
      if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) error = EISDIR;
      char buffer[1 << 16];
      while (error == 0) {
        ssize_t got = read(fd, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) error = errno;
        if (got <= 0) break;
        text.append(buffer, static_cast<size_t>(got));
      }
      close(fd);
    }
  }
  if (error == 0) return text;
  GILT_TRY(auto name, str_new(t, path));
  return fail_os(t, error, name.value());
}

namespace {

constexpr std::string_view kEmbeddedFolder = "<embedded>/";

enum class PathKind { kMissing, kFile, kFolder };

PathKind kind_of(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return PathKind::kMissing;
  return S_ISDIR(status.st_mode) ? PathKind::kFolder : PathKind::kFile;
}

const EmbeddedModule* find_embedded(std::string_view full_name) {
  for (const EmbeddedModule& module : embedded_modules()) {
    if (module.name == full_name) return &module;
  }
  return nullptr;
}

std::string working_directory() {
  char buffer[PATH_MAX];
  return getcwd(buffer, sizeof buffer) != nullptr ? buffer : ".";
}

std::string absolute_folder(std::string_view folder) {
  if (folder.starts_with('/')) return std::string(folder);
  if (folder.starts_with("./")) folder.remove_prefix(2);
  if (folder.empty() || folder == ".") return working_directory();
  return working_directory() + "/" + std::string(folder);
}

// The str items of a path list, as texts.
bool folders_of(Thread& t, Value path, std::vector<std::string>& folders) {
  return for_each(t, path, [&](Ref item) -> bool {
    if (is_str(item.get())) folders.emplace_back(item.as<StrObject>()->view());
    return true;
  });
}

// Looks for a file, a package or part of a namespace package in [folders].
bool find_in_folders(const std::vector<std::string>& folders, const std::string& last_name,
                     FoundModule& found) {
  std::vector<std::string> parts;
  for (const std::string& folder : folders) {
    if (folder.starts_with(kEmbeddedFolder)) continue;  // there is no such folder
    // Absolute, so that it stays right when the script changes the working directory.
    std::string base = absolute_folder(folder) + "/" + last_name;
    PathKind kind = kind_of(base);
    if (kind == PathKind::kFolder) {
      std::string init = base + "/__init__.py";
      if (kind_of(init) == PathKind::kFile) {
        found.file = init;
        found.is_package = true;
        found.folders = {base};
        return true;
      }
    }
    if (kind_of(base + ".py") == PathKind::kFile) {
      found.file = base + ".py";
      return true;
    }
    if (kind == PathKind::kFolder) parts.push_back(base);
  }
  if (parts.empty()) return false;
  found.is_package = true;
  found.folders = std::move(parts);
  return true;
}

// What no file beside the program hides, because in CPython it is built in, frozen, or loaded
// before the program.
bool comes_first(std::string_view name) {
  for (std::string_view each : {"_collections_abc", "_sitebuiltins", "abc", "atexit", "codecs",
                                "io", "linecache", "os", "posixpath", "stat"}) {
    if (name == each) return true;
  }
  return false;
}

}  // namespace

// [path]: where to look; sys.path or a package's __path__.
std::optional<FoundModule> find_module_in(Thread& t, std::string_view full_name, Value path) {
  FoundModule found;
  found.name = full_name;
  size_t dot = full_name.rfind('.');
  std::string last_name(dot == std::string_view::npos ? full_name : full_name.substr(dot + 1));
  std::vector<std::string> folders;
  if (!path.is_unset() && !folders_of(t, path, folders)) return std::nullopt;
  if (const Limits* limits = limits_of(t)) {
    std::erase_if(folders,
                  [&](const std::string& folder) { return !limits->allows_source(folder); });
  }
  const EmbeddedModule* embedded = find_embedded(full_name);
  bool in_folders = !(embedded != nullptr && comes_first(full_name)) &&
                    find_in_folders(folders, last_name, found);
  // A namespace package is what is left when nothing else fits.
  if (in_folders && (!found.file.empty() || embedded == nullptr)) {
    if (!found.file.empty()) {
      std::optional<std::string> text = read_file(t, found.file);
      if (!text.has_value()) return std::nullopt;
      found.source = std::move(*text);
    }
    return found;
  }
  if (embedded == nullptr) return std::nullopt;
  found = FoundModule{};
  found.name = full_name;
  found.embedded = embedded;
  found.is_package = embedded->is_package;
  found.file = embedded_file(*embedded);
  if (embedded->is_package) found.folders = {found.file.substr(0, found.file.rfind('/'))};
  return found;
}

std::string embedded_file(const EmbeddedModule& module) {
  std::string place(module.name);
  std::replace(place.begin(), place.end(), '.', '/');
  return std::string(kEmbeddedFolder) + place + (module.is_package ? "/__init__.py" : ".py");
}

}  // namespace gilt
