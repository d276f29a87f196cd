// Thread: the state of one script thread. Everything the machine touches in every instruction is
// here.
//
// A Thread belongs to one OS thread (or fiber) and one Interpreter. Only its own OS thread uses it,
// except for the atomics: anybody may set `safepoint` bits. It is attached while it may touch
// Values: in the GIL build exactly one thread of an interpreter is attached.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/heap.h"
#include "runtime/ref.h"

namespace gilt {

struct GlobalCellObject;
struct Interpreter;
struct Frame;
struct GilThreadState;
struct DictObject;
class ObjectLock;

// Why a thread should leave the fast path at its next safepoint (Thread::safepoint, a set of bits).
enum SafepointReason : uint32_t {
  kDropGil = 1 << 0,         // another thread waits for the GIL
  kSignal = 1 << 1,          // a signal handler waits to be run (main thread)
  kStopWorld = 1 << 2,       // all threads are to meet
  kAsyncException = 1 << 3,  // pending_async is to be raised
  kLimit = 1 << 4,           // the host's limit on instructions, time or memory is met
  kTableChanged = 1 << 5,    // reload the dispatch table
  kCollect = 1 << 6,         // run the cycle collector
  kExit = 1 << 7,            // the interpreter ends: daemon threads stop here
  kPendingCalls = 1 << 8,
  kReclaim = 1 << 9,  // end what is retired (world.h)
};

// The objects that a thread made and the collector knows (collector.h).
struct TrackedLists {
  std::vector<Object*> young, old;
  size_t old_after_last = 0;       // size of old after the last full collection
  uint32_t young_collections = 0;  // since then
  bool collecting = false;
};

// The last number that a thread has stored in a global which others see, for the moment perhaps not
// to be seen by them (ops_postponed.cpp).
struct PostponedStore {
  // A millionth of a second or so.
  static constexpr uint32_t kPostponedJumps = 200;
  GlobalCellObject* cell = nullptr;
  Value word = kUnset;
  uint32_t jumps = 0;
};

struct Thread {
  // -- hot: one or two cache lines --
  std::atomic<uint32_t> safepoint{0};
  uint32_t native_depth = 0;       // nested C++ activations of the VM
  const void* dispatch = nullptr;  // current dispatch table (interpreter/ops.h)
  Frame* frame = nullptr;          // innermost running frame, null when no bytecode runs
  Frame* frame_limit = nullptr;    // end of frames
  Value* stack_limit = nullptr;    // end of the value stack, less a reserve for handlers
  Value exception = kUnset;        // pending exception (owned), or unset
  Value result = kUnset;           // what the machine leaves an activation with
  Value handled = kUnset;  // exception that an except block handles: sys.exception() (owned)
  PostponedStore postponed;
  SmallHeap heap;
  uintptr_t c_stack_limit = 0;  // below this address of the C stack: RecursionError

  // -- the rest --
  Interpreter* interpreter = nullptr;
  Value* stack = nullptr;  // value stack: reserved address space, committed as it is touched
  Frame* frames = nullptr;
  uint32_t recursion_depth_limit = 1000;
  uint32_t nested_deaths = 0;            // object_died calls that are running
  std::vector<Object*> deferred_deaths;  // containers that died too deep in others
  // The thread is to end and no handler of a script may stop that: unwinding skips them all.
  bool stopping = false;
  uint64_t id = 0;         // threading.get_ident()
  uint64_t native_id = 0;  // the system's thread id
  std::string name;        // for reports; set under the GIL
  bool is_main = false;
  bool is_daemon = false;
  std::atomic<bool> attached{false};
  bool holds_gil = false;
  std::atomic<bool> waits_for_world{false};
  Slot object = unset_slot();        // the threading.Thread that it runs, or unset
  Slot locals = unset_slot();        // dict: threading.local storage, or unset
  Slot repr_running = unset_slot();  // list of containers whose repr is being made, or unset
  std::atomic<Object*> pending_async{nullptr};
  GilThreadState* gil = nullptr;  // its place in the GIL's statistics and queue

  // -- free-threaded build (sharing.h, world.h) --
  struct RetiredBlock {
    void* block;
    size_t size;
  };
  std::vector<Object*> retired;  // shared objects without counts
  std::vector<RetiredBlock> retired_blocks;
  size_t retired_bytes = 0;
  int64_t last_meeting = 0;
  ObjectLock* sections = nullptr;  // object locks that it holds, innermost first
  TrackedLists own_tracked;
  TrackedLists* tracked = nullptr;  // its own or, with the lock, those of all threads
  uint16_t number = 0;              // of these lists: Object::owner

  Thread* next = nullptr;  // list of the interpreter's threads
  Thread* previous = nullptr;
};

// The attached thread of this OS thread, or null.
extern thread_local constinit Thread* t_current_thread;
inline Thread& current_thread() {
  return *t_current_thread;
}

// False with RecursionError raised when the C stack is nearly used up. Native code that recurses
// through script data (repr, compare, deepcopy, calls back into the VM) asks first.
bool check_native_recursion(Thread& t);
GILT_ALWAYS_INLINE bool c_stack_is_low(const Thread& t) {
  return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < t.c_stack_limit;
}

// For a container's repr: false when [object] is already being shown by this thread (print "[...]"
// instead). A guard that entered leaves in its destructor.
class ReprGuard {
 public:
  ReprGuard(Thread& t, Value object);
  ~ReprGuard();
  ReprGuard(const ReprGuard&) = delete;
  ReprGuard& operator=(const ReprGuard&) = delete;
  bool entered() const { return entered_; }

 private:
  Thread& t_;
  Value object_;
  bool entered_;
};

}  // namespace gilt
