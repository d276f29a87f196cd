// PickleSaver: the memo, and which way of saving an object takes.
#include "runtime/builtin_types.h"
#include "runtime/exception.h"
#include "runtime/float.h"
#include "runtime/interpreter.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "stdlib/pickle_saver.h"

namespace gilt {

// -- memo --

size_t PickleMemo::place_of(const Object* object) const {
  uint64_t hash = (reinterpret_cast<uint64_t>(object) >> 4) * 0x9e3779b97f4a7c15u;
  size_t mask = table_.size() - 1;
  size_t place = static_cast<size_t>(hash >> 32) & mask;
  while (table_[place] != 0 && entries_[table_[place] - 1].object.get().as_object() != object)
    place = (place + 1) & mask;
  return place;
}

int64_t PickleMemo::find(const Object* object) const {
  if (table_.empty()) return -1;
  uint32_t entry = table_[place_of(object)];
  return entry == 0 ? -1 : entries_[entry - 1].index;
}

void PickleMemo::grow() {
  table_.assign(table_.empty() ? 32 : table_.size() * 2, 0);
  entries_.reserve(table_.size() * 2 / 3);
  for (size_t i = 0; i < entries_.size(); i++)
    table_[place_of(entries_[i].object.get().as_object())] = static_cast<uint32_t>(i + 1);
}

void PickleMemo::set(Value v, int64_t index) {
  if (table_.empty() || entries_.size() * 3 >= table_.size() * 2) grow();
  size_t place = place_of(v.as_object());
  if (table_[place] != 0) {
    entries_[table_[place] - 1].index = index;
    return;
  }
  entries_.push_back({Ref::copy(v), index});
  table_[place] = static_cast<uint32_t>(entries_.size());
}

void PickleMemo::add(Value v) {
  set(v, size());
}

void PickleMemo::clear() {
  table_.clear();
  // Their ends may run script code, which may look at the memo.
  std::vector<Entry> old = std::move(entries_);
  entries_.clear();
}

bool PickleSaver::memoize(Value v) {
  if (settings_.fast || !v.is_object()) return true;
  int64_t index = memo_.size();
  if (index > UINT32_MAX - 1)
    return fail(t_, pickling_error_type(), "memo id too large for LONG_BINPUT");
  memo_.add(v);
  if (protocol_ >= 4) {
    put(pickle::kMemoize);
  } else if (!binary()) {
    out_.put(fmt::format("p{}\n", index));
  } else if (index < 256) {
    put(pickle::kBinPut);
    put(static_cast<unsigned char>(index));
  } else {
    put(pickle::kLongBinPut);
    out_.put_number(static_cast<uint64_t>(index), 4);
  }
  return true;
}

void PickleSaver::recall(int64_t index) {
  if (!binary()) {
    out_.put(fmt::format("g{}\n", index));
  } else if (index < 256) {
    put(pickle::kBinGet);
    put(static_cast<unsigned char>(index));
  } else {
    put(pickle::kLongBinGet);
    out_.put_number(static_cast<uint64_t>(index), 4);
  }
}

std::string pickle_type_name(Thread& t, const TypeObject* type) {
  std::string name = full_type_name(t, type);
  return name.starts_with("__main__.") ? name.substr(9) : name;
}

void PickleSaver::note(Value v, std::string_view what) {
  Ref error = error_take(t_);
  std::string text = "when serializing " + pickle_type_name(t_, type_of(v)) + " ";
  text += what;
  RefOf<StrObject> note = str_new(t_, text);
  if (note.is_error() || !exception_add_note(t_, error.get(), std::move(note))) error_clear(t_);
  error_restore(t_, std::move(error));
}

// -- which way --

bool PickleSaver::dump(Value v) {
  if (protocol_ >= 2) {
    put(pickle::kProto);
    put(static_cast<unsigned char>(protocol_));
    if (protocol_ >= 4) out_.start_frames();
  }
  GILT_CHECK(save(v));
  put(pickle::kStop);
  return out_.finish();
}

bool PickleSaver::save(Value v, bool ask_for_id) {
  GILT_CHECK(out_.boundary());
  if (ask_for_id && settings_.persistent_id) {
    GILT_TRY(bool done, save_persistent(v));
    if (done) return true;
  }
  if (v.is_int()) return save_int(v);
  if (v.is_double()) {
    save_float(v.as_double());
    return true;
  }
  if (v.is_object()) return save_object(v);
  if (v.is_none()) {
    put(pickle::kNone);
  } else {
    save_bool(v.is_true());
  }
  return true;
}

bool PickleSaver::save_object(Value v) {
  ShapeId shape = v.as_object()->shape;
  if (shape == kIntShape) return save_int(v);
  if (shape == kFloatShape) {
    save_float(v.as<FloatObject>()->value);
    return true;
  }
  if (int64_t index = memo_.find(v.as_object()); index >= 0) {
    recall(index);
    return true;
  }
  if (shape == kStrShape) return save_str(v);
  if (shape == kBytesShape) return save_bytes(v);

  GILT_CHECK(check_native_recursion(t_));
  switch (shape) {
    case kDictShape: return save_dict(v);
    case kSetShape: return save_set(v);
    case kFrozenSetShape: return save_frozenset(v);
    case kListShape: return save_list(v);
    case kTupleShape: return save_tuple(v);
    case kByteArrayShape: return save_bytearray(v);
    default: break;
  }
  if (type_of(v) == pickle_buffer_type()) return save_buffer(v);
  return save_by_reduction(v);
}

std::optional<bool> PickleSaver::save_persistent(Value v) {
  GILT_TRY(Ref id, call(t_, settings_.persistent_id.get(), {v}));
  if (id.is_none()) return false;
  if (binary()) {
    GILT_CHECK(save(id.get(), false));
    put(pickle::kBinPersId);
    return true;
  }
  GILT_TRY(RefOf<StrObject> text, to_str(t_, id.get()));
  if (!text->is_ascii())
    return fail(t_, pickling_error_type(), "persistent IDs in protocol 0 must be ASCII strings");
  put(pickle::kPersId);
  out_.put(text->view());
  put('\n');
  return true;
}

}  // namespace gilt
