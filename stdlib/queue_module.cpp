// _queue: SimpleQueue, an unbounded queue for threads, and the exception Empty.
#include "runtime/bell.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "stdlib/thread_lock.h"

namespace gilt {
namespace {

constexpr int64_t kFirstCapacity = 8;
// A ring larger than this is given back when the queue is empty.
constexpr int64_t kKeptCapacity = 1024;
// For so many items one more thread may be on its way to fetch one.
constexpr int64_t kItemsPerCall = 8;
// After so many waits that ended too soon a thread that finds nothing naps.
constexpr int kOften = 4;
// Fewer items than this, and it need not have.
constexpr int64_t kWorthNapping = 2;

// Item i is ring[(first + i) & (capacity - 1)]; capacity is 0 or a power of two. Nothing runs
// script code, waits or detaches with the lock held; it is for the build without the GIL only.
struct QueueObject : Object {
  ShortLock lock;
  Slot* ring;
  int64_t capacity, first, size;
  int calls_too_soon;  // waits that ended so (bell.h) since a nap that was of no use
  Bell bell;

  bool calls_too_often() const { return calls_too_soon >= kOften; }
  Slot& at(int64_t i) { return ring[(first + i) & (capacity - 1)]; }
};

class QueueGuard {
 public:
  explicit QueueGuard(QueueObject* queue) : queue_(queue) {
    if constexpr (kFreeThreaded) queue_->lock.lock();
  }
  ~QueueGuard() {
    if constexpr (kFreeThreaded) queue_->lock.unlock();
  }
  QueueGuard(const QueueGuard&) = delete;
  QueueGuard& operator=(const QueueGuard&) = delete;

 private:
  QueueObject* queue_;
};

QueueObject* as_queue(Value v) {
  return v.as<QueueObject>();
}

TypeObject* empty_type() {
  static TypeObject* const kType =
      type_new_native({.name = "_queue.Empty",
                       .base = &exception_type,
                       .instance_size = exception_type.instance_size -
                                        static_cast<uint32_t>(sizeof(InstanceExtra*)),
                       .flags = kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs |
                                kTypeIsException,
                       .doc = "Exception raised by Queue.get(block=0)/get_nowait()."});
  return kType;
}

size_t bytes(int64_t capacity) {
  return static_cast<size_t>(capacity) * sizeof(Slot);
}

// -- REQUIRES: the guard --

bool grow(Thread& t, QueueObject* queue) {
  int64_t capacity = queue->capacity == 0 ? kFirstCapacity : queue->capacity * 2;
  auto* ring = static_cast<Slot*>(heap_allocate(t, bytes(capacity)));
  if (ring == nullptr) return false;
  for (int64_t i = 0; i < queue->size; i++) ring[i] = queue->at(i);
  if (queue->ring != nullptr) heap_free(t, queue->ring, bytes(queue->capacity));
  queue->ring = ring;
  queue->capacity = capacity;
  queue->first = 0;
  return true;
}

Ref take_first(Thread& t, QueueObject* queue) {
  Ref item = Ref::adopt(queue->at(0).peek());
  queue->first = (queue->first + 1) & (queue->capacity - 1);
  if (--queue->size == 0 && queue->capacity > kKeptCapacity) {
    heap_free(t, std::exchange(queue->ring, nullptr), bytes(queue->capacity));
    queue->capacity = queue->first = 0;
  }
  return item;
}

// There is an item: one of those who wait is to come for it.
void call_one(QueueObject* queue) {
  if (queue->bell.has_waiters())
    queue->bell.ring(queue->calls_too_often() ? 1 : 1 + queue->size / kItemsPerCall);
}

// -- life --

Ref construct(Thread& t, TypeObject* type, CallArgs args);

void release_items(Thread& t, QueueObject* queue) {
  Slot* ring;
  int64_t capacity, first, size;
  {
    QueueGuard guard(queue);
    ring = std::exchange(queue->ring, nullptr);
    capacity = std::exchange(queue->capacity, 0);
    first = std::exchange(queue->first, 0);
    size = std::exchange(queue->size, 0);
  }
  if (ring == nullptr) return;
  for (int64_t i = 0; i < size; i++) release(ring[(first + i) & (capacity - 1)].peek());
  heap_free(t, ring, bytes(capacity));
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  release_items(t, static_cast<QueueObject*>(self));
  native_free<QueueObject>(t, self);
}
void traverse(Object* self, Visitor& visitor) {
  auto* queue = static_cast<QueueObject*>(self);
  for (int64_t i = 0; i < queue->size; i++) visitor.visit(queue->at(i));
  native_traverse(self, visitor);
}
void clear(Thread& t, Object* self) {
  release_items(t, static_cast<QueueObject*>(self));
  native_clear(t, self);
}

// -- putting and getting --

Ref put(Thread& t, Args args) {
  QueueObject* queue = as_queue(args[0]);
  Ref item = Ref::copy(args[1]);
  if (stores_need_help(queue, item.get())) publish(item.get());
  QueueGuard guard(queue);
  if (queue->size == queue->capacity && !grow(t, queue)) return Failed{};
  queue->at(queue->size++).init(std::move(item));
  call_one(queue);
  return Ref::none();
}

Failed fail_empty(Thread& t) {
  return fail_instance(t, exception_new(t, *empty_type(), Ref::unset()));
}

// The next item; waits for one up to [deadline], not at all if that is 0.
Ref get_until(Thread& t, QueueObject* queue, Nanoseconds deadline) {
  constexpr LockKind kKind = LockKind::kQueue;
  enum class Was { kNew, kNapping, kWaiting } was = Was::kNew;
  LockResult result = LockResult::kAcquired;
  bool too_soon = false;
  while (true) {
    bool naps = false;
    {
      QueueGuard guard(queue);
      bool called = result == LockResult::kAcquired;
      if (was == Was::kWaiting && too_soon && !queue->calls_too_often()) queue->calls_too_soon++;
      if (was == Was::kNapping && queue->size < kWorthNapping) queue->calls_too_soon = 0;
      if (queue->size > 0) {
        // An exception comes first; but this thread may have been called for an item.
        Ref item = result == LockResult::kError ? Ref::unset() : take_first(t, queue);
        if (was != Was::kNew && queue->size > 0) call_one(queue);
        if (!item.is_unset()) return item;
      }
      naps = kFreeThreaded && called && deadline != 0 && queue->calls_too_often() && !t.holds_gil;
    }
    if (result == LockResult::kError) return Failed{};
    if (result == LockResult::kTimeout || deadline == 0) return fail_empty(t);
    if (naps) {
      queue->bell.nap(t, deadline, {kKind, queue});
      was = Was::kNapping;
      continue;
    }
    result = queue->bell.wait(t, deadline, {kKind, queue}, too_soon, [queue] {
      QueueGuard guard(queue);
      return queue->size > 0;
    });
    was = Was::kWaiting;
  }
}

Ref get(Thread& t, Args args) {
  GILT_TRY(bool block, truth(t, args[1]));
  Nanoseconds deadline = block ? kForever : 0;
  if (block && !args[2].is_none()) {
    GILT_TRY(double seconds, to_double(t, args[2]));
    if (seconds < 0) return fail(t, value_error_type, "'timeout' must be a non-negative number");
    GILT_TRY(deadline, lock_deadline(t, kTrue, args[2]));
  }
  return get_until(t, as_queue(args[0]), deadline);
}

Ref get_nowait(Thread& t, Args args) {
  return get_until(t, as_queue(args[0]), 0);
}

int64_t size_of(QueueObject* queue) {
  QueueGuard guard(queue);
  return queue->size;
}
Ref empty(Thread&, Args args) {
  return Ref::boolean(size_of(as_queue(args[0])) == 0);
}
Ref qsize(Thread& t, Args args) {
  return int_from(t, size_of(as_queue(args[0])));
}

constexpr NativeDef kMethods[] = {
    {"put", put, "(self, /, item, block=True, timeout=None)",
     "Put the item on the queue.\n\nThe optional 'block' and 'timeout' arguments are ignored, as "
     "this method\nnever blocks.  They are provided for compatibility with the Queue class."},
    {"put_nowait", put, "(self, /, item)", "Put an item into the queue without blocking."},
    {"get", get, "(self, /, block=True, timeout=None)",
     "Remove and return an item from the queue, waiting for one if need be; Empty when none comes "
     "in time."},
    {"get_nowait", get_nowait, "(self, /)",
     "Remove and return an item from the queue without blocking; Empty when there is none."},
    {"empty", empty, "(self, /)",
     "Return True if the queue is empty, False otherwise (not reliable!)."},
    {"qsize", qsize, "(self, /)", "Return the approximate size of the queue (not reliable!)."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};

TypeObject* queue_type() {
  static TypeObject* const kType = [] {
    TypeSpec spec{.name = "_queue.SimpleQueue",
                  .instance_size = sizeof(QueueObject),
                  .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs,
                  .doc = "Simple, unbounded, reentrant FIFO queue.",
                  .methods = kMethods};
    spec.slots.dealloc = dealloc;
    spec.slots.traverse = traverse;
    spec.slots.clear = clear;
    spec.slots.construct = construct;
    return type_new_native(spec);
  }();
  return kType;
}

Ref construct(Thread& t, TypeObject* type, CallArgs args) {
  bool own_init = type->slots.init != queue_type()->slots.init;
  if (!own_init && (args.positional != 0 || args.kwnames != nullptr))
    return fail(t, type_error_type, "SimpleQueue() takes no arguments");
  auto* queue = native_allocate<QueueObject>(t, type);
  if (queue == nullptr) return Failed{};
  new (&queue->lock) ShortLock;
  queue->ring = nullptr;
  queue->capacity = queue->first = queue->size = 0;
  queue->calls_too_soon = 0;
  new (&queue->bell) Bell;
  Ref ref = Ref::adopt(queue);
  gc_track(t, queue);
  return ref;
}

bool init(Thread& t, ModuleObject* module) {
  GILT_CHECK(module_set(t, module, "Empty", Ref::copy(empty_type())));
  return module_set(t, module, "SimpleQueue", Ref::copy(queue_type()));
}

constexpr ModuleDef kModule = {"_queue", "C implementation of the Python queue module.", {}, init};

}  // namespace

void register_queue_module() {
  register_native_module(kModule);
}

}  // namespace gilt
