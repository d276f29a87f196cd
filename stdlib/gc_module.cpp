// Module gc: the cycle collector as scripts steer it.
#include <algorithm>

#include "runtime/builtin_types.h"
#include "runtime/collector.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "runtime/world.h"

namespace gilt {

namespace {

Collector& collector_of(Thread& t) {
  return *t.interpreter->collector;
}

Ref enable(Thread& t, Args) {
  collector_of(t).enabled = true;
  return Ref::none();
}
Ref disable(Thread& t, Args) {
  collector_of(t).enabled = false;
  return Ref::none();
}
Ref isenabled(Thread& t, Args) {
  return Ref::boolean(collector_of(t).enabled);
}

Ref collect(Thread& t, Args args) {
  GILT_TRY(int generation, to_c_int(t, args[0]));
  if (generation < 0 || generation > 2) return fail(t, value_error_type, "invalid generation");
  return int_from(t, collector_of(t).collect(t, generation > 0));
}

Ref get_count(Thread& t, Args) {
  Ref counts[3];
  for (int i = 0; i < 3; ++i) {
    GILT_TRY(counts[i], int_from(t, collector_of(t).count(t, i)));
  }
  return tuple_of(t, {counts[0].get(), counts[1].get(), counts[2].get()});
}

Ref get_threshold(Thread& t, Args) {
  const uint32_t* thresholds = collector_of(t).thresholds;
  return tuple_of(t, {Value::integer(thresholds[0]), Value::integer(thresholds[1]),
                      Value::integer(thresholds[2])});
}

Ref set_threshold(Thread& t, Args args) {
  for (uint32_t i = 0; i < 3; ++i) {
    if (args[i].is_unset()) continue;
    GILT_TRY(int threshold, to_c_int(t, args[i]));
    collector_of(t).thresholds[i] = static_cast<uint32_t>(std::max(threshold, 0));
  }
  return Ref::none();
}

Ref get_debug(Thread& t, Args) {
  return int_from(t, collector_of(t).debug);
}
Ref set_debug(Thread& t, Args args) {
  GILT_TRY(int flags, to_c_int(t, args[0]));
  collector_of(t).debug = static_cast<uint32_t>(flags);
  return Ref::none();
}

Ref get_stats(Thread& t, Args) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (const CollectorStatistics& generation : collector_of(t).statistics()) {
    GILT_TRY(RefOf<DictObject> dict, dict_new(t));
    const struct {
      const char* name;
      uint64_t value;
    } fields[] = {{"collections", generation.collections},
                  {"collected", generation.collected},
                  {"uncollectable", generation.uncollectable}};
    for (const auto& field : fields) {
      GILT_TRY(Ref value, int_from_unsigned(t, field.value));
      GILT_CHECK(dict_set_name(t, dict.get(), intern(field.name), value.get()));
    }
    GILT_CHECK(list_append(t, list.get(), std::move(dict)));
  }
  return list;
}

Ref get_objects(Thread& t, Args args) {
  int generation = -1;
  if (!args[0].is_none()) {
    GILT_TRY(generation, to_c_int(t, args[0]));
    if (generation < 0 || generation > 2) {
      return fail(t, value_error_type,
                  "generation parameter must be less than the number of "
                  "available generations (3)");
    }
  }
  std::vector<Ref> held = collector_of(t).objects(t, generation);
  GILT_TRY(RefOf<ListObject> list, list_new(t, static_cast<int64_t>(held.size())));
  for (Ref& object : held) GILT_CHECK(list_append(t, list.get(), std::move(object)));
  return list;
}

// Collects what an object refers to.
class ReferentVisitor final : public Visitor {
 public:
  void visit(Value v) override {
    if (v.is_object() && type_of(v) != &global_cell_type) found.push_back(Ref::copy(v));
    // A namespace's values lie in cells that no script sees.
    else if (v.is_object() && type_of(v)->slots.traverse != nullptr)
      type_of(v)->slots.traverse(v.as_object(), *this);
  }
  using Visitor::visit;
  std::vector<Ref> found;
};

Ref get_referents(Thread& t, Args args) {
  auto* objects = args[0].as<TupleObject>();
  ReferentVisitor visitor;
  {
    StopTheWorld stopped(t, Pause::kInspect);  // traversing takes no locks
    for (int64_t i = 0; i < objects->size; ++i) {
      const Value v = objects->at(i);
      if (v.is_object() && type_of(v)->slots.traverse != nullptr) {
        type_of(v)->slots.traverse(v.as_object(), visitor);
      }
    }
  }
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (Ref& object : visitor.found) GILT_CHECK(list_append(t, list.get(), std::move(object)));
  return list;
}

// Whether an object refers to one of several.
class SearchVisitor final : public Visitor {
 public:
  explicit SearchVisitor(TupleObject* wanted) : wanted_(wanted) {}
  void visit(Value v) override {
    if (!v.is_object()) return;
    if (type_of(v) == &global_cell_type) {
      type_of(v)->slots.traverse(v.as_object(), *this);
      return;
    }
    for (int64_t i = 0; i < wanted_->size && !found; ++i) found = same(v, wanted_->at(i));
  }
  using Visitor::visit;
  bool found = false;

 private:
  TupleObject* wanted_;
};

Ref get_referrers(Thread& t, Args args) {
  auto* wanted = args[0].as<TupleObject>();
  std::vector<Ref> found;
  // Given up when the world runs again, because that may run script code.
  const std::vector<Ref> all = collector_of(t).objects(t, -1);
  {
    StopTheWorld stopped(t, Pause::kInspect);  // traversing takes no locks
    for (const Ref& tracked : all) {
      Object* object = tracked.as<Object>();
      if (object == wanted || type_of(object)->slots.traverse == nullptr) continue;
      SearchVisitor visitor(wanted);
      type_of(object)->slots.traverse(object, visitor);
      if (visitor.found) found.push_back(Ref::copy(object));
    }
  }
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (Ref& object : found) GILT_CHECK(list_append(t, list.get(), std::move(object)));
  return list;
}

Ref is_tracked(Thread&, Args args) {
  return Ref::boolean(args[0].is_object() && gc_is_tracked(args[0].as_object()));
}
Ref is_finalized(Thread&, Args args) {
  return Ref::boolean(args[0].is_object() && args[0].as_object()->has(kFinalized));
}

Ref freeze(Thread& t, Args) {
  collector_of(t).freeze(t);
  return Ref::none();
}
Ref unfreeze(Thread& t, Args) {
  collector_of(t).unfreeze(t);
  return Ref::none();
}
Ref get_freeze_count(Thread& t, Args) {
  return int_from(t, collector_of(t).frozen_count());
}

constexpr NativeDef kFunctions[] = {
    {"collect", collect, "(generation=2)",
     "Runs the collector; returns how many unreachable objects it found."},
    {"disable", disable, "()", "Lets the collector run only when called."},
    {"enable", enable, "()", "Lets the collector run by itself."},
    {"freeze", freeze, "()", "Leaves all objects that exist now alone from here on."},
    {"get_count", get_count, "()", "What has been counted towards the next collections."},
    {"get_debug", get_debug, "()", "The debugging flags."},
    {"get_freeze_count", get_freeze_count, "()", "How many objects are left alone."},
    {"get_objects", get_objects, "(generation=None)", "A list of all tracked objects."},
    {"get_referents", get_referents, "(*objs)", "What the objects refer to directly."},
    {"get_referrers", get_referrers, "(*objs)", "What refers to the objects directly."},
    {"get_stats", get_stats, "()", "What each generation's collections did."},
    {"get_threshold", get_threshold, "()", "When collections begin."},
    {"is_finalized", is_finalized, "(obj, /)", "Whether the object's finaliser has run."},
    {"is_tracked", is_tracked, "(obj, /)", "Whether the collector knows the object."},
    {"isenabled", isenabled, "()", "Whether the collector runs by itself."},
    {"set_debug", set_debug, "(flags, /)", "Sets the debugging flags."},
    {"set_threshold", set_threshold, "(threshold0, threshold1=..., threshold2=..., /)",
     "Sets when collections begin; 0: never."},
    {"unfreeze", unfreeze, "()", "Undoes freeze()."},
};

bool init(Thread& t, ModuleObject* module) {
  Collector& collector = collector_of(t);
  if (collector.callbacks.is_unset()) {
    GILT_TRY(RefOf<ListObject> callbacks, list_new(t));
    collector.callbacks.init(std::move(callbacks));
  }
  GILT_CHECK(module_set(t, module, "garbage", collector.garbage.load()));
  GILT_CHECK(module_set(t, module, "callbacks", collector.callbacks.load()));
  const struct {
    const char* name;
    int value;
  } flags[] = {{"DEBUG_STATS", 1},
               {"DEBUG_COLLECTABLE", 2},
               {"DEBUG_UNCOLLECTABLE", 4},
               {"DEBUG_SAVEALL", 32},
               {"DEBUG_LEAK", 38}};
  for (const auto& flag : flags) {
    GILT_CHECK(module_set(t, module, flag.name, int_from(t, flag.value)));
  }
  return true;
}

const ModuleDef kModule = {"gc", "The collector of cyclic garbage.", kFunctions, init};

}  // namespace

void register_gc_module() {
  register_native_module(kModule);
}

}  // namespace gilt
