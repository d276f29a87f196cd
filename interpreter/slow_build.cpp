// Building and unpacking containers, formatting, t-strings.
#include "interpreter/call_error.h"
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/format_spec.h"
#include "runtime/messages.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/str.h"
#include "runtime/template_string.h"

namespace gilt {

bool slow_build_tuple(Thread& t, Frame&, Value* regs, Instr instr) {
  return write_a(regs, instr, tuple_adopt(t, regs + b_of(instr), c_of(instr)));
}

bool slow_build_list(Thread& t, Frame&, Value* regs, Instr instr) {
  return write_a(regs, instr, list_adopt(t, regs + b_of(instr), c_of(instr)));
}

bool slow_build_set(Thread& t, Frame&, Value* regs, Instr instr) {
  Window items(regs + b_of(instr), c_of(instr));
  GILT_TRY(auto set, set_new(t));
  for (uint32_t i = 0; i < c_of(instr); i++) GILT_CHECK(set_add(t, set.get(), items[i]));
  return items.write_a(regs, instr, std::move(set));
}

bool slow_build_map(Thread& t, Frame&, Value* regs, Instr instr) {
  Window pairs(regs + b_of(instr), 2u * c_of(instr));
  GILT_TRY(auto dict, dict_new(t, c_of(instr)));
  for (uint32_t i = 0; i < c_of(instr); i++)
    GILT_CHECK(dict_set(t, dict.get(), pairs[2 * i], pairs[2 * i + 1]));
  return pairs.write_a(regs, instr, std::move(dict));
}

bool slow_build_string(Thread& t, Frame&, Value* regs, Instr instr) {
  Window parts(regs + b_of(instr), c_of(instr));
  uint32_t count = c_of(instr);
  size_t bytes = 0;
  bool ascii = true;
  for (uint32_t i = 0; i < count; i++) {
    auto* part = parts[i].as<StrObject>();
    bytes += part->byte_length;
    ascii &= part->is_ascii();
  }
  if (!ascii) {
    StrBuilder builder;
    for (uint32_t i = 0; i < count; i++) builder.append(parts[i].as<StrObject>()->view());
    return parts.write_a(regs, instr, builder.finish(t));
  }
  GILT_TRY(auto result, str_new_ascii_uninitialised(t, bytes));
  char* to = result->data();
  for (uint32_t i = 0; i < count; i++) {
    std::string_view part = parts[i].as<StrObject>()->view();
    to = std::copy(part.begin(), part.end(), to);
  }
  return parts.write_a(regs, instr, std::move(result));
}

bool slow_format(Thread& t, Frame& frame, Value* regs, Instr instr) {
  uint64_t how = fetch(frame.pc + 1);
  bool has_spec = (how & 0x100) == 0;
  Ref value = take_b(regs, instr);
  Ref spec = has_spec ? take_c(regs, instr) : Ref::unset();
  switch (how & 0xff) {
    case 's': {
      GILT_TRY(value, to_str(t, value.get()));
      break;
    }
    case 'r': {
      GILT_TRY(value, repr(t, value.get()));
      break;
    }
    case 'a': {
      GILT_TRY(value, ascii(t, value.get()));
      break;
    }
    default: break;
  }
  if (!has_spec) {
    if (is_exact_str(value.get())) return write_a(regs, instr, std::move(value));
    if (value.get().is_int()) return write_a(regs, instr, to_str(t, value.get()));
  }
  if (has_spec && is_exact_str(spec.get())) {
    std::string_view text = spec.as<StrObject>()->view();
    if (value.get().is_double())
      return write_a(regs, instr, format_float(t, value.get().as_double(), text));
    if (value.get().is_int()) return write_a(regs, instr, format_int(t, value.get(), text));
  }
  return write_a(regs, instr, format(t, value.get(), spec.get()));
}

bool slow_list_append(Thread& t, Frame&, Value* regs, Instr instr) {
  return list_append(t, regs[a_of(instr)].as<ListObject>(), take_b(regs, instr));
}

bool slow_list_extend(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref iterable = take_b(regs, instr);
  if (list_extend(t, regs[a_of(instr)].as<ListObject>(), iterable.get())) return true;
  if (!error_matches(t, type_error_type)) return false;
  // The failure of asking for an iterator, not one from within the iteration.
  TypeObject* type = type_of(iterable.get());
  if (type->slots.iter != nullptr || type->slots.get_item != nullptr) return false;
  error_clear(t);
  return fail(t, type_error_type, "Value after * must be an iterable, not {}",
              type_name(iterable.get()));
}

bool slow_list_to_tuple(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref list = take_b(regs, instr);
  return write_a(regs, instr, tuple_from_iterable(t, list.get()));
}

bool slow_set_add(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref item = take_b(regs, instr);
  return set_add(t, regs[a_of(instr)].as<SetObject>(), item.get());
}

bool slow_set_update(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref iterable = take_b(regs, instr);
  return set_update(t, regs[a_of(instr)].as<SetObject>(), iterable.get());
}

bool slow_map_set(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref key = take_b(regs, instr), value = take_c(regs, instr);
  return dict_set(t, regs[a_of(instr)].as<DictObject>(), key.get(), value.get());
}

namespace {

// Is [v] something that {**v} takes? Sets *mapping* apart from what fails inside.
bool is_mapping(Thread& t, Value v, bool& result) {
  if (is_dict(v)) {
    result = true;
    return true;
  }
  GILT_TRY(Ref keys, get_attribute_or_unset(t, v, names::keys));
  result = !keys.is_unset();
  return true;
}

}  // namespace

bool slow_map_update(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref mapping = take_b(regs, instr);
  bool fits = false;
  GILT_CHECK(is_mapping(t, mapping.get(), fits));
  if (!fits)
    return fail(t, type_error_type, "'{}' object is not a mapping", type_name(mapping.get()));
  return dict_update(t, regs[a_of(instr)].as<DictObject>(), mapping.get());
}

bool slow_map_merge(Thread& t, Frame&, Value* regs, Instr instr) {
  Ref mapping = take_b(regs, instr);
  auto* merged = regs[a_of(instr)].as<DictObject>();
  Value callee = regs[c_of(instr)];
  bool fits = false;
  GILT_CHECK(is_mapping(t, mapping.get(), fits));
  if (!fits) {
    std::string function = callee_text(t, callee);
    return fail(t, type_error_type, "{} argument after ** must be a mapping, not {}", function,
                type_name(mapping.get()));
  }
  Ref keys;
  if (is_dict(mapping.get())) {
    keys = mapping.copy();
  } else {
    GILT_TRY(keys, call_method(t, mapping.get(), names::keys));
  }
  return for_each(t, keys.get(), [&](Ref key) -> bool {
    GILT_TRY(Ref value, get_item(t, mapping.get(), key.get()));
    if (!is_str(key.get())) return fail(t, type_error_type, "keywords must be strings");
    std::optional<bool> doubled = dict_contains(t, merged, key.get());
    if (!doubled.has_value()) return false;
    if (*doubled) {
      std::string function = callee_text(t, callee);
      return fail(t, type_error_type, "{} got multiple values for keyword argument '{}'", function,
                  key.as<StrObject>()->view());
    }
    return dict_set(t, merged, key.get(), value.get());
  });
}

bool slow_build_template(Thread& t, Frame&, Value* regs, Instr instr) {
  Window parts(regs + b_of(instr), c_of(instr));
  return parts.write_a(regs, instr, template_new(t, {regs + b_of(instr), c_of(instr)}));
}

bool slow_build_interpolation(Thread& t, Frame&, Value* regs, Instr instr) {
  Window parts(regs + b_of(instr), 4);
  Value* part = regs + b_of(instr);
  return parts.write_a(regs, instr, interpolation_new(t, part[0], part[1], part[2], part[3]));
}

// -- unpacking: the first item goes on top, the last into A --

namespace {

// A tuple or list to look at, or an iterator to ask. Unset with TypeError raised when neither.
Ref unpack_iterator(Thread& t, Value v) {
  Ref iterator = get_iter(t, v);
  if (!iterator.is_error() || !error_matches(t, type_error_type)) return iterator;
  TypeObject* type = type_of(v);
  if (type->slots.iter != nullptr || type->slots.get_item != nullptr) return iterator;
  error_clear(t);
  return fail(t, type_error_type, "cannot unpack non-iterable {} object", type_name(v));
}

// Takes [count] items into to[count - 1] .. to[0]; gives back what it took when there are too few.
bool take_items(Thread& t, Value iterator, Value* to, uint32_t count, uint32_t expected,
                bool at_least) {
  for (uint32_t i = 0; i < count; i++) {
    Ref item = iter_next(t, iterator);
    if (item) {
      to[count - 1 - i] = item.take();
      continue;
    }
    for (uint32_t done = 0; done < i; done++) release(to[count - 1 - done]);
    if (item.is_error()) return false;
    return fail(t, value_error_type, "not enough values to unpack (expected {}{}, got {})",
                at_least ? "at least " : "", expected, i);
  }
  return true;
}

}  // namespace

bool slow_unpack(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (is_unbound(regs, b_of(instr))) return fail_unbound_operand(t, frame, regs, instr);
  Ref source = take_b(regs, instr);
  Value* to = regs + a_of(instr);
  uint32_t count = c_of(instr);
  Value v = source.get();
  if (has_shape(v, kTupleShape) || has_shape(v, kListShape)) {
    bool tuple = has_shape(v, kTupleShape);
    int64_t size = tuple ? v.as<TupleObject>()->size : v.as<ListObject>()->size.load();
    if (size == count) {
      Slot* items = tuple ? v.as<TupleObject>()->items() : v.as<ListObject>()->items.load();
      for (uint32_t i = 0; i < count; i++) to[count - 1 - i] = items[i].load().take();
      return true;
    }
    if (size < count)
      return fail(t, value_error_type, "not enough values to unpack (expected {}, got {})", count,
                  size);
    return fail(t, value_error_type, "too many values to unpack (expected {}, got {})", count,
                size);
  }
  GILT_TRY(Ref iterator, unpack_iterator(t, v));
  GILT_CHECK(take_items(t, iterator.get(), to, count, count, false));
  Ref more = iter_next(t, iterator.get());
  if (more.is_unset()) return true;
  for (uint32_t i = 0; i < count; i++) release(to[i]);
  if (more.is_error()) return false;
  if (has_shape(v, kDictShape))
    return fail(t, value_error_type, "too many values to unpack (expected {}, got {})", count,
                v.as<DictObject>()->used);
  return fail(t, value_error_type, "too many values to unpack (expected {})", count);
}

bool slow_unpack_ex(Thread& t, Frame& frame, Value* regs, Instr instr) {
  if (is_unbound(regs, b_of(instr))) return fail_unbound_operand(t, frame, regs, instr);
  Ref source = take_b(regs, instr);
  uint32_t before = c_of(instr) & 0xff, after = c_of(instr) >> 8;
  Value* to = regs + a_of(instr);
  Value* to_before = to + after + 1;
  GILT_TRY(Ref iterator, unpack_iterator(t, source.get()));
  GILT_CHECK(take_items(t, iterator.get(), to_before, before, before + after, true));
  auto drop_before = [&] {
    for (uint32_t i = 0; i < before; i++) release(to_before[i]);
  };
  RefOf<ListObject> rest = list_new(t);
  if (rest.is_error() || !list_extend(t, rest.get(), iterator.get())) {
    drop_before();
    return false;
  }
  int64_t size = rest->size;
  if (size < after) {
    drop_before();
    return fail(t, value_error_type, "not enough values to unpack (expected at least {}, got {})",
                before + after, before + size);
  }
  // The last ones leave the list again; its own places must not count them twice.
  for (uint32_t i = 0; i < after; i++) to[i] = rest->items[size - 1 - i].load().take();
  if (after > 0) (void)list_delete_range(t, rest.get(), size - after, size);
  to[after] = Ref(std::move(rest)).take();
  return true;
}

}  // namespace gilt
