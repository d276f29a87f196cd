#include "interpreter/disassemble.h"

#include <fmt/format.h>

#include <set>

#include "runtime/bytes.h"
#include "runtime/complex.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

constexpr size_t kLongText = 60;

// A constant as a script would write it, without asking the script's own repr.
std::string constant_text(Value v) {
  if (v.is_none()) return "None";
  if (v.is_bool()) return v.is_true() ? "True" : "False";
  if (v.is_unset()) return "unset";
  if (v.is_int() || has_shape(v, kIntShape)) return int_to_text(v);
  if (is_float(v)) return float_repr(float_value(v));
  if (has_shape(v, kStrShape)) return repr_text(v.as<StrObject>());
  if (has_shape(v, kBytesShape)) return repr_bytes(v.as<BytesObject>()->view());
  if (has_shape(v, kComplexShape)) return complex_repr(complex_value(v));
  if (has_shape(v, kEllipsisShape)) return "Ellipsis";
  if (has_shape(v, kCodeShape))
    return fmt::format("<code {}>",
                       v.as<CodeObject>()->qualified_name.peek().as<StrObject>()->view());
  if (has_shape(v, kTupleShape)) {
    auto* tuple = v.as<TupleObject>();
    std::string out = "(";
    for (int64_t i = 0; i < tuple->size; ++i) {
      if (i > 0) out += ", ";
      out += constant_text(tuple->at(i));
    }
    return out + (tuple->size == 1 ? ",)" : ")");
  }
  return fmt::format("<{}>", type_name(v));
}

std::string shortened(std::string text) {
  if (text.size() <= kLongText) return text;
  text.resize(kLongText - 3);
  return text + "...";
}

std::string name_in(const Slot& names, uint32_t index) {
  auto* tuple = names.peek().as<TupleObject>();
  if (index >= tuple->size) return fmt::format("?{}", index);
  return std::string(tuple->at(index).as<StrObject>()->view());
}

class Printer {
 public:
  explicit Printer(const CodeObject* code) : code_(code) {}

  std::string operands(uint32_t offset) const {
    Instr i = general_form(code_->words[offset]);
    const OpInfo& info = info_of(i);
    const Role roles[] = {info.a, info.b, info.c};
    const uint16_t values[] = {a_of(i), b_of(i), c_of(i)};
    std::string out;
    auto add = [&](const std::string& text) {
      if (!out.empty()) out += ", ";
      out += text;
    };
    for (int k = 0; k < 3; ++k) {
      bool consumed = (flags_of(i) & (kConsumeA << k)) != 0;
      switch (roles[k]) {
        case Role::none: break;
        case Role::write: add(register_name(values[k]) + " ="); break;
        case Role::read: add(register_name(values[k]) + (consumed ? "!" : "")); break;
        case Role::window: add(range(values[k], window_size(code_->words + offset)) + "!"); break;
        case Role::make: add(range(values[k], made_size(code_->words + offset)) + " ="); break;
        case Role::pair: add(range(values[k], 2)); break;
        case Role::constant:
          add(shortened(constant_text(code_->constants[values[k]].peek())));
          break;
        case Role::name:
          add(std::string(code_->constants[values[k]].peek().as<StrObject>()->view()));
          break;
        case Role::global: add(std::string(code_->globals->names[values[k]]->view())); break;
        case Role::free: add(name_in(code_->free_names, values[k])); break;
        case Role::number: add(fmt::format("{}", static_cast<int16_t>(values[k]))); break;
        case Role::count: add(fmt::format("#{}", values[k])); break;
        case Role::jump:
        case Role::jump32: add(fmt::format("-> {}", target(offset))); break;
        case Role::number32: add(fmt::format("{}", bc_of(i))); break;
      }
    }
    switch (op_of(i)) {
      case Op::SEND:
      case Op::THROW_INTO: add(fmt::format("-> {}", target(offset))); break;
      case Op::CALL_KW:
      case Op::CALL_METHOD_KW:
        add(constant_text(code_->constants[code_->words[offset + 1]].peek()));
        break;
      case Op::MAKE_FUNCTION: add(function_parts(code_->words[offset + 1])); break;
      case Op::FORMAT: {
        auto how = static_cast<char>(code_->words[offset + 1]);
        if (how != 0) add(std::string("!") + how);
        if (code_->words[offset + 1] >> 8) add("no spec");
        break;
      }
      default: break;
    }
    // `a =, b, c` reads better as `a = b, c`.
    for (size_t at; (at = out.find("=, ")) != out.npos && at < kLongText;) out.replace(at, 3, "= ");
    if (flags_of(i) & kInplace) out += " (in place)";
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
  }

  // Where the jump at [offset] leads; UINT32_MAX when it is none.
  uint32_t target(uint32_t offset) const {
    Instr i = code_->words[offset];
    const OpInfo& info = info_of(i);
    int64_t next = int64_t{offset} + 1 + info.extra;
    if (info.c == Role::jump) return static_cast<uint32_t>(next + signed_c_of(i));
    if (info.b == Role::jump32) return static_cast<uint32_t>(next + bc_of(i));
    if (op_of(i) == Op::SEND || op_of(i) == Op::THROW_INTO)
      return static_cast<uint32_t>(next + static_cast<int64_t>(code_->words[offset + 1]));
    return UINT32_MAX;
  }

  std::string listing() const {
    std::set<uint32_t> targets;
    for (uint32_t at = 0; at < code_->word_count; at += 1 + info_of(code_->words[at]).extra)
      if (uint32_t to = target(at); to != UINT32_MAX) targets.insert(to);
    for (const ExceptionEntry& e : code_->exceptions) targets.insert(e.handler);
    std::string out = header();
    int32_t line = -1;
    for (uint32_t at = 0; at < code_->word_count; at += 1 + info_of(code_->words[at]).extra) {
      const PositionEntry* p = position_at(code_, code_->words + at);
      std::string line_text;
      if (p != nullptr && p->line != line) {
        line = p->line;
        line_text = fmt::format("{}", line);
      }
      std::string text =
          fmt::format("{:>5} {:>2}{:>4}  {:<16} {}", line_text, targets.contains(at) ? ">>" : "",
                      at, info_of(general_form(code_->words[at])).name, operands(at));
      while (text.back() == ' ') text.pop_back();
      out += text + '\n';
    }
    for (const ExceptionEntry& e : code_->exceptions)
      out += fmt::format("      {}..{} -> {} depth {}\n", e.start, e.end, e.handler, e.depth);
    return out;
  }

 private:
  std::string header() const {
    return fmt::format("{}: {} locals, {} temporaries\n",
                       code_->qualified_name.peek().as<StrObject>()->view(), code_->local_count,
                       code_->register_count - code_->local_count);
  }

  std::string register_name(uint32_t r) const {
    if (r >= code_->local_count) return fmt::format("t{}", r - code_->local_count);
    std::string name = name_in(code_->local_names, r);
    // Comprehensions may have a variable of the same name.
    for (uint32_t k = 0; k < r; ++k)
      if (name_in(code_->local_names, k) == name) return fmt::format("{}'{}", name, r);
    return name;
  }

  std::string range(uint32_t first, int size) const {
    if (size == 0) return "()";
    if (size == 1) return register_name(first);
    return fmt::format("{}..{}", register_name(first),
                       register_name(first + static_cast<uint32_t>(size) - 1));
  }

  static std::string function_parts(uint64_t flags) {
    constexpr const char* kNames[] = {"defaults", "keyword defaults", "annotate",
                                      "closure",  "type parameters",  "annotations"};
    std::string out;
    for (int bit = 0; bit < 6; ++bit) {
      if (!(flags >> bit & 1)) continue;
      if (!out.empty()) out += " + ";
      out += kNames[bit];
    }
    return out.empty() ? "plain" : out;
  }

  const CodeObject* code_;
};

}  // namespace

std::string disassemble_operands(const CodeObject* code, uint32_t offset) {
  return Printer(code).operands(offset);
}

std::string disassemble(const CodeObject* code, bool nested) {
  std::string out = Printer(code).listing();
  if (!nested) return out;
  for (uint32_t i = 0; i < code->constant_count; ++i) {
    Value v = code->constants[i].peek();
    if (has_shape(v, kCodeShape)) out += '\n' + disassemble(v.as<CodeObject>());
  }
  return out;
}

}  // namespace gilt
