// PickleSaver: tuples, lists, dicts, sets.
//
// Items go out in batches, so that whoever reads needs little stack. Where a batch ends in older
// writers' pickles is part of the format that other programs compare with, its oddities included.
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/tuple.h"
#include "stdlib/pickle_saver.h"

namespace gilt {
namespace {

constexpr int kBatch = 1000;

}  // namespace

bool PickleSaver::save_item(Value item, Value owner, int64_t index) {
  if (save(item)) return true;
  note(owner, fmt::format("item {}", index));
  return false;
}

bool PickleSaver::save_pair(Value key, Value value, Value owner) {
  GILT_CHECK(save(key));
  if (save(value)) return true;
  Ref error = error_take(t_);
  RefOf<StrObject> shown = repr(t_, key);
  std::string text = "item ";
  if (shown.is_error()) {
    error_clear(t_);
    text += "?";
  } else {
    text += shown->view();
  }
  error_restore(t_, std::move(error));
  note(owner, text);
  return false;
}

bool PickleSaver::save_tuple(Value v) {
  auto* tuple = v.as<TupleObject>();
  int64_t size = tuple->size;
  if (size == 0) {
    if (!binary()) put(pickle::kMark);
    put(binary() ? pickle::kEmptyTuple : pickle::kTuple);
    return true;
  }
  bool counted = size <= 3 && protocol_ >= 2;
  if (!counted) put(pickle::kMark);
  for (int64_t i = 0; i < size; i++) GILT_CHECK(save_item(tuple->at(i), v, i));
  // A tuple that is in the memo by now has itself among its items: what was pushed goes, and the
  // tuple that is complete already is taken.
  if (int64_t index = find(v); index >= 0) {
    if (!counted && binary()) {
      put(pickle::kPopMark);
    } else {
      for (int64_t i = counted ? 0 : -1; i < size; i++) put(pickle::kPop);
    }
    recall(index);
    return true;
  }
  if (counted) {
    put(static_cast<unsigned char>(pickle::kTuple1 + size - 1));
  } else {
    put(pickle::kTuple);
  }
  return memoize(v);
}

bool PickleSaver::save_list(Value v) {
  auto* list = v.as<ListObject>();
  if (binary()) {
    put(pickle::kEmptyList);
  } else {
    put(pickle::kMark);
    put(pickle::kList);
  }
  GILT_CHECK(memoize(v));
  if (list->size == 0) return true;
  if (!binary()) {
    for (int64_t i = 0; i < list->size; i++) {
      GILT_TRY(Ref item, list_get(t_, list, i));
      GILT_CHECK(save_item(item.get(), v, i));
      put(pickle::kAppend);
    }
    return true;
  }
  if (list->size == 1) {
    GILT_TRY(Ref item, list_get(t_, list, 0));
    GILT_CHECK(save_item(item.get(), v, 0));
    put(pickle::kAppend);
    return true;
  }
  for (int64_t i = 0; i < list->size;) {
    put(pickle::kMark);
    for (int n = 0; n < kBatch && i < list->size; n++, i++) {
      GILT_TRY(Ref item, list_get(t_, list, i));
      GILT_CHECK(save_item(item.get(), v, i));
    }
    put(pickle::kAppends);
  }
  return true;
}

// The items of an iterator, for [owner], which is on the stack.
bool PickleSaver::append_items(Value items, Value owner) {
  int64_t index = 0;
  if (!binary()) {
    while (true) {
      GILT_TRY(Ref item, iter_next(t_, items));
      if (item.is_unset()) return true;
      GILT_CHECK(save_item(item.get(), owner, index++));
      put(pickle::kAppend);
    }
  }
  int in_batch;
  do {
    GILT_TRY(Ref item, iter_next(t_, items));
    if (item.is_unset()) return true;
    GILT_TRY(Ref following, iter_next(t_, items));
    if (following.is_unset()) {
      GILT_CHECK(save_item(item.get(), owner, index));
      put(pickle::kAppend);
      return true;
    }
    put(pickle::kMark);
    GILT_CHECK(save_item(item.get(), owner, index++));
    in_batch = 1;
    while (following) {
      GILT_CHECK(save_item(following.get(), owner, index++));
      if (++in_batch == kBatch) break;
      GILT_TRY(following, iter_next(t_, items));
    }
    put(pickle::kAppends);
  } while (in_batch == kBatch);
  return true;
}

// The same for (key, value) pairs.
bool PickleSaver::set_items(Value items, Value owner) {
  // Unset at the end.
  auto next_pair = [&]() -> Ref {
    GILT_TRY(Ref pair, iter_next(t_, items));
    if (pair.is_unset()) return pair;
    if (!is_tuple(pair.get()) || pair.as<TupleObject>()->size != 2)
      return fail(t_, type_error_type, "dict items iterator must return 2-tuples");
    return pair;
  };
  auto save_both = [&](const Ref& pair) {
    auto* parts = pair.as<TupleObject>();
    return save_pair(parts->at(0), parts->at(1), owner);
  };
  if (!binary()) {
    while (true) {
      GILT_TRY(Ref pair, next_pair());
      if (pair.is_unset()) return true;
      GILT_CHECK(save_both(pair));
      put(pickle::kSetItem);
    }
  }
  int in_batch;
  do {
    GILT_TRY(Ref pair, next_pair());
    if (pair.is_unset()) return true;
    GILT_TRY(Ref following, next_pair());
    if (following.is_unset()) {
      GILT_CHECK(save_both(pair));
      put(pickle::kSetItem);
      return true;
    }
    put(pickle::kMark);
    GILT_CHECK(save_both(pair));
    in_batch = 1;
    while (following) {
      GILT_CHECK(save_both(following));
      if (++in_batch == kBatch) break;
      GILT_TRY(following, next_pair());
    }
    put(pickle::kSetItems);
  } while (in_batch == kBatch);
  return true;
}

bool PickleSaver::save_dict(Value v) {
  auto* dict = v.as<DictObject>();
  if (binary()) {
    put(pickle::kEmptyDict);
  } else {
    put(pickle::kMark);
    put(pickle::kDict);
  }
  GILT_CHECK(memoize(v));
  int64_t size = dict_length(dict);
  if (size == 0) return true;
  int64_t position = 0;
  Value key, value;
  auto save_next = [&] {
    Ref held_key = Ref::copy(key), held_value = Ref::copy(value);
    return save_pair(held_key.get(), held_value.get(), v);
  };
  if (!binary() || size == 1) {
    while (dict_next(dict, position, key, value)) {
      GILT_CHECK(save_next());
      put(pickle::kSetItem);
      if (dict_length(dict) != size)
        return fail(t_, runtime_error_type, "dictionary changed size during iteration");
    }
    return true;
  }
  int in_batch;
  do {
    in_batch = 0;
    put(pickle::kMark);
    while (dict_next(dict, position, key, value)) {
      GILT_CHECK(save_next());
      if (++in_batch == kBatch) break;
    }
    put(pickle::kSetItems);
    if (dict_length(dict) != size)
      return fail(t_, runtime_error_type, "dictionary changed size during iteration");
  } while (in_batch == kBatch);
  return true;
}

bool PickleSaver::save_set(Value v) {
  auto* set = v.as<SetObject>();
  if (protocol_ < 4) {
    GILT_TRY(RefOf<ListObject> items, list_from_iterable(t_, v));
    GILT_TRY(RefOf<TupleObject> arguments, tuple_of(t_, {items.value()}));
    GILT_TRY(RefOf<TupleObject> parts, tuple_of(t_, {to_value(&set_type), arguments.value()}));
    return save_reduction(parts.get(), v);
  }
  put(pickle::kEmptySet);
  GILT_CHECK(memoize(v));
  int64_t size = set_length(set);
  if (size == 0) return true;
  int64_t position = 0, hash;
  Value key;
  int in_batch;
  do {
    in_batch = 0;
    put(pickle::kMark);
    while (set_next(set, position, key, hash)) {
      Ref held = Ref::copy(key);
      if (!save(held.get())) {
        note(v, "element");
        return false;
      }
      if (++in_batch == kBatch) break;
    }
    put(pickle::kAddItems);
    if (set_length(set) != size)
      return fail(t_, runtime_error_type, "set changed size during iteration");
  } while (in_batch == kBatch);
  return true;
}

bool PickleSaver::save_frozenset(Value v) {
  if (protocol_ < 4) {
    GILT_TRY(RefOf<ListObject> items, list_from_iterable(t_, v));
    GILT_TRY(RefOf<TupleObject> arguments, tuple_of(t_, {items.value()}));
    GILT_TRY(RefOf<TupleObject> parts,
             tuple_of(t_, {to_value(&frozenset_type), arguments.value()}));
    return save_reduction(parts.get(), v);
  }
  put(pickle::kMark);
  int64_t position = 0, hash;
  Value key;
  while (set_next(v.as<SetObject>(), position, key, hash)) {
    Ref held = Ref::copy(key);
    if (!save(held.get())) {
      note(v, "element");
      return false;
    }
  }
  // As for tuples.
  if (int64_t index = find(v); index >= 0) {
    put(pickle::kPopMark);
    recall(index);
    return true;
  }
  put(pickle::kFrozenSet);
  return memoize(v);
}

}  // namespace gilt
