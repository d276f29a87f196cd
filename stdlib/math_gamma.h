// The gamma function and its logarithm.
#pragma once

namespace gilt {

// NaN at the poles; infinite where the result is too large.
double gamma_function(double x);
double log_gamma_function(double x);

}  // namespace gilt
