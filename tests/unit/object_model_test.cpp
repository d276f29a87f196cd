// Shapes, types and the binder, as native code sees them.
#include <gtest/gtest.h>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/shape.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/native_modules.h"

namespace gilt {
namespace {

class ObjectModel : public testing::Test {
 protected:
  ObjectModel() : interpreter_(make()), t(*interpreter_->main_thread) {}
  ~ObjectModel() override { interpreter_delete(interpreter_); }

  static Interpreter* make() {
    register_native_modules();
    return interpreter_new({});
  }

  Interpreter* interpreter_;
  Thread& t;

  Ref make_class(const char* name, std::initializer_list<Value> bases,
                 std::initializer_list<std::pair<const char*, Value>> items = {}) {
    RefOf<TupleObject> row = tuple_of(t, bases);
    RefOf<DictObject> ns = dict_new(t);
    for (const auto& [key, value] : items)
      EXPECT_TRUE(dict_set_name(t, ns.get(), intern(key), value));
    Ref made = call(t, to_value(&type_type), {to_value(intern(name)), row.value(), ns.value()});
    return made;
  }
  std::string pending() {
    if (!error_pending(t)) return "";
    Ref error = error_take(t);
    std::string name(type_name(error.get()));
    RefOf<StrObject> text = to_str(t, error.get());
    return name + ": " + std::string(text->view());
  }
};

TEST_F(ObjectModel, InstancesWithTheSameAttributesShareAShape) {
  Ref cls = make_class("C", {});
  ASSERT_TRUE(cls);
  Ref a = call(t, cls.get()), b = call(t, cls.get());
  ASSERT_TRUE(a && b);
  ShapeId root = a.as<Object>()->shape;
  EXPECT_EQ(root, b.as<Object>()->shape);
  for (const char* name : {"x", "y", "z"}) {
    ASSERT_TRUE(set_attribute(t, a.get(), intern(name), Value::integer(1)));
    ASSERT_TRUE(set_attribute(t, b.get(), intern(name), Value::integer(2)));
    EXPECT_EQ(a.as<Object>()->shape, b.as<Object>()->shape);
  }
  EXPECT_NE(root, a.as<Object>()->shape);
  EXPECT_EQ(shape_find(shape_of(a.as<Object>()), intern("y")), 1);
  // Deleting the newest attribute goes back; deleting another one needs a dict.
  ASSERT_TRUE(delete_attribute(t, a.get(), intern("z")));
  EXPECT_EQ(shape_of(a.as<Object>()).slot_count, 2);
  ASSERT_TRUE(delete_attribute(t, a.get(), intern("x")));
  EXPECT_EQ(shape_of(a.as<Object>()).kind, ShapeKind::kDictMode);
  EXPECT_EQ(get_attribute(t, a.get(), intern("y")).get().as_int(), 1);
  EXPECT_TRUE(get_attribute_or_unset(t, a.get(), intern("x")).is_unset());
}

TEST_F(ObjectModel, ManyAttributesMoveToADict) {
  Ref cls = make_class("C", {});
  Ref a = call(t, cls.get());
  for (int i = 0; i < 300; i++)
    ASSERT_TRUE(set_attribute(t, a.get(), intern("a" + std::to_string(i)), Value::integer(i)));
  EXPECT_EQ(shape_of(a.as<Object>()).kind, ShapeKind::kDictMode);
  for (int i = 0; i < 300; i++)
    EXPECT_EQ(get_attribute(t, a.get(), intern("a" + std::to_string(i))).get().as_int(), i);
}

TEST_F(ObjectModel, ResolvedPlacesAreEmptiedWhenAClassChanges) {
  Ref base = make_class("Base", {}, {{"x", Value::integer(1)}});
  Ref derived = make_class("Derived", {base.get()});
  auto* type = derived.as<TypeObject>();
  int place = type_resolve(type, intern("x"));
  ASSERT_GE(place, 0);
  EXPECT_EQ(resolved_value(type, place).as_int(), 1);
  ASSERT_TRUE(set_attribute(t, base.get(), intern("x"), Value::integer(2)));
  EXPECT_TRUE(resolved_value(type, place).is_unset());
  EXPECT_EQ(type_lookup(type, intern("x")).as_int(), 2);
  EXPECT_EQ(type_resolve(type, intern("x")), place);
  EXPECT_EQ(type_resolve(type, intern("absent")), -1);
  ASSERT_TRUE(set_attribute(t, base.get(), intern("absent"), Value::integer(3)));
  EXPECT_GE(type_resolve(type, intern("absent")), 0);
}

TEST_F(ObjectModel, TrackedTypesCanBeTraversed) {
  int missing = 0;
#define GILT_TYPE(identifier, Pascal)                                                      \
  if (identifier##_type.is(kTypeTracked) && identifier##_type.slots.traverse == nullptr) { \
    ADD_FAILURE() << #identifier;                                                          \
    missing++;                                                                             \
  }
#include "runtime/builtin_types.def"
#undef GILT_TYPE
  EXPECT_EQ(missing, 0);
}

TEST_F(ObjectModel, C3) {
  Ref a = make_class("A", {}), b = make_class("B", {a.get()}), c = make_class("C", {a.get()});
  Ref d = make_class("D", {b.get(), c.get()});
  auto* mro = d.as<TypeObject>()->mro.peek().as<TupleObject>();
  ASSERT_EQ(mro->size, 5);
  EXPECT_TRUE(same(mro->at(1), b.get()) && same(mro->at(2), c.get()) && same(mro->at(3), a.get()));
  Ref bad = make_class("E", {a.get(), d.get()});
  EXPECT_TRUE(bad.is_error());
  EXPECT_EQ(pending(),
            "TypeError: Cannot create a consistent method resolution order (MRO) for bases A, D");
  bad = make_class("F", {to_value(&int_type), to_value(&str_type)});
  EXPECT_TRUE(bad.is_error());
  EXPECT_EQ(pending(), "TypeError: multiple bases have instance lay-out conflict");
}

TEST_F(ObjectModel, SubclassesOfBuiltinTypes) {
  for (TypeObject* type : {&int_type, &str_type, &list_type, &dict_type, &tuple_type, &float_type,
                           &set_type, &bytes_type, &value_error_type}) {
    Ref cls = make_class("Sub", {to_value(type)});
    ASSERT_TRUE(cls) << pending();
    Ref object = call(t, cls.get());
    ASSERT_TRUE(object) << type_name(type) << pending();
    EXPECT_EQ(type_of(object.get()), cls.as<TypeObject>());
    EXPECT_TRUE(is_instance_of(object.get(), type));
    ASSERT_TRUE(set_attribute(t, object.get(), intern("x"), Value::integer(7))) << pending();
    EXPECT_EQ(get_attribute(t, object.get(), intern("x")).get().as_int(), 7);
    RefOf<StrObject> shown = repr(t, object.get());
    EXPECT_FALSE(shown.is_error()) << pending();
  }
}

TEST_F(ObjectModel, SlotsAreWordsOfTheObject) {
  RefOf<TupleObject> names = tuple_of(t, {to_value(intern("a")), to_value(intern("b"))});
  Ref cls = make_class("S", {}, {{"__slots__", names.value()}});
  ASSERT_TRUE(cls) << pending();
  EXPECT_EQ(cls.as<TypeObject>()->instance_size, sizeof(Object) + 16);
  Ref object = call(t, cls.get());
  ASSERT_TRUE(set_attribute(t, object.get(), intern("a"), Value::integer(1)));
  EXPECT_EQ(get_attribute(t, object.get(), intern("a")).get().as_int(), 1);
  EXPECT_FALSE(set_attribute(t, object.get(), intern("c"), Value::integer(1)));
  EXPECT_EQ(pending(),
            "AttributeError: 'S' object has no attribute 'c' and no __dict__ for setting new "
            "attributes");
  EXPECT_TRUE(get_attribute(t, object.get(), intern("b")).is_error());
  EXPECT_EQ(pending(), "AttributeError: 'S' object has no attribute 'b'");
}

// -- the binder --

Ref show(Thread& t, Args args) {
  StrBuilder out;
  for (uint32_t i = 0; i < args.count; i++) {
    if (i != 0) out.append('|');
    if (args[i].is_unset()) {
      out.append("unset");
    } else if (!out.append_repr(t, args[i])) {
      return Failed{};
    }
  }
  return out.finish(t);
}

struct Call {
  const char* signature;
  int positional;
  std::vector<const char*> names;
  const char* expected;
};

TEST_F(ObjectModel, Binder) {
  const Call calls[] = {
      {"()", 0, {}, ""},
      {"()", 1, {}, "TypeError: f() takes no arguments (1 given)"},
      {"()", 0, {"x"}, "TypeError: f() takes no keyword arguments"},
      {"(object, /)", 1, {}, "0"},
      {"(object, /)", 2, {}, "TypeError: f() takes exactly one argument (2 given)"},
      {"(object, /)", 0, {}, "TypeError: f() takes exactly one argument (0 given)"},
      {"(a, b, /)", 1, {}, "TypeError: f expected 2 arguments, got 1"},
      {"(a, b=None, /)", 0, {}, "TypeError: f expected at least 1 argument, got 0"},
      {"(a, b=None, /)", 3, {}, "TypeError: f expected at most 2 arguments, got 3"},
      {"(a, b=None, /)", 1, {}, "0|None"},
      {"(iterable, /, *, key=None, reverse=False)", 1, {"reverse"}, "0|None|1"},
      {"(iterable, /, *, key=None, reverse=False)",
       1,
       {"k"},
       "TypeError: f() got an unexpected keyword argument 'k'"},
      {"(x, y=5)", 0, {}, "TypeError: f() missing required argument 'x' (pos 1)"},
      {"(x, y=5)", 0, {"x"}, "0|5"},
      {"(x, y=5)", 1, {"x"}, "TypeError: argument for f() given by name ('x') and position (1)"},
      {"(x, y=5)", 3, {}, "TypeError: f() takes at most 2 arguments (3 given)"},
      {"(*args, sep=' ', end=...)", 3, {"sep"}, "(0, 1, 2)|3|unset"},
      {"(*args, sep=' ', end=...)", 0, {}, "()|' '|unset"},
      {"(a, **kwargs)", 1, {"b"}, "0|{'b': 1}"},
      {"(a, b=1.5, c=(), d='x')", 1, {}, "0|1.5|()|'x'"},
  };
  for (const Call& c : calls) {
    NativeDef def{"f", show, c.signature, nullptr};
    Ref function = native_function_new(t, def, nullptr, Ref::unset(), Ref::unset());
    std::vector<Value> words;
    const size_t count = static_cast<size_t>(c.positional) + c.names.size();
    words.reserve(count);
    for (size_t i = 0; i < count; i++) words.push_back(Value::integer(static_cast<int64_t>(i)));
    RefOf<TupleObject> names = tuple_new(t, static_cast<int64_t>(c.names.size()));
    for (size_t i = 0; i < c.names.size(); i++)
      names->items()[i].init(Ref::copy(intern(c.names[i])));
    Ref result = call(t, function.get(),
                      CallArgs{words.data(), static_cast<uint32_t>(c.positional),
                               c.names.empty() ? nullptr : names.get()});
    std::string got = result.is_error() ? pending() : std::string(result.as<StrObject>()->view());
    EXPECT_EQ(got, c.expected) << c.signature;
  }
}

TEST_F(ObjectModel, MethodsOfBuiltinTypesCheckSelf) {
  Ref append = get_attribute(t, to_value(&list_type), intern("append"));
  ASSERT_TRUE(append);
  EXPECT_TRUE(call(t, append.get()).is_error());
  EXPECT_EQ(pending(), "TypeError: unbound method list.append() needs an argument");
  EXPECT_TRUE(call(t, append.get(), {Value::integer(1)}).is_error());
  EXPECT_EQ(pending(),
            "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object");
  Ref add = get_attribute(t, to_value(&int_type), intern("__add__"));
  EXPECT_EQ(call(t, add.get(), {Value::integer(1), Value::integer(2)}).get().as_int(), 3);
  EXPECT_TRUE(call(t, add.get(), {kNone, kNone}).is_error());
  EXPECT_EQ(pending(),
            "TypeError: descriptor '__add__' requires a 'int' object but received a "
            "'NoneType'");
}

TEST_F(ObjectModel, BuiltinTypesCannotBeChanged) {
  EXPECT_FALSE(set_attribute(t, to_value(&int_type), intern("x"), kNone));
  EXPECT_EQ(pending(), "TypeError: cannot set 'x' attribute of immutable type 'int'");
}

TEST_F(ObjectModel, SubclassesAreListedAndForgotten) {
  Ref base = make_class("Base", {});
  Ref derived = make_class("Derived", {base.get()});
  Ref list = call_method(t, base.get(), intern("__subclasses__"));
  ASSERT_TRUE(list) << pending();
  EXPECT_EQ(list.as<ListObject>()->size, 1);
}

}  // namespace
}  // namespace gilt
