// BoundSet: a set of locals, one word for functions with up to 64 of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace gilt {

class BoundSet {
 public:
  bool has(uint32_t i) const {
    if (i < 64) return (low_ >> i) & 1;
    size_t word = i / 64 - 1;
    return word < high_.size() && ((high_[word] >> (i % 64)) & 1);
  }
  void add(uint32_t i) {
    if (i < 64) {
      low_ |= uint64_t{1} << i;
      return;
    }
    size_t word = i / 64 - 1;
    if (word >= high_.size()) high_.resize(word + 1);
    high_[word] |= uint64_t{1} << (i % 64);
  }
  void remove(uint32_t i) {
    if (i < 64)
      low_ &= ~(uint64_t{1} << i);
    else if (size_t word = i / 64 - 1; word < high_.size())
      high_[word] &= ~(uint64_t{1} << (i % 64));
  }
  void intersect(const BoundSet& other) {
    low_ &= other.low_;
    high_.resize(std::min(high_.size(), other.high_.size()));
    for (size_t i = 0; i < high_.size(); ++i) high_[i] &= other.high_[i];
  }
  void subtract(const BoundSet& other) {
    low_ &= ~other.low_;
    for (size_t i = 0; i < std::min(high_.size(), other.high_.size()); ++i)
      high_[i] &= ~other.high_[i];
  }

 private:
  uint64_t low_ = 0;
  std::vector<uint64_t> high_;
};

}  // namespace gilt
