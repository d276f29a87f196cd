// Module _random: the Mersenne Twister. random.py builds the distributions on it.
//
// MT19937 (Matsumoto and Nishimura, "Mersenne Twister", 1998), seeded by an array of words as its
// authors' 2002 version does, so that seeds give the numbers known from CPython.
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "runtime/builtin_types.h"
#include "runtime/bytes.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"
#include "runtime/sharing.h"
#include "runtime/str.h"
#include "runtime/tuple.h"
#include "stdlib/sha512.h"
#include "stdlib/system_random.h"

namespace gilt {

namespace {

class MersenneTwister {
 public:
  static constexpr int kWords = 624;

  void seed(uint32_t value) {
    words[0] = value;
    for (uint32_t i = 1; i < kWords; ++i) {
      words[i] = 1812433253u * (words[i - 1] ^ (words[i - 1] >> 30)) + i;
    }
    index = kWords;
  }

  void seed(const std::vector<uint32_t>& key) {
    seed(19650218u);
    uint32_t i = 1;
    size_t k = 0;
    const auto wrap = [&] {
      if (i < kWords) return;
      words[0] = words[kWords - 1];
      i = 1;
    };
    for (size_t n = std::max<size_t>(kWords, key.size()); n > 0; --n) {
      words[i] = (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1664525u)) + key[k] +
                 static_cast<uint32_t>(k);
      ++i;
      if (++k == key.size()) k = 0;
      wrap();
    }
    for (int n = kWords - 1; n > 0; --n) {
      words[i] = (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1566083941u)) - i;
      ++i;
      wrap();
    }
    words[0] = 0x80000000u;
  }

  uint32_t next() {
    if (index >= kWords) refill();
    uint32_t y = words[index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
  }

  uint32_t words[kWords];
  int index;

 private:
  void refill() {
    constexpr int kShift = 397;
    for (int i = 0; i < kWords; ++i) {
      const uint32_t y = (words[i] & 0x80000000u) | (words[(i + 1) % kWords] & 0x7fffffffu);
      words[i] = words[(i + kShift) % kWords] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0dfu : 0);
    }
    index = 0;
  }
};

TypeObject* random_type();

struct RandomObject : Object {
  MersenneTwister state;
};

MersenneTwister& state_of(Value v) {
  return v.as<RandomObject>()->state;
}

bool seed(Thread& t, MersenneTwister& state, Value v) {
  std::vector<uint32_t> key;
  if (v.is_unset() || v.is_none()) {
    key.resize(MersenneTwister::kWords);
    if (!system_random(key.data(), key.size() * sizeof(uint32_t))) {
      const auto now = static_cast<uint64_t>(scheduler().wall_clock());
      key = {static_cast<uint32_t>(now), static_cast<uint32_t>(now >> 32),
             static_cast<uint32_t>(getpid())};
    }
    state.seed(key);
    return true;
  }
  Ref number;
  if (is_int(v)) {
    GILT_TRY(number, int_unary(t, UnaryOp::kAbs, v));
  } else {
    GILT_TRY(int64_t value, hash(t, v));
    GILT_TRY(number, int_from_unsigned(t, static_cast<uint64_t>(value)));
  }
  const uint64_t bits = int_bit_length(number.get());
  key.resize(std::max<size_t>(1, (bits + 31) / 32));
  static_cast<void>(int_to_bytes(number.get(), reinterpret_cast<unsigned char*>(key.data()),
                                 key.size() * sizeof(uint32_t), true, false));
  state.seed(key);
  return true;
}

Ref construct(Thread& t, TypeObject* type, CallArgs call) {
  Object* object = instance_allocate(t, type);
  if (object == nullptr) return Failed();
  Ref owner = Ref::adopt(object);
  if (type->is(kTypeTracked)) gc_track(t, object);
  GILT_CHECK(
      seed(t, static_cast<RandomObject*>(object)->state,
           call.positional > 0 && (call[0].is_none() || is_int(call[0])) ? call[0] : kUnset));
  return owner;
}

// The arguments were for __new__.
bool init(Thread&, Value, CallArgs) {
  return true;
}

void dealloc(Thread& t, Object* self) {
  instance_free(t, self);
}

Ref random_method(Thread& t, Args args) {
  MersenneTwister& state = state_of(args[0]);
  const uint32_t a = state.next() >> 5;
  const uint32_t b = state.next() >> 6;
  return make_float(t, (a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}

Ref seed_method(Thread& t, Args args) {
  GILT_CHECK(seed(t, state_of(args[0]), args[1]));
  return Ref::none();
}

Ref getrandbits_method(Thread& t, Args args) {
  GILT_TRY(int64_t count, to_int64(t, args[1]));
  if (count < 0) return fail(t, value_error_type, "Cannot convert negative int");
  if (count == 0) return Ref::adopt(Value::integer(0));
  MersenneTwister& state = state_of(args[0]);
  if (count <= 32) return int_from(t, state.next() >> (32 - count));
  GILT_CHECK(int_reserve(t, static_cast<uint64_t>(count)));
  std::vector<uint32_t> words(static_cast<size_t>(count + 31) / 32);
  for (uint32_t& word : words) {
    word = state.next();
    if (count < 32) word >>= 32 - count;
    count -= 32;
  }
  return int_from_bytes(t, reinterpret_cast<const unsigned char*>(words.data()), words.size() * 4,
                        true, false);
}

// A number below [n], without bias: bits until they make one that is small enough.
Ref randbelow_method(Thread& t, Args args) {
  static StrObject* const kGetRandBits = intern("getrandbits");
  const Value n = args[1];
  if (!is_int(n) || int_sign(n) <= 0) {
    return fail(t, value_error_type, "the bound must be a positive int");
  }
  const auto bits = static_cast<int64_t>(int_bit_length(n));
  const bool own =
      same(type_lookup(type_of(args[0]), kGetRandBits), type_lookup(random_type(), kGetRandBits));
  if (bits <= 32 && own) {
    const std::optional<int64_t> bound = int_to_int64(n);
    MersenneTwister& state = state_of(args[0]);
    uint32_t r = state.next() >> (32 - bits);
    while (r >= *bound) r = state.next() >> (32 - bits);
    return int_from(t, r);
  }
  while (true) {
    GILT_TRY(Ref r, call_method(t, args[0], kGetRandBits, {Value::integer(bits)}));
    if (int_compare(r.get(), n) < 0) return r;
  }
}

Ref getstate_method(Thread& t, Args args) {
  const MersenneTwister& state = state_of(args[0]);
  std::vector<Value> words;
  for (const uint32_t word : state.words) words.push_back(Value::integer(word));
  words.push_back(Value::integer(state.index));
  return tuple_adopt(t, words.data(), static_cast<int64_t>(words.size()));
}

Ref setstate_method(Thread& t, Args args) {
  if (!is_tuple(args[1])) return fail(t, type_error_type, "state vector must be a tuple");
  auto* tuple = args[1].as<TupleObject>();
  constexpr int64_t kSize = MersenneTwister::kWords + 1;
  if (tuple->size != kSize) {
    return fail(t, value_error_type, "state vector is the wrong size");
  }
  MersenneTwister state;
  for (int64_t i = 0; i < kSize; ++i) {
    GILT_TRY(int64_t word, to_int64(t, tuple->at(i)));
    if (i == kSize - 1) {
      if (word < 0 || word > MersenneTwister::kWords) {
        return fail(t, value_error_type, "invalid state");
      }
      state.index = static_cast<int>(word);
    } else {
      state.words[i] = static_cast<uint32_t>(word);
    }
  }
  state_of(args[0]) = state;
  return Ref::none();
}

Ref sha512_function(Thread& t, Args args) {
  BufferView view(t);
  GILT_CHECK(view.open(args[0]));
  const auto digest = sha512(view.view());
  return bytes_new(t, {reinterpret_cast<const char*>(digest.data()), digest.size()});
}

constexpr NativeDef kMethods[] = {
    {"random", guarded<random_method>, "(self, /)", "A float from 0.0 to below 1.0."},
    {"seed", guarded<seed_method>, "(self, n=None, /)", "Starts the generator from a number."},
    {"getrandbits", guarded<getrandbits_method>, "(self, k, /)", "An int with k random bits."},
    {"_randbelow", guarded<randbelow_method>, "(self, n, /)", "An int from 0 to below n."},
    {"getstate", guarded<getstate_method>, "(self, /)",
     "A tuple of ints that is the generator's state."},
    {"setstate", guarded<setstate_method>, "(self, state, /)",
     "Restores the state from getstate()."},
};

constexpr NativeDef kFunctions[] = {
    {"_sha512", sha512_function, "(data, /)", "The SHA-512 digest of bytes."},
};

TypeObject* random_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_random.Random",
      .instance_size = sizeof(RandomObject),
      .flags = kTypeSubclassable,
      .doc = "A Mersenne Twister.",
      .slots = {.dealloc = dealloc, .construct = construct, .init = init},
      .methods = kMethods,
  });
  return kType;
}

bool add_types(Thread& t, ModuleObject* module) {
  return module_set(t, module, "Random", Ref::copy(random_type()));
}

const ModuleDef kModule = {"_random", "The Mersenne Twister.", kFunctions, add_types};

}  // namespace

void register_random_module() {
  register_native_module(kModule);
}

}  // namespace gilt
