// The distance is Levenshtein's with CPython's weights: a change, insertion or removal costs 2, a
// change of case alone 1. A name is suggested when it is nearer than a third of both names' length
// would allow.
#include "runtime/close_name.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace gilt {
namespace {

constexpr size_t kMoveCost = 2;
constexpr size_t kCaseCost = 1;
constexpr size_t kMostCandidates = 750;
constexpr size_t kLongestName = 40;

size_t substitution_cost(char a, char b) {
  if ((a & 31) != (b & 31)) return kMoveCost;
  if (a == b) return 0;
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return lower(a) == lower(b) ? kCaseCost : kMoveCost;
}

// The distance, or something above [most] once it is sure to be.
size_t distance(std::string_view a, std::string_view b, size_t most) {
  if (a == b) return 0;
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.empty() || b.empty()) return kMoveCost * (a.size() + b.size());
  if (a.size() > kLongestName || b.size() > kLongestName) return most + 1;
  if (b.size() < a.size()) std::swap(a, b);
  if ((b.size() - a.size()) * kMoveCost > most) return most + 1;
  std::vector<size_t> row(a.size());
  for (size_t i = 0; i < a.size(); i++) row[i] = (i + 1) * kMoveCost;
  size_t result = 0;
  for (size_t j = 0; j < b.size(); j++) {
    size_t diagonal = j * kMoveCost;
    result = diagonal;
    size_t smallest = SIZE_MAX;
    for (size_t i = 0; i < a.size(); i++) {
      size_t substitute = diagonal + substitution_cost(b[j], a[i]);
      diagonal = row[i];
      result = std::min(substitute, std::min(result, diagonal) + kMoveCost);
      row[i] = result;
      smallest = std::min(smallest, result);
    }
    if (smallest > most) return most + 1;
  }
  return result;
}

}  // namespace

std::string closest_name(std::string_view wrong, const std::vector<std::string>& candidates) {
  if (wrong.empty() || wrong.size() > kLongestName || candidates.size() > kMostCandidates)
    return "";
  size_t best_distance = SIZE_MAX;
  std::string_view best;
  for (const std::string& candidate : candidates) {
    if (candidate == wrong) continue;
    size_t most = (candidate.size() + wrong.size() + 3) * kMoveCost / 6;
    if (best_distance != SIZE_MAX) most = std::min(most, best_distance - 1);
    size_t d = distance(wrong, candidate, most);
    if (d > most) continue;
    if (best_distance == SIZE_MAX || d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
  return std::string(best);
}

}  // namespace gilt
