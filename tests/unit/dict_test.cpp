// The inside of a dict: order of insertion, deleted entries, growth, and what a key that meddles
// can do while it is compared.
#include "runtime/dict_internal.h"
#include "runtime/dict_table.h"
#include "tests/unit/machine_fixture.h"

namespace gilt {
namespace {

class Dict : public MachineTest {
 protected:
  std::vector<int64_t> keys_of(DictObject* d) {
    std::vector<int64_t> keys;
    int64_t position = 0;
    Value key, value;
    while (dict_next(d, position, key, value)) keys.push_back(key.as_int());
    return keys;
  }
  void set(DictObject* d, int64_t key, int64_t value) {
    ASSERT_TRUE(dict_set(t, d, Value::integer(key), Value::integer(value)));
  }
  void remove(DictObject* d, int64_t key) {
    Ref gone = dict_pop(t, d, Value::integer(key));
    ASSERT_FALSE(gone.is_unset() || gone.is_error());
  }
};

TEST_F(Dict, EmptyOnesShareATableWithoutRoom) {
  RefOf<DictObject> a = dict_new(t), b = dict_new(t);
  EXPECT_EQ(a->table, empty_dict_table());
  EXPECT_EQ(a->table, b->table);
  EXPECT_EQ(empty_dict_table()->room, 0);
  EXPECT_TRUE(dict_get(t, a.get(), Value::integer(1)).is_unset());
  EXPECT_TRUE(dict_pop(t, a.get(), Value::integer(1)).is_unset());
}

TEST_F(Dict, EntriesAreInTheOrderOfInsertion) {
  RefOf<DictObject> d = dict_new(t);
  std::vector<int64_t> expected;
  for (int64_t i = 0; i < 200; i++) {
    int64_t key = (i * 7919) % 1009;
    set(d.get(), key, i);
    expected.push_back(key);
  }
  EXPECT_EQ(keys_of(d.get()), expected);
  // Another value for a key leaves it where it is; a key that comes back goes to the end.
  set(d.get(), expected[3], -1);
  EXPECT_EQ(keys_of(d.get()), expected);
  remove(d.get(), expected[3]);
  set(d.get(), expected[3], -2);
  expected.push_back(expected[3]);
  expected.erase(expected.begin() + 3);
  EXPECT_EQ(keys_of(d.get()), expected);
}

TEST_F(Dict, ADeletedEntryKeepsItsPlaceUntilTheTableIsRebuilt) {
  RefOf<DictObject> d = dict_new(t, 8);
  for (int64_t i = 0; i < 5; i++) set(d.get(), i, i);
  DictTable* table = d->table;
  int64_t end = table->count;
  remove(d.get(), 2);
  EXPECT_EQ(d->table, table);
  EXPECT_EQ(table->count, end);
  EXPECT_TRUE(table->entry(2).key.is_unset());
  EXPECT_EQ(dict_length(d.get()), 4);
  // What lies behind it in probing order is still found.
  for (int64_t i : {0, 1, 3, 4})
    EXPECT_EQ(dict_get(t, d.get(), Value::integer(i)).get().as_int(), i);
  for (int64_t i = 10; d->table == table; i++) set(d.get(), i, i);
  EXPECT_EQ(static_cast<int64_t>(d->table->count), dict_length(d.get()));
}

TEST_F(Dict, ACopyGoesOnBehindWhatPopitemTook) {
  for (int64_t round = 0; round < 3; round++) {
    RefOf<DictObject> d = dict_new(t, 20);
    for (int64_t i = 0; i < 20; i++) set(d.get(), i, i);
    for (int i = 0; i < 5; i++) {
      Ref key, value;
      ASSERT_TRUE(dict_pop_last(t, d.get(), key, value));
    }
    // Memory that has been in use: what a copy leaves unwritten is not zero.
    {
      RefOf<DictObject> passing = dict_copy(t, d.get());
    }
    RefOf<DictObject> copy = dict_copy(t, d.get());
    set(copy.get(), 100, 100);
    EXPECT_EQ(static_cast<int64_t>(keys_of(copy.get()).size()), dict_length(copy.get()));
    for (int64_t i = 15; i < copy->table->count - 1; i++)
      EXPECT_TRUE(copy->table->entry(i).key.is_unset());
  }
}

TEST_F(Dict, ComingAndGoingDoesNotGrowTheTable) {
  RefOf<DictObject> d = dict_new(t);
  for (int64_t i = 0; i < 5; i++) set(d.get(), i, i);
  for (int64_t i = 5; i < 100'000; i++) {
    set(d.get(), i, i);
    remove(d.get(), i - 5);
  }
  EXPECT_EQ(keys_of(d.get()), (std::vector<int64_t>{99'995, 99'996, 99'997, 99'998, 99'999}));
  EXPECT_LE(int{d->table->log2_size}, DictTable::kMinLog2 + 2);
}

TEST_F(Dict, AtMostTwoThirdsOfTheIndexAreInUse) {
  RefOf<DictObject> d = dict_new(t);
  for (int64_t i = 0; i < 100'000; i++) {
    set(d.get(), i, i);
    const DictTable* table = d->table;
    ASSERT_LE(table->count, DictTable::capacity(table->log2_size));
    ASSERT_EQ(int{table->log2_width}, DictTable::width_for(table->log2_size));
  }
  for (int64_t i = 0; i < 100'000; i += 997)
    EXPECT_EQ(dict_get(t, d.get(), Value::integer(i)).get().as_int(), i);
  dict_clear(t, d.get());
  EXPECT_EQ(d->table, empty_dict_table());
}

TEST_F(Dict, TheFirstKeyThatIsNoStrMakesEntriesLarger) {
  RefOf<DictObject> d = dict_new(t);
  for (const char* name : {"a", "b", "c"})
    ASSERT_TRUE(dict_set(t, d.get(), text(name).get(), Value::integer(1)));
  EXPECT_TRUE(d->table->str_only);
  EXPECT_EQ(d->table->stride(), 16u);
  set(d.get(), 5, 5);
  EXPECT_FALSE(d->table->str_only);
  EXPECT_EQ(d->table->stride(), 24u);
  EXPECT_EQ(dict_get(t, d.get(), text("b").get()).get().as_int(), 1);
  EXPECT_EQ(dict_get(t, d.get(), Value::integer(5)).get().as_int(), 5);
}

TEST_F(Dict, TheVersionTellsOfEveryKeyThatComesOrGoes) {
  RefOf<DictObject> d = dict_new(t);
  uint64_t version = d->version;
  set(d.get(), 1, 1);
  EXPECT_NE(version, d->version);
  version = d->version;
  remove(d.get(), 1);
  EXPECT_NE(version, d->version);
}

TEST_F(Dict, EqualNumbersAreOneKey) {
  RefOf<DictObject> d = dict_new(t);
  set(d.get(), 1, 10);
  EXPECT_EQ(dict_get(t, d.get(), Value::number(1.0)).get().as_int(), 10);
  EXPECT_EQ(dict_get(t, d.get(), kTrue).get().as_int(), 10);
  ASSERT_TRUE(dict_set(t, d.get(), kTrue, Value::integer(11)));
  EXPECT_EQ(dict_length(d.get()), 1);
  EXPECT_EQ(keys_of(d.get()), std::vector<int64_t>{1});  // the first key stays
}

// A key whose __eq__ changes the dict in which it is being looked for.
TEST_F(Dict, AKeyMayChangeTheDictWhileItIsCompared) {
  RefOf<DictObject> globals = dict_new(t);
  ASSERT_TRUE(run(R"(
class Key:
    action = None
    def __init__(self, n): self.n = n
    def __hash__(self): return 7
    def __eq__(self, other):
        action, Key.action = Key.action, None
        if action: action()
        return self.n == getattr(other, 'n', None)

d = {Key(i): i for i in range(6)}
def clear(): d.clear()
def grow():
    for i in range(1000): d[i] = i
def shrink():
    for k in [k for k in d if isinstance(k, Key)][:3]: dict.__delitem__(d, k)
def replace():
    d.clear()
    d[Key(5)] = 'new'

results = []
for action in (clear, grow, shrink, replace):
    d.clear()
    for i in range(6): d[Key(i)] = i
    Key.action = action
    results.append(d.get(Key(5)))
    for i in range(6): d[Key(i)] = i
    Key.action = action
    d[Key(4)] = 'set'
    results.append(d[Key(4)])
    Key.action = action
    d.pop(Key(3), None)
    Key.action = action
    Key(9) in d
    d.setdefault(Key(2), 'default')
ok = int(results == [None, 'set', 5, 'set', 5, 'set', 'new', 'set'])
count = len(results)
)",
                  globals.get()))
      << pending();
  EXPECT_EQ(number_in(globals.get(), "count"), 8);
  EXPECT_EQ(number_in(globals.get(), "ok"), 1);
}

TEST_F(Dict, AnIteratorNoticesChanges) {
  RefOf<DictObject> d = dict_new(t);
  for (int64_t i = 0; i < 4; i++) set(d.get(), i, i);
  Ref iterator = dict_iterator_new(t, d.get(), DictPart::kKeys);
  EXPECT_EQ(iter_next(t, iterator.get()).get().as_int(), 0);
  set(d.get(), 100, 1);
  EXPECT_TRUE(iter_next(t, iterator.get()).is_error());
  EXPECT_EQ(pending(), "RuntimeError: dictionary changed size during iteration");
  // And stays so, even when the size is what it was.
  remove(d.get(), 100);
  EXPECT_TRUE(iter_next(t, iterator.get()).is_error());
  EXPECT_NE(pending(), "");
  Ref backward = dict_iterator_new(t, d.get(), DictPart::kKeys, true);
  EXPECT_EQ(iter_next(t, backward.get()).get().as_int(), 3);
}

}  // namespace
}  // namespace gilt
