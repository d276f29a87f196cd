// The tables that link code to its globals.
//
// Any thread may read the links (cells[i]) at any time, and the cell that it finds there stays
// until its next safepoint. Links change under the lock of the globals dict, and so does the list
// of its tables. Tables of namespaces that are immortal, as a module's is once it is shared, are
// immortal too: nobody counts their users, or that count would be what threads that make functions
// fight for.
#include <algorithm>

#include "interpreter/code.h"
#include "runtime/builtin_types.h"
#include "runtime/function.h"
#include "runtime/heap.h"
#include "runtime/interpreter.h"
#include "runtime/names.h"
#include "runtime/sharing.h"

namespace gilt {
namespace {

// What an unlinked entry points to, so that a read needs no test for null.
GlobalCellObject g_empty_cell{{kImmortalCount, 0, kImmortal, 0, kGlobalCellShape, 0}, unset_slot()};

size_t table_size(uint32_t count) {
  return sizeof(GlobalTable) + count * (sizeof(GlobalCellObject*) + 1);
}

void store_link(GlobalCellObject** place, GlobalCellObject* cell) {
  if constexpr (kFreeThreaded) {
    __atomic_store_n(place, cell, __ATOMIC_RELEASE);
  } else {
    *place = cell;
  }
}

// Nobody counts the users of [table].
bool is_common(const GlobalTable* table) {
  return table->globals->has(kImmortal);
}

void unlink(GlobalTable* table, uint32_t i) {
  auto link = static_cast<GlobalLink>(table->links[i]);
  GlobalCellObject* cell = table->cells[i];
  store_link(table->cells + i, &g_empty_cell);
  table->links[i] = static_cast<uint8_t>(GlobalLink::kUnlinked);
  if (link == GlobalLink::kBuiltin) release(to_value(cell));
}

void link(GlobalTable* table, uint32_t i, GlobalCellObject* cell, GlobalLink kind) {
  // Two threads may have asked for the same link; to whoever uses it, it is there all the time.
  if (table->cells[i] == cell) return;
  unlink(table, i);
  if (kind == GlobalLink::kBuiltin) retain(to_value(cell));
  store_link(table->cells + i, cell);
  table->links[i] = static_cast<uint8_t>(kind);
}

// The namespace that [globals] names as its builtins, or the interpreter's.
Ref builtins_of(Thread& t, DictObject* globals) {
  Value own = dict_get_name(globals, names::builtins_);
  if (has_shape(own, kDictShape)) return Ref::copy(own);
  if (own.is_object() && shape_of(own.as_object()).kind == ShapeKind::kModule)
    return Ref::copy(own.as<ModuleObject>()->dict.peek());
  return t.interpreter->builtins_dict.load();
}

}  // namespace

GlobalTable* global_table(Thread& t, GlobalNames* names, DictObject* globals) {
  ObjectLock lock(t, globals);
  for (GlobalTable* table = globals->watchers; table != nullptr; table = table->next_watcher) {
    if (table->names == names) return global_table_retain(table);
  }
  GILT_CHECK(dict_make_namespace(t, globals));
  Ref builtins = builtins_of(t, globals);
  if (builtins.is_unset()) {
    GILT_TRY(builtins, dict_new(t));
  }
  GILT_CHECK(dict_make_namespace(t, builtins.as<DictObject>()));
  auto count = static_cast<uint32_t>(names->names.size());
  auto* table = static_cast<GlobalTable*>(heap_allocate(t, table_size(count)));
  if (table == nullptr) return nullptr;
  new (table) GlobalTable;
  table->users.store(1, std::memory_order_relaxed);
  table->globals = globals;
  retain(to_value(globals));
  table->builtins.init(std::move(builtins));
  table->names = names;
  names->users.fetch_add(1, std::memory_order_relaxed);
  table->cells = reinterpret_cast<GlobalCellObject**>(table + 1);
  table->links = reinterpret_cast<uint8_t*>(table->cells + count);
  for (uint32_t i = 0; i < count; i++) {
    table->cells[i] = &g_empty_cell;
    table->links[i] = static_cast<uint8_t>(GlobalLink::kUnlinked);
  }
  // Should another thread have made one for the same names meanwhile, each serves its users.
  table->next_watcher = globals->watchers;
  globals->watchers = table;
  return table;
}

GlobalTable* global_table_retain(GlobalTable* table) {
  if (is_common(table)) return table;
  table->users.fetch_add(1, std::memory_order_relaxed);
  retain(to_value(table->globals));
  return table;
}

void global_table_release(Thread& t, GlobalTable* table) {
  if (is_common(table)) return;
  Ref globals = Ref::adopt(to_value(table->globals));
  // global_table() finds tables under this lock, so none that is given up.
  ObjectLock lock(t, table->globals);
  if (table->users.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  DictObject* dict = table->globals;
  if (dict->watchers == table) {
    dict->watchers = table->next_watcher;
  } else {
    GlobalTable* before = dict->watchers;
    while (before->next_watcher != table) before = before->next_watcher;
    before->next_watcher = table->next_watcher;
  }
  auto count = static_cast<uint32_t>(table->names->names.size());
  for (uint32_t i = 0; i < count; i++) unlink(table, i);
  if (table->names->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete table->names;
  table->builtins.clear();
  table->~GlobalTable();
  heap_free(t, table, table_size(count));
}

Value global_table_find(Thread& t, GlobalTable* table, uint32_t index) {
  StrObject* name = table->names->names[index];
  ObjectLock lock(t, table->globals);
  if (GlobalCellObject* own = namespace_cell(table->globals, name)) {
    link(table, index, own, GlobalLink::kOwn);
    return own->value.peek();
  }
  if (table->names->for_store[index]) return kUnset;
  GlobalCellObject* builtin = namespace_cell(table->builtins.peek().as<DictObject>(), name);
  if (builtin == nullptr) return kUnset;
  link(table, index, builtin, GlobalLink::kBuiltin);
  return builtin->value.peek();
}

void namespace_changed(DictObject* d, StrObject* name, GlobalCellObject* cell_or_null) {
  for (GlobalTable* table = d->watchers; table != nullptr; table = table->next_watcher) {
    const std::vector<StrObject*>& names = table->names->names;
    for (auto at = names.begin(); (at = std::find(at, names.end(), name)) != names.end(); ++at) {
      auto i = static_cast<uint32_t>(at - names.begin());
      if (cell_or_null != nullptr) {
        link(table, i, cell_or_null, GlobalLink::kOwn);
      } else if (static_cast<GlobalLink>(table->links[i]) == GlobalLink::kOwn) {
        unlink(table, i);
      }
    }
  }
}

}  // namespace gilt
