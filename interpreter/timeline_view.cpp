#include "interpreter/timeline_view.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace gilt {
namespace {

using View = embed::Timeline;
using State = View::State;

const char* stop_text(const TimelineEvent& event) {
  return hand_over_name(static_cast<HandOver>(event.reason));
}

// One thread's events, one after the other: a small machine whose state is the span that is open.
class ThreadReader {
 public:
  ThreadReader(View::Thread& thread, RegionTable& regions, Nanoseconds began,
               const std::map<uint64_t, int>& threads, std::map<uint64_t, int>& locks)
      : thread_(thread), regions_(regions), began_(began), threads_(threads), locks_(locks) {}

  void take(const TimelineEvent& event) {
    now_ = std::max<int64_t>(event.time - began_, 0);
    bool is_first = !seen_;
    seen_ = true;
    switch (event.kind) {
      case TimelineKind::kRun:
        attached_ = true;
        if (paused_ == 0) open(State::kRun, "", event.place);
        return;
      case TimelineKind::kStop: return stop(event, is_first);
      case TimelineKind::kWantLock:
        if (!open_ || (span_.state == State::kBlocked && !paused_))
          open(State::kWait, "GIL", event.place);
        return;
      case TimelineKind::kDropRequest:
        thread_.drop_requests.push_back({now_, thread_index(event.other), event.place});
        return;
      case TimelineKind::kWaitBegin: return wait_begins(event);
      case TimelineKind::kWaitEnd: return wait_ends();
      case TimelineKind::kPauseBegin:
        if (is_first) attached_ = true;
        if (paused_++ != 0) return;
        before_pause_ = open_ ? span_.reason : "";
        open(State::kPause, reinterpret_cast<const char*>(event.subject), event.place);
        return;
      case TimelineKind::kPauseEnd:
        if (paused_ == 0 || --paused_ != 0) return;
        return attached_ ? open(State::kRun, "", open_ ? span_.from : event.place)
                         : open(State::kBlocked, before_pause_, span_.from);
      case TimelineKind::kRegionBegin:
        open_regions_.push_back(thread_.regions.size());
        thread_.regions.push_back(
            {now_, now_, regions_.name_of(static_cast<uint32_t>(event.subject)), event.place});
        return;
      case TimelineKind::kRegionEnd: return region_ends(event);
    }
  }

  // [end]: when the record ended.
  void finish(int64_t end, uint64_t left_out) {
    if (left_out == 0) now_ = end;  // otherwise nobody knows what came after the last event
    thread_.left_out = left_out;
    for (size_t region : open_regions_) thread_.regions[region].end = now_;
    close(open_ ? span_.from : 0);
  }

 private:
  int thread_index(uint32_t id) const {
    auto found = threads_.find(id);
    return found == threads_.end() ? -1 : found->second;
  }

  void close(uint32_t until) {
    if (!open_) return;
    open_ = false;
    span_.end = now_;
    span_.until = until;
    thread_.spans.push_back(span_);
  }

  void open(State state, const char* reason, uint32_t place) {
    close(place);
    open_ = true;
    span_ = View::Span();
    span_.begin = now_;
    span_.state = state;
    span_.reason = reason;
    span_.from = place;
  }

  void stop(const TimelineEvent& event, bool is_first) {
    attached_ = false;
    if (paused_ != 0) {
      // Part of the pause; but if the lock was given up, that ended the run before.
      if (thread_.spans.empty() || thread_.spans.back().state != State::kRun) return;
      thread_.spans.back().reason = stop_text(event);
      thread_.spans.back().waiters = event.waiters;
      return;
    }
    if (is_first) {
      // It ran already when recording began.
      span_ = View::Span();
      span_.from = event.place;
      open_ = true;
    }
    if (open_) {
      span_.reason = stop_text(event);
      span_.waiters = event.waiters;
      close(event.place);
    }
    auto reason = static_cast<HandOver>(event.reason);
    if (reason == HandOver::kExit) return;
    if (reason == HandOver::kInterval) return open(State::kWait, "GIL", event.place);
    open(State::kBlocked, stop_text(event), event.place);
    describe_wait();
  }

  bool waits_for_object() const {
    return waits_for_ != nullptr && static_cast<WaitFor>(waits_for_->reason) == WaitFor::kObject;
  }

  void wait_begins(const TimelineEvent& event) {
    waits_for_ = &event;
    // Whoever waits for an object's lock may stay attached: nothing else tells that it does not
    // run.
    if (!waits_for_object() || paused_ != 0) return;
    open(State::kBlocked, "", event.place);
    describe_wait();
  }

  void wait_ends() {
    if (waits_for_object() && open_ && span_.state == State::kBlocked)
      open(State::kRun, "", span_.from);
    waits_for_ = nullptr;
  }

  void describe_wait() {
    if (waits_for_ == nullptr) return;
    span_.other = thread_index(waits_for_->other);
    if (waits_for_object()) {
      span_.reason = "object's lock";
      return;
    }
    // Condition.wait and what is built on it take a lock of their own twice, for others to release.
    if (waits_for_->other == thread_.id) {
      span_.other = -1;
      span_.reason = "condition";
      return;
    }
    if (static_cast<WaitFor>(waits_for_->reason) != WaitFor::kLock) return;
    auto number = locks_.find(waits_for_->subject);
    if (number != locks_.end()) span_.lock = number->second;
  }

  void region_ends(const TimelineEvent& event) {
    std::string name = regions_.name_of(static_cast<uint32_t>(event.subject));
    // Usually the innermost; generators may leave them in another order.
    for (size_t i = open_regions_.size(); i-- > 0;) {
      View::Region& region = thread_.regions[open_regions_[i]];
      if (region.name != name) continue;
      region.end = now_;
      open_regions_.erase(open_regions_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  View::Thread& thread_;
  RegionTable& regions_;
  const Nanoseconds began_;
  const std::map<uint64_t, int>& threads_;
  std::map<uint64_t, int>& locks_;
  int64_t now_ = 0;
  bool seen_ = false, open_ = false;
  bool attached_ = false;
  int paused_ = 0;  // pauses that it is inside
  const char* before_pause_ = "";
  View::Span span_;
  const TimelineEvent* waits_for_ = nullptr;
  std::vector<size_t> open_regions_;
};

// Numbers of locks, in the order in which threads first waited for them.
std::map<uint64_t, int> number_locks(const std::vector<const TimelineBuffer*>& buffers) {
  std::vector<std::pair<Nanoseconds, uint64_t>> waits;
  for (const TimelineBuffer* buffer : buffers) {
    buffer->for_each([&](const TimelineEvent& event) {
      if (event.kind == TimelineKind::kWaitBegin &&
          static_cast<WaitFor>(event.reason) == WaitFor::kLock)
        waits.emplace_back(event.time, event.subject);
    });
  }
  std::sort(waits.begin(), waits.end());
  std::map<uint64_t, int> numbers;
  for (auto [time, lock] : waits) numbers.try_emplace(lock, static_cast<int>(numbers.size()) + 1);
  return numbers;
}

struct RunRef {
  int thread;
  size_t span;
};

// All spans in which a thread ran, in the order of their beginnings.
std::vector<RunRef> runs_in_order(const View& view) {
  std::vector<RunRef> runs;
  for (size_t thread = 0; thread < view.threads.size(); thread++) {
    const auto& spans = view.threads[thread].spans;
    for (size_t i = 0; i < spans.size(); i++) {
      if (spans[i].state == State::kRun) runs.push_back({static_cast<int>(thread), i});
    }
  }
  auto begin = [&](RunRef run) {
    return view.threads[static_cast<size_t>(run.thread)].spans[run.span].begin;
  };
  std::sort(runs.begin(), runs.end(), [&](RunRef a, RunRef b) {
    return std::tuple(begin(a), a.thread, a.span) < std::tuple(begin(b), b.thread, b.span);
  });
  return runs;
}

// Under the lock runs follow one another: the next one to begin, if another thread's, is the one
// that the lock was handed to. Also tells each waiting span who holds the lock at first.
void find_hand_overs(View& view) {
  std::vector<RunRef> runs = runs_in_order(view);
  auto span_of = [&](RunRef run) -> View::Span& {
    return view.threads[static_cast<size_t>(run.thread)].spans[run.span];
  };
  for (size_t i = 0; i + 1 < runs.size(); i++) {
    View::Span& span = span_of(runs[i]);
    if (span.waiters == 0 || runs[i + 1].thread == runs[i].thread) continue;
    const View::Span& next = span_of(runs[i + 1]);
    if (next.begin < span.end) continue;  // both run: without the lock
    span.other = runs[i + 1].thread;
    view.hand_overs.push_back({runs[i].thread, runs[i + 1].thread, span.end, next.begin,
                               span.reason, span.waiters, span.until});
  }
  for (size_t thread = 0; thread < view.threads.size(); thread++) {
    for (View::Span& span : view.threads[thread].spans) {
      if (span.state != State::kWait) continue;
      auto after =
          std::upper_bound(runs.begin(), runs.end(), span.begin,
                           [&](int64_t time, RunRef run) { return time < span_of(run).begin; });
      // Its own run ended when this wait began: then the next one's is meant.
      if (after != runs.begin() && (after - 1)->thread != static_cast<int>(thread)) --after;
      if (after != runs.end() && after->thread != static_cast<int>(thread))
        span.other = after->thread;
    }
  }
}

}  // namespace

embed::Timeline timeline_view(Timeline& timeline, RegionTable& regions) {
  View view;
  view.free_threaded = kFreeThreaded;
  std::vector<const TimelineBuffer*> buffers = timeline.buffers();
  view.duration = timeline.ended() - timeline.began();
  std::map<uint64_t, int> indices;
  for (const TimelineBuffer* buffer : buffers)
    indices.emplace(static_cast<uint32_t>(buffer->thread), static_cast<int>(indices.size()));
  std::map<uint64_t, int> locks = number_locks(buffers);
  for (const TimelineBuffer* buffer : buffers) {
    View::Thread& thread = view.threads.emplace_back();
    thread.id = buffer->thread;
    thread.is_main = buffer->is_main;
    thread.name = timeline.name_of(*buffer);
    if (thread.name.empty()) thread.name = "thread " + std::to_string(thread.id);
    ThreadReader reader(thread, regions, timeline.began(), indices, locks);
    buffer->for_each([&](const TimelineEvent& event) { reader.take(event); });
    reader.finish(view.duration, buffer->left_out());
  }
  find_hand_overs(view);
  view.places.clear();
  for (TimelinePlace& place : timeline.places())
    view.places.push_back({std::move(place.file), std::move(place.function), place.line});
  return view;
}

}  // namespace gilt
