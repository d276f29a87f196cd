# Targets of one variant (gil or nogil): library, program, unit tests; and the fuzzers.

set(gilt_root ${PROJECT_SOURCE_DIR})

file(GLOB_RECURSE gilt_library_sources CONFIGURE_DEPENDS
  ${gilt_root}/runtime/*.cpp ${gilt_root}/interpreter/*.cpp ${gilt_root}/stdlib/*.cpp)
list(FILTER gilt_library_sources EXCLUDE REGEX "/interpreter/(main\\.cpp|cli/.*)$")
file(GLOB_RECURSE gilt_program_sources CONFIGURE_DEPENDS
  ${gilt_root}/interpreter/cli/*.cpp ${gilt_root}/interpreter/main*.cpp)
file(GLOB_RECURSE gilt_unit_sources CONFIGURE_DEPENDS ${gilt_root}/tests/unit/*.cpp)
file(GLOB gilt_fuzz_sources CONFIGURE_DEPENDS ${gilt_root}/tests/fuzz/*_fuzz.cpp)
file(GLOB_RECURSE gilt_python_sources CONFIGURE_DEPENDS
  RELATIVE ${gilt_root}/stdlib ${gilt_root}/stdlib/*.py)

# Modules written in Python travel in the library as text (see stdlib/embedded.h).
set(gilt_embedded ${PROJECT_BINARY_DIR}/generated/embedded.cpp)
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

function(gilt_add_library variant)
  set(target libgilt_${variant})
  add_library(${target} STATIC ${gilt_library_sources} ${gilt_embedded})
  add_library(gilt::${gilt_export_${variant}} ALIAS ${target})
  add_dependencies(${target} gilt_embed)
  gilt_configure(${target} ${variant})
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${gilt_program_${variant}}
    EXPORT_NAME ${gilt_export_${variant}}
    POSITION_INDEPENDENT_CODE ON)
  # A static library inside a shared one still finds its thread state with one load.
  target_compile_options(${target} PRIVATE -ftls-model=initial-exec)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${gilt_root}/include> $<INSTALL_INTERFACE:include>)
  target_link_libraries(${target}
    PUBLIC Threads::Threads
    PRIVATE gilt::deps::gmp gilt::deps::fmt gilt::deps::utf8proc gilt::deps::pcre2)
  if(NOT GILT_SANITIZE)
    # mimalloc's operator new ends the process where it finds no memory; that of the C++ library, which
    # has to come first, asks mimalloc too and throws.
    target_link_libraries(${target} PRIVATE stdc++ gilt::deps::mimalloc)
  endif()
  if(GILT_PCH)
    target_precompile_headers(${target} PRIVATE ${gilt_precompiled})
  endif()
endfunction()

# The program alone uses readline (GPL); the library must never see it.
function(gilt_add_program variant)
  if(NOT gilt_program_sources)
    message(STATUS "no interpreter/main.cpp: the program is left out")
    return()
  endif()
  gilt_dependency(readline readline/readline.h readline)
  set(target ${gilt_program_${variant}})
  add_executable(${target} ${gilt_program_sources})
  gilt_configure(${target} ${variant})
  target_link_libraries(${target} PRIVATE
    gilt::${gilt_export_${variant}} gilt::deps::readline gilt::deps::fmt)
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
