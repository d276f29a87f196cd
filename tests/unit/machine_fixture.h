// An interpreter for a test, and short ways to use it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "interpreter/compiler.h"
#include "interpreter/run.h"
#include "interpreter/start.h"
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/thread.h"

namespace gilt {

class MachineTest : public testing::Test {
 protected:
  MachineTest() : interpreter_(make()), t(*interpreter_->main_thread) {}
  ~MachineTest() override { interpreter_delete(interpreter_); }

  static Interpreter* make() {
    start_runtime();
    return interpreter_new({});
  }

  Ref text(std::string_view s) {
    RefOf<StrObject> made = str_new(t, s);
    EXPECT_FALSE(made.is_error());
    return made;
  }
  // Runs [source] with [globals].
  bool run(std::string_view source, DictObject* globals) {
    RefOf<CodeObject> code = compile_source(t, source, "<test>", {});
    if (code.is_error()) return false;
    return !run_in_namespace(t, code.get(), globals).is_error();
  }
  int64_t number_in(DictObject* globals, const char* name) {
    Value v = dict_get_name(globals, intern(name));
    EXPECT_TRUE(v.is_int()) << name;
    return v.is_int() ? v.as_int() : -1;
  }
  // The pending error as "Type: text", which is cleared; empty without one.
  std::string pending() {
    if (!error_pending(t)) return "";
    Ref error = error_take(t);
    std::string name(type_name(error.get()));
    RefOf<StrObject> shown = to_str(t, error.get());
    return name + ": " + std::string(shown->view());
  }

  Interpreter* interpreter_;
  Thread& t;
};

}  // namespace gilt
