// PickleLoader: the loop, the stack and the memo.
#include "stdlib/pickle_loader.h"

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/tuple.h"

namespace gilt {

// -- memo --

Ref PickleStore::get(uint64_t index) const {
  if (index < dense_.size()) return dense_[index].copy();
  auto found = sparse_.find(index);
  return found == sparse_.end() ? Ref::unset() : found->second.copy();
}

void PickleStore::set(uint64_t index, Ref v) {
  Ref* place;
  if (index < dense_.size()) {
    place = &dense_[index];
  } else if (index <= dense_.size() * 2 + 1024) {
    dense_.resize(index + 1);
    place = &dense_[index];
  } else {
    place = &sparse_[index];
  }
  if (place->is_unset()) count_++;
  Ref old = std::exchange(*place, std::move(v));
}

// -- stack --

Failed PickleLoader::underflow() {
  return fail(t_, unpickling_error_type(), "{}",
              marks_.empty() ? "unpickling stack underflow" : "unexpected MARK found");
}

bool PickleLoader::need(size_t count) {
  if (stack_.size() - floor() >= count) [[likely]]
    return true;
  return underflow();
}

Ref PickleLoader::pop() {
  Ref v = std::move(stack_.back());
  stack_.pop_back();
  return v;
}

bool PickleLoader::push_made(Ref v) {
  if (v.is_error()) return false;
  push(std::move(v));
  return true;
}

bool PickleLoader::pop_mark(size_t& start) {
  if (marks_.empty()) return fail(t_, unpickling_error_type(), "could not find MARK");
  start = marks_.back();
  marks_.pop_back();
  return true;
}

RefOf<TupleObject> PickleLoader::take_tuple(size_t start) {
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t_, static_cast<int64_t>(stack_.size() - start)));
  for (size_t i = start; i < stack_.size(); i++)
    tuple->items()[i - start].init(std::move(stack_[i]));
  stack_.resize(start);
  return tuple;
}

// -- octets --

bool PickleLoader::number(int octets, uint64_t& out) {
  std::string_view view;
  GILT_CHECK(in_.take(static_cast<uint64_t>(octets), view));
  out = 0;
  for (int i = octets; i-- > 0;)
    out = out << 8 | static_cast<unsigned char>(view[static_cast<size_t>(i)]);
  return true;
}

// Lists of numbers are long runs of these: no step() for each.
void PickleLoader::load_small_ints() {
  const std::string_view octets = in_.at_hand();
  auto octet = [&octets](size_t i) { return uint32_t{static_cast<unsigned char>(octets[i])}; };
  size_t at = 0;
  for (uint32_t n; octets.size() - at > 4;
       push(Ref::adopt(Value::integer(static_cast<int32_t>(n))))) {
    const uint32_t op = octet(at);
    if (op == pickle::kBinInt1) {
      n = octet(at + 1);
      at += 2;
    } else if (op == pickle::kBinInt2) {
      n = octet(at + 1) | octet(at + 2) << 8;
      at += 3;
    } else if (op == pickle::kBinInt) {
      n = octet(at + 1) | octet(at + 2) << 8 | octet(at + 3) << 16 | octet(at + 4) << 24;
      at += 5;
    } else {
      break;
    }
  }
  in_.skip(at);
}

bool PickleLoader::load_protocol() {
  uint64_t protocol;
  GILT_CHECK(number(1, protocol));
  if (protocol > kHighestPickleProtocol)
    return fail(t_, value_error_type, "unsupported pickle protocol: {}", protocol);
  protocol_ = static_cast<int>(protocol);
  if (settings_.protocol != nullptr) *settings_.protocol = protocol_;
  return true;
}

bool PickleLoader::load_frame() {
  uint64_t size;
  GILT_CHECK(number(8, size));
  if (size > INT64_MAX)
    return fail(t_, overflow_error_type, "FRAME length exceeds system's maximum of {} bytes",
                INT64_MAX);
  return in_.prepare(size);
}

// -- tuples, lists, dicts, sets --

bool PickleLoader::load_tuple(size_t count) {
  GILT_CHECK(need(count));
  RefOf<TupleObject> tuple = take_tuple(stack_.size() - count);
  return push_made(std::move(tuple));
}

bool PickleLoader::load_list() {
  size_t start;
  GILT_CHECK(pop_mark(start));
  GILT_TRY(RefOf<ListObject> list, list_new(t_, static_cast<int64_t>(stack_.size() - start)));
  for (size_t i = start; i < stack_.size(); i++)
    GILT_CHECK(list_append(t_, list.get(), std::move(stack_[i])));
  stack_.resize(start);
  push(std::move(list));
  return true;
}

bool PickleLoader::load_dict() {
  size_t start;
  GILT_CHECK(pop_mark(start));
  if ((stack_.size() - start) % 2 != 0)
    return fail(t_, unpickling_error_type(), "odd number of items for DICT");
  GILT_TRY(RefOf<DictObject> dict, dict_new(t_));
  for (size_t i = start; i < stack_.size(); i += 2)
    GILT_CHECK(dict_set(t_, dict.get(), stack_[i].get(), stack_[i + 1].get()));
  stack_.resize(start);
  push(std::move(dict));
  return true;
}

bool PickleLoader::load_frozenset() {
  size_t start;
  GILT_CHECK(pop_mark(start));
  GILT_TRY(RefOf<TupleObject> items, take_tuple(start));
  return push_made(frozenset_from(t_, items.value()));
}

// The items from [start] on go to the list (or what behaves like one) below them.
bool PickleLoader::load_append(size_t start) {
  if (start > stack_.size() || start <= floor()) return underflow();
  if (start == stack_.size()) return true;
  Ref target = stack_[start - 1].copy();
  if (has_shape(target.get(), kListShape)) {
    for (size_t i = start; i < stack_.size(); i++)
      GILT_CHECK(list_append(t_, target.as<ListObject>(), std::move(stack_[i])));
    stack_.resize(start);
    return true;
  }
  GILT_TRY(Ref extend, get_attribute_or_unset(t_, target.get(), intern("extend")));
  if (extend) {
    GILT_TRY(RefOf<ListObject> items, list_new(t_, static_cast<int64_t>(stack_.size() - start)));
    for (size_t i = start; i < stack_.size(); i++)
      GILT_CHECK(list_append(t_, items.get(), std::move(stack_[i])));
    stack_.resize(start);
    return !failed(call(t_, extend.get(), {items.value()}));
  }
  GILT_TRY(Ref append, get_attribute(t_, target.get(), intern("append")));
  for (size_t i = start; i < stack_.size(); i++)
    GILT_CHECK(call(t_, append.get(), {stack_[i].get()}));
  stack_.resize(start);
  return true;
}

bool PickleLoader::load_set_items(size_t start) {
  if (start > stack_.size() || start <= floor()) return underflow();
  if (start == stack_.size()) return true;
  if ((stack_.size() - start) % 2 != 0)
    return fail(t_, unpickling_error_type(), "odd number of items for SETITEMS");
  Ref target = stack_[start - 1].copy();
  bool plain = has_shape(target.get(), kDictShape);
  for (size_t i = start; i < stack_.size(); i += 2) {
    Value key = stack_[i].get(), value = stack_[i + 1].get();
    GILT_CHECK(plain ? dict_set(t_, target.as<DictObject>(), key, value)
                     : set_item(t_, target.get(), key, value));
  }
  stack_.resize(start);
  return true;
}

bool PickleLoader::load_add_items() {
  size_t start;
  GILT_CHECK(pop_mark(start));
  if (start > stack_.size() || start <= floor()) return underflow();
  if (start == stack_.size()) return true;
  Ref target = stack_[start - 1].copy();
  if (has_shape(target.get(), kSetShape)) {
    for (size_t i = start; i < stack_.size(); i++)
      GILT_CHECK(set_add(t_, target.as<SetObject>(), stack_[i].get()));
  } else {
    GILT_TRY(Ref add, get_attribute(t_, target.get(), intern("add")));
    for (size_t i = start; i < stack_.size(); i++)
      GILT_CHECK(call(t_, add.get(), {stack_[i].get()}));
  }
  stack_.resize(start);
  return true;
}

bool PickleLoader::load_pop() {
  if (!marks_.empty() && marks_.back() == stack_.size()) {
    marks_.pop_back();
    return true;
  }
  GILT_CHECK(need(1));
  Ref dropped = pop();
  return true;
}

bool PickleLoader::load_get(uint64_t index) {
  Ref v = memo_.get(index);
  if (v.is_unset())
    return fail(t_, unpickling_error_type(), "Memo value not found at index {}", index);
  push(std::move(v));
  return true;
}

bool PickleLoader::load_put(uint64_t index) {
  GILT_CHECK(need(1));
  memo_.set(index, stack_.back().copy());
  return true;
}

bool PickleLoader::load_memo_line(bool get) {
  std::string_view line;
  GILT_CHECK(in_.take_line(line));
  GILT_TRY(Ref index, int_parse(t_, line, 10));
  if (index.is_unset())
    return fail(t_, value_error_type, "invalid literal for int() with base 10: {}",
                repr_bytes(line));
  std::optional<int64_t> small = int_to_int64(index.get());
  if (!small) return fail(t_, overflow_error_type, "Python int too large to convert to C long");
  if (get) {
    if (*small < 0)
      return fail(t_, unpickling_error_type(), "Memo value not found at index {}", *small);
    return load_get(static_cast<uint64_t>(*small));
  }
  if (*small < 0) return fail(t_, value_error_type, "negative PUT argument");
  return load_put(static_cast<uint64_t>(*small));
}

// -- the loop --

Ref PickleLoader::load() {
  if (settings_.protocol != nullptr) *settings_.protocol = 0;
  stack_.reserve(32);
  while (true) {
    std::string_view octet;
    if (!in_.take(1, octet)) {
      if (!error_matches(t_, unpickling_error_type())) return Ref::error();
      error_clear(t_);
      return fail(t_, eof_error_type, "Ran out of input");
    }
    auto op = static_cast<unsigned char>(octet[0]);
    if (op == pickle::kStop) break;
    if (!step(op)) return Ref::error();
  }
  GILT_CHECK(need(1));
  Ref result = pop();
  GILT_CHECK(in_.finish());
  return result;
}

bool PickleLoader::step(unsigned char op) {
  uint64_t n;
  size_t start;
  switch (op) {
    case pickle::kNone: push(Ref::none()); return true;
    case pickle::kNewTrue: push(Ref::boolean(true)); return true;
    case pickle::kNewFalse: push(Ref::boolean(false)); return true;
    case pickle::kBinInt:
      GILT_CHECK(number(4, n));
      push(Ref::adopt(Value::integer(static_cast<int32_t>(n))));
      load_small_ints();
      return true;
    case pickle::kBinInt1:
      GILT_CHECK(number(1, n));
      push(Ref::adopt(Value::integer(static_cast<int64_t>(n))));
      load_small_ints();
      return true;
    case pickle::kBinInt2:
      GILT_CHECK(number(2, n));
      push(Ref::adopt(Value::integer(static_cast<int64_t>(n))));
      load_small_ints();
      return true;
    case pickle::kInt: return load_decimal(false);
    case pickle::kLong: return load_decimal(true);
    case pickle::kLong1: return load_binary_long(1);
    case pickle::kLong4: return load_binary_long(4);
    case pickle::kFloat: return load_decimal_float();
    case pickle::kBinFloat: return load_binary_float();
    case pickle::kShortBinBytes: return load_bytes(1);
    case pickle::kBinBytes: return load_bytes(4);
    case pickle::kBinBytes8: return load_bytes(8);
    case pickle::kByteArray8: return load_bytearray();
    case pickle::kNextBuffer: return load_buffer();
    case pickle::kReadonlyBuffer: return load_read_only_buffer();
    case pickle::kString: return load_quoted();
    case pickle::kBinString: return load_old_string(4);
    case pickle::kShortBinString: return load_old_string(1);
    case pickle::kUnicode: return load_unicode_line();
    case pickle::kShortBinUnicode: return load_text(1);
    case pickle::kBinUnicode: return load_text(4);
    case pickle::kBinUnicode8: return load_text(8);
    case pickle::kEmptyTuple: push(Ref::copy(empty_tuple())); return true;
    case pickle::kTuple1: return load_tuple(1);
    case pickle::kTuple2: return load_tuple(2);
    case pickle::kTuple3: return load_tuple(3);
    case pickle::kTuple: {
      GILT_CHECK(pop_mark(start));
      RefOf<TupleObject> tuple = take_tuple(start);
      return push_made(std::move(tuple));
    }
    case pickle::kEmptyList: return push_made(list_new(t_));
    case pickle::kList: return load_list();
    case pickle::kEmptyDict: return push_made(dict_new(t_));
    case pickle::kDict: return load_dict();
    case pickle::kEmptySet: return push_made(set_new(t_));
    case pickle::kAddItems: return load_add_items();
    case pickle::kFrozenSet: return load_frozenset();
    case pickle::kAppend: return load_append(stack_.empty() ? 0 : stack_.size() - 1);
    case pickle::kAppends: return pop_mark(start) && load_append(start);
    case pickle::kSetItem: return load_set_items(stack_.size() < 2 ? 0 : stack_.size() - 2);
    case pickle::kSetItems: return pop_mark(start) && load_set_items(start);
    case pickle::kMark: marks_.push_back(stack_.size()); return true;
    case pickle::kPop: return load_pop();
    case pickle::kPopMark:
      GILT_CHECK(pop_mark(start));
      stack_.resize(start);
      return true;
    case pickle::kDup:
      GILT_CHECK(need(1));
      push(stack_.back().copy());
      return true;
    case pickle::kMemoize: return load_put(memo_.size());
    case pickle::kBinPut: return number(1, n) && load_put(n);
    case pickle::kLongBinPut: return number(4, n) && load_put(n);
    case pickle::kPut: return load_memo_line(false);
    case pickle::kBinGet: return number(1, n) && load_get(n);
    case pickle::kLongBinGet: return number(4, n) && load_get(n);
    case pickle::kGet: return load_memo_line(true);
    case pickle::kGlobal: return load_global();
    case pickle::kStackGlobal: return load_stack_global();
    case pickle::kExt1: return load_extension(1);
    case pickle::kExt2: return load_extension(2);
    case pickle::kExt4: return load_extension(4);
    case pickle::kPersId: return load_persistent(false);
    case pickle::kBinPersId: return load_persistent(true);
    case pickle::kReduce: return load_reduce();
    case pickle::kNewObj: return load_new(false);
    case pickle::kNewObjEx: return load_new(true);
    case pickle::kInst: return load_instance(true);
    case pickle::kObj: return load_instance(false);
    case pickle::kBuild: return load_build();
    case pickle::kProto: return load_protocol();
    case pickle::kFrame: return load_frame();
    default: break;
  }
  if (op >= 0x20 && op <= 0x7e && op != '\'' && op != '\\')
    return fail(t_, unpickling_error_type(), "invalid load key, '{}'.", static_cast<char>(op));
  return fail(t_, unpickling_error_type(), "invalid load key, '\\x{:02x}'.", op);
}

}  // namespace gilt
