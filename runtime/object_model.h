// What the files of the object model share and nobody else needs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/native.h"
#include "runtime/type.h"

namespace gilt {

// Calls [callee] with [first] put before the arguments, unless it is unset.
Ref call_prepended(Thread& t, Value callee, Value first, CallArgs args);

// -- attributes --
Ref object_find_attribute(Thread& t, Value self, StrObject* name);  // unset: absent, no error
Ref type_get_attribute(Thread& t, Value self, StrObject* name);     // type.__getattribute__
Ref type_find_attribute(Thread& t, TypeObject* type, StrObject* name);
bool type_set_attribute_checked(Thread& t, Value self, StrObject* name, Value value);

// -- classes --
// C3 of [type]->bases, or what an overridden mro() says. False with TypeError raised.
bool compute_mro(Thread& t, TypeObject* type);
RefOf<TupleObject> default_mro(Thread& t, TypeObject* type);
// Checks and order of bases: which base's layout an instance extends. Null with TypeError raised.
TypeObject* best_base(Thread& t, TupleObject* bases);
// Could an instance of [from] become one of [to], and back?
bool same_layout(const TypeObject* from, const TypeObject* to);
// __slots__ of the class that [type] is to become, from its namespace: sizes, offsets, member
// descriptors (type_layout.cpp).
bool lay_out(Thread& t, TypeObject* type, DictObject* ns, TupleObject* bases);

// The most derived metaclass of [bases] and [metatype]; null with TypeError raised.
TypeObject* calculate_metaclass(Thread& t, TypeObject* metatype, TupleObject* bases);

void add_subclass(TypeObject* base, TypeObject* type);
void remove_subclass(TypeObject* base, TypeObject* type);
void for_each_subclass(TypeObject* type, const std::function<void(TypeObject*)>& visit);
// Direct subclasses in the current interpreter that are alive.
std::vector<Ref> subclasses_of(Thread& t, TypeObject* type);

// -- slots (slot_dunders.cpp) --
// Copies inherited slots to a builtin type.
void inherit_slots(TypeObject& type);
// Sets all slots of a script class from what its MRO holds.
void update_all_slots(TypeObject* type);
// [name] changed in [type]: sets the slots that depend on it, in subclasses too. True when
// get_attribute or set_attribute changed.
bool update_slots(TypeObject* type, StrObject* name);
bool is_slot_name(StrObject* name);
// `construct` of classes with a __new__ of their own.
Ref script_construct(Thread& t, TypeObject* type, CallArgs args);
// The builtin type whose `__new__` [v] is; null for anything else.
const TypeObject* owner_of_new_method(Value v);
// The slot function by which instances of script classes answer binary operators.
bool has_script_binary(const TypeObject* type);
// The name of their method for [op].
StrObject* binary_method_name(BinaryOp op);
// TypeError "unsupported operand type(s) for +: 'A' and 'B'"; +=: [inplace].
Failed fail_unsupported_operands(Thread& t, BinaryOp op, bool inplace, const TypeObject* left,
                                 const TypeObject* right);

Ref object_construct(Thread& t, TypeObject* type, CallArgs args);
bool object_init(Thread& t, Value self, CallArgs args);
Ref type_construct(Thread& t, TypeObject* metatype, CallArgs args);
Ref type_call(Thread& t, Value self, CallArgs args);

// -- builtin attribute tables --
// Puts an immortal value in the dict of a builtin type that is being initialised.
void type_add_builtin(TypeObject& type, std::string_view name, Value immortal);
Value make_getset(TypeObject* owner, const GetSetDef& def);
Value make_member(TypeObject* owner, const MemberDef& def);
Value make_native_method(TypeObject* owner, const NativeDef& def);
Value make_new_method(TypeObject* owner);
// A descriptor for one of __slots__: a word at [offset] bytes from the object's start.
Ref slot_member_new(Thread& t, TypeObject* owner, StrObject* name, int32_t offset);
// `__dict__` and `__weakref__` of a script class.
Ref dict_getset_new(Thread& t, TypeObject* owner);
Ref weakref_getset_new(Thread& t, TypeObject* owner);

// -- text and identity --
// 0x7f... as default reprs show it.
std::string address_text(Value v);
// Hash of an object by its address; never -1.
int64_t identity_hash(Value v);
// What __module__ of the class itself is: borrowed.
Value type_module(const TypeObject* type);
// "module.Name" as repr(type) shows it, without the quotes; "Name" alone for builtins.
std::string full_type_name(Thread& t, const TypeObject* type);

}  // namespace gilt
