// A stable merge sort that uses the order which its input already has.
//
// The essay. Real data is full of runs: stretches that are in order, or in reverse order. The sort
// walks along once, takes each run as it comes (reversing the descending ones, lengthening short
// ones to a minimum by insertion), and merges neighbours. Which two to merge when is the policy of
// powersort (J. Ian Munro, Sebastian Wild: "Nearly-Optimal Mergesorts", ESA 2018): the border
// between two runs gets a power, the depth it would have in a perfectly balanced binary tree over
// the array, and a border is merged as soon as a border of lower power comes after it. Merging
// gallops (Tim Peters, "listsort.txt", 2002): when one side has won several times in a row, the
// place where the other side's next item belongs is found by exponential search.
//
// Less is a functor (const Item&, const Item&) -> bool with a member failed(): once that is true
// the sort stops where it is, with every item still there exactly once. So a comparison may fail or
// run any script code, as long as that cannot reach the array.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace gilt {

template <class Item, class Less>
class MergeSort {
  static_assert(std::is_trivially_copyable_v<Item>);

 public:
  // [scratch] has room for [count] / 2 items.
  MergeSort(Item* items, int64_t count, Item* scratch, Less& less)
      : items_(items), count_(count), scratch_(scratch), less_(less) {}

  void sort() {
    if (count_ < 2) return;
    int64_t min_run = minimum_run(count_);
    int64_t start = 0;
    while (start < count_) {
      int64_t length = count_run(start);
      if (less_.failed()) return;
      if (length < min_run) {
        int64_t forced = std::min(min_run, count_ - start);
        insertion_sort(items_ + start, length, forced);
        if (less_.failed()) return;
        length = forced;
      }
      push_run(start, length);
      if (less_.failed()) return;
      start += length;
    }
    while (run_count_ > 1 && !less_.failed()) merge_top();
  }

 private:
  static constexpr int64_t kMinGallop = 7;
  static constexpr int kMaxRuns = 72;  // powers on the stack increase, and none exceeds 64

  struct Run {
    int64_t start, length;
    int power;  // of the border behind it
  };

  // Between 32 and 64, such that count / minimum is just below a power of two or one.
  static int64_t minimum_run(int64_t count) {
    int64_t rest = 0;
    while (count >= 64) {
      rest |= count & 1;
      count >>= 1;
    }
    return count + rest;
  }

  // Length of the run that begins at [start], made ascending.
  int64_t count_run(int64_t start) {
    Item* first = items_ + start;
    Item* end = items_ + count_;
    Item* p = first + 1;
    if (p == end) return 1;
    if (less_(*p, *first)) {
      // Strictly descending, so that reversing keeps equal items in order.
      for (++p; p != end && less_(*p, p[-1]);) ++p;
      if (!less_.failed()) std::reverse(first, p);
    } else {
      for (++p; p != end && !less_(*p, p[-1]);) ++p;
    }
    return p - first;
  }

  // Sorts [length] items of which the first [sorted] are in order.
  void insertion_sort(Item* items, int64_t sorted, int64_t length) {
    for (int64_t i = sorted; i < length; ++i) {
      Item pivot = items[i];
      int64_t left = 0, right = i;
      while (left < right) {
        int64_t middle = left + (right - left) / 2;
        if (less_(pivot, items[middle]))
          right = middle;
        else
          left = middle + 1;
      }
      if (less_.failed()) return;
      std::memmove(static_cast<void*>(items + left + 1), items + left,
                   static_cast<size_t>(i - left) * sizeof(Item));
      items[left] = pivot;
    }
  }

  // How deep the border between two neighbouring runs would lie in a balanced tree: the first
  // binary digit in which the middles of the runs, as fractions of the array, differ.
  int border_power(const Run& run, int64_t next_length) const {
    uint64_t a = 2 * static_cast<uint64_t>(run.start) + static_cast<uint64_t>(run.length);
    uint64_t b = a + static_cast<uint64_t>(run.length) + static_cast<uint64_t>(next_length);
    uint64_t n = static_cast<uint64_t>(count_);
    for (int power = 1;; ++power) {
      if (a >= n) {
        a -= n;
        b -= n;
      } else if (b >= n) {
        return power;
      }
      a <<= 1;
      b <<= 1;
    }
  }

  void push_run(int64_t start, int64_t length) {
    if (run_count_ > 0) {
      int power = border_power(runs_[run_count_ - 1], length);
      while (run_count_ > 1 && runs_[run_count_ - 2].power > power) {
        merge_top();
        if (less_.failed()) return;
      }
      runs_[run_count_ - 1].power = power;
    }
    runs_[run_count_++] = Run{start, length, 0};
  }

  // Merges the two topmost runs.
  void merge_top() {
    Run& a = runs_[run_count_ - 2];
    Run b = runs_[run_count_ - 1];
    --run_count_;
    int64_t a_start = a.start, a_length = a.length;
    a.length += b.length;
    a.power = b.power;
    // Items of a that are not above b's first stay where they are, and so do those of b that are
    // not below a's last.
    int64_t skip = upper_bound(items_[b.start], items_ + a_start, a_length);
    a_start += skip;
    a_length -= skip;
    if (a_length == 0 || less_.failed()) return;
    int64_t b_length = lower_bound_from_end(items_[b.start - 1], items_ + b.start, b.length);
    if (b_length == 0 || less_.failed()) return;
    if (a_length <= b_length)
      merge_forward(items_ + a_start, a_length, b_length);
    else
      merge_backward(items_ + a_start, a_length, b_length);
  }

  // How many of the [count] sorted items are <= key; gallops from the beginning.
  int64_t upper_bound(const Item& key, const Item* items, int64_t count) {
    int64_t low = 0, high = 1;
    while (high <= count && !less_(key, items[high - 1])) {
      low = high;
      high = high * 2 + 1;
    }
    high = std::min(high - 1, count);
    while (low < high) {
      int64_t middle = low + (high - low) / 2;
      if (less_(key, items[middle]))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  // How many of them are < key; gallops from the beginning.
  int64_t lower_bound(const Item& key, const Item* items, int64_t count) {
    int64_t low = 0, high = 1;
    while (high <= count && less_(items[high - 1], key)) {
      low = high;
      high = high * 2 + 1;
    }
    high = std::min(high - 1, count);
    return lower_bound_between(key, items, low, high);
  }

  // The same, galloping from the end.
  int64_t lower_bound_from_end(const Item& key, const Item* items, int64_t count) {
    int64_t step = 1, high = count;
    while (step <= count && !less_(items[count - step], key)) {
      high = count - step;
      step = step * 2 + 1;
    }
    int64_t low = step <= count ? count - step + 1 : 0;
    return lower_bound_between(key, items, std::min(low, high), high);
  }

  int64_t upper_bound_from_end(const Item& key, const Item* items, int64_t count) {
    int64_t step = 1, high = count;
    while (step <= count && less_(key, items[count - step])) {
      high = count - step;
      step = step * 2 + 1;
    }
    int64_t low = std::min(step <= count ? count - step + 1 : 0, high);
    while (low < high) {
      int64_t middle = low + (high - low) / 2;
      if (less_(key, items[middle]))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  int64_t lower_bound_between(const Item& key, const Item* items, int64_t low, int64_t high) {
    while (low < high) {
      int64_t middle = low + (high - low) / 2;
      if (less_(items[middle], key))
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

  // Merges a[0, a_length) with the b_length items behind it, from the front: the shorter left run
  // moves out of the way.
  void merge_forward(Item* a, int64_t a_length, int64_t b_length) {
    copy(scratch_, a, a_length);
    Item *left = scratch_, *left_end = scratch_ + a_length;
    Item *right = a + a_length, *right_end = right + b_length;
    Item* to = a;
    int64_t left_wins = 0, right_wins = 0;
    while (left != left_end && right != right_end && !less_.failed()) {
      if (less_(*right, *left)) {
        *to++ = *right++;
        ++right_wins;
        left_wins = 0;
      } else {
        *to++ = *left++;
        ++left_wins;
        right_wins = 0;
      }
      if (left_wins < gallop_ && right_wins < gallop_) continue;
      while (left != left_end && right != right_end) {
        int64_t n = left_wins = upper_bound(*right, left, left_end - left);
        if (less_.failed()) break;
        copy(to, left, n);
        to += n;
        left += n;
        if (left == left_end) break;
        n = right_wins = lower_bound(*left, right, right_end - right);
        if (less_.failed()) break;
        std::memmove(static_cast<void*>(to), right, static_cast<size_t>(n) * sizeof(Item));
        to += n;
        right += n;
        if (left_wins < kMinGallop && right_wins < kMinGallop) break;
        if (gallop_ > 1) --gallop_;
      }
      gallop_ += 2;
      left_wins = right_wins = 0;
    }
    copy(to, left, left_end - left);
  }

  // The same from the back: the shorter right run moves out of the way.
  void merge_backward(Item* a, int64_t a_length, int64_t b_length) {
    copy(scratch_, a + a_length, b_length);
    Item *left = a, *left_end = a + a_length;  // what is left of each run ends at ..._end
    Item *right = scratch_, *right_end = scratch_ + b_length;
    Item* to = a + a_length + b_length;
    int64_t left_wins = 0, right_wins = 0;
    while (left != left_end && right != right_end && !less_.failed()) {
      if (less_(right_end[-1], left_end[-1])) {
        *--to = *--left_end;
        ++left_wins;
        right_wins = 0;
      } else {
        *--to = *--right_end;
        ++right_wins;
        left_wins = 0;
      }
      if (left_wins < gallop_ && right_wins < gallop_) continue;
      while (left != left_end && right != right_end) {
        int64_t keep = upper_bound_from_end(right_end[-1], left, left_end - left);
        if (less_.failed()) break;
        int64_t n = left_wins = left_end - left - keep;
        to -= n;
        left_end -= n;
        std::memmove(static_cast<void*>(to), left_end, static_cast<size_t>(n) * sizeof(Item));
        if (left == left_end) break;
        keep = lower_bound_from_end(left_end[-1], right, right_end - right);
        if (less_.failed()) break;
        n = right_wins = right_end - right - keep;
        to -= n;
        right_end -= n;
        copy(to, right_end, n);
        if (left_wins < kMinGallop && right_wins < kMinGallop) break;
        if (gallop_ > 1) --gallop_;
      }
      gallop_ += 2;
      left_wins = right_wins = 0;
    }
    int64_t rest = right_end - right;
    copy(to - rest, right, rest);
  }

  static void copy(Item* to, const Item* from, int64_t count) {
    std::memcpy(static_cast<void*>(to), from, static_cast<size_t>(count) * sizeof(Item));
  }

  Item* items_;
  int64_t count_;
  Item* scratch_;
  Less& less_;
  int64_t gallop_ = kMinGallop;
  int run_count_ = 0;
  Run runs_[kMaxRuns];
};

}  // namespace gilt
