// Runs a pickle: the stack machine that pickle.h tells of.
//
// Nothing in a pickle is trusted but what it asks to be called: every instruction looks whether the
// stack, the memo and the octets have what it needs, and raises UnpicklingError when not. (That a
// pickle may call anything is what find_class() can be overridden for.)
//
// A loader runs script code; what it holds, it owns. One thread at a time.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/thread.h"
#include "stdlib/pickle.h"
#include "stdlib/pickle_reader.h"

namespace gilt {

// number -> object. Numbers come mostly in order; a damaged pickle may use any.
class PickleStore {
 public:
  // Unset: nothing has that number.
  Ref get(uint64_t index) const;
  void set(uint64_t index, Ref v);
  uint64_t size() const { return count_; }
  template <class F>
  void for_each(F&& f) const {
    for (size_t i = 0; i < dense_.size(); i++) {
      if (dense_[i]) f(static_cast<uint64_t>(i), dense_[i].get());
    }
    for (const auto& [index, v] : sparse_) f(index, v.get());
  }

 private:
  std::vector<Ref> dense_;
  std::unordered_map<uint64_t, Ref> sparse_;
  uint64_t count_ = 0;
};

struct UnpickleSettings {
  bool fix_imports = true;
  std::string encoding = "ASCII", errors = "strict";
  Ref buffers;              // an iterator, or unset
  Ref find_class;           // unset: the usual one
  Ref persistent_load;      // unset: there is none
  int* protocol = nullptr;  // told what the pickle says; may be null
};

class PickleLoader {
 public:
  PickleLoader(Thread& t, PickleReader& in, PickleStore& memo, const UnpickleSettings& settings)
      : t_(t), in_(in), memo_(memo), settings_(settings) {}
  PickleLoader(const PickleLoader&) = delete;
  PickleLoader& operator=(const PickleLoader&) = delete;

  // The object of one pickle.
  Ref load();

 private:
  bool step(unsigned char op);

  // -- stack (pickle_load.cpp). Objects below the last mark are out of reach --
  void push(Ref v) { stack_.push_back(std::move(v)); }
  bool push_made(Ref v);  // false when it is an error
  size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  bool need(size_t count);
  Ref pop();  // REQUIRES: need(1) was true
  bool pop_mark(size_t& start);
  RefOf<TupleObject> take_tuple(size_t start);
  Failed underflow();

  // -- octets --
  bool number(int octets, uint64_t& out);
  bool text_line(std::string& out);

  // -- instructions --
  bool load_frame();
  bool load_protocol();
  void load_small_ints();
  bool load_decimal(bool is_long);
  bool load_binary_long(int width);
  bool load_decimal_float();
  bool load_binary_float();
  bool load_quoted();
  bool load_old_string(int width);
  bool load_unicode_line();
  bool load_text(int width);
  bool load_bytes(int width);
  bool load_bytearray();
  bool load_buffer();
  bool load_read_only_buffer();
  bool load_tuple(size_t count);
  bool load_list();
  bool load_dict();
  bool load_frozenset();
  bool load_pop();
  bool load_get(uint64_t index);
  bool load_put(uint64_t index);
  bool load_memo_line(bool get);
  bool load_append(size_t start);
  bool load_set_items(size_t start);
  bool load_add_items();
  bool load_class_line(Ref& out);
  bool load_global();
  bool load_stack_global();
  bool load_extension(int width);
  bool load_persistent(bool binary);
  bool load_reduce();
  bool load_new(bool with_keywords);
  bool load_instance(bool from_line);
  bool load_build();

  bool old_string(std::string_view octets);
  Ref find_class(Value module, Value name);
  bool set_state(Value object, Value state);
  bool set_attributes(Value object, Value state, bool in_dict);

  Thread& t_;
  PickleReader& in_;
  PickleStore& memo_;
  const UnpickleSettings& settings_;
  int protocol_ = 0;
  std::vector<Ref> stack_;
  std::vector<size_t> marks_;
};

// The object that a pickle of [protocol] means by [module] and [name], which are str.
Ref pickle_find_class(Thread& t, Value module, Value name, int protocol, bool fix_imports);

}  // namespace gilt
