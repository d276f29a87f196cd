#include "interpreter/bind.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "interpreter/call_error.h"
#include "interpreter/code.h"
#include "runtime/dict.h"

namespace gilt {
namespace {

// The arguments as they were given, while their registers are rearranged. What is still in here at
// the end is given back.
class Given {
 public:
  Given(const Value* values, uint32_t count) : count_(count) {
    if (count > kInline) {
      many_.assign(values, values + count);
    } else {
      for (uint32_t i = 0; i < count; i++) few_[i] = values[i];
    }
  }
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  ~Given() {
    for (uint32_t i = 0; i < count_; i++) release(data()[i]);
  }
  Ref take(uint32_t i) { return Ref::adopt(word(i)); }
  // The same from register to register.
  Value word(uint32_t i) { return std::exchange(data()[i], kUnset); }
  void own() { own_words(data(), count_); }
  Value* data() { return count_ > kInline ? many_.data() : few_; }

 private:
  static constexpr uint32_t kInline = 24;
  uint32_t count_;
  Value few_[kInline];
  std::vector<Value> many_;
};

class Binder {
 public:
  Binder(Thread& t, FunctionObject* function, Value* registers, uint32_t positional,
         TupleObject* kwnames)
      : t_(t),
        function_(function),
        code_(function->code),
        globals_(function->globals),
        registers_(registers),
        positional_(positional),
        kwnames_(kwnames),
        named_(kwnames != nullptr ? static_cast<uint32_t>(kwnames->size) : 0),
        given_(registers, positional + named_) {
    for (uint32_t i = 0; i < code_->local_count; i++) registers_[i] = kUnset;
  }

  bool bind() {
    if (take_positional() && take_keywords() && check_count() && fill_positional_defaults() &&
        fill_keyword_defaults())
      return true;
    for (uint32_t i = 0; i < code_->local_count; i++) release(std::exchange(registers_[i], kUnset));
    return false;
  }

 private:
  // For the time of a scope script code may run. Its frames lie where the registers are, which no
  // frame has yet; it may give the function other code, and words in no register keep nothing.
  class ScriptRuns {
   public:
    explicit ScriptRuns(Binder& binder)
        : binder_(binder),
          function_(Ref::copy(binder.function_)),
          code_(Ref::copy(binder.code_)),
          globals_(global_table_retain(binder.globals_)),
          callee_(binder.registers_[-1]),
          words_(binder.registers_, binder.registers_ + binder.code_->local_count) {
      own_words(words_.data(), static_cast<int64_t>(words_.size()));
      binder.given_.own();
    }
    ~ScriptRuns() {
      binder_.registers_[-1] = callee_;
      std::copy(words_.begin(), words_.end(), binder_.registers_);
      if (binder_.function_->code == binder_.code_)
        global_table_release(binder_.t_, globals_);
      else
        (void)code_.take();  // the frame will borrow both: what a function was called with stays
    }
    ScriptRuns(const ScriptRuns&) = delete;
    ScriptRuns& operator=(const ScriptRuns&) = delete;

   private:
    Binder& binder_;
    Ref function_, code_;
    GlobalTable* globals_;
    Value callee_;
    std::vector<Value> words_;
  };

  uint32_t named_parameters() const { return code_->positional_count + code_->keyword_only_count; }
  StrObject* parameter(uint32_t i) const {
    return code_->local_names.peek().as<TupleObject>()->at(i).as<StrObject>();
  }
  uint32_t rest_register() const { return named_parameters(); }
  uint32_t keywords_register() const {
    return named_parameters() + (code_->is(kCodeVarArgs) ? 1 : 0);
  }

  bool take_positional() {
    uint32_t direct = std::min(positional_, code_->positional_count);
    for (uint32_t i = 0; i < direct; i++) registers_[i] = given_.word(i);
    if (!code_->is(kCodeVarArgs)) return true;
    uint32_t extra = positional_ - direct;
    if (extra == 0) {
      registers_[rest_register()] = to_value(empty_tuple());
      return true;
    }
    GILT_TRY(auto rest, tuple_new(t_, extra));
    for (uint32_t i = 0; i < extra; i++) rest->items()[i].init(given_.take(direct + i));
    registers_[rest_register()] = Ref(std::move(rest)).take();
    return true;
  }

  bool take_keywords() {
    DictObject* rest = nullptr;
    if (code_->is(kCodeVarKeywords)) {
      GILT_TRY(auto dict, dict_new(t_));
      rest = dict.get();
      registers_[keywords_register()] = Ref(std::move(dict)).take();
    }
    bool may_ask = false;  // a name has a __hash__ or an __eq__ of its own
    for (uint32_t k = 0; k < named_; k++) {
      Value name_value = kwnames_->at(k);
      may_ask |= !is_exact_str(name_value);
      if (!is_str(name_value))
        return fail(t_, type_error_type, "{}() keywords must be strings", function_text(function_));
      auto* name = name_value.as<StrObject>();
      uint32_t i = find(name);
      if (i == kNotFound) {
        if (rest == nullptr) return fail_unexpected_keyword(t_, function_, name, kwnames_);
        Ref value = given_.take(positional_ + k);
        std::optional<ScriptRuns> runs;
        if (may_ask) [[unlikely]]
          runs.emplace(*this);
        GILT_CHECK(dict_set(t_, rest, name_value, value.get()));
        continue;
      }
      if (!registers_[i].is_unset()) {
        return fail(t_, type_error_type, "{}() got multiple values for argument '{}'",
                    function_text(function_), name->view());
      }
      registers_[i] = given_.word(positional_ + k);
    }
    return true;
  }

  static constexpr uint32_t kNotFound = UINT32_MAX;
  uint32_t find(const StrObject* name) const {
    uint32_t first = code_->positional_only_count, end = named_parameters();
    for (uint32_t i = first; i < end; i++) {
      if (parameter(i) == name) return i;
    }
    for (uint32_t i = first; i < end; i++) {
      if (str_equal(parameter(i), name)) return i;
    }
    return kNotFound;
  }

  // Borrowed. Another thread may give the function others: who asks twice may hear two things.
  TupleObject* defaults() const {
    Value defaults = function_->defaults.peek();
    return defaults.is_unset() || defaults.is_none() ? nullptr : defaults.as<TupleObject>();
  }

  bool check_count() {
    if (positional_ <= code_->positional_count || code_->is(kCodeVarArgs)) return true;
    uint32_t keyword_only_given = 0;
    for (uint32_t i = code_->positional_count; i < named_parameters(); i++)
      keyword_only_given += !registers_[i].is_unset();
    const TupleObject* values = defaults();
    int64_t default_count = values != nullptr ? values->size : 0;
    return fail_too_many_positional(t_, function_, positional_, keyword_only_given, default_count);
  }

  bool fill_positional_defaults() {
    TupleObject* values = defaults();
    int64_t default_count = values != nullptr ? values->size : 0;
    int64_t first_default = int64_t{code_->positional_count} - default_count;
    std::vector<StrObject*> missing;
    for (uint32_t i = positional_; i < code_->positional_count; i++) {
      if (!registers_[i].is_unset()) continue;
      if (i < first_default) {
        missing.push_back(parameter(i));
      } else {
        registers_[i] = to_register(values->items()[i - first_default].peek());
      }
    }
    if (missing.empty()) return true;
    return fail_missing(t_, function_, missing, false);
  }

  // The keys are asked whether they are equal only if they must be.
  Ref keyword_default(DictObject* defaults, StrObject* name) {
    Value known = dict_get_name(defaults, name);
    if (!known.is_unset()) [[likely]]
      return Ref::copy(known);
    ScriptRuns runs(*this);
    return dict_get(t_, defaults, to_value(name));
  }

  bool fill_keyword_defaults() {
    if (code_->keyword_only_count == 0) return true;
    Ref defaults = function_->keyword_defaults.load();
    std::vector<StrObject*> missing;
    for (uint32_t i = code_->positional_count; i < named_parameters(); i++) {
      if (!registers_[i].is_unset()) continue;
      Ref value = Ref::unset();
      if (is_dict(defaults.get())) value = keyword_default(defaults.as<DictObject>(), parameter(i));
      if (value.is_error()) return false;
      if (value.is_unset()) {
        missing.push_back(parameter(i));
      } else {
        registers_[i] = value.take();
      }
    }
    if (missing.empty()) return true;
    return fail_missing(t_, function_, missing, true);
  }

  Thread& t_;
  FunctionObject* function_;
  CodeObject* code_;
  GlobalTable* globals_;
  Value* registers_;
  uint32_t positional_;
  TupleObject* kwnames_;
  uint32_t named_;
  Given given_;
};

// The usual calls: every parameter gets its value, by position, by name or by default, in its own
// register at once, and no **kwargs. Whatever is not so, mistakes among it, is the Binder's
// business, which wants to see the arguments where they were.
class DirectBinder {
 public:
  DirectBinder(Thread& t, const FunctionObject* function, Value* registers, uint32_t positional,
               TupleObject* kwnames)
      : t_(t),
        function_(function),
        code_(function->code),
        names_(code_->local_names.peek().as<TupleObject>()),
        registers_(registers),
        positional_(positional),
        kwnames_(kwnames),
        named_(kwnames != nullptr ? static_cast<uint32_t>(kwnames->size) : 0),
        parameters_(code_->positional_count + code_->keyword_only_count) {}

  // What is so: the arguments are bound; nothing has changed; or there was no memory for *args, and
  // everything has been given back.
  enum class Outcome : uint8_t { kBound, kUnchanged, kFailed };

  Outcome bind() {
    if (code_->is(kCodeVarKeywords) || named_ > kMaxNamed || parameters_ > 64)
      return Outcome::kUnchanged;
    if (!code_->is(kCodeVarArgs)) {
      bool fits = positional_ <= code_->positional_count;
      return fits && fill() ? Outcome::kBound : Outcome::kUnchanged;
    }
    if (named_ != 0) return Outcome::kUnchanged;
    Value rest = to_value(empty_tuple());
    if (positional_ > code_->positional_count) {
      if (code_->keyword_only_count != 0) return Outcome::kUnchanged;
      uint32_t extra = positional_ - parameters_;
      Ref tuple = tuple_adopt(t_, registers_ + parameters_, extra);
      positional_ = parameters_;
      if (tuple.is_error()) {
        for (uint32_t i = 0; i < parameters_; i++) release(registers_[i]);
        return Outcome::kFailed;
      }
      rest = tuple.take();
    }
    if (!fill()) return Outcome::kUnchanged;
    registers_[parameters_] = rest;
    return Outcome::kBound;
  }

 private:
  static constexpr uint32_t kMaxNamed = 8;

  // REQUIRES: no more values by position than parameters.
  bool fill() {
    Value given[kMaxNamed];
    GILT_SHORT_LOOP
    for (uint32_t k = 0; k < named_; k++) given[k] = registers_[positional_ + k];
    GILT_SHORT_LOOP
    for (uint32_t i = positional_; i < code_->local_count; i++) registers_[i] = kUnset;
    uint64_t by_name = 0;
    for (uint32_t k = 0; k < named_; k++) {
      uint32_t i = find(kwnames_->at(k));
      if (i >= parameters_ || !registers_[i].is_unset()) return put_back(given, by_name);
      registers_[i] = given[k];
      by_name |= uint64_t{1} << i;
    }
    if (fill_positional_defaults() && fill_keyword_defaults()) return true;
    return put_back(given, by_name);
  }

  // The parameter that [name], interned like theirs, names; parameters_ when none does.
  uint32_t find(Value name) const {
    uint32_t i = code_->positional_only_count;
    while (i < parameters_ && !same(names_->at(i), name)) i++;
    return i;
  }

  bool fill_positional_defaults() {
    Slot* last = nullptr;  // behind the default of the last parameter
    int64_t count = 0;
    if (Value defaults = function_->defaults.peek(); has_shape(defaults, kTupleShape)) {
      count = defaults.as<TupleObject>()->size;
      last = defaults.as<TupleObject>()->items() + count;
    }
    for (uint32_t i = positional_; i < code_->positional_count; i++) {
      if (!registers_[i].is_unset()) continue;
      int64_t from_last = int64_t{code_->positional_count} - i;
      if (from_last > count) return false;
      registers_[i] = to_register(last[-from_last].peek());
    }
    return true;
  }

  bool fill_keyword_defaults() {
    for (uint32_t i = code_->positional_count; i < parameters_; i++) {
      if (!registers_[i].is_unset()) continue;
      Value defaults = function_->keyword_defaults.peek();
      if (!has_shape(defaults, kDictShape)) return false;
      Value value = dict_get_name(defaults.as<DictObject>(), names_->at(i).as<StrObject>());
      if (value.is_unset()) return false;
      registers_[i] = to_register(value);
    }
    return true;
  }

  bool put_back(const Value* given, uint64_t by_name) {
    for (uint32_t i = positional_; i < parameters_; i++) {
      Value value = std::exchange(registers_[i], kUnset);
      if ((by_name >> i & 1) == 0) release(value);
    }
    for (uint32_t k = 0; k < named_; k++) registers_[positional_ + k] = given[k];
    return false;
  }

  Thread& t_;
  const FunctionObject* function_;
  const CodeObject* code_;
  TupleObject* names_;
  Value* registers_;
  uint32_t positional_;
  TupleObject* kwnames_;
  uint32_t named_;
  uint32_t parameters_;
};

}  // namespace

bool bind_parameters(Thread& t, FunctionObject* function, Value* registers, uint32_t positional,
                     TupleObject* kwnames) {
  using Outcome = DirectBinder::Outcome;
  Outcome outcome = DirectBinder(t, function, registers, positional, kwnames).bind();
  if (outcome != Outcome::kUnchanged) return outcome == Outcome::kBound;
  return Binder(t, function, registers, positional, kwnames).bind();
}

}  // namespace gilt
