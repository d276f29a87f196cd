#include "stdlib/math_sum.h"

#include <cmath>
#include <utility>

namespace gilt {

namespace {

struct Double2 {
  double high, low;
};

// a + b exactly (Knuth).
Double2 two_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

// a * b exactly.
Double2 two_product(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

}  // namespace

ExactSum::Status ExactSum::add(double x) {
  const double original = x;
  size_t kept = 0;
  for (double y : partials_) {
    if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
    const double high = x + y;
    const double low = y - (high - x);
    if (low != 0) partials_[kept++] = low;
    x = high;
  }
  partials_.resize(kept);
  if (x == 0) return Status::kFine;
  if (std::isfinite(x)) {
    partials_.push_back(x);
    return Status::kFine;
  }
  if (std::isfinite(original)) return Status::kOverflow;
  if (std::isinf(original)) infinities_ += original;
  specials_ += original;
  has_special_ = true;
  partials_.clear();
  return Status::kFine;
}

ExactSum::Status ExactSum::result(double& out) const {
  if (has_special_) {
    if (std::isnan(infinities_)) return Status::kInvalid;
    out = specials_;
    return Status::kFine;
  }
  double high = 0;
  size_t n = partials_.size();
  if (n == 0) {
    out = 0;
    return Status::kFine;
  }
  high = partials_[--n];
  double low = 0;
  while (n > 0) {
    const double x = high;
    const double y = partials_[--n];
    high = x + y;
    low = y - (high - x);
    if (low != 0) break;
  }
  // A tie was broken by the last addition; what lies below decides which way it should have gone.
  if (n > 0 && ((low < 0 && partials_[n - 1] < 0) || (low > 0 && partials_[n - 1] > 0))) {
    const double twice = low * 2;
    const double x = high + twice;
    if (twice == x - high) high = x;
  }
  out = high;
  return Status::kFine;
}

void ProductSum::add(double x, double y) {
  const Double2 product = two_product(x, y);
  const Double2 sum = two_sum(high_, product.high);
  const Double2 first = two_sum(low_, product.low);
  const Double2 second = two_sum(first.high, sum.low);
  high_ = sum.high;
  low_ = second.high;
  tiny_ += first.low + second.low;
}

double ProductSum::value() const {
  const Double2 last = two_sum(low_, tiny_);
  const Double2 sum = two_sum(high_, last.high);
  return sum.high + (sum.low + last.low);
}

}  // namespace gilt
