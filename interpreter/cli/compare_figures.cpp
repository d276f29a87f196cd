// What the runs amount to.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "interpreter/cli/compare.h"

namespace gilt::cli {

Spread spread(std::vector<double> values) {
  Spread result;
  result.count = static_cast<int>(values.size());
  if (values.empty()) return result;
  std::sort(values.begin(), values.end());
  size_t middle = values.size() / 2;
  result.median =
      values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  result.low = values.front();
  result.high = values.back();
  return result;
}

namespace {

bool has_ended(const Run& run) {
  return run.outcome == Outcome::kDone || run.outcome == Outcome::kFailed;
}

// The runs whose figures count.
std::vector<const Run*> measured_runs(const Case& of) {
  std::vector<const Run*> good, ended;
  for (const Run& run : of.runs) {
    if (run.outcome == Outcome::kDone) good.push_back(&run);
    if (has_ended(run)) ended.push_back(&run);
  }
  return good.empty() ? ended : good;
}

template <class F>
Spread spread_of(const std::vector<const Run*>& runs, F figure) {
  std::vector<double> values;
  values.reserve(runs.size());
  for (const Run* run : runs) values.push_back(figure(*run));
  return spread(std::move(values));
}

double hand_overs(const Run& run) {
  double sum = 0;
  for (const auto& [reason, count] : run.report["gil"]["hand_overs"].members())
    sum += count.number();
  return sum;
}

std::vector<RegionFigures> region_figures(const std::vector<const Run*>& runs) {
  std::vector<std::string> names;
  std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> times;
  std::map<std::string, uint64_t> counts;
  for (const Run* run : runs) {
    for (const Json& region : run->report["regions"].items()) {
      const std::string& name = region["name"].text();
      if (!times.contains(name)) names.push_back(name);
      times[name].first.push_back(region["wall"].number());
      times[name].second.push_back(region["cpu"].number());
      counts[name] = static_cast<uint64_t>(region["count"].number());
    }
  }
  std::vector<RegionFigures> result;
  result.reserve(names.size());
  for (const std::string& name : names) {
    result.push_back({name, counts[name], spread(times[name].first), spread(times[name].second)});
  }
  return result;
}

double median_wall(const Comparison& comparison, int build, int threads) {
  const Case* found = comparison.find(build, threads);
  if (found == nullptr) return 0;
  std::vector<const Run*> runs = measured_runs(*found);
  if (runs.empty() || runs[0]->outcome != Outcome::kDone) return 0;
  return spread_of(runs, [](const Run& run) { return run.wall; }).median;
}

// -- outputs --

// [text] without what may differ although the program computes the same: numbers with a decimal
// point or a unit of time, addresses, the blanks that align them.
std::string without_decimals(const std::string& text) {
  static constexpr std::string_view kUnits[] = {"ns", "us", "µs", "ms", "s", "sec", "seconds", "%"};
  std::string out;
  auto is_digit = [&](size_t i) {
    return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0;
  };
  auto is_word = [&](size_t i) {
    return i < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_');
  };
  for (size_t i = 0; i < text.size();) {
    if (text[i] == ' ' || text[i] == '\t') {
      while (i < text.size() && (text[i] == ' ' || text[i] == '\t')) i++;
      out += ' ';
      continue;
    }
    if (!is_digit(i) || (i > 0 && is_word(i - 1))) {
      out += text[i++];
      continue;
    }
    size_t end = i;
    bool masked = false;
    if (text[i] == '0' && i + 1 < text.size() && text[i + 1] == 'x') {
      end += 2;
      while (end < text.size() && std::isxdigit(static_cast<unsigned char>(text[end])) != 0) end++;
      masked = true;
    } else {
      while (is_digit(end)) end++;
      if (end < text.size() && text[end] == '.' && is_digit(end + 1)) {
        masked = true;
        end++;
        while (is_digit(end)) end++;
      }
      if (end < text.size() && text[end] == 'e' &&
          (is_digit(end + 1) ||
           (end + 1 < text.size() && (text[end + 1] == '-' || text[end + 1] == '+') &&
            is_digit(end + 2)))) {
        masked = true;
        end += 2;
        while (is_digit(end)) end++;
      }
      size_t unit = end < text.size() && text[end] == ' ' ? end + 1 : end;
      for (std::string_view name : kUnits) {
        if (text.compare(unit, name.size(), name) == 0 && !is_word(unit + name.size()))
          masked = true;
      }
    }
    out += masked ? "#" : text.substr(i, end - i);
    i = end;
  }
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string in_order(const std::string& text) {
  std::vector<std::string> lines = lines_of(text);
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) (out += line) += '\n';
  return out;
}

}  // namespace

Figures figures(const Comparison& comparison, const Case& of) {
  Figures result;
  std::vector<const Run*> runs = measured_runs(of);
  for (const Run* run : runs) result.good += run->outcome == Outcome::kDone;
  result.measured = static_cast<int>(runs.size());
  if (runs.empty()) return result;
  // What a child that left by another way did not tell is missing, not 0.
  std::vector<const Run*> told;
  for (const Run* run : runs) {
    if (!run->report.is_null()) told.push_back(run);
  }
  auto of_gil = [&](std::string_view name) {
    return spread_of(told, [&](const Run& run) { return run.report["gil"][name].number(); });
  };
  result.wall = spread_of(runs, [](const Run& run) { return run.wall; });
  result.cpu = spread_of(runs, [](const Run& run) { return run.cpu; });
  result.memory =
      spread_of(runs, [](const Run& run) { return static_cast<double>(run.peak_memory); });
  result.hand_overs = spread_of(told, hand_overs);
  result.waited = of_gil("waited");
  result.lock_waits = of_gil("lock_waits");
  result.lock_waited = of_gil("lock_waited");
  result.regions = region_figures(runs);
  for (const Run* run : runs) {
    result.threads_started = std::max(
        result.threads_started, static_cast<uint64_t>(run->report["threads_started"].number()));
    result.gil_was_on |= run->report["gil_enabled"].boolean();
  }
  if (result.good == 0) return result;
  if (double base = median_wall(comparison, 0, of.threads))
    result.speed_up = base / result.wall.median;
  if (double base = median_wall(comparison, of.build, comparison.threads.front()))
    result.scaling = base / result.wall.median;
  return result;
}

Agreement agreement(const std::string& a, const std::string& b) {
  if (a == b) return Agreement::kSame;
  std::string plain_a = without_decimals(a), plain_b = without_decimals(b);
  if (plain_a == plain_b) return Agreement::kDecimals;
  return in_order(plain_a) == in_order(plain_b) ? Agreement::kOrder : Agreement::kDiffer;
}

std::vector<std::string> short_difference(const std::string& a, const std::string& b) {
  constexpr size_t kShown = 4;
  std::vector<std::string> left = lines_of(a), right = lines_of(b);
  auto same = [](const std::string& x, const std::string& y) {
    return without_decimals(x) == without_decimals(y);
  };
  // Lines that both have, at the beginning and at the end, tell nothing.
  size_t head = 0, tail = 0;
  size_t shorter = std::min(left.size(), right.size());
  while (head < shorter && same(left[head], right[head])) head++;
  while (tail < shorter - head &&
         same(left[left.size() - 1 - tail], right[right.size() - 1 - tail]))
    tail++;
  std::vector<std::string> result;
  auto show = [&](const std::vector<std::string>& lines, const char* mark) {
    size_t end = lines.size() - tail;
    for (size_t i = head; i < end && i < head + kShown; i++) result.push_back(mark + lines[i]);
    if (end > head + kShown)
      result.push_back(fmt::format("{}... {} more", mark, end - head - kShown));
  };
  show(left, "- ");
  show(right, "+ ");
  return result;
}

OutputReport compare_outputs(const Comparison& comparison) {
  OutputReport result;
  // What a run printed before it failed tells nothing beside one that did not fail.
  bool any_good = false;
  for (const Case& of : comparison.cases) {
    for (const Run& run : of.runs) any_good |= run.outcome == Outcome::kDone;
  }
  // Programs may tell how many threads they use: only runs with the same number are compared.
  for (int threads : comparison.threads) {
    const Run* first = nullptr;
    std::string first_name;
    for (const Case& of : comparison.cases) {
      if (of.threads != threads) continue;
      std::set<std::string> distinct;
      int compared = 0;
      for (size_t i = 0; i < of.runs.size(); i++) {
        const Run& run = of.runs[i];
        if (!has_ended(run) || (any_good && run.outcome != Outcome::kDone)) continue;
        result.runs++;
        compared++;
        std::string name = fmt::format("{}, run {}", case_name(comparison, of), i + 1);
        if (first == nullptr) {
          first = &run;
          first_name = name;
        }
        distinct.insert(without_decimals(run.output));
        Agreement found = run.output_hash == first->output_hash
                              ? Agreement::kSame
                              : agreement(first->output, run.output);
        if (found <= result.agreement) continue;
        result.agreement = found;
        result.example_against = first_name;
        result.example_of = name;
        result.difference = short_difference(first->output, run.output);
      }
      if (!distinct.empty())
        result.rows.push_back({&of, compared, static_cast<int>(distinct.size())});
    }
  }
  return result;
}

}  // namespace gilt::cli
