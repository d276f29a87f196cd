// Parcels: values on their way from one interpreter to another.
//
// A parcel owns no object of either. What is plain (None, bool, int, float, str, bytes, tuples of
// such) travels as it is, a memoryview as the memory that it shows, a queue as its number. With
// Fallback::kPickle everything else goes too, if it can: functions that need nothing of their
// module as their code, the rest as a pickle.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/code_image.h"
#include "runtime/ref.h"
#include "runtime/thread.h"

namespace gilt {

struct SharedView;  // memory of an object of another interpreter (parcel_view.cpp)
class QueueHold;    // a queue that somebody may still want (interpreter_queue.h)

struct Parcel {
  enum class Kind : uint8_t { kAtom, kTuple, kFunction, kPickle, kView, kQueue };
  Kind kind = Kind::kAtom;
  ValueImage atom;
  std::vector<Parcel> items;
  std::shared_ptr<const CodeImage> code;
  std::string pickle;
  std::string main_file;  // of the program that the pickle comes from; may be empty
  std::shared_ptr<SharedView> view;
  std::shared_ptr<QueueHold> queue;

  Parcel() = default;
  Parcel(Parcel&&) = default;
  Parcel& operator=(Parcel&&) = default;
  // Without recursion: it may be let go of where less of the stack is left than when it was packed.
  ~Parcel();
};

enum class Fallback : uint8_t { kRefuse, kPickle };

// NotShareableError "... does not support cross-interpreter data" when [v] cannot go.
std::optional<Parcel> pack(Thread& t, Value v, Fallback fallback);
// The value in [t]'s interpreter. NotShareableError when a pickle cannot be read there.
Ref unpack(Thread& t, const Parcel& parcel);
// Would pack(v, kRefuse) take it? Items of tuples are not looked at, as in CPython.
bool is_shareable(Thread& t, Value v);

// The code of a function that needs nothing but builtins. Nothing when it needs more: then [why]
// says what, in CPython's words ("closures not supported").
std::shared_ptr<const CodeImage> stateless_code(Thread& t, Value function, const char*& why);

// -- errors --
TypeObject& interpreter_error_type();
TypeObject& interpreter_not_found_type();
TypeObject& not_shareable_type();
// Raises [type] with [message] from the pending exception, which becomes its cause.
Failed fail_from_pending(Thread& t, const TypeObject& type, std::string_view message);
Failed fail_from(Thread& t, const TypeObject& type, std::string_view message, Ref cause);

// -- memory --
std::optional<std::shared_ptr<SharedView>> share_view(Thread& t, Value memoryview);
Ref open_shared_view(Thread& t, const std::shared_ptr<SharedView>& view);
// Gives up what other interpreters do not look at any more.
void take_views_back(Thread& t);
void start_shared_views();  // once

}  // namespace gilt
