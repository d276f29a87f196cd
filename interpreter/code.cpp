// The type `code`: what a script sees of a code object.

#include "interpreter/code.h"

#include "interpreter/inline_cache_registry.h"

#include <algorithm>

#include "interpreter/compiler_constants.h"
#include "interpreter/disassemble.h"
#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

// -- tables --

const PositionEntry* position_at(const CodeObject* code, const Instr* pc) {
  auto offset = static_cast<uint32_t>(pc - code->words);
  const auto& table = code->positions;
  auto after = std::upper_bound(table.begin(), table.end(), offset,
                                [](uint32_t o, const PositionEntry& e) { return o < e.start; });
  return after == table.begin() ? nullptr : &*(after - 1);
}

std::span<const SilentLine> silent_lines_at(const CodeObject* code, uint32_t offset) {
  auto found = std::ranges::equal_range(code->silent_lines, offset, {}, &SilentLine::at);
  return {found.begin(), found.end()};
}

uint32_t depth_at(const CodeObject* code, const Instr* pc) {
  auto offset = static_cast<uint32_t>(pc - code->words);
  const auto& table = code->depths;
  auto after = std::upper_bound(table.begin(), table.end(), offset,
                                [](uint32_t o, const DepthEntry& e) { return o < e.start; });
  return after == table.begin() ? 0 : (after - 1)->depth;
}

namespace {

CodeObject* as_code(Value v) {
  return v.as<CodeObject>();
}

void release_globals(GlobalNames* globals) {
  if (globals != nullptr && globals->users.fetch_sub(1) == 1) delete globals;
}

void dealloc(Thread& t, Object* self) {
  auto* code = static_cast<CodeObject*>(self);
  forget_caches(code);
  for (uint32_t i = 0; i < code->constant_count; ++i) code->constants[i].clear();
  delete[] code->constants;
  delete[] code->words;
  if (code->owns_tables) {
    delete[] code->exceptions.data();
    delete[] code->depths.data();
    delete[] code->positions.data();
    delete[] code->silent_lines.data();
  }
  release_globals(code->globals);
  for (Slot* slot : {&code->name, &code->qualified_name, &code->filename, &code->local_names,
                     &code->cell_names, &code->free_names})
    slot->clear();
  heap_free(t, code, sizeof(CodeObject));
}

// Code is no part of cycles and not tracked: this is for publishing.
void traverse(Object* self, Visitor& visitor) {
  auto* code = static_cast<CodeObject*>(self);
  for (uint32_t i = 0; i < code->constant_count; ++i) visitor.visit(code->constants[i]);
  for (const Slot* slot : {&code->name, &code->qualified_name, &code->filename, &code->local_names,
                           &code->cell_names, &code->free_names})
    visitor.visit(*slot);
}

Ref repr_slot(Thread& t, Value self) {
  CodeObject* code = as_code(self);
  return str_new(
      t, fmt::format("<code object {} at {:#x}, file \"{}\", line {}>",
                     code->name.peek().as<StrObject>()->view(), reinterpret_cast<uintptr_t>(code),
                     code->filename.peek().as<StrObject>()->view(), code->first_line));
}

// Inline-cache words differ between two codes that mean the same.
bool same_words(const CodeObject* a, const CodeObject* b) {
  if (a->word_count != b->word_count) return false;
  for (uint32_t i = 0; i < a->word_count; i += 1 + info_of(a->words[i]).extra) {
    uint32_t extra = has_inline_cache(a->words[i]) ? 0 : info_of(a->words[i]).extra;
    if (general_form(a->words[i]) != general_form(b->words[i])) return false;
    if (!std::equal(a->words + i + 1, a->words + i + 1 + extra, b->words + i + 1)) return false;
  }
  return true;
}

std::optional<bool> same_code(Thread& t, CodeObject* a, CodeObject* b) {
  if (a == b) return true;
  bool alike = a->flags_word == b->flags_word && a->positional_count == b->positional_count &&
               a->positional_only_count == b->positional_only_count &&
               a->keyword_only_count == b->keyword_only_count && a->first_line == b->first_line &&
               a->local_count == b->local_count && a->constant_count == b->constant_count &&
               same_constant(a->name.peek(), b->name.peek()) &&
               same_constant(a->local_names.peek(), b->local_names.peek()) &&
               same_constant(a->free_names.peek(), b->free_names.peek()) && same_words(a, b);
  if (!alike) return false;
  for (uint32_t i = 0; i < a->constant_count; ++i) {
    Value x = a->constants[i].peek(), y = b->constants[i].peek();
    if (has_shape(x, kCodeShape) && has_shape(y, kCodeShape)) {
      GILT_TRY(bool same_inner, same_code(t, as_code(x), as_code(y)));
      if (!same_inner) return false;
    } else if (!same_constant(x, y)) {
      return false;
    }
  }
  for (size_t i = 0; i < a->globals->names.size() && a->globals != b->globals; ++i)
    if (i >= b->globals->names.size() || a->globals->names[i] != b->globals->names[i]) return false;
  return true;
}

Ref compare_slot(Thread& t, CompareOp op, Value self, Value other) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !has_shape(other, kCodeShape))
    return not_implemented();
  GILT_TRY(bool same, same_code(t, as_code(self), as_code(other)));
  return Ref::boolean(same == (op == CompareOp::kEq));
}

std::optional<int64_t> hash_slot(Thread&, Value self) {
  CodeObject* code = as_code(self);
  // Unsigned: a hash wraps around.
  auto mixed = static_cast<uint64_t>(str_hash(code->name.peek().as<StrObject>()));
  mixed = mixed * 31 + code->first_line;
  mixed = mixed * 31 + code->word_count;
  auto h = static_cast<int64_t>(mixed);
  return h == -1 ? -2 : h;
}

// -- attributes --

Ref to_int(uint32_t n) {
  return Ref::adopt(Value::integer(n));
}

Ref get_positional(Thread&, Value v) {
  return to_int(as_code(v)->positional_count);
}
Ref get_positional_only(Thread&, Value v) {
  return to_int(as_code(v)->positional_only_count);
}
Ref get_keyword_only(Thread&, Value v) {
  return to_int(as_code(v)->keyword_only_count);
}
Ref get_first_line(Thread&, Value v) {
  return to_int(as_code(v)->first_line);
}
// No flags of CPython's, and none that scripts could set.
constexpr uint32_t kOwnFlags = uint32_t{kCodeSimpleCall} | uint32_t{kCodeLibrary};

Ref get_flags(Thread&, Value v) {
  return to_int(as_code(v)->flags_word & ~kOwnFlags);
}
Ref get_stack_size(Thread&, Value v) {
  return to_int(as_code(v)->register_count - as_code(v)->local_count);
}
Ref get_name(Thread&, Value v) {
  return as_code(v)->name.load();
}
Ref get_qualified_name(Thread&, Value v) {
  return as_code(v)->qualified_name.load();
}
Ref get_filename(Thread&, Value v) {
  return as_code(v)->filename.load();
}
Ref get_cell_names(Thread&, Value v) {
  return as_code(v)->cell_names.load();
}
Ref get_free_names(Thread&, Value v) {
  return as_code(v)->free_names.load();
}

bool contains_name(TupleObject* names, Value name) {
  for (int64_t i = 0; i < names->size; ++i)
    if (same(names->at(i), name)) return true;
  return false;
}

uint32_t parameter_count(const CodeObject* code) {
  return code->positional_count + code->keyword_only_count + code->is(kCodeVarArgs) +
         code->is(kCodeVarKeywords);
}

// Parameters and the locals that are no cells.
Ref get_local_names(Thread& t, Value v) {
  CodeObject* code = as_code(v);
  auto* names = code->local_names.peek().as<TupleObject>();
  auto* cells = code->cell_names.peek().as<TupleObject>();
  GILT_TRY(RefOf<ListObject> out, list_new(t, names->size));
  for (int64_t i = 0; i < names->size; ++i) {
    bool is_parameter = i < parameter_count(code);
    if (is_parameter || !contains_name(cells, names->at(i)))
      GILT_CHECK(list_append(t, out.get(), Ref::copy(names->at(i))));
  }
  return tuple_from_iterable(t, out.value());
}

Ref get_local_count(Thread& t, Value v) {
  GILT_TRY(Ref names, get_local_names(t, v));
  return Ref::adopt(Value::integer(names.as<TupleObject>()->size));
}

Ref get_constants(Thread& t, Value v) {
  CodeObject* code = as_code(v);
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, code->constant_count));
  for (uint32_t i = 0; i < code->constant_count; ++i)
    tuple->items()[i].init(code->constants[i].load());
  return tuple;
}

// The names that instructions mention, in order.
Ref get_names(Thread& t, Value v) {
  CodeObject* code = as_code(v);
  std::vector<StrObject*> names;
  auto add = [&](StrObject* name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (uint32_t i = 0; i < code->word_count; i += 1 + info_of(code->words[i]).extra) {
    Instr instruction = code->words[i];
    const OpInfo& info = info_of(instruction);
    const Role roles[] = {info.a, info.b, info.c};
    const uint16_t values[] = {a_of(instruction), b_of(instruction), c_of(instruction)};
    for (int k = 0; k < 3; ++k) {
      if (roles[k] == Role::global) add(code->globals->names[values[k]]);
      if (roles[k] == Role::name) add(code->constants[values[k]].peek().as<StrObject>());
    }
  }
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, static_cast<int64_t>(names.size())));
  for (size_t i = 0; i < names.size(); ++i) tuple->items()[i].init(Ref::copy(names[i]));
  return tuple;
}

Ref get_code_bytes(Thread& t, Value v) {
  CodeObject* code = as_code(v);
  std::vector<Instr> words(code->words, code->words + code->word_count);
  for (uint32_t i = 0; i < code->word_count; i += 1 + info_of(words[i]).extra)
    words[i] = general_form(words[i]);
  return bytes_new(t, {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Instr)});
}

constexpr GetSetDef kAttributes[] = {
    {"co_argcount", get_positional, nullptr, nullptr},
    {"co_posonlyargcount", get_positional_only, nullptr, nullptr},
    {"co_kwonlyargcount", get_keyword_only, nullptr, nullptr},
    {"co_nlocals", get_local_count, nullptr, nullptr},
    {"co_stacksize", get_stack_size, nullptr, nullptr},
    {"co_flags", get_flags, nullptr, nullptr},
    {"co_code", get_code_bytes, nullptr, nullptr},
    {"co_consts", get_constants, nullptr, nullptr},
    {"co_names", get_names, nullptr, nullptr},
    {"co_varnames", get_local_names, nullptr, nullptr},
    {"co_cellvars", get_cell_names, nullptr, nullptr},
    {"co_freevars", get_free_names, nullptr, nullptr},
    {"co_filename", get_filename, nullptr, nullptr},
    {"co_name", get_name, nullptr, nullptr},
    {"co_qualname", get_qualified_name, nullptr, nullptr},
    {"co_firstlineno", get_first_line, nullptr, nullptr},
};

// -- methods --

Ref none_or_int(int32_t n) {
  return n < 0 ? Ref::none() : Ref::adopt(Value::integer(n));
}

// (line, end line, column, end column) for each word of co_code.
Ref method_positions(Thread& t, Args args) {
  CodeObject* code = as_code(args[0]);
  GILT_TRY(RefOf<ListObject> out, list_new(t, code->word_count));
  for (uint32_t i = 0; i < code->word_count; ++i) {
    const PositionEntry* p = position_at(code, code->words + i);
    if (p == nullptr) continue;
    GILT_TRY(RefOf<TupleObject> item,
             tuple_of(t, {none_or_int(p->line).get(), none_or_int(p->end_line).get(),
                          none_or_int(p->column).get(), none_or_int(p->end_column).get()}));
    GILT_CHECK(list_append(t, out.get(), std::move(item)));
  }
  return get_iter(t, out.value());
}

// (first byte, end, line) for each run of instructions of one line.
Ref method_lines(Thread& t, Args args) {
  CodeObject* code = as_code(args[0]);
  const auto& table = code->positions;
  GILT_TRY(RefOf<ListObject> out, list_new(t));
  for (size_t i = 0; i < table.size();) {
    size_t next = i + 1;
    while (next < table.size() && table[next].line == table[i].line) ++next;
    uint32_t end = next < table.size() ? table[next].start : code->word_count;
    Value start_byte = Value::integer(int64_t{table[i].start} * 8);
    Value end_byte = Value::integer(int64_t{end} * 8);
    GILT_TRY(RefOf<TupleObject> item,
             tuple_of(t, {start_byte, end_byte, none_or_int(table[i].line).get()}));
    GILT_CHECK(list_append(t, out.get(), std::move(item)));
    i = next;
  }
  return get_iter(t, out.value());
}

template <class T>
T* copy_array(const T* from, uint32_t count) {
  T* to = new T[count];
  std::copy(from, from + count, to);
  return to;
}

RefOf<CodeObject> copy_code(Thread& t, CodeObject* from) {
  auto* code = object_new<CodeObject>(t, kCodeShape);
  if (code == nullptr) return Failed{};
  Object header = *code;
  *code = *from;
  static_cast<Object&>(*code) = header;
  code->words = copy_array(from->words, from->word_count);
  // Specialised opcodes and inline caches belong to the original.
  for (uint32_t i = 0; i < code->word_count; i += 1 + info_of(code->words[i]).extra) {
    const OpInfo& info = info_of(code->words[i]);
    code->words[i] = general_form(code->words[i]);
    if (has_inline_cache(code->words[i])) std::fill_n(code->words + i + 1, info.extra, Instr{0});
  }
  code->constants = new Slot[from->constant_count];
  for (uint32_t i = 0; i < from->constant_count; ++i)
    code->constants[i].init(from->constants[i].load());
  for (Slot* slot : {&code->name, &code->qualified_name, &code->filename, &code->local_names,
                     &code->cell_names, &code->free_names})
    slot->init(Ref::copy(slot->peek()));
  code->globals->users.fetch_add(1);
  if (code->owns_tables) {
    code->exceptions = own_table(from->exceptions);
    code->depths = own_table(from->depths);
    code->positions = own_table(from->positions);
    code->silent_lines = own_table(from->silent_lines);
  }
  return RefOf<CodeObject>::adopt(code);
}

Ref method_replace(Thread& t, Args args) {
  GILT_TRY(RefOf<CodeObject> code, copy_code(t, as_code(args[0])));
  code->flags_word &= ~uint32_t{kCodeLibrary};  // it may be anything from here on
  Slot* const slots[] = {&code->name, &code->qualified_name, &code->filename};
  for (uint32_t i = 0; i < 3; ++i) {
    Value v = args[i + 1];
    if (v.is_unset()) continue;
    if (!is_str(v))
      return fail(t, type_error_type, "replace() argument must be str, not {}", type_name(v));
    slots[i]->store(code.get(), Ref::copy(v));
  }
  if (!args[4].is_unset()) {
    GILT_TRY(int line, to_c_int(t, args[4]));
    code->first_line = static_cast<uint32_t>(line);
  }
  if (!args[5].is_unset()) {
    GILT_TRY(int flags, to_c_int(t, args[5]));
    code->flags_word = (static_cast<uint32_t>(flags) & ~kOwnFlags) |
                       (code->flags_word & uint32_t{kCodeSimpleCall});
  }
  if (!args[6].is_unset()) {
    if (!is_tuple(args[6]) || args[6].as<TupleObject>()->size != code->constant_count)
      return fail(t, value_error_type, "co_consts must be a tuple of {} items",
                  code->constant_count);
    for (uint32_t i = 0; i < code->constant_count; ++i)
      code->constants[i].store(code.get(), Ref::copy(args[6].as<TupleObject>()->at(i)));
  }
  return code;
}

constexpr NativeDef kMethods[] = {
    {"co_positions", method_positions, "(self, /)", nullptr},
    {"co_lines", method_lines, "(self, /)", nullptr},
    {"replace", method_replace,
     "(self, /, *, co_name=..., co_qualname=..., co_filename=..., co_firstlineno=..., "
     "co_flags=..., co_consts=...)",
     "Return a copy of the code object with new values for the specified fields."},
    {"__replace__", method_replace,
     "(self, /, *, co_name=..., co_qualname=..., co_filename=..., co_firstlineno=..., "
     "co_flags=..., co_consts=...)",
     "The same as replace()."},
};

}  // namespace

bool has_inline_cache(Instr i) {
  switch (op_of(i)) {
    case Op::LOAD_ATTR:
    case Op::STORE_ATTR:
    case Op::LOAD_METHOD:
    case Op::LOAD_SPECIAL: return true;
    default: return false;
  }
}

Instr general_form(Instr i) {
  auto with = [i](Op op) { return (i & ~Instr{0xff}) | static_cast<Instr>(op); };
  switch (op_of(i)) {
    case Op::ADD_F: return with(Op::ADD);
    case Op::SUB_F: return with(Op::SUB);
    case Op::MUL_F: return with(Op::MUL);
    case Op::TRUEDIV_F: return with(Op::TRUEDIV);
    case Op::FOR_RANGE:
    case Op::FOR_LIST:
    case Op::FOR_TUPLE:
    case Op::FOR_STR:
    case Op::FOR_GENERATOR: return with(Op::FOR_ITER);
    default: return i;
  }
}

void init_code_type() {
  TypeSpec spec{
      .name = "code",
      .instance_size = sizeof(CodeObject),
      .flags = kTypeNoInstantiate,
      .compare_ops =
          1u << static_cast<int>(CompareOp::kEq) | 1u << static_cast<int>(CompareOp::kNe),
      .doc = "Compiled code: a module, function or class body.",
      .methods = kMethods,
      .getsets = kAttributes,
  };
  spec.slots.dealloc = dealloc;
  spec.slots.traverse = traverse;
  spec.slots.repr = repr_slot;
  spec.slots.compare = compare_slot;
  spec.slots.hash = hash_slot;
  type_init_builtin(code_type, kCodeShape, spec);
}

}  // namespace gilt
