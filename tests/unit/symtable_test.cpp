// What names mean in which scope.
#include "interpreter/symtable.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "interpreter/parser.h"

namespace gilt {
namespace {

// A program's scopes. Scopes are found by their path: "f/g", "A/<listcomp>".
class Scopes {
 public:
  explicit Scopes(std::string_view text) : source_("x", text, Source::Origin::kText) {
    ParseResult parsed = parse(source_, ParseMode::kFile, arena_);
    EXPECT_TRUE(parsed) << text;
    if (!parsed) return;
    SymbolTableResult result = build_symbol_table(*parsed.tree, arena_);
    EXPECT_TRUE(result) << (result.problem ? result.problem->message : "");
    top_ = result.top;
    warnings_ = std::move(result.warnings);
  }

  const Scope* at(std::string_view path) const {
    const Scope* scope = top_;
    while (!path.empty()) {
      std::string_view name = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(name.size() + 1, path.size()));
      const Scope* found = nullptr;
      for (const Scope* child : scope->children) {
        if (child->name == name) found = child;
      }
      EXPECT_NE(found, nullptr) << name;
      scope = found;
    }
    return scope;
  }

  // "local", "cell" ...; "" if the scope does not mention the name.
  std::string meaning(std::string_view path, std::string_view name) {
    constexpr const char* kNames[] = {"local", "cell", "free", "global", "implicit", "parent"};
    const Symbol* symbol = at(path)->find(arena_.intern(name));
    return symbol == nullptr ? "" : kNames[static_cast<size_t>(symbol->resolution)];
  }

  const std::vector<SourceWarning>& warnings() const { return warnings_; }
  Arena& arena() { return arena_; }

 private:
  Source source_;
  Arena arena_;
  Scope* top_ = nullptr;
  std::vector<SourceWarning> warnings_;
};

std::string names(std::span<const ast::Identifier> list) {
  std::string result;
  for (ast::Identifier name : list) result += (result.empty() ? "" : " ") + std::string(name);
  return result;
}

TEST(Symtable, TellsLocalsFromGlobals) {
  Scopes s("x = 1\ndef f(a):\n  global y\n  b = a + x\n  y = print(b)\n");
  EXPECT_EQ(s.meaning("", "x"), "local");
  EXPECT_EQ(s.meaning("", "f"), "local");
  EXPECT_EQ(s.meaning("f", "a"), "local");
  EXPECT_EQ(s.meaning("f", "b"), "local");
  EXPECT_EQ(s.meaning("f", "x"), "implicit");
  EXPECT_EQ(s.meaning("f", "print"), "implicit");
  EXPECT_EQ(s.meaning("f", "y"), "global");
  EXPECT_EQ(s.meaning("f", "z"), "");
}

TEST(Symtable, OrdersParameters) {
  Scopes s("def f(a, /, b, *c, d, **e): x = 1\n");
  EXPECT_EQ(names(s.at("f")->parameters), "a b d c e");
  EXPECT_TRUE(s.at("f")->has_varargs);
  EXPECT_TRUE(s.at("f")->has_varkeywords);
}

TEST(Symtable, MakesClosures) {
  Scopes s("def f():\n  x = 1\n  def g():\n    def h():\n      nonlocal x\n      x += 1\n");
  EXPECT_EQ(s.meaning("f", "x"), "cell");
  EXPECT_EQ(s.meaning("f/g", "x"), "free");
  EXPECT_EQ(s.meaning("f/g/h", "x"), "free");
  EXPECT_EQ(names(s.at("f")->cells), "x");
  EXPECT_EQ(names(s.at("f/g")->frees), "x");
}

TEST(Symtable, HidesClassNamesFromMethods) {
  Scopes s(
      "def f():\n  x = y = 1\n  class A:\n    x = 2\n    z = y\n    def g(self): return x, z\n");
  EXPECT_EQ(s.meaning("f/A", "x"), "local");
  EXPECT_TRUE(s.at("f/A")->find(s.arena().intern("x"))->is_free_class);
  EXPECT_EQ(s.meaning("f/A", "y"), "free");
  EXPECT_EQ(s.meaning("f/A/g", "x"), "free");
  EXPECT_EQ(s.meaning("f/A/g", "z"), "implicit");
  EXPECT_EQ(names(s.at("f/A")->frees), "x y");
}

TEST(Symtable, GivesMethodsTheirClass) {
  Scopes s(
      "class A:\n  def f(self): super().f()\n  def g(self): return __class__\n  def h(self): "
      "pass\n");
  EXPECT_TRUE(s.at("A")->needs_class_cell);
  EXPECT_EQ(s.meaning("A", "__class__"), "");
  EXPECT_EQ(s.meaning("A/f", "__class__"), "free");
  EXPECT_TRUE(s.at("A/f")->uses_super);
  EXPECT_EQ(s.meaning("A/g", "__class__"), "free");
  EXPECT_EQ(s.meaning("A/h", "__class__"), "");
}

TEST(Symtable, ManglesPrivateNames) {
  Scopes s("class _A:\n  __x = 1\n  def __f(self, __y): return __x, __z__, self.__w\n");
  EXPECT_EQ(s.meaning("_A", "_A__x"), "local");
  EXPECT_EQ(s.meaning("_A/__f", "_A__y"), "local");
  EXPECT_EQ(s.meaning("_A/__f", "__z__"), "implicit");
  Arena& arena = s.arena();
  EXPECT_EQ(mangle(arena.intern("__a"), "__B", arena), "_B__a");
  EXPECT_EQ(mangle(arena.intern("__a__"), "B", arena), "__a__");
  EXPECT_EQ(mangle(arena.intern("__a"), "__", arena), "__a");
}

TEST(Symtable, InlinesComprehensions) {
  Scopes s("def f(a):\n  [x + a for x in a if y]\n  return {(lambda: z) for z in a}\n");
  EXPECT_TRUE(s.at("f/<listcomp>")->inlined);
  EXPECT_EQ(s.meaning("f/<listcomp>", "x"), "local");
  EXPECT_EQ(s.meaning("f/<listcomp>", "a"), "parent");
  EXPECT_EQ(s.meaning("f/<listcomp>", "y"), "parent");
  EXPECT_EQ(s.meaning("f", "y"), "implicit");
  EXPECT_EQ(s.meaning("f", "a"), "local");
  EXPECT_EQ(s.meaning("f/<setcomp>", "z"), "cell");
  EXPECT_EQ(s.meaning("f/<setcomp>/<lambda>", "z"), "free");
  auto [scope, symbol] = s.at("f/<listcomp>")->resolve(s.arena().intern("y"));
  EXPECT_EQ(scope, s.at("f"));
  EXPECT_EQ(symbol->resolution, Resolution::kGlobalImplicit);
}

TEST(Symtable, GivesGeneratorsAFrame) {
  Scopes s("def f(a):\n  return (x + a for x in a)\n");
  EXPECT_FALSE(s.at("f/<genexpr>")->inlined);
  EXPECT_TRUE(s.at("f/<genexpr>")->is_generator);
  EXPECT_EQ(s.meaning("f/<genexpr>", "a"), "free");
  EXPECT_EQ(names(s.at("f/<genexpr>")->parameters), ".0");
}

TEST(Symtable, HidesTheClassFromComprehensionsInlinedInIt) {
  Scopes s("def f(a):\n  class A:\n    a = b = 1\n    [(a, b, c) for c in a]\n");
  const Scope* comprehension = s.at("f/A/<listcomp>");
  EXPECT_TRUE(comprehension->inlined);
  EXPECT_EQ(s.meaning("f/A/<listcomp>", "a"), "free");
  EXPECT_EQ(s.meaning("f/A/<listcomp>", "b"), "implicit");
  EXPECT_EQ(s.meaning("f/A/<listcomp>", "c"), "local");
  EXPECT_EQ(names(s.at("f/A")->frees), "a");
}

TEST(Symtable, LetsTheWalrusOutOfComprehensions) {
  Scopes s("def f(a):\n  [x := y for y in a]\n  (z := y for y in a)\n[w := v for v in u]\n");
  EXPECT_EQ(s.meaning("f", "x"), "local");
  EXPECT_EQ(s.meaning("f/<listcomp>", "x"), "parent");
  EXPECT_EQ(s.meaning("f", "z"), "cell");
  EXPECT_EQ(s.meaning("f/<genexpr>", "z"), "free");
  EXPECT_EQ(s.meaning("", "w"), "global");
}

TEST(Symtable, KnowsKindsOfFunctions) {
  Scopes s(
      "def a(): yield\nasync def b(): await x\nasync def c(): yield\n"
      "d = lambda: (yield)\nasync def e(): return [x async for x in y]\ndef f(): 'doc'\n");
  EXPECT_TRUE(s.at("a")->is_generator);
  EXPECT_FALSE(s.at("a")->is_coroutine);
  EXPECT_TRUE(s.at("b")->is_coroutine);
  EXPECT_FALSE(s.at("b")->is_generator);
  EXPECT_TRUE(s.at("c")->is_coroutine && s.at("c")->is_generator);
  EXPECT_TRUE(s.at("<lambda>")->is_generator);
  EXPECT_TRUE(s.at("e/<listcomp>")->is_coroutine);
  EXPECT_TRUE(s.at("f")->has_docstring);
}

TEST(Symtable, GivesAnnotationsAScope) {
  Scopes s("class A:\n  x: B = 1\n  def f(self, a: x) -> C: b: D = a\n");
  ASSERT_NE(s.at("A")->annotations, nullptr);
  EXPECT_TRUE(s.at("A")->annotations->can_see_class_scope);
  EXPECT_TRUE(s.at("A")->needs_classdict);
  EXPECT_FALSE(s.at("A")->has_conditional_annotations);
  EXPECT_EQ(s.meaning("A/__annotate__", "x"), "implicit");
  EXPECT_EQ(s.meaning("A/f", "D"), "");
  Scopes conditional("class A:\n  if x:\n    y: int\n");
  EXPECT_TRUE(conditional.at("A")->has_conditional_annotations);
  Scopes future("from __future__ import annotations\ndef f(a: b): pass\nx: y\n");
  EXPECT_EQ(future.at("")->annotations, nullptr);
  EXPECT_EQ(future.at("")->children.size(), 1u);
}

TEST(Symtable, GivesTypeParametersAScope) {
  Scopes s("def f[T: int](a: T) -> T:\n  return T\nclass A[U](B[U]):\n  x: U\ntype X[V] = V\n");
  EXPECT_EQ(s.at("f")->type, ScopeType::kTypeParams);
  EXPECT_EQ(s.meaning("f", "T"), "cell");
  EXPECT_EQ(s.meaning("f/f", "T"), "free");
  EXPECT_EQ(s.meaning("f/__annotate__", "T"), "free");
  EXPECT_EQ(s.at("f/T")->type, ScopeType::kTypeVariable);
  EXPECT_EQ(s.meaning("A", "U"), "cell");
  EXPECT_EQ(s.meaning("A/A/__annotate__", "U"), "free");
  EXPECT_EQ(s.meaning("X/X", "V"), "free");
}

TEST(Symtable, Warns) {
  Scopes s(
      "x is 1\nassert (x, 'no')\n(1, 2)(3)\n[1]['a']\n"
      "def f():\n  try: pass\n  finally: return\n");
  ASSERT_EQ(s.warnings().size(), 5u);
  EXPECT_EQ(s.warnings()[0].message, "\"is\" with 'int' literal. Did you mean \"==\"?");
  EXPECT_EQ(s.warnings()[1].message, "assertion is always true, perhaps remove parentheses?");
  EXPECT_EQ(s.warnings()[2].message, "'tuple' object is not callable; perhaps you missed a comma?");
  EXPECT_EQ(s.warnings()[3].message,
            "list indices must be integers or slices, not str; perhaps you missed a comma?");
  EXPECT_EQ(s.warnings()[4].message, "'return' in a 'finally' block");
  EXPECT_EQ(s.warnings()[4].span.line, 7u);
}

}  // namespace
}  // namespace gilt
