#include "interpreter/inline_cache_registry.h"

#include <mutex>
#include <unordered_set>

#include "interpreter/attribute_cache.h"
#include "interpreter/inline_cache.h"

namespace gilt {
namespace {

// The code is in the registry.
constexpr ObjectFlags kHasCaches = kKindFlag0;

struct Registry {
  std::mutex mutex;
  std::unordered_set<CodeObject*> codes;
};
Registry& registry() {
  static Registry registry;
  return registry;
}

int cache_words(Op op) {
  switch (op) {
    case Op::LOAD_ATTR:
    case Op::LOAD_METHOD: return 1;
    case Op::STORE_ATTR: return 2;
    default: return 0;
  }
}

}  // namespace

void remember_caches(Thread&, CodeObject* code) {
  if (code->has(kHasCaches)) return;
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  set_flags(code, kHasCaches);
  all.codes.insert(code);
}

void forget_caches(CodeObject* code) {
  if (!code->has(kHasCaches)) return;
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  all.codes.erase(code);
}

void flush_caches() {
  attribute_cache_clear();
  Registry& all = registry();
  std::lock_guard guard(all.mutex);
  for (CodeObject* code : all.codes) {
    const Instr* end = code->words + code->word_count;
    for (const Instr* pc = code->words; pc < end; pc += 1 + info_of(*pc).extra) {
      for (int i = 1; i <= cache_words(op_of(*pc)); i++) store_cache(pc + i, CacheWord{0});
    }
  }
}

}  // namespace gilt
