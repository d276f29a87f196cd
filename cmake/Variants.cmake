# Targets of one variant (gil or nogil): library, program, unit tests; and the fuzzers.

set(gilt_root ${PROJECT_SOURCE_DIR})

file(GLOB_RECURSE gilt_library_sources CONFIGURE_DEPENDS
  ${gilt_root}/runtime/*.cpp ${gilt_root}/interpreter/*.cpp ${gilt_root}/stdlib/*.cpp)
list(FILTER gilt_library_sources EXCLUDE REGEX "/(interpreter/(main\\.cpp|cli/.*)|stdlib/freeze\\.cpp)$")
file(GLOB_RECURSE gilt_program_sources CONFIGURE_DEPENDS
  ${gilt_root}/interpreter/cli/*.cpp ${gilt_root}/interpreter/main*.cpp)
file(GLOB_RECURSE gilt_unit_sources CONFIGURE_DEPENDS ${gilt_root}/tests/unit/*.cpp)
file(GLOB gilt_fuzz_sources CONFIGURE_DEPENDS ${gilt_root}/tests/fuzz/*_fuzz.cpp)
file(GLOB_RECURSE gilt_python_sources CONFIGURE_DEPENDS
  RELATIVE ${gilt_root}/stdlib ${gilt_root}/stdlib/*.py)

# Modules written in Python travel in the library as text and compiled (see stdlib/embedded.h):
#
#   stdlib/*.py --Embed.cmake--> embedded.cpp, the texts: one of the library's objects
#   the objects + stdlib/freeze.cpp --> gilt-freeze, which compiles the texts
#   gilt-freeze --> frozen.cpp, the code
#   the objects + frozen.cpp --> the library
#
# So the objects are linked twice and compiled once. Both variants run the same bytecode: there is one
# gilt-freeze, of the first of them.
set(gilt_embedded ${PROJECT_BINARY_DIR}/generated/embedded.cpp)
set(gilt_frozen ${PROJECT_BINARY_DIR}/generated/frozen.cpp)
list(JOIN gilt_python_sources "|" gilt_python_list)
list(TRANSFORM gilt_python_sources PREPEND ${gilt_root}/stdlib/ OUTPUT_VARIABLE gilt_python_paths)
add_custom_command(
  OUTPUT ${gilt_embedded}
  COMMAND ${CMAKE_COMMAND} -D ROOT=${gilt_root}/stdlib -D "FILES=${gilt_python_list}"
          -D OUTPUT=${gilt_embedded} -P ${gilt_root}/cmake/Embed.cmake
  DEPENDS ${gilt_python_paths} ${gilt_root}/cmake/Embed.cmake
  COMMENT "Embedding the modules written in Python" VERBATIM)
add_custom_target(gilt_embed DEPENDS ${gilt_embedded})

# What every target compiled from our sources shares.
function(gilt_configure target variant)
  target_include_directories(${target} PRIVATE ${gilt_root})
  target_compile_definitions(${target} PRIVATE GILT_NOGIL=$<STREQUAL:${variant},nogil>)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:gilt_flags>)
endfunction()

# What half of the files or more include. Every file names what it needs nevertheless: other builds do
# without this.
set(gilt_precompiled
  <algorithm> <cstdint> <cstring> <optional> <string> <string_view> <vector> <fmt/format.h>
  runtime/builtin_types.h runtime/dict.h runtime/error.h runtime/exception.h runtime/heap.h runtime/int.h
  runtime/interpreter.h runtime/list.h runtime/module.h runtime/names.h runtime/native.h runtime/operations.h
  runtime/ref.h runtime/sharing.h runtime/str.h runtime/thread.h runtime/tuple.h runtime/type.h)
list(TRANSFORM gilt_precompiled REPLACE "^runtime/" "${gilt_root}/runtime/")

# The program's name without the lock ends in -nogil; the library targets are gilt::gilt and gilt::nogil.
set(gilt_program_gil gilt)
set(gilt_program_nogil gilt-nogil)
set(gilt_export_gil gilt)
set(gilt_export_nogil nogil)

set_source_files_properties(${gilt_root}/interpreter/embed.cpp PROPERTIES
  COMPILE_DEFINITIONS GILT_VERSION="${PROJECT_VERSION}")

# What the library's objects are linked with.
function(gilt_link_dependencies target)
  target_link_libraries(${target}
    PUBLIC Threads::Threads
    PRIVATE gilt::deps::gmp gilt::deps::fmt gilt::deps::utf8proc gilt::deps::pcre2)
  if(NOT GILT_SANITIZE)
    # mimalloc's operator new ends the process where it finds no memory; that of the C++ library, which
    # has to come first, asks mimalloc too and throws.
    target_link_libraries(${target} PRIVATE
      "$<IF:$<BOOL:$<TARGET_PROPERTY:GILT_STATIC>>,-l:libstdc++.a,stdc++>" gilt::deps::mimalloc)
  endif()
endfunction()

# The objects libgilt_VARIANT, and the library gilt_VARIANT that is made of them.
function(gilt_add_library variant)
  set(objects libgilt_${variant})
  add_library(${objects} OBJECT ${gilt_library_sources} ${gilt_embedded})
  add_dependencies(${objects} gilt_embed)
  gilt_configure(${objects} ${variant})
  gilt_link_dependencies(${objects})
  set_target_properties(${objects} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  # A static library inside a shared one still finds its thread state with one load.
  target_compile_options(${objects} PRIVATE -ftls-model=initial-exec)
  target_include_directories(${objects} PRIVATE ${gilt_root}/include)
  if(GILT_PCH)
    target_precompile_headers(${objects} PRIVATE ${gilt_precompiled})
  endif()
  if(NOT TARGET gilt-freeze)
    gilt_add_freeze(${variant} ${objects})
  endif()

  set(target gilt_${variant})
  add_library(${target} STATIC $<TARGET_OBJECTS:${objects}> ${gilt_frozen})
  add_library(gilt::${gilt_export_${variant}} ALIAS ${target})
  add_dependencies(${target} gilt_frozen)
  gilt_configure(${target} ${variant})
  gilt_link_dependencies(${target})
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${gilt_program_${variant}}
    EXPORT_NAME ${gilt_export_${variant}}
    POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${gilt_root}/include> $<INSTALL_INTERFACE:include>)
  target_compile_features(${target} PUBLIC cxx_std_20)
endfunction()

# gilt-freeze, which leaves frozen.cpp alone when the code is as it was. Under a sanitizer it does as
# the tests do.
function(gilt_add_freeze variant objects)
  add_executable(gilt-freeze ${gilt_root}/stdlib/freeze.cpp $<TARGET_OBJECTS:${objects}>)
  gilt_configure(gilt-freeze ${variant})
  gilt_link_dependencies(gilt-freeze)
  set_target_properties(gilt-freeze PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/generated)
  add_custom_command(
    OUTPUT ${gilt_frozen}
    COMMAND ${CMAKE_COMMAND} -E env ASAN_OPTIONS=detect_stack_use_after_return=0
            $<TARGET_FILE:gilt-freeze> ${gilt_frozen}
    DEPENDS gilt-freeze
    COMMENT "Compiling the modules written in Python" VERBATIM)
  add_custom_target(gilt_frozen DEPENDS ${gilt_frozen})
endfunction()

# The program alone uses readline (GPL); the library must never see it.
function(gilt_add_program variant)
  if(NOT gilt_program_sources)
    message(STATUS "no interpreter/main.cpp: the program is left out")
    return()
  endif()
  gilt_dependency(readline readline/readline.h libreadline.a readline)
  set(target ${gilt_program_${variant}})
  add_executable(${target} ${gilt_program_sources})
  gilt_configure(${target} ${variant})
  target_link_libraries(${target} PRIVATE
    gilt::${gilt_export_${variant}} gilt::deps::readline gilt::deps::fmt)
  find_library(GILT_tinfo_LIBRARY NAMES libtinfo.a tinfo)
  mark_as_advanced(GILT_tinfo_LIBRARY)
  if(GILT_tinfo_LIBRARY)
    target_link_libraries(${target} PRIVATE ${GILT_tinfo_LIBRARY})
  endif()
  gilt_start_quickly(${target})
endfunction()

# A program that is started for every process of a pool may not spend its first milliseconds looking
# up symbols: a third of a start went there. So the C++ library and fmt are linked in, and the program
# lies at a fixed address, which leaves nothing to relocate in it. Sanitizers want it otherwise.
function(gilt_start_quickly target)
  if(GILT_SANITIZE)
    return()
  endif()
  target_link_options(${target} PRIVATE -no-pie -Wl,--as-needed)
  # Debian has fmt as a shared library only, which would bring the shared C++ library along.
  file(STRINGS ${GILT_fmt_INCLUDE}/fmt/core.h is_fmt_9 REGEX "define FMT_VERSION 9")
  if(is_fmt_9)
    target_sources(${target} PRIVATE ${gilt_root}/cmake/fmt.cpp)
  endif()
  if(is_fmt_9 OR GILT_fmt_LIBRARY MATCHES "\\.a$")
    set_target_properties(${target} PROPERTIES GILT_STATIC ON)
    target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc)
  endif()
endfunction()

function(gilt_add_unit_tests variant)
  if(NOT gilt_unit_sources)
    return()
  endif()
  find_package(GTest REQUIRED)
  include(GoogleTest)
  set(target ${gilt_program_${variant}}-unit)
  add_executable(${target} ${gilt_unit_sources})
  gilt_configure(${target} ${variant})
  target_link_libraries(${target} PRIVATE
    gilt::${gilt_export_${variant}} gilt::deps::gmp gilt::deps::fmt gilt::deps::utf8proc GTest::gtest_main)
  gtest_discover_tests(${target} TEST_PREFIX ${variant}. DISCOVERY_MODE PRE_TEST
    WORKING_DIRECTORY ${gilt_root} PROPERTIES TIMEOUT 120)
endfunction()

# Fuzzers run on the variant with the lock.
function(gilt_add_fuzzers)
  foreach(source IN LISTS gilt_fuzz_sources)
    cmake_path(GET source STEM target)
    add_executable(${target} ${source})
    gilt_configure(${target} gil)
    target_link_libraries(${target} PRIVATE
      gilt::gilt gilt::deps::gmp gilt::deps::fmt gilt::deps::utf8proc)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()
