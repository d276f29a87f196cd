#include "interpreter/frame_locals.h"

#include <algorithm>
#include <vector>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"

namespace gilt {

// -- the variables --

FrameVariables::FrameVariables(const CodeObject* code, Value* registers, FunctionObject* function)
    : code_(code), registers_(registers), function_(function) {
  auto* names = code->local_names.peek().as<TupleObject>();
  local_count_ = std::min<int64_t>(names->size, code->local_count);
  bool has_closure = function != nullptr && function->closure != nullptr;
  free_count_ = has_closure ? code->free_names.peek().as<TupleObject>()->size : 0;
}

FrameVariables::FrameVariables(FrameObject* frame)
    : FrameVariables(
          frame->code.peek().as<CodeObject>(), frame_registers(frame),
          frame->function.is_unset() ? nullptr : frame->function.peek().as<FunctionObject>()) {}

StrObject* FrameVariables::name(int64_t i) const {
  if (i >= local_count_)
    return code_->free_names.peek().as<TupleObject>()->at(i - local_count_).as<StrObject>();
  auto* name = code_->local_names.peek().as<TupleObject>()->at(i).as<StrObject>();
  return name->byte_length == 0 || name->view()[0] == '.' ? nullptr : name;
}

Slot* FrameVariables::cell_content(int64_t i) const {
  if (i >= local_count_)
    return &function_->closure[i - local_count_].peek().as<CellObject>()->content;
  if (registers_ == nullptr || !has_shape(registers_[i], kCellShape)) return nullptr;
  // A cell may also be an ordinary value.
  auto* cells = code_->cell_names.peek().as<TupleObject>();
  Value name = code_->local_names.peek().as<TupleObject>()->at(i);
  for (int64_t c = 0; c < cells->size; c++)
    if (same(cells->at(c), name)) return &registers_[i].as<CellObject>()->content;
  return nullptr;
}

Value FrameVariables::value(int64_t i) const {
  if (Slot* content = cell_content(i)) return content->peek();
  return registers_ == nullptr ? kUnset : registers_[i];
}

Ref FrameVariables::exchange(int64_t i, Ref value) {
  if (Slot* content = cell_content(i)) {
    Object* cell = i >= local_count_ ? function_->closure[i - local_count_].peek().as_object()
                                     : registers_[i].as_object();
    return content->exchange(cell, std::move(value));
  }
  if (registers_ == nullptr) return Ref::unset();
  return Ref::adopt(std::exchange(registers_[i], value.take()));
}

int64_t FrameVariables::find(StrObject* wanted) const {
  for (int64_t i = 0; i < count(); i++) {
    StrObject* known = name(i);
    if (known != nullptr && (known == wanted || str_equal(known, wanted))) return i;
  }
  return -1;
}

RefOf<DictObject> bound_variables(Thread& t, const FrameVariables& variables) {
  GILT_TRY(auto into, dict_new(t));
  for (int64_t i = 0; i < variables.count(); i++) {
    StrObject* name = variables.name(i);
    if (name == nullptr) continue;
    Ref value = Ref::copy(variables.value(i));
    if (!value.is_unset()) GILT_CHECK(dict_set_name(t, into.get(), name, value.get()));
  }
  return into;
}

// -- the proxy --

namespace {

struct ProxyObject : Object {
  Slot frame;
};
using Life = NativeLife<ProxyObject, &ProxyObject::frame>;

TypeObject* proxy_type();

bool is_proxy(Value v) {
  return type_of(v) == proxy_type();
}

FrameObject* frame_of(Value self) {
  return self.as<ProxyObject>()->frame.peek().as<FrameObject>();
}

DictObject* extra_of(FrameObject* frame) {
  return frame->extra_locals.is_unset() ? nullptr : frame->extra_locals.peek().as<DictObject>();
}

// Everything in a new dict: variables, then the other names.
RefOf<DictObject> snapshot(Thread& t, Value self) {
  FrameObject* frame = frame_of(self);
  std::vector<std::pair<StrObject*, Ref>> bound;
  {
    FrameLook look(t, frame);
    FrameVariables variables(frame);
    for (int64_t i = 0; i < variables.count(); i++) {
      Value value = variables.name(i) != nullptr ? variables.value(i) : kUnset;
      if (!value.is_unset()) bound.emplace_back(variables.name(i), look.take(value));
    }
  }
  GILT_TRY(auto dict, dict_new(t));
  for (auto& [name, value] : bound) GILT_CHECK(dict_set_name(t, dict.get(), name, value.get()));
  if (DictObject* extra = extra_of(frame)) GILT_CHECK(dict_update(t, dict.get(), to_value(extra)));
  return dict;
}

// The number of the variable [key], bound or not; -1 for any other key.
int64_t variable_of(Thread& t, FrameObject* frame, Value key) {
  if (!is_str(key)) return -1;
  FrameLook look(t, frame);
  return FrameVariables(frame).find(key.as<StrObject>());
}

// What is called [key]; unset when nothing is.
Ref look_up(Thread& t, Value self, Value key) {
  FrameObject* frame = frame_of(self);
  if (int64_t i = variable_of(t, frame, key); i >= 0) {
    FrameLook look(t, frame);
    return look.take(FrameVariables(frame).value(i));
  }
  GILT_CHECK(hash(t, key).has_value());
  DictObject* extra = extra_of(frame);
  return extra != nullptr ? dict_get(t, extra, key) : Ref::unset();
}

Ref get_item_slot(Thread& t, Value self, Value key) {
  GILT_TRY(Ref found, look_up(t, self, key));
  if (!found.is_unset()) return found;
  GILT_TRY(auto shown, repr(t, key));
  return fail(t, key_error_type, "local variable '{}' is not defined", shown->view());
}

bool fail_removal(Thread& t) {
  return fail(t, value_error_type, "cannot remove local variables from FrameLocalsProxy");
}

bool set_item_slot(Thread& t, Value self, Value key, Value value) {
  FrameObject* frame = frame_of(self);
  int64_t i = variable_of(t, frame, key);
  if (i >= 0) {
    if (value.is_unset()) return fail_removal(t);
    if (stores_need_help(frame, value)) publish(value);
    Ref old;                    // outlives the look
    ObjectLock lock(t, frame);  // where the frame is over, and the world goes on
    FrameLook look(t, frame);
    old = FrameVariables(frame).exchange(i, look.take(value));
    if (old) old = look.take(old.get());
    return true;
  }
  if (value.is_unset()) {
    Ref removed = extra_of(frame) != nullptr ? dict_pop(t, extra_of(frame), key) : Ref::unset();
    if (removed.is_unset()) return fail_with(t, key_error_type, Ref::copy(key));
    return !removed.is_error();
  }
  if (frame->extra_locals.is_unset()) {
    GILT_TRY(auto extra, dict_new(t));
    ObjectLock lock(t, frame);
    if (frame->extra_locals.is_unset()) frame->extra_locals.store(frame, std::move(extra));
  }
  return dict_set(t, extra_of(frame), key, value);
}

std::optional<bool> contains_slot(Thread& t, Value self, Value key) {
  GILT_TRY(Ref found, look_up(t, self, key));
  return !found.is_unset();
}

std::optional<int64_t> length_slot(Thread& t, Value self) {
  GILT_TRY(auto all, snapshot(t, self));
  return dict_length(all.get());
}

// keys, values and items are lists here.
Ref list_of(Thread& t, Value self, DictPart part) {
  GILT_TRY(auto all, snapshot(t, self));
  GILT_TRY(Ref iterator, dict_iterator_new(t, all.get(), part));
  return list_from_iterable(t, iterator.get());
}

Ref iter_slot(Thread& t, Value self) {
  GILT_TRY(Ref keys, list_of(t, self, DictPart::kKeys));
  return get_iter(t, keys.get());
}

Ref repr_slot(Thread& t, Value self) {
  ReprGuard guard(t, self);
  if (!guard.entered()) {
    if (error_pending(t)) return Ref::error();
    return str_new(t, "{...}");
  }
  GILT_TRY(auto all, snapshot(t, self));
  return repr(t, all.value());
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return not_implemented();
  if (is_proxy(other)) {
    bool equal = frame_of(self) == frame_of(other);
    return Ref::boolean(equal == (op == CompareOp::kEq));
  }
  if (!is_dict(other)) return not_implemented();
  GILT_TRY(auto all, snapshot(t, self));
  return compare(t, op, all.value(), other);
}

bool update_from(Thread& t, Value self, Value other) {
  if (!is_dict(other) && !is_proxy(other))
    return fail(t, type_error_type, "update() argument must be dict or another FrameLocalsProxy");
  GILT_TRY(auto items, dict_new(t));
  GILT_CHECK(dict_update(t, items.get(), other));
  int64_t position = 0;
  Value key, value;
  while (dict_next(items.get(), position, key, value))
    GILT_CHECK(set_item_slot(t, self, key, value));
  return true;
}

Ref binary_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr || !(is_dict(a) || is_proxy(a)) || !(is_dict(b) || is_proxy(b)))
    return not_implemented();
  GILT_TRY(auto result, dict_new(t));
  GILT_CHECK(dict_update(t, result.get(), a));
  GILT_CHECK(dict_update(t, result.get(), b));
  return result;
}

Ref inplace_slot(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr || !(is_dict(b) || is_proxy(b))) return not_implemented();
  GILT_CHECK(update_from(t, a, b));
  return Ref::copy(a);
}

template <DictPart kPart>
Ref part_method(Thread& t, Args args) {
  return list_of(t, args[0], kPart);
}

Ref copy_method(Thread& t, Args args) {
  return snapshot(t, args[0]);
}

Ref get_method(Thread& t, Args args) {
  GILT_TRY(Ref found, look_up(t, args[0], args[1]));
  return found.is_unset() ? Ref::copy(args[2]) : std::move(found);
}

Ref pop_method(Thread& t, Args args) {
  FrameObject* frame = frame_of(args[0]);
  if (variable_of(t, frame, args[1]) >= 0) {
    (void)fail_removal(t);
    return Ref::error();
  }
  Ref removed = extra_of(frame) != nullptr ? dict_pop(t, extra_of(frame), args[1]) : Ref::unset();
  if (!removed.is_unset()) return removed;
  if (!args[2].is_unset()) return Ref::copy(args[2]);
  return fail_with(t, key_error_type, Ref::copy(args[1]));
}

Ref setdefault_method(Thread& t, Args args) {
  GILT_TRY(Ref found, look_up(t, args[0], args[1]));
  if (!found.is_unset()) return found;
  GILT_CHECK(set_item_slot(t, args[0], args[1], args[2]));
  return Ref::copy(args[2]);
}

Ref update_method(Thread& t, Args args) {
  GILT_CHECK(update_from(t, args[0], args[1]));
  return Ref::none();
}

Ref reversed_method(Thread& t, Args args) {
  GILT_TRY(auto all, snapshot(t, args[0]));
  GILT_TRY(Ref iterator, dict_iterator_new(t, all.get(), DictPart::kKeys, true));
  GILT_TRY(auto keys, list_from_iterable(t, iterator.get()));
  return get_iter(t, keys.value());
}

Ref construct(Thread& t, TypeObject*, CallArgs args) {
  GILT_CHECK(no_keywords(t, "FrameLocalsProxy", args));
  if (args.positional != 1)
    return fail(t, type_error_type, "FrameLocalsProxy expected 1 argument, got {}",
                args.positional);
  if (!has_shape(args[0], kFrameShape))
    return fail(t, type_error_type, "expect frame, not {}", type_name(args[0]));
  return frame_locals_proxy(t, args[0].as<FrameObject>());
}

constexpr NativeDef kMethods[] = {
    {"__reversed__", reversed_method, "(self, /)", nullptr},
    {"copy", copy_method, "(self, /)", "Return a dict of all local variables."},
    {"get", get_method, "(self, key, default=None, /)",
     "Return the value for key if key is there, else default."},
    {"items", part_method<DictPart::kItems>, "(self, /)", "Return a list of (name, value)."},
    {"keys", part_method<DictPart::kKeys>, "(self, /)", "Return a list of names."},
    {"pop", pop_method, "(self, key, default=..., /)",
     "Remove a name that is no variable and return its value."},
    {"setdefault", setdefault_method, "(self, key, default=None, /)",
     "Set key to default if it is not there. Return its value."},
    {"update", update_method, "(self, other, /)", "Set all that the dict other says."},
    {"values", part_method<DictPart::kValues>, "(self, /)", "Return a list of values."},
};

TypeObject* proxy_type() {
  static TypeObject* type = [] {
    constexpr uint32_t kOr = 1u << static_cast<int>(BinaryOp::kOr);
    TypeSpec spec{
        .name = "FrameLocalsProxy",
        .instance_size = sizeof(ProxyObject),
        .flags = kTypeTracked | kTypeMapping,
        .binary_ops = kOr,
        .inplace_ops = kOr,
        .compare_ops =
            1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe),
        .methods = kMethods,
    };
    Life::fill(spec.slots);
    spec.slots.construct = construct;
    spec.slots.repr = repr_slot;
    spec.slots.compare = compare_slot;
    spec.slots.iter = iter_slot;
    spec.slots.length = length_slot;
    spec.slots.get_item = get_item_slot;
    spec.slots.set_item = set_item_slot;
    spec.slots.contains = contains_slot;
    spec.slots.binary = binary_slot;
    spec.slots.inplace = inplace_slot;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace

Ref frame_locals_proxy(Thread& t, FrameObject* frame) {
  auto* proxy = Life::allocate(t, proxy_type());
  if (proxy == nullptr) return Failed{};
  proxy->frame.init(Ref::copy(frame));
  Ref result = Ref::adopt(proxy);
  gc_track(t, proxy);
  return result;
}

}  // namespace gilt
