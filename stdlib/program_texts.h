// The rows of C strings that starting a program takes: argv and envp.
#pragma once

#include <string>
#include <vector>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

class ProgramTexts {
 public:
  // Adds a str, bytes or os.PathLike. TypeError and ValueError as path_argument.
  [[nodiscard]] bool add(Thread& t, Value v);
  // Adds all items of a list or tuple. REQUIRES: it is one.
  [[nodiscard]] bool add_all(Thread& t, Value sequence);
  // Adds NAME=VALUE for each item of a mapping. ValueError "illegal environment variable name".
  [[nodiscard]] bool add_environment(Thread& t, Value mapping);

  size_t size() const { return texts_.size(); }
  const std::string& operator[](size_t i) const { return texts_[i]; }
  // Ended by a null pointer; good until the next add.
  char* const* data();

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

bool is_list_or_tuple(Value v);

}  // namespace gilt
