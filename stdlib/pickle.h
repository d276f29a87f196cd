// pickle: objects taken apart into octets and put together again.
//
// A pickle is a program for a small stack machine: it pushes values, builds containers from them,
// calls what it names, and keeps what will be needed again in a numbered memo. PickleSaver writes
// such programs, PickleLoader runs them. All six protocols are written as CPython writes them,
// octet for octet, and anything that claims to be a pickle can be read: what is damaged raises.
//
// The files: pickle_module.cpp (functions), pickle_pickler.cpp and pickle_unpickler.cpp (the two
// types), pickle_saver.h with pickle_save_*.cpp, pickle_loader.h with pickle_load_*.cpp,
// pickle_writer.h and pickle_reader.h (octets out and in), pickle_buffer.cpp.
#pragma once

#include <cstdint>

#include "runtime/error.h"
#include "runtime/type.h"

namespace gilt {

inline constexpr int kHighestPickleProtocol = 5;
inline constexpr int kDefaultPickleProtocol = 5;

namespace pickle {

// What the machine can do. The numbers are part of the format.
enum Op : unsigned char {
  kMark = '(',
  kStop = '.',
  kPop = '0',
  kPopMark = '1',
  kDup = '2',
  kFloat = 'F',
  kInt = 'I',
  kBinInt = 'J',
  kBinInt1 = 'K',
  kLong = 'L',
  kBinInt2 = 'M',
  kNone = 'N',
  kPersId = 'P',
  kBinPersId = 'Q',
  kReduce = 'R',
  kString = 'S',
  kBinString = 'T',
  kShortBinString = 'U',
  kUnicode = 'V',
  kBinUnicode = 'X',
  kAppend = 'a',
  kBuild = 'b',
  kGlobal = 'c',
  kDict = 'd',
  kEmptyDict = '}',
  kAppends = 'e',
  kGet = 'g',
  kBinGet = 'h',
  kInst = 'i',
  kLongBinGet = 'j',
  kList = 'l',
  kEmptyList = ']',
  kObj = 'o',
  kPut = 'p',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kSetItem = 's',
  kTuple = 't',
  kEmptyTuple = ')',
  kSetItems = 'u',
  kBinFloat = 'G',
  // protocol 2
  kProto = 0x80,
  kNewObj = 0x81,
  kExt1 = 0x82,
  kExt2 = 0x83,
  kExt4 = 0x84,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kLong1 = 0x8a,
  kLong4 = 0x8b,
  // protocol 3
  kBinBytes = 'B',
  kShortBinBytes = 'C',
  // protocol 4
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kBinBytes8 = 0x8e,
  kEmptySet = 0x8f,
  kAddItems = 0x90,
  kFrozenSet = 0x91,
  kNewObjEx = 0x92,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95,
  // protocol 5
  kByteArray8 = 0x96,
  kNextBuffer = 0x97,
  kReadonlyBuffer = 0x98,
};

}  // namespace pickle

// The exception classes _pickle.PickleError, PicklingError and UnpicklingError.
TypeObject& pickle_error_type();
TypeObject& pickling_error_type();
TypeObject& unpickling_error_type();

TypeObject* pickler_type();        // pickle_pickler.cpp
TypeObject* unpickler_type();      // pickle_unpickler.cpp
TypeObject* pickle_buffer_type();  // pickle_buffer.cpp

// The number of the protocol that the argument [v] (an int, or None for the default) asks for.
std::optional<int> pickle_protocol(Thread& t, Value v);

// What a PickleBuffer shows: a new memoryview, which keeps the octets when the PickleBuffer is
// released; or ValueError when it is already.
Ref pickle_buffer_view(Thread& t, Value buffer);

}  // namespace gilt
