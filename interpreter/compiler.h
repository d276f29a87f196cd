// From tree to bytecode.
#pragma once

#include <string_view>

#include "interpreter/code.h"
#include "interpreter/source.h"
#include "runtime/thread.h"

namespace gilt {

enum class CompileMode { kExec, kEval, kSingle };

struct CompileOptions {
  CompileMode mode = CompileMode::kExec;
  bool optimize_asserts = false;  // -O
  bool allow_incomplete = false;  // REPL: unfinished text raises _IncompleteInputError
  bool allow_top_level_await = false;
  // The code may run with a namespace that is not its globals (compile(), exec with locals): its
  // own names are then looked up by LOAD_NAME and the like, otherwise by LOAD_GLOBAL.
  bool separate_namespace = false;
  // What the text is: the bytes of a program or module, or text already.
  Source::Origin origin = Source::Origin::kText;
  bool is_library = false;          // of the standard library: kCodeLibrary
  bool future_annotations = false;  // inherited from the code that calls compile() or exec()
};

// Source text (UTF-8 or as its coding cookie says) to a code object; SyntaxError and the like are
// raised with CPython's attributes filled in.
RefOf<CodeObject> compile_source(Thread& t, std::string_view source, std::string_view filename,
                                 const CompileOptions& options);

}  // namespace gilt
