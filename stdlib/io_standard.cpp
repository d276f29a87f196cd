// sys.stdin, sys.stdout and sys.stderr.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "stdlib/io.h"
#include "stdlib/sys.h"

namespace gilt {

namespace {

struct StandardStream {
  const char* name;
  const char* original;
  const char* shown;
  int fd;
  bool writes;
  const std::function<void(std::string_view)>* sink;
};

// None when the process was started with the descriptor closed.
Ref make_stream(Thread& t, const StandardStream& spec) {
  const InterpreterConfig& config = t.interpreter->config;
  const bool has_sink = spec.sink != nullptr && *spec.sink;
  if (!has_sink && fcntl(spec.fd, F_GETFD) < 0 && errno == EBADF) return Ref::none();
  const bool is_error = spec.fd == STDERR_FILENO;
  const bool terminal = !has_sink && ::isatty(spec.fd) == 1;
  GILT_TRY(RefOf<StrObject> shown, str_new(t, spec.shown));
  GILT_TRY(Ref raw, file_new(t, spec.fd, !spec.writes, spec.writes, false, shown.value(),
                             has_sink ? spec.sink : nullptr));
  GILT_TRY(RefOf<StrObject> encoding, str_new(t, "utf-8"));
  GILT_TRY(RefOf<StrObject> errors, str_new(t, is_error ? "backslashreplace" : "strict"));
  const char* environment = config.ignore_environment ? nullptr : std::getenv("PYTHONUNBUFFERED");
  const bool unbuffered = config.unbuffered || (environment != nullptr && *environment != 0);
  Ref buffer = raw.copy();
  if (!spec.writes || !unbuffered) {
    GILT_TRY(buffer, buffered_new(t, spec.writes ? buffered_writer_type() : buffered_reader_type(),
                                  raw.get(), kDefaultBufferSize));
  }
  Ref newline = Ref::none();
  if (spec.writes) {
    GILT_TRY(newline, str_new(t, "\n"));
  }
  GILT_TRY(Ref text,
           text_wrapper_new(t, buffer.get(), encoding.value(), errors.value(), newline.get(),
                            terminal || is_error || has_sink || unbuffered, unbuffered));
  static StrObject* const kMode = intern("mode");
  GILT_TRY(RefOf<StrObject> mode, str_new(t, spec.writes ? "w" : "r"));
  GILT_CHECK(set_attribute(t, text.get(), kMode, mode.value()));
  return text;
}

}  // namespace

bool add_standard_streams(Thread& t, ModuleObject* sys) {
  const InterpreterConfig& config = t.interpreter->config;
  const StandardStream streams[] = {
      {"stdin", "__stdin__", "<stdin>", STDIN_FILENO, false, nullptr},
      {"stdout", "__stdout__", "<stdout>", STDOUT_FILENO, true, &config.write_out},
      {"stderr", "__stderr__", "<stderr>", STDERR_FILENO, true, &config.write_err},
  };
  for (const StandardStream& spec : streams) {
    GILT_TRY(Ref stream, make_stream(t, spec));
    GILT_CHECK(module_set(t, sys, spec.name, stream.copy()));
    GILT_CHECK(module_set(t, sys, spec.original, std::move(stream)));
  }
  return true;
}

}  // namespace gilt
