#include "runtime/shape.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace gilt {

Shape* g_shape_table = nullptr;

// The next shapes of one shape, by the name that is added: open addressing, at most half full.
// Grown by replacement; the old table stays readable for whoever holds it.
struct ShapeTransitions {
  struct Entry {
    std::atomic<StrObject*> name;
    Shape* next;
  };
  uint32_t mask;
  uint32_t count;
  Entry* entries() { return reinterpret_cast<Entry*>(this + 1); }
};

namespace {

constexpr size_t kMaxShapes = size_t{1} << 24;
// Shapes up to this length are searched along their parents, longer ones through a table.
constexpr int kLongShape = 6;

std::mutex g_shape_mutex;
ShapeId g_next_shape = 0;

[[noreturn]] void die(const char* why) {
  std::fprintf(stderr, "gilt: %s\n", why);
  std::abort();
}

uint32_t hash_name(const StrObject* name) {
  auto bits = reinterpret_cast<uintptr_t>(name) >> 4;
  return static_cast<uint32_t>(bits * 0x9e3779b97f4a7c15u >> 32);
}

// REQUIRES: the mutex is held.
Shape& make_shape(ShapeKind kind, TypeObject* type, Object* identity) {
  if (g_shape_table == nullptr) {
    void* range = mmap(nullptr, kMaxShapes * sizeof(Shape), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED) die("cannot reserve addresses for shapes");
    g_shape_table = static_cast<Shape*>(range);
    g_next_shape = 1;  // 0 is kNoShape
  }
  if (g_next_shape >= kMaxShapes) die("too many shapes");
  Shape& shape = g_shape_table[g_next_shape];
  shape.id = g_next_shape++;
  shape.kind = kind;
  shape.slot_count = 0;
  shape.type = type;
  shape.identity = identity;
  return shape;
}

ShapeTransitions* make_transitions(uint32_t capacity) {
  void* block =
      std::calloc(1, sizeof(ShapeTransitions) + capacity * sizeof(ShapeTransitions::Entry));
  if (block == nullptr) die("out of memory for shapes");
  auto* table = static_cast<ShapeTransitions*>(block);
  table->mask = capacity - 1;
  return table;
}

void insert(ShapeTransitions* table, StrObject* name, Shape* next) {
  uint32_t i = hash_name(name) & table->mask;
  while (table->entries()[i].name.load(std::memory_order_relaxed) != nullptr)
    i = (i + 1) & table->mask;
  table->entries()[i].next = next;
  table->entries()[i].name.store(name, std::memory_order_release);
  table->count++;
}

Shape* find_transition(ShapeTransitions* table, const StrObject* name) {
  if (table == nullptr) return nullptr;
  for (uint32_t i = hash_name(name) & table->mask;; i = (i + 1) & table->mask) {
    StrObject* found = table->entries()[i].name.load(std::memory_order_acquire);
    if (found == name) return table->entries()[i].next;
    if (found == nullptr) return nullptr;
  }
}

// name -> slot of one long shape; made once, never changed.
struct alignas(8) SlotTable {  // its entries follow it
  struct Entry {
    const StrObject* name;
    int32_t slot;
  };
  uint32_t mask;
  Entry* entries() { return reinterpret_cast<Entry*>(this + 1); }
};

SlotTable* build_slot_table(const Shape& shape) {
  uint32_t capacity = 16;
  while (capacity < shape.slot_count * 2u) capacity *= 2;
  void* block = std::calloc(1, sizeof(SlotTable) + capacity * sizeof(SlotTable::Entry));
  if (block == nullptr) die("out of memory for shapes");
  auto* table = static_cast<SlotTable*>(block);
  table->mask = capacity - 1;
  for (const Shape* s = &shape; s->parent != nullptr; s = s->parent) {
    uint32_t i = hash_name(s->name) & table->mask;
    while (table->entries()[i].name != nullptr) i = (i + 1) & table->mask;
    table->entries()[i] = {s->name, s->slot_count - 1};
  }
  return table;
}

}  // namespace

Shape& shape_new(ShapeKind kind, TypeObject* type, Object* identity) {
  std::lock_guard guard(g_shape_mutex);
  return make_shape(kind, type, identity);
}

int shape_find(const Shape& shape, const StrObject* name) {
  if (shape.slot_count <= kLongShape) {
    for (const Shape* s = &shape; s->parent != nullptr; s = s->parent)
      if (s->name == name) return s->slot_count - 1;
    return -1;
  }
  auto& cell = const_cast<std::atomic<void*>&>(shape.lookup_table);
  auto* table = static_cast<SlotTable*>(cell.load(std::memory_order_acquire));
  if (table == nullptr) {
    table = build_slot_table(shape);
    void* expected = nullptr;
    if (!cell.compare_exchange_strong(expected, table, std::memory_order_acq_rel)) {
      std::free(table);
      table = static_cast<SlotTable*>(expected);
    }
  }
  for (uint32_t i = hash_name(name) & table->mask;; i = (i + 1) & table->mask) {
    const SlotTable::Entry& entry = table->entries()[i];
    if (entry.name == name) return entry.slot;
    if (entry.name == nullptr) return -1;
  }
}

Shape& shape_with(Shape& shape, StrObject* name) {
  if (Shape* next = find_transition(shape.transitions.load(std::memory_order_acquire), name))
    return *next;
  std::lock_guard guard(g_shape_mutex);
  ShapeTransitions* table = shape.transitions.load(std::memory_order_relaxed);
  if (Shape* next = find_transition(table, name)) return *next;

  Shape& next = make_shape(ShapeKind::kInstance, shape.type, nullptr);
  next.slot_count = static_cast<uint16_t>(shape.slot_count + 1);
  next.parent = &shape;
  next.name = name;

  if (table == nullptr || (table->count + 1) * 2 > table->mask + 1) {
    ShapeTransitions* larger = make_transitions(table == nullptr ? 4 : (table->mask + 1) * 2);
    if (table != nullptr) {
      for (uint32_t i = 0; i <= table->mask; i++) {
        auto& entry = table->entries()[i];
        if (StrObject* known = entry.name.load(std::memory_order_relaxed))
          insert(larger, known, entry.next);
      }
    }
    insert(larger, name, &next);
    shape.transitions.store(larger, std::memory_order_release);
  } else {
    insert(table, name, &next);
  }
  return next;
}

}  // namespace gilt
