// _abc: what abc.ABCMeta does in native code. Each abstract base class has an object `_abc_impl`
// with the classes that were registered with it and two caches of answers. All hold weak
// references, so that none keeps a class alive. A negative answer is good until the next
// registration anywhere.
#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/set.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"
#include "runtime/weakref.h"

namespace gilt {
namespace {

// Registrations so far, in all interpreters: only ever compared.
std::atomic<int64_t> g_registrations{0};

struct AbcObject : Object {
  Slot registry, cache, negative_cache;         // sets of weak references
  SharedField<int64_t> negative_cache_version;  // changed under the object's lock
};
using Life =
    NativeLife<AbcObject, &AbcObject::registry, &AbcObject::cache, &AbcObject::negative_cache>;

TypeObject* abc_data_type() {
  static TypeObject* type = [] {
    TypeSpec spec{
        .name = "_abc._abc_data",
        .instance_size = sizeof(AbcObject),
        .flags = kTypeTracked | kTypeNoInstantiate,
        .doc = "Internal state held by ABC machinery.",
    };
    Life::fill(spec.slots);
    spec.slots.clear = nullptr;
    return type_new_native(spec);
  }();
  return type;
}

SetObject* set_in(const Slot& slot) {
  return slot.peek().as<SetObject>();
}

RefOf<AbcObject> data_of(Thread& t, Value cls) {
  GILT_TRY(Ref data, get_attribute(t, cls, intern("_abc_impl")));
  if (type_of(data.get()) != abc_data_type())
    return fail(t, type_error_type, "_abc_impl is set to a wrong type");
  return RefOf<AbcObject>::from(std::move(data));
}

bool add_weakly(Thread& t, const Slot& set, Value cls) {
  GILT_TRY(Ref weak, weakref_new(t, &weakref_type, cls));
  return set_add(t, set_in(set), weak.get());
}

// Sets hold references by identity, and equal live classes are identical.
std::optional<bool> in_weak_set(Thread& t, const Slot& set, Value cls) {
  if (set_length(set_in(set)) == 0) return false;
  Ref weak = weakref_new(t, &weakref_type, cls);
  if (weak.is_error()) {
    // What cannot be referred to weakly was never added.
    if (!error_matches(t, type_error_type)) return Failed{};
    error_clear(t);
    return false;
  }
  return set_contains(t, set_in(set), weak.get());
}

// -- functions --

// Names in the namespace and the bases that are still abstract.
bool find_abstract_methods(Thread& t, Value cls) {
  auto* type = cls.as<TypeObject>();
  GILT_TRY(auto names, set_new(t));
  StrObject* flag = intern("__isabstractmethod__");
  auto is_abstract = [&](Value v) -> std::optional<bool> {
    GILT_TRY(Ref mark, get_attribute_or_unset(t, v, flag));
    if (mark.is_unset()) return false;
    return truth(t, mark.get());
  };
  GILT_TRY(auto own, dict_copy(t, type->dict.peek().as<DictObject>()));
  int64_t position = 0;
  Value name, value;
  while (dict_next(own.get(), position, name, value)) {
    GILT_TRY(bool abstract, is_abstract(value));
    if (abstract) GILT_CHECK(set_add(t, names.get(), name));
  }
  Ref held_bases = type->bases.load();
  auto* bases = held_bases.as<TupleObject>();
  for (int64_t i = 0; i < bases->size; ++i) {
    GILT_TRY(Ref inherited, get_attribute_or_unset(t, bases->at(i), names::abstractmethods_));
    if (inherited.is_unset()) continue;
    GILT_CHECK(for_each(t, inherited.get(), [&](Ref key) -> bool {
      if (!is_str(key.get())) return true;
      GILT_TRY(Ref found, get_attribute_or_unset(t, cls, intern(key.as<StrObject>())));
      if (found.is_unset()) return true;
      GILT_TRY(bool abstract, is_abstract(found.get()));
      return !abstract || set_add(t, names.get(), key.get());
    }));
  }
  GILT_TRY(auto frozen, frozenset_from(t, names.value()));
  return set_attribute(t, cls, names::abstractmethods_, frozen.value());
}

// Other threads may add others at the same time.
void add_type_flags(TypeObject* type, uint32_t flags) {
  if constexpr (kFreeThreaded) {
    __atomic_fetch_or(&type->type_flags, flags, __ATOMIC_RELAXED);
  } else {
    type->type_flags |= flags;
  }
}

bool check_class(Thread& t, Value v, const char* text) {
  if (v.is_object() && type_of(v)->is(kTypeIsType)) return true;
  return fail(t, type_error_type, "{}", text);
}

// A class that says __abc_tpflags__ = 1 << 5 or 1 << 6 matches sequence or mapping patterns, and so
// do the classes derived from it.
bool take_pattern_flags(Thread& t, Value cls) {
  StrObject* name = intern("__abc_tpflags__");
  auto* type = cls.as<TypeObject>();
  Value flags = dict_get_name(type->dict.peek().as<DictObject>(), name);
  if (!flags.is_int() || !type->is(kTypeHeap)) return true;
  static_assert(kTypeSequence == 1 << 5 && kTypeMapping == 1 << 6);
  add_type_flags(type, static_cast<uint32_t>(flags.as_int()) & (kTypeSequence | kTypeMapping));
  return delete_attribute(t, cls, name);
}

Ref abc_init(Thread& t, Args args) {
  GILT_CHECK(check_class(t, args[0], "_abc_init() needs a class"));
  GILT_CHECK(take_pattern_flags(t, args[0]));
  GILT_CHECK(find_abstract_methods(t, args[0]));
  GILT_TRY(auto registry, set_new(t));
  GILT_TRY(auto cache, set_new(t));
  GILT_TRY(auto negative, set_new(t));
  auto* data = Life::allocate(t, abc_data_type());
  if (!data) return Failed{};
  data->registry.init(std::move(registry));
  data->cache.init(std::move(cache));
  data->negative_cache.init(std::move(negative));
  data->negative_cache_version = g_registrations.load();
  Ref held = Ref::adopt(data);
  gc_track(t, data);
  GILT_CHECK(set_attribute(t, args[0], intern("_abc_impl"), held.get()));
  return Ref::none();
}

Ref abc_register(Thread& t, Args args) {
  Value cls = args[0], subclass = args[1];
  GILT_CHECK(check_class(t, subclass, "Can only register classes"));
  GILT_TRY(bool already, is_subclass(t, subclass, cls));
  if (already) return Ref::copy(subclass);
  GILT_TRY(bool cycle, is_subclass(t, cls, subclass));
  if (cycle) return fail(t, runtime_error_type, "Refusing to create an inheritance cycle");
  GILT_TRY(auto data, data_of(t, cls));
  GILT_CHECK(add_weakly(t, data->registry, subclass));
  g_registrations.fetch_add(1);
  // Patterns treat what is registered as a sequence or mapping as one.
  auto* type = subclass.as<TypeObject>();
  uint32_t collection = cls.as<TypeObject>()->type_flags & (kTypeSequence | kTypeMapping);
  if (type->is(kTypeHeap)) add_type_flags(type, collection);
  return Ref::copy(subclass);
}

std::optional<bool> subclass_check(Thread& t, Value cls, Value subclass) {
  if (!subclass.is_object() || !type_of(subclass)->is(kTypeIsType))
    return fail(t, type_error_type, "issubclass() arg 1 must be a class");
  GILT_TRY(auto data, data_of(t, cls));
  GILT_TRY(bool known, in_weak_set(t, data->cache, subclass));
  if (known) return true;
  int64_t now = g_registrations.load();
  bool outdated;
  {
    ObjectLock lock(t, data.get());
    outdated = data->negative_cache_version < now;
    if (outdated) {
      set_clear(t, set_in(data->negative_cache));
      data->negative_cache_version = now;
    }
  }
  if (!outdated) {
    GILT_TRY(bool known_not, in_weak_set(t, data->negative_cache, subclass));
    if (known_not) return false;
  }
  auto remember = [&](bool answer) -> std::optional<bool> {
    ObjectLock lock(t, data.get());
    // What was found out before another thread registered something is not worth keeping.
    if (!answer && (data->negative_cache_version != now || g_registrations.load() != now))
      return false;
    GILT_CHECK(add_weakly(t, answer ? data->cache : data->negative_cache, subclass));
    return answer;
  };
  // The class itself is asked first.
  GILT_TRY(Ref verdict, call_method(t, cls, names::subclasshook_, {subclass}));
  if (verdict.get().is_bool()) return remember(verdict.get().is_true());
  if (!is_not_implemented(verdict))
    return fail(t, assertion_error_type,
                "__subclasshook__ must return either False, True, or NotImplemented");
  if (is_subtype(subclass.as<TypeObject>(), cls.as<TypeObject>())) return remember(true);
  // Then what was registered with it, and its subclasses.
  // A copy in one step: another thread may register something meanwhile.
  GILT_TRY(auto snapshot, frozenset_from(t, data->registry.peek()));
  GILT_TRY(auto registered, list_from_iterable(t, snapshot.value()));
  for (int64_t i = 0; i < registered->size; ++i) {
    GILT_TRY(Ref candidate, weakref_get(registered->items[i].peek().as<WeakRefObject>()));
    if (candidate.is_none()) continue;
    GILT_TRY(bool derives, is_subclass(t, subclass, candidate.get()));
    if (derives) return remember(true);
  }
  GILT_TRY(Ref subclasses, call_method(t, cls, intern("__subclasses__")));
  GILT_TRY(auto candidates, list_from_iterable(t, subclasses.get()));
  for (int64_t i = 0; i < candidates->size; ++i) {
    GILT_TRY(bool derives, is_subclass(t, subclass, candidates->items[i].peek()));
    if (derives) return remember(true);
  }
  return remember(false);
}

Ref abc_subclasscheck(Thread& t, Args args) {
  GILT_TRY(bool result, subclass_check(t, args[0], args[1]));
  return Ref::boolean(result);
}

Ref abc_instancecheck(Thread& t, Args args) {
  Value cls = args[0], instance = args[1];
  GILT_TRY(auto data, data_of(t, cls));
  // What the instance says its class is counts besides its type.
  GILT_TRY(Ref claimed, get_attribute(t, instance, names::class_));
  GILT_TRY(bool known, in_weak_set(t, data->cache, claimed.get()));
  if (known) return Ref::boolean(true);
  Value actual = to_value(type_of(instance));
  auto ask = [&](Value subclass) -> std::optional<bool> {
    GILT_TRY(Ref verdict, call_method(t, cls, names::subclasscheck_, {subclass}));
    return truth(t, verdict.get());
  };
  if (same(actual, claimed.get())) {
    if (data->negative_cache_version == g_registrations.load()) {
      GILT_TRY(bool known_not, in_weak_set(t, data->negative_cache, claimed.get()));
      if (known_not) return Ref::boolean(false);
    }
    GILT_TRY(bool result, ask(claimed.get()));
    return Ref::boolean(result);
  }
  GILT_TRY(bool by_claim, ask(claimed.get()));
  if (by_claim) return Ref::boolean(true);
  GILT_TRY(bool by_type, ask(actual));
  return Ref::boolean(by_type);
}

Ref get_cache_token(Thread& t, Args) {
  return int_from(t, g_registrations.load());
}

Ref reset_registry(Thread& t, Args args) {
  GILT_TRY(auto data, data_of(t, args[0]));
  set_clear(t, set_in(data->registry));
  return Ref::none();
}

Ref reset_caches(Thread& t, Args args) {
  GILT_TRY(auto data, data_of(t, args[0]));
  set_clear(t, set_in(data->cache));
  set_clear(t, set_in(data->negative_cache));
  return Ref::none();
}

Ref get_dump(Thread& t, Args args) {
  GILT_TRY(auto data, data_of(t, args[0]));
  GILT_TRY(Ref version, int_from(t, data->negative_cache_version));
  GILT_TRY(auto registry, frozenset_from(t, data->registry.peek()));
  GILT_TRY(auto cache, frozenset_from(t, data->cache.peek()));
  GILT_TRY(auto negative, frozenset_from(t, data->negative_cache.peek()));
  return tuple_of(t, {registry.value(), cache.value(), negative.value(), version.get()});
}

constexpr NativeDef kFunctions[] = {
    {"_abc_init", abc_init, "(self, /)", "Prepares a new abstract base class."},
    {"_abc_register", abc_register, "(self, subclass, /)",
     "Register a virtual subclass of an ABC."},
    {"_abc_instancecheck", abc_instancecheck, "(self, instance, /)", "isinstance(instance, self)"},
    {"_abc_subclasscheck", abc_subclasscheck, "(self, subclass, /)", "issubclass(subclass, self)"},
    {"get_cache_token", get_cache_token, "()",
     "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality "
     "testing) identifying the\ncurrent version of the ABC cache for virtual subclasses. The "
     "token changes\nwith every call to register() on any ABC."},
    {"_reset_registry", reset_registry, "(self, /)", nullptr},
    {"_reset_caches", reset_caches, "(self, /)", nullptr},
    {"_get_dump", get_dump, "(self, /)", nullptr},
};

constexpr ModuleDef kModule{"_abc", "What abc.ABCMeta does in native code.", kFunctions, nullptr};

}  // namespace

void register_abc_module() {
  register_native_module(kModule);
}

}  // namespace gilt
