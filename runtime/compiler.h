// What the language cannot say portably: branch hints, inlining, calling conventions. The only
// header with compiler-specific attributes; everything else uses these names.
#pragma once

#if defined(__clang__)
#define GILT_CLANG 1
#else
#define GILT_CLANG 0
#endif

// A class with a destructor that is still passed and returned in a register (Clang only; GCC passes
// it by hidden reference, which is slower and means the same).
#if GILT_CLANG
#define GILT_TRIVIAL_ABI [[clang::trivial_abi]]
#else
#define GILT_TRIVIAL_ABI
#endif

#define GILT_ALWAYS_INLINE [[gnu::always_inline]] inline
#define GILT_NOINLINE [[gnu::noinline]]
#define GILT_COLD [[gnu::cold, gnu::noinline]]

// In front of a loop that runs a few times only: keep it small.
#if GILT_CLANG
#define GILT_SHORT_LOOP _Pragma("clang loop vectorize(disable) unroll(disable)")
#else
#define GILT_SHORT_LOOP
#endif

// Guaranteed tail calls with all machine state in argument registers (interpreter/ops.h).
#if GILT_CLANG
#if __has_cpp_attribute(clang::musttail) && __has_attribute(preserve_none)
#define GILT_HAS_TAIL_CALLS 1
#endif
#endif
#ifndef GILT_HAS_TAIL_CALLS
#define GILT_HAS_TAIL_CALLS 0
#endif

// Is this a build for the thread sanitizer?
#if GILT_CLANG
#if __has_feature(thread_sanitizer)
#define GILT_THREAD_SANITIZER 1
#endif
#endif
#ifndef GILT_THREAD_SANITIZER
#define GILT_THREAD_SANITIZER 0
#endif
