// What is put into a dict from another one, from a mapping or from pairs.
#include <fmt/format.h>

#include <optional>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/dict_internal.h"
#include "runtime/dict_table.h"
#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"
#include "runtime/walked_container.h"

namespace gilt {

RefOf<DictObject> dict_copy(Thread& t, DictObject* d) {
  GILT_TRY(auto copy, dict_new(t));
  GILT_CHECK(dict_merge_dict(t, copy.get(), d, true));
  return copy;
}

namespace {

// d.update(other) as a copy of the other's table where [d] has nothing: the keys need not be
// compared with each other again, so no script code runs.
bool merge_as_clone(Thread& t, DictObject* d, DictObject* other) {
  GILT_TRY(DictTable * table, dict_table_clone(t, other->table));
  if (other->used < other->table->count * 2 / 3) {
    // Without the holes.
    DictTable* dense =
        dict_table_rebuild(&t, nullptr, table, DictTable::log2_for(other->used), table->str_only);
    if (dense == nullptr) {
      error_clear(t);
    } else {
      dict_table_free(&t, nullptr, table);
      table = dense;
    }
  }
  if (is_shared(d)) {
    for (int64_t i = 0; i < table->count; ++i) {
      publish(table->entry(i).key.peek());
      publish(table->entry(i).value.peek());
    }
  }
  d->used = other->used;
  dict_replace_table(&t, d, table);
  return true;
}

bool merge_items(Thread& t, DictObject* d, DictObject* other, bool replace) {
  if (other->table->count > d->table->room + d->table->count && d->used < other->used) {
    // One growth instead of many.
    bool str_only = d->table->str_only && other->table->str_only;
    int log2 = DictTable::log2_for(d->used + other->used);
    if (log2 > d->table->log2_size) {
      GILT_TRY(DictTable * table, dict_table_rebuild(&t, d, d->table, log2, str_only));
      dict_replace_table(&t, d, table);
    }
  }
  int64_t used = other->used, position = 0, hash;
  Value next_key, next_value;
  while (dict_next_hashed(other, position, next_key, next_value, hash)) {
    Ref key = Ref::copy(next_key), value = Ref::copy(next_value);
    if (!replace) {
      Value found = dict_lookup(t, d, key.get(), hash);
      if (found.is_error()) return false;
      if (!found.is_unset()) continue;
    }
    GILT_CHECK(dict_insert(t, d, key.get(), hash, value.get()));
    if (other->used != used) return fail(t, runtime_error_type, "dict mutated during update");
  }
  return true;
}

}  // namespace

bool dict_merge_dict(Thread& t, DictObject* d, DictObject* other, bool replace) {
  if (d == other || other->used == 0) return true;
  ObjectLock lock(t, d, other);
  if (d->used == 0 && !is_namespace(d) && !is_namespace(other)) return merge_as_clone(t, d, other);
  return merge_items(t, d, other, replace);
}

namespace {

// {**mapping}: the pairs (key, mapping[key]) for key in mapping.keys().
bool merge_mapping(Thread& t, DictObject* d, Value mapping, Value keys_method) {
  GILT_TRY(Ref keys, call(t, keys_method));
  return for_each(t, keys.get(), [&](Ref key) -> bool {
    GILT_TRY(Ref value, get_item(t, mapping, key.get()));
    return dict_set(t, d, key.get(), value.get());
  });
}

// Tells which element of dict(pairs) was no pair, in a note of the pending TypeError.
void add_note(Thread& t, int64_t element) {
  Ref exception = error_take(t);
  auto note = str_new(
      t,
      fmt::format("Cannot convert dictionary update sequence element #{} to a sequence", element));
  if (note) {
    Ref done = call_method(t, exception.get(), intern("add_note"), {note.value()});
  }
  if (error_pending(t)) error_clear(t);
  error_restore(t, std::move(exception));
}

}  // namespace

bool dict_merge_pairs(Thread& t, DictObject* d, Value pairs) {
  int64_t n = 0;
  std::optional<ObjectLock> whole;
  if (Object* container = walked_container(pairs)) whole.emplace(t, d, container);
  return for_each(t, pairs, [&](Ref item) -> bool {
    if (has_shape(item.get(), kTupleShape) && item.as<TupleObject>()->size == 2) [[likely]] {
      auto* pair = item.as<TupleObject>();
      ++n;
      return dict_set(t, d, pair->at(0), pair->at(1));
    }
    RefOf<ListObject> pair;
    {
      GILT_TRY(auto fresh, list_new(t, 2));
      pair = std::move(fresh);
    }
    if (!list_extend(t, pair.get(), item.get())) {
      if (!error_matches(t, type_error_type)) return false;
      error_clear(t);
      (void)fail(t, type_error_type, "object is not iterable");
      add_note(t, n);
      return false;
    }
    if (pair->size != 2)
      return fail(t, value_error_type,
                  "dictionary update sequence element #{} has length {}; 2 is required", n,
                  pair->size);
    ++n;
    Ref key = pair->items[0].load(), value = pair->items[1].load();
    return dict_set(t, d, key.get(), value.get());
  });
}

bool dict_update(Thread& t, DictObject* d, Value other) {
  // A subclass that iterates or looks up in its own way is asked through its methods.
  if (is_dict(other) && type_of(other)->slots.iter == dict_type.slots.iter)
    return dict_merge_dict(t, d, other.as<DictObject>(), true);
  GILT_TRY(Ref keys, get_attribute_or_unset(t, other, names::keys));
  if (keys) return merge_mapping(t, d, other, keys.get());
  return dict_merge_pairs(t, d, other);
}

}  // namespace gilt
