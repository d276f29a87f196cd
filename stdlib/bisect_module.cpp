#include "runtime/error.h"
#include "runtime/int.h"
#include "runtime/less_than.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"

namespace gilt {
namespace {

// Where [x] belongs in the sorted a[lo:hi]: before (kLeft) or behind items that are equal to it.
// [x] is compared with key(item) unless [key] is None.
template <bool kLeft>
std::optional<int64_t> search(Thread& t, Value a, Value x, Value lo, Value hi, Value key) {
  GILT_TRY(int64_t low, to_int64(t, lo));
  if (low < 0) return fail(t, value_error_type, "lo must be non-negative");
  int64_t high;
  if (hi.is_none()) {
    GILT_TRY(high, length(t, a));
  } else {
    GILT_TRY(high, to_int64(t, hi));
  }
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    Ref item;
    if (has_shape(a, kListShape)) {
      GILT_TRY(item, list_get(t, a.as<ListObject>(), middle));
    } else {
      GILT_TRY(item, get_item(t, a, Value::integer(middle)));
    }
    if (!key.is_none()) {
      GILT_TRY(item, call(t, key, {item.get()}));
    }
    GILT_TRY(bool right, kLeft ? less_than(t, item.get(), x) : less_than(t, x, item.get()));
    if (right == kLeft)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

template <bool kLeft>
Ref bisect(Thread& t, Args args) {
  GILT_TRY(int64_t index, search<kLeft>(t, args[0], args[1], args[2], args[3], args[4]));
  return int_from(t, index);
}

template <bool kLeft>
Ref insort(Thread& t, Args args) {
  Ref wanted = Ref::copy(args[1]);
  if (!args[4].is_none()) {
    GILT_TRY(wanted, call(t, args[4], {args[1]}));
  }
  GILT_TRY(int64_t index, search<kLeft>(t, args[0], wanted.get(), args[2], args[3], args[4]));
  if (has_shape(args[0], kListShape)) {
    GILT_CHECK(list_insert(t, args[0].as<ListObject>(), index, Ref::copy(args[1])));
    return Ref::none();
  }
  GILT_CHECK(call_method(t, args[0], intern("insert"), {Value::integer(index), args[1]}));
  return Ref::none();
}

constexpr const char kSignature[] = "(a, x, lo=0, hi=None, *, key=None)";
constexpr const char kBisectRight[] =
    "Return the index where to insert item x in list a, assuming a is sorted.\n\n"
    "The return value i is such that all e in a[:i] have e <= x, and all e in\n"
    "a[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\n"
    "insert just after the rightmost x already there.";
constexpr const char kBisectLeft[] =
    "Return the index where to insert item x in list a, assuming a is sorted.\n\n"
    "The return value i is such that all e in a[:i] have e < x, and all e in\n"
    "a[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\n"
    "insert just before the leftmost x already there.";
constexpr const char kInsortRight[] =
    "Insert item x in list a, and keep it sorted assuming a is sorted.\n\n"
    "If x is already in a, insert it to the right of the rightmost x.";
constexpr const char kInsortLeft[] =
    "Insert item x in list a, and keep it sorted assuming a is sorted.\n\n"
    "If x is already in a, insert it to the left of the leftmost x.";

constexpr NativeDef kFunctions[] = {
    {"bisect_right", bisect<false>, kSignature, kBisectRight},
    {"bisect_left", bisect<true>, kSignature, kBisectLeft},
    {"insort_right", insort<false>, kSignature, kInsortRight},
    {"insort_left", insort<true>, kSignature, kInsortLeft},
};

bool init(Thread& t, ModuleObject* module) {
  auto alias = [&](const char* name, const char* of) {
    return module_set(t, module, name, Ref::copy(dict_get_name(module_dict(module), intern(of))));
  };
  return alias("bisect", "bisect_right") && alias("insort", "insort_right");
}

constexpr ModuleDef kModule{"bisect", "Bisection algorithms.", kFunctions, init};

}  // namespace

void register_bisect_module() {
  register_native_module(kModule);
}

}  // namespace gilt
