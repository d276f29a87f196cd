// __build_class__: what a class statement runs.
#include <vector>

#include "interpreter/builtin_functions.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/object_model.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {
namespace {

// [bases] with every base that is no class replaced by what its __mro_entries__ says.
Ref resolve_bases(Thread& t, TupleObject* bases) {
  bool all_classes = true;
  for (int64_t i = 0; i < bases->size; i++)
    all_classes &= bases->at(i).is_object() && type_of(bases->at(i))->is(kTypeIsType);
  if (all_classes) return Ref::copy(bases);
  GILT_TRY(auto resolved, list_new(t, bases->size));
  bool changed = false;
  for (int64_t i = 0; i < bases->size; i++) {
    Value base = bases->at(i);
    Ref method;
    if (!(base.is_object() && type_of(base)->is(kTypeIsType))) {
      GILT_TRY(method, get_attribute_or_unset(t, base, names::mro_entries_));
    }
    if (method.is_unset()) {
      GILT_CHECK(list_append(t, resolved.get(), Ref::copy(base)));
      continue;
    }
    GILT_TRY(Ref entries, call(t, method.get(), {to_value(bases)}));
    if (!is_tuple(entries.get()))
      return fail(t, type_error_type, "__mro_entries__ must return a tuple");
    changed = true;
    GILT_CHECK(list_extend(t, resolved.get(), entries.get()));
  }
  if (!changed) return Ref::copy(bases);
  return tuple_from_iterable(t, resolved.value());
}

Ref prepare_namespace(Thread& t, Value metaclass, bool is_class, CallArgs name_bases_keywords) {
  if (same(metaclass, to_value(&type_type))) return dict_new(t);
  GILT_TRY(Ref prepare, get_attribute_or_unset(t, metaclass, names::prepare_));
  if (prepare.is_unset()) return dict_new(t);
  GILT_TRY(Ref ns, call(t, prepare.get(), name_bases_keywords));
  if (type_of(ns.get())->slots.get_item == nullptr) {
    std::string who(is_class ? type_name(metaclass.as<TypeObject>()) : "<metaclass>");
    return fail(t, type_error_type, "{}.__prepare__() must return a mapping, not {}", who,
                type_name(ns.get()));
  }
  return ns;
}

// The cell that methods use as __class__ must have been filled by type.__new__.
bool check_class_cell(Thread& t, Value cell, Value name, Value made) {
  if (!has_shape(cell, kCellShape)) return true;
  if (!made.is_object() || !type_of(made)->is(kTypeIsType)) return true;
  Value content = cell.as<CellObject>()->content.peek();
  if (same(content, made)) return true;
  GILT_TRY(auto name_text, repr(t, name));
  GILT_TRY(auto made_text, repr(t, made));
  if (content.is_unset()) {
    return fail(t, runtime_error_type,
                "__class__ not set defining {} as {}. Was __classcell__ propagated to "
                "type.__new__?",
                name_text->view(), made_text->view());
  }
  GILT_TRY(auto content_text, repr(t, content));
  return fail(t, type_error_type, "__class__ set to {} defining {} as {}", content_text->view(),
              name_text->view(), made_text->view());
}

}  // namespace

Ref build_class(Thread& t, CallArgs args) {
  if (args.positional < 2) return fail(t, type_error_type, "__build_class__: not enough arguments");
  Value body = args[0], name = args[1];
  if (!has_shape(body, kFunctionShape))
    return fail(t, type_error_type, "__build_class__: func must be a function");
  if (!is_str(name)) return fail(t, type_error_type, "__build_class__: name is not a string");
  uint32_t base_count = args.positional - 2;
  GILT_TRY(auto given_bases, tuple_new(t, base_count));
  for (uint32_t i = 0; i < base_count; i++) given_bases->items()[i].init(Ref::copy(args[2 + i]));
  GILT_TRY(Ref bases, resolve_bases(t, given_bases.get()));

  // Keywords: metaclass= is for us, the rest for the metaclass.
  Ref metaclass = Ref::unset();
  std::vector<Value> keyword_values;
  std::vector<Value> keyword_names;
  int64_t keyword_count = args.kwnames != nullptr ? args.kwnames->size : 0;
  for (int64_t i = 0; i < keyword_count; i++) {
    Value value = args.values[args.positional + i];
    if (str_equal(args.kwnames->at(i).as<StrObject>(), names::metaclass)) {
      metaclass = Ref::copy(value);
    } else {
      keyword_names.push_back(args.kwnames->at(i));
      keyword_values.push_back(value);
    }
  }
  RefOf<TupleObject> kwnames;
  if (!keyword_names.empty()) {
    GILT_TRY(kwnames, tuple_new(t, static_cast<int64_t>(keyword_names.size())));
    for (size_t i = 0; i < keyword_names.size(); i++)
      kwnames->items()[i].init(Ref::copy(keyword_names[i]));
  }
  auto with_keywords = [&](std::initializer_list<Value> positional, std::vector<Value>& storage) {
    storage.assign(positional);
    storage.insert(storage.end(), keyword_values.begin(), keyword_values.end());
    return CallArgs{storage.data(), static_cast<uint32_t>(positional.size()), kwnames.get()};
  };

  if (metaclass.is_unset()) {
    auto* resolved = bases.as<TupleObject>();
    metaclass = resolved->size > 0 ? Ref::copy(to_value(type_of(resolved->at(0))))
                                   : Ref::copy(to_value(&type_type));
  }
  bool is_class = metaclass.get().is_object() && type_of(metaclass.get())->is(kTypeIsType);
  if (is_class) {
    GILT_TRY(TypeObject * winner,
             calculate_metaclass(t, metaclass.as<TypeObject>(), bases.as<TupleObject>()));
    metaclass = Ref::copy(to_value(winner));
  }

  std::vector<Value> storage;
  GILT_TRY(Ref ns, prepare_namespace(t, metaclass.get(), is_class,
                                     with_keywords({name, bases.get()}, storage)));
  auto* function = body.as<FunctionObject>();
  GILT_TRY(Ref cell, run_code(t, function->code, function->globals, ns.get(), function));
  if (!same(bases.get(), given_bases.value()))
    GILT_CHECK(set_item(t, ns.get(), to_value(names::orig_bases_), given_bases.value()));
  GILT_TRY(Ref made,
           call(t, metaclass.get(), with_keywords({name, bases.get(), ns.get()}, storage)));
  GILT_CHECK(check_class_cell(t, cell.get(), name, made.get()));
  return made;
}

}  // namespace gilt
