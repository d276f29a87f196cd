// Code objects: the compiled form of a module, class body, function or comprehension, and the
// instruction format.
//
// A code object never changes except for inline-cache words and opcodes that specialise in place,
// both of which are single atomic stores that are valid on their own. Any thread may run it. Its
// tables are its own, or constants of the program: those of the embedded modules (code_bytes.h).
//
// Registers of a frame: parameters (positional, keyword-only, *args, **kwargs), other locals, then
// temporaries, which the compiler allots like a stack. So which temporaries are live is one number
// for each instruction, the depth.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "runtime/ref.h"
#include "runtime/str.h"

namespace gilt {

enum class Op : uint8_t {
#define GILT_OP(name, a, b, c, extra, text) name,
#include "interpreter/opcodes.def"
#undef GILT_OP
  kCount
};

using Instr = uint64_t;

enum InstrFlags : uint8_t {
  kLocalA = 1 << 0,    // A is a local: release what it held before
  kConsumeA = 1 << 1,  // A, B, C is a temporary that dies here
  kConsumeB = 1 << 2,
  kConsumeC = 1 << 3,
  kInplace = 1 << 4,  // augmented assignment
  kAtEnd = 1 << 5,    // RETURN_CONST: no statement, but the end of the body, which is no line
};

constexpr Op op_of(Instr i) {
  return static_cast<Op>(i & 0xff);
}
constexpr uint8_t flags_of(Instr i) {
  return static_cast<uint8_t>(i >> 8);
}
constexpr uint16_t a_of(Instr i) {
  return static_cast<uint16_t>(i >> 16);
}
constexpr uint16_t b_of(Instr i) {
  return static_cast<uint16_t>(i >> 32);
}
constexpr uint16_t c_of(Instr i) {
  return static_cast<uint16_t>(i >> 48);
}
constexpr int16_t signed_b_of(Instr i) {
  return static_cast<int16_t>(i >> 32);
}
constexpr int16_t signed_c_of(Instr i) {
  return static_cast<int16_t>(i >> 48);
}
constexpr int32_t bc_of(Instr i) {
  return static_cast<int32_t>(i >> 32);
}
constexpr Instr make_instr(Op op, uint8_t flags, uint16_t a, uint16_t b, uint16_t c) {
  return static_cast<Instr>(op) | Instr{flags} << 8 | Instr{a} << 16 | Instr{b} << 32 |
         Instr{c} << 48;
}

enum class Role : uint8_t {
  none,
  write,
  read,
  window,
  make,
  pair,
  constant,
  name,
  global,
  free,
  number,
  count,
  jump,
  jump32,
  number32
};
struct OpInfo {
  const char* name;
  Role a, b, c;
  uint8_t extra;  // words after the instruction
  const char* text;
};
extern const OpInfo g_op_info[static_cast<int>(Op::kCount)];
inline const OpInfo& info_of(Instr i) {
  return g_op_info[i & 0xff];
}

// How many registers the `window` operand of this instruction spans, and its `make` operand; a
// `pair` is always two (opcodes.cpp).
int window_size(const Instr* pc);
int made_size(const Instr* pc);

// The instruction without what a run has taught it: its general opcode (code.cpp).
Instr general_form(Instr i);
// The words after it are a cache, zero at first, and no operands.
bool has_inline_cache(Instr i);

// Operands of LOAD_SPECIAL.
enum class SpecialMethod : uint16_t { kEnter, kExit, kAsyncEnter, kAsyncExit };
// Extra word of MAKE_FUNCTION: which window registers are there, in this order.
enum MakeFunctionFlags : uint32_t {
  kHasDefaults = 1,         // tuple
  kHasKeywordDefaults = 2,  // dict
  kHasAnnotate = 4,         // function that computes the annotations (PEP 649)
  kHasClosure = 8,          // tuple of cells
  kHasTypeParams = 16,      // tuple
  kHasAnnotations = 32,     // dict (from __future__ import annotations)
};
enum class Intrinsic : uint16_t {
  kTypeVar,           // name
  kTypeVarWithBound,  // name, function that computes the bound
  kTypeVarWithConstraints,
  kTypeVarTuple,           // name
  kParamSpec,              // name
  kSetTypeParamDefault,    // type parameter, function
  kSubscriptGeneric,       // tuple of type parameters -> Generic[...]
  kTypeAlias,              // name, type params or None, function that computes the value
  kSetFunctionTypeParams,  // function, tuple
};

enum CodeFlags : uint32_t {  // co_flags where CPython has one
  kCodeOptimized = 0x1,  // has registers for its locals (functions); otherwise a namespace mapping
  kCodeNewLocals = 0x2,
  kCodeVarArgs = 0x4,
  kCodeVarKeywords = 0x8,
  kCodeNested = 0x10,
  kCodeGenerator = 0x20,
  kCodeCoroutine = 0x80,
  kCodeIterableCoroutine = 0x100,  // a generator that may be awaited (types.coroutine)
  kCodeAsyncGenerator = 0x200,
  kCodeHasDocstring = 0x4000000,
  kCodeMethod = 0x8000000,
  kCodeLibrary = 0x20000000,     // of the standard library: it may import what scripts may not
  kCodeSimpleCall = 0x40000000,  // only positional parameters and no generator: the fast call path
};

// Handlers, innermost first for any instruction: the first whose range holds the failing
// instruction takes over at [handler], with temporaries from [depth] on released. Offsets are
// words.
struct ExceptionEntry {
  uint32_t start, end, handler;
  uint16_t depth;  // temporaries (counted from local_count) that stay
};
// From word [start] on, [depth] temporaries are live besides what the instruction consumes.
struct DepthEntry {
  uint32_t start;
  uint16_t depth;
};
// Source position of the instruction at word [start] and those up to the next entry. Columns in
// UTF-8 bytes; -1: none.
struct PositionEntry {
  uint32_t start;
  int32_t line, end_line;
  int32_t column, end_column;
};

// A line that has no instruction of its own, as `try:` and `pass` have none: whoever traces lines
// is told of it before the instruction at word [at], or only on the way there from the jump at
// [from].
struct SilentLine {
  static constexpr uint32_t kAnywhere = UINT32_MAX;
  uint32_t at, from;
  int32_t line;
};

// The names that all code of one compilation uses as globals; LOAD_GLOBAL's operand is an index in
// it. (A name that is both read and written has two entries, so that a read can be linked to a
// builtin.) Shared by the unit's code objects.
struct GlobalNames {
  std::atomic<uint32_t> users{1};
  std::vector<StrObject*> names;  // interned, immortal
  std::vector<bool> for_store;
};

struct CodeObject : Object {
  Slot name, qualified_name, filename;  // str
  Instr* words;
  uint32_t word_count;
  uint32_t flags_word;  // CodeFlags
  Slot* constants;
  uint32_t constant_count;
  uint32_t positional_count;  // parameters that can be given by position
  uint32_t positional_only_count;
  uint32_t keyword_only_count;
  uint32_t local_count;     // all registers with names, parameters included
  uint32_t register_count;  // locals and temporaries
  uint32_t first_line;
  Slot local_names;  // tuple of str: register i < local_count is local_names[i]
  Slot cell_names;   // tuple of str: locals that live in cells
  Slot free_names;   // tuple of str
  GlobalNames* globals;
  std::span<const ExceptionEntry> exceptions;
  std::span<const DepthEntry> depths;
  std::span<const PositionEntry> positions;
  std::span<const SilentLine> silent_lines;  // ordered by [at]
  bool owns_tables;                          // they end with it
  // co_code and co_lnotab views are made on demand.
  bool is(CodeFlags flag) const { return (flags_word & flag) != 0; }
};

// A table's copy that a code object can own. REQUIRES, of all four: owns_tables.
template <class T>
std::span<const T> own_table(std::span<const T> table) {
  if (table.empty()) return {};
  T* copy = new T[table.size()];
  std::ranges::copy(table, copy);
  return {copy, table.size()};
}

// Position of the instruction at [pc] (a pointer into words). Null when unknown.
const PositionEntry* position_at(const CodeObject* code, const Instr* pc);
// The silent lines before the word at [offset].
std::span<const SilentLine> silent_lines_at(const CodeObject* code, uint32_t offset);
// Live temporaries while the instruction at [pc] runs, what it consumes excluded.
uint32_t depth_at(const CodeObject* code, const Instr* pc);

}  // namespace gilt
