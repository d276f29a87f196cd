// str.format, str.format_map and str.__format__.
#include "runtime/argument_kind.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/format_spec.h"
#include "runtime/format_template.h"
#include "runtime/int.h"
#include "runtime/operations.h"
#include "runtime/str_methods.h"
#include "runtime/tuple.h"

namespace gilt::str_methods {

namespace {

class Formatter {
 public:
  // [positional] null: format_map, where [named] is any mapping; else [named] is a dict or unset.
  Formatter(Thread& t, TupleObject* positional, Value named)
      : t_(t), positional_(positional), named_(named) {}

  bool expand(std::string_view text, int depth, std::string& out) {
    if (depth < 0) return fail(t_, value_error_type, "Max string recursion exceeded");
    FormatPieces pieces(text);
    FormatPiece piece;
    bool failed;
    while (pieces.next(t_, piece, failed)) {
      out += piece.literal;
      if (piece.has_field) GILT_CHECK(add_field(piece, depth, out));
    }
    return !failed;
  }

 private:
  // Fields are numbered by the script or by us, not both.
  enum class Numbering { kUndecided, kAutomatic, kManual };

  bool decide(Numbering numbering) {
    if (numbering_ == Numbering::kUndecided) numbering_ = numbering;
    if (numbering_ == numbering) return true;
    if (numbering == Numbering::kManual)
      return fail(t_, value_error_type,
                  "cannot switch from automatic field numbering to manual field specification");
    return fail(t_, value_error_type,
                "cannot switch from manual field specification to automatic field numbering");
  }

  Ref first_value(std::string_view name) {
    GILT_TRY(int64_t index, field_number(t_, name));
    if (name.empty() || index >= 0) {
      if (name.empty()) {
        GILT_CHECK(decide(Numbering::kAutomatic));
        index = next_index_++;
      } else {
        GILT_CHECK(decide(Numbering::kManual));
      }
      if (positional_ == nullptr)
        return fail(t_, value_error_type, "Format string contains positional fields");
      if (index >= positional_->size)
        return fail(t_, index_error_type,
                    "Replacement index {} out of range for positional args tuple", index);
      return Ref::copy(positional_->at(index));
    }
    GILT_TRY(Ref key, str_new(t_, name));
    if (positional_ == nullptr) return get_item(t_, named_, key.get());
    if (!named_.is_unset()) {
      Ref value = dict_get(t_, named_.as<DictObject>(), key.get());
      if (!value.is_unset()) return value;
    }
    return fail_with(t_, key_error_type, std::move(key));
  }

  Ref value_of(std::string_view name) {
    FieldName field(name);
    GILT_TRY(Ref value, first_value(field.first()));
    FieldName::Step step;
    bool failed;
    while (field.next(t_, step, failed)) {
      if (step.is_attribute) {
        value = get_attribute(t_, value.get(), intern(step.name));
      } else {
        GILT_TRY(int64_t index, field_number(t_, step.name));
        GILT_TRY(Ref key, index >= 0 ? int_from(t_, index) : Ref(str_new(t_, step.name)));
        value = get_item(t_, value.get(), key.get());
      }
      if (value.is_error()) return Failed{};
    }
    if (failed) return Failed{};
    return value;
  }

  Ref converted(Ref value, char32_t conversion) {
    switch (conversion) {
      case 0: return value;
      case 'r': return repr(t_, value.get());
      case 's': return to_str(t_, value.get());
      case 'a': return ascii(t_, value.get());
      default: break;
    }
    if (conversion > 32 && conversion < 127)
      return fail(t_, value_error_type, "Unknown conversion specifier {}",
                  static_cast<char>(conversion));
    return fail(t_, value_error_type, "Unknown conversion specifier \\x{:x}",
                static_cast<uint32_t>(conversion));
  }

  bool add_field(const FormatPiece& piece, int depth, std::string& out) {
    GILT_TRY(Ref found, value_of(piece.name));
    GILT_TRY(Ref value, converted(std::move(found), piece.conversion));
    std::string expanded;
    std::string_view spec = piece.spec;
    if (piece.spec_has_fields) {
      GILT_CHECK(expand(piece.spec, depth - 1, expanded));
      spec = expanded;
    }
    if (spec.empty() && is_exact_str(value.get())) {
      out += value.as<StrObject>()->view();
      return true;
    }
    GILT_TRY(auto spec_text, str_new(t_, spec));
    GILT_TRY(auto shown, gilt::format(t_, value.get(), spec_text.value()));
    out += shown->view();
    return true;
  }

  Thread& t_;
  TupleObject* positional_;
  Value named_;
  Numbering numbering_ = Numbering::kUndecided;
  int64_t next_index_ = 0;
};

Ref run(Thread& t, StrObject* self, TupleObject* positional, Value named) {
  try {
    std::string out;
    GILT_CHECK(Formatter(t, positional, named).expand(self->view(), 1, out));
    return str_new(t, out);
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

}  // namespace

// (self, *args, **kwargs)
Ref format(Thread& t, Args args) {
  return run(t, args[0].as<StrObject>(), args[1].as<TupleObject>(), args[2]);
}

// (self, mapping, /)
Ref format_map(Thread& t, Args args) {
  return run(t, args[0].as<StrObject>(), nullptr, args[1]);
}

// (self, format_spec, /)
Ref format_method(Thread& t, Args args) {
  if (!is_str(args[1]))
    return fail(t, type_error_type, "__format__() argument must be str, not {}",
                argument_kind(args[1]));
  return format_str(t, args[0].as<StrObject>(), args[1].as<StrObject>()->view());
}

}  // namespace gilt::str_methods
