// What attribute sites that see too many shapes to remember one (kMegamorphic) know together: one
// table of cache words for the process, by shape, name and use.
//
// An entry is two words, written by any thread at any time without a lock. The first is the second
// mixed with the name, so that a pair of which two threads have written one word each fits no name.
// (Hyatt and Mann, "A lock-less transposition table implementation", ICGA Journal 2002.) Entries
// are as valid as inline caches are, and emptied together with them.
#pragma once

#include "interpreter/inline_cache.h"

namespace gilt {

enum class AttributeUse : uint8_t { kLoad, kMethod, kSpecial, kStore };

// The word for objects of [shape], or an empty one.
CacheWord attribute_cache_find(ShapeId shape, const StrObject* name, AttributeUse use);
void attribute_cache_add(CacheWord word, const StrObject* name, AttributeUse use);
void attribute_cache_clear();

}  // namespace gilt
