#include "runtime/warnings.h"

#include <cstdio>
#include <string>

#include "runtime/interpreter.h"

namespace gilt {

bool warn_explicit(Thread& t, const TypeObject& category, std::string_view message,
                   std::string_view filename, int line, std::string_view source_line) {
  if (is_subtype(&category, &deprecation_warning_type)) return true;
  std::string text(filename);
  text += ':' + std::to_string(line) + ": ";
  text += type_name(&category);
  text += ": ";
  text += message;
  text += '\n';
  if (size_t start = source_line.find_first_not_of(" \t\f"); start != source_line.npos) {
    size_t end = source_line.find_last_not_of(" \t\f\r\n");
    text += "  ";
    text += source_line.substr(start, end - start + 1);
    text += '\n';
  }
  const InterpreterConfig& config = t.interpreter->config;
  if (config.write_err) {
    config.write_err(text);
  } else {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  }
  return true;
}

}  // namespace gilt
