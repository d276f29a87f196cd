// Writes an object as a pickle.
//
// Atoms are written where they are met. Any other object gets a number in the memo when it is
// complete enough to be referred to, and is named by that number when it is met again, which keeps
// shared objects shared and lets cycles end. What is not a builtin container is taken apart by
// its __reduce_ex__ (or by what stands for it in a dispatch table) into a function, its arguments
// and a state.
//
// A saver runs script code all the time; it holds what it walks along. One thread at a time.
#pragma once

#include <string>
#include <vector>

#include "runtime/thread.h"
#include "stdlib/pickle.h"
#include "stdlib/pickle_writer.h"

namespace gilt {

// object -> number, in the order of their coming. Keeps the objects, so that no other one gets the
// address of one that ended.
class PickleMemo {
 public:
  // -1: not there.
  int64_t find(const Object* object) const;
  // REQUIRES: not there.
  void add(Value v);
  void set(Value v, int64_t index);
  int64_t size() const { return static_cast<int64_t>(entries_.size()); }
  void clear();
  struct Entry {
    Ref object;
    int64_t index;
  };
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  size_t place_of(const Object* object) const;
  void grow();

  std::vector<Entry> entries_;
  std::vector<uint32_t> table_;  // numbers into entries_ + 1; 0: free
};

struct PickleSettings {
  int protocol = kDefaultPickleProtocol;
  bool fix_imports = true;
  bool fast = false;  // no memo
  Ref persistent_id;  // each of these may be unset
  Ref reducer_override;
  Ref dispatch_table;  // instead of copyreg's
  Ref buffer_callback;
};

class PickleSaver {
 public:
  PickleSaver(Thread& t, PickleWriter& out, PickleMemo& memo, const PickleSettings& settings)
      : t_(t), out_(out), memo_(memo), settings_(settings), protocol_(settings.protocol) {}
  PickleSaver(const PickleSaver&) = delete;
  PickleSaver& operator=(const PickleSaver&) = delete;

  // The whole pickle of [v].
  [[nodiscard]] bool dump(Value v);

 private:
  bool binary() const { return protocol_ >= 1; }
  void put(unsigned char octet) { out_.put(octet); }

  bool save(Value v, bool ask_for_id = true);
  bool save_object(Value v);
  std::optional<bool> save_persistent(Value v);

  // -- atoms (pickle_save_atoms.cpp) --
  void save_bool(bool b);
  void save_float(double d);
  bool save_int(Value v);
  bool save_str(Value v);
  bool save_bytes(Value v);
  bool save_bytearray(Value v);
  bool save_buffer(Value v);
  bool put_octets(std::string_view octets, Value owner);
  bool put_growing_octets(std::string_view octets);

  // -- containers (pickle_save_containers.cpp) --
  bool save_tuple(Value v);
  bool save_list(Value v);
  bool save_dict(Value v);
  bool save_set(Value v);
  bool save_frozenset(Value v);
  bool append_items(Value items, Value owner);
  bool set_items(Value items, Value owner);
  bool save_item(Value item, Value owner, int64_t index);
  bool save_pair(Value key, Value value, Value owner);

  // -- everything else (pickle_save_reduce.cpp) --
  bool save_by_reduction(Value v);
  bool save_reduced(Value reduced, Value v);
  bool save_reduction(TupleObject* parts, Value v);
  bool save_constructor(Value function, Value arguments, Value v, bool& done);
  bool save_state(Value state, Value setter, Value v);
  bool save_type(Value v);
  bool save_global(Value v, Value name);
  bool save_extension(StrObject* module, StrObject* name, bool& done);
  bool save_global_by_name(StrObject* module, StrObject* name);
  Ref reduction_of(Value v);
  // save() with a note about what it was part of when it fails.
  bool save_part(Value part, Value v, const char* what);

  // -- memo --
  bool memoize(Value v);
  // Names an object by its number in the memo.
  void recall(int64_t index);
  int64_t find(Value v) const { return v.is_object() ? memo_.find(v.as_object()) : -1; }

  // Adds "when serializing [type of v] object [what]" to the pending exception.
  void note(Value v, std::string_view what);

  Thread& t_;
  PickleWriter& out_;
  PickleMemo& memo_;
  const PickleSettings& settings_;
  const int protocol_;
};

// The name of a class as messages show it: without the module if that is builtins or __main__.
std::string pickle_type_name(Thread& t, const TypeObject* type);

// The module in which [v] is to be found under [name]; PicklingError when it is in none.
RefOf<StrObject> pickle_module_of(Thread& t, Value v, StrObject* name);

}  // namespace gilt
