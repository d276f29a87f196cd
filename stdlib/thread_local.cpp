// Each thread keeps a dict from the serial number of a local to the dict of attributes that this
// thread sees. When a local dies, its entries leave all threads' dicts; when a thread ends, its
// dict goes with it.
#include "stdlib/thread_local.h"

#include <atomic>

#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/int.h"
#include "runtime/interpreter.h"
#include "runtime/operations.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

struct LocalObject : Object {
  Slot args;    // tuple: what a subclass's __init__ is called with in each thread
  Slot kwargs;  // dict or unset
  int64_t serial;
};

std::atomic<int64_t> g_next_serial{1};

Ref local_construct(Thread& t, TypeObject* type, CallArgs args) {
  uint32_t keywords = args.kwnames != nullptr ? static_cast<uint32_t>(args.kwnames->size) : 0;
  if ((args.positional != 0 || keywords != 0) && type->slots.init == object_type.slots.init) {
    return fail(t, type_error_type, "Initialization arguments are not supported");
  }
  GILT_TRY(RefOf<TupleObject> positional, tuple_new(t, args.positional));
  for (uint32_t i = 0; i < args.positional; i++) positional->items()[i].init(Ref::copy(args[i]));
  Ref named;
  if (keywords != 0) {
    GILT_TRY(RefOf<DictObject> dict, dict_new(t));
    for (uint32_t i = 0; i < keywords; i++) {
      GILT_CHECK(dict_set(t, dict.get(), args.kwnames->at(i), args[args.positional + i]));
    }
    named = std::move(dict);
  }
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed{};
  auto* self = static_cast<LocalObject*>(object);
  self->args.init(std::move(positional));
  self->kwargs.init(std::move(named));
  self->serial = g_next_serial.fetch_add(1);
  Ref result = Ref::adopt(object);
  // The thread that makes it gets its attributes at once: type.__call__ runs __init__ next.
  GILT_TRY(RefOf<DictObject> attributes, dict_new(t));
  if (t.locals.is_unset()) {
    GILT_TRY(RefOf<DictObject> all, dict_new(t));
    t.locals.init(std::move(all));
  }
  GILT_CHECK(dict_set(t, t.locals.peek().as<DictObject>(), Value::integer(self->serial),
                      attributes.value()));
  gc_track(t, object);
  return result;
}

// This thread's attributes of [self]; in a thread that meets it for the first time __init__ runs
// now.
RefOf<DictObject> local_dict(Thread& t, LocalObject* self) {
  if (t.locals.is_unset()) {
    GILT_TRY(RefOf<DictObject> all, dict_new(t));
    t.locals.init(std::move(all));
  }
  auto* all = t.locals.peek().as<DictObject>();
  Value key = Value::integer(self->serial);
  GILT_TRY(Ref found, dict_get(t, all, key));
  if (found) return RefOf<DictObject>::from(std::move(found));
  GILT_TRY(RefOf<DictObject> attributes, dict_new(t));
  GILT_CHECK(dict_set(t, all, key, attributes.value()));
  TypeObject* type = type_of(self);
  if (type->slots.init == object_type.slots.init) return attributes;
  GILT_TRY(Ref init, get_attribute(t, to_value(self), names::init_));
  auto* positional = self->args.peek().as<TupleObject>();
  std::vector<Value> words;
  words.reserve(static_cast<size_t>(positional->size));
  for (int64_t i = 0; i < positional->size; i++) words.push_back(positional->at(i));
  RefOf<TupleObject> keyword_names;
  if (!self->kwargs.is_unset()) {
    auto* named = self->kwargs.peek().as<DictObject>();
    GILT_TRY(RefOf<TupleObject> made, tuple_new(t, dict_length(named)));
    int64_t position = 0, i = 0;
    Value name, value;
    while (dict_next(named, position, name, value)) {
      made->items()[i++].init(Ref::copy(name));
      words.push_back(value);
    }
    keyword_names = std::move(made);
  }
  Ref result =
      call(t, init.get(),
           CallArgs{words.data(), static_cast<uint32_t>(positional->size), keyword_names.get()});
  if (result.is_error()) {
    // Next time it is tried again.
    ErrorGuard guard(t);
    Ref dropped = dict_pop(t, all, key);
    if (dropped.is_error()) error_clear(t);
    return Failed{};
  }
  return attributes;
}

// A data descriptor of the class wins over the thread's attribute, which wins over the class's
// other attributes.
Ref local_get_attribute(Thread& t, Value v, StrObject* name) {
  auto* self = v.as<LocalObject>();
  GILT_TRY(RefOf<DictObject> attributes, local_dict(t, self));
  if (name == names::dict_) return attributes;
  TypeObject* type = type_of(v);
  Ref class_value = Ref::copy(type_lookup(type, name));
  if (class_value && type_of(class_value.get())->slots.descriptor_set != nullptr &&
      type_of(class_value.get())->slots.descriptor_get != nullptr) {
    return type_of(class_value.get())->slots.descriptor_get(t, class_value.get(), v, type);
  }
  Ref own = Ref::copy(dict_get_name(attributes.get(), name));
  if (own) return own;
  if (class_value) {
    if (auto* get = type_of(class_value.get())->slots.descriptor_get)
      return get(t, class_value.get(), v, type);
    return class_value;
  }
  return fail_no_attribute(t, v, name);
}

bool local_set_attribute(Thread& t, Value v, StrObject* name, Value value) {
  GILT_TRY(RefOf<DictObject> attributes, local_dict(t, v.as<LocalObject>()));
  if (name == names::dict_) {
    return fail_attribute(
        t, v, name, "'" + std::string(type_name(v)) + "' object attribute '__dict__' is read-only");
  }
  Ref class_value = Ref::copy(type_lookup(type_of(v), name));
  if (class_value) {
    if (auto* set = type_of(class_value.get())->slots.descriptor_set)
      return set(t, class_value.get(), v, value);
  }
  if (!value.is_unset()) return dict_set_name(t, attributes.get(), name, value);
  if (dict_delete_name(t, attributes.get(), name)) return true;
  return fail_no_attribute(t, v, name);
}

void local_traverse(Object* self, Visitor& visitor) {
  auto* local = static_cast<LocalObject*>(self);
  visitor.visit(local->args);
  visitor.visit(local->kwargs);
  instance_traverse(self, visitor);
}

void local_clear(Thread& t, Object* self) {
  auto* local = static_cast<LocalObject*>(self);
  local->kwargs.clear();
  instance_clear(t, self);
}

void local_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* local = static_cast<LocalObject*>(self);
  Interpreter& interpreter = *t.interpreter;
  // Without the lock a local that other threads know ends while they all stand still; of one that
  // they do not know there is nothing in their dicts.
  bool stopped = kFreeThreaded && interpreter.stopper.load() == &t;
  bool everywhere = !kFreeThreaded || stopped;
  // Taken out first, released after: what they hold may end threads' worth of objects.
  std::vector<Ref> dropped;
  interpreter.threads_lock.lock();
  for (Thread* other = interpreter.threads; other != nullptr; other = other->next) {
    if (other->locals.is_unset() || (other != &t && !everywhere)) continue;
    // Integer keys: no script code runs in here.
    Ref attributes =
        dict_pop(t, other->locals.peek().as<DictObject>(), Value::integer(local->serial));
    if (!attributes) continue;
    // No script code while the world stands still: what is shared ends afterwards.
    if (stopped) publish(attributes.get());
    dropped.push_back(std::move(attributes));
  }
  interpreter.threads_lock.unlock();
  dropped.clear();
  local->args.clear();
  local->kwargs.clear();
  instance_free(t, self);
}

}  // namespace

TypeObject* thread_local_type() {
  static TypeObject* type =
      type_new_native({.name = "_thread._local",
                       .instance_size = sizeof(LocalObject),
                       .flags = kTypeSubclassable | kTypeTracked | kTypeHasWeakrefs |
                                kTypeCustomGetattr | kTypeCustomSetattr,
                       .doc = "Attributes that each thread has for itself.",
                       .slots = {.dealloc = local_dealloc,
                                 .traverse = local_traverse,
                                 .clear = local_clear,
                                 .construct = local_construct,
                                 .get_attribute = local_get_attribute,
                                 .set_attribute = local_set_attribute}});
  return type;
}

}  // namespace gilt
