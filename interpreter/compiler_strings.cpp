// f-strings and t-strings.

#include "interpreter/compiler_codegen.h"
#include "runtime/str.h"

namespace gilt {

namespace {

constexpr uint32_t kNoFormatSpec = 1u << 8;
constexpr size_t kMaxParts = 0x3fff;

}  // namespace

// The text of a format spec or a whole f-string: parts that are known are merged.
Operand CodeGenerator::joined_string(ast::JoinedStr& e, Dest dest) {
  if (e.values.size() > kMaxParts) unit_.syntax_error(e.span, "too many parts in one f-string");
  std::string text;
  uint32_t parts = 0;
  auto flush = [&] {
    if (text.empty()) return;
    load_constant(unit_.check(text_constant(t_, text)).get(), Dest::push());
    text.clear();
    ++parts;
  };
  for (size_t i = 0; i < e.values.size(); ++i) {
    ast::Expr* value = e.values[i];
    if (auto* constant = value->try_as<ast::Constant>()) {
      text += constant->text;
      continue;
    }
    flush();
    if (parts == 0 && e.values.size() == 1) return compile(*value, dest);
    compile(*value, Dest::push());
    ++parts;
  }
  if (parts == 0) return load_constant(unit_.check(text_constant(t_, text)).get(), dest);
  flush();
  if (parts == 1) return settle(top_operand(), dest);
  return result_window(Op::BUILD_STRING, dest, parts, static_cast<int32_t>(parts));
}

Operand CodeGenerator::format_spec(ast::Expr& spec, Dest dest) {
  return compile(spec, dest);
}

Operand CodeGenerator::formatted_value(ast::FormattedValue& e, Dest dest) {
  uint32_t how = e.conversion < 0 ? 0 : static_cast<uint32_t>(e.conversion);
  Operand value = read_before(*e.value, {e.format_spec});
  if (e.format_spec == nullptr) return result(Op::FORMAT, dest, value, {}, 0, how | kNoFormatSpec);
  Operand spec = format_spec(*e.format_spec, Dest::anywhere());
  return result(Op::FORMAT, dest, value, spec, 0, how);
}

// Template(part, Interpolation(value, text, conversion, spec), part ...)
Operand CodeGenerator::template_string(ast::TemplateStr& e, Dest dest) {
  if (e.values.size() > kMaxParts) unit_.syntax_error(e.span, "too many parts in one t-string");
  uint32_t parts = 0;
  for (ast::Expr* value : e.values) {
    ++parts;
    auto* field = value->try_as<ast::Interpolation>();
    if (field == nullptr) {
      push(*value);
      continue;
    }
    SpanScope at(*this, field->span);
    push(*field->value);
    load_constant(unit_.check(text_constant(t_, field->str)).get(), Dest::push());
    if (field->conversion < 0) {
      push_none();
    } else {
      char letter = static_cast<char>(field->conversion);
      load_constant(to_value(intern(std::string_view(&letter, 1))), Dest::push());
    }
    if (field->format_spec != nullptr)
      format_spec(*field->format_spec, Dest::push());
    else
      load_constant(to_value(intern("")), Dest::push());
    result_window(Op::BUILD_INTERPOLATION, Dest::push(), 4);
  }
  return result_window(Op::BUILD_TEMPLATE, dest, parts, static_cast<int32_t>(parts));
}

}  // namespace gilt
