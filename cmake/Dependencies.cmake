# The libraries that gilt stands on, as imported targets gilt::deps::NAME. The installed package
# includes this file too, so it may not mention anything of our source tree.
include_guard(GLOBAL)

# gilt_dependency(NAME HEADER LIBRARY...): finds a library without a usable CMake package.
function(gilt_dependency name header)
  if(TARGET gilt::deps::${name})
    return()
  endif()
  find_path(GILT_${name}_INCLUDE ${header})
  find_library(GILT_${name}_LIBRARY NAMES ${ARGN})
  mark_as_advanced(GILT_${name}_INCLUDE GILT_${name}_LIBRARY)
  if(NOT GILT_${name}_INCLUDE OR NOT GILT_${name}_LIBRARY)
    message(FATAL_ERROR "gilt needs ${name} (${header}); on Debian: apt-get install lib${name}-dev")
  endif()
  add_library(gilt::deps::${name} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(gilt::deps::${name} PROPERTIES
    IMPORTED_LOCATION ${GILT_${name}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${GILT_${name}_INCLUDE})
endfunction()

gilt_dependency(gmp gmp.h libgmp.a gmp)
gilt_dependency(fmt fmt/format.h libfmt.a fmt)
gilt_dependency(utf8proc utf8proc.h libutf8proc.a utf8proc)
gilt_dependency(pcre2 pcre2.h libpcre2-8.a pcre2-8)
if(NOT GILT_SANITIZE)
  gilt_dependency(mimalloc mimalloc.h mimalloc)
endif()
