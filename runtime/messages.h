// Error texts that more than one place raises. CPython 3.14's wording; {} are filled by fail().
#pragma once

namespace gilt::messages {

inline constexpr const char kNotIterable[] = "'{}' object is not iterable";
inline constexpr const char kNotCallable[] = "'{}' object is not callable";
inline constexpr const char kNotSubscriptable[] = "'{}' object is not subscriptable";
inline constexpr const char kNoItemAssignment[] = "'{}' object does not support item assignment";
inline constexpr const char kUnhashable[] = "unhashable type: '{}'";
inline constexpr const char kUnsupportedOperands[] =
    "unsupported operand type(s) for {}: '{}' and '{}'";
inline constexpr const char kNoAttribute[] = "'{}' object has no attribute '{}'";
inline constexpr const char kReadOnlyAttribute[] = "'{}' object attribute '{}' is read-only";
inline constexpr const char kDivisionByZero[] = "division by zero";
inline constexpr const char kNotAnIndex[] = "'{}' object cannot be interpreted as an integer";
inline constexpr const char kIndexTooLarge[] = "cannot fit 'int' into an index-sized integer";
inline constexpr const char kNameNotDefined[] = "name '{}' is not defined";
inline constexpr const char kUnboundLocal[] =
    "cannot access local variable '{}' where it is not associated with a value";
inline constexpr const char kUnboundFree[] =
    "cannot access free variable '{}' where it is not associated with a value in enclosing scope";
inline constexpr const char kRecursion[] = "maximum recursion depth exceeded";

}  // namespace gilt::messages
