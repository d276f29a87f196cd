#include "stdlib/program_texts.h"

#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/operations.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/paths.h"

namespace gilt {

bool is_list_or_tuple(Value v) {
  return is_list(v) || is_tuple(v);
}

bool ProgramTexts::add(Thread& t, Value v) {
  GILT_TRY(std::string text, path_argument(t, v));
  texts_.push_back(std::move(text));
  return true;
}

bool ProgramTexts::add_all(Thread& t, Value sequence) {
  return for_each(t, sequence, [&](Ref item) -> bool { return add(t, item.get()); });
}

bool ProgramTexts::add_environment(Thread& t, Value mapping) {
  GILT_TRY(Ref items, call_method(t, mapping, intern("items")));
  return for_each(t, items.get(), [&](Ref item) -> bool {
    GILT_TRY(RefOf<TupleObject> pair, tuple_from_iterable(t, item.get()));
    if (pair->size != 2) return fail(t, type_error_type, "items() returned no pairs");
    GILT_TRY(std::string name, path_argument(t, pair->at(0)));
    GILT_TRY(std::string value, path_argument(t, pair->at(1)));
    if (name.empty() || name.find('=', 1) != std::string::npos) {
      return fail(t, value_error_type, "illegal environment variable name");
    }
    texts_.push_back(name + "=" + value);
    return true;
  });
}

char* const* ProgramTexts::data() {
  pointers_.clear();
  for (std::string& text : texts_) pointers_.push_back(text.data());
  pointers_.push_back(nullptr);
  return pointers_.data();
}

}  // namespace gilt
