# Compiler launcher, linker, and the two interface targets that every target of ours uses:
#   gilt_warnings   what the compilers are asked to complain about
#   gilt_flags      code generation and the definitions below
#
# The source sees these macros, always defined, as 0 or 1:
#   GILT_NOGIL          the free-threaded variant (set per target, see Variants.cmake)
#   GILT_DISPATCH_TAIL  handlers chain by tail calls; otherwise by computed goto
#   GILT_STRESS         collect, switch and reclaim as often as possible
#   GILT_PLAIN_MALLOC   for sanitizers: every object is its own malloc block, and there is no mimalloc

if(PROJECT_IS_TOP_LEVEL)
  # Base directory and no hashed working directory: work trees then share each other's cache entries.
  find_program(GILT_CCACHE ccache)
  if(GILT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      # What it has to be told to cache files that use a precompiled header.
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_ctime,include_file_mtime ${GILT_CCACHE})
  endif()
  # Link-time optimisation needs a linker of the compiler's own version; otherwise the fastest at hand.
  find_program(GILT_MOLD mold)
  find_program(GILT_LLD NAMES ld.lld lld)
  if(GILT_LTO AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_link_options(-fuse-ld=lld)
  elseif(NOT GILT_LTO AND GILT_MOLD)
    add_link_options(-fuse-ld=mold)
  elseif(NOT GILT_LTO AND GILT_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

add_library(gilt_warnings INTERFACE)
target_compile_options(gilt_warnings INTERFACE
  -Wall -Wextra
  # GCC's -Wshadow also minds constructors' parameters that are named as what they initialise.
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow>
  -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wimplicit-fallthrough
  # A table row names the fields it sets; a handler need not use every operand.
  -Wno-missing-field-initializers -Wno-unused-parameter
  $<$<BOOL:${GILT_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12's flow-based warnings are often wrong about inlined unions and small buffers.
  target_compile_options(gilt_warnings INTERFACE
    -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-restrict -Wno-free-nonheap-object)
endif()

add_library(gilt_flags INTERFACE)
target_link_libraries(gilt_flags INTERFACE gilt_warnings Threads::Threads)
target_compile_options(gilt_flags INTERFACE
  -fno-plt -fno-semantic-interposition -fvisibility=hidden -fvisibility-inlines-hidden)
if(GILT_PCH AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(gilt_flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()
set(gilt_plain_malloc 0)
if(GILT_SANITIZE)
  set(gilt_plain_malloc 1)
endif()
target_compile_definitions(gilt_flags INTERFACE
  GILT_DISPATCH_TAIL=$<STREQUAL:${gilt_dispatch},tail>
  GILT_STRESS=$<BOOL:${GILT_STRESS}>
  GILT_PLAIN_MALLOC=${gilt_plain_malloc})
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(gilt_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()

if(GILT_SANITIZE)
  set(gilt_sanitize_flags -fsanitize=${GILT_SANITIZE} -fno-omit-frame-pointer -gline-tables-only)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(TRANSFORM gilt_sanitize_flags REPLACE "-gline-tables-only" "-g1")
  endif()
  if(GILT_SANITIZE MATCHES "undefined")
    list(APPEND gilt_sanitize_flags -fno-sanitize-recover=undefined)
  endif()
  target_compile_options(gilt_flags INTERFACE ${gilt_sanitize_flags})
  target_link_options(gilt_flags INTERFACE -fsanitize=${GILT_SANITIZE})
endif()

if(GILT_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "GILT_FUZZ needs clang")
  endif()
  target_compile_options(gilt_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
