// _interpqueues: queues that interpreters share. Items are parcels (parcel.h), which belong to
// nobody; a queue remembers who put each of them in, and what is to become of it when that
// interpreter ends.
//
// A queue lives as long as objects of some interpreter or parcels refer to it. Its mutex is held
// for a few instructions; who waits parks outside it.
#include "stdlib/interpreter_queue.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/gil.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/interpreter_family.h"
#include "runtime/list.h"
#include "runtime/lock.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "stdlib/parcel.h"

namespace gilt {

// What becomes of items whose interpreter has ended; numbered as in CPython.
enum class Unbound : uint8_t { kRemove = 1, kError = 2, kReplace = 3 };

struct CrossQueue {
  struct Item {
    Parcel parcel;
    const Interpreter* owner;  // null once that one has ended
    Unbound unbound;
  };

  int64_t id;
  int64_t maxsize;
  Unbound unbound;
  std::mutex mutex;
  std::deque<Item> items;        // under it
  std::vector<Thread*> waiting;  // for items or for room, likewise
  int64_t users = 0;             // under the registry's mutex

  bool is_full() const { return maxsize > 0 && static_cast<int64_t>(items.size()) >= maxsize; }
  // REQUIRES: the mutex is held.
  void wake_all() {
    for (Thread* t : waiting) scheduler().unpark(t->gil->parker);
  }
};

namespace {

struct Registry {
  std::mutex mutex;
  std::map<int64_t, std::shared_ptr<CrossQueue>> queues;
  int64_t next_id = 1;
};
Registry& registry() {
  static auto* registry = new Registry;
  return *registry;
}

TypeObject* error_class(const char* name, TypeObject* base) {
  return type_new_native({
      .name = name,
      .base = base,
      .instance_size = base->instance_size - static_cast<uint32_t>(sizeof(InstanceExtra*)),
      .flags =
          kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs | kTypeIsException,
  });
}

TypeObject& queue_error_type() {
  static TypeObject* const kType =
      error_class("concurrent.interpreters.QueueError", &runtime_error_type);
  return *kType;
}

TypeObject& queue_not_found_type() {
  static TypeObject* const kType =
      error_class("concurrent.interpreters.QueueNotFoundError", &queue_error_type());
  return *kType;
}

std::optional<std::shared_ptr<CrossQueue>> find(Thread& t, int64_t id) {
  Registry& all = registry();
  {
    std::lock_guard guard(all.mutex);
    auto found = all.queues.find(id);
    if (found != all.queues.end()) return found->second;
  }
  return fail(t, queue_not_found_type(), "queue {} not found", id);
}

std::optional<std::shared_ptr<CrossQueue>> find(Thread& t, Value id) {
  GILT_TRY(int64_t number, to_int64(t, id));
  return find(t, number);
}

// The last user takes the queue with it. Its items go outside the locks: they may end other queues.
void release_queue(const std::shared_ptr<CrossQueue>& queue) {
  std::deque<CrossQueue::Item> items;
  {
    Registry& all = registry();
    std::lock_guard guard(all.mutex);
    if (--queue->users > 0) return;
    all.queues.erase(queue->id);
    std::lock_guard inner(queue->mutex);
    items.swap(queue->items);
  }
}

// What [last]'s interpreter has put into queues is of nobody now.
void unbind_items(Thread& last) {
  std::vector<std::shared_ptr<CrossQueue>> queues;
  {
    Registry& all = registry();
    std::lock_guard guard(all.mutex);
    for (const auto& [id, queue] : all.queues) queues.push_back(queue);
  }
  for (const auto& queue : queues) {
    std::vector<Parcel> dropped;
    std::lock_guard guard(queue->mutex);
    for (CrossQueue::Item& item : queue->items) {
      if (item.owner != last.interpreter) continue;
      item.owner = nullptr;
      dropped.push_back(std::exchange(item.parcel, {}));
    }
    std::erase_if(queue->items, [](const CrossQueue::Item& item) {
      return item.owner == nullptr && item.unbound == Unbound::kRemove;
    });
    queue->wake_all();
  }
}

// -- waiting --

// Calls [attempt] under the queue's mutex until it succeeds or [deadline] passes. False inside:
// there was no time left; nothing: an exception is pending.
template <class F>
std::optional<bool> wait_until(Thread& t, CrossQueue& queue, Nanoseconds deadline, F&& attempt) {
  auto stop_waiting = [&] { std::erase(queue.waiting, &t); };
  while (true) {
    {
      std::lock_guard guard(queue.mutex);
      stop_waiting();
      if (attempt()) {
        queue.wake_all();
        return true;
      }
      if (deadline != kForever && scheduler().now() >= deadline) return false;
      queue.waiting.push_back(&t);
    }
    if (!wait_parked(t, deadline, ReleaseReason::kIo)) {
      std::lock_guard guard(queue.mutex);
      stop_waiting();
      return std::nullopt;
    }
  }
}

std::optional<Nanoseconds> deadline_of(Thread& t, Value timeout) {
  if (timeout.is_none()) return kForever;
  GILT_TRY(double seconds, to_double(t, timeout));
  if (!(seconds > 0)) return scheduler().now();
  if (seconds > 1e9) return kForever;
  return deadline_after(static_cast<Nanoseconds>(seconds * 1e9));
}

// -- functions --

std::optional<Unbound> unbound_of(Thread& t, Value v, Unbound otherwise) {
  GILT_TRY(int64_t number, to_int64(t, v));
  if (number == -1) return otherwise;
  if (number < 1 || number > 3) {
    (void)fail(t, value_error_type, "unsupported unbound replacement op {}", number);
    return std::nullopt;
  }
  return static_cast<Unbound>(number);
}

Ref create(Thread& t, Args args) {
  GILT_TRY(int64_t maxsize, to_int64(t, args[0]));
  GILT_TRY(Unbound unbound, unbound_of(t, args[1], Unbound::kReplace));
  auto queue = std::make_shared<CrossQueue>();
  queue->maxsize = maxsize;
  queue->unbound = unbound;
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  queue->id = all.next_id++;
  all.queues[queue->id] = queue;
  return int_from(t, queue->id);
}

Ref bind(Thread& t, Args args) {
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  std::lock_guard guard(registry().mutex);
  queue->users++;
  return Ref::none();
}

Ref release_function(Thread& t, Args args) {
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  release_queue(queue);
  return Ref::none();
}

Ref put(Thread& t, Args args) {
  take_views_back(t);
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  GILT_TRY(Unbound unbound, unbound_of(t, args[2], queue->unbound));
  GILT_TRY(Nanoseconds deadline, deadline_of(t, args[3]));
  std::optional<Parcel> parcel = pack(t, args[1], Fallback::kPickle);
  if (!parcel) return Failed{};
  GILT_TRY(bool done, wait_until(t, *queue, deadline, [&] {
             if (queue->is_full()) return false;
             queue->items.push_back({std::move(*parcel), t.interpreter, unbound});
             return true;
           }));
  return Ref::boolean(done);
}

Ref get(Thread& t, Args args) {
  take_views_back(t);
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  GILT_TRY(Nanoseconds deadline, deadline_of(t, args[1]));
  CrossQueue::Item item;
  GILT_TRY(bool done, wait_until(t, *queue, deadline, [&] {
             if (queue->items.empty()) return false;
             item = std::move(queue->items.front());
             queue->items.pop_front();
             return true;
           }));
  if (!done) return Ref::none();
  if (item.owner == nullptr)
    return tuple_of(t, {kNone, Value::integer(static_cast<int64_t>(item.unbound))});
  GILT_TRY(Ref value, unpack(t, item.parcel));
  return tuple_of(t, {value.get(), kNone});
}

Ref get_count(Thread& t, Args args) {
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  std::lock_guard guard(queue->mutex);
  return int_from(t, static_cast<int64_t>(queue->items.size()));
}

Ref is_full(Thread& t, Args args) {
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  std::lock_guard guard(queue->mutex);
  return Ref::boolean(queue->is_full());
}

Ref get_maxsize(Thread& t, Args args) {
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  return int_from(t, queue->maxsize);
}

Ref get_unbound(Thread& t, Args args) {
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, args[0]));
  return int_from(t, static_cast<int64_t>(queue->unbound));
}

// The newest first, as CPython lists them.
Ref list_all(Thread& t, Args) {
  std::vector<std::pair<int64_t, Unbound>> found;
  {
    Registry& all = registry();
    std::lock_guard guard(all.mutex);
    for (const auto& [id, queue] : all.queues) found.emplace_back(id, queue->unbound);
  }
  std::reverse(found.begin(), found.end());
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (const auto& [id, unbound] : found) {
    GILT_TRY(Ref number, int_from(t, id));
    GILT_TRY(Ref row, tuple_of(t, {number.get(), Value::integer(static_cast<int64_t>(unbound))}));
    GILT_CHECK(list_append(t, list.get(), std::move(row)));
  }
  return list;
}

constexpr const char* kQueueTypeName = "_queue_type";

Ref register_queue_type(Thread& t, Args args) {
  if (!args[0].is_object() || !type_of(args[0])->is(kTypeIsType))
    return fail(t, type_error_type, "expected a class");
  GILT_TRY(Ref module, import_module(t, "_interpqueues"));
  GILT_CHECK(module_set(t, module.as<ModuleObject>(), kQueueTypeName, Ref::copy(args[0])));
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"create", create, "(maxsize, unboundop, /)", "A new queue; its number."},
    {"bind", bind, "(qid, /)", "One more object refers to the queue."},
    {"release", release_function, "(qid, /)",
     "One object less does; the queue ends with the last."},
    {"put", put, "(qid, obj, unboundop, timeout, /)",
     "Adds a copy of the object; False when there was no room for timeout seconds (None: waits)."},
    {"get", get, "(qid, timeout, /)",
     "The next object and None, or None and what stands for an object whose interpreter has ended; "
     "None when nothing came for timeout seconds."},
    {"get_count", get_count, "(qid, /)", "How many items there are."},
    {"is_full", is_full, "(qid, /)", "Whether there is no room for a further item."},
    {"get_maxsize", get_maxsize, "(qid, /)", "How many items there may be; 0: any number."},
    {"get_unbound", get_unbound, "(qid, /)", "What becomes of items whose interpreter has ended."},
    {"list_all", list_all, "()", "Numbers and defaults of all queues."},
    {"_register_queue_type", register_queue_type, "(cls, /)",
     "The class whose objects stand for queues in this interpreter."},
};

bool init(Thread& t, ModuleObject* module) {
  static std::once_flag once;
  std::call_once(once, [] { on_interpreter_end(unbind_items); });
  GILT_CHECK(module_set(t, module, "QueueError", Ref::copy(&queue_error_type())));
  return module_set(t, module, "QueueNotFoundError", Ref::copy(&queue_not_found_type()));
}

constexpr ModuleDef kModule = {"_interpqueues", "Queues between interpreters.", kFunctions, init};

}  // namespace

// -- for parcels --

QueueHold::QueueHold(std::shared_ptr<CrossQueue> queue) : queue_(std::move(queue)) {
  std::lock_guard guard(registry().mutex);
  queue_->users++;
}

QueueHold::~QueueHold() {
  release_queue(queue_);
}

int64_t QueueHold::id() const {
  return queue_->id;
}

bool is_queue(Thread& t, Value v) {
  if (!v.is_object() || !type_of(v)->is(kTypeHeap)) return false;
  Value module =
      dict_get_name(t.interpreter->modules.peek().as<DictObject>(), intern("_interpqueues"));
  if (!module.is_object() || !is_instance_of(module, &module_type)) return false;
  Value type = dict_get_name(module_dict(module.as<ModuleObject>()), intern(kQueueTypeName));
  return type.is_object() && type.as_object() == type_of(v);
}

std::optional<std::shared_ptr<QueueHold>> hold_queue(Thread& t, Value v) {
  GILT_TRY(Ref id, get_attribute(t, v, intern("_id")));
  GILT_TRY(std::shared_ptr<CrossQueue> queue, find(t, id.get()));
  return std::make_shared<QueueHold>(std::move(queue));
}

Ref open_queue(Thread& t, const QueueHold& hold) {
  GILT_TRY(Ref type, import_attribute(t, "concurrent.interpreters._queues", "Queue"));
  GILT_TRY(Ref id, int_from(t, hold.id()));
  return call(t, type.get(), {id.get()});
}

void register_interpqueues_module() {
  register_native_module(kModule);
}

}  // namespace gilt
