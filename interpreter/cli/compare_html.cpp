// A comparison as one HTML file: no script is needed to read it, nothing is fetched from anywhere.
//
// Labels are HTML, so that they stay readable on a phone; only bars and lanes are SVG, stretched to
// the width there is. What a span of a timeline is stands in its <title>, which browsers show under
// the pointer; the few lines of script show it also where a finger taps.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "interpreter/cli/compare.h"
#include "interpreter/cli/compare_html_style.h"
#include "interpreter/cli/timeline_text.h"

namespace gilt::cli {
namespace {

constexpr double kWidth = 1000;  // of every drawing, in its own units
constexpr size_t kMostLanes = 40, kLongestName = 22;
// Of the parts of spans that are drawn together, by state.
constexpr const char* kShareClasses[] = {"run", "wait", "join", "pause"};

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string thread_text(const Comparison& comparison, int threads) {
  int count = threads != 0 ? threads : comparison.threads_started;
  if (count == 0) return "no threads of its own";
  return fmt::format("{} thread{}", count, count == 1 ? "" : "s");
}

// Which colour a span of a timeline has.
const char* span_class(const Json& span) {
  const std::string& state = span["state"].text();
  const std::string& reason = span["reason"].text();
  if (state == "run") return "run";
  if (state == "wait") return "wait";
  if (state == "pause") return "pause";
  if (reason == "I/O") return "io";
  if (reason == "sleep") return "sleep";
  if (reason == "lock" || reason == "object's lock") return "lock";
  if (reason == "kernel") return "kernel";
  return "join";  // for another thread: join, condition
}

class Page {
 public:
  explicit Page(const Comparison& comparison) : comparison_(comparison) {}

  std::string write() {
    std::string title = comparison_.options.title;
    for (const std::string& argument : comparison_.options.arguments) title += " " + argument;
    add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}: with and without the "
        "GIL</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
        escaped(title), kReportStyle);
    add("<header><p class=\"eyebrow\">gilt compare</p><h1>{}</h1>\n<p class=\"meta\">{} run{} of "
        "each, {} core{}</p></header>\n",
        escaped(title), comparison_.options.runs, comparison_.options.runs == 1 ? "" : "s",
        comparison_.cores, comparison_.cores == 1 ? "" : "s");
    write_findings();
    write_times();
    write_timelines();
    write_table();
    write_regions();
    write_outputs();
    write_errors();
    int runs = comparison_.options.runs;
    add("<footer><p>{}, each in a process of its own, the builds in turns. Written "
        "by <code>gilt compare --html</code>; docs/comparing.md tells how to read "
        "it.</p></footer>\n</main>\n<script>{}</script>\n</body>\n</html>\n",
        runs == 1 ? "One run of each" : fmt::format("Medians of {} runs", runs), kReportScript);
    return std::move(out_);
  }

 private:
  template <class... A>
  void add(fmt::format_string<A...> format, A&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<A>(arguments)...);
  }

  void write_findings() {
    add("<section class=\"findings\"><ul>\n");
    for (const std::string& sentence : findings(comparison_)) {
      bool bad = false;
      for (const char* words : {"NOT", " runs.", "Every run failed", "do not trust"})
        bad |= sentence.find(words) != std::string::npos;
      add("<li{}>{}</li>\n", bad ? " class=\"bad\"" : "", escaped(sentence));
    }
    add("</ul></section>\n");
  }

  // -- bars --

  void write_times() {
    double longest = 0;
    for (const Case& of : comparison_.cases) {
      Figures f = figures(comparison_, of);
      longest = std::max({longest, f.wall.high, f.cpu.median});
    }
    if (longest == 0) return;
    add("<section><h2>Time</h2>\n<p class=\"legend\"><span><i class=\"b0\"></i>GIL</span>"
        "<span><i class=\"b1\"></i>free-threaded</span><span><i class=\"b2\"></i>free-threaded, "
        "GIL on</span><span><i class=\"cpu\"></i>CPU time, of all cores</span><span><i "
        "class=\"whisker\"></i>fastest to slowest run</span></p>\n");
    for (int threads : comparison_.threads) {
      add("<div class=\"group\"><h3>{}</h3>\n", thread_text(comparison_, threads));
      for (int build = 0; build < kBuilds; build++) {
        if (const Case* of = comparison_.find(build, threads)) write_bar(*of, longest);
      }
      add("</div>\n");
    }
    add("</section>\n");
  }

  void write_bar(const Case& of, double longest) {
    Figures f = figures(comparison_, of);
    add("<div class=\"bar\"><span class=\"name\">{}</span>", kBuildList[of.build].title);
    if (f.measured == 0) {
      add("<span class=\"failed\">{}</span></div>\n",
          of.runs.empty() ? "not run"
                          : escaped(outcome_text(of.runs.back(), comparison_.options.timeout)));
      return;
    }
    auto x = [&](double seconds) { return seconds / longest * kWidth; };
    std::string title =
        fmt::format("{}: median {}, from {} to {}; CPU time {}", case_name(comparison_, of),
                    seconds_text(f.wall.median), seconds_text(f.wall.low),
                    seconds_text(f.wall.high), seconds_text(f.cpu.median));
    add("<svg viewBox=\"0 0 {0} 30\" preserveAspectRatio=\"none\" role=\"img\" "
        "aria-label=\"{1}\"><title>{1}</title><rect class=\"track\" width=\"{0}\" "
        "height=\"30\"/><rect class=\"b{2}\" width=\"{3:.1f}\" height=\"20\"/><rect class=\"cpu\" "
        "y=\"23\" width=\"{4:.1f}\" height=\"5\"/>",
        kWidth, escaped(title), of.build, x(f.wall.median), x(f.cpu.median));
    if (f.wall.count > 1) {
      add("<path class=\"whisker\" d=\"M{0:.1f} 10H{1:.1f}M{0:.1f} 5V15M{1:.1f} 5V15\"/>",
          x(f.wall.low), x(f.wall.high));
    }
    add("</svg><span class=\"value\"><b>{}</b>", seconds_text(f.wall.median));
    if (f.speed_up != 0 && of.build != 0) add("<small>{:.2f}×</small>", f.speed_up);
    if (f.good == 0) add("<small class=\"failed\">failed</small>");
    add("</span></div>\n");
  }

  // -- timelines --

  void write_timelines() {
    bool any = false;
    for (const Case& of : comparison_.cases) any |= !of.timeline.is_null();
    if (!any) return;
    add("<section><h2>Who ran, who waited, and why</h2>\n<p class=\"legend\">");
    static constexpr std::pair<const char*, const char*> kLegend[] = {
        {"run", "runs"},
        {"wait", "waits for the GIL"},
        {"lock", "waits for a lock"},
        {"join", "waits for a thread"},
        {"sleep", "sleeps"},
        {"io", "in I/O"},
        {"kernel", "computes outside the interpreter"},
        {"pause", "stands still with all others"},
        {"region", "region"}};
    std::set<std::string_view> used = used_classes();
    for (const auto& [name, meaning] : kLegend) {
      if (used.contains(name)) add("<span><i class=\"{}\"></i>{}</span>", name, meaning);
    }
    add("</p>\n<p class=\"hint\">One more run of each. Point at a span, or tap it, to see the line "
        "and the reason; where many are too short to draw, their heights are their shares of the "
        "time.</p>\n");
    bool open = true;
    for (auto threads = comparison_.threads.rbegin(); threads != comparison_.threads.rend();
         ++threads) {
      write_timeline_group(*threads, std::exchange(open, false));
    }
    add("</section>\n");
  }

  std::set<std::string_view> used_classes() const {
    std::set<std::string_view> used;
    for (const Case& of : comparison_.cases) {
      for (const Json& lane : of.timeline["threads"].items()) {
        if (!lane["regions"].items().empty()) used.insert("region");
        for (const Json& span : lane["spans"].items()) {
          const Json::Array& share = span["share"].items();
          if (share.empty()) used.insert(span_class(span));
          for (size_t i = 0; i < share.size(); i++) {
            if (share[i].number() != 0) used.insert(kShareClasses[i]);
          }
        }
      }
    }
    return used;
  }

  void write_timeline_group(int threads, bool open) {
    double longest = 0;
    for (int build = 0; build < kBuilds; build++) {
      if (const Case* of = comparison_.find(build, threads))
        longest = std::max(longest, of->timeline["duration"].number());
    }
    if (longest == 0) return;
    add("<details{}><summary>{}</summary>\n", open ? " open" : "",
        thread_text(comparison_, threads));
    for (int build = 0; build < kBuilds; build++) {
      const Case* of = comparison_.find(build, threads);
      if (of == nullptr || of->timeline.is_null()) continue;
      const Json& timeline = of->timeline;
      add("<figure><figcaption><b>{}</b> {}, {:.0f} hand-over{} of the GIL</figcaption>\n",
          kBuildList[build].title, seconds_text(timeline["duration"].number() / 1e9),
          timeline["hand_overs"].number(), timeline["hand_overs"].number() == 1 ? "" : "s");
      const Json::Array& lanes = timeline["threads"].items();
      for (size_t i = 0; i < lanes.size() && i < kMostLanes; i++) write_lane(lanes[i], longest);
      if (lanes.size() > kMostLanes)
        add("<p class=\"hint\">and {} more threads</p>\n", lanes.size() - kMostLanes);
      write_axis(longest);
      add("</figure>\n");
    }
    add("<p class=\"info\" hidden></p></details>\n");
  }

  void write_lane(const Json& lane, double longest) {
    auto x = [&](double nanoseconds) { return nanoseconds / longest * kWidth; };
    const Json::Array& regions = lane["regions"].items();
    double lived = lane["run"].number() + lane["wait"].number() + lane["blocked"].number() +
                   lane["pause"].number();
    const std::string& name = lane["name"].text();
    add("<div class=\"lane\"><span class=\"name\" title=\"{}\">{}</span><svg viewBox=\"0 0 {} {}\" "
        "class=\"{}\" preserveAspectRatio=\"none\">",
        escaped(name), escaped(lane_name(name, kLongestName)), kWidth, regions.empty() ? 20 : 26,
        regions.empty() ? "plain" : "with-regions");
    for (const Json& span : lane["spans"].items()) {
      double begin = span["begin"].number(), length = span["end"].number() - begin;
      write_span(span, x(begin), std::max(x(length), 0.4));
    }
    for (const Json& region : regions) {
      double begin = region["begin"].number(), length = region["end"].number() - begin;
      add("<rect class=\"region\" x=\"{:.1f}\" y=\"22\" width=\"{:.1f}\" "
          "height=\"4\"><title>region "
          "{}: {}, {}</title></rect>",
          x(begin), std::max(x(length) - 1.5, 1.0), escaped(region["name"].text()),
          seconds_text(length / 1e9), escaped(region["line"].text()));
    }
    add("</svg><span class=\"value\">ran {:.0f}%</span></div>\n",
        lived == 0 ? 0 : 100 * lane["run"].number() / lived);
  }

  void write_span(const Json& span, double x, double width) {
    double length = span["end"].number() - span["begin"].number();
    std::string title = fmt::format("{}: {}", seconds_text(length / 1e9), span["text"].text());
    const Json::Array& share = span["share"].items();
    if (share.empty()) {
      add("<rect class=\"{}\" x=\"{:.1f}\" width=\"{:.1f}\" height=\"20\"><title>{}</title></rect>",
          span_class(span), x, width, escaped(title));
      return;
    }
    double sum = 0, y = 20;
    for (const Json& part : share) sum += part.number();
    add("<g><title>{}</title>", escaped(title));
    for (size_t i = 0; i < share.size() && i < std::size(kShareClasses); i++) {
      double height = sum == 0 ? 0 : share[i].number() / sum * 20;
      if (height < 0.05) continue;
      y -= height;
      add("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>",
          kShareClasses[i], x, std::max(y, 0.0), width, height);
    }
    add("</g>");
  }

  void write_axis(double longest) {
    double seconds = longest / 1e9;
    double step = std::pow(10, std::floor(std::log10(seconds / 4)));
    for (double factor : {1.0, 2.0, 5.0, 10.0}) {
      if (seconds / (step * factor) > 5) continue;
      step *= factor;
      break;
    }
    add("<div class=\"lane axis\"><span class=\"name\"></span><div class=\"ticks\">");
    for (double at = 0; at < seconds * 0.96; at += step) {
      add("<span style=\"left:{:.2f}%\">{}</span>", at / seconds * 100,
          at == 0 ? "0" : tick_text(at));
    }
    add("</div><span class=\"value\"></span></div>\n");
  }

  static std::string tick_text(double seconds) {
    if (seconds >= 1) return fmt::format("{:g} s", std::round(seconds * 1e3) / 1e3);
    if (seconds >= 1e-3) return fmt::format("{:g} ms", std::round(seconds * 1e6) / 1e3);
    return fmt::format("{:g} us", std::round(seconds * 1e9) / 1e3);
  }

  // -- tables --

  void write_table() {
    bool many = comparison_.threads.size() > 1;
    add("<section><h2>Figures</h2>\n<div class=\"scroll\"><table><thead><tr><th>threads</th>"
        "<th class=\"text\">build</th><th>time</th><th>from – to</th><th>CPU</th>"
        "<th>speed-up</th>{}<th>hand-overs</th><th>GIL wait</th><th>lock wait</th>"
        "<th>memory</th></tr></thead>\n<tbody>\n",
        many ? "<th>vs fewest</th>" : "");
    for (const Case& of : comparison_.cases) {
      Figures f = figures(comparison_, of);
      add("<tr{}><td>{}</td><td class=\"text\">{}</td>", of.build == 0 ? " class=\"first\"" : "",
          of.build != 0     ? ""
          : of.threads != 0 ? std::to_string(of.threads)
                            : std::to_string(comparison_.threads_started),
          kBuildList[of.build].title);
      if (f.measured == 0) {
        add("<td class=\"text failed\" colspan=\"{}\">{}</td></tr>\n", many ? 9 : 8,
            of.runs.empty() ? ""
                            : escaped(outcome_text(of.runs.back(), comparison_.options.timeout)));
        continue;
      }
      auto ratio = [](double value) {
        return value == 0 ? std::string("–") : fmt::format("{:.2f}", value);
      };
      add("<td>{}</td><td>{}</td><td>{}</td><td>{}</td>", seconds_text(f.wall.median),
          range_text(f.wall.low, f.wall.high), seconds_text(f.cpu.median), ratio(f.speed_up));
      if (many) add("<td>{}</td>", ratio(f.scaling));
      add("<td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", if_told(f.hand_overs, count_text),
          if_told(f.waited, seconds_text), if_told(f.lock_waited, seconds_text),
          bytes_text(f.memory.median));
    }
    add("</tbody></table></div>\n<p class=\"hint\">Speed-up: how many times as fast as the GIL "
        "build with the same threads.{} Waits are those of all threads together.</p></section>\n",
        many ? " Vs fewest: as the same build with the fewest threads." : "");
  }

  void write_regions() {
    std::vector<std::string> names;
    for (const Case& of : comparison_.cases) {
      for (const RegionFigures& region : figures(comparison_, of).regions) {
        if (std::find(names.begin(), names.end(), region.name) == names.end())
          names.push_back(region.name);
      }
    }
    if (names.empty()) return;
    add("<section><h2>Regions</h2>\n<div class=\"scroll\"><table><thead><tr><th class=\"text\">"
        "region</th><th>threads</th><th class=\"text\">build</th><th>entered</th><th>time</th>"
        "<th>CPU</th></tr></thead>\n<tbody>\n");
    for (const std::string& name : names) {
      bool first = true;
      for (const Case& of : comparison_.cases) {
        for (const RegionFigures& region : figures(comparison_, of).regions) {
          if (region.name != name) continue;
          add("<tr{}><td class=\"text\">{}</td><td>{}</td><td class=\"text\">{}</td><td>{}</td>"
              "<td>{}</td><td>{}</td></tr>\n",
              first ? " class=\"first\"" : "", first ? escaped(name) : "",
              of.threads != 0 ? of.threads : comparison_.threads_started,
              kBuildList[of.build].title, region.count, seconds_text(region.wall.median),
              seconds_text(region.cpu.median));
          first = false;
        }
      }
    }
    add("</tbody></table></div>\n<p class=\"hint\">Medians, added up over all threads inside."
        "</p></section>\n");
  }

  void write_outputs() {
    OutputReport report = compare_outputs(comparison_);
    if (report.agreement == Agreement::kSame || report.agreement == Agreement::kDecimals) return;
    add("<section><h2>Output</h2>\n<div class=\"scroll\"><table><thead><tr><th "
        "class=\"text\">build</th><th>runs</th><th>different outputs</th></tr></thead><tbody>\n");
    for (const OutputReport::Row& row : report.rows) {
      add("<tr{}><td class=\"text\">{}</td><td>{}</td><td>{}</td></tr>\n",
          row.distinct > 1 ? " class=\"bad\"" : "", escaped(case_name(comparison_, *row.of)),
          row.runs, row.distinct);
    }
    add("</tbody></table></div>\n<p class=\"hint\">For example, <del>{}</del> against "
        "<ins>{}</ins>:</p>\n<pre>",
        escaped(report.example_against), escaped(report.example_of));
    for (const std::string& line : report.difference)
      add("<span class=\"{}\">{}</span>\n", line[0] == '-' ? "del" : "ins", escaped(line));
    add("</pre></section>\n");
  }

  void write_errors() {
    std::string before;
    for (const Case& of : comparison_.cases) {
      for (const Run& run : of.runs) {
        if (run.outcome == Outcome::kDone || run.errors.empty() || run.errors == before) continue;
        if (before.empty()) add("<section><h2>Errors</h2>\n");
        before = run.errors;
        size_t begin = run.errors.size() > 4000 ? run.errors.size() - 4000 : 0;
        add("<h3>{}: {}</h3>\n<pre>{}</pre>\n", escaped(case_name(comparison_, of)),
            escaped(outcome_text(run, comparison_.options.timeout)),
            escaped(run.errors.substr(begin)));
        break;
      }
    }
    if (!before.empty()) add("</section>\n");
  }

  const Comparison& comparison_;
  std::string out_;
};

}  // namespace

std::string compare_html(const Comparison& comparison) {
  return Page(comparison).write();
}

}  // namespace gilt::cli
