// getset_descriptor and member_descriptor: attributes of builtin types that native code computes or
// that are slots at a fixed place, and the __slots__ of script classes.
#include <fmt/format.h>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/int.h"
#include "runtime/messages.h"
#include "runtime/object_model.h"
#include "runtime/str.h"
#include "runtime/thread.h"
#include "runtime/weakref.h"

namespace gilt {
namespace {

struct GetSetObject : Object {
  StrObject* name;
  Slot owner;  // class: counted, because a script class's __dict__ may outlive it
  GetSetDef def;
};

struct MemberObject : Object {
  StrObject* name;
  Slot owner;
  int32_t offset;  // bytes from the object's start
  bool read_only;
  bool none_when_unset;  // builtin members read None, __slots__ raise AttributeError
  const char* doc;
};

template <class T>
TypeObject* owner_of(T* descriptor) {
  return descriptor->owner.peek().template as<TypeObject>();
}

// "descriptor 'x' for 'C' objects doesn't apply to a 'D' object"
template <class T>
bool check_instance(Thread& t, T* descriptor, Value instance) {
  TypeObject* owner = owner_of(descriptor);
  if (is_instance_of(instance, owner)) [[likely]]
    return true;
  return fail(t, type_error_type, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
              descriptor->name->view(), type_name(owner), type_name(instance));
}

// -- getset --

Ref getset_get(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset()) return Ref::copy(self);
  auto* descriptor = self.as<GetSetObject>();
  GILT_CHECK(check_instance(t, descriptor, instance));
  if (descriptor->def.get == nullptr)
    return fail(t, attribute_error_type, "attribute '{}' of '{}' objects is not readable",
                descriptor->name->view(), type_name(owner_of(descriptor)));
  // A getter may ask another object for the same, and that one this object again.
  if (c_stack_is_low(t)) [[unlikely]]
    GILT_CHECK(check_native_recursion(t));
  return descriptor->def.get(t, instance);
}

bool getset_set(Thread& t, Value self, Value instance, Value value) {
  auto* descriptor = self.as<GetSetObject>();
  GILT_CHECK(check_instance(t, descriptor, instance));
  if (descriptor->def.set == nullptr)
    return fail(t, attribute_error_type, "attribute '{}' of '{}' objects is not writable",
                descriptor->name->view(), type_name(owner_of(descriptor)));
  return descriptor->def.set(t, instance, value);
}

Ref getset_repr(Thread& t, Value self) {
  auto* descriptor = self.as<GetSetObject>();
  return str_new(t, fmt::format("<attribute '{}' of '{}' objects>", descriptor->name->view(),
                                type_name(owner_of(descriptor))));
}

// -- member --

Slot& slot_at(Value instance, int32_t offset) {
  return *reinterpret_cast<Slot*>(reinterpret_cast<std::byte*>(instance.as_object()) + offset);
}

Ref member_get(Thread& t, Value self, Value instance, TypeObject*) {
  if (instance.is_unset()) return Ref::copy(self);
  auto* descriptor = self.as<MemberObject>();
  GILT_CHECK(check_instance(t, descriptor, instance));
  Ref value = slot_at(instance, descriptor->offset).load();
  if (!value.is_unset()) return value;
  if (descriptor->none_when_unset) return Ref::none();
  // Here, other than for attributes at large, the class is named in full unless it is the script's.
  std::string type = full_type_name(t, type_of(instance));
  std::string_view name = type;
  if (constexpr std::string_view kMain = "__main__."; name.starts_with(kMain))
    name.remove_prefix(kMain.size());
  return fail_attribute(t, instance, descriptor->name,
                        fmt::format(messages::kNoAttribute, name, descriptor->name->view()));
}

bool member_set(Thread& t, Value self, Value instance, Value value) {
  auto* descriptor = self.as<MemberObject>();
  GILT_CHECK(check_instance(t, descriptor, instance));
  if (descriptor->read_only) return fail(t, attribute_error_type, "readonly attribute");
  Slot& slot = slot_at(instance, descriptor->offset);
  Ref old = slot.exchange(instance.as_object(), Ref::copy(value));
  // Of two threads that delete it one does.
  if (value.is_unset() && !descriptor->none_when_unset && old.is_unset())
    return fail_attribute(t, instance, descriptor->name, descriptor->name->view());
  return true;
}

Ref member_repr(Thread& t, Value self) {
  auto* descriptor = self.as<MemberObject>();
  return str_new(t, fmt::format("<member '{}' of '{}' objects>", descriptor->name->view(),
                                type_name(owner_of(descriptor))));
}

// -- both --

template <class T>
void descriptor_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<T*>(self)->owner.clear();
  heap_free(t, self, sizeof(T));
}
template <class T>
void descriptor_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<T*>(self)->owner);
}
template <class T>
void descriptor_clear(Thread&, Object*) {}

template <class T>
Ref get_name(Thread&, Value self) {
  return Ref::copy(self.as<T>()->name);
}
template <class T>
Ref get_qualified_name(Thread& t, Value self) {
  auto* descriptor = self.as<T>();
  Value owner = owner_of(descriptor)->qualified_name.peek();
  return str_new(t, fmt::format("{}.{}", owner.as<StrObject>()->view(), descriptor->name->view()));
}
template <class T>
Ref get_owner(Thread&, Value self) {
  return self.as<T>()->owner.load();
}
Ref getset_doc(Thread& t, Value self) {
  const char* doc = self.as<GetSetObject>()->def.doc;
  return doc == nullptr ? Ref::none() : Ref(str_new(t, doc));
}
Ref member_doc(Thread& t, Value self) {
  const char* doc = self.as<MemberObject>()->doc;
  return doc == nullptr ? Ref::none() : Ref(str_new(t, doc));
}

const GetSetDef kGetSetGetSets[] = {
    {"__name__", get_name<GetSetObject>},
    {"__qualname__", get_qualified_name<GetSetObject>},
    {"__objclass__", get_owner<GetSetObject>},
    {"__doc__", getset_doc},
};
const GetSetDef kMemberGetSets[] = {
    {"__name__", get_name<MemberObject>},
    {"__qualname__", get_qualified_name<MemberObject>},
    {"__objclass__", get_owner<MemberObject>},
    {"__doc__", member_doc},
};

// -- __dict__ and __weakref__ of script classes --

Ref get_dict(Thread& t, Value self) {
  return instance_dict(t, self.as_object());
}
bool set_dict(Thread& t, Value self, Value value) {
  if (value.is_unset()) {
    GILT_TRY(RefOf<DictObject> fresh, dict_new(t));
    return instance_set_dict(t, self.as_object(), std::move(fresh));
  }
  if (!is_dict(value))
    return fail(t, type_error_type, "__dict__ must be set to a dictionary, not a '{}'",
                type_name(value));
  return instance_set_dict(t, self.as_object(), Ref::copy(value));
}
Ref get_weakref(Thread& t, Value self) {
  return weakref_first(t, self.as_object());
}

Ref getset_new(Thread& t, TypeObject* owner, const char* name, const GetSetDef& def) {
  auto* descriptor = object_new<GetSetObject>(t, kGetSetDescriptorShape);
  if (descriptor == nullptr) return Failed{};
  descriptor->name = intern(name);
  descriptor->owner.init(Ref::copy(owner));
  descriptor->def = def;
  gc_track(t, descriptor);
  return Ref::adopt(descriptor);
}

}  // namespace

Ref dict_getset_new(Thread& t, TypeObject* owner) {
  return getset_new(t, owner, "__dict__",
                    {"__dict__", get_dict, set_dict, "dictionary for instance variables"});
}

Ref weakref_getset_new(Thread& t, TypeObject* owner) {
  return getset_new(t, owner, "__weakref__",
                    {"__weakref__", get_weakref, nullptr, "list of weak references to the object"});
}

GetSetDef instance_dict_getset() {
  return {"__dict__", get_dict, set_dict, nullptr};
}

Value make_getset(TypeObject* owner, const GetSetDef& def) {
  auto* descriptor = immortal_new<GetSetObject>(kGetSetDescriptorShape);
  descriptor->name = intern(def.name);
  descriptor->owner.init(Ref::copy(to_value(owner)));
  descriptor->def = def;
  return to_value(descriptor);
}

Value make_member(TypeObject* owner, const MemberDef& def) {
  auto* descriptor = immortal_new<MemberObject>(kMemberDescriptorShape);
  descriptor->name = intern(def.name);
  descriptor->owner.init(Ref::copy(to_value(owner)));
  descriptor->offset = def.offset;
  descriptor->read_only = def.read_only;
  descriptor->none_when_unset = true;
  descriptor->doc = def.doc;
  return to_value(descriptor);
}

Ref slot_member_new(Thread& t, TypeObject* owner, StrObject* name, int32_t offset) {
  auto* descriptor = object_new<MemberObject>(t, kMemberDescriptorShape);
  if (descriptor == nullptr) return Failed{};
  descriptor->name = name;
  descriptor->owner.init(Ref::copy(owner));
  descriptor->offset = offset;
  descriptor->read_only = false;
  descriptor->none_when_unset = false;
  descriptor->doc = nullptr;
  gc_track(t, descriptor);
  return Ref::adopt(descriptor);
}

int32_t slot_member_offset(Value v) {
  if (!has_shape(v, kMemberDescriptorShape)) return 0;
  auto* descriptor = v.as<MemberObject>();
  return descriptor->none_when_unset ? 0 : descriptor->offset;
}

void init_getset_descriptor_type() {
  type_init_builtin(getset_descriptor_type, kGetSetDescriptorShape,
                    {.name = "getset_descriptor",
                     .instance_size = sizeof(GetSetObject),
                     .flags = kTypeTracked,
                     .slots = {.dealloc = descriptor_dealloc<GetSetObject>,
                               .traverse = descriptor_traverse<GetSetObject>,
                               .clear = descriptor_clear<GetSetObject>,
                               .repr = getset_repr,
                               .descriptor_get = getset_get,
                               .descriptor_set = getset_set},
                     .getsets = kGetSetGetSets});
}

void init_member_descriptor_type() {
  type_init_builtin(member_descriptor_type, kMemberDescriptorShape,
                    {.name = "member_descriptor",
                     .instance_size = sizeof(MemberObject),
                     .flags = kTypeTracked,
                     .slots = {.dealloc = descriptor_dealloc<MemberObject>,
                               .traverse = descriptor_traverse<MemberObject>,
                               .clear = descriptor_clear<MemberObject>,
                               .repr = member_repr,
                               .descriptor_get = member_get,
                               .descriptor_set = member_set},
                     .getsets = kMemberGetSets});
}

}  // namespace gilt
