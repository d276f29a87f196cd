#include "interpreter/verifier.h"

#include <fmt/format.h>

#include <optional>

#include "interpreter/compiler_assembler.h"
#include "interpreter/verifier_state.h"
#include "runtime/builtin_types.h"
#include "runtime/str.h"
#include "runtime/tuple.h"

namespace gilt {

namespace {

using verifier::is_quiet;
using verifier::Kind;
using verifier::Known;
using verifier::State;

struct Rejected {
  std::string why;
};

bool begins_handler(Op op) {
  return op == Op::ENTER_HANDLER || op == Op::UNWIND_HANDLER || op == Op::THROW_INTO;
}

bool is_loop(Op op) {
  return op >= Op::FOR_ITER && op <= Op::FOR_GENERATOR;
}

class Verifier {
 public:
  explicit Verifier(const CodeObject* code) : code_(code) {}

  void run() {
    check_counts();
    find_instructions();
    for (uint32_t at : starts_) check_operands(at);
    check_tables();
    start();
    while (!work_.empty()) {
      uint32_t at = work_.back();
      work_.pop_back();
      walk(at, false);
    }
    for (uint32_t at = 0; at < code_->word_count; ++at)
      if (states_[at]) walk(at, true);
  }

 private:
  [[noreturn]] void reject(uint32_t at, std::string_view what) const {
    std::string name = at < code_->word_count && op_byte(at) < static_cast<int>(Op::kCount)
                           ? info_of(code_->words[at]).name
                           : "?";
    throw Rejected{fmt::format("{} {}: {}", at, name, what)};
  }
  void require(bool condition, uint32_t at, std::string_view what) const {
    if (!condition) reject(at, what);
  }
  int op_byte(uint32_t at) const { return static_cast<int>(code_->words[at] & 0xff); }
  bool is_temporary(uint32_t r) const { return r >= code_->local_count; }

  // FORMAT without a spec does not look at C.
  static Role role_of_c(const Instr& i) {
    bool has_no_spec = op_of(i) == Op::FORMAT && (&i)[1] >> 8;
    return has_no_spec ? Role::none : info_of(i).c;
  }

  // -- form --

  void check_counts() const {
    require(code_->word_count > 0, 0, "no instructions");
    require(code_->register_count >= code_->local_count && code_->register_count <= 0xffff, 0,
            "register counts");
    auto* names = code_->local_names.peek().as<TupleObject>();
    require(names->size >= code_->local_count, 0, "locals without names");
    uint32_t parameters = code_->positional_count + code_->keyword_only_count +
                          code_->is(kCodeVarArgs) + code_->is(kCodeVarKeywords);
    require(parameters <= code_->local_count, 0, "more parameters than locals");
    require(code_->positional_only_count <= code_->positional_count, 0, "positional-only count");
  }

  void find_instructions() {
    is_start_.assign(code_->word_count + 1, false);
    for (uint32_t at = 0; at < code_->word_count;) {
      if (op_byte(at) >= static_cast<int>(Op::kCount)) reject(at, "no such opcode");
      starts_.push_back(at);
      is_start_[at] = true;
      uint32_t next = at + 1 + info_of(code_->words[at]).extra;
      require(next <= code_->word_count, at, "cut off");
      at = next;
    }
    require(!falls_through(op_of(code_->words[starts_.back()])), starts_.back(),
            "runs off the end");
  }

  void check_span(uint32_t at, uint32_t first, int size, bool temporaries) const {
    require(size >= 0 && first + static_cast<uint32_t>(size) <= code_->register_count, at,
            "register out of range");
    if (temporaries && size > 0) require(is_temporary(first), at, "a local among temporaries");
  }

  void check_operands(uint32_t at) const {
    const Instr* pc = code_->words + at;
    const OpInfo& info = info_of(*pc);
    const Role roles[] = {info.a, info.b, role_of_c(*pc)};
    const uint16_t values[] = {a_of(*pc), b_of(*pc), c_of(*pc)};
    for (int k = 0; k < 3; ++k) {
      uint32_t v = values[k];
      bool consumed = (flags_of(*pc) & (kConsumeA << k)) != 0;
      if (consumed)
        require(roles[k] == Role::read && is_temporary(v), at, "consumes what is no temporary");
      switch (roles[k]) {
        case Role::write:
          check_span(at, v, 1, false);
          if (!is_temporary(v)) require(flags_of(*pc) & kLocalA, at, "local without kLocalA");
          break;
        case Role::read: check_span(at, v, 1, false); break;
        case Role::window: check_span(at, v, window_size(pc), true); break;
        case Role::make: check_span(at, v, made_size(pc), true); break;
        case Role::pair: check_span(at, v, 2, true); break;
        case Role::constant:
        case Role::name:
          require(v < code_->constant_count, at, "constant out of range");
          if (roles[k] == Role::name) require(is_name(v), at, "name that is no interned str");
          break;
        case Role::global:
          require(v < code_->globals->names.size(), at, "global out of range");
          break;
        case Role::free:
          require(v < code_->free_names.peek().as<TupleObject>()->size, at, "free out of range");
          break;
        case Role::jump:
        case Role::jump32: check_jump(at); break;
        default: break;
      }
    }
    check_special_operands(at);
  }

  bool is_name(uint32_t index) const {
    Value v = code_->constants[index].peek();
    return has_shape(v, kStrShape) && v.as<StrObject>()->has(kStrInterned);
  }

  bool is_name_tuple(uint64_t index, uint32_t at_most) const {
    if (index >= code_->constant_count) return false;
    Value v = code_->constants[index].peek();
    if (!has_shape(v, kTupleShape) || v.as<TupleObject>()->size > at_most) return false;
    for (int64_t i = 0; i < v.as<TupleObject>()->size; ++i) {
      Value item = v.as<TupleObject>()->at(i);
      if (!has_shape(item, kStrShape)) return false;
    }
    return true;
  }

  int64_t target_of(uint32_t at) const {
    Instr i = code_->words[at];
    const OpInfo& info = info_of(i);
    int64_t next = int64_t{at} + 1 + info.extra;
    if (info.c == Role::jump) return next + signed_c_of(i);
    if (info.b == Role::jump32) return next + bc_of(i);
    if (op_of(i) == Op::SEND || op_of(i) == Op::THROW_INTO) {
      uint64_t distance = code_->words[at + 1];
      return distance < code_->word_count ? next + static_cast<int64_t>(distance) : -1;
    }
    return -1;
  }

  void check_jump(uint32_t at) const {
    int64_t to = target_of(at);
    require(to >= 0 && to < code_->word_count && is_start_[static_cast<size_t>(to)], at,
            "jump to no instruction");
    Op op = op_of(code_->words[at]);
    if (op == Op::JUMP_BACK) {
      require(to <= at, at, "forward jump");
    } else if (op == Op::JUMP || (!may_go_back(op) && !is_loop(op))) {
      require(to > at, at, "backward jump");
    }
  }

  void check_special_operands(uint32_t at) const {
    Instr i = code_->words[at];
    switch (op_of(i)) {
      case Op::DELETE_LOCAL:
      case Op::CHECK_LOCAL:
      case Op::CLEAR:
      case Op::MAKE_CELL: require(!is_temporary(a_of(i)), at, "wants a local"); break;
      case Op::LOAD_CELL: require(!is_temporary(b_of(i)), at, "wants a local"); break;
      case Op::RELEASE: require(flags_of(i) & kConsumeA, at, "must consume"); break;
      case Op::LEAVE_HANDLER:
      case Op::UNWIND_HANDLER: require(flags_of(i) & kConsumeA, at, "must consume"); break;
      case Op::SEND:
      case Op::THROW_INTO: check_jump(at); break;
      case Op::CALL_KW:
      case Op::CALL_METHOD_KW:
        require(is_name_tuple(code_->words[at + 1], c_of(i)), at, "keyword names");
        break;
      case Op::MAKE_FUNCTION: {
        Value v = code_->constants[c_of(i)].peek();
        require(has_shape(v, kCodeShape), at, "wants code");
        uint64_t flags = code_->words[at + 1];
        require(flags < 64, at, "unknown function parts");
        auto* frees = v.as<CodeObject>()->free_names.peek().as<TupleObject>();
        require((frees->size > 0) == ((flags & kHasClosure) != 0), at, "closure");
        break;
      }
      case Op::LOAD_SPECIAL:
        require(c_of(i) <= static_cast<int>(SpecialMethod::kAsyncExit), at, "special method");
        break;
      case Op::GET_AWAITABLE: require(c_of(i) <= 2, at, "kind of awaiting"); break;
      case Op::INTRINSIC:
        require(c_of(i) <= static_cast<int>(Intrinsic::kSetFunctionTypeParams), at, "intrinsic");
        break;
      case Op::FORMAT: {
        uint64_t how = code_->words[at + 1];
        uint64_t conversion = how & 0xff;
        require(how >> 9 == 0 && (conversion == 0 || conversion == 's' || conversion == 'r' ||
                                  conversion == 'a'),
                at, "conversion");
        break;
      }
      case Op::RETURN_GENERATOR:
        require(at == 0 && is_generator(), at, "only at the start of a generator");
        break;
      default: break;
    }
    if (at == 0 && is_generator())
      require(op_of(i) == Op::RETURN_GENERATOR, at, "a generator begins otherwise");
    if (op_of(i) == Op::YIELD) require(is_generator(), at, "yield outside a generator");
  }

  bool is_generator() const {
    return op_of(code_->words[0]) == Op::RETURN_GENERATOR || code_->is(kCodeGenerator) ||
           code_->is(kCodeCoroutine) || code_->is(kCodeAsyncGenerator);
  }

  void check_tables() const {
    uint32_t temporaries = code_->register_count - code_->local_count;
    for (const ExceptionEntry& e : code_->exceptions) {
      require(e.start < e.end && e.end <= code_->word_count, e.start, "exception range");
      require(e.handler < code_->word_count && is_start_[e.handler], e.start, "handler");
      require(begins_handler(op_of(code_->words[e.handler])), e.handler, "begins no handler");
      require(e.depth <= temporaries, e.start, "handler depth");
    }
    uint32_t last = 0;
    bool first = true;
    for (const DepthEntry& d : code_->depths) {
      require(first ? d.start == 0 : d.start > last, d.start, "depth table out of order");
      require(d.depth <= temporaries, d.start, "depth");
      last = d.start;
      first = false;
    }
    require(!first, 0, "no depth table");
    first = true;
    for (const PositionEntry& p : code_->positions) {
      require(first || p.start > last, p.start, "position table out of order");
      last = p.start;
      first = false;
    }
  }

  // -- flow --

  void start() {
    states_.resize(code_->word_count);
    State entry(code_->register_count);
    uint32_t parameters = code_->positional_count + code_->keyword_only_count +
                          code_->is(kCodeVarArgs) + code_->is(kCodeVarKeywords);
    for (uint32_t r = 0; r < code_->local_count; ++r)
      entry[r].kind = r < parameters ? Kind::kValue : Kind::kUnset;
    // The helper around a generic function gets the function's defaults from the code that makes
    // both; nobody else can call it.
    auto* names = code_->local_names.peek().as<TupleObject>();
    for (uint32_t r = 0; r < parameters; ++r) {
      std::string_view name = names->at(r).as<StrObject>()->view();
      if (name == ".defaults") entry[r].kind = Kind::kTuple;
      if (name == ".kwdefaults") entry[r].kind = Kind::kDict;
    }
    flow_into(0, entry, 0);
  }

  // [state] may hold at [to], which is come to by an exception or else in the ordinary way.
  void flow_into(uint32_t to, const State& state, uint32_t from, bool caught = false) {
    require(begins_handler(op_of(code_->words[to])) == caught, from,
            "a handler's first instruction, reached otherwise");
    if (checking_) return;
    std::optional<State>& known = states_[to];
    if (!known) {
      known = state;
      work_.push_back(to);
      return;
    }
    bool changed = false;
    for (size_t r = 0; r < state.size(); ++r) {
      Known& k = (*known)[r];
      if (k == state[r]) continue;
      require(k.is_live() && state[r].is_live(), from, "temporaries differ where paths meet");
      Known joined = join(k, state[r]);
      if (joined == k) continue;
      k = joined;
      changed = true;
    }
    if (changed) work_.push_back(to);
  }

  // Follows the code from [at] on until it ends or meets a place with a state of its own.
  void walk(uint32_t at, bool checking) {
    checking_ = checking;
    State state = *states_[at];
    bool first = true;
    while (true) {
      if (!first && states_[at]) {
        flow_into(at, state, at);
        return;
      }
      if (!first)
        require(!begins_handler(op_of(code_->words[at])), at,
                "a handler's first instruction, reached otherwise");
      first = false;
      bool goes_on = step(at, state);
      if (!goes_on) return;
      at += 1 + info_of(code_->words[at]).extra;
      require(at < code_->word_count, at, "runs off the end");
    }
  }

  // Executes one instruction on [state]. False when it does not fall through.
  bool step(uint32_t at, State& state) {
    const Instr* pc = code_->words + at;
    Op op = op_of(*pc);
    const OpInfo& info = info_of(*pc);
    const Role roles[] = {info.a, info.b, role_of_c(*pc)};
    const uint16_t values[] = {a_of(*pc), b_of(*pc), c_of(*pc)};
    State before = state;
    for (int k = 0; k < 3; ++k) {
      uint32_t v = values[k];
      if (roles[k] == Role::read) {
        use(at, before, v, k, 0);
        if (flags_of(*pc) & (kConsumeA << k)) kill(at, state, v);
      } else if (roles[k] == Role::window) {
        for (int w = 0; w < window_size(pc); ++w) {
          use(at, before, v + static_cast<uint32_t>(w), k, w);
          kill(at, state, v + static_cast<uint32_t>(w));
        }
      } else if (roles[k] == Role::pair) {
        use(at, before, v, k, 0);
        use(at, before, v + 1, k, 1);
      }
    }
    if (checking_ && op == Op::MAKE_FUNCTION) check_closure(at, before);
    bool lives_on = (flags_of(*pc) & kLocalA) && info.a == Role::write && is_temporary(values[0]);
    if (lives_on) require(state[values[0]].is_live(), at, "overwrites nothing");
    check_depth(at, state, op);
    raise_from(at, state);
    note_checked(op, roles, values, state);
    if (op == Op::RETURN || op == Op::RETURN_CONST) {
      for (uint32_t r = code_->local_count; r < code_->register_count; ++r)
        require(!state[r].is_live() || r == lent(pc), at, "leaves temporaries behind");
      return false;
    }
    if (is_loop(op)) {
      State next = state;
      write(at, next, before, values[0], 0);
      flow_into(static_cast<uint32_t>(target_of(at)), next, at);
      return true;
    }
    if (info.a == Role::write) write(at, state, before, values[0], 0);
    if (info.a == Role::make)
      for (int k = 0; k < made_size(pc); ++k)
        write(at, state, before, values[0] + static_cast<uint32_t>(k), k);
    local_effects(op, *pc, state);
    if (op == Op::JUMP_IF_NONE || op == Op::JUMP_IF_NOT_NONE) return jump_on_none(at, *pc, state);
    if (int64_t to = target_of(at); to >= 0) flow_into(static_cast<uint32_t>(to), state, at);
    return falls_through(op);
  }

  // A local that the instruction has found bound.
  void note_checked(Op op, const Role* roles, const uint16_t* values, State& state) const {
    for (int k = 0; k < 3; ++k) {
      if (roles[k] != Role::read || is_temporary(values[k])) continue;
      Known& known = state[values[k]];
      bool unsure = known.kind == Kind::kUnset || known.kind == Kind::kMaybeUnset;
      if (unsure && verifier::checks_itself(op, k)) known = {Kind::kValue, 0};
    }
  }

  uint32_t lent(const Instr* pc) const {
    return op_of(*pc) == Op::RETURN && !(flags_of(*pc) & kConsumeA) ? a_of(*pc) : UINT32_MAX;
  }

  // A caught exception or None is told apart here.
  bool jump_on_none(uint32_t at, Instr i, State& state) {
    bool none_jumps = op_of(i) == Op::JUMP_IF_NONE;
    State other = state;
    if (state[a_of(i)].kind == Kind::kMaybeException) {
      (none_jumps ? other : state)[a_of(i)].kind = Kind::kValue;
      (none_jumps ? state : other)[a_of(i)].kind = Kind::kException;
    }
    flow_into(static_cast<uint32_t>(target_of(at)), other, at);
    return true;
  }

  void local_effects(Op op, Instr i, State& state) const {
    switch (op) {
      case Op::DELETE_LOCAL:
      case Op::CLEAR: state[a_of(i)] = {Kind::kUnset, 0}; break;
      case Op::MAKE_CELL: state[a_of(i)] = {Kind::kCell, 0}; break;
      default: break;
    }
  }

  void use(uint32_t at, const State& state, uint32_t r, int operand, int index) const {
    require(state[r].is_live(), at, "reads a dead temporary");
    if (!checking_) return;
    Kind wanted = verifier::expected(code_, at, operand, index);
    require(verifier::satisfies(state[r], wanted), at, "operand of the wrong kind");
  }

  void kill(uint32_t at, State& state, uint32_t r) const {
    require(state[r].is_live(), at, "consumes a temporary twice");
    state[r] = {};
  }

  void write(uint32_t at, State& state, const State& before, uint32_t r, int index) const {
    bool releases =
        (flags_of(code_->words[at]) & kLocalA) && info_of(code_->words[at]).a == Role::write;
    if (is_temporary(r) && !releases)
      require(!state[r].is_live(), at, "overwrites a live temporary");
    state[r] = verifier::result_of(code_, at, before, index);
  }

  // The depth table must tell what is live if the instruction raises.
  void check_depth(uint32_t at, const State& state, Op op) const {
    uint32_t depth = depth_at(code_, code_->words + at);
    for (uint32_t r = code_->local_count; r < code_->register_count; ++r) {
      bool counted = r - code_->local_count < depth;
      if (state[r].is_live())
        require(counted, at, "a live temporary above the depth");
      else if (!is_quiet(op))
        require(!counted, at, "a dead temporary below the depth");
    }
    if (op == Op::YIELD) require(c_of(code_->words[at]) == depth, at, "temporaries across a yield");
  }

  // What an exception raised here means for its handler.
  void raise_from(uint32_t at, const State& state) {
    if (is_quiet(op_of(code_->words[at]))) return;
    for (const ExceptionEntry& e : code_->exceptions) {
      if (at < e.start || at >= e.end) continue;
      State caught = state;
      for (uint32_t r = code_->local_count; r < code_->register_count; ++r) {
        if (r - code_->local_count < e.depth)
          require(caught[r].is_live(), at, "handler expects a temporary that is not there");
        else
          caught[r] = {};
      }
      // A local that the instruction writes may or may not have been written, or unbound.
      uint32_t a = a_of(code_->words[at]);
      if (info_of(code_->words[at]).a == Role::read && !is_temporary(a) && changes_local(at))
        caught[a] = verifier::join(caught[a], {Kind::kUnset, 0});
      flow_into(e.handler, caught, at, true);
      return;
    }
  }

  bool changes_local(uint32_t at) const {
    Op op = op_of(code_->words[at]);
    return op == Op::DELETE_LOCAL || op == Op::MAKE_CELL;
  }

  // The closure has as many cells as the function's code asks for.
  void check_closure(uint32_t at, const State& before) const {
    uint64_t flags = code_->words[at + 1];
    if (!(flags & kHasClosure)) return;
    uint32_t before_it = static_cast<uint32_t>(__builtin_popcountll(flags & (kHasClosure - 1)));
    Known closure = before[b_of(code_->words[at]) + before_it];
    auto* inner = code_->constants[c_of(code_->words[at])].peek().as<CodeObject>();
    auto* frees = inner->free_names.peek().as<TupleObject>();
    require(closure.kind == Kind::kCells && closure.size == frees->size, at, "size of the closure");
  }

  const CodeObject* code_;
  std::vector<uint32_t> starts_;
  std::vector<bool> is_start_;
  std::vector<std::optional<State>> states_;
  std::vector<uint32_t> work_;
  bool checking_ = false;
};

}  // namespace

bool verify(const CodeObject* code, std::string* why) {
  try {
    Verifier(code).run();
    return true;
  } catch (const Rejected& rejected) {
    if (why != nullptr)
      *why =
          fmt::format("{}: {}", code->qualified_name.peek().as<StrObject>()->view(), rejected.why);
    return false;
  }
}

bool verify_all(const CodeObject* code, std::string* why) {
  if (!verify(code, why)) return false;
  for (uint32_t i = 0; i < code->constant_count; ++i) {
    Value v = code->constants[i].peek();
    if (has_shape(v, kCodeShape) && !verify_all(v.as<CodeObject>(), why)) return false;
  }
  return true;
}

}  // namespace gilt
