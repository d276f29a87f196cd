// pattern.finditer() and pattern.scanner(): matches one at a time.
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/native_object.h"
#include "runtime/operations.h"
#include "runtime/sharing.h"
#include "stdlib/re_objects.h"

namespace gilt::re {

namespace {

// Where a search through a text has come to. Used by both types.
struct ScannerObject : Object {
  Slot pattern;
  Slot string;
  Slot position, end_position;  // as given
  int64_t offset;               // where the next search begins, in octets; -1: not begun
  bool must_advance;
  bool exhausted;
};

using ScannerLife = NativeLife<ScannerObject, &ScannerObject::pattern, &ScannerObject::string,
                               &ScannerObject::position, &ScannerObject::end_position>;

Ref scanner_new(Thread& t, TypeObject* type, PatternObject* pattern, Value string, Value position,
                Value end_position) {
  Subject subject(t);  // only to see that it can be searched
  GILT_CHECK(subject.open(pattern, string, position, end_position));
  ScannerObject* scanner = ScannerLife::allocate(t, type);
  if (scanner == nullptr) return Failed{};
  scanner->pattern.init(Ref::copy(pattern));
  scanner->string.init(Ref::copy(string));
  scanner->position.init(Ref::copy(position));
  scanner->end_position.init(Ref::copy(end_position));
  scanner->offset = -1;
  scanner->must_advance = false;
  scanner->exhausted = false;
  return Ref::adopt(scanner);
}

// The next match; None when there is none. A long search lets others at the scanner, who may come
// further meanwhile: then what was found is theirs, and is looked for again behind it.
Ref advance(Thread& t, ScannerObject* scanner, Program::Mode mode) {
  Ref pattern_held = scanner->pattern.load(), string = scanner->string.load();
  auto pattern = pattern_held.as<PatternObject>();
  Subject subject(t);
  GILT_CHECK(
      subject.open(pattern, string.get(), scanner->position.peek(), scanner->end_position.peek()));
  std::vector<int64_t> offsets(static_cast<size_t>(pattern->program->group_count() + 1) * 2);
  while (!scanner->exhausted) {
    const int64_t from = scanner->offset;
    const bool must_advance = scanner->must_advance;
    auto at = from < 0 ? subject.start : static_cast<size_t>(from);
    int result = 0;
    if (at <= subject.octets().size() && subject.position <= subject.end_position)
      result = run_program(t, *pattern->program, subject.octets(), at, mode, must_advance,
                           offsets.data());
    if (result < 0) return Failed{};
    if (scanner->offset != from || scanner->must_advance != must_advance) continue;
    if (result == 0) {
      scanner->exhausted = true;
      break;
    }
    scanner->must_advance = offsets[0] == offsets[1];
    scanner->offset = offsets[1];
    return match_new(t, pattern, subject, offsets.data());
  }
  return Ref::none();
}

Ref scanner_search(Thread& t, Args args) {
  return advance(t, args[0].as<ScannerObject>(), Program::Mode::kSearch);
}
Ref scanner_match(Thread& t, Args args) {
  return advance(t, args[0].as<ScannerObject>(), Program::Mode::kMatch);
}
Ref scanner_pattern(Thread&, Value self) {
  return self.as<ScannerObject>()->pattern.load();
}

Ref iterator_next(Thread& t, Value self) {
  GILT_TRY(Ref match, advance(t, self.as<ScannerObject>(), Program::Mode::kSearch));
  if (match.is_none()) return Ref::unset();
  return match;
}

constexpr NativeDef kMethods[] = {
    {"match", guarded<scanner_match>, "(self)", "The match where the last one ended, or None."},
    {"search", guarded<scanner_search>, "(self)", "The next match, or None."},
};
constexpr GetSetDef kAttributes[] = {
    {"pattern", scanner_pattern, nullptr, "The pattern."},
};

}  // namespace

TypeObject* scanner_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "re.Scanner",
                  .instance_size = sizeof(ScannerObject),
                  .flags = kTypeNoInstantiate,
                  .methods = kMethods,
                  .getsets = kAttributes};
    ScannerLife::fill(spec.slots);
    return type_new_native(spec);
  }();
  return type;
}

TypeObject* match_iterator_type() {
  static TypeObject* type = [] {
    TypeSpec spec{.name = "callable_iterator",
                  .instance_size = sizeof(ScannerObject),
                  .flags = kTypeNoInstantiate};
    ScannerLife::fill(spec.slots);
    spec.slots.iter = iter_of_iterator;
    spec.slots.next = guarded<iterator_next>;
    return type_new_native(spec);
  }();
  return type;
}

Ref pattern_find_iter(Thread& t, PatternObject* pattern, Value string, Value position,
                      Value end_position) {
  return scanner_new(t, match_iterator_type(), pattern, string, position, end_position);
}

Ref pattern_scanner(Thread& t, PatternObject* pattern, Value string, Value position,
                    Value end_position) {
  return scanner_new(t, scanner_type(), pattern, string, position, end_position);
}

}  // namespace gilt::re
