// The command-line program: gilt FILE [ARGS], gilt -c CODE [ARGS], gilt -m MODULE [ARGS].
#include <cstdio>
#include <string>
#include <string_view>

#include "interpreter/compiler.h"
#include "interpreter/disassemble.h"
#include "interpreter/import.h"
#include "interpreter/start.h"
#include "interpreter/traceback_print.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"

namespace {

using namespace gilt;

// What a pending exception means for the program's exit status; SystemExit is obeyed, everything
// else shown.
int report_exception(Thread& t) {
  if (error_matches(t, system_exit_type)) {
    Ref exit = error_take(t);
    Ref code = exit.as<SystemExitObject>()->code.load();
    if (code.is_unset() || code.is_none()) return 0;
    if (code.get().is_int()) return static_cast<int>(code.get().as_int() & 0xff);
    auto text = to_str(t, code.get());
    if (!text.is_error()) std::fprintf(stderr, "%s\n", text->data());
    return 1;
  }
  Ref exception = error_take(t);
  std::string text = format_exception(t, exception.get());
  std::fwrite(text.data(), 1, text.size(), stderr);
  return 1;
}

// --dis: the bytecode instead of running it.
bool list_code(Thread& t, bool is_text, const std::string& what) {
  std::optional<std::string> text = is_text ? what : read_file(t, what);
  if (!text.has_value()) return false;
  GILT_TRY(auto code, compile_source(t, *text, is_text ? "<string>" : what, CompileOptions{}));
  std::string listing = disassemble(code.get());
  std::fwrite(listing.data(), 1, listing.size(), stdout);
  return true;
}

std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

}  // namespace

int main(int argc, char** argv) {
  InterpreterConfig config;
  config.executable = argv[0];
  config.install_signal_handlers = true;
  enum class Mode { kFile, kText, kModule } mode = Mode::kFile;
  std::string what;
  bool only_list = false;
  int i = 1;
  for (; i < argc && what.empty(); i++) {
    std::string_view argument = argv[i];
    if ((argument == "-c" || argument == "-m") && i + 1 < argc) {
      mode = argument == "-c" ? Mode::kText : Mode::kModule;
      what = argv[++i];
      config.argv.emplace_back(argument);
    } else if (argument == "-X" && i + 1 < argc) {
      config.x_options.emplace_back(argv[++i]);
      if (config.x_options.back() == "switch=opcode") config.switch_every_opcode = true;
    } else if (argument == "--dis") {
      only_list = true;
    } else {
      what = argument;
      config.argv.push_back(what);
    }
  }
  if (what.empty()) {
    std::fprintf(stderr, "usage: gilt [-X option] FILE | -c CODE | -m MODULE [ARGS]\n");
    return 2;
  }
  for (; i < argc; i++) config.argv.emplace_back(argv[i]);
  if (mode == Mode::kFile) config.program_folder = folder_of(what);

  start_runtime();
  Interpreter* interpreter = interpreter_new(std::move(config));
  if (interpreter == nullptr) {
    std::fprintf(stderr, "gilt: out of memory\n");
    return 1;
  }
  Thread& t = *interpreter->main_thread;
  bool ok = only_list             ? list_code(t, mode == Mode::kText, what)
            : mode == Mode::kFile ? run_main_file(t, what)
            : mode == Mode::kText ? run_main_text(t, what, "<string>")
                                  : run_main_module(t, what);
  int status = ok ? 0 : report_exception(t);
  int end_status = interpreter_delete(interpreter);
  return status != 0 ? status : end_status;
}
