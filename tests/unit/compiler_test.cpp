// The compiler: bytecode of small programs against recorded listings, errors, and the verifier.
//
// tests/bytecode/NAME.py is compiled and its listing compared with NAME.expect. To record new
// listings, run with GILT_REBASELINE=1 in the environment and look at the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "interpreter/compiler.h"
#include "interpreter/disassemble.h"
#include "interpreter/verifier.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/native_modules.h"

namespace gilt {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class CompilerTest : public testing::Test {
 protected:
  CompilerTest() : interpreter_(make()), t(*interpreter_->main_thread) {}
  ~CompilerTest() override { interpreter_delete(interpreter_); }

  static Interpreter* make() {
    register_native_modules();
    return interpreter_new({});
  }

  RefOf<CodeObject> compile(std::string_view text, CompileOptions options = {}) {
    RefOf<CodeObject> code = compile_source(t, text, "<test>", options);
    std::string why;
    if (code) {
      EXPECT_TRUE(verify_all(code.get(), &why)) << why << "\n" << disassemble(code.get());
    }
    return code;
  }

  // The message and position of the SyntaxError that [text] is.
  std::string error_of(std::string_view text) {
    RefOf<CodeObject> code = compile_source(t, text, "<test>", {});
    if (!code.is_error()) return "no error";
    Ref error = error_take(t);
    if (type_name(error.get()) != "SyntaxError") return std::string(type_name(error.get()));
    auto* e = error.as<SyntaxErrorObject>();
    std::string out(e->message.peek().as<StrObject>()->view());
    for (const Slot* slot : {&e->line, &e->offset, &e->end_line, &e->end_offset})
      out += " " + (slot->peek().is_int() ? std::to_string(slot->peek().as_int()) : "-");
    return out;
  }

  // The opcodes of the function that [text] defines first.
  std::string ops_of(std::string_view text) {
    RefOf<CodeObject> module = compile(text);
    if (!module) return "does not compile";
    for (uint32_t i = 0; i < module->constant_count; ++i) {
      Value v = module->constants[i].peek();
      if (!has_shape(v, kCodeShape)) continue;
      auto* code = v.as<CodeObject>();
      std::string out;
      for (uint32_t at = 0; at < code->word_count; at += 1 + info_of(code->words[at]).extra) {
        if (!out.empty()) out += ' ';
        out += info_of(code->words[at]).name;
      }
      return out;
    }
    return "no function";
  }

  Interpreter* interpreter_;
  Thread& t;
};

TEST_F(CompilerTest, ListingsAreAsRecorded) {
  bool rebaseline = std::getenv("GILT_REBASELINE") != nullptr;
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/bytecode")) {
    if (entry.path().extension() != ".py") continue;
    ++count;
    RefOf<CodeObject> code = compile(read_file(entry.path()));
    ASSERT_TRUE(code) << entry.path();
    std::string listing = disassemble(code.get());
    std::filesystem::path expected = entry.path();
    expected.replace_extension(".expect");
    if (rebaseline) {
      std::ofstream(expected, std::ios::binary) << listing;
    } else {
      EXPECT_EQ(read_file(expected), listing) << entry.path();
    }
  }
  EXPECT_GE(count, 10);
}

TEST_F(CompilerTest, AnExpressionIsOneInstructionWhereOneDoes) {
  EXPECT_EQ(ops_of("def f(a, b):\n x = a + b\n return x"), "ADD RETURN");
  EXPECT_EQ(ops_of("def f(a):\n a += 1\n return a"), "ADD_I RETURN");
  EXPECT_EQ(ops_of("def f(a, b):\n if a < b: return 1"), "JN_LT RETURN_CONST RETURN_CONST");
  EXPECT_EQ(ops_of("def f(n):\n while n > 0:\n  n -= 1"), "JUMP SUB_I J_GT_I RETURN_CONST");
}

TEST_F(CompilerTest, OnlyWhatMayBeUnboundIsChecked) {
  EXPECT_EQ(ops_of("def f(c):\n if c: v = 1\n return v"),
            "JUMP_IF_NOT LOAD_INT CHECK_LOCAL RETURN");
  EXPECT_EQ(ops_of("def f(c):\n if c: v = 1\n else: v = 2\n return v"),
            "JUMP_IF_NOT LOAD_INT JUMP LOAD_INT RETURN");
  // Once is enough for all that follows.
  EXPECT_EQ(ops_of("def f(c):\n if c: v = 1\n x = v + 1\n return v"),
            "JUMP_IF_NOT LOAD_INT CHECK_LOCAL ADD_I RETURN");
}

TEST_F(CompilerTest, ALocalReadInPlaceIsCopiedBeforeALaterOperandChangesIt) {
  EXPECT_EQ(ops_of("def f(x):\n return x + (x := 5)"), "MOVE LOAD_INT ADD RETURN");
  EXPECT_EQ(ops_of("def f(x, y):\n return x + (y := 5)"), "MOVE LOAD_INT ADD RETURN");
}

TEST_F(CompilerTest, DeadCodeIsNotThere) {
  EXPECT_EQ(ops_of("def f(a):\n return a\n print(a)"), "RETURN");
  EXPECT_EQ(ops_of("def f(a):\n if 0: print(a)\n while False: pass"), "RETURN_CONST");
  EXPECT_EQ(ops_of("def f(a):\n while True:\n  if a: return 1"),
            "JUMP_IF_NOT RETURN_CONST JUMP_BACK");
}

TEST_F(CompilerTest, JumpsTooFarForAShortOneTakeALongOne) {
  std::string text = "def f(a, b):\n while a < b:\n";
  for (int i = 0; i < 20000; ++i) text += "  a.x = b.y\n";
  text += " for i in a:\n";
  for (int i = 0; i < 20000; ++i) text += "  a.x = b.y\n";
  EXPECT_TRUE(compile(text));
}

TEST_F(CompilerTest, ErrorsHaveTheirPlace) {
  EXPECT_EQ(error_of("x = 1\nreturn 2\n"), "'return' outside function 2 1 2 9");
  EXPECT_EQ(error_of("f(**a, *b)\n").substr(0, 45),
            "iterable argument unpacking follows keyword a");
  EXPECT_EQ(error_of("def f():\n  a = \xc3\xa9 + 1 = 2\n").substr(0, 25),
            "cannot assign to expressi");
  std::string nested;
  for (int i = 0; i < 22; ++i) nested += std::string(static_cast<size_t>(i), ' ') + "for x in y:\n";
  nested += std::string(22, ' ') + "pass\n";
  EXPECT_EQ(error_of(nested).substr(0, 36), "too many statically nested blocks 22");
}

TEST_F(CompilerTest, GiantsAreRefusedOrCompiled) {
  std::string sum = "x = a";
  for (int i = 0; i < 100000; ++i) sum += "+a";
  (void)error_of(sum);
  std::string list = "x = [";
  for (int i = 0; i < 100000; ++i) list += "a,";
  EXPECT_EQ(error_of(list + "]"), "no error");
  std::string call = "f(";
  for (int i = 0; i < 70000; ++i) call += "a,";
  EXPECT_NE(error_of(call + ")"), "no error");
  std::string constants = "def f():\n return [a";
  for (int i = 0; i < 70000; ++i) constants += ",'" + std::to_string(i) + "'";
  (void)error_of(constants + "]");
}

TEST_F(CompilerTest, FoldingHasLimits) {
  EXPECT_EQ(ops_of("def f(): return 9 ** 9 ** 9"), "LOAD_INT LOAD_INT POW RETURN");
  EXPECT_EQ(ops_of("def f(): return 'x' * 5000"), "LOAD_CONST MUL_I RETURN");
  EXPECT_EQ(ops_of("def f(): return 1 / 0"), "LOAD_INT TRUEDIV_K RETURN");
  EXPECT_EQ(ops_of("def f(): return 2 ** 60"), "RETURN_CONST");
}

TEST_F(CompilerTest, EqualConstantsOfDifferentTypesStayApart) {
  RefOf<CodeObject> code =
      compile("a = 1.5, 1.5, True, -0.0, 0.0, 'x', b'x', (1, 2), (1.0, 2), 1e400");
  ASSERT_TRUE(code);
  Ref result = get_attribute(t, code.value(), intern("co_consts"));
  ASSERT_TRUE(result);
}

TEST_F(CompilerTest, TheVerifierRejectsWhatIsBroken) {
  RefOf<CodeObject> module = compile("def f(a, b):\n for x in a:\n  b(x)\n return [a, b]\n");
  ASSERT_TRUE(module);
  CodeObject* code = nullptr;
  for (uint32_t i = 0; i < module->constant_count; ++i)
    if (has_shape(module->constants[i].peek(), kCodeShape))
      code = module->constants[i].peek().as<CodeObject>();
  ASSERT_NE(code, nullptr);
  std::string why;
  auto rejects = [&](uint32_t at, Instr changed) {
    Instr saved = std::exchange(code->words[at], changed);
    bool refused = !verify(code, &why);
    code->words[at] = saved;
    return refused;
  };
  int rejected = 0, total = 0;
  for (uint32_t at = 0; at < code->word_count; at += 1 + info_of(code->words[at]).extra) {
    Instr i = code->words[at];
    EXPECT_TRUE(rejects(at, (i & ~Instr{0xff}) | 0xff)) << at;
    if (info_of(i).a != Role::none) {
      EXPECT_TRUE(rejects(at, i | Instr{0xffff} << 16)) << at;
    }
    for (int bit = 0; bit < 64; ++bit, ++total) rejected += rejects(at, i ^ (Instr{1} << bit));
  }
  EXPECT_GT(rejected * 2, total);
  EXPECT_TRUE(verify(code, &why)) << why;
}

}  // namespace
}  // namespace gilt
