// Sums of doubles with little or no error.
#pragma once

#include <vector>

namespace gilt {

// Adds doubles exactly: keeps numbers that do not overlap and whose sum is the sum so far
// (Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997).
class ExactSum {
 public:
  enum class Status { kFine, kOverflow, kInvalid };
  Status add(double x);
  // The sum, correctly rounded; kInvalid after adding infinities of both signs.
  Status result(double& out) const;

 private:
  std::vector<double> partials_;
  double specials_ = 0;  // sum of infinities and NaNs
  double infinities_ = 0;
  bool has_special_ = false;
};

// A sum of products with three times the precision of a double.
class ProductSum {
 public:
  void add(double x, double y);
  double value() const;

 private:
  double high_ = 0, low_ = 0, tiny_ = 0;
};

}  // namespace gilt
