// TextIOWrapper: text on top of a stream of bytes. What print() and the interpreter's own messages
// use directly; everything else about it is in io_text.cpp and io_text_type.cpp.
#pragma once

#include <string_view>

#include "runtime/ref.h"

namespace gilt {

struct Thread;

// Exactly io.TextIOWrapper, whose write method no script has replaced.
bool is_text_stream(Value v);
// Its write(): [utf8] is valid text.
bool text_stream_write(Thread& t, Value stream, std::string_view utf8);
// Forgets what was written and has not reached the file: in a forked child that is its parent's.
// Nothing happens if [v] is another kind of object. REQUIRES: no other thread can use the stream.
void text_stream_discard(Value v);

}  // namespace gilt
