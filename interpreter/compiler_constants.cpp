#include "interpreter/compiler_constants.h"

#include <bit>

#include "interpreter/code.h"
#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/complex.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/set.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

constexpr uint64_t kHashFactor = 0x9e3779b97f4a7c15u;

uint64_t mix(uint64_t h, uint64_t x) {
  h = (h ^ x) * kHashFactor;
  return h ^ (h >> 29);
}

uint64_t bytes_hash_of(std::string_view text) {
  uint64_t h = text.size();
  for (char c : text) h = mix(h, static_cast<uint8_t>(c));
  return h;
}

uint64_t constant_hash(Value v) {
  if (!v.is_object()) return mix(1, v.bits());
  if (has_shape(v, kStrShape)) return mix(2, static_cast<uint64_t>(str_hash(v.as<StrObject>())));
  if (has_shape(v, kTupleShape)) {
    auto* tuple = v.as<TupleObject>();
    uint64_t h = mix(3, static_cast<uint64_t>(tuple->size));
    for (int64_t i = 0; i < tuple->size; ++i) h = mix(h, constant_hash(tuple->at(i)));
    return h;
  }
  if (has_shape(v, kBytesShape)) return mix(4, bytes_hash_of(v.as<BytesObject>()->view()));
  if (has_shape(v, kFloatShape)) return mix(5, std::bit_cast<uint64_t>(float_value(v)));
  if (has_shape(v, kIntShape))
    return mix(6, static_cast<uint64_t>(mpz_get_si(v.as<IntObject>()->value)));
  if (has_shape(v, kComplexShape)) return mix(7, std::bit_cast<uint64_t>(complex_value(v).imag));
  return mix(8, v.bits() & ~uint64_t{7});
}

// Like an identifier: such strings are interned, as CPython does.
bool looks_like_name(std::string_view text) {
  for (char c : text) {
    bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!fits) return false;
  }
  return true;
}

Ref int_literal(Thread& t, const ast::Constant& constant) {
  std::string_view digits = constant.text;
  if (constant.base == 10 && digits.size() <= 18) {
    int64_t n = 0;
    for (char c : digits) n = n * 10 + (c - '0');
    if (Value::fits_int(n)) return Ref::adopt(Value::integer(n));
  }
  return int_parse(t, digits, constant.base);
}

}  // namespace

bool same_constant(Value a, Value b) {
  if (same(a, b)) return true;
  if (!a.is_object() || !b.is_object()) return false;
  if (a.as_object()->shape != b.as_object()->shape) return false;
  if (has_shape(a, kStrShape)) return str_equal(a.as<StrObject>(), b.as<StrObject>());
  if (has_shape(a, kTupleShape)) {
    auto *x = a.as<TupleObject>(), *y = b.as<TupleObject>();
    if (x->size != y->size) return false;
    for (int64_t i = 0; i < x->size; ++i)
      if (!same_constant(x->at(i), y->at(i))) return false;
    return true;
  }
  if (has_shape(a, kBytesShape)) return a.as<BytesObject>()->view() == b.as<BytesObject>()->view();
  if (has_shape(a, kFloatShape))
    return std::bit_cast<uint64_t>(float_value(a)) == std::bit_cast<uint64_t>(float_value(b));
  if (has_shape(a, kIntShape)) return int_compare(a, b) == 0;
  if (has_shape(a, kComplexShape)) {
    Complex x = complex_value(a), y = complex_value(b);
    return std::bit_cast<uint64_t>(x.real) == std::bit_cast<uint64_t>(y.real) &&
           std::bit_cast<uint64_t>(x.imag) == std::bit_cast<uint64_t>(y.imag);
  }
  if (has_shape(a, kFrozenSetShape)) {
    auto *x = a.as<SetObject>(), *y = b.as<SetObject>();
    if (x->used != y->used) return false;
    int64_t at = 0, hash = 0;
    Value key = kUnset;
    while (set_next(x, at, key, hash)) {
      int64_t other_at = 0;
      Value other = kUnset;
      bool found = false;
      while (!found && set_next(y, other_at, other, hash)) found = same_constant(key, other);
      if (!found) return false;
    }
    return true;
  }
  return false;
}

void ConstantPool::grow() {
  size_t size = index_.empty() ? 16 : index_.size() * 2;
  index_.assign(size, 0);
  for (size_t i = 0; i < hashes_.size(); ++i) {
    size_t at = hashes_[i] & (size - 1);
    while (index_[at] != 0) at = (at + 1) & (size - 1);
    index_[at] = static_cast<uint32_t>(i + 1);
  }
}

uint32_t ConstantPool::add(Ref value) {
  if ((values_.size() + 1) * 2 > index_.size()) grow();
  uint64_t hash = constant_hash(value.get());
  size_t at = hash & (index_.size() - 1);
  for (; index_[at] != 0; at = (at + 1) & (index_.size() - 1)) {
    uint32_t i = index_[at] - 1;
    if (hashes_[i] != hash || !same_constant(values_[i].get(), value.get())) continue;
    // A name has to be the interned str.
    if (has_shape(value.get(), kStrShape) && value.as<StrObject>()->has(kStrInterned))
      values_[i] = std::move(value);
    return i;
  }
  values_.push_back(std::move(value));
  hashes_.push_back(hash);
  index_[at] = static_cast<uint32_t>(values_.size());
  return static_cast<uint32_t>(values_.size() - 1);
}

Ref text_constant(Thread& t, std::string_view text) {
  if (looks_like_name(text)) return Ref::copy(intern(text));
  return str_new(t, text);
}

Ref literal_value(Thread& t, const ast::Constant& constant) {
  using ast::ConstantType;
  switch (constant.type) {
    case ConstantType::kNone: return Ref::none();
    case ConstantType::kTrue: return Ref::boolean(true);
    case ConstantType::kFalse: return Ref::boolean(false);
    case ConstantType::kEllipsis: return Ref::adopt(ellipsis_value());
    case ConstantType::kInt: return int_literal(t, constant);
    case ConstantType::kFloat: return make_float(t, constant.number);
    case ConstantType::kImaginary: return complex_new(t, {0.0, constant.number});
    case ConstantType::kStr: return text_constant(t, constant.text);
    case ConstantType::kBytes: return bytes_new(t, constant.text);
  }
  return Ref::unset();
}

}  // namespace gilt
