#include "runtime/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "runtime/exception.h"
#include "runtime/limits.h"
#include "runtime/operations.h"
#include "runtime/thread.h"

namespace gilt {
namespace {

void set_pending(Thread& t, Ref exception) {
  Value old = std::exchange(t.exception, exception.take());
  release(old);
}

}  // namespace

Failed fail_formatted(Thread& t, const TypeObject& type, fmt::string_view format,
                      fmt::format_args args) {
  fmt::memory_buffer buffer;
  fmt::vformat_to(std::back_inserter(buffer), format, args);
  if (buffer.size() == 0) {
    return fail_with(t, type, Ref::unset());
  }
  RefOf<StrObject> message = str_new(t, {buffer.data(), buffer.size()});
  if (message.is_error()) return Failed{};
  return fail_with(t, type, std::move(message));
}

Failed fail_with(Thread& t, const TypeObject& type, Ref value) {
  Ref exception = exception_new(t, type, std::move(value));
  if (exception.is_error()) return Failed{};
  return fail_instance(t, std::move(exception));
}

Failed fail_instance(Thread& t, Ref exception) {
  if (!t.handled.is_unset() && !t.handled.is_none()) {
    exception_set_context(t, exception.as<ExceptionObject>(), t.handled);
  }
  set_pending(t, std::move(exception));
  return Failed{};
}

Failed no_memory(Thread& t) {
  // Making an exception needs memory itself: a second failure on the way means there is really
  // none.
  static thread_local bool making = false;
  if (making) {
    std::fputs("gilt: out of memory\n", stderr);
    std::abort();
  }
  making = true;
  MemoryReserve reserve;
  Ref exception = exception_new(t, memory_error_type, Ref::unset());
  making = false;
  return fail_instance(t, std::move(exception));
}

Failed fail_os(Thread& t, int error_number, Value filename, Value filename2) {
  RefOf<StrObject> text = str_new(t, std::strerror(error_number));
  if (text.is_error()) return Failed{};
  Value number = Value::integer(error_number);
  // OSError(errno, text, ...) makes the subclass that fits.
  Value arguments[] = {number, text.value(), filename, kNone, filename2};
  uint32_t count = filename.is_unset() ? 2 : filename2.is_unset() ? 3 : 5;
  Ref exception = call(t, to_value(&os_error_type), CallArgs{arguments, count, nullptr});
  if (exception.is_error()) return Failed{};
  return fail_instance(t, std::move(exception));
}

bool error_pending(const Thread& t) {
  return !t.exception.is_unset();
}

bool error_matches(const Thread& t, const TypeObject& type) {
  return error_pending(t) && is_instance_of(t.exception, &type);
}

Ref error_take(Thread& t) {
  return Ref::adopt(std::exchange(t.exception, kUnset));
}

void error_restore(Thread& t, Ref exception) {
  set_pending(t, std::move(exception));
}

ErrorGuard::ErrorGuard(Thread& t) : t_(t), saved_(error_take(t)) {}

ErrorGuard::~ErrorGuard() {
  set_pending(t_, std::move(saved_));
}

}  // namespace gilt
