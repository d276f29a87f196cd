#include "runtime/weakref.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/sharing.h"
#include "runtime/singletons.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

// First reference to each object that has any. Lists are changed under the mutex; no script code
// runs under it.
//
// The references to a shared object are shared too, so that whoever finds one here may have it:
// publishing an object publishes its references, and a reference to a shared one is published at
// birth. Those to a private object are private to the same thread. A shared object ends with the
// world stopped, so between two safepoints a target that was read stays what it is.
struct SideTable {
  std::mutex mutex;
  std::unordered_map<const Object*, WeakRefObject*> first;
};
SideTable& side_table() {
  static SideTable* table = new SideTable;  // objects die until the very end of the process
  return *table;
}

TypeObject* proxy_type();
TypeObject* callable_proxy_type();

bool is_proxy(const WeakRefObject* reference) {
  TypeObject* type = type_of(reference);
  return type == proxy_type() || type == callable_proxy_type();
}

// As a weak reference of whatever kind, or null.
WeakRefObject* as_reference(Object* object) {
  TypeObject* native = type_of(object)->native_base;
  if (native != &weakref_type && native != proxy_type() && native != callable_proxy_type())
    return nullptr;
  return static_cast<WeakRefObject*>(object);
}

// A live reference without callback of exactly [type] that [interpreter] has made, to be shared;
// null when there is none. REQUIRES: the mutex is held.
WeakRefObject* find_locked(const SideTable& table, const Interpreter* interpreter,
                           const TypeObject* type, const Object* target) {
  auto found = table.first.find(target);
  if (found == table.first.end()) return nullptr;
  for (WeakRefObject* r = found->second; r != nullptr; r = r->next) {
    if (r->interpreter == interpreter && r->callback.is_unset() && type_of(r) == type) return r;
  }
  return nullptr;
}

WeakRefObject* find_shared(const Interpreter* interpreter, const TypeObject* type,
                           const Object* target) {
  SideTable& table = side_table();
  std::lock_guard guard(table.mutex);
  return find_locked(table, interpreter, type, target);
}

// Puts [reference] in the list, unless it [may_share] and another thread has been faster: then that
// one's is returned.
WeakRefObject* link(WeakRefObject* reference, Object* target, bool may_share) {
  SideTable& table = side_table();
  std::lock_guard guard(table.mutex);
  if (may_share)
    if (WeakRefObject* known =
            find_locked(table, reference->interpreter, type_of(reference), target))
      return known;
  WeakRefObject*& first = table.first[target];
  reference->target = target;
  // References without callback stay in front: they are handed out again. Of the others the newest
  // comes first, and its callback runs first.
  WeakRefObject* previous = nullptr;
  WeakRefObject* next = first;
  if (!reference->callback.is_unset()) {
    while (next != nullptr && next->callback.is_unset()) {
      previous = next;
      next = next->next;
    }
  }
  reference->previous = previous;
  reference->next = next;
  if (next != nullptr) next->previous = reference;
  (previous != nullptr ? previous->next : first) = reference;
  set_flags(target, kHasWeakrefs);
  return reference;
}

void unlink(WeakRefObject* reference) {
  SideTable& table = side_table();
  std::lock_guard guard(table.mutex);
  Object* target = reference->target;
  if (target == nullptr) return;
  if (reference->next != nullptr) reference->next->previous = reference->previous;
  if (reference->previous != nullptr) {
    reference->previous->next = reference->next;
  } else if (reference->next != nullptr) {
    table.first[target] = reference->next;
  } else {
    table.first.erase(target);
    clear_flags(target, kHasWeakrefs);
  }
  reference->target = nullptr;
}

Ref make(Thread& t, TypeObject* type, Value object, Value callback) {
  if (!object.is_object() || !type_of(object)->is(kTypeHasWeakrefs)) {
    return fail(t, type_error_type, "cannot create weak reference to '{}' object",
                type_name(object));
  }
  if (callback.is_none()) callback = kUnset;
  bool shareable = type == &weakref_type || type == proxy_type() || type == callable_proxy_type();
  if (callback.is_unset() && shareable) {
    if (WeakRefObject* shared = find_shared(t.interpreter, type, object.as_object()))
      return Ref::copy(shared);
  }
  Object* fresh = instance_allocate(t, type);
  if (fresh == nullptr) return Failed{};
  auto* reference = static_cast<WeakRefObject*>(fresh);
  reference->target = nullptr;
  reference->next = reference->previous = nullptr;
  reference->hash_value = 0;
  reference->interpreter = t.interpreter;
  reference->callback.init(Ref::copy(callback));
  Ref result = Ref::adopt(fresh);
  gc_track(t, fresh);
  if (is_shared(object.as_object())) publish(result.get());
  bool may_share = callback.is_unset() && shareable;
  WeakRefObject* linked = link(reference, object.as_object(), may_share);
  return linked == reference ? std::move(result) : Ref::copy(linked);
}

// -- weakref.ref --

Ref ref_construct(Thread& t, TypeObject* type, CallArgs args) {
  if (type == &weakref_type) GILT_CHECK(no_keywords(t, "ref", args));
  if (args.positional < 1) {
    return fail(t, type_error_type, "__new__ expected at least 1 argument, got 0");
  }
  if (args.positional > 2 && type == &weakref_type) {
    return fail(t, type_error_type, "__new__ expected at most 2 arguments, got {}",
                args.positional);
  }
  return make(t, type, args[0], args.positional > 1 ? args[1] : kUnset);
}

// A subclass's __init__ may call this one with whatever ref() takes.
bool ref_init(Thread&, Value, CallArgs) {
  return true;
}

Ref ref_call(Thread& t, Value self, CallArgs args) {
  if (args.positional != 0 || args.kwnames != nullptr) {
    return fail(t, type_error_type, "weakref.ref() takes no arguments ({} given)", args.positional);
  }
  return weakref_get(self.as<WeakRefObject>());
}

std::string address(const void* p) {
  return fmt::format("{:#x}", reinterpret_cast<uintptr_t>(p));
}

Ref describe(Thread& t, Value self, const char* kind) {
  Ref target = weakref_get(self.as<WeakRefObject>());
  if (target.is_none()) {
    return str_new(t, fmt::format("<{} at {}; dead>", kind, address(self.as_object())));
  }
  return str_new(t, fmt::format("<{} at {}; to '{}' at {}>", kind, address(self.as_object()),
                                type_name(target.get()), address(target.as<Object>())));
}

Ref ref_repr(Thread& t, Value self) {
  return describe(t, self, "weakref");
}

std::optional<int64_t> ref_hash(Thread& t, Value self) {
  auto* reference = self.as<WeakRefObject>();
  int64_t known = __atomic_load_n(&reference->hash_value, __ATOMIC_RELAXED);
  if (known != 0) return known;
  Ref target = weakref_get(reference);
  if (target.is_none()) return fail(t, type_error_type, "weak object has gone away");
  GILT_TRY(int64_t h, hash(t, target.get()));
  __atomic_store_n(&reference->hash_value, h, __ATOMIC_RELAXED);
  return h;
}

Ref ref_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return not_implemented();
  if (!is_instance_of(other, &weakref_type)) return not_implemented();
  Ref a = weakref_get(self.as<WeakRefObject>());
  Ref b = weakref_get(other.as<WeakRefObject>());
  // Dead references are equal only to themselves.
  if (a.is_none() || b.is_none()) return Ref::boolean(same(self, other) == (op == CompareOp::kEq));
  return compare(t, op, a.get(), b.get());
}

void ref_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<WeakRefObject*>(self)->callback);
}

void ref_clear(Thread&, Object* self) {
  static_cast<WeakRefObject*>(self)->callback.clear();
}

void ref_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* reference = static_cast<WeakRefObject*>(self);
  unlink(reference);
  reference->callback.clear();
  native_free<WeakRefObject>(t, self);
}

Ref ref_callback(Thread&, Value self) {
  const Slot& callback = self.as<WeakRefObject>()->callback;
  return callback.is_unset() ? Ref::none() : callback.load();
}

const NativeDef kRefMethods[] = {
    {"__class_getitem__", class_getitem, "(cls, object, /)", kClassGetitemDoc,
     NativeKind::kClassMethod},
};
const GetSetDef kRefGetSets[] = {
    {"__callback__", ref_callback, nullptr, "What is called when the object dies."}};

// -- proxies: everything is passed on to the object --

// The object, or ReferenceError.
Ref target_of(Thread& t, Value v) {
  if (!v.is_object() || (type_of(v) != proxy_type() && type_of(v) != callable_proxy_type()))
    return Ref::copy(v);
  Ref target = weakref_get(v.as<WeakRefObject>());
  if (target.is_none())
    return fail(t, reference_error_type, "weakly-referenced object no longer exists");
  return target;
}

Ref proxy_repr(Thread& t, Value self) {
  return describe(t, self, "weakproxy");
}
Ref proxy_str(Thread& t, Value self) {
  GILT_TRY(Ref target, target_of(t, self));
  return to_str(t, target.get());
}
std::optional<int64_t> proxy_hash(Thread& t, Value self) {
  return fail(t, type_error_type, "unhashable type: '{}'", type_name(self));
}
Ref proxy_compare(Thread& t, CompareOp op, Value a, Value b) {
  GILT_TRY(Ref left, target_of(t, a));
  GILT_TRY(Ref right, target_of(t, b));
  return compare(t, op, left.get(), right.get());
}
std::optional<bool> proxy_truth(Thread& t, Value self) {
  GILT_TRY(Ref target, target_of(t, self));
  return truth(t, target.get());
}
Ref proxy_get_attribute(Thread& t, Value self, StrObject* name) {
  GILT_TRY(Ref target, target_of(t, self));
  return get_attribute(t, target.get(), name);
}
bool proxy_set_attribute(Thread& t, Value self, StrObject* name, Value value) {
  GILT_TRY(Ref target, target_of(t, self));
  return set_attribute(t, target.get(), name, value);
}
Ref proxy_iter(Thread& t, Value self) {
  GILT_TRY(Ref target, target_of(t, self));
  return get_iter(t, target.get());
}
Ref proxy_next(Thread& t, Value self) {
  GILT_TRY(Ref target, target_of(t, self));
  auto* step = type_of(target.get())->slots.next;
  if (step == nullptr) {
    return fail(t, type_error_type, "Weakref proxy referenced a non-iterator '{}' object",
                type_name(target.get()));
  }
  return step(t, target.get());
}
std::optional<int64_t> proxy_length(Thread& t, Value self) {
  GILT_TRY(Ref target, target_of(t, self));
  return length(t, target.get());
}
Ref proxy_get_item(Thread& t, Value self, Value key) {
  GILT_TRY(Ref target, target_of(t, self));
  return get_item(t, target.get(), key);
}
bool proxy_set_item(Thread& t, Value self, Value key, Value value) {
  GILT_TRY(Ref target, target_of(t, self));
  return value.is_unset() ? delete_item(t, target.get(), key)
                          : set_item(t, target.get(), key, value);
}
std::optional<bool> proxy_contains(Thread& t, Value self, Value item) {
  GILT_TRY(Ref target, target_of(t, self));
  return contains(t, target.get(), item);
}
Ref proxy_binary(Thread& t, BinaryOp op, Value a, Value b) {
  GILT_TRY(Ref left, target_of(t, a));
  GILT_TRY(Ref right, target_of(t, b));
  return binary_operation(t, op, left.get(), right.get());
}
Ref proxy_inplace(Thread& t, BinaryOp op, Value a, Value b) {
  GILT_TRY(Ref left, target_of(t, a));
  GILT_TRY(Ref right, target_of(t, b));
  return inplace_operation(t, op, left.get(), right.get());
}
Ref proxy_unary(Thread& t, UnaryOp op, Value a) {
  GILT_TRY(Ref target, target_of(t, a));
  return unary_operation(t, op, target.get());
}
Ref proxy_to_int(Thread& t, Value a) {
  GILT_TRY(Ref target, target_of(t, a));
  return to_int(t, target.get());
}
Ref proxy_to_float(Thread& t, Value a) {
  GILT_TRY(Ref target, target_of(t, a));
  return call(t, to_value(&float_type), {target.get()});
}
Ref proxy_to_index(Thread& t, Value a) {
  GILT_TRY(Ref target, target_of(t, a));
  return to_index(t, target.get());
}
Ref proxy_call(Thread& t, Value self, CallArgs args) {
  GILT_TRY(Ref target, target_of(t, self));
  return call(t, target.get(), args);
}

constexpr uint32_t kAllBinary = (1u << static_cast<int>(BinaryOp::kCount)) - 1;

TypeSpec proxy_spec(const char* name) {
  TypeSpec spec;
  spec.name = name;
  spec.instance_size = sizeof(WeakRefObject);
  spec.flags = kTypeTracked | kTypeNoInstantiate | kTypeCustomGetattr | kTypeCustomSetattr;
  spec.binary_ops = spec.inplace_ops = kAllBinary;
  spec.unary_ops = 0xf;
  spec.slots.dealloc = ref_dealloc;
  spec.slots.traverse = ref_traverse;
  spec.slots.clear = ref_clear;
  spec.slots.repr = proxy_repr;
  spec.slots.str = proxy_str;
  spec.slots.hash = proxy_hash;
  spec.slots.compare = proxy_compare;
  spec.slots.truth = proxy_truth;
  spec.slots.get_attribute = proxy_get_attribute;
  spec.slots.set_attribute = proxy_set_attribute;
  spec.slots.iter = proxy_iter;
  spec.slots.next = proxy_next;
  spec.slots.length = proxy_length;
  spec.slots.get_item = proxy_get_item;
  spec.slots.set_item = proxy_set_item;
  spec.slots.contains = proxy_contains;
  spec.slots.binary = proxy_binary;
  spec.slots.inplace = proxy_inplace;
  spec.slots.unary = proxy_unary;
  spec.slots.to_int = proxy_to_int;
  spec.slots.to_float = proxy_to_float;
  spec.slots.to_index = proxy_to_index;
  return spec;
}

TypeObject* proxy_type() {
  static TypeObject* type = type_new_native(proxy_spec("weakref.ProxyType"));
  return type;
}

TypeObject* callable_proxy_type() {
  static TypeObject* type = [] {
    TypeSpec spec = proxy_spec("weakref.CallableProxyType");
    spec.slots.call = proxy_call;
    return type_new_native(spec);
  }();
  return type;
}

// All live references of [t]'s interpreter to [object], counted, the callback-less one first.
std::vector<Ref> references_to(const Thread& t, Object* object) {
  std::vector<Ref> references;
  SideTable& table = side_table();
  std::lock_guard guard(table.mutex);
  auto found = table.first.find(object);
  if (found == table.first.end()) return references;
  for (WeakRefObject* r = found->second; r != nullptr; r = r->next) {
    if (r->interpreter == t.interpreter) references.push_back(Ref::copy(r));
  }
  return references;
}

}  // namespace

Ref weakref_new(Thread& t, TypeObject* type, Value object, Value callback) {
  return make(t, type, object, callback);
}

Ref weakref_get(WeakRefObject* reference) {
  Object* target = reference->target;
  if (target == nullptr) return Ref::none();
  // A private one whose count has reached zero is on its way out.
  if (!is_shared(target) && reference_count(target) == 0) return Ref::none();
  return Ref::copy(target);
}

Ref weakref_proxy(Thread& t, Value object, Value callback) {
  bool callable = type_of(object)->slots.call != nullptr;
  return make(t, callable ? callable_proxy_type() : proxy_type(), object, callback);
}

Ref weakref_first(Thread& t, Object* object) {
  for (Ref& reference : references_to(t, object)) {
    if (!is_proxy(reference.as<WeakRefObject>())) return std::move(reference);
  }
  return Ref::none();
}

int64_t weakref_count(Thread& t, Object* object) {
  return static_cast<int64_t>(references_to(t, object).size());
}

Ref weakref_list(Thread& t, Object* object) {
  GILT_TRY(RefOf<ListObject> list, list_new(t));
  for (Ref& reference : references_to(t, object))
    GILT_CHECK(list_append(t, list.get(), std::move(reference)));
  return list;
}

void weakref_publish(Object* object, Visitor& visitor) {
  // A weak reference leads to its object like any other.
  if (WeakRefObject* reference = as_reference(object)) {
    if (Object* target = reference->target) visitor.visit(to_value(target));
  }
  if (!object->has(kHasWeakrefs)) return;
  SideTable& table = side_table();
  std::lock_guard guard(table.mutex);
  auto found = table.first.find(object);
  if (found == table.first.end()) return;
  for (WeakRefObject* r = found->second; r != nullptr; r = r->next) visitor.visit(to_value(r));
}

void weakref_detach(Thread&, Object* object, std::vector<Ref>& callbacks, const HeldObjects* held) {
  SideTable& table = side_table();
  std::lock_guard guard(table.mutex);
  auto found = table.first.find(object);
  if (found == table.first.end()) return;
  WeakRefObject* next = found->second;
  table.first.erase(found);
  clear_flags(object, kHasWeakrefs);
  auto is_dying = [&](const WeakRefObject* reference) {
    if (reference_count(reference) != 0) return false;
    return !is_shared(reference) || held == nullptr ||
           !std::binary_search(held->begin(), held->end(), static_cast<const Object*>(reference));
  };
  while (next != nullptr) {
    WeakRefObject* reference = next;
    next = reference->next;
    reference->target = nullptr;
    reference->next = reference->previous = nullptr;
    // A reference that is dying itself calls nobody.
    if (reference->callback.is_unset() || is_dying(reference)) continue;
    callbacks.push_back(Ref::copy(reference));
    callbacks.push_back(reference->callback.exchange(reference, Ref::unset()));
  }
}

Ref weakref_disarm(Object* object) {
  WeakRefObject* reference = as_reference(object);
  if (reference == nullptr) return Ref::unset();
  unlink(reference);
  return reference->callback.exchange(reference, Ref::unset());
}

void weakref_clear_all(Thread& t, Object* object) {
  std::vector<Ref> callbacks;
  weakref_detach(t, object, callbacks);
  for (size_t i = 0; i + 1 < callbacks.size(); i += 2) {
    Ref result = call(t, callbacks[i + 1].get(), {callbacks[i].get()});
    if (result.is_error())
      error_unraisable(t, "while calling weakref callback", callbacks[i + 1].get());
  }
}

void init_weakref_type() {
  TypeSpec spec;
  spec.name = "weakref.ReferenceType";
  spec.instance_size = sizeof(WeakRefObject);
  spec.flags = kTypeSubclassable | kTypeTracked;
  spec.doc =
      "A reference that does not keep its object alive; calling it gives the object, or None.";
  spec.slots.dealloc = ref_dealloc;
  spec.slots.traverse = ref_traverse;
  spec.slots.clear = ref_clear;
  spec.slots.construct = ref_construct;
  spec.slots.init = ref_init;
  spec.slots.call = ref_call;
  spec.slots.repr = ref_repr;
  spec.slots.hash = ref_hash;
  spec.slots.compare = ref_compare;
  spec.methods = kRefMethods;
  spec.getsets = kRefGetSets;
  type_init_builtin(weakref_type, kWeakRefShape, spec);
}

// -- module _weakref --

namespace {

Ref module_getweakrefcount(Thread& t, Args args) {
  if (!args[0].is_object()) return Ref::adopt(Value::integer(0));
  return Ref::adopt(Value::integer(weakref_count(t, args[0].as_object())));
}
Ref module_getweakrefs(Thread& t, Args args) {
  if (!args[0].is_object()) return list_new(t);
  return weakref_list(t, args[0].as_object());
}
Ref module_proxy(Thread& t, Args args) {
  return weakref_proxy(t, args[0], args[1]);
}

// The entry of a WeakValueDictionary whose value has died goes, unless the key has another by now.
Ref module_remove_dead(Thread& t, Args args) {
  if (!is_dict(args[0])) return fail(t, type_error_type, "argument 1 must be dict");
  auto* dict = args[0].as<DictObject>();
  ObjectLock lock(t, dict);
  GILT_TRY(Ref found, dict_get(t, dict, args[1]));
  if (found.is_unset()) return Ref::none();
  if (!is_instance_of(found.get(), &weakref_type)) return fail(t, type_error_type, "not a weakref");
  if (found.as<WeakRefObject>()->target == nullptr) {
    GILT_TRY(Ref removed, dict_pop(t, dict, args[1]));
  }
  return Ref::none();
}

const NativeDef kFunctions[] = {
    {"_remove_dead_weakref", module_remove_dead, "(dct, key, /)",
     "Remove key from dict if its value is a dead weak reference."},
    {"getweakrefcount", module_getweakrefcount, "(object, /)",
     "How many weak references to object there are."},
    {"getweakrefs", module_getweakrefs, "(object, /)", "A list of all weak references to object."},
    {"proxy", module_proxy, "(object, callback=None, /)",
     "An object that passes everything on to object, while it lives."},
};

bool init_module(Thread& t, ModuleObject* module) {
  GILT_CHECK(module_set(t, module, "ref", Ref::copy(&weakref_type)));
  GILT_CHECK(module_set(t, module, "ReferenceType", Ref::copy(&weakref_type)));
  GILT_CHECK(module_set(t, module, "ProxyType", Ref::copy(proxy_type())));
  return module_set(t, module, "CallableProxyType", Ref::copy(callable_proxy_type()));
}

const ModuleDef kModule = {"_weakref", "Weak references.", kFunctions, init_module};

}  // namespace

void register_weakref_module() {
  register_native_module(kModule);
}

}  // namespace gilt
