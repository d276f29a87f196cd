// gilt.region("name"): measures a part of a program, and marks it in timelines.
//
//   with gilt.region("load"): ...
//   @gilt.region("parse")
//   def parse(text): ...
//
// One object may be entered by many threads, and again by the same: each entry is remembered with
// its thread.
#include <fmt/format.h>

#include <new>

#include "runtime/error.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/timeline.h"
#include "stdlib/gilt_native.h"

namespace gilt {
namespace {

struct Entry {
  uint64_t thread;
  Nanoseconds wall, cpu;
};

struct RegionObject : Object {
  uint32_t id;
  ShortLock lock;
  std::vector<Entry> entries;  // under lock
};

Ref region_construct(Thread& t, TypeObject* type, CallArgs call) {
  static const ParameterSpec* spec = parse_signature("region", "(name, /)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, call));
  GILT_TRY(std::string_view name, to_text(t, bound[0], "region", 1));
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed{};
  auto* self = static_cast<RegionObject*>(object);
  self->id = t.interpreter->gil->regions.id_of(name);
  new (&self->lock) ShortLock;
  new (&self->entries) std::vector<Entry>;
  return Ref::adopt(object);
}

void region_dealloc(Thread& t, Object* self) {
  static_cast<RegionObject*>(self)->entries.~vector();
  instance_free(t, self);
}

Ref region_enter(Thread& t, Args args) {
  auto* self = args[0].as<RegionObject>();
  if (Timeline* timeline = recording(t)) timeline->region(t, TimelineKind::kRegionBegin, self->id);
  Entry entry{t.id, scheduler().now(), scheduler().thread_cpu_time()};
  self->lock.lock();
  self->entries.push_back(entry);
  self->lock.unlock();
  return Ref::copy(args[0]);
}

bool region_leave(Thread& t, RegionObject* self) {
  Nanoseconds cpu = scheduler().thread_cpu_time(), wall = scheduler().now();
  Entry entry{};
  self->lock.lock();
  for (size_t i = self->entries.size(); i-- > 0;) {
    if (self->entries[i].thread != t.id) continue;
    entry = self->entries[i];
    self->entries.erase(self->entries.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  self->lock.unlock();
  if (entry.thread == 0)
    return fail(t, runtime_error_type, "this thread has not entered the region");
  if (Timeline* timeline = recording(t)) timeline->region(t, TimelineKind::kRegionEnd, self->id);
  t.interpreter->gil->regions.add(self->id, wall - entry.wall, cpu - entry.cpu);
  return true;
}

Ref region_exit(Thread& t, CallArgs args) {
  GILT_CHECK(region_leave(t, args.values[0].as<RegionObject>()));
  return Ref::none();
}

// As a decorator: a function that enters the region around each call.
Ref region_call(Thread& t, Value self, CallArgs call) {
  GILT_CHECK(no_keywords(t, "region", call));
  if (call.positional != 1)
    return fail(t, type_error_type, "a region decorates one function ({} given)", call.positional);
  GILT_TRY(Ref helper, import_attribute(t, "_gilt_region", "inside"));
  Value arguments[] = {self, call[0]};
  return gilt::call(t, helper.get(), CallArgs{arguments, 2, nullptr});
}

Ref region_name(Thread& t, Value self) {
  return str_new(t, t.interpreter->gil->regions.name_of(self.as<RegionObject>()->id));
}

Ref region_repr(Thread& t, Value self) {
  GILT_TRY(Ref name, region_name(t, self));
  GILT_TRY(RefOf<StrObject> text, repr(t, name.get()));
  return str_new(t, fmt::format("gilt.region({})", text->view()));
}

const NativeDef kMethods[] = {
    {"__enter__", region_enter, "(self, /)", "Begin to measure."},
    {"__exit__", nullptr, "(self, /, *exc_info)", "Add the time to the region's.",
     NativeKind::kFunction, region_exit},
};
const GetSetDef kGetSets[] = {{"name", region_name, nullptr, "What the region is called."}};

}  // namespace

TypeObject* region_type() {
  static TypeObject* type = type_new_native(
      {.name = "gilt.region",
       .instance_size = sizeof(RegionObject),
       .doc = "region(name, /)\n--\n\nA part of the program that is measured: `with "
              "gilt.region('name'):` or, before a function, `@gilt.region('name')`. Times are in "
              "gilt.stats()['regions'], in `gilt compare` and in timelines.",
       .slots = {.dealloc = region_dealloc,
                 .construct = region_construct,
                 .call = region_call,
                 .repr = region_repr},
       .methods = kMethods,
       .getsets = kGetSets});
  return type;
}

}  // namespace gilt
