// How the HTML report looks (compare_html.cpp). The colours of states are from Okabe and Ito's
// palette, which people with any colour vision can tell apart.
#pragma once

namespace gilt::cli {

inline constexpr char kReportStyle[] = R"css(
:root {
  --page: #fbfbf9; --card: #ffffff; --ink: #1d2330; --soft: #626b7c; --line: #e3e5ea; --track: #f1f2f4;
  --b0: #5b6b8c; --b1: #0b84d8; --b2: #9db4d3; --bad: #b3261e; --badback: #fdeceb; --good: #0b6b4f;
  --run: #009e73; --wait: #d55e00; --lock: #b5538f; --join: #d3d7df; --sleep: #a9b7cf; --io: #56b4e9;
  --kernel: #8f9f2a; --pause: #f0c000; --region: #3c4252;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171d; --card: #1c2029; --ink: #e7eaf0; --soft: #98a2b3; --line: #2e3440; --track: #252a34;
    --b0: #8492b0; --b1: #4eb0f2; --b2: #4a6690; --bad: #ff8a80; --badback: #3a2123; --good: #5fd3ac;
    --run: #1fb98b; --wait: #ee7a26; --lock: #d07db4; --join: #454d5c; --sleep: #5d6d8c; --io: #6cc3f2;
    --kernel: #b3c344; --pause: #f5d23d; --region: #c3c9d6;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 28px 18px 48px; }
header { margin-bottom: 20px; }
.eyebrow { margin: 0; color: var(--soft); font-size: 13px; letter-spacing: .08em; text-transform: uppercase; }
h1 { margin: 2px 0 0; font-size: 30px; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 10px; font-size: 20px; }
h3 { margin: 16px 0 6px; font-size: 15px; font-weight: 600; color: var(--soft); }
.meta { margin: 4px 0 0; color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; margin: 0 0 18px; }
.findings { border-left: 5px solid var(--b1); }
.findings ul { list-style: none; margin: 0; padding: 0; }
.findings li { padding: 2px 0; }
.findings li.bad { color: var(--bad); font-weight: 600; }
.hint { margin: 8px 0 0; color: var(--soft); font-size: 14px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 0 6px; font-size: 14px; color: var(--soft); }
.legend span { display: inline-flex; align-items: center; gap: 6px; }
.legend i { width: 14px; height: 14px; border-radius: 3px; background: var(--join); }
.legend i.cpu { height: 5px; background: var(--soft); border-radius: 0; }
.legend i.whisker { height: 2px; background: var(--ink); border-radius: 0; }
.legend i.region { height: 4px; border-radius: 0; }
i.b0 { background: var(--b0) !important; } i.b1 { background: var(--b1) !important; } i.b2 { background: var(--b2) !important; }
i.run { background: var(--run) !important; } i.wait { background: var(--wait) !important; } i.lock { background: var(--lock) !important; }
i.sleep { background: var(--sleep) !important; } i.io { background: var(--io) !important; } i.kernel { background: var(--kernel) !important; }
i.pause { background: var(--pause) !important; } i.region { background: var(--region) !important; }
svg { display: block; width: 100%; }
rect.track { fill: var(--track); } rect.cpu { fill: var(--soft); }
rect.b0 { fill: var(--b0); } rect.b1 { fill: var(--b1); } rect.b2 { fill: var(--b2); }
rect.run { fill: var(--run); } rect.wait { fill: var(--wait); } rect.lock { fill: var(--lock); } rect.join { fill: var(--join); }
rect.sleep { fill: var(--sleep); } rect.io { fill: var(--io); } rect.kernel { fill: var(--kernel); } rect.pause { fill: var(--pause); }
rect.region { fill: var(--region); }
path.whisker { stroke: var(--ink); stroke-width: 1.5px; vector-effect: non-scaling-stroke; fill: none; }
.bar, .lane { display: grid; grid-template-columns: 170px 1fr 132px; gap: 0 12px; align-items: center; }
.bar { margin: 5px 0; } .bar svg { height: 30px; border-radius: 4px; }
.bar .value b { font-weight: 600; } .value small { margin-left: 8px; color: var(--soft); font-size: 14px; }
.name { font-size: 14px; text-align: right; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.value { font-variant-numeric: tabular-nums; white-space: nowrap; font-size: 15px; }
.failed { color: var(--bad) !important; }
.group + .group { border-top: 1px solid var(--line); margin-top: 12px; }
details { border-top: 1px solid var(--line); margin-top: 12px; padding-top: 10px; }
summary { cursor: pointer; font-weight: 600; }
figure { margin: 12px 0 20px; } figcaption { margin-bottom: 6px; font-size: 14px; color: var(--soft); } figcaption b { color: var(--ink); font-size: 15px; margin-right: 6px; }
.lane { margin: 3px 0; } .lane svg { height: 20px; background: var(--track); border-radius: 3px; } .lane svg.with-regions { height: 26px; }
.lane .value { color: var(--soft); font-size: 13px; }
.lane rect:hover, .lane g:hover { opacity: .7; } .lane .picked { stroke: var(--ink); stroke-width: 2px; vector-effect: non-scaling-stroke; }
.axis { margin-top: 4px; } .ticks { position: relative; height: 18px; font-size: 12px; color: var(--soft); border-top: 1px solid var(--line); }
.ticks span { position: absolute; padding-left: 3px; border-left: 1px solid var(--line); white-space: nowrap; }
.info { position: sticky; bottom: 8px; margin: 8px 0 0; padding: 8px 12px; border-radius: 8px; background: var(--ink); color: var(--page); font-size: 14px; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 7px; text-align: right; white-space: nowrap; }
td:first-child, th:first-child { padding-left: 0; } td:last-child, th:last-child { padding-right: 0; }
th { color: var(--soft); font-weight: 500; border-bottom: 1px solid var(--line); }
th.text, td.text { text-align: left; }
tbody tr.first:not(:first-child) td { border-top: 1px solid var(--line); }
tr.bad td { color: var(--bad); }
pre { margin: 8px 0 0; padding: 12px; overflow-x: auto; border-radius: 8px; background: var(--track); font-size: 13px; line-height: 1.45; }
del, .del { color: var(--bad); text-decoration: none; } ins, .ins { color: var(--good); text-decoration: none; }
code { font-size: .95em; }
footer { color: var(--soft); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 18px 10px 36px; } section { padding: 14px 12px; } h1 { font-size: 24px; }
  .bar { grid-template-columns: 1fr auto; } .bar svg { grid-column: 1 / -1; grid-row: 2; } .bar { margin: 10px 0; }
  .lane { grid-template-columns: 78px 1fr 58px; gap: 0 8px; } .name { text-align: left; font-size: 13px; } .lane .name { font-size: 12px; }
}
@media print { section { break-inside: avoid; } }
)css";

inline constexpr char kReportScript[] = R"js(
document.querySelectorAll("details").forEach(group => {
  const info = group.querySelector(".info");
  let picked = null;
  group.addEventListener("click", event => {
    const span = event.target.closest("svg rect, svg g");
    if (!span || !info) return;
    const title = (span.closest("g") || span).querySelector("title");
    if (!title) return;
    if (picked) picked.classList.remove("picked");
    picked = span;
    picked.classList.add("picked");
    info.textContent = span.closest(".lane").querySelector(".name").textContent + ", " + title.textContent;
    info.hidden = false;
  });
});
)js";

}  // namespace gilt::cli
