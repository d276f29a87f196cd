// Contexts: what contextvars.ContextVar, Token and Context are made of.
//
// A Context is a map from variables to values. Every task of an event loop starts with a copy of
// its maker's, so copying takes constant time: the map is a trie of nodes that never change
// (Bagwell, "Ideal Hash Trees", 2001, in the compressed form of Steindorfer and Vinju, OOPSLA
// 2015), and a copy shares it. The hash of a variable is its serial number, so two variables never
// collide.
//
// Each thread has a current context (interpreter/coroutine_state.h). A context is entered by one
// thread at a time, which alone changes it; others may look at it and copy it.
#pragma once

#include "interpreter/generator.h"
#include "runtime/ref.h"
#include "runtime/type.h"

namespace gilt {

struct ContextVarObject : Object {
  Slot name;
  Slot default_value;  // or unset
  uint64_t serial;
};

// [data_map] tells which of the 32 places hold a variable and its value, [node_map] which hold a
// further node. The words: variable, value, variable, value ..., node, node ...
struct ContextNode : Object {
  uint32_t data_map, node_map;
  Slot* words() { return reinterpret_cast<Slot*>(this + 1); }
  uint32_t entries() const { return static_cast<uint32_t>(__builtin_popcount(data_map)); }
  uint32_t nodes() const { return static_cast<uint32_t>(__builtin_popcount(node_map)); }
  uint32_t size() const { return 2 * entries() + nodes(); }
};

struct ContextObject : Object {
  Slot root;      // ContextNode, or unset: empty
  Slot previous;  // while it is entered: what was current before, or unset
  SharedState<bool> entered;
};

struct TokenObject : Object {
  Slot context, variable;
  Slot old_value;  // unset: there was none
  SharedState<bool> used;
};

TypeObject* context_type();
TypeObject* context_var_type();
TypeObject* token_type();
TypeObject* context_node_type();

// -- maps (context_map.cpp). A map is a node or, when empty, unset --
// Borrowed; unset when [variable] has no value.
Value context_map_find(Value map, const ContextVarObject* variable);
Ref context_map_set(Thread& t, Value map, ContextVarObject* variable, Value value);
Ref context_map_remove(Thread& t, Value map, const ContextVarObject* variable);
// Calls visit(variable, value) for each entry until one call returns false.
template <class F>
bool context_map_walk(Value map, F&& visit) {
  if (map.is_unset()) return true;
  auto* node = map.as<ContextNode>();
  uint32_t entries = node->entries();
  for (uint32_t i = 0; i < entries; i++) {
    if (!visit(node->words()[2 * i].peek(), node->words()[2 * i + 1].peek())) return false;
  }
  for (uint32_t i = 0; i < node->nodes(); i++) {
    if (!context_map_walk(node->words()[2 * entries + i].peek(), visit)) return false;
  }
  return true;
}

// -- contexts --
// The calling thread's own; made when there is none yet.
RefOf<ContextObject> current_context(Thread& t);
// copy_context()
RefOf<ContextObject> context_copy_current(Thread& t);
// Makes [context] the current one, and gives it up again. RuntimeError when it is entered already.
bool context_enter(Thread& t, ContextObject* context);
void context_leave(Thread& t, ContextObject* context);

}  // namespace gilt
