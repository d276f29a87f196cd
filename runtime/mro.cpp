// The order in which a class and its bases are asked for attributes: C3 linearisation.
// (Barrett et al., "A Monotonic Superclass Linearization for Dylan", OOPSLA 1996.)
#include <algorithm>
#include <string>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/names.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

using Row = std::vector<TypeObject*>;

Row row_of(TupleObject* tuple) {
  Row row;
  for (int64_t i = 0; i < tuple->size; i++) row.push_back(tuple->at(i).as<TypeObject>());
  return row;
}

bool in_tail(const Row& row, size_t head, const TypeObject* type) {
  return std::find(row.begin() + static_cast<std::ptrdiff_t>(head) + 1, row.end(), type) !=
         row.end();
}

Failed inconsistent(Thread& t, const std::vector<Row>& rows, const std::vector<size_t>& heads) {
  std::string names;
  Row seen;
  for (size_t i = 0; i < rows.size(); i++) {
    if (heads[i] == rows[i].size()) continue;
    TypeObject* type = rows[i][heads[i]];
    if (std::find(seen.begin(), seen.end(), type) != seen.end()) continue;
    seen.push_back(type);
    names += names.empty() ? "" : ", ";
    names += type_name(type);
  }
  return fail(t, type_error_type,
              "Cannot create a consistent method resolution order (MRO) for bases {}", names);
}

}  // namespace

RefOf<TupleObject> default_mro(Thread& t, TypeObject* type) {
  Row bases = row_of(type->bases.peek().as<TupleObject>());
  for (size_t i = 0; i < bases.size(); i++)
    for (size_t j = i + 1; j < bases.size(); j++)
      if (bases[i] == bases[j])
        return fail(t, type_error_type, "duplicate base class {}", type_name(bases[i]));

  std::vector<Row> rows;
  for (TypeObject* base : bases) {
    if (base->mro.is_unset())
      return fail(t, type_error_type, "Cannot extend an incomplete type '{}'", type_name(base));
    rows.push_back(row_of(base->mro.peek().as<TupleObject>()));
  }
  rows.push_back(bases);
  std::vector<size_t> heads(rows.size());

  Row order{type};
  while (true) {
    TypeObject* next = nullptr;
    bool left = false;
    for (size_t i = 0; i < rows.size() && next == nullptr; i++) {
      if (heads[i] == rows[i].size()) continue;
      left = true;
      TypeObject* candidate = rows[i][heads[i]];
      bool blocked = false;
      for (size_t j = 0; j < rows.size() && !blocked; j++)
        blocked = heads[j] < rows[j].size() && in_tail(rows[j], heads[j], candidate);
      if (!blocked) next = candidate;
    }
    if (!left) break;
    if (next == nullptr) return inconsistent(t, rows, heads);
    order.push_back(next);
    for (size_t i = 0; i < rows.size(); i++)
      if (heads[i] < rows[i].size() && rows[i][heads[i]] == next) heads[i]++;
  }

  GILT_TRY(RefOf<TupleObject> mro, tuple_new(t, static_cast<int64_t>(order.size())));
  for (size_t i = 0; i < order.size(); i++) mro->items()[i].init(Ref::copy(order[i]));
  return mro;
}

bool compute_mro(Thread& t, TypeObject* type) {
  TypeObject* metatype = type_of(type);
  RefOf<TupleObject> mro;
  if (metatype == &type_type ||
      same(type_lookup(metatype, names::mro), type_lookup(&type_type, names::mro))) {
    mro = default_mro(t, type);
    if (mro.is_error()) return false;
  } else {
    GILT_TRY(Ref result, call_special(t, to_value(type), names::mro));
    mro = tuple_from_iterable(t, result.get());
    if (mro.is_error()) return false;
    if (mro->size == 0) return fail(t, type_error_type, "type MRO must not be empty");
    for (int64_t i = 0; i < mro->size; i++) {
      Value item = mro->at(i);
      if (!type_of(item)->is(kTypeIsType))
        return fail(t, type_error_type, "mro() returned a non-class ('{}')", type_name(item));
      auto* base = item.as<TypeObject>();
      if (!is_subtype(type->native_base, base->native_base))
        return fail(t, type_error_type, "mro() returned base with unsuitable layout ('{}')",
                    type_name(base));
    }
  }
  type->mro.store(type, std::move(mro));
  return true;
}

}  // namespace gilt
