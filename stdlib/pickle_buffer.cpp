// PickleBuffer: octets that a pickle may carry beside itself instead of inside.
#include "runtime/buffer_traits.h"
#include "runtime/builtin_types.h"
#include "runtime/memoryview.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "stdlib/pickle.h"

namespace gilt {
namespace {

struct PickleBufferObject : Object {
  Slot view;  // a memoryview; unset once released
};
using Life = NativeLife<PickleBufferObject, &PickleBufferObject::view>;

Ref construct(Thread& t, TypeObject* type, CallArgs call) {
  static const ParameterSpec* spec = parse_signature("PickleBuffer", "(object, /)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(RefOf<MemoryViewObject> view, memoryview_new(t, bound[0]));
  auto* buffer = Life::allocate(t, type);
  if (!buffer) return Ref::error();
  buffer->view.init(std::move(view));
  Ref ref = Ref::adopt(buffer);
  gc_track(t, buffer);
  return ref;
}

Ref raw(Thread& t, Args args) {
  GILT_TRY(Ref view, pickle_buffer_view(t, args[0]));
  if (!view.as<MemoryViewObject>()->contiguous())
    return fail(t, buffer_error_type, "cannot extract raw buffer from non-contiguous buffer");
  GILT_TRY(RefOf<StrObject> octets, str_new(t, "B"));
  return call_method(t, view.get(), intern("cast"), {octets.value()});
}

Ref release(Thread& t, Args args) {
  auto* buffer = args[0].as<PickleBufferObject>();
  Ref view = buffer->view.exchange(buffer, Ref::unset());
  if (view) memoryview_release(t, view.as<MemoryViewObject>());
  return Ref::none();
}

bool octets(Thread& t, Value self, bool writable, std::span<std::byte>& out) {
  GILT_TRY(Ref view, pickle_buffer_view(t, self));
  return type_of(view.get())->slots.buffer(t, view.get(), writable, out);
}

constexpr NativeDef kMethods[] = {
    {"raw", raw, "(self, /)", "A memoryview of the octets, one dimension of format 'B'."},
    {"release", release, "(self, /)", "Release the underlying buffer."},
};

}  // namespace

Ref pickle_buffer_view(Thread& t, Value buffer) {
  Ref view = buffer.as<PickleBufferObject>()->view.load();
  if (view.is_unset())
    return fail(t, value_error_type, "operation forbidden on released PickleBuffer object");
  return memoryview_new(t, view.get());
}

TypeObject* pickle_buffer_type() {
  static TypeObject* const kType = [] {
    TypeSpec spec{
        .name = "_pickle.PickleBuffer",
        .instance_size = sizeof(PickleBufferObject),
        .flags = kTypeTracked | kTypeHasWeakrefs,
        .doc = "Wrapper for potentially out-of-band buffers",
        .methods = kMethods,
    };
    Life::fill(spec.slots);
    spec.slots.construct = construct;
    spec.slots.buffer = octets;
    TypeObject* type = type_new_native(spec);
    register_buffer_traits({.type = type,
                            .change_exports = nullptr,
                            .items = nullptr,
                            .read_only = nullptr,
                            .shown = pickle_buffer_view});
    return type;
  }();
  return kType;
}

}  // namespace gilt
