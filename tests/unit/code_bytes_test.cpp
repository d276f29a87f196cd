// Code as bytes: what comes back is what was compiled, for every module that the program brings.
#include "interpreter/code_bytes.h"

#include <gtest/gtest.h>

#include <cstring>

#include "interpreter/compiler_constants.h"
#include "interpreter/disassemble.h"
#include "interpreter/verifier.h"
#include "stdlib/embedded.h"
#include "tests/unit/machine_fixture.h"

namespace gilt {
namespace {

// Whoever gives code another field has to give it to the bytes too, and to same_fields() below.
static_assert(sizeof(CodeObject) == 200);

template <class T>
bool same_table(std::span<const T> a, std::span<const T> b, bool (*same)(const T&, const T&)) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

bool same_tables(const CodeObject* a, const CodeObject* b) {
  return same_table<ExceptionEntry>(a->exceptions, b->exceptions,
                                    [](const ExceptionEntry& x, const ExceptionEntry& y) {
                                      return x.start == y.start && x.end == y.end &&
                                             x.handler == y.handler && x.depth == y.depth;
                                    }) &&
         same_table<DepthEntry>(a->depths, b->depths,
                                [](const DepthEntry& x, const DepthEntry& y) {
                                  return x.start == y.start && x.depth == y.depth;
                                }) &&
         same_table<PositionEntry>(a->positions, b->positions,
                                   [](const PositionEntry& x, const PositionEntry& y) {
                                     return x.start == y.start && x.line == y.line &&
                                            x.end_line == y.end_line && x.column == y.column &&
                                            x.end_column == y.end_column;
                                   }) &&
         same_table<SilentLine>(a->silent_lines, b->silent_lines,
                                [](const SilentLine& x, const SilentLine& y) {
                                  return x.at == y.at && x.from == y.from && x.line == y.line;
                                });
}

// A text that is interned has to come back so: names are compared by address.
bool same_text(Value a, Value b) {
  return same_constant(a, b) &&
         a.as<StrObject>()->has(kStrInterned) == b.as<StrObject>()->has(kStrInterned);
}

void same_fields(const CodeObject* a, const CodeObject* b) {
  SCOPED_TRACE(std::string(a->qualified_name.peek().as<StrObject>()->view()));
  EXPECT_TRUE(same_text(a->name.peek(), b->name.peek()));
  EXPECT_TRUE(same_text(a->qualified_name.peek(), b->qualified_name.peek()));
  EXPECT_TRUE(same_constant(a->filename.peek(), b->filename.peek()));
  ASSERT_EQ(a->word_count, b->word_count);
  EXPECT_EQ(std::memcmp(a->words, b->words, a->word_count * sizeof(Instr)), 0);
  EXPECT_EQ(a->flags_word, b->flags_word);
  EXPECT_EQ(a->positional_count, b->positional_count);
  EXPECT_EQ(a->positional_only_count, b->positional_only_count);
  EXPECT_EQ(a->keyword_only_count, b->keyword_only_count);
  EXPECT_EQ(a->local_count, b->local_count);
  EXPECT_EQ(a->register_count, b->register_count);
  EXPECT_EQ(a->first_line, b->first_line);
  EXPECT_TRUE(same_constant(a->local_names.peek(), b->local_names.peek()));
  EXPECT_TRUE(same_constant(a->cell_names.peek(), b->cell_names.peek()));
  EXPECT_TRUE(same_constant(a->free_names.peek(), b->free_names.peek()));
  EXPECT_EQ(a->globals->names, b->globals->names);
  EXPECT_EQ(a->globals->for_store, b->globals->for_store);
  EXPECT_TRUE(same_tables(a, b));
  ASSERT_EQ(a->constant_count, b->constant_count);
  for (uint32_t i = 0; i < a->constant_count; i++) {
    Value x = a->constants[i].peek(), y = b->constants[i].peek();
    if (has_shape(x, kCodeShape) && has_shape(y, kCodeShape)) {
      // One compilation has one list of globals.
      EXPECT_EQ(b->globals, y.as<CodeObject>()->globals);
      same_fields(x.as<CodeObject>(), y.as<CodeObject>());
    } else if (has_shape(x, kStrShape) && has_shape(y, kStrShape)) {
      EXPECT_TRUE(same_text(x, y)) << i;
    } else {
      EXPECT_TRUE(same_constant(x, y)) << i;
    }
  }
}

class CodeBytesTest : public MachineTest {
 protected:
  RefOf<CodeObject> compile(std::string_view source, std::string_view file, bool is_library) {
    CompileOptions options;
    options.is_library = is_library;
    RefOf<CodeObject> code = compile_source(t, source, file, options);
    EXPECT_TRUE(code) << pending();
    return code;
  }
  void expect_sound(const CodeObject* code) {
    std::string why;
    EXPECT_TRUE(verify_all(code, &why)) << why;
  }
};

TEST_F(CodeBytesTest, EveryModuleOfTheProgramIsItsText) {
  ASSERT_EQ(embedded_codes().size(), embedded_modules().size());
  for (const EmbeddedModule& module : embedded_modules()) {
    SCOPED_TRACE(std::string(module.name));
    RefOf<CodeObject> fresh = compile(module.source, embedded_file(module), true);
    ASSERT_FALSE(embedded_code(module).empty());
    RefOf<CodeObject> loaded = code_from_bytes(t, embedded_code(module));
    ASSERT_TRUE(loaded) << pending();
    same_fields(fresh.get(), loaded.get());
    expect_sound(loaded.get());
    // What compiling makes now has bytes too, and these load.
    std::string bytes = code_to_bytes(fresh.get());
    RefOf<CodeObject> again = code_from_bytes(t, bytes);
    ASSERT_TRUE(again) << pending();
    same_fields(fresh.get(), again.get());
  }
}

TEST_F(CodeBytesTest, ConstantsOfAllKinds) {
  RefOf<CodeObject> fresh = compile(R"(
def f(a, b, /, c=1, *args, d=2, **kwargs):
    """Doc: \u00e4\U0001f600"""
    import math
    x = (None, True, False, ..., -1, 2 ** 59, 2 ** 62, -2 ** 70, 0xffff_ffff_ffff_ffff_ffff)
    y = (0.0, -0.0, 1e308 * 10, 1.5, 2j, -0.0j, '\ud800', 'two words', '', b'\x00\xff', b'')
    z = a in {1, 'one', (2, 'two'), b'3', 4.0, None}
    nested = ((), ((1,), (2, ('deep', 'a b'))))
    def inner(*, k):
        nonlocal x
        try:
            x = k
        except ValueError as e:
            pass
        finally:
            return [x for x in y if x]
    return lambda: inner(k=d)
class C[T]:
    attribute: int = 3
    async def g(self):
        async with self as s:
            yield s
)",
                                    "<test>", false);
  std::string bytes = code_to_bytes(fresh.get());
  ASSERT_FALSE(bytes.empty());
  RefOf<CodeObject> loaded = code_from_bytes(t, bytes);
  ASSERT_TRUE(loaded) << pending();
  same_fields(fresh.get(), loaded.get());
  expect_sound(loaded.get());
  EXPECT_EQ(disassemble(fresh.get()), disassemble(loaded.get()));
}

TEST_F(CodeBytesTest, BytesOfAnotherVersionAreRefused) {
  std::string bytes = code_to_bytes(compile("x = 1", "<test>", false).get());
  bytes[2]++;  // the version, on the machines that have the lowest byte first
  EXPECT_TRUE(code_from_bytes(t, bytes).is_error());
  EXPECT_EQ(pending(), "SystemError: bytecode of another version");
}

}  // namespace
}  // namespace gilt
