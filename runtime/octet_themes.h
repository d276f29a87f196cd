// Parts of the shared methods of bytes and bytearray, by theme (see octet_methods.h).
#pragma once

#include "runtime/native.h"

namespace gilt::octet_methods {

// octet_search.cpp
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
Ref split(Thread& t, Args args);
Ref rsplit(Thread& t, Args args);
Ref splitlines(Thread& t, Args args);
Ref join(Thread& t, Args args);

// octet_shape.cpp
Ref upper(Thread& t, Args args);
Ref lower(Thread& t, Args args);
Ref title(Thread& t, Args args);
Ref capitalize(Thread& t, Args args);
Ref swapcase(Thread& t, Args args);
Ref isalpha(Thread& t, Args args);
Ref isalnum(Thread& t, Args args);
Ref isdigit(Thread& t, Args args);
Ref isspace(Thread& t, Args args);
Ref isascii(Thread& t, Args args);
Ref islower(Thread& t, Args args);
Ref isupper(Thread& t, Args args);
Ref istitle(Thread& t, Args args);
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
Ref hex(Thread& t, Args args);
Ref decode(Thread& t, Args args);

}  // namespace gilt::octet_methods
