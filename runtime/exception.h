// Exception instances: the C++ layouts of everything in exceptions.def.
//
// All start with ExceptionObject; a type with fields of its own has a struct of its own, and its
// subclasses in the table share it. Attributes that scripts add (__notes__ among them) live where
// instances keep theirs (type.h), behind the struct. Unset slots read as None from a script.
#pragma once

#include <string_view>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/ref.h"

namespace gilt {

struct TupleObject;

// __suppress_context__ (raise ... from).
inline constexpr ObjectFlags kSuppressContext = kKindFlag0;

struct ExceptionObject : Object {
  Slot args;       // tuple
  Slot traceback;  // TracebackObject (traceback.h) or unset
  Slot cause;      // exception or unset
  Slot context;    // exception or unset

  bool suppress_context() const { return has(kSuppressContext); }
};

struct StopIterationObject : ExceptionObject {
  Slot value;
};
struct SystemExitObject : ExceptionObject {
  Slot code;
};
struct AttributeErrorObject : ExceptionObject {
  Slot object, name;
};
struct NameErrorObject : ExceptionObject {
  Slot name;
};
struct ImportErrorObject : ExceptionObject {
  Slot message, name, path, name_from;
};
struct OSErrorObject : ExceptionObject {
  Slot error_number, text, filename, filename2;
  Slot written;  // BlockingIOError.characters_written, or unset
};
struct SyntaxErrorObject : ExceptionObject {
  Slot message, filename, line, offset, text, end_line, end_offset;
  Slot print_file_and_line, metadata;
};
struct UnicodeErrorObject : ExceptionObject {
  Slot encoding, object, start, end, reason;
};
struct ExceptionGroupObject : ExceptionObject {
  Slot message;     // str
  Slot exceptions;  // tuple
};

inline bool is_exception(Value v) {
  return v.is_object() && type_of(v.as_object())->is(kTypeIsException);
}
// [v] is a class that derives from BaseException.
bool is_exception_class(Value v);

// -- making and raising --
// An instance of the builtin exception [type] with args (argument,), or () when [argument] is
// unset; no script code runs.
RefOf<ExceptionObject> exception_new(Thread& t, const TypeObject& type, Ref argument);
// What `raise value` raises: an instance as it is, a class called without arguments. TypeError
// "exceptions must derive from BaseException" otherwise.
Ref exception_from_raise(Thread& t, Value value);
// raise ... from cause: sets __cause__ ([cause] is an instance, a class to be called, or None).
bool exception_set_cause(Thread& t, ExceptionObject* exception, Value cause);
// Makes [context] the __context__ of [exception], breaking a cycle that this would close.
void exception_set_context(Thread& t, ExceptionObject* exception, Value context);

Failed fail_attribute(Thread& t, Value object, StrObject* name, std::string_view message);
// "'X' object has no attribute 'y'", or the wording for classes and modules.
Failed fail_no_attribute(Thread& t, Value object, StrObject* name);
Failed fail_name(Thread& t, StrObject* name);  // NameError: name 'x' is not defined
// UnboundLocalError / NameError with the text given; the latter has .name.
Failed fail_name(Thread& t, const TypeObject& type, StrObject* name, std::string_view message);
Failed fail_import(Thread& t, const TypeObject& type, std::string_view message, Value name,
                   Value path, Value name_from = kUnset);
// A SyntaxError (or subclass). Columns as SyntaxError.offset shows them: from 1; -1: None.
struct SyntaxErrorPlace {
  std::string_view filename;
  int line = 0;  // 0: no position
  int offset = -1;
  int end_line = 0;
  int end_offset = -1;
  std::string_view text;    // the source line; empty: None
  bool unreadable = false;  // the whole source: its place is line 0, offset -1
};
Failed fail_syntax(Thread& t, const TypeObject& type, std::string_view message,
                   const SyntaxErrorPlace& place);
Failed fail_decode(Thread& t, std::string_view encoding, Value bytes, int64_t start, int64_t end,
                   std::string_view reason);
Failed fail_encode(Thread& t, std::string_view encoding, Value text, int64_t start, int64_t end,
                   std::string_view reason);
// The OSError subclass for [error_number].
const TypeObject& os_error_type_for(int error_number);

// Value of the pending StopIteration, which is cleared. REQUIRES: error_matches(StopIteration).
Ref take_stop_iteration_value(Thread& t);
// StopIteration(value) as a generator's return raises it: a tuple or exception is not unpacked.
Failed fail_stop_iteration(Thread& t, Ref value);

// -- matching: the class test of an except clause; TypeError when [pattern] is neither a class
// derived from BaseException nor a tuple of such --
std::optional<bool> exception_matches(Thread& t, Value exception, Value pattern);
// The same for except*: also refuses exception groups.
struct ExceptStarParts {
  Ref match, rest;  // None for nothing
};
std::optional<ExceptStarParts> except_star_split(Thread& t, Value exception, Value pattern);
// What a try statement with except* raises at its end: [original] is what was caught, [raised] a
// list of what the handlers left or raised. None: nothing.
Ref except_star_remainder(Thread& t, Value original, Value raised);

// add_note without the type check.
bool exception_add_note(Thread& t, Value exception, Ref note);

}  // namespace gilt
