// io.BytesIO: a stream of bytes in memory. The bytes are a bytearray, so that getbuffer() can show
// them and forbid resizing meanwhile.
#include <algorithm>
#include <cstring>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "runtime/tuple.h"
#include "stdlib/io.h"

namespace gilt {

namespace {

struct BytesIOObject : StreamObject {
  Slot bytes;  // bytearray
  int64_t position;

  ByteArrayObject* content() { return bytes.peek().as<ByteArrayObject>(); }
  std::string_view ahead() {
    const std::string_view all = content()->view();
    return all.substr(std::min(static_cast<size_t>(position), all.size()));
  }
};

BytesIOObject* stream_of(Value v) {
  return v.as<BytesIOObject>();
}

bool check_open(Thread& t, BytesIOObject* self) {
  if (!self->closed) return true;
  return fail_closed(t);
}

Ref construct(Thread& t, TypeObject* type, CallArgs) {
  auto* self = static_cast<BytesIOObject*>(instance_allocate(t, type));
  if (self == nullptr) return Failed();
  self->bytes.init_unset();
  Ref owner = Ref::adopt(self);
  GILT_TRY(RefOf<ByteArrayObject> content, bytearray_new(t));
  self->bytes.store(self, std::move(content));
  gc_track(t, self);
  return owner;
}

bool init(Thread& t, Value v, CallArgs call) {
  static const ParameterSpec* const kSpec =
      parse_signature("BytesIO", "(initial_bytes=None)", false);
  BoundArgs bound(kSpec);
  GILT_CHECK(bound.bind(t, call));
  const Value initial = bound[0];
  BytesIOObject* self = stream_of(v);
  self->position = 0;
  self->closed = false;
  GILT_CHECK(bytearray_resize(t, self->content(), 0));
  if (initial.is_none()) return true;
  BufferView view(t);
  GILT_CHECK(view.open(initial));
  return bytearray_append(t, self->content(), view.view());
}

void dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<BytesIOObject*>(self)->bytes.clear();
  instance_clear(t, self);
  instance_free(t, self);
}

void traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<BytesIOObject*>(self)->bytes);
  instance_traverse(self, visitor);
}

void clear(Thread& t, Object* self) {
  instance_clear(t, self);
}

Ref take(Thread& t, BytesIOObject* self, size_t count) {
  const std::string_view bytes = self->ahead().substr(0, count);
  GILT_TRY(RefOf<BytesObject> result, bytes_new(t, bytes));
  self->position += static_cast<int64_t>(bytes.size());
  return result;
}

Ref read_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_TRY(int64_t size, size_argument(t, args[1]));
  GILT_CHECK(check_open(t, self));
  return take(t, self, size < 0 ? SIZE_MAX : static_cast<size_t>(size));
}

// The length of the line that comes next.
size_t line_length(BytesIOObject* self, int64_t limit) {
  const std::string_view ahead = self->ahead();
  const size_t newline = ahead.find('\n');
  const size_t size = newline == std::string_view::npos ? ahead.size() : newline + 1;
  return limit < 0 ? size : std::min(size, static_cast<size_t>(limit));
}

Ref readline_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_TRY(int64_t limit, size_argument(t, args[1]));
  GILT_CHECK(check_open(t, self));
  return take(t, self, line_length(self, limit));
}

Ref next_slot(Thread& t, Value v) {
  BytesIOObject* self = stream_of(v);
  GILT_CHECK(check_open(t, self));
  const size_t size = line_length(self, -1);
  return size == 0 ? Ref::unset() : take(t, self, size);
}

Ref readinto_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_CHECK(check_open(t, self));
  BufferView view(t);
  GILT_CHECK(view.open(args[1], true));
  const std::string_view bytes = self->ahead().substr(0, view.size());
  std::memcpy(view.data(), bytes.data(), bytes.size());
  self->position += static_cast<int64_t>(bytes.size());
  return int_from_unsigned(t, bytes.size());
}

Ref write_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_CHECK(check_open(t, self));
  BufferView view(t);
  GILT_CHECK(view.open(args[1]));
  if (view.size() == 0) return Ref::adopt(Value::integer(0));
  ByteArrayObject* content = self->content();
  const size_t before = content->size;
  const auto start = static_cast<size_t>(self->position);
  // So what is written is not this very content, and needs no copy.
  if (content->exports > 0)
    return fail(t, buffer_error_type, "Existing exports of data: object cannot be re-sized");
  if (start == before) {
    GILT_CHECK(bytearray_append(t, content, view.view()));
  } else {
    const size_t end = start + view.size();
    if (end > before) {
      GILT_CHECK(bytearray_resize(t, content, end));
      if (start > before) std::memset(content->data() + before, 0, start - before);
    }
    if (content->size < end) return fail(t, buffer_error_type, "the content changed meanwhile");
    std::memcpy(content->data() + start, view.data(), view.size());
  }
  self->position += static_cast<int64_t>(view.size());
  return int_from_unsigned(t, view.size());
}

Ref seek_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_TRY(int64_t offset, to_int64(t, args[1]));
  GILT_TRY(int whence, to_c_int(t, args[2]));
  GILT_CHECK(check_open(t, self));
  if (whence == 0 && offset < 0) {
    return fail(t, value_error_type, "negative seek value {}", offset);
  }
  if (whence < 0 || whence > 2) {
    return fail(t, value_error_type, "invalid whence ({}, should be 0, 1 or 2)", whence);
  }
  if (whence == 1) offset += self->position;
  if (whence == 2) offset += static_cast<int64_t>(self->content()->size);
  self->position = std::max<int64_t>(offset, 0);
  return int_from(t, self->position);
}

Ref tell_method(Thread& t, Args args) {
  GILT_CHECK(check_open(t, stream_of(args[0])));
  return int_from(t, stream_of(args[0])->position);
}

Ref truncate_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_CHECK(check_open(t, self));
  int64_t size = self->position;
  if (!args[1].is_none()) {
    GILT_TRY(size, to_int64(t, args[1]));
  }
  if (size < 0) return fail(t, value_error_type, "negative size value {}", size);
  if (static_cast<size_t>(size) < self->content()->size) {
    GILT_CHECK(bytearray_resize(t, self->content(), static_cast<size_t>(size)));
  }
  return int_from(t, size);
}

Ref getvalue_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_CHECK(check_open(t, self));
  return bytes_new(t, self->content()->view());
}

Ref getbuffer_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_CHECK(check_open(t, self));
  Ref content = self->bytes.load();
  return call(t, to_value(&memoryview_type), {content.get()});
}

Ref close_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_CHECK(bytearray_resize(t, self->content(), 0));
  self->closed = true;
  return Ref::none();
}

// The content, the position and the instance's own attributes, or None: for copy and pickle.
Ref getstate_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  GILT_CHECK(check_open(t, self));
  GILT_TRY(RefOf<BytesObject> content, bytes_new(t, self->content()->view()));
  GILT_TRY(Ref position, int_from(t, self->position));
  GILT_TRY(Ref attributes, stream_attributes(t, self));
  return tuple_of(t, {content.value(), position.get(), attributes.get()});
}

Ref setstate_method(Thread& t, Args args) {
  BytesIOObject* self = stream_of(args[0]);
  const Value state = args[1];
  if (!is_tuple(state) || state.as<TupleObject>()->size < 3) {
    return fail(t, type_error_type, "{}.__setstate__ argument should be 3-tuple, got {}",
                type_name(args[0]), type_name(state));
  }
  auto* items = state.as<TupleObject>();
  BufferView view(t);
  GILT_CHECK(view.open(items->at(0)));
  if (!is_int(items->at(1))) {
    return fail(t, type_error_type, "second item of state must be an integer, not {}",
                type_name(items->at(1)));
  }
  GILT_TRY(int64_t position, to_int64(t, items->at(1)));
  if (position < 0) return fail(t, value_error_type, "position value cannot be negative");
  GILT_TRY(RefOf<BytesObject> copy, bytes_new(t, view.view()));  // it may show this very content
  GILT_CHECK(bytearray_resize(t, self->content(), 0));
  GILT_CHECK(bytearray_append(t, self->content(), copy->view()));
  self->position = position;
  GILT_CHECK(set_stream_attributes(t, self, items->at(2), "third"));
  return Ref::none();
}

Ref yes_method(Thread& t, Args args) {
  GILT_CHECK(check_open(t, stream_of(args[0])));
  return Ref::boolean(true);
}

Ref get_closed(Thread&, Value self) {
  return Ref::boolean(stream_of(self)->closed);
}

constexpr NativeDef kMethods[] = {
    {"read", guarded<read_method>, "(self, size=-1, /)", "Reads up to size bytes, or all."},
    {"read1", guarded<read_method>, "(self, size=-1, /)", "Reads up to size bytes, or all."},
    {"readline", guarded<readline_method>, "(self, size=-1, /)", "Reads a line."},
    {"readinto", guarded<readinto_method>, "(self, buffer, /)", "Reads bytes into a buffer."},
    {"write", guarded<write_method>, "(self, b, /)", "Writes bytes."},
    {"seek", guarded<seek_method>, "(self, pos, whence=0, /)", "Moves to a new position."},
    {"tell", guarded<tell_method>, "(self, /)", "The current position."},
    {"truncate", guarded<truncate_method>, "(self, size=None, /)", "Cuts the content off."},
    {"getvalue", guarded<getvalue_method>, "(self, /)", "All of the content."},
    {"getbuffer", guarded<getbuffer_method>, "(self, /)", "A writable view of the content."},
    {"close", guarded<close_method>, "(self, /)", "Frees the content."},
    {"__getstate__", guarded<getstate_method>, "(self, /)", "Content, position and attributes."},
    {"__setstate__", guarded<setstate_method>, "(self, state, /)", "What __getstate__() gave."},
    {"readable", guarded<yes_method>, "(self, /)", "True."},
    {"writable", guarded<yes_method>, "(self, /)", "True."},
    {"seekable", guarded<yes_method>, "(self, /)", "True."},
};

constexpr GetSetDef kGetSets[] = {
    {"closed", get_closed, nullptr, "Whether the stream is closed."},
};

}  // namespace

TypeObject* bytes_io_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_io.BytesIO",
      .base = buffered_io_base_type(),
      .instance_size = sizeof(BytesIOObject),
      .flags = kTypeSubclassable | kTypeHasDict | kTypeHasWeakrefs | kTypeTracked,
      .doc = "BytesIO(initial_bytes=b'')\n--\n\nA stream of bytes in memory.",
      .slots =
          {
              .dealloc = dealloc,
              .traverse = traverse,
              .clear = clear,
              .construct = construct,
              .init = guarded<init>,
              .next = guarded<next_slot>,
          },
      .methods = kMethods,
      .getsets = kGetSets,
  });
  return kType;
}

}  // namespace gilt
