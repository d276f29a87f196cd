// sys.settrace and sys.setprofile.
//
// While a thread has a trace or profile function it runs on the watched table, and watch() derives
// all events from what is about to be executed: a frame's first instruction is its `call`, one of
// another line (or behind a jump back) a `line`, RETURN and YIELD are its `return`, calls of native
// functions are `c_call`, and back in the frame `c_return`. Only exceptions are told by the machine
// itself (unwind.cpp). Nothing of this costs anything while both functions are unset: the state
// lives in a table beside the threads, and the plain table never asks for it.
//
// The functions themselves run on the plain table and are not traced.
#pragma once

#include <optional>

#include "interpreter/frame.h"

namespace gilt {

enum class TraceKind : uint8_t { kTrace, kProfile };

// Sets the function of [t], or of all threads of its interpreter; unset or None: none. REQUIRES:
// [t] is the running thread.
bool set_tracer(Thread& t, TraceKind kind, Value function, bool all_threads = false);
// Borrowed; unset when there is none.
Value tracer_of(const Thread& t, TraceKind kind);

// What only holds the code of a statement together, and is no line of its own.
bool has_no_line(Op op);
// FOR_ITER and its kin, which stand behind the body of their loop.
bool is_loop_test(Op op);

// [t] is about to end.
void forget_tracing(Thread& t);

// Does [t] want events now?
bool is_tracing(const Thread& t);
// The events before the instruction at [pc]. False: a function failed, which also removed it.
bool trace_instruction(Thread& t, Frame& frame, const Instr* pc);
// The pending exception passes through t.frame, and then ends it. They may replace the exception.
void trace_exception(Thread& t);
void trace_unwound(Thread& t);

}  // namespace gilt
