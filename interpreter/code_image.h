// Images: plain values and code outside any interpreter, to be made anew in another one.
//
// An image owns no object. It may be made in one interpreter, handed to any thread, and turned into
// values in another interpreter any number of times.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/code.h"
#include "runtime/thread.h"

namespace gilt {

struct CodeImage;

// None, bool, int, float, complex, str, bytes, Ellipsis and NotImplemented; tuples and frozensets
// of such; code. Instances of subclasses are none of these.
struct ValueImage {
  enum class Kind : uint8_t {
    kWord,  // an immediate, or an object of the process: usable as it is everywhere
    kInt,   // text: its digits in base 16
    kFloat,
    kComplex,
    kText,    // text
    kOctets,  // text
    kTuple,   // items
    kFrozenSet,
    kCode
  };
  Kind kind = Kind::kWord;
  Value word = kUnset;
  double real = 0, imaginary = 0;
  std::string text;
  std::vector<ValueImage> items;
  std::shared_ptr<const CodeImage> code;
};

// The image of a value that is no container. Nothing, and no error, for any other value.
std::optional<ValueImage> image_of_atom(Value v);
// The same for tuples, frozensets and code too, whatever is in them included.
std::optional<ValueImage> image_of(Value v);
// REQUIRES: [image] has no items and no code.
Ref atom_from_image(Thread& t, const ValueImage& image);
Ref value_from_image(Thread& t, const ValueImage& image);

// Null, and no error, when a constant has no image.
std::shared_ptr<const CodeImage> image_of_code(const CodeObject* code);
RefOf<CodeObject> code_from_image(Thread& t, const CodeImage& image);

// What code needs beside its arguments.
bool code_returns_value(const CodeObject* code);  // other than None, or when it is resumed
bool code_takes_arguments(const CodeObject* code);
// A global that [code] itself reads and that is no builtin in [globals]: its name, or null.
StrObject* code_reads_global(const CodeObject* code, DictObject* globals, DictObject* builtins);

}  // namespace gilt
