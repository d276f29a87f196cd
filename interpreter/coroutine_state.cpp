#include "interpreter/coroutine_state.h"

#include <atomic>
#include <memory>
#include <vector>

#include "interpreter/code.h"
#include "interpreter/frame.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

struct Entry {
  Thread* thread;
  std::unique_ptr<CoroutineState> state;
};

// One OS thread may serve several Threads (of several interpreters), one at a time: the last one is
// at hand, the others are looked for.
thread_local Thread* t_owner = nullptr;
thread_local CoroutineState* t_state = nullptr;
thread_local std::vector<Entry> t_entries;
// Whether there have been any: looking at t_entries would make it, and register its end.
thread_local bool t_has_entries = false;

// How often a depth other than 0 was set: coroutines ask before they look for their thread's state.
std::atomic<bool> g_origins_wanted{false};

CoroutineState& find_state(Thread& t) {
  for (Entry& entry : t_entries) {
    if (entry.thread != &t) continue;
    t_owner = &t;
    t_state = entry.state.get();
    return *t_state;
  }
  t_has_entries = true;
  t_entries.push_back({&t, std::make_unique<CoroutineState>()});
  t_owner = &t;
  t_state = t_entries.back().state.get();
  return *t_state;
}

}  // namespace

CoroutineState& coroutine_state(Thread& t) {
  if (t_owner == &t) [[likely]]
    return *t_state;
  return find_state(t);
}

void forget_coroutine_state(Thread& t) {
  if (!t_has_entries) return;
  if (t_owner == &t) {
    t_owner = nullptr;
    t_state = nullptr;
  }
  for (size_t i = 0; i < t_entries.size(); i++) {
    if (t_entries[i].thread != &t) continue;
    // Its references may run script code as they go, which may ask for a state again.
    std::unique_ptr<CoroutineState> state = std::move(t_entries[i].state);
    t_entries.erase(t_entries.begin() + static_cast<ptrdiff_t>(i));
    if (state->leave_loop != nullptr) state->leave_loop(*state);
    state.reset();
    return forget_coroutine_state(t);
  }
}

bool coroutine_origins_wanted() {
  return g_origins_wanted.load(std::memory_order_relaxed);
}

void set_coroutine_origin_depth(Thread& t, int depth) {
  if (depth > 0) g_origins_wanted.store(true, std::memory_order_relaxed);
  coroutine_state(t).origin_depth = depth;
}

Ref coroutine_origin(Thread& t) {
  int depth = coroutine_state(t).origin_depth;
  if (depth == 0) return Ref::none();
  GILT_TRY(RefOf<ListObject> places, list_new(t));
  for (Frame* f = caller_of(t, t.frame); f != nullptr && depth > 0; f = caller_of(t, f), depth--) {
    const PositionEntry* position = position_at(f->code, f->pc);
    int line = position != nullptr ? position->line : static_cast<int>(f->code->first_line);
    GILT_TRY(Ref place,
             tuple_of(t, {f->code->filename.peek(), Value::integer(line), f->code->name.peek()}));
    GILT_CHECK(list_append(t, places.get(), std::move(place)));
  }
  return tuple_from_iterable(t, places.value());
}

}  // namespace gilt
