# Writes OUTPUT, a C++ file with the text of each Python file of FILES (separated by |, relative to
# ROOT). Run at build time: cmake -D ROOT=... -D FILES=... -D OUTPUT=... -P Embed.cmake
string(REPLACE "|" ";" FILES "${FILES}")

file(WRITE ${OUTPUT}.tmp
  "// Generated from stdlib/*.py; edit those.\n"
  "#include \"stdlib/embedded.h\"\n\n#include <array>\n\nnamespace gilt {\nnamespace {\n\n")
set(rows "")
set(count 0)
foreach(file IN LISTS FILES)
  string(REGEX REPLACE "\\.py$" "" name "${file}")
  set(package false)
  if(name MATCHES "(^|/)__init__$")
    set(package true)
    string(REGEX REPLACE "/__init__$" "" name "${name}")
  endif()
  string(REPLACE "/" "." name "${name}")
  file(READ ${ROOT}/${file} text)
  file(APPEND ${OUTPUT}.tmp
    "constexpr std::string_view kSource${count} = R\"gilt(${text})gilt\";\n\n")
  string(APPEND rows "    EmbeddedModule{\"${name}\", ${package}, kSource${count}},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(APPEND ${OUTPUT}.tmp
  "constexpr std::array<EmbeddedModule, ${count}> kModules{\n${rows}};\n\n}  // namespace\n\n"
  "std::span<const EmbeddedModule> embedded_modules() {\n  return kModules;\n}\n\n}  // namespace gilt\n")
file(RENAME ${OUTPUT}.tmp ${OUTPUT})
