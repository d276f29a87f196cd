#include "runtime/timeline.h"

#include <mutex>

namespace gilt {

// -- one thread's buffer --

TimelineBuffer::TimelineBuffer(Timeline& timeline, const Thread& t)
    : timeline(timeline), thread(t.id), is_main(t.is_main), name(t.name) {}

TimelineBuffer::~TimelineBuffer() {
  for (Chunk* chunk = first_.next.load(); chunk != nullptr;) {
    Chunk* next = chunk->next.load();
    delete chunk;
    chunk = next;
  }
}

void TimelineBuffer::add(TimelineEvent event) {
  uint64_t size = size_.load(std::memory_order_relaxed);
  uint64_t at = size % kChunk;
  if (left_out() != 0 || (at == 0 && size != 0)) {
    // Once something is missing nothing more is added: what follows would not fit together.
    if (left_out() != 0 || !timeline.grant(kChunk)) {
      left_out_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    auto* chunk = new Chunk;
    last_->next.store(chunk);
    last_ = chunk;
  }
  last_->events[at] = event;
  size_.store(size + 1, std::memory_order_release);
}

uint32_t TimelineBuffer::place_of(const Thread& t) {
  RunningPlace place;
  if (!g_machine.running_place(t, place)) return 0;
  size_t slot =
      (reinterpret_cast<uintptr_t>(place.name.data()) / 16 + static_cast<unsigned>(place.line)) %
      kKnownPlaces;
  KnownPlace& known = known_[slot];
  // Texts may have died and others have come where they were: compare what they say.
  if (known.line == place.line && known.file == place.filename.data() &&
      known.function == place.name.data() && known.place->file == place.filename &&
      known.place->function == place.name) {
    return known.id;
  }
  known.file = place.filename.data();
  known.function = place.name.data();
  known.line = place.line;
  known.id = timeline.place_id(place, known.place);
  return known.id;
}

// -- the record --

Timeline::Timeline(uint64_t limit) : began_(scheduler().now()), room_(limit) {
  places_.emplace_back();
}

Timeline::~Timeline() = default;

TimelineBuffer& Timeline::buffer(Thread& t) {
  TimelineBuffer* own = t.gil->timeline;
  if (own != nullptr && &own->timeline == this) [[likely]]
    return *own;
  auto made = std::make_unique<TimelineBuffer>(*this, t);
  own = made.get();
  std::lock_guard guard(lock_);
  buffers_.push_back(std::move(made));
  return *(t.gil->timeline = own);
}

bool Timeline::grant(uint64_t events) {
  uint64_t room = room_.load(std::memory_order_relaxed);
  while (room >= events) {
    if (room_.compare_exchange_weak(room, room - events, std::memory_order_relaxed)) return true;
  }
  return false;
}

uint32_t Timeline::place_id(const RunningPlace& place, const TimelinePlace*& entry) {
  std::string key(place.filename);
  key.append(1, '\0').append(place.name).append(1, '\0').append(std::to_string(place.line));
  std::lock_guard guard(lock_);
  auto [found, is_new] =
      place_ids_.try_emplace(std::move(key), static_cast<uint32_t>(places_.size()));
  if (is_new) places_.push_back({std::string(place.filename), std::string(place.name), place.line});
  entry = &places_[found->second];
  return found->second;
}

void Timeline::runs(Thread& t) {
  TimelineBuffer& own = buffer(t);
  if (own.running) return;
  own.running = true;
  own.add({.time = scheduler().now(), .place = own.last_place, .kind = TimelineKind::kRun});
}

void Timeline::stops(Thread& t, HandOver reason, uint32_t waiters) {
  TimelineBuffer& own = buffer(t);
  // The first event of a thread that ran when recording began is that it stops.
  if (!own.running && !own.is_empty()) return;
  own.running = false;
  own.last_place = own.place_of(t);
  own.add({.time = scheduler().now(),
           .place = own.last_place,
           .waiters = waiters,
           .kind = TimelineKind::kStop,
           .reason = static_cast<uint8_t>(reason)});
}

void Timeline::wants_lock(Thread& t) {
  TimelineBuffer& own = buffer(t);
  own.add({.time = scheduler().now(), .place = own.last_place, .kind = TimelineKind::kWantLock});
}

void Timeline::drop_request(Thread& t, uint64_t holder) {
  TimelineBuffer& own = buffer(t);
  own.add({.time = scheduler().now(),
           .other = static_cast<uint32_t>(holder),
           .place = own.last_place,
           .kind = TimelineKind::kDropRequest});
}

void Timeline::wait_begins(Thread& t, WaitFor what, const void* subject, uint64_t owner) {
  TimelineBuffer& own = buffer(t);
  own.add({.time = scheduler().now(),
           .subject = reinterpret_cast<uintptr_t>(subject),
           .other = static_cast<uint32_t>(owner),
           .place = own.place_of(t),
           .kind = TimelineKind::kWaitBegin,
           .reason = static_cast<uint8_t>(what)});
}

void Timeline::wait_ends(Thread& t) {
  buffer(t).add({.time = scheduler().now(), .kind = TimelineKind::kWaitEnd});
}

void Timeline::pause_begins(Thread& t, const char* reason) {
  TimelineBuffer& own = buffer(t);
  own.add({.time = scheduler().now(),
           .subject = reinterpret_cast<uintptr_t>(reason),
           .place = own.place_of(t),
           .kind = TimelineKind::kPauseBegin});
}

void Timeline::pause_ends(Thread& t) {
  buffer(t).add({.time = scheduler().now(), .kind = TimelineKind::kPauseEnd});
}

void Timeline::region(Thread& t, TimelineKind kind, uint32_t id) {
  TimelineBuffer& own = buffer(t);
  own.add({.time = scheduler().now(), .subject = id, .place = own.place_of(t), .kind = kind});
}

Nanoseconds Timeline::ended() const {
  Nanoseconds ended = ended_.load(std::memory_order_relaxed);
  return ended != 0 ? ended : scheduler().now();
}

std::vector<const TimelineBuffer*> Timeline::buffers() {
  std::lock_guard guard(lock_);
  std::vector<const TimelineBuffer*> all;
  all.reserve(buffers_.size());
  for (const auto& buffer : buffers_) all.push_back(buffer.get());
  return all;
}

std::string Timeline::name_of(const TimelineBuffer& buffer) {
  std::lock_guard guard(lock_);
  return buffer.name;
}

std::vector<TimelinePlace> Timeline::places() {
  std::lock_guard guard(lock_);
  return {places_.begin(), places_.end()};
}

void Timeline::named(Thread& t) {
  TimelineBuffer& own = buffer(t);
  std::lock_guard guard(lock_);
  own.name = t.name;
}

Timeline& timeline_start(Thread& t, uint64_t limit) {
  Gil& gil = *t.interpreter->gil;
  timeline_stop(t);
  gil.timelines.push_back(std::make_unique<Timeline>(limit));
  Timeline& timeline = *gil.timelines.back();
  gil.timeline.store(&timeline, std::memory_order_release);
  timeline.runs(t);
  return timeline;
}

Timeline* timeline_stop(Thread& t) {
  Timeline* timeline = t.interpreter->gil->timeline.exchange(nullptr, std::memory_order_acq_rel);
  if (timeline == nullptr) return nullptr;
  timeline->end();
  return timeline;
}

// -- waits --

TimelineWait::TimelineWait(Thread& t, WaitFor what, const void* subject, uint64_t owner)
    : t_(t), counted_(what == WaitFor::kLock && owner != t.id) {
  if (counted_) start_ = scheduler().now();
  if (Timeline* timeline = recording(t)) timeline->wait_begins(t, what, subject, owner);
}

TimelineWait::~TimelineWait() {
  if (counted_) {
    t_.gil->lock_waits++;
    t_.gil->lock_waited += scheduler().now() - start_;
  }
  if (Timeline* timeline = recording(t_)) timeline->wait_ends(t_);
}

}  // namespace gilt
