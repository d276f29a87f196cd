// What all code objects of one compilation share: the thread and source, interned names, the
// numbered globals, and the ways to fail and to warn.
//
// Inside the compiler a failure is the C++ exception CompileFailed, thrown after the thread's
// pending exception was set; compile_source() catches it.
#pragma once

#include <string>
#include <unordered_map>

#include "interpreter/arena.h"
#include "interpreter/ast.h"
#include "interpreter/compiler.h"
#include "interpreter/source.h"

namespace gilt {

struct CompileFailed {};

class CompilationUnit {
 public:
  CompilationUnit(Thread& thread, const Source& text, Arena& tree_arena,
                  const CompileOptions& compile_options);
  ~CompilationUnit();
  CompilationUnit(const CompilationUnit&) = delete;
  CompilationUnit& operator=(const CompilationUnit&) = delete;

  // The interned str of a name of the tree.
  StrObject* name(ast::Identifier id);
  // The place of a global in the unit's table.
  uint32_t global(StrObject* name, bool for_store);
  // A further owner of the table, for a code object.
  GlobalNames* share_globals();

  [[noreturn]] void fail() { throw CompileFailed{}; }
  [[noreturn]] void syntax_error(const Span& span, std::string message);
  void warn(const Span& span, std::string message);
  // Passes on what a function of the runtime made, or fails as it did.
  Ref check(Ref made) {
    if (made.is_error()) fail();
    return made;
  }

  Thread& t;
  const Source& source;
  Arena& arena;
  const CompileOptions& options;
  Ref filename;
  bool future_annotations = false;

 private:
  GlobalNames* globals_;
  std::unordered_map<uint64_t, StrObject*> names_;  // by address and size of the arena's copy
  std::unordered_map<uint64_t, uint32_t> global_index_;
};

// Raises what [problem] describes, with CPython's attributes.
void raise_syntax_problem(Thread& t, const Source& source, const SyntaxProblem& problem,
                          bool allow_incomplete, bool with_text = true);
// Can the lines of [source] be read from a file of its name?
bool source_is_file(const Source& source);
// Issues a SyntaxWarning or DeprecationWarning; false when a filter made it an error.
bool issue_source_warning(Thread& t, const Source& source, const SourceWarning& warning,
                          bool with_text = true);

}  // namespace gilt
