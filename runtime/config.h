// The build's fixed choices as constants, so that the rest of the code branches on types and values
// and never on preprocessor symbols.
#pragma once

namespace gilt {

// True in the build without a global interpreter lock. Only headers about counts, slots, locks and
// publication may look at it.
#if defined(GILT_NOGIL) && GILT_NOGIL
inline constexpr bool kFreeThreaded = true;
#else
inline constexpr bool kFreeThreaded = false;
#endif

// Collect at every allocation, switch at every instruction: finds who forgot to hold a reference.
#if defined(GILT_STRESS) && GILT_STRESS
inline constexpr bool kStress = true;
#else
inline constexpr bool kStress = false;
#endif

// With sanitizers every object is its own malloc block, so that they see each use after free.
#if defined(GILT_PLAIN_MALLOC) && GILT_PLAIN_MALLOC
inline constexpr bool kPlainMalloc = true;
#else
inline constexpr bool kPlainMalloc = false;
#endif

inline constexpr int kPythonMajor = 3;
inline constexpr int kPythonMinor = 14;

}  // namespace gilt
