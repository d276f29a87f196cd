// Names that are not where the fast path looks, and the errors for those that are nowhere.
#include "interpreter/slow.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/interpreter.h"
#include "runtime/messages.h"
#include "runtime/operations.h"

namespace gilt {
namespace {

Failed unbound(Thread& t, const TypeObject& type, fmt::string_view format, StrObject* name) {
  std::string message = fmt::format(fmt::runtime(format), name->view());
  return fail_name(t, type, name, message);
}

StrObject* local_name(const Frame& frame, uint32_t index) {
  auto* names = frame.code->local_names.peek().as<TupleObject>();
  return index < names->size ? names->at(index).as<StrObject>() : names::empty;
}

StrObject* free_name(const Frame& frame, uint32_t index) {
  return frame.code->free_names.peek().as<TupleObject>()->at(index).as<StrObject>();
}

// mapping[name], unset when it raises KeyError.
Ref mapping_get(Thread& t, Value mapping, StrObject* name) {
  if (has_shape(mapping, kDictShape))
    return Ref::copy(dict_get_name(mapping.as<DictObject>(), name));
  Ref value = get_item(t, mapping, to_value(name));
  if (!value.is_error() || !error_matches(t, key_error_type)) return value;
  error_clear(t);
  return Ref::unset();
}

// The namespace that names of module and class code belong to.
Value namespace_of(const Frame& frame) {
  return frame.has(kFrameHasNames) ? frame.names : to_value(frame.globals->globals);
}

Ref global_or_builtin(Thread& t, const Frame& frame, StrObject* name) {
  Value value = dict_get_name(frame.globals->globals, name);
  if (value.is_unset())
    value = dict_get_name(frame.globals->builtins.peek().as<DictObject>(), name);
  if (value.is_unset()) return fail_name(t, name);
  return Ref::copy(value);
}

Ref free_variable(Thread& t, const Frame& frame, uint32_t index) {
  Value content = frame.function()->closure[index].peek().as<CellObject>()->content.peek();
  if (content.is_unset())
    return unbound(t, name_error_type, messages::kUnboundFree, free_name(frame, index));
  return Ref::copy(content);
}

}  // namespace

bool fail_unbound_operand(Thread& t, Frame& frame, Value* regs, Instr instr) {
  const OpInfo& info = info_of(instr);
  const Role roles[] = {info.a, info.b, info.c};
  const uint16_t operands[] = {a_of(instr), b_of(instr), c_of(instr)};
  uint32_t unset = 0;
  for (int k = 2; k >= 0; --k) {
    if (roles[k] == Role::read && regs[operands[k]].is_unset()) unset = operands[k];
    bool consumed = (flags_of(instr) & (kConsumeA << k)) != 0;
    uint32_t count = consumed                   ? 1
                     : roles[k] == Role::window ? static_cast<uint32_t>(window_size(frame.pc))
                                                : 0;
    Window(regs + operands[k], count).clear();
  }
  return unbound(t, unbound_local_error_type, messages::kUnboundLocal, local_name(frame, unset));
}

bool slow_unbound_local(Thread& t, Frame& frame, Value*, Instr instr) {
  uint32_t index = op_of(instr) == Op::LOAD_LOCAL ? b_of(instr) : a_of(instr);
  return unbound(t, unbound_local_error_type, messages::kUnboundLocal, local_name(frame, index));
}

bool slow_unbound_cell(Thread& t, Frame& frame, Value*, Instr instr) {
  uint32_t index = op_of(instr) == Op::LOAD_CELL ? b_of(instr) : a_of(instr);
  return unbound(t, unbound_local_error_type, messages::kUnboundLocal, local_name(frame, index));
}

bool slow_unbound_free(Thread& t, Frame& frame, Value*, Instr instr) {
  return unbound(t, name_error_type, messages::kUnboundFree, free_name(frame, b_of(instr)));
}

bool slow_load_global(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Value value = global_table_find(t, frame.globals, b_of(instr));
  if (value.is_unset()) return fail_name(t, frame.globals->names->names[b_of(instr)]);
  return write_a(regs, instr, Ref::copy(value));
}

bool slow_store_global(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref value = take_a(regs, instr);
  GlobalTable* table = frame.globals;
  // A first store makes the cell and links it; one that exists but is not linked yet is linked
  // here.
  GILT_CHECK(dict_set_name(t, table->globals, table->names->names[b_of(instr)], value.get()));
  if (load_link(table->cells + b_of(instr))->value.is_unset())
    (void)global_table_find(t, table, b_of(instr));
  return true;
}

bool slow_store_cell(Thread&, Frame&, Value* regs, Instr instr) {
  Ref value = take_b(regs, instr);
  auto* cell = regs[a_of(instr)].as<CellObject>();
  cell->content.store(cell, std::move(value));
  return true;
}

bool slow_store_free(Thread&, Frame& frame, Value* regs, Instr instr) {
  Ref value = take_a(regs, instr);
  auto* cell = frame.function()->closure[b_of(instr)].peek().as<CellObject>();
  cell->content.store(cell, std::move(value));
  return true;
}

bool slow_delete_global(Thread& t, Frame& frame, Value*, Instr instr) {
  StrObject* name = frame.globals->names->names[b_of(instr)];
  if (!dict_delete_name(t, frame.globals->globals, name)) return fail_name(t, name);
  return true;
}

bool slow_load_name(Thread& t, Frame& frame, Value* regs, Instr instr) {
  StrObject* name = name_operand(frame, b_of(instr));
  if (frame.has(kFrameHasNames)) {
    GILT_TRY(Ref value, mapping_get(t, frame.names, name));
    if (!value.is_unset()) return write_a(regs, instr, std::move(value));
  }
  return write_a(regs, instr, global_or_builtin(t, frame, name));
}

bool slow_store_name(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref value = take_a(regs, instr);
  Value names = namespace_of(frame);
  StrObject* name = name_operand(frame, b_of(instr));
  if (has_shape(names, kDictShape))
    return dict_set_name(t, names.as<DictObject>(), name, value.get());
  return set_item(t, names, to_value(name), value.get());
}

bool slow_delete_name(Thread& t, Frame& frame, Value*, Instr instr) {
  Value names = namespace_of(frame);
  StrObject* name = name_operand(frame, b_of(instr));
  if (has_shape(names, kDictShape)) {
    if (!dict_delete_name(t, names.as<DictObject>(), name)) return fail_name(t, name);
    return true;
  }
  if (delete_item(t, names, to_value(name))) return true;
  if (!error_matches(t, key_error_type)) return false;
  error_clear(t);
  return fail_name(t, name);
}

bool slow_load_name_or_free(Thread& t, Frame& frame, Value* regs, Instr instr) {
  GILT_TRY(Ref value, mapping_get(t, namespace_of(frame), name_operand(frame, b_of(instr))));
  if (!value.is_unset()) return write_a(regs, instr, std::move(value));
  return write_a(regs, instr, free_variable(t, frame, c_of(instr)));
}

bool slow_load_namespace(Thread&, Frame& frame, Value* regs, Instr instr) {
  return write_a(regs, instr, Ref::copy(namespace_of(frame)));
}

bool slow_load_mapping_or_global(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref mapping = take_c(regs, instr);
  StrObject* name = name_operand(frame, b_of(instr));
  GILT_TRY(Ref value, mapping_get(t, mapping.get(), name));
  if (!value.is_unset()) return write_a(regs, instr, std::move(value));
  return write_a(regs, instr, global_or_builtin(t, frame, name));
}

bool slow_load_mapping_or_free(Thread& t, Frame& frame, Value* regs, Instr instr) {
  Ref mapping = take_c(regs, instr);
  GILT_TRY(Ref value, mapping_get(t, mapping.get(), free_name(frame, b_of(instr))));
  if (!value.is_unset()) return write_a(regs, instr, std::move(value));
  return write_a(regs, instr, free_variable(t, frame, b_of(instr)));
}

bool slow_make_cell(Thread& t, Frame&, Value* regs, Instr instr) {
  Value* local = regs + a_of(instr);
  GILT_TRY(auto cell, cell_new(t, Ref::adopt(std::exchange(*local, kUnset))));
  *local = Ref(std::move(cell)).take();
  return true;
}

}  // namespace gilt
