// What the runtime asks of the machine that runs bytecode, which it does not know: a table of
// functions that the interpreter folder fills in once, before the first interpreter exists. The
// defaults answer as a program without bytecode would.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ref.h"

namespace gilt {

struct Thread;
struct TypeObject;
struct DictObject;
struct ExceptionObject;
struct Object;

// Where a traceback entry points. Columns count bytes from 0; -1: not known.
struct CodePlace {
  std::string filename, name;
  int line = 0, end_line = 0;
  int column = -1, end_column = -1;
};

// Where a thread is in the script. The texts live as long as the frame does.
struct RunningPlace {
  std::string_view filename, name;
  int line = 0;
};

// What a thread that waits for a lock is at (deadlock.h).
struct WaitPlace {
  std::vector<CodePlace> stack;  // the script's own frames, outermost first
  std::string subject;           // the lock: "Lock 'first' at 0x7f12", or that of another thread
  std::string call;  // the library's function that waits, if it is one: "Queue.get() of ..."
};

struct Machine {
  // Empties every inline cache: a class changed in a way that shapes do not tell (a data descriptor
  // or a __setattr__ appeared after instances existed).
  void (*flush_inline_caches)(Thread& t) = [](Thread&) {};
  // The class cell's content and the first argument of the running function, for super() without
  // arguments. False with RuntimeError raised ("super(): __class__ cell not found").
  bool (*super_arguments)(Thread& t, TypeObject*& type, Ref& self) = nullptr;
  // Globals of the running frame, borrowed; null when no bytecode runs.
  DictObject* (*current_globals)(Thread& t) = [](Thread&) -> DictObject* { return nullptr; };
  // Calls [visit] with the registers of [t] that hold something, as ranges of words; [t] runs
  // nothing meanwhile.
  void (*visit_registers)(Thread& t,
                          const std::function<void(const Value* from, const Value* to)>& visit) =
      [](Thread&, const auto&) {};
  // File, function name and position of a TracebackObject.
  CodePlace (*traceback_place)(Object* traceback) = [](Object*) { return CodePlace{}; };
  // Where [t] is: the innermost frame, except that the library's own modules stand for the script's
  // line that called them. False when no bytecode runs. REQUIRES: it is the caller's own thread.
  bool (*running_place)(const Thread& t, RunningPlace& place) = [](const Thread&, RunningPlace&) {
    return false;
  };
  // Gives [exception], which has no traceback, an entry for the frame that runs now.
  void (*add_current_frame)(Thread& t, ExceptionObject* exception) = [](Thread&, ExceptionObject*) {
  };
  // The frame object of what [t] runs, None when it runs no bytecode.
  Ref (*current_frame)(Thread& t) = [](Thread&) { return Ref::none(); };
  // What [t], which runs nothing meanwhile, is at: it waits for [lock], as scripts see it (or
  // null).
  WaitPlace (*wait_place)(const Thread& t, Object* lock) = [](const Thread&, Object*) {
    return WaitPlace{};
  };
  // Whether a frame of [t] that has not ended has [instruction] in its code; where that is.
  bool (*place_of)(const Thread& t, const void* instruction,
                   CodePlace& place) = [](const Thread&, const void*, CodePlace&) { return false; };
  // The text of a line without the white space around it; empty when it is not to be had.
  std::string (*source_line)(const CodePlace& place) = [](const CodePlace&) {
    return std::string();
  };
  // The module with that full name, for native code, whatever scripts may import.
  Ref (*import_absolute)(Thread& t, std::string_view full_name) = nullptr;
  // In the child after a fork, where only [t] lives on: forgets what other threads were at.
  void (*after_fork)(Thread& t) = [](Thread&) {};
  // The attached thread [t] is about to end.
  void (*thread_ends)(Thread& t) = [](Thread&) {};
  // Locals, globals and builtins that the frame of a TracebackObject sees: what a NameError there
  // could have meant.
  std::vector<std::string> (*visible_names)(Thread& t, Object* traceback) = nullptr;
};

extern Machine g_machine;

}  // namespace gilt
