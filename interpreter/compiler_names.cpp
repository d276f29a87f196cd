// Names: where they live, and the instructions that read, write and delete them.

#include <cassert>

#include "interpreter/compiler_codegen.h"
#include "runtime/str.h"

namespace gilt {

namespace {

constexpr size_t kMaxConstants = 0xffff;
constexpr size_t kMaxLocals = 0x7fff;
constexpr ast::Identifier kClassDict = "__classdict__";

}  // namespace

// Parameters first, in calling order, then the other locals. A class or module has registers only
// for cells (`__class__`) and for the variables of inlined comprehensions.
void CodeGenerator::allot_locals() {
  const Scope& scope = *unit_scope_;
  symbol_registers_.assign(scope.symbols.size(), -1);
  auto allot = [this](size_t index, const Symbol& symbol) {
    if (local_names_.size() >= kMaxLocals) unit_.syntax_error({}, "too many local variables");
    auto reg = static_cast<Register>(local_names_.size());
    symbol_registers_[index] = reg;
    local_names_.push_back(unit_.name(symbol.name));
    local_is_cell_.push_back(symbol.resolution == Resolution::kCell);
    if (symbol.is_deleted) deletable_.add(static_cast<uint32_t>(reg));
  };
  if (scope.is_function_like()) {
    for (ast::Identifier parameter : scope.parameters) {
      const Symbol* symbol = scope.find(parameter);
      allot(static_cast<size_t>(symbol - scope.symbols.data()), *symbol);
      bound_.add(static_cast<uint32_t>(local_names_.size() - 1));
    }
  }
  for (size_t i = 0; i < scope.symbols.size(); ++i) {
    const Symbol& symbol = scope.symbols[i];
    bool has_register = symbol.resolution == Resolution::kCell ||
                        (symbol.resolution == Resolution::kLocal && scope.is_function_like());
    if (has_register && symbol_registers_[i] < 0) allot(i, symbol);
  }
  auto allot_cell = [this](const char* name) {
    local_names_.push_back(intern(name));
    local_is_cell_.push_back(true);
    return static_cast<Register>(local_names_.size() - 1);
  };
  if (scope.needs_class_cell) class_cell_ = allot_cell("__class__");
  if (scope.needs_classdict) classdict_cell_ = allot_cell("__classdict__");
}

// Captured locals of [scope] move into cells.
void CodeGenerator::make_cells(const Scope* scope) {
  for (const Symbol& symbol : scope->symbols)
    if (symbol.resolution == Resolution::kCell) emit(Op::MAKE_CELL, local_register(scope, &symbol));
}

Register CodeGenerator::local_register(const Scope* scope, const Symbol* symbol) const {
  auto index = static_cast<size_t>(symbol - scope->symbols.data());
  if (scope == unit_scope_) return symbol_registers_[index];
  for (size_t i = inlined_.size(); i-- > 0;)
    if (inlined_[i].scope == scope) return inlined_[i].symbol_registers[index];
  assert(false);
  return 0;
}

// A register for a variable of an inlined comprehension. Comprehensions that do not overlap share
// those with the same name.
Register CodeGenerator::hidden_local(ast::Identifier name, bool is_cell) {
  for (HiddenLocal& h : hidden_) {
    if (h.in_use || h.name != name) continue;
    if (local_is_cell_[static_cast<size_t>(h.reg)] != is_cell) continue;
    h.in_use = true;
    return h.reg;
  }
  if (local_names_.size() >= kMaxLocals) unit_.syntax_error({}, "too many local variables");
  auto reg = static_cast<Register>(local_names_.size());
  local_names_.push_back(unit_.name(name));
  local_is_cell_.push_back(is_cell);
  hidden_.push_back({name, reg, true});
  return reg;
}

ast::Identifier CodeGenerator::mangled(ast::Identifier name) {
  return name.starts_with("__") ? scope_->mangled(name, unit_.arena) : name;
}

bool CodeGenerator::module_uses_globals() const {
  return !unit_.options.separate_namespace;
}

NameUse CodeGenerator::use_of(ast::Identifier id) {
  id = mangled(id);
  StrObject* name = unit_.name(id);
  auto [scope, symbol] = scope_->resolve(id);
  bool in_class = scope->type == ScopeType::kClass;
  bool in_module = scope->type == ScopeType::kModule;
  NameUse in_namespace{in_module && module_uses_globals() ? NameAccess::kGlobal : NameAccess::kName,
                       0, name};
  if (symbol == nullptr)
    return in_class || in_module ? in_namespace : NameUse{NameAccess::kGlobal, 0, name};
  switch (symbol->resolution) {
    case Resolution::kLocal:
      if (in_class || in_module) return in_namespace;
      return {NameAccess::kRegister, local_register(scope, symbol), name};
    case Resolution::kCell: return {NameAccess::kCell, local_register(scope, symbol), name};
    case Resolution::kFree: {
      auto frees = unit_scope_->frees;
      auto at =
          std::find_if(frees.begin(), frees.end(), [&](ast::Identifier f) { return f == id; });
      assert(at != frees.end());
      auto index = static_cast<int32_t>(at - frees.begin());
      if (in_class) return {NameAccess::kNameOrFree, index, name};
      bool by_class = scope->can_see_class_scope && id != kClassDict;
      return {by_class ? NameAccess::kMappingOrFree : NameAccess::kFree, index, name};
    }
    case Resolution::kGlobalExplicit: return {NameAccess::kGlobal, 0, name};
    case Resolution::kGlobalImplicit:
      if (in_class || in_module) return in_namespace;
      return {scope->can_see_class_scope ? NameAccess::kMappingOrGlobal : NameAccess::kGlobal, 0,
              name};
    case Resolution::kParent: break;
  }
  return {NameAccess::kGlobal, 0, name};
}

uint32_t CodeGenerator::constant(Ref value) {
  uint32_t index = constants_.add(unit_.check(std::move(value)));
  if (index > kMaxConstants) unit_.syntax_error(span_, "too many constants in one code object");
  return index;
}

uint32_t CodeGenerator::name_constant(ast::Identifier name) {
  return constant(Ref::copy(unit_.name(name)));
}

uint32_t CodeGenerator::attribute_constant(ast::Identifier name) {
  return name_constant(mangled(name));
}

Operand CodeGenerator::load_constant(Value value, Dest dest) {
  if (value.is_int() && value.as_int() >= INT32_MIN && value.as_int() <= INT32_MAX)
    return load_int(static_cast<int32_t>(value.as_int()), dest);
  return result_number(Op::LOAD_CONST, dest,
                       {.reg = static_cast<Register>(constant(Ref::copy(value)))}, 0);
}

Operand CodeGenerator::load_text(ast::Identifier text, Dest dest) {
  return load_constant(to_value(unit_.name(text)), dest);
}

Operand CodeGenerator::load_int(int32_t value, Dest dest) {
  return result(Op::LOAD_INT, dest, {.reg = value});
}

void CodeGenerator::push_none() {
  load_constant(kNone, Dest::push());
}

Operand CodeGenerator::load_name(ast::Identifier id, Dest dest) {
  if (id == "__debug__")
    return load_constant(Value::boolean(!unit_.options.optimize_asserts), dest);
  NameUse use = use_of(id);
  switch (use.access) {
    case NameAccess::kRegister: {
      // Looked at here rather than by what uses it: if it is unbound, the name is to blame.
      if (!bound_.has(static_cast<uint32_t>(use.index))) {
        if (dest.where == Dest::kPush) {
          Operand loaded = result(Op::LOAD_LOCAL, dest, {use.index});
          mark_bound(use.index);
          return loaded;
        }
        emit(Op::CHECK_LOCAL, use.index);
        mark_bound(use.index);
      }
      return settle({use.index}, dest);
    }
    case NameAccess::kCell: return result(Op::LOAD_CELL, dest, {use.index});
    case NameAccess::kFree: return result(Op::LOAD_FREE, dest, {use.index});
    case NameAccess::kGlobal:
      return result(Op::LOAD_GLOBAL, dest, {static_cast<Register>(unit_.global(use.name, false))});
    case NameAccess::kName:
      return result(Op::LOAD_NAME, dest, {static_cast<Register>(constant(Ref::copy(use.name)))});
    case NameAccess::kNameOrFree:
      return result(Op::LOAD_NAME_OR_FREE, dest,
                    {static_cast<Register>(constant(Ref::copy(use.name)))}, {use.index});
    case NameAccess::kMappingOrGlobal: {
      Operand mapping = load_namespace_of_class(Dest::push());
      auto name = static_cast<Register>(constant(Ref::copy(use.name)));
      return result(Op::LOAD_MAPPING_OR_GLOBAL, dest, {name}, mapping);
    }
    case NameAccess::kMappingOrFree: {
      Operand mapping = load_namespace_of_class(Dest::push());
      return result(Op::LOAD_MAPPING_OR_FREE, dest, {use.index}, mapping);
    }
  }
  return {};
}

Operand CodeGenerator::load_namespace_of_class(Dest dest) {
  return load_name(unit_.arena.intern(kClassDict), dest);
}

// Consumes [value] if it dies.
void CodeGenerator::store_name(ast::Identifier id, Operand value) {
  NameUse use = use_of(id);
  if (use.access == NameAccess::kRegister) {
    move(value, Dest::in(use.index));
    return;
  }
  switch (use.access) {
    case NameAccess::kCell: {
      uint8_t flags = consume(value, kConsumeB);
      emit(Op::STORE_CELL, use.index, value.reg, 0, flags);
      break;
    }
    case NameAccess::kFree:
    case NameAccess::kMappingOrFree: effect1(Op::STORE_FREE, value, use.index); break;
    case NameAccess::kNameOrFree:  // `nonlocal` in a class body
      if (scope_->resolve(mangled(id)).symbol->is_nonlocal) {
        effect1(Op::STORE_FREE, value, use.index);
        break;
      }
      [[fallthrough]];
    case NameAccess::kName:
      effect1(Op::STORE_NAME, value, static_cast<int32_t>(constant(Ref::copy(use.name))));
      break;
    default:
      effect1(Op::STORE_GLOBAL, value, static_cast<int32_t>(unit_.global(use.name, true)));
      break;
  }
}

// name = value, in one instruction where the name is a register.
void CodeGenerator::assign_name(ast::Identifier id, ast::Expr& value) {
  NameUse use = use_of(id);
  if (use.access == NameAccess::kRegister)
    compile(value, Dest::in(use.index));
  else
    store_name(id, read(value));
}

void CodeGenerator::delete_name(ast::Identifier id) {
  NameUse use = use_of(id);
  switch (use.access) {
    case NameAccess::kRegister:
      emit(Op::DELETE_LOCAL, use.index);
      bound_.remove(static_cast<uint32_t>(use.index));
      break;
    case NameAccess::kCell: emit(Op::DELETE_CELL, use.index); break;
    case NameAccess::kFree:
    case NameAccess::kMappingOrFree: emit(Op::DELETE_FREE, 0, use.index); break;
    case NameAccess::kNameOrFree:
      if (scope_->resolve(mangled(id)).symbol->is_nonlocal) {
        emit(Op::DELETE_FREE, 0, use.index);
        break;
      }
      [[fallthrough]];
    case NameAccess::kName:
      emit(Op::DELETE_NAME, 0, static_cast<int32_t>(constant(Ref::copy(use.name))));
      break;
    default: emit(Op::DELETE_GLOBAL, 0, static_cast<int32_t>(unit_.global(use.name, true))); break;
  }
}

// The body may have deleted the name itself, so it is given a value first where deleting can fail.
void CodeGenerator::clear_name(ast::Identifier id) {
  NameUse use = use_of(id);
  if (use.access == NameAccess::kRegister) {
    emit(Op::CLEAR, use.index);
    bound_.remove(static_cast<uint32_t>(use.index));
    return;
  }
  push_none();
  store_name(id, top_operand());
  delete_name(id);
}

// The cell of [name] itself, for a closure.
void CodeGenerator::push_cell(ast::Identifier name) {
  if (unit_scope_->type == ScopeType::kClass) {
    Register own = name == "__class__" ? class_cell_ : name == kClassDict ? classdict_cell_ : -1;
    if (own >= 0) {
      result(Op::MOVE, Dest::push(), {own});
      return;
    }
  }
  // A class may bind the name, too: the cell is then the enclosing function's.
  auto [scope, symbol] = scope_->resolve(name);
  if (symbol != nullptr && symbol->resolution == Resolution::kCell) {
    result(Op::MOVE, Dest::push(), {local_register(scope, symbol)});
    return;
  }
  auto frees = unit_scope_->frees;
  auto at = std::find_if(frees.begin(), frees.end(), [&](ast::Identifier f) { return f == name; });
  assert(at != frees.end());
  result(Op::LOAD_CLOSURE, Dest::push(), {static_cast<Register>(at - frees.begin())});
}

void CodeGenerator::push_closure(const Scope& inner) {
  for (ast::Identifier name : inner.frees) push_cell(name);
  auto count = static_cast<uint32_t>(inner.frees.size());
  result_window(Op::BUILD_TUPLE, Dest::push(), count, static_cast<int32_t>(count));
}

}  // namespace gilt
