// Gamma by Lanczos' approximation, with the 13-term rational form that Boost publishes for doubles
// (g = 6.02468...). Each step is one that CPython takes too, so results agree to the last digit.
#include "stdlib/math_gamma.h"

#include <cmath>
#include <numbers>

namespace gilt {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kLogPi = 1.144729885849400174143427351353058711647;
constexpr double kG = 6.024680040776729583740234375;
constexpr double kGMinusHalf = 5.524680040776729583740234375;
constexpr int kTerms = 13;
constexpr double kNumerator[kTerms] = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
constexpr double kDenominator[kTerms] = {
    0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0,
};

double lanczos_sum(double x) {
  double numerator = 0;
  double denominator = 0;
  if (x < 5.0) {
    for (int i = kTerms; --i >= 0;) {
      numerator = numerator * x + kNumerator[i];
      denominator = denominator * x + kDenominator[i];
    }
  } else {  // the same divided by a power of x, so that nothing overflows
    for (int i = 0; i < kTerms; ++i) {
      numerator = numerator / x + kNumerator[i];
      denominator = denominator / x + kDenominator[i];
    }
  }
  return numerator / denominator;
}

// sin(pi x), exact at multiples of one half.
double sine_of_pi_times(double x) {
  const double y = std::fmod(std::fabs(x), 2.0);
  double r = 0;
  switch (static_cast<int>(std::round(2.0 * y))) {
    case 0: r = std::sin(kPi * y); break;
    case 1: r = std::cos(kPi * (y - 0.5)); break;
    case 2: r = std::sin(kPi * (1.0 - y)); break;
    case 3: r = -std::cos(kPi * (y - 1.5)); break;
    case 4: r = std::sin(kPi * (y - 2.0)); break;
    default: break;
  }
  return std::copysign(1.0, x) * r;
}

}  // namespace

double gamma_function(double x) {
  if (!std::isfinite(x)) return std::isnan(x) || x > 0 ? x : NAN;
  if (x == 0) return std::copysign(INFINITY, x);
  constexpr int kExactFactorials = 23;
  if (x == std::floor(x)) {
    if (x < 0) return NAN;
    if (x <= kExactFactorials) {
      double factorial = 1;
      for (int i = 2; i < static_cast<int>(x); ++i) factorial *= i;
      return factorial;
    }
  }
  const double size = std::fabs(x);
  if (size < 1e-20) return 1.0 / x;
  if (size > 200.0) {
    if (x > 0) return INFINITY;
    return 0.0 / sine_of_pi_times(x);
  }
  const double y = size + kGMinusHalf;
  // What rounding took away from y.
  double z = size > kGMinusHalf ? (y - size) - kGMinusHalf : (y - kGMinusHalf) - size;
  z = z * kG / y;
  constexpr double kOverflowing = 140.0;  // above it the power is taken in two halves
  double r;
  if (x < 0) {
    r = -kPi / sine_of_pi_times(size) / size * std::exp(y) / lanczos_sum(size);
    r -= z * r;
    if (size < kOverflowing) {
      r /= std::pow(y, size - 0.5);
    } else {
      const double half = std::pow(y, size / 2.0 - 0.25);
      r /= half;
      r /= half;
    }
  } else {
    r = lanczos_sum(size) / std::exp(y);
    r += z * r;
    if (size < kOverflowing) {
      r *= std::pow(y, size - 0.5);
    } else {
      const double half = std::pow(y, size / 2.0 - 0.25);
      r *= half;
      r *= half;
    }
  }
  return r;
}

double log_gamma_function(double x) {
  if (!std::isfinite(x)) return std::isnan(x) ? x : INFINITY;
  if (x == std::floor(x) && x <= 2.0) return x <= 0 ? NAN : 0.0;
  const double size = std::fabs(x);
  if (size < 1e-20) return -std::log(size);
  double r = std::log(lanczos_sum(size)) - kG;
  r += (size - 0.5) * (std::log(size + kG - 0.5) - 1);
  if (x < 0) r = kLogPi - std::log(std::fabs(sine_of_pi_times(size))) - std::log(size) - r;
  return r;
}

}  // namespace gilt
