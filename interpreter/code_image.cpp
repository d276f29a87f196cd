#include "interpreter/code_image.h"

#include <algorithm>

#include "runtime/bytes.h"
#include "runtime/complex.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/set.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

// The fields of CodeObject, without objects. Names are interned: they are the process's.
struct CodeImage {
  StrObject* name;
  StrObject* qualified_name;
  std::string filename;
  std::vector<Instr> words;  // without what running them has taught
  std::vector<ValueImage> constants;
  uint32_t flags_word, positional_count, positional_only_count, keyword_only_count;
  uint32_t local_count, register_count, first_line;
  std::vector<StrObject*> local_names, cell_names, free_names;
  std::vector<StrObject*> globals;
  std::vector<bool> for_store;
  std::vector<ExceptionEntry> exceptions;
  std::vector<DepthEntry> depths;
  std::vector<PositionEntry> positions;
  std::vector<SilentLine> silent_lines;
};

// -- to images --

std::optional<ValueImage> image_of_atom(Value v) {
  using Kind = ValueImage::Kind;
  ValueImage image;
  if (!v.is_object() || same(v, ellipsis_value()) || same(v, not_implemented_value())) {
    image.word = v;
    return image;
  }
  switch (v.as_object()->shape) {
    case kIntShape:
      image.kind = Kind::kInt;
      image.text = int_to_text(v, 16);
      return image;
    case kFloatShape:
      image.kind = Kind::kFloat;
      image.real = float_value(v);
      return image;
    case kComplexShape:
      image.kind = Kind::kComplex;
      image.real = complex_value(v).real;
      image.imaginary = complex_value(v).imag;
      return image;
    case kStrShape:
      // Interned ones are the process's.
      if (v.as<StrObject>()->has(kStrInterned)) {
        image.word = v;
        return image;
      }
      image.kind = Kind::kText;
      image.text = v.as<StrObject>()->view();
      return image;
    case kBytesShape:
      image.kind = Kind::kOctets;
      image.text = v.as<BytesObject>()->view();
      return image;
    default: return std::nullopt;
  }
}

std::optional<ValueImage> image_of(Value v) {
  ValueImage image;
  auto add = [&](Value item) {
    std::optional<ValueImage> inner = image_of(item);
    if (inner) image.items.push_back(std::move(*inner));
    return inner.has_value();
  };
  if (has_shape(v, kTupleShape)) {
    image.kind = ValueImage::Kind::kTuple;
    auto* tuple = v.as<TupleObject>();
    for (int64_t i = 0; i < tuple->size; i++)
      if (!add(tuple->at(i))) return std::nullopt;
    return image;
  }
  if (has_shape(v, kFrozenSetShape)) {
    image.kind = ValueImage::Kind::kFrozenSet;
    int64_t position = 0, hash = 0;
    Value key = kUnset;
    while (set_next(v.as<SetObject>(), position, key, hash))
      if (!add(key)) return std::nullopt;
    return image;
  }
  if (has_shape(v, kCodeShape)) {
    image.kind = ValueImage::Kind::kCode;
    image.code = image_of_code(v.as<CodeObject>());
    if (image.code == nullptr) return std::nullopt;
    return image;
  }
  return image_of_atom(v);
}

namespace {

std::vector<StrObject*> names_in(const Slot& slot) {
  std::vector<StrObject*> names;
  auto* tuple = slot.peek().as<TupleObject>();
  names.reserve(static_cast<size_t>(tuple->size));
  for (int64_t i = 0; i < tuple->size; i++) names.push_back(intern(tuple->at(i).as<StrObject>()));
  return names;
}

}  // namespace

std::shared_ptr<const CodeImage> image_of_code(const CodeObject* code) {
  auto image = std::make_shared<CodeImage>();
  for (uint32_t i = 0; i < code->constant_count; i++) {
    std::optional<ValueImage> constant = image_of(code->constants[i].peek());
    if (!constant) return nullptr;
    image->constants.push_back(std::move(*constant));
  }
  image->name = intern(code->name.peek().as<StrObject>());
  image->qualified_name = intern(code->qualified_name.peek().as<StrObject>());
  image->filename = code->filename.peek().as<StrObject>()->view();
  // Threads may be running it, and teaching it.
  image->words.resize(code->word_count);
  for (uint32_t i = 0; i < code->word_count; i++)
    image->words[i] = __atomic_load_n(code->words + i, __ATOMIC_RELAXED);
  for (size_t i = 0; i < image->words.size(); i += 1 + info_of(image->words[i]).extra) {
    Instr& word = image->words[i];
    word = general_form(word);
    if (has_inline_cache(word)) std::fill_n(&word + 1, info_of(word).extra, Instr{0});
  }
  image->flags_word = code->flags_word;
  image->positional_count = code->positional_count;
  image->positional_only_count = code->positional_only_count;
  image->keyword_only_count = code->keyword_only_count;
  image->local_count = code->local_count;
  image->register_count = code->register_count;
  image->first_line = code->first_line;
  image->local_names = names_in(code->local_names);
  image->cell_names = names_in(code->cell_names);
  image->free_names = names_in(code->free_names);
  image->globals = code->globals->names;
  image->for_store = code->globals->for_store;
  image->exceptions.assign(code->exceptions.begin(), code->exceptions.end());
  image->depths.assign(code->depths.begin(), code->depths.end());
  image->positions.assign(code->positions.begin(), code->positions.end());
  image->silent_lines.assign(code->silent_lines.begin(), code->silent_lines.end());
  return image;
}

// -- and back --

Ref atom_from_image(Thread& t, const ValueImage& image) {
  switch (image.kind) {
    case ValueImage::Kind::kInt: return int_parse(t, image.text, 16);
    case ValueImage::Kind::kFloat: return make_float(t, image.real);
    case ValueImage::Kind::kComplex: return complex_new(t, {image.real, image.imaginary});
    case ValueImage::Kind::kText: return str_new(t, image.text);
    case ValueImage::Kind::kOctets: return bytes_new(t, image.text);
    default: return Ref::copy(image.word);
  }
}

namespace {

// The code of one unit shares its list of globals: [globals] is that of the code around, or null.
RefOf<CodeObject> make_code(Thread& t, const CodeImage& image, GlobalNames* globals);

Ref make_value(Thread& t, const ValueImage& image, GlobalNames* globals) {
  switch (image.kind) {
    case ValueImage::Kind::kTuple: {
      std::vector<Ref> items;
      for (const ValueImage& item : image.items) {
        GILT_TRY(Ref made, make_value(t, item, globals));
        items.push_back(std::move(made));
      }
      GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, static_cast<int64_t>(items.size())));
      for (size_t i = 0; i < items.size(); i++) tuple->items()[i].init(std::move(items[i]));
      return tuple;
    }
    case ValueImage::Kind::kFrozenSet: {
      GILT_TRY(RefOf<ListObject> list, list_new(t));
      for (const ValueImage& item : image.items) {
        GILT_TRY(Ref made, make_value(t, item, globals));
        GILT_CHECK(list_append(t, list.get(), std::move(made)));
      }
      return frozenset_from(t, list.value());
    }
    case ValueImage::Kind::kCode: return make_code(t, *image.code, globals);
    default: return atom_from_image(t, image);
  }
}

RefOf<TupleObject> make_names(Thread& t, const std::vector<StrObject*>& names) {
  GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, static_cast<int64_t>(names.size())));
  for (size_t i = 0; i < names.size(); i++) tuple->items()[i].init(Ref::copy(names[i]));
  return tuple;
}

RefOf<CodeObject> make_code(Thread& t, const CodeImage& image, GlobalNames* globals) {
  GILT_TRY(RefOf<StrObject> filename, str_new(t, image.filename));
  GILT_TRY(RefOf<TupleObject> local_names, make_names(t, image.local_names));
  GILT_TRY(RefOf<TupleObject> cell_names, make_names(t, image.cell_names));
  GILT_TRY(RefOf<TupleObject> free_names, make_names(t, image.free_names));
  bool shares = globals != nullptr && globals->names == image.globals;
  if (shares) {
    globals->users.fetch_add(1);
  } else {
    globals = new GlobalNames;
    globals->names = image.globals;
    globals->for_store = image.for_store;
  }
  auto* code = object_new<CodeObject>(t, kCodeShape);
  if (code == nullptr) {
    if (globals->users.fetch_sub(1) == 1) delete globals;
    return Failed{};
  }
  code->name.init(Ref::copy(image.name));
  code->qualified_name.init(Ref::copy(image.qualified_name));
  code->filename.init(std::move(filename));
  code->word_count = static_cast<uint32_t>(image.words.size());
  code->words = new Instr[image.words.size()];
  std::copy(image.words.begin(), image.words.end(), code->words);
  code->constant_count = static_cast<uint32_t>(image.constants.size());
  code->constants = new Slot[image.constants.size()];
  for (size_t i = 0; i < image.constants.size(); i++) code->constants[i].init_unset();
  code->flags_word = image.flags_word;
  code->positional_count = image.positional_count;
  code->positional_only_count = image.positional_only_count;
  code->keyword_only_count = image.keyword_only_count;
  code->local_count = image.local_count;
  code->register_count = image.register_count;
  code->first_line = image.first_line;
  code->local_names.init(std::move(local_names));
  code->cell_names.init(std::move(cell_names));
  code->free_names.init(std::move(free_names));
  code->globals = globals;
  code->owns_tables = true;
  code->exceptions = own_table<ExceptionEntry>(image.exceptions);
  code->depths = own_table<DepthEntry>(image.depths);
  code->positions = own_table<PositionEntry>(image.positions);
  code->silent_lines = own_table<SilentLine>(image.silent_lines);
  auto made = RefOf<CodeObject>::adopt(code);
  for (size_t i = 0; i < image.constants.size(); i++) {
    GILT_TRY(Ref constant, make_value(t, image.constants[i], globals));
    code->constants[i].init(std::move(constant));
  }
  return made;
}

}  // namespace

Ref value_from_image(Thread& t, const ValueImage& image) {
  return make_value(t, image, nullptr);
}

RefOf<CodeObject> code_from_image(Thread& t, const CodeImage& image) {
  return make_code(t, image, nullptr);
}

// -- what code needs --

bool code_takes_arguments(const CodeObject* code) {
  return code->positional_count + code->keyword_only_count != 0 || code->is(kCodeVarArgs) ||
         code->is(kCodeVarKeywords);
}

bool code_returns_value(const CodeObject* code) {
  if (code->is(kCodeGenerator) || code->is(kCodeCoroutine) || code->is(kCodeAsyncGenerator))
    return true;
  for (uint32_t i = 0; i < code->word_count; i += 1 + info_of(code->words[i]).extra) {
    Instr instr = general_form(code->words[i]);
    if (op_of(instr) == Op::RETURN) return true;
    if (op_of(instr) == Op::RETURN_CONST && !code->constants[b_of(instr)].peek().is_none())
      return true;
  }
  return false;
}

StrObject* code_reads_global(const CodeObject* code, DictObject* globals, DictObject* builtins) {
  for (uint32_t i = 0; i < code->word_count; i += 1 + info_of(code->words[i]).extra) {
    Instr instr = general_form(code->words[i]);
    const OpInfo& info = info_of(instr);
    const std::pair<Role, uint16_t> operands[] = {
        {info.a, a_of(instr)}, {info.b, b_of(instr)}, {info.c, c_of(instr)}};
    for (const auto& [role, index] : operands) {
      if (role != Role::global || code->globals->for_store[index]) continue;
      StrObject* name = code->globals->names[index];
      if (!dict_get_name(globals, name).is_unset() || dict_get_name(builtins, name).is_unset())
        return name;
    }
  }
  return nullptr;
}

}  // namespace gilt
