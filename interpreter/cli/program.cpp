#include "interpreter/cli/program.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace gilt::cli {
namespace {

std::string working_directory() {
  char buffer[PATH_MAX];
  return getcwd(buffer, sizeof buffer) != nullptr ? buffer : "";
}

std::string absolute(const std::string& path) {
  std::string folder = path.starts_with('/') ? "" : working_directory();
  if (folder.empty()) return path;
  if (path.empty() || path == ".") return folder;
  return (folder == "/" ? "" : folder) + "/" + path;
}

bool is_folder(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

std::string own_path() {
  char buffer[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", buffer, sizeof buffer);
  return length > 0 ? std::string(buffer, static_cast<size_t>(length)) : std::string();
}

std::optional<std::string> program_file(const std::string& name, int& status) {
  std::string path = absolute(name);
  if (is_folder(path)) {
    std::string main = path + (path.ends_with('/') ? "" : "/") + "__main__.py";
    if (access(main.c_str(), R_OK) == 0) return main;
    std::fprintf(stderr, "%s: can't find '__main__' module in '%s'\n", own_path().c_str(),
                 path.c_str());
    status = 1;
    return std::nullopt;
  }
  // Asked, not opened: whoever writes to a pipe of that name would see its reader go.
  if (access(path.c_str(), R_OK) == 0) return path;
  std::fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n", own_path().c_str(),
               path.c_str(), errno, std::strerror(errno));
  status = 2;
  return std::nullopt;
}

std::string program_folder(const CommandLine& line) {
  if (line.source == Source::kModule) return working_directory();
  if (line.source != Source::kFile) return "";
  std::string path = absolute(line.text);
  if (is_folder(path)) return path;
  char resolved[PATH_MAX];
  if (realpath(path.c_str(), resolved) != nullptr) path = resolved;
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : slash == 0 ? "/" : path.substr(0, slash);
}

std::string dedent(const std::string& code) {
  std::vector<std::string_view> lines;
  for (std::string_view rest = code; !rest.empty();) {
    size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  // Lines of blanks only do not count.
  auto text_start = [](std::string_view line) {
    size_t start = 0;
    while (start < line.size() && blank(line[start])) start++;
    return start == line.size() || line[start] == '\n' ? std::string_view::npos : start;
  };
  std::optional<std::string_view> common;
  for (std::string_view line : lines) {
    size_t start = text_start(line);
    if (start == std::string_view::npos) continue;
    std::string_view margin = line.substr(0, start);
    if (!common) common = margin;
    auto [end, other] = std::mismatch(common->begin(), common->end(), margin.begin(), margin.end());
    common = common->substr(0, static_cast<size_t>(end - common->begin()));
  }
  if (!common || common->empty()) return code;
  std::string result;
  for (std::string_view line : lines) {
    if (text_start(line) == std::string_view::npos) {
      if (line.ends_with('\n')) result += '\n';
    } else {
      result += line.substr(common->size());
    }
  }
  return result;
}

bool check_environment(const CommandLine& line) {
  const char* seed = std::getenv("PYTHONHASHSEED");
  if (line.isolated || seed == nullptr || *seed == '\0' || std::strcmp(seed, "random") == 0)
    return true;
  char* end;
  errno = 0;
  unsigned long number = std::strtoul(seed, &end, 10);
  bool digits = std::string_view(seed).find_first_not_of("0123456789") == std::string_view::npos;
  if (digits && *end == '\0' && errno == 0 && number <= 0xffffffff) return true;
  std::fputs(
      "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer "
      "in range [0; 4294967295]\n",
      stderr);
  return false;
}

}  // namespace gilt::cli
