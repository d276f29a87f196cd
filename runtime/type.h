// TypeObject: a class, builtin or made by a script, and the table of functions by which the VM
// reaches it.
//
// Slots are the VM's protocol: operations (operations.h) call the slot of a value's type and never
// look for a dunder method themselves. A class statement that defines __len__ gets, in its `length`
// slot, a function that calls the method; a builtin type that fills `length` gets a __len__
// attribute that calls the slot (type.cpp and slot_dunders.cpp keep the two in step, also when a
// class is changed later). Slots are inherited by copying.
//
// Reading a type is free for any thread; changing one (attributes of script classes) happens under
// the GIL, or under the type's lock in the free-threaded build.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/ref.h"
#include "runtime/shape.h"

namespace gilt {

struct Thread;
struct TupleObject;
struct DictObject;
struct TypeObject;
struct Interpreter;
struct NativeDef;

// Arguments of a call: [positional] words, then one word for each name in [kwnames] (a tuple of
// str, or null). All are borrowed: the caller keeps them alive.
struct CallArgs {
  const Value* values;
  uint32_t positional;
  TupleObject* kwnames;

  Value operator[](uint32_t i) const { return values[i]; }
};

enum class BinaryOp : uint8_t {
  kAdd,
  kSub,
  kMul,
  kMatMul,
  kTrueDiv,
  kFloorDiv,
  kMod,
  kDivMod,
  kPow,
  kLShift,
  kRShift,
  kAnd,
  kOr,
  kXor,
  kCount
};
enum class UnaryOp : uint8_t { kNeg, kPos, kInvert, kAbs };
enum class CompareOp : uint8_t { kLt, kLe, kEq, kNe, kGt, kGe };

// Visits the references that an object owns: the collector's only view of an object.
class Visitor {
 public:
  virtual void visit(Value v) = 0;
  void visit(const Slot& slot) { visit(slot.peek()); }

 protected:
  ~Visitor() = default;
};

// Null means: the type does not have it.
struct TypeSlots {
  // -- life --
  // Frees what the object owns, then its memory (heap_free). Called once the count is zero and the
  // finaliser ran.
  void (*dealloc)(Thread& t, Object* self);
  // Types with kTypeTracked: visits every owned reference, and drops those that can be part of a
  // cycle.
  void (*traverse)(Object* self, Visitor& visitor);
  void (*clear)(Thread& t, Object* self);
  void (*finalize)(Thread& t, Object* self);  // __del__; may resurrect

  // -- making and calling --
  Ref (*construct)(Thread& t, TypeObject* type, CallArgs args);  // __new__
  bool (*init)(Thread& t, Value self, CallArgs args);            // __init__
  Ref (*call)(Thread& t, Value self, CallArgs args);             // __call__

  // -- text, identity, order --
  Ref (*repr)(Thread& t, Value self);
  Ref (*str)(Thread& t, Value self);
  std::optional<int64_t> (*hash)(Thread& t, Value self);             // never -1
  Ref (*compare)(Thread& t, CompareOp op, Value self, Value other);  // may return NotImplemented
  std::optional<bool> (*truth)(Thread& t, Value self);

  // -- attributes --
  Ref (*get_attribute)(Thread& t, Value self, StrObject* name);  // __getattribute__ and __getattr__
  bool (*set_attribute)(Thread& t, Value self, StrObject* name,
                        Value value);  // unset value: delete
  Ref (*descriptor_get)(Thread& t, Value self, Value instance,
                        TypeObject* type);  // unset instance: on the class
  bool (*descriptor_set)(Thread& t, Value self, Value instance,
                         Value value);  // unset value: delete

  // -- iteration: next returns unset at the end, without raising StopIteration --
  Ref (*iter)(Thread& t, Value self);
  Ref (*next)(Thread& t, Value self);

  // -- containers --
  std::optional<int64_t> (*length)(Thread& t, Value self);
  Ref (*get_item)(Thread& t, Value self, Value key);
  bool (*set_item)(Thread& t, Value self, Value key, Value value);  // unset value: delete
  std::optional<bool> (*contains)(Thread& t, Value self, Value item);

  // -- numbers: binary is asked of both operands' types, a and b in source order; NotImplemented
  // passes on.
  //    pow's third argument comes through power. --
  Ref (*binary)(Thread& t, BinaryOp op, Value a, Value b);
  Ref (*inplace)(Thread& t, BinaryOp op, Value a, Value b);
  Ref (*power)(Thread& t, Value base, Value exponent, Value modulus);
  Ref (*unary)(Thread& t, UnaryOp op, Value a);
  Ref (*to_int)(Thread& t, Value self);    // __int__
  Ref (*to_float)(Thread& t, Value self);  // __float__
  Ref (*to_index)(Thread& t, Value self);  // __index__

  // -- bytes-like: a read-only or writable view that stays valid while [self] is held and not
  // resized --
  bool (*buffer)(Thread& t, Value self, bool writable, std::span<std::byte>& out);

  // -- coroutines --
  Ref (*await)(Thread& t, Value self);
  Ref (*async_iter)(Thread& t, Value self);
  Ref (*async_next)(Thread& t, Value self);
};

enum TypeFlags : uint32_t {
  kTypeHeap = 1 << 0,  // made by a script: counted, collected, changeable
  kTypeSubclassable = 1 << 1,
  kTypeTracked = 1 << 2,  // instances can be part of cycles
  kTypeHasDict = 1 << 3,  // instances take arbitrary attributes (shape slots, see shape.h)
  kTypeHasWeakrefs = 1 << 4,
  kTypeSequence = 1 << 5,   // matches sequence patterns (PEP 634)
  kTypeMapping = 1 << 6,    // matches mapping patterns
  kTypeMatchSelf = 1 << 7,  // class pattern with one positional matches the subject itself
  kTypeMethodDescriptor =
      1 << 8,              // instances bind as methods: LOAD_METHOD need not make a bound method
  kTypeAbstract = 1 << 9,  // has unimplemented abstract methods
  kTypeCustomGetattr = 1 << 10,  // get_attribute is not the generic one: inline caches stay away
  kTypeCustomSetattr = 1 << 11,
  kTypeNoInstantiate = 1 << 12,  // "cannot create 'X' instances"
  // Instances have a part of varying size at their end (str, bytes, tuple). What subclasses add
  // lies in front of the header instead of behind: see instance_allocate.
  kTypeVariableSize = 1 << 13,
  kTypeInheritedLayout = kTypeTracked | kTypeHasDict | kTypeHasWeakrefs | kTypeVariableSize,
  // What the type is or derives from: one test instead of a walk along the bases.
  kTypeIsInt = 1 << 20,
  kTypeIsFloat = 1 << 21,
  kTypeIsStr = 1 << 22,
  kTypeIsBytes = 1 << 23,
  kTypeIsTuple = 1 << 24,
  kTypeIsList = 1 << 25,
  kTypeIsDict = 1 << 26,
  kTypeIsType = 1 << 27,
  kTypeIsException = 1 << 28,
  kTypeIsSet = 1 << 29,  // set or frozenset
};

// name -> value found along the MRO, in numbered places whose numbers never change, so that an
// inline cache can hold the number. A place is emptied (unset) when the class or one of its bases
// changes, and refilled on the next look-up. Values are borrowed from the classes' dicts.
// (resolved.cpp)
struct ResolvedAttributes {
  struct Entry {
    StrObject* name;  // null: free
    int32_t place;    // or one of the two below
  };
  static constexpr int32_t kAbsent = -1;   // nobody along the MRO has it
  static constexpr int32_t kUnknown = -2;  // was absent; changed since

  Entry* entries;  // open addressing by the name's address
  uint32_t mask;
  uint32_t entry_count;
  SharedField<Slot*> places;  // read without a lock
  uint32_t place_count;
  uint32_t place_capacity;
};

struct TypeObject : Object {
  StrObject* name;         // __name__, interned or owned
  Slot qualified_name;     // __qualname__ (str)
  TypeObject* base;        // first base, whose layout this type extends; null for object
  Slot bases;              // tuple
  Slot mro;                // tuple, this type first
  Slot dict;               // DictObject: the class's own namespace
  uint32_t type_flags;     // TypeFlags
  uint32_t instance_size;  // bytes, header included, without inline attribute slots
  int16_t extra_offset;    // words from the object's start to its InstanceExtra pointer; 0: none.
                           // It differs from the base's when this type adds __slots__.
  uint16_t inline_slots;   // attribute slots allotted inside a new instance (right after extra)
  uint16_t member_count;   // words of __slots__ between the native part and extra (or in front)
  uint16_t front_size;     // bytes in front of the header (kTypeVariableSize); a multiple of 16
  uint16_t dict_offset;    // builtin types whose instances keep attributes in a dict of their own:
                           // bytes to the Slot with the DictObject (or unset); 0: none. Such types
                           // also have kTypeCustomGetattr and kTypeCustomSetattr
  Shape* instance_shape;   // root shape of instances (kPlain for builtin types)
  Shape* dict_mode_shape;  // made on first need; null before
  ResolvedAttributes* resolved;
  struct SubclassList* subclasses;
  TypeObject* native_base;   // the nearest builtin type, itself for one: whose C++ struct it has
  Interpreter* interpreter;  // of script classes; null for builtin types
  const char* doc;           // builtin types; script classes keep __doc__ in dict
  TypeSlots slots;

  bool is(TypeFlags flag) const { return (type_flags & flag) != 0; }
};

// Where the attributes of an instance live when they are not in its inline slots.
struct InstanceExtra {
  Slot* overflow;  // attribute slots from index inline_slots on; null until needed
  uint32_t overflow_size;
  int32_t allotted;  // inline slots that the block has when __class__ was changed since; else -1
  DictObject* dict;  // dict mode: the one home of all attributes; owned
};

// The words where an instance keeps its attributes. REQUIRES: type->extra_offset != 0.
inline InstanceExtra*& instance_extra(Object* self, const TypeObject* type) {
  return reinterpret_cast<InstanceExtra**>(self)[type->extra_offset];
}
// Attribute slot [index] of an object whose (kInstance) shape has more than [index] attributes.
inline Slot& instance_slot(Object* self, const TypeObject* type, uint32_t index) {
  if (index < type->inline_slots) [[likely]]
    return reinterpret_cast<Slot*>(self)[type->extra_offset + 1 + static_cast<int>(index)];
  return instance_extra(self, type)->overflow[index - type->inline_slots];
}

// The type of any value, marks excluded. Borrowed.
extern TypeObject* const
    g_immediate_types[8];  // by tag; tags 1 and 3 unused; tag 7 asked by type_of
TypeObject* type_of_mark(Value v);
inline TypeObject* type_of(const Object* object) {
  return shape_of(object).type;
}
inline TypeObject* type_of(Value v) {
  if (v.is_object()) return type_of(v.as_object());
  if ((v.bits() & 7) == 7) return type_of_mark(v);
  return g_immediate_types[v.bits() & 7];
}

// __name__ of the type of [v], for messages. Valid while the type lives.
std::string_view type_name(Value v);
std::string_view type_name(const TypeObject* type);

bool is_subtype(const TypeObject* type, const TypeObject* base);  // by MRO, no __subclasscheck__
inline bool is_instance_of(Value v, const TypeObject* type) {
  TypeObject* own = type_of(v);
  return own == type || is_subtype(own, type);
}

// -- making types --

// An attribute computed by native code: property of a builtin type.
struct GetSetDef {
  const char* name;
  Ref (*get)(Thread& t, Value self);
  bool (*set)(Thread& t, Value self, Value value);  // null: read-only; unset value: delete
  const char* doc;
};

// A field that is a Slot at a fixed offset: reads unset as None or raises AttributeError.
struct MemberDef {
  const char* name;
  uint16_t offset;  // bytes
  bool read_only;
  const char* doc;
};

// `__dict__` for the getsets of a builtin type whose instances take attributes (kTypeHasDict or
// dict_offset).
GetSetDef instance_dict_getset();
// Byte offset of the word of a __slots__ descriptor, 0 for any other value: lets an inline cache
// read the word itself. Unset words raise AttributeError.
int32_t slot_member_offset(Value descriptor);

// How a builtin type describes itself: designated initialisers in its file's init_..._type().
struct TypeSpec {
  const char* name;            // "list", or "module.name"
  TypeObject* base = nullptr;  // null: object
  uint32_t instance_size = sizeof(Object);
  uint32_t flags = 0;  // TypeFlags; kTypeIs... and kTypeInheritedLayout are inherited. With
                       // kTypeHasDict a word for the attributes is added behind instance_size.
  uint16_t dict_offset = 0;  // see TypeObject
  uint32_t binary_ops =
      0;  // bit (1 << BinaryOp) for each operation that `binary` knows: gives __add__, __radd__ ...
  uint32_t inplace_ops = 0;
  uint32_t unary_ops = 0;       // bit (1 << UnaryOp)
  uint32_t compare_ops = 0x3f;  // which rich comparisons appear as dunders when `compare` is there
  const char* doc = nullptr;
  TypeSlots slots = {};
  std::span<const NativeDef> methods = {};
  std::span<const GetSetDef> getsets = {};
  std::span<const MemberDef> members = {};
};

// Fills in the builtin [type] (whose fixed shape is [shape]) from [spec]. Only during
// init_builtin_types().
void type_init_builtin(TypeObject& type, ShapeId shape, const TypeSpec& spec);

// A further immortal type for a native module (process-wide: call once, e.g. from a function-local
// static).
TypeObject* type_new_native(const TypeSpec& spec);

// type(name, bases, namespace, **kwargs): C3 order, __slots__, __set_name__, __init_subclass__.
Ref type_new(Thread& t, TypeObject* metatype, StrObject* name, TupleObject* bases, DictObject* ns,
             CallArgs keywords);

// -- looking up --

// What the MRO of [type] holds for the interned [name]: borrowed, or unset. No descriptors are run,
// nothing fails.
Value type_lookup(TypeObject* type, StrObject* name);

// The same as a numbered place in type->resolved for inline caches: index, or -1 when absent or the
// table is full.
int type_resolve(TypeObject* type, StrObject* name);
// The value in place [index] (borrowed); unset when the class has changed since.
inline Value resolved_value(const TypeObject* type, int index) {
  return type->resolved->places[index].peek();
}

// Sets (or with an unset value deletes) an attribute of a class, with everything that follows from
// it: slots, resolved places of subclasses, inline caches. The caller has checked that the class
// may be changed.
bool type_set_attribute(Thread& t, TypeObject* type, StrObject* name, Value value);

// -- generic slot functions --
Ref object_get_attribute(Thread& t, Value self, StrObject* name);  // the default __getattribute__
bool object_set_attribute(Thread& t, Value self, StrObject* name, Value value);
// Own attribute of an instance without looking at the type: unset when absent.
Ref instance_get(Thread& t, Object* self, StrObject* name);
bool instance_set(Thread& t, Object* self, StrObject* name, Value value);
// The instance's __dict__ (moves it to dict mode). REQUIRES: the type has kTypeHasDict.
RefOf<DictObject> instance_dict(Thread& t, Object* self);
// Visit and clear what is not in an instance's C++ struct: attributes, __slots__, the reference to
// the class. Called by traverse, clear and dealloc of builtin types with kTypeHasDict. Those of
// other builtin types see to their own struct only: script classes get slots that do both.
void instance_traverse(Object* self, Visitor& visitor);
void instance_clear(Thread& t, Object* self);

// Memory for an instance of [type] (a script class, or any type that scripts can subclass), with
// attributes empty, count 1, bytes after the header zero, tracked if the type asks for it *after*
// construction by the caller (gc_track). Fails with MemoryError.
Object* instance_allocate(Thread& t, TypeObject* type);
// The same for a type whose objects have a tail of their own (kTypeVariableSize: tuple, str,
// bytes): [size] bytes of object, header and tail included, of which only the header is written.
// Attributes and __slots__ of subclasses lie in front of the header.
Object* instance_allocate_sized(Thread& t, TypeObject* type, size_t size);
// Gives the block back: the last step of the dealloc of every type that scripts can subclass, in
// place of heap_free, because an instance of a subclass is larger than the C++ struct. [tail_size]
// is what instance_allocate_sized was asked for, else 0. Such a dealloc frees what its own struct
// owns and nothing more: for instances of script classes instance_dealloc has run before it
// (collector, attributes, __slots__), and the reference to the class is dropped here.
void instance_free(Thread& t, Object* self, size_t tail_size = 0);
// dealloc of script classes: their own part, then the builtin base's dealloc.
void instance_dealloc(Thread& t, Object* self);

}  // namespace gilt
