#include "interpreter/code_bytes.h"

#include <bit>
#include <cassert>
#include <cstring>
#include <map>
#include <memory>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/complex.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/set.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

// What a reader can check at a glance: the layout's version and the instruction set's size.
constexpr uint64_t kMark = uint64_t{0x67696c74} << 32 | uint64_t{kCodeBytesVersion} << 16 |
                           static_cast<uint64_t>(Op::kCount);

enum class Tag : uint8_t {
  kNone,
  kFalse,
  kTrue,
  kEllipsis,
  kSmallInt,  // eight bytes
  kInt,       // text: its digits in base 16
  kFloat,     // eight bytes
  kComplex,   // twice eight bytes
  kText,      // the number of a text
  kOctets,    // a run of bytes
  kTuple,     // count, items
  kFrozenSet,
  kCode
};

constexpr size_t kWord = 8;

// -- writing --

class Writer {
 public:
  // False when a constant has no form.
  bool module(const CodeObject* code) {
    globals_ = code->globals;
    filename_ = code->filename.peek().as<StrObject>();
    // What the texts are is known only when the rest has been written.
    number(text(filename_));
    number(globals_->names.size());
    for (size_t i = 0; i < globals_->names.size(); i++) {
      number(text(globals_->names[i]));
      number(globals_->for_store[i]);
    }
    return this->code(code);
  }

  std::string finish() {
    std::string body = std::move(out_);
    out_.clear();
    raw(&kMark, sizeof kMark);
    number(texts_.size());
    for (const StrObject* text : texts_) {
      number(text->view().size() << 1 | (text->has(kStrInterned) ? 1 : 0));
      out_.append(text->view());
    }
    align();
    return out_ + body;
  }

 private:
  void raw(const void* data, size_t size) { out_.append(static_cast<const char*>(data), size); }
  void align() { out_.resize((out_.size() + kWord - 1) / kWord * kWord); }

  // Seven bits a byte, the lowest first.
  void number(uint64_t n) {
    for (; n >= 0x80; n >>= 7) out_.push_back(static_cast<char>(n | 0x80));
    out_.push_back(static_cast<char>(n));
  }

  // The number of that text.
  size_t text(const StrObject* s) {
    auto [entry, is_new] = numbers_.try_emplace({s->view(), s->has(kStrInterned)}, texts_.size());
    if (is_new) texts_.push_back(s);
    return entry->second;
  }
  size_t text(const Slot& slot) { return text(slot.peek().as<StrObject>()); }

  void names(const Slot& slot) {
    auto* tuple = slot.peek().as<TupleObject>();
    number(static_cast<uint64_t>(tuple->size));
    for (int64_t i = 0; i < tuple->size; i++) number(text(tuple->at(i).as<StrObject>()));
  }

  // The same entries give the same bytes: [clear] copies an entry without what lies between fields.
  template <class T, class Clear>
  void table(std::span<const T> entries, Clear clear) {
    number(entries.size());
    align();
    for (const T& entry : entries) {
      alignas(T) char bytes[sizeof(T)] = {};
      clear(*new (bytes) T, entry);
      raw(bytes, sizeof bytes);
    }
  }

  bool code(const CodeObject* c) {
    // One compilation has one list of globals and one file.
    if (c->globals != globals_ || c->filename.peek().as<StrObject>() != filename_) return false;
    number(text(c->name));
    number(text(c->qualified_name));
    for (uint32_t n : {c->flags_word, c->positional_count, c->positional_only_count,
                       c->keyword_only_count, c->local_count, c->register_count, c->first_line})
      number(n);
    names(c->local_names);
    names(c->cell_names);
    names(c->free_names);
    number(c->word_count);
    align();
    raw(c->words, c->word_count * sizeof(Instr));
    table(c->exceptions, [](ExceptionEntry& to, const ExceptionEntry& e) {
      to.start = e.start, to.end = e.end, to.handler = e.handler, to.depth = e.depth;
    });
    table(c->depths,
          [](DepthEntry& to, const DepthEntry& e) { to.start = e.start, to.depth = e.depth; });
    table(c->positions, [](PositionEntry& to, const PositionEntry& e) { to = e; });
    table(c->silent_lines, [](SilentLine& to, const SilentLine& e) { to = e; });
    number(c->constant_count);
    for (uint32_t i = 0; i < c->constant_count; i++)
      if (!value(c->constants[i].peek())) return false;
    return true;
  }

  void tag(Tag t) { out_.push_back(static_cast<char>(t)); }
  void real(double d) { raw(&d, sizeof d); }

  bool value(Value v) {
    if (v.is_none()) return tag(Tag::kNone), true;
    if (same(v, Value::boolean(false))) return tag(Tag::kFalse), true;
    if (same(v, Value::boolean(true))) return tag(Tag::kTrue), true;
    if (same(v, ellipsis_value())) return tag(Tag::kEllipsis), true;
    if (v.is_int()) {
      tag(Tag::kSmallInt);
      int64_t n = v.as_int();
      raw(&n, sizeof n);
      return true;
    }
    if (v.is_double()) {
      tag(Tag::kFloat);
      real(v.as_double());
      return true;
    }
    if (!v.is_object()) return false;
    switch (v.as_object()->shape) {
      case kIntShape: tag(Tag::kInt); return octets(int_to_text(v, 16));
      case kFloatShape:
        tag(Tag::kFloat);
        real(float_value(v));
        return true;
      case kComplexShape:
        tag(Tag::kComplex);
        real(complex_value(v).real);
        real(complex_value(v).imag);
        return true;
      case kStrShape:
        tag(Tag::kText);
        number(text(v.as<StrObject>()));
        return true;
      case kBytesShape: tag(Tag::kOctets); return octets(v.as<BytesObject>()->view());
      case kCodeShape: tag(Tag::kCode); return code(v.as<CodeObject>());
      case kTupleShape: {
        auto* tuple = v.as<TupleObject>();
        tag(Tag::kTuple);
        number(static_cast<uint64_t>(tuple->size));
        for (int64_t i = 0; i < tuple->size; i++)
          if (!value(tuple->at(i))) return false;
        return true;
      }
      case kFrozenSetShape: {
        auto* set = v.as<SetObject>();
        tag(Tag::kFrozenSet);
        number(static_cast<uint64_t>(set->used));
        int64_t position = 0, hash = 0;
        Value key = kUnset;
        while (set_next(set, position, key, hash))
          if (!value(key)) return false;
        return true;
      }
      default: return false;
    }
  }

  bool octets(std::string_view data) {
    number(data.size());
    out_.append(data);
    return true;
  }

  std::string out_;
  const GlobalNames* globals_ = nullptr;
  const StrObject* filename_ = nullptr;
  std::vector<const StrObject*> texts_;
  // An interned text and another one that reads the same are two.
  std::map<std::pair<std::string_view, bool>, size_t> numbers_;
};

// -- reading --

struct ReleaseGlobals {
  void operator()(GlobalNames* names) const {
    if (names->users.fetch_sub(1) == 1) delete names;
  }
};

class Reader {
 public:
  Reader(Thread& t, std::string_view bytes) : t_(t), begin_(bytes.data()), at_(bytes.data()) {}

  RefOf<CodeObject> module() {
    uint64_t mark = 0;
    raw(&mark, sizeof mark);
    if (mark != kMark) return fail(t_, system_error_type, "bytecode of another version");
    texts_.resize(number());
    for (Ref& text : texts_) {
      uint64_t head = number();
      std::string_view view = run(head >> 1);
      if (head & 1) {
        text = Ref::copy(intern(view));
      } else {
        GILT_TRY(text, str_new(t_, view));
      }
    }
    align();
    filename_ = texts_[number()].get();
    globals_.reset(new GlobalNames);
    globals_->names.resize(number());
    globals_->for_store.resize(globals_->names.size());
    for (size_t i = 0; i < globals_->names.size(); i++) {
      globals_->names[i] = texts_[number()].as<StrObject>();
      globals_->for_store[i] = number() != 0;
    }
    return code();
  }

 private:
  std::string_view run(size_t size) {
    std::string_view view(at_, size);
    at_ += size;
    return view;
  }
  void raw(void* to, size_t size) { std::memcpy(to, run(size).data(), size); }
  void align() { at_ = begin_ + (static_cast<size_t>(at_ - begin_) + kWord - 1) / kWord * kWord; }

  uint64_t number() {
    uint64_t n = static_cast<uint8_t>(*at_++);
    if (n < 0x80) return n;
    n &= 0x7f;
    for (int shift = 7;; shift += 7) {
      uint64_t byte = static_cast<uint8_t>(*at_++);
      n |= (byte & 0x7f) << shift;
      if (byte < 0x80) return n;
    }
  }
  uint32_t small_number() { return static_cast<uint32_t>(number()); }

  RefOf<TupleObject> names() {
    items_.resize(number());
    for (Value& item : items_) item = to_register(texts_[number()].get());
    return tuple_adopt(t_, items_.data(), static_cast<int64_t>(items_.size()));
  }

  template <class T>
  std::span<const T> table() {
    size_t count = number();
    align();
    return {reinterpret_cast<const T*>(run(count * sizeof(T)).data()), count};
  }

  RefOf<CodeObject> code() {
    size_t name = number(), qualified_name = number();
    uint32_t header[7];
    for (uint32_t& n : header) n = small_number();
    GILT_TRY(RefOf<TupleObject> local_names, names());
    GILT_TRY(RefOf<TupleObject> cell_names, names());
    GILT_TRY(RefOf<TupleObject> free_names, names());
    auto* code = object_new<CodeObject>(t_, kCodeShape);
    if (code == nullptr) return Failed{};
    code->name.init(texts_[name].copy());
    code->qualified_name.init(texts_[qualified_name].copy());
    code->filename.init(Ref::copy(filename_));
    code->flags_word = header[0];
    code->positional_count = header[1];
    code->positional_only_count = header[2];
    code->keyword_only_count = header[3];
    code->local_count = header[4];
    code->register_count = header[5];
    code->first_line = header[6];
    code->local_names.init(std::move(local_names));
    code->cell_names.init(std::move(cell_names));
    code->free_names.init(std::move(free_names));
    std::span<const Instr> words = table<Instr>();
    code->word_count = static_cast<uint32_t>(words.size());
    code->words = new Instr[words.size()];
    std::memcpy(code->words, words.data(), words.size_bytes());
    code->globals = globals_.get();
    globals_->users.fetch_add(1, std::memory_order_relaxed);
    code->owns_tables = false;
    code->exceptions = table<ExceptionEntry>();
    code->depths = table<DepthEntry>();
    code->positions = table<PositionEntry>();
    code->silent_lines = table<SilentLine>();
    code->constant_count = small_number();
    code->constants = new Slot[code->constant_count];
    for (uint32_t i = 0; i < code->constant_count; i++) code->constants[i].init_unset();
    auto made = RefOf<CodeObject>::adopt(code);
    for (uint32_t i = 0; i < code->constant_count; i++) {
      GILT_TRY(Ref constant, value());
      code->constants[i].init(std::move(constant));
    }
    return made;
  }

  template <class T>
  T plain() {
    T value;
    raw(&value, sizeof value);
    return value;
  }

  Ref value() {
    switch (static_cast<Tag>(*at_++)) {
      case Tag::kNone: return Ref::none();
      case Tag::kFalse: return Ref::boolean(false);
      case Tag::kTrue: return Ref::boolean(true);
      case Tag::kEllipsis: return Ref::adopt(ellipsis_value());
      case Tag::kSmallInt: return Ref::adopt(Value::integer(plain<int64_t>()));
      case Tag::kInt: return int_parse(t_, run(number()), 16);
      case Tag::kFloat: return make_float(t_, plain<double>());
      case Tag::kComplex: {
        auto real = plain<double>();
        return complex_new(t_, {real, plain<double>()});
      }
      case Tag::kText: return texts_[number()].copy();
      case Tag::kOctets: return bytes_new(t_, run(number()));
      case Tag::kCode: return code();
      case Tag::kTuple: {
        auto count = static_cast<int64_t>(number());
        if (count == 0) return Ref::copy(empty_tuple());
        GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t_, count));
        for (int64_t i = 0; i < count; i++) {
          GILT_TRY(Ref item, value());
          tuple->items()[i].init(std::move(item));
        }
        return tuple;
      }
      case Tag::kFrozenSet: {
        size_t count = number();
        GILT_TRY(RefOf<ListObject> list, list_new(t_, static_cast<int64_t>(count)));
        for (size_t i = 0; i < count; i++) {
          GILT_TRY(Ref item, value());
          GILT_CHECK(list_append(t_, list.get(), std::move(item)));
        }
        return frozenset_from(t_, list.value());
      }
    }
    return fail(t_, system_error_type, "bytecode with an unknown constant");
  }

  Thread& t_;
  const char* begin_;
  const char* at_;
  Value filename_ = kUnset;
  std::vector<Ref> texts_;
  std::vector<Value> items_;  // of the tuple of names that is being made
  std::unique_ptr<GlobalNames, ReleaseGlobals> globals_;
};

}  // namespace

std::string code_to_bytes(const CodeObject* code) {
  Writer writer;
  return writer.module(code) ? writer.finish() : std::string();
}

RefOf<CodeObject> code_from_bytes(Thread& t, std::string_view bytes) {
  assert(reinterpret_cast<uintptr_t>(bytes.data()) % kWord == 0);
  return Reader(t, bytes).module();
}

}  // namespace gilt
