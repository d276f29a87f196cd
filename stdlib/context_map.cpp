// The trie of a context: nodes that never change (context.h).
#include "runtime/error.h"
#include "runtime/heap.h"
#include "stdlib/context.h"

namespace gilt {
namespace {

constexpr uint32_t kBits = 5;

uint32_t bit_at(const ContextVarObject* variable, uint32_t shift) {
  return uint32_t{1} << ((variable->serial >> shift) & 31);
}
uint32_t place_in(uint32_t map, uint32_t bit) {
  return static_cast<uint32_t>(__builtin_popcount(map & (bit - 1)));
}

ContextNode* as_node(Value v) {
  return v.as<ContextNode>();
}
ContextVarObject* variable_at(ContextNode* node, uint32_t entry) {
  return node->words()[2 * entry].peek().as<ContextVarObject>();
}

// A node that is put together word by word: entries first, then nodes.
class NodeBuilder {
 public:
  void add_entry(Value variable, Value value) {
    words_[count_++] = variable;
    words_[count_++] = value;
  }
  void add_node(Value node) { words_[count_++] = node; }
  // Entries [from, to) of [node]; its nodes [from, to).
  void copy_entries(ContextNode* node, uint32_t from, uint32_t to) {
    for (uint32_t i = 2 * from; i < 2 * to; i++) words_[count_++] = node->words()[i].peek();
  }
  void copy_nodes(ContextNode* node, uint32_t from, uint32_t to) {
    uint32_t base = 2 * node->entries();
    for (uint32_t i = from; i < to; i++) words_[count_++] = node->words()[base + i].peek();
  }
  Ref finish(Thread& t, uint32_t data_map, uint32_t node_map) {
    auto* node =
        object_new<ContextNode>(t, context_node_type()->instance_shape->id, count_ * sizeof(Slot));
    if (node == nullptr) return Ref::error();
    node->data_map = data_map;
    node->node_map = node_map;
    for (uint32_t i = 0; i < count_; i++) node->words()[i].init(Ref::copy(words_[i]));
    gc_track(t, node);
    return Ref::adopt(node);
  }

 private:
  Value words_[64];
  uint32_t count_ = 0;
};

// A node with two different variables, from bit [shift] on.
Ref node_of_two(Thread& t, ContextVarObject* a, Value a_value, ContextVarObject* b, Value b_value,
                uint32_t shift) {
  NodeBuilder builder;
  uint32_t a_bit = bit_at(a, shift), b_bit = bit_at(b, shift);
  if (a_bit == b_bit) {
    GILT_TRY(Ref below, node_of_two(t, a, a_value, b, b_value, shift + kBits));
    builder.add_node(below.get());
    return builder.finish(t, 0, a_bit);
  }
  if (a_bit < b_bit) {
    builder.add_entry(to_value(a), a_value);
    builder.add_entry(to_value(b), b_value);
  } else {
    builder.add_entry(to_value(b), b_value);
    builder.add_entry(to_value(a), a_value);
  }
  return builder.finish(t, a_bit | b_bit, 0);
}

// [node] with child number [place] replaced.
Ref with_child(Thread& t, ContextNode* node, uint32_t place, Value child) {
  NodeBuilder builder;
  builder.copy_entries(node, 0, node->entries());
  builder.copy_nodes(node, 0, place);
  builder.add_node(child);
  builder.copy_nodes(node, place + 1, node->nodes());
  return builder.finish(t, node->data_map, node->node_map);
}

Ref set(Thread& t, ContextNode* node, uint32_t shift, ContextVarObject* variable, Value value) {
  uint32_t bit = bit_at(variable, shift);
  uint32_t entry = place_in(node->data_map, bit), child = place_in(node->node_map, bit);
  if (node->node_map & bit) {
    Value below = node->words()[2 * node->entries() + child].peek();
    GILT_TRY(Ref changed, set(t, as_node(below), shift + kBits, variable, value));
    return with_child(t, node, child, changed.get());
  }
  NodeBuilder builder;
  builder.copy_entries(node, 0, entry);
  if (!(node->data_map & bit)) {
    builder.add_entry(to_value(variable), value);
    builder.copy_entries(node, entry, node->entries());
    builder.copy_nodes(node, 0, node->nodes());
    return builder.finish(t, node->data_map | bit, node->node_map);
  }
  ContextVarObject* there = variable_at(node, entry);
  if (there == variable) {
    builder.add_entry(to_value(variable), value);
    builder.copy_entries(node, entry + 1, node->entries());
    builder.copy_nodes(node, 0, node->nodes());
    return builder.finish(t, node->data_map, node->node_map);
  }
  GILT_TRY(Ref below, node_of_two(t, there, node->words()[2 * entry + 1].peek(), variable, value,
                                  shift + kBits));
  builder.copy_entries(node, entry + 1, node->entries());
  builder.copy_nodes(node, 0, child);
  builder.add_node(below.get());
  builder.copy_nodes(node, child, node->nodes());
  return builder.finish(t, node->data_map & ~bit, node->node_map | bit);
}

// Unset when nothing is left. REQUIRES: [variable] is there.
Ref remove(Thread& t, ContextNode* node, uint32_t shift, const ContextVarObject* variable) {
  uint32_t bit = bit_at(variable, shift);
  uint32_t entry = place_in(node->data_map, bit), child = place_in(node->node_map, bit);
  NodeBuilder builder;
  if (node->data_map & bit) {
    if (node->size() == 2) return Ref::unset();
    builder.copy_entries(node, 0, entry);
    builder.copy_entries(node, entry + 1, node->entries());
    builder.copy_nodes(node, 0, node->nodes());
    return builder.finish(t, node->data_map & ~bit, node->node_map);
  }
  Value below = node->words()[2 * node->entries() + child].peek();
  GILT_TRY(Ref changed, remove(t, as_node(below), shift + kBits, variable));
  // A child with a single entry moves up, so that equal maps have equal tries.
  auto* left = as_node(changed.get());
  if (left->size() != 2 || left->entries() != 1) return with_child(t, node, child, changed.get());
  if (node->size() == 1 && shift > 0) return changed;
  builder.copy_entries(node, 0, entry);
  builder.add_entry(left->words()[0].peek(), left->words()[1].peek());
  builder.copy_entries(node, entry, node->entries());
  builder.copy_nodes(node, 0, child);
  builder.copy_nodes(node, child + 1, node->nodes());
  return builder.finish(t, node->data_map | bit, node->node_map & ~bit);
}

// -- the type: no script ever sees one --

void node_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  auto* node = static_cast<ContextNode*>(self);
  uint32_t size = node->size();
  for (uint32_t i = 0; i < size; i++) node->words()[i].clear();
  heap_free(t, self, sizeof(ContextNode) + size * sizeof(Slot));
}
void node_traverse(Object* self, Visitor& visitor) {
  auto* node = static_cast<ContextNode*>(self);
  for (uint32_t i = 0; i < node->size(); i++) visitor.visit(node->words()[i]);
}
// A cycle always leads through a context, a token or an iterator, which let go.
void node_clear(Thread&, Object*) {}

}  // namespace

Value context_map_find(Value map, const ContextVarObject* variable) {
  uint32_t shift = 0;
  while (!map.is_unset()) {
    ContextNode* node = as_node(map);
    uint32_t bit = bit_at(variable, shift);
    if (node->data_map & bit) {
      uint32_t entry = place_in(node->data_map, bit);
      if (variable_at(node, entry) != variable) return kUnset;
      return node->words()[2 * entry + 1].peek();
    }
    if (!(node->node_map & bit)) return kUnset;
    map = node->words()[2 * node->entries() + place_in(node->node_map, bit)].peek();
    shift += kBits;
  }
  return kUnset;
}

Ref context_map_set(Thread& t, Value map, ContextVarObject* variable, Value value) {
  if (!map.is_unset()) return set(t, as_node(map), 0, variable, value);
  NodeBuilder builder;
  builder.add_entry(to_value(variable), value);
  return builder.finish(t, bit_at(variable, 0), 0);
}

Ref context_map_remove(Thread& t, Value map, const ContextVarObject* variable) {
  if (context_map_find(map, variable).is_unset()) return Ref::copy(map);
  return remove(t, as_node(map), 0, variable);
}

TypeObject* context_node_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "_contextvars._Node",
                  .instance_size = sizeof(ContextNode),
                  .flags = kTypeTracked | kTypeNoInstantiate};
    spec.slots.dealloc = node_dealloc;
    spec.slots.traverse = node_traverse;
    spec.slots.clear = node_clear;
    return type_new_native(spec);
  }();
  return type;
}

}  // namespace gilt
