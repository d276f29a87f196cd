// Private until shared: how objects become visible to other threads in the free-threaded build, and
// how those that are visible are changed and given back.
//
// The essay. Every object is private to the thread that made it until it escapes, and most never
// do. (Domani et al., "Thread-Local Heaps for Java", ISMM 2002.) A private object counts its
// references with plain arithmetic, takes no lock and dies at once. Storing a reference in a shared
// object first publishes what is stored: everything reachable from it that is still private becomes
// shared, once and for ever. So whatever a thread can find in a shared object is shared. Until a
// second thread has been started nothing is shared at all.
//
// Shared objects count with atomic instructions, and only the references that the heap and native
// code hold: registers hold them uncounted (ref.h). A count that reaches zero therefore proves
// nothing; the object is retired, and a meeting of all threads (world.h) ends those that no
// register holds. (Deferred counting: Deutsch and Bobrow, CACM 1976.) The same goes for memory that
// readers without a lock may still look at: retire_block().
//
// Shared objects are read without locks. They are changed under their one-byte lock: ObjectLock.
//
// Classes, code objects with their constants and module namespaces become immortal when they are
// published: every thread uses them all the time, and counting them would be all that threads fight
// for.
//
// In the build with the lock all of this is empty.
#pragma once

#include "runtime/heap.h"
#include "runtime/ref.h"

namespace gilt {

struct Interpreter;

// -- publishing: publish() is declared in ref.h --

// Called before a second thread starts: publishes what every thread can reach (modules, classes,
// hooks). Does nothing the second time. REQUIRES: attached.
void share_world(Thread& t);
// Has share_world() been called? Then new classes are published at birth, because their bases know
// them.
bool world_is_shared(const Thread& t);
// In the child after a fork: nobody else waits for an object's lock.
void object_locks_after_fork();

// -- changing --

// Holds the lock of one object, or of two, for the time of a scope; nothing when they are private.
//
// It is a critical section as in CPython (PEP 703): a thread that detaches (because it blocks, or
// runs script code that does, or because the world stops) gives up all object locks that it holds
// and takes the innermost back before it goes on. So threads never wait for each other in a circle,
// and script code may run inside a section; after it the object may have changed, as it may have
// under the global lock: look again.
//
// The thread that holds an object's lock may enter a section of the same object again.
class ObjectLock {
 public:
  // [taken]: the caller has just found that another thread holds it.
  ObjectLock(Thread& t, Object* object, bool taken = false) {
    if (is_shared(object)) [[unlikely]]
      enter(t, object, nullptr, taken);
  }
  ObjectLock(Thread& t, Object* a, Object* b) {
    if (is_shared(a) || is_shared(b)) [[unlikely]]
      enter(t, a, b, false);
  }
  GILT_ALWAYS_INLINE ~ObjectLock() {
    if constexpr (kFreeThreaded) {
      if (thread_ != nullptr) [[unlikely]]
        leave();
    }
  }
  ObjectLock(const ObjectLock&) = delete;
  ObjectLock& operator=(const ObjectLock&) = delete;

 private:
  friend void suspend_sections(Thread& t);
  friend void resume_section(Thread& t);
  void enter(Thread& t, Object* a, Object* b, bool taken);
  void leave();

  Thread* thread_ = nullptr;  // null: nothing is held, and the rest is not set
  Object* first_;             // the one with the lower address
  Object* second_;            // or null
  ObjectLock* outer_;
  bool active_;  // the locks are held now
};

// Around whatever makes a thread wait: gives up the object locks that it holds / takes the
// innermost back. Called by detach() and attach() only.
void suspend_sections(Thread& t);
void resume_section(Thread& t);

// Wraps a method or slot function of a native type whose state is more than slots: it runs with the
// lock of its first Value, the object itself.
//   {"append", guarded<deque_append>, "(self, item, /)", ...}
namespace detail {
template <auto kFunction, class Signature = decltype(kFunction)>
struct Guarded;
template <auto kFunction, class Result, class... Rest>
struct Guarded<kFunction, Result (*)(Thread&, Value, Rest...)> {
  static Result call(Thread& t, Value self, Rest... rest) {
    if (!self.is_object()) return kFunction(t, self, rest...);
    ObjectLock lock(t, self.as_object());
    return kFunction(t, self, rest...);
  }
};
template <auto kFunction, class Result, class Arguments>
  requires requires(Arguments args) { args[0]; }
struct Guarded<kFunction, Result (*)(Thread&, Arguments)> {
  static Result call(Thread& t, Arguments args) {
    Value self = args[0];
    if (!self.is_object()) return kFunction(t, args);
    ObjectLock lock(t, self.as_object());
    return kFunction(t, args);
  }
};
}  // namespace detail
template <auto kFunction>
inline constexpr auto guarded = kFreeThreaded ? &detail::Guarded<kFunction>::call : kFunction;

// -- giving back --

// Gives up a count of a shared object; one that reaches zero is retired. (object_died does.)
void release_shared(Thread& t, Object* object);

// heap_free for memory that a reader of [owner] may still look at: at once if [owner] is private,
// at the next meeting if it is shared.
void retire_block(Thread& t, const Object* owner, void* block, size_t size);

}  // namespace gilt
