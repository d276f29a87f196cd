// A module's namespace: globals in cells, and the tables that link code to them.
#include "interpreter/code.h"
#include "runtime/function.h"
#include "runtime/module.h"
#include "tests/unit/machine_fixture.h"

namespace gilt {
namespace {

class Namespace : public MachineTest {
 protected:
  Namespace() : globals(dict_new(t)) {}
  ~Namespace() override { globals = RefOf<DictObject>(); }
  GlobalCellObject* cell(const char* name) { return namespace_cell(globals.get(), intern(name)); }
  RefOf<DictObject> globals;
};

TEST_F(Namespace, ADictBecomesOneAndKeepsItsItems) {
  ASSERT_TRUE(dict_set_name(t, globals.get(), intern("before"), Value::integer(1)));
  ASSERT_TRUE(dict_make_namespace(t, globals.get()));
  EXPECT_TRUE(globals->has(kDictNamespace));
  EXPECT_EQ(number_in(globals.get(), "before"), 1);
  ASSERT_NE(cell("before"), nullptr);
  EXPECT_EQ(cell("before")->value.peek().as_int(), 1);
  EXPECT_EQ(cell("absent"), nullptr);
  // Idempotent.
  GlobalCellObject* kept = cell("before");
  ASSERT_TRUE(dict_make_namespace(t, globals.get()));
  EXPECT_EQ(cell("before"), kept);
}

TEST_F(Namespace, ANameKeepsItsCellWhileItExists) {
  ASSERT_TRUE(run("x = 1\ndef f(): return x\n", globals.get())) << pending();
  GlobalCellObject* x = cell("x");
  ASSERT_NE(x, nullptr);
  ASSERT_TRUE(run("x = 2", globals.get()));
  EXPECT_EQ(cell("x"), x);
  ASSERT_TRUE(dict_set_name(t, globals.get(), intern("x"), Value::integer(3)));
  EXPECT_EQ(cell("x"), x);
  ASSERT_TRUE(run("result = f()", globals.get()));
  EXPECT_EQ(number_in(globals.get(), "result"), 3);
}

TEST_F(Namespace, DeletedNamesAreGoneForCodeThatWasLinkedToThem) {
  ASSERT_TRUE(run("x = 1\ndef f(): return x\nf()\ndel x\n", globals.get())) << pending();
  EXPECT_FALSE(run("f()", globals.get()));
  EXPECT_EQ(pending(), "NameError: name 'x' is not defined");
  ASSERT_TRUE(run("x = 7\nresult = f()", globals.get())) << pending();
  EXPECT_EQ(number_in(globals.get(), "result"), 7);
}

TEST_F(Namespace, AGlobalHidesABuiltinFromTheMomentThatItAppears) {
  ASSERT_TRUE(run("def f(): return len('abc')\nfirst = f()\n", globals.get())) << pending();
  ASSERT_TRUE(run("len = lambda s: 50\nsecond = f()\ndel len\nthird = f()\n", globals.get()))
      << pending();
  EXPECT_EQ(number_in(globals.get(), "first"), 3);
  EXPECT_EQ(number_in(globals.get(), "second"), 50);
  EXPECT_EQ(number_in(globals.get(), "third"), 3);
}

TEST_F(Namespace, ABuiltinThatAppearsIsSeenByCodeThatLookedForIt) {
  EXPECT_FALSE(run("def f(): return brand_new\nf()\n", globals.get()));
  EXPECT_EQ(pending(), "NameError: name 'brand_new' is not defined");
  ASSERT_TRUE(run("import builtins\nbuiltins.brand_new = 5\nresult = f()\n", globals.get()))
      << pending();
  EXPECT_EQ(number_in(globals.get(), "result"), 5);
  ASSERT_TRUE(run("builtins.brand_new = 6\nresult = f()\ndel builtins.brand_new\n", globals.get()));
  EXPECT_EQ(number_in(globals.get(), "result"), 6);
  EXPECT_FALSE(run("f()", globals.get()));
  EXPECT_NE(pending(), "");
}

TEST_F(Namespace, OneTableForAllCodeOfACompilation) {
  ASSERT_TRUE(run("x = 1\ndef f(): return x\ndef g(): return x\n", globals.get())) << pending();
  auto* f = dict_get_name(globals.get(), intern("f")).as<FunctionObject>();
  auto* g = dict_get_name(globals.get(), intern("g")).as<FunctionObject>();
  EXPECT_EQ(f->globals, g->globals);
  EXPECT_EQ(f->globals->globals, globals.get());
  // Another compilation has other names.
  ASSERT_TRUE(run("def h(): return x\n", globals.get()));
  auto* h = dict_get_name(globals.get(), intern("h")).as<FunctionObject>();
  EXPECT_NE(h->globals, f->globals);
  EXPECT_EQ(h->globals->globals, globals.get());
}

TEST_F(Namespace, DictMethodsSeeThroughTheCells) {
  ASSERT_TRUE(run(R"(
x = 1
g = globals()
g['y'] = 2
z = y + g['x']
g.update(x=10)
sum_now = x + y
popped = g.pop('y')
gone = int('y' not in g)
g.setdefault('w', 4)
copy = dict(g)
copy['x'] = 100
same_x = x
keys = len([k for k in g if k in ('x', 'z', 'w')])
)",
                  globals.get()))
      << pending();
  EXPECT_EQ(number_in(globals.get(), "z"), 3);
  EXPECT_EQ(number_in(globals.get(), "sum_now"), 12);
  EXPECT_EQ(number_in(globals.get(), "popped"), 2);
  EXPECT_EQ(number_in(globals.get(), "gone"), 1);
  EXPECT_EQ(number_in(globals.get(), "w"), 4);
  EXPECT_EQ(number_in(globals.get(), "same_x"), 10);
  EXPECT_EQ(number_in(globals.get(), "keys"), 3);
}

TEST_F(Namespace, ClearingItUnlinksEverything) {
  ASSERT_TRUE(run("x = 1\ndef f(): return x\n", globals.get()));
  Ref f = Ref::copy(dict_get_name(globals.get(), intern("f")));
  dict_clear(t, globals.get());
  EXPECT_TRUE(call(t, f.get()).is_error());
  EXPECT_EQ(pending(), "NameError: name 'x' is not defined");
  ASSERT_TRUE(dict_set_name(t, globals.get(), intern("x"), Value::integer(9)));
  EXPECT_EQ(call(t, f.get()).get().as_int(), 9);
}

}  // namespace
}  // namespace gilt
