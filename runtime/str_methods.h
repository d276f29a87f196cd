// str's methods, by the files that hold them; str_type.cpp lists them in its table. For the type
// str only.
#pragma once

#include "runtime/native.h"
#include "runtime/str.h"

namespace gilt {

// The str that argument [number] of [function] must be: TypeError "find() argument 1 must be str,
// not int". Borrowed; null when it is not one.
StrObject* str_argument(Thread& t, Value v, const char* function, int number);
// The bounds that find, count, startswith take, as code points: None or unset means the end.
// [first] may lie behind [last] or the end: then there is nothing to find, not even ''.
bool str_bounds(Thread& t, Value start, Value stop, size_t length, size_t& first, size_t& last);

namespace str_methods {

// str_search.cpp
Ref find(Thread& t, Args args);
Ref rfind(Thread& t, Args args);
Ref index(Thread& t, Args args);
Ref rindex(Thread& t, Args args);
Ref count(Thread& t, Args args);
Ref startswith(Thread& t, Args args);
Ref endswith(Thread& t, Args args);
Ref removeprefix(Thread& t, Args args);
Ref removesuffix(Thread& t, Args args);
Ref replace(Thread& t, Args args);
Ref partition(Thread& t, Args args);
Ref rpartition(Thread& t, Args args);

// str_split.cpp
Ref split(Thread& t, Args args);
Ref rsplit(Thread& t, Args args);
Ref splitlines(Thread& t, Args args);
Ref join(Thread& t, Args args);

// str_case.cpp
Ref upper(Thread& t, Args args);
Ref lower(Thread& t, Args args);
Ref title(Thread& t, Args args);
Ref capitalize(Thread& t, Args args);
Ref swapcase(Thread& t, Args args);
Ref casefold(Thread& t, Args args);
Ref islower(Thread& t, Args args);
Ref isupper(Thread& t, Args args);
Ref istitle(Thread& t, Args args);
Ref isalpha(Thread& t, Args args);
Ref isalnum(Thread& t, Args args);
Ref isdecimal(Thread& t, Args args);
Ref isdigit(Thread& t, Args args);
Ref isnumeric(Thread& t, Args args);
Ref isspace(Thread& t, Args args);
Ref isprintable(Thread& t, Args args);
Ref isascii(Thread& t, Args args);
Ref isidentifier(Thread& t, Args args);

// str_shape.cpp: padding, stripping, translating
Ref center(Thread& t, Args args);
Ref ljust(Thread& t, Args args);
Ref rjust(Thread& t, Args args);
Ref zfill(Thread& t, Args args);
Ref expandtabs(Thread& t, Args args);
Ref strip(Thread& t, Args args);
Ref lstrip(Thread& t, Args args);
Ref rstrip(Thread& t, Args args);
Ref translate(Thread& t, Args args);
Ref maketrans(Thread& t, Args args);

// str_format.cpp
Ref format(Thread& t, Args args);
Ref format_map(Thread& t, Args args);
Ref format_method(Thread& t, Args args);  // __format__

}  // namespace str_methods

// s % values (str_percent.cpp)
Ref str_percent(Thread& t, StrObject* format, Value values);
// iter(s) (str_iterator.cpp)
Ref str_iter(Thread& t, Value self);

}  // namespace gilt
