#include "runtime/merge_sort.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace gilt {
namespace {

struct Item {
  int key;
  int serial;
  friend bool operator==(const Item&, const Item&) = default;
};

struct Less {
  int64_t comparisons = 0;
  int64_t limit = INT64_MAX;
  bool failed() const { return comparisons >= limit; }
  bool operator()(const Item& a, const Item& b) {
    if (failed()) return false;
    ++comparisons;
    return a.key < b.key;
  }
};

void sort(std::vector<Item>& items, Less& less) {
  std::vector<Item> scratch(items.size() / 2 + 1);
  MergeSort<Item, Less> sort(items.data(), static_cast<int64_t>(items.size()), scratch.data(),
                             less);
  sort.sort();
}

// Inputs with very different runs, numbered by [kind].
std::vector<Item> make_input(std::mt19937& random, int kind, int size) {
  std::vector<Item> items;
  for (int i = 0; i < size; ++i) {
    int key = 0;
    switch (kind) {
      case 0: key = static_cast<int>(random() % 1000000); break;
      case 1: key = static_cast<int>(random() % 4); break;
      case 2: key = i; break;
      case 3: key = -i; break;
      case 4: key = i % 100 < 90 ? i : static_cast<int>(random() % 1000); break;
      case 5: key = (i / 50) % 2 ? i : -i; break;
      case 6: key = i < size / 2 ? i * 2 : (i - size / 2) * 2 + 1; break;
      case 7: key = i < size / 3 ? i + 100000 : i; break;
      default: key = 7; break;
    }
    items.push_back({key, i});
  }
  return items;
}

TEST(MergeSort, AgreesWithStableSort) {
  std::mt19937 random(7);
  for (int kind = 0; kind < 9; ++kind) {
    for (int size : {0, 1, 2, 3, 31, 32, 63, 64, 65, 100, 127, 500, 1000, 4097, 20000}) {
      std::vector<Item> items = make_input(random, kind, size);
      std::vector<Item> expected = items;
      // The serial number makes a plain sort stable.
      std::sort(expected.begin(), expected.end(), [](const Item& x, const Item& y) {
        return std::pair(x.key, x.serial) < std::pair(y.key, y.serial);
      });
      Less less;
      sort(items, less);
      EXPECT_EQ(items, expected) << "kind " << kind << ", size " << size;
    }
  }
}

TEST(MergeSort, TakesLinearTimeForSortedInput) {
  std::mt19937 random(7);
  for (int kind : {2, 3}) {
    std::vector<Item> items = make_input(random, kind, 10000);
    Less less;
    sort(items, less);
    EXPECT_EQ(less.comparisons, 9999);
  }
}

TEST(MergeSort, StaysNearTheLowerBoundForRandomInput) {
  std::mt19937 random(7);
  std::vector<Item> items = make_input(random, 0, 1 << 16);
  Less less;
  sort(items, less);
  // log2(n!) is 955,000 for this size.
  EXPECT_LT(less.comparisons, 1'000'000);
}

TEST(MergeSort, KeepsEveryItemWhenAComparisonFails) {
  std::mt19937 random(7);
  for (int kind = 0; kind < 9; ++kind) {
    std::vector<Item> original = make_input(random, kind, 700);
    for (int64_t limit = 1; limit < 8000; limit += 13) {
      std::vector<Item> items = original;
      Less less{.limit = limit};
      sort(items, less);
      std::vector<bool> seen(items.size());
      for (const Item& item : items) seen[static_cast<size_t>(item.serial)] = true;
      EXPECT_EQ(std::count(seen.begin(), seen.end(), true), 700);
    }
  }
}

}  // namespace
}  // namespace gilt
