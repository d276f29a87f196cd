// Traceback entries (runtime/traceback.h).
#include <optional>

#include "interpreter/frame_object.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/traceback.h"
#include "runtime/world.h"

namespace gilt {
namespace {

using Life = NativeLife<TracebackObject, &TracebackObject::next, &TracebackObject::frame,
                        &TracebackObject::code>;

TracebackObject* as_traceback(Value v) {
  return v.as<TracebackObject>();
}

RefOf<TracebackObject> traceback_new(Thread& t, Ref next, RefOf<FrameObject> frame, uint32_t offset,
                                     int line) {
  auto* traceback = object_new<TracebackObject>(t, kTracebackShape);
  if (traceback == nullptr) return Failed{};
  traceback->next.init(std::move(next));
  traceback->code.init(frame->code.load());
  traceback->frame.init(std::move(frame));
  traceback->offset = offset;
  traceback->line = line;
  gc_track(t, traceback);
  return RefOf<TracebackObject>::adopt(traceback);
}

int line_of(TracebackObject* traceback) {
  int line = __atomic_load_n(&traceback->line, __ATOMIC_RELAXED);
  if (line == 0) {
    const auto* code = traceback->code.peek().as<CodeObject>();
    const PositionEntry* position = position_at(code, code->words + traceback->offset);
    line = position != nullptr && position->line > 0 ? position->line
                                                     : static_cast<int>(code->first_line);
    __atomic_store_n(&traceback->line, line, __ATOMIC_RELAXED);
  }
  return line;
}

Ref get_frame(Thread&, Value self) {
  return as_traceback(self)->frame.load();
}
Ref get_line(Thread&, Value self) {
  return Ref::adopt(Value::integer(line_of(as_traceback(self))));
}
Ref get_last_instruction(Thread&, Value self) {
  return Ref::adopt(Value::integer(int64_t{as_traceback(self)->offset} * 2));
}
Ref get_next(Thread&, Value self) {
  Ref next = as_traceback(self)->next.load();
  return next.is_unset() ? Ref::none() : std::move(next);
}
bool set_next(Thread& t, Value self, Value value) {
  if (value.is_unset()) return fail(t, type_error_type, "can't delete tb_next attribute");
  if (!value.is_none() && !has_shape(value, kTracebackShape))
    return fail(t, type_error_type, "expected traceback object, got '{}'", type_name(value));
  auto* traceback = as_traceback(self);
  Ref old;  // outlives the stop
  bool circle = false;
  {
    // Two threads may each be about to put the one entry behind the other.
    std::optional<StopTheWorld> stopped;
    if (is_shared(traceback)) stopped.emplace(t, Pause::kInspect);
    for (Value v = value; has_shape(v, kTracebackShape) && !circle;
         v = as_traceback(v)->next.peek())
      circle = same(v, self);
    if (!circle)
      old = traceback->next.exchange(traceback, value.is_none() ? Ref::unset() : Ref::copy(value));
  }
  if (circle) return fail(t, value_error_type, "traceback loop detected");
  return true;
}

Ref construct(Thread& t, TypeObject*, CallArgs call) {
  static const ParameterSpec* spec =
      parse_signature("traceback", "(tb_next, tb_frame, tb_lasti, tb_lineno)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  if (!bound[0].is_none() && !has_shape(bound[0], kTracebackShape)) {
    return fail(t, type_error_type, "expected traceback object or None, got '{}'",
                type_name(bound[0]));
  }
  if (!has_shape(bound[1], kFrameShape)) {
    return fail(t, type_error_type, "traceback() argument 'tb_frame' must be frame, not {}",
                type_name(bound[1]));
  }
  GILT_TRY(int last, to_c_int(t, bound[2]));
  GILT_TRY(int line, to_c_int(t, bound[3]));
  return traceback_new(t, bound[0].is_none() ? Ref::unset() : Ref::copy(bound[0]),
                       RefOf<FrameObject>::copy(bound[1].as<FrameObject>()),
                       last < 0 ? 0 : static_cast<uint32_t>(last) / 2, line);
}

const GetSetDef kGetSets[] = {
    {"tb_frame", get_frame, nullptr, nullptr},
    {"tb_lineno", get_line, nullptr, nullptr},
    {"tb_lasti", get_last_instruction, nullptr, nullptr},
    {"tb_next", get_next, set_next, nullptr},
};

}  // namespace

bool traceback_add(Thread& t, ExceptionObject* exception, Frame& frame, uint32_t offset) {
  GILT_TRY(auto object, frame_object(t, frame));
  GILT_TRY(auto entry, traceback_new(t, Ref::unset(), std::move(object), offset, 0));
  Slot& first = exception->traceback;
  if (!is_shared(exception)) [[likely]] {
    // Nobody sees it without its entries for a moment, and no count changes.
    entry->next.set_word(first.peek());
    first.set_word(Ref(std::move(entry)).take());
    return true;
  }
  entry->next.init(first.load());
  first.store(exception, std::move(entry));
  return true;
}

void init_traceback_type() {
  TypeSpec spec{.name = "traceback",
                .instance_size = sizeof(TracebackObject),
                .flags = kTypeTracked,
                .getsets = kGetSets};
  Life::fill(spec.slots);
  spec.slots.construct = construct;
  type_init_builtin(traceback_type, kTracebackShape, spec);
}

}  // namespace gilt
