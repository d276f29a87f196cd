// A comparison as JSON: every run, and the figures made of them.
#include "interpreter/cli/compare.h"

namespace gilt::cli {
namespace {

Json spread_json(const Spread& s) {
  if (s.count == 0) return {};
  return Json::Object{{"median", s.median}, {"low", s.low}, {"high", s.high}};
}

const char* outcome_key(Outcome outcome) {
  static constexpr const char* kNames[] = {"done",    "failed",      "killed",
                                           "timeout", "interrupted", "not started"};
  return kNames[static_cast<int>(outcome)];
}

const char* agreement_key(Agreement agreement) {
  static constexpr const char* kNames[] = {"same", "same but for decimals",
                                           "same lines in another order", "different"};
  return kNames[static_cast<int>(agreement)];
}

Json run_json(const Run& run) {
  Json::Object result{{"outcome", outcome_key(run.outcome)},
                      {"code", run.code},
                      {"wall", run.wall},
                      {"cpu", run.cpu},
                      {"peak_memory", run.peak_memory}};
  if (!run.report.is_null()) {
    for (const char* name : {"threads_started", "most_threads", "gil_enabled", "gil", "regions"})
      result.emplace_back(name, run.report[name]);
  }
  return result;
}

Json case_json(const Comparison& comparison, const Case& of) {
  Figures f = figures(comparison, of);
  Json::Array runs, regions;
  for (const Run& run : of.runs) runs.push_back(run_json(run));
  for (const RegionFigures& region : f.regions) {
    regions.push_back(Json::Object{{"name", region.name},
                                   {"count", region.count},
                                   {"wall", spread_json(region.wall)},
                                   {"cpu", spread_json(region.cpu)}});
  }
  Json::Object result{{"build", kBuildList[of.build].key},
                      {"threads", of.threads == 0 ? Json() : Json(of.threads)},
                      {"threads_started", f.threads_started},
                      {"good_runs", f.good},
                      {"gil_was_on", f.gil_was_on},
                      {"wall", spread_json(f.wall)},
                      {"cpu", spread_json(f.cpu)},
                      {"speed_up", f.speed_up == 0 ? Json() : Json(f.speed_up)},
                      {"scaling", f.scaling == 0 ? Json() : Json(f.scaling)},
                      {"hand_overs", spread_json(f.hand_overs)},
                      {"gil_waited", spread_json(f.waited)},
                      {"lock_waits", spread_json(f.lock_waits)},
                      {"lock_waited", spread_json(f.lock_waited)},
                      {"peak_memory", spread_json(f.memory)},
                      {"regions", std::move(regions)},
                      {"runs", std::move(runs)}};
  if (!of.timeline.is_null()) result.emplace_back("timeline", of.timeline);
  return result;
}

}  // namespace

Json compare_json(const Comparison& comparison) {
  Json::Array arguments, threads, cases, sentences, difference;
  for (const std::string& argument : comparison.options.arguments) arguments.emplace_back(argument);
  for (int count : comparison.options.threads) threads.emplace_back(count);
  for (const Case& of : comparison.cases) cases.push_back(case_json(comparison, of));
  for (const std::string& sentence : findings(comparison)) sentences.emplace_back(sentence);
  OutputReport outputs = compare_outputs(comparison);
  for (const std::string& line : outputs.difference) difference.emplace_back(line);
  Json::Array distinct;
  for (const OutputReport::Row& row : outputs.rows) {
    distinct.push_back(
        Json::Object{{"build", kBuildList[row.of->build].key},
                     {"threads", row.of->threads == 0 ? Json() : Json(row.of->threads)},
                     {"distinct", row.distinct}});
  }
  return Json::Object{
      {"program", comparison.options.title},
      {"arguments", std::move(arguments)},
      {"runs", comparison.options.runs},
      {"cores", comparison.cores},
      {"load_before", comparison.load},
      {"threads", std::move(threads)},
      {"ignores_threads", comparison.ignores_threads},
      {"findings", std::move(sentences)},
      {"outputs",
       Json::Object{{"agreement", agreement_key(outputs.agreement)},
                    {"compared", outputs.runs},
                    {"distinct", std::move(distinct)},
                    {"example", Json::Array{outputs.example_against, outputs.example_of}},
                    {"difference", std::move(difference)}}},
      {"cases", std::move(cases)}};
}

}  // namespace gilt::cli
