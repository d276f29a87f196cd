// Functions, bound methods, closure cells, and the table that links a function to its globals.
#pragma once

#include <atomic>

#include "runtime/dict.h"
#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct CodeObject;
struct GlobalNames;

// A variable that closures share. Content unset: unbound.
struct CellObject : Object {
  Slot content;
};
RefOf<CellObject> cell_new(Thread& t, Ref content);

// A global variable. A dict that serves as a module's namespace keeps its values in these (dict.h),
// so that a read is two loads: the cell by its index, the value. Value unset: the name was deleted.
struct GlobalCellObject : Object {
  Slot value;
};

// Links one compilation's global names to one namespace: cells[i] belongs to names->names[i].
// Shared by all functions that the code of that compilation made with those globals. A read of a
// name that the module lacks is linked to the builtins' cell, or to the empty cell while nobody has
// it; when the name appears in the namespace, the namespace relinks it. (global_table.cpp)
//
// The table does not count the globals dict, so that the collector can see cycles through it: every
// user (function or running frame) does.
struct GlobalTable {
  std::atomic<uint32_t> users;
  DictObject* globals;        // namespace mode; borrowed from the users
  Slot builtins;              // DictObject in namespace mode
  GlobalNames* names;         // counted
  GlobalTable* next_watcher;  // list that hangs on the globals dict
  GlobalCellObject** cells;   // of `globals`: borrowed; of `builtins`: counted; never null
  uint8_t* links;             // GlobalLink of each
};
// The cell at a place of cells[], which another thread may be linking anew.
GILT_ALWAYS_INLINE GlobalCellObject* load_link(GlobalCellObject* const* place) {
  if constexpr (kFreeThreaded) return __atomic_load_n(place, __ATOMIC_ACQUIRE);
  return *place;
}
enum class GlobalLink : uint8_t { kUnlinked, kOwn, kBuiltin };
// One more user of the table for (names, globals), which is made if there is none. Null with an
// error raised when out of memory.
GlobalTable* global_table(Thread& t, GlobalNames* names, DictObject* globals);
GlobalTable* global_table_retain(GlobalTable* table);
void global_table_release(Thread& t, GlobalTable* table);
// The value of name [index], found in the namespace or the builtins and linked: borrowed, unset
// when nobody has it.
Value global_table_find(Thread& t, GlobalTable* table, uint32_t index);

struct FunctionObject : Object {
  CodeObject* code;      // counted
  GlobalTable* globals;  // a user of it
  Slot* closure;  // the cells, closure_count of them; null when none. Point into closure_tuple.
  Slot closure_tuple;     // tuple or unset
  Slot defaults;          // tuple or unset
  Slot keyword_defaults;  // dict or unset
  Slot name, qualified_name, module, doc;
  Slot annotate, annotations, type_params;
  Slot dict;  // attributes, DictObject or unset
};

RefOf<FunctionObject> function_new(Thread& t, CodeObject* code, GlobalTable* globals);

struct MethodObject : Object {
  Slot function;
  Slot self;
};
RefOf<MethodObject> method_new(Thread& t, Value function, Value self);

}  // namespace gilt
