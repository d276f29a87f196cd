#include "runtime/memoryview.h"

#include <atomic>
#include <cstring>

#include <fmt/format.h>

#include "runtime/argument_kind.h"
#include "runtime/buffer_traits.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/iterators.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/octet_methods.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/slice.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

MemoryViewObject* view_of(Value v) {
  return v.as<MemoryViewObject>();
}

// The owner's count of views that look at it.
void add_export(Value owner) {
  if (is_bytearray(owner))
    owner.as<ByteArrayObject>()->add_export();
  else if (const BufferTraits* traits = buffer_traits_of(owner))
    traits->change_exports(owner, 1);
}
void drop_export(Value owner) {
  if (is_bytearray(owner))
    owner.as<ByteArrayObject>()->drop_export();
  else if (const BufferTraits* traits = buffer_traits_of(owner))
    traits->change_exports(owner, -1);
}

// A view with all fields as in [like].
RefOf<MemoryViewObject> view_like(Thread& t, MemoryViewObject* like) {
  ObjectLock lock(t, like);
  Ref owner = like->owner.load();
  if (owner.is_unset())
    return fail(t, value_error_type, "operation forbidden on released memoryview object");
  auto view = object_new<MemoryViewObject>(t, kMemoryViewShape);
  if (view == nullptr) return Failed{};
  view->owner.init(std::move(owner));
  view->start = like->start;
  view->length = like->length;
  view->stride = like->stride;
  view->item_size = like->item_size;
  view->format = like->format;
  view->native_order = like->native_order;
  view->read_only = like->read_only;
  view->exports = 0;
  view->hash_value = 0;
  add_export(view->owner.peek());  // which [like] keeps exported
  return RefOf<MemoryViewObject>::adopt(view);
}

bool check_alive(Thread& t, const MemoryViewObject* view) {
  if (!view->owner.is_unset()) return true;
  return fail(t, value_error_type, "operation forbidden on released memoryview object");
}

std::byte* item_at(const MemoryViewObject* view, int64_t index) {
  return view->start + index * view->stride;
}

}  // namespace

void MemoryViewObject::change_exports(int by) {
  if (is_shared(this)) {
    __atomic_fetch_add(reinterpret_cast<uint32_t*>(&exports), static_cast<uint32_t>(by),
                       __ATOMIC_ACQ_REL);
  } else {
    exports += static_cast<uint32_t>(by);
  }
}

RefOf<MemoryViewObject> memoryview_new(Thread& t, Value owner) {
  if (has_shape(owner, kMemoryViewShape)) {
    GILT_CHECK(check_alive(t, view_of(owner)));
    return view_like(t, view_of(owner));
  }
  auto* slot = type_of(owner)->slots.buffer;
  if (slot == nullptr)
    return fail(t, type_error_type, "memoryview: a bytes-like object is required, not '{}'",
                type_name(owner));
  const BufferTraits* traits = buffer_traits_of(owner);
  if (traits != nullptr && traits->shown != nullptr) {
    GILT_TRY(Ref shown, traits->shown(t, owner));
    return memoryview_new(t, shown.get());
  }
  std::span<std::byte> octets;
  ObjectLock lock(t, owner.as_object());  // until it is exported
  bool writable = !is_bytes(owner);
  if (!writable || !slot(t, owner, true, octets)) {
    if (writable) error_clear(t);
    writable = false;
    GILT_CHECK(slot(t, owner, false, octets));
  }
  auto view = object_new<MemoryViewObject>(t, kMemoryViewShape);
  if (view == nullptr) return Failed{};
  view->owner.init(Ref::copy(owner));
  view->start = octets.data();
  view->length = static_cast<int64_t>(octets.size());
  view->stride = view->item_size = 1;
  view->format = 'B';
  view->native_order = false;
  view->read_only = !writable;
  view->exports = 0;
  view->hash_value = 0;
  if (traits != nullptr && traits->items != nullptr) {
    traits->items(owner, view->format, view->item_size);
    view->stride = view->item_size;
    view->length /= view->item_size;
  }
  add_export(owner);
  return RefOf<MemoryViewObject>::adopt(view);
}

std::string memoryview_octets(const MemoryViewObject* view) {
  std::string out;
  auto size = static_cast<size_t>(view->item_size);
  out.reserve(static_cast<size_t>(view->length) * size);
  for (int64_t i = 0; i < view->length; ++i)
    out.append(reinterpret_cast<const char*>(item_at(view, i)), size);
  return out;
}

void memoryview_release(Thread&, MemoryViewObject* view) {
  Ref owner = view->owner.exchange(view, Ref::unset());
  if (!owner.is_unset()) drop_export(owner.get());
}

namespace {

Ref view_construct(Thread& t, TypeObject*, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("memoryview", "(object)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  return memoryview_new(t, bound[0]);
}

void view_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  memoryview_release(t, static_cast<MemoryViewObject*>(self));
  heap_free(t, self, sizeof(MemoryViewObject));
}

void view_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<MemoryViewObject*>(self)->owner);
}

Ref view_repr(Thread& t, Value self) {
  return str_new(t,
                 fmt::format("<{}memory at {}>", view_of(self)->owner.is_unset() ? "released " : "",
                             static_cast<const void*>(self.as_object())));
}

std::optional<int64_t> view_hash(Thread& t, Value self) {
  auto view = view_of(self);
  std::atomic_ref known(view->hash_value);
  if (int64_t hash = known.load(std::memory_order_relaxed)) return hash;
  GILT_CHECK(check_alive(t, view));
  if (!view->read_only) return fail(t, value_error_type, "cannot hash writable memoryview object");
  if (view->item_size != 1 || view->format == '?')
    return fail(t, value_error_type,
                "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  Ref owner = view->owner.load();
  if (!owner.is_unset()) GILT_CHECK(hash(t, owner.get()));
  GILT_CHECK(check_alive(t, view));
  GILT_TRY(auto octets, bytes_new(t, memoryview_octets(view)));
  int64_t hash = bytes_hash(octets.get());
  known.store(hash, std::memory_order_relaxed);
  return hash;
}

Ref view_compare(Thread& t, CompareOp op, Value a, Value b) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return not_implemented();
  if (!has_shape(a, kMemoryViewShape)) std::swap(a, b);
  auto answer = [op](bool equal) { return Ref::boolean(equal == (op == CompareOp::kEq)); };
  auto left = view_of(a);
  if (same(a, b)) return answer(true);
  if (!is_bytes_like(b)) return not_implemented();
  if (left->owner.is_unset()) return answer(false);
  if (has_shape(b, kMemoryViewShape) && view_of(b)->owner.is_unset()) return answer(false);
  GILT_TRY(auto right, memoryview_new(t, b));
  // That may have waited for another thread, in which this one was released.
  if (left->owner.is_unset()) return answer(false);
  if (left->length != right->length) return answer(false);
  bool plain = left->format == right->format && left->format != 'f' && left->format != 'd';
  if (plain) return answer(memoryview_octets(left) == memoryview_octets(right.get()));
  for (int64_t i = 0; i < left->length; ++i) {
    GILT_TRY(Ref x, memoryview_read(t, left->format, item_at(left, i)));
    GILT_TRY(Ref y, memoryview_read(t, right->format, item_at(right.get(), i)));
    GILT_TRY(bool equal, compare_bool(t, CompareOp::kEq, x.get(), y.get()));
    if (!equal) return answer(false);
  }
  return answer(true);
}

std::optional<int64_t> view_length(Thread& t, Value self) {
  GILT_CHECK(check_alive(t, view_of(self)));
  return view_of(self)->length;
}

// The item that [key] (an index, or a tuple of one) names.
std::byte* item_place(Thread& t, MemoryViewObject* view, Value key) {
  if (is_tuple(key)) {
    auto indices = key.as<TupleObject>();
    if (indices->size == 0)
      return fail(t, not_implemented_error_type, "sub-views are not implemented");
    if (indices->size > 1)
      return fail(t, type_error_type, "cannot index 1-dimension view with {}-element tuple",
                  indices->size);
    key = indices->at(0);
  }
  if (!key.is_int() && type_of(key)->slots.to_index == nullptr)
    return fail(t, type_error_type, "memoryview: invalid slice key");
  GILT_TRY(int64_t index, sequence_index(t, key, "memoryview"));
  GILT_CHECK(check_alive(t, view));
  if (index < 0) index += view->length;
  if (index < 0 || index >= view->length)
    return fail(t, index_error_type, "index out of bounds on dimension 1");
  return item_at(view, index);
}

RefOf<MemoryViewObject> sub_view(Thread& t, MemoryViewObject* view, Value key) {
  GILT_TRY(SliceRange range, slice_resolve(t, key.as<SliceObject>(), view->length));
  GILT_CHECK(check_alive(t, view));
  GILT_TRY(auto part, view_like(t, view));
  part->start = view->start + range.start * view->stride;
  part->length = range.length;
  part->stride = view->stride * range.step;
  return part;
}

Ref view_get_item(Thread& t, Value self, Value key) {
  auto view = view_of(self);
  GILT_CHECK(check_alive(t, view));
  if (is_slice(key)) return sub_view(t, view, key);
  std::byte* place = item_place(t, view, key);
  if (place == nullptr) return Failed{};
  return memoryview_read(t, view->format, place);
}

bool view_set_item(Thread& t, Value self, Value key, Value value) {
  auto view = view_of(self);
  GILT_CHECK(check_alive(t, view));
  if (view->read_only) return fail(t, type_error_type, "cannot modify read-only memory");
  if (value.is_unset()) return fail(t, type_error_type, "cannot delete memory");
  if (!is_slice(key)) {
    std::byte* place = item_place(t, view, key);
    if (place == nullptr) return false;
    std::byte item[8];
    GILT_CHECK(memoryview_write(t, view->format, item, value));
    GILT_CHECK(check_alive(t, view));  // the value's __index__ may have released it
    std::memcpy(place, item, static_cast<size_t>(view->item_size));
    return true;
  }
  if (!is_bytes_like(value))
    return fail(t, type_error_type, "a bytes-like object is required, not '{}'", type_name(value));
  GILT_TRY(auto source, memoryview_new(t, value));
  GILT_TRY(auto target, sub_view(t, view, key));
  if (source->length != target->length || source->format != target->format)
    return fail(t, value_error_type,
                "memoryview assignment: lvalue and rvalue have different structures");
  std::string octets = memoryview_octets(source.get());
  auto size = static_cast<size_t>(target->item_size);
  for (int64_t i = 0; i < target->length; ++i)
    std::memcpy(item_at(target.get(), i), octets.data() + static_cast<size_t>(i) * size, size);
  return true;
}

Ref view_iter(Thread& t, Value self) {
  GILT_CHECK(check_alive(t, view_of(self)));
  return sequence_iterator_new(t, self);
}

bool view_buffer(Thread& t, Value self, bool writable, std::span<std::byte>& out) {
  auto view = view_of(self);
  GILT_CHECK(check_alive(t, view));
  if (writable && view->read_only)
    return fail(t, buffer_error_type, "memoryview: underlying buffer is not writable");
  if (!view->contiguous())
    return fail(t, buffer_error_type, "memoryview: underlying buffer is not C-contiguous");
  out = {view->start, static_cast<size_t>(view->length * view->item_size)};
  return true;
}

// -- methods --

Ref release(Thread& t, Args args) {
  auto view = view_of(args[0]);
  if (view->exports > 0)
    return fail(t, buffer_error_type, "memoryview has {} exported buffer{}",
                uint32_t{view->exports}, view->exports == 1 ? "" : "s");
  memoryview_release(t, view);
  return Ref::none();
}

Ref enter(Thread& t, Args args) {
  GILT_CHECK(check_alive(t, view_of(args[0])));
  return Ref::copy(args[0]);
}

// (self, *args)
Ref exit(Thread& t, Args args) {
  return release(t, args);
}

// (self, order='C')
Ref to_bytes(Thread& t, Args args) {
  GILT_CHECK(check_alive(t, view_of(args[0])));
  if (is_str(args[1])) {
    std::string_view order = args[1].as<StrObject>()->view();
    if (order != "C" && order != "F" && order != "A")
      return fail(t, value_error_type, "order must be 'C', 'F' or 'A'");
  }
  return bytes_new(t, memoryview_octets(view_of(args[0])));
}

Ref to_list(Thread& t, Args args) {
  auto view = view_of(args[0]);
  GILT_CHECK(check_alive(t, view));
  GILT_TRY(auto list, list_new(t, view->length));
  for (int64_t i = 0; i < view->length; ++i) {
    GILT_TRY(Ref item, memoryview_read(t, view->format, item_at(view, i)));
    GILT_CHECK(list_append(t, list.get(), std::move(item)));
  }
  return list;
}

// (self, sep=..., bytes_per_sep=1)
Ref to_hex(Thread& t, Args args) {
  GILT_CHECK(check_alive(t, view_of(args[0])));
  GILT_TRY(HexLayout layout, read_hex_layout(t, args[1], args[2]));
  GILT_CHECK(check_alive(t, view_of(args[0])));
  return octets_hex(t, memoryview_octets(view_of(args[0])), layout);
}

Ref to_read_only(Thread& t, Args args) {
  GILT_CHECK(check_alive(t, view_of(args[0])));
  GILT_TRY(auto view, view_like(t, view_of(args[0])));
  view->read_only = true;
  return view;
}

// (self, format, shape=...)
Ref cast(Thread& t, Args args) {
  auto view = view_of(args[0]);
  GILT_CHECK(check_alive(t, view));
  if (!is_str(args[1]))
    return fail(t, type_error_type, "cast() argument 'format' must be str, not {}",
                argument_kind(args[1]));
  std::string_view format = args[1].as<StrObject>()->view();
  bool native = format.starts_with('@');
  if (native) format.remove_prefix(1);
  int64_t size = format.size() == 1 ? memoryview_item_size(format[0]) : 0;
  if (size == 0)
    return fail(t, value_error_type,
                "memoryview: destination format must be a native single character format prefixed "
                "with an optional '@'");
  if (!view->contiguous())
    return fail(t, type_error_type, "memoryview: casts are restricted to C-contiguous views");
  auto is_octet = [](char c) { return c == 'B' || c == 'b' || c == 'c'; };
  if (!is_octet(view->format) && !is_octet(format[0]))
    return fail(t, type_error_type, "memoryview: cannot cast between two non-byte formats");
  int64_t octets = view->length * view->item_size;
  if (octets % size != 0)
    return fail(t, type_error_type, "memoryview: length is not a multiple of itemsize");
  if (!args[2].is_unset()) {
    // No other sequence: its methods could release the view.
    if (!is_list(args[2]) && !is_tuple(args[2]))
      return fail(t, type_error_type, "shape must be a list or a tuple");
    GILT_TRY(int64_t dimensions, length(t, args[2]));
    if (dimensions != 1)
      return fail(t, not_implemented_error_type,
                  "memoryview: views of several dimensions are not implemented");
    GILT_TRY(Ref wanted, get_item(t, args[2], Value::integer(0)));
    if (!is_int(wanted.get()))
      return fail(t, type_error_type, "memoryview.cast(): elements of shape must be integers");
    GILT_TRY(int64_t items, to_int64(t, wanted.get()));
    if (items <= 0)
      return fail(t, value_error_type, "memoryview.cast(): elements of shape must be integers > 0");
    if (items > INT64_MAX / size)
      return fail(t, value_error_type, "memoryview.cast(): product(shape) > SSIZE_MAX");
    if (items * size != octets)
      return fail(t, type_error_type, "memoryview: product(shape) * itemsize != buffer size");
  }
  GILT_TRY(auto made, view_like(t, view));
  made->format = format[0];
  made->native_order = native;
  made->item_size = made->stride = size;
  made->length = octets / size;
  return made;
}

// Calls fn(index, equal) for each item until it returns false.
template <class F>
bool compare_items(Thread& t, MemoryViewObject* view, Value wanted, F fn) {
  for (int64_t i = 0; i < view->length; ++i) {
    GILT_CHECK(check_alive(t, view));
    GILT_TRY(Ref item, memoryview_read(t, view->format, item_at(view, i)));
    GILT_TRY(bool same, equal(t, item.get(), wanted));
    if (!fn(i, same)) break;
  }
  return true;
}

// (self, value, /)
Ref count(Thread& t, Args args) {
  int64_t n = 0;
  GILT_CHECK(compare_items(t, view_of(args[0]), args[1], [&n](int64_t, bool equal) {
    n += equal;
    return true;
  }));
  return Ref::adopt(Value::integer(n));
}

// (self, value, start=..., stop=..., /)
Ref index(Thread& t, Args args) {
  auto view = view_of(args[0]);
  int64_t first, last, found = -1;
  GILT_CHECK(index_bounds(t, args[2], args[3], view->length, first, last));
  GILT_CHECK(compare_items(t, view, args[1], [&](int64_t i, bool equal) {
    if (equal && i >= first && i < last) found = i;
    return found < 0;
  }));
  if (found < 0) return fail(t, value_error_type, "memoryview.index(x): x not found");
  return Ref::adopt(Value::integer(found));
}

// -- attributes --

template <class F>
Ref attribute(Thread& t, Value self, F get) {
  GILT_CHECK(check_alive(t, view_of(self)));
  return get(view_of(self));
}

Ref integer(int64_t i) {
  return Ref::adopt(Value::integer(i));
}

Ref get_obj(Thread& t, Value self) {
  Ref owner = view_of(self)->owner.load();
  if (!owner.is_unset()) return owner;
  return fail(t, value_error_type, "operation forbidden on released memoryview object");
}
Ref get_nbytes(Thread& t, Value self) {
  return attribute(t, self, [](MemoryViewObject* v) { return integer(v->length * v->item_size); });
}
Ref get_itemsize(Thread& t, Value self) {
  return attribute(t, self, [](MemoryViewObject* v) { return integer(v->item_size); });
}
Ref get_format(Thread& t, Value self) {
  return attribute(t, self, [&t](MemoryViewObject* v) -> Ref {
    char text[2] = {'@', v->format};
    return str_new(t, v->native_order ? std::string_view(text, 2) : std::string_view(text + 1, 1));
  });
}
Ref get_ndim(Thread& t, Value self) {
  return attribute(t, self, [](MemoryViewObject*) { return integer(1); });
}
Ref get_shape(Thread& t, Value self) {
  return attribute(t, self, [&t](MemoryViewObject* v) -> Ref {
    return tuple_of(t, {Value::integer(v->length)});
  });
}
Ref get_strides(Thread& t, Value self) {
  return attribute(t, self, [&t](MemoryViewObject* v) -> Ref {
    return tuple_of(t, {Value::integer(v->stride)});
  });
}
Ref get_suboffsets(Thread& t, Value self) {
  return attribute(t, self, [](MemoryViewObject*) { return Ref::copy(empty_tuple()); });
}
Ref get_readonly(Thread& t, Value self) {
  return attribute(t, self, [](MemoryViewObject* v) { return Ref::boolean(v->read_only); });
}
Ref get_contiguous(Thread& t, Value self) {
  return attribute(t, self, [](MemoryViewObject* v) { return Ref::boolean(v->contiguous()); });
}

constexpr NativeDef kMethods[] = {
    {"cast", cast, "(self, format, shape=...)", "The same octets read as items of another format."},
    {"count", count, "(self, value, /)", "How often the value is an item."},
    {"hex", to_hex, "(self, sep=..., bytes_per_sep=1)", "Two hexadecimal digits for each octet."},
    {"index", index, "(self, value, start=..., stop=..., /)", "The index of the first such item."},
    {"release", guarded<release>, "(self)", "Lets go of the object whose octets they are."},
    {"tobytes", to_bytes, "(self, order='C')", "The octets as bytes."},
    {"tolist", to_list, "(self)", "The items as a list."},
    {"toreadonly", to_read_only, "(self)", "A view that cannot be written to."},
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
    {"__enter__", enter, "(self)", nullptr},
    {"__exit__", guarded<exit>, "(self, *args)", nullptr},
};

constexpr GetSetDef kAttributes[] = {
    {"c_contiguous", get_contiguous, nullptr, "Whether the items follow each other without gaps."},
    {"contiguous", get_contiguous, nullptr, "Whether the items follow each other without gaps."},
    {"f_contiguous", get_contiguous, nullptr, "Whether the items follow each other without gaps."},
    {"format", get_format, nullptr, "The format of an item."},
    {"itemsize", get_itemsize, nullptr, "Octets of an item."},
    {"nbytes", get_nbytes, nullptr, "Octets of all items."},
    {"ndim", get_ndim, nullptr, "Number of dimensions."},
    {"obj", get_obj, nullptr, "The object whose octets they are."},
    {"readonly", get_readonly, nullptr, "Whether it cannot be written to."},
    {"shape", get_shape, nullptr, "Items in each dimension."},
    {"strides", get_strides, nullptr, "Octets from an item to the next, in each dimension."},
    {"suboffsets", get_suboffsets, nullptr, "Always ()."},
};

}  // namespace

void init_memoryview_type() {
  type_init_builtin(memoryview_type, kMemoryViewShape,
                    {.name = "memoryview",
                     .instance_size = sizeof(MemoryViewObject),
                     .flags = kTypeSequence,
                     .compare_ops = 0x3f,
                     .doc = "memoryview(object)\n\nA window on the octets of another object.",
                     .slots = {.dealloc = view_dealloc,
                               .traverse = view_traverse,
                               .construct = view_construct,
                               .repr = view_repr,
                               .hash = view_hash,
                               .compare = view_compare,
                               .iter = view_iter,
                               .length = view_length,
                               .get_item = view_get_item,
                               .set_item = view_set_item,
                               .buffer = view_buffer},
                     .methods = kMethods,
                     .getsets = kAttributes});
}

}  // namespace gilt
