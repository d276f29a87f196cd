// CodeGenerator: one scope of the tree -> one code object.
//
// Values live in registers: parameters and other locals in fixed ones, temporaries in a stack above
// them. An expression is compiled to an Operand, "the register to read", which for a local is its
// own register (no copy), or into a wanted destination, so that `x = a + b` is one ADD.
//
// Rules that the code below keeps:
//  - Temporaries are used up from the top of their stack. What an instruction consumes is taken off
//    before it is emitted, so that the depth noted with it says what is live if it raises.
//  - The last instruction of an expression is the only one that writes its destination.
//  - A local that is read in place must not change before the instruction runs: read_before()
//    copies it when a later operand has a walrus.
//  - bound_ holds the locals that are certainly bound here. Before any other is read, an
//  instruction
//    at the name's own position makes sure.
//  - After a jump or return nothing is emitted until a label that somebody jumps to: dead code
//    never exists.
#pragma once

#include <span>
#include <vector>

#include "interpreter/compiler_assembler.h"
#include "interpreter/compiler_bound_set.h"
#include "interpreter/compiler_constants.h"
#include "interpreter/compiler_unit.h"
#include "interpreter/symtable.h"

namespace gilt {

// A register to read. [dies]: a temporary that the next instruction using it consumes.
struct Operand {
  Register reg = 0;
  bool dies = false;
};

// Where a value is wanted.
struct Dest {
  enum Where : uint8_t { kAnywhere, kPush, kLocal } where = kAnywhere;
  Register local = 0;
  static Dest anywhere() { return {}; }
  static Dest push() { return {kPush, 0}; }
  static Dest in(Register local) { return {kLocal, local}; }
};

// How code reaches a name.
enum class NameAccess : uint8_t {
  kRegister,
  kCell,  // the register holds a cell
  kFree,
  kGlobal,
  kName,             // the frame's namespace, then globals
  kNameOrFree,       // class bodies
  kMappingOrGlobal,  // annotation scopes in classes
  kMappingOrFree,
};
struct NameUse {
  NameAccess access;
  int32_t index = 0;  // register or free variable
  StrObject* name = nullptr;
};

enum class BlockType : uint8_t {
  kWhile,
  kFor,             // a temporary holds the iterator
  kAsyncFor,        // likewise
  kTry,             // body of try ... except: nothing to do
  kFinally,         // body whose `finally` has to run
  kFinallyHandler,  // the finally body itself while an exception waits
  kHandler,         // except body
  kNamedHandler,    // except body that has to unbind its name
  kWith,
  kAsyncWith,
  kValue,  // a finally body on the way of `return value`: the value is on the stack
};

// A construct that break, continue and return have to leave properly.
struct Block {
  BlockType type;
  const ast::Node* node = nullptr;  // Try for its finally body, With item, ExceptHandler
  uint32_t depth = 0;               // temporaries live in its body (its own included)
  HandlerId outer_handler = kNoHandler;
  HandlerId own_handler = kNoHandler;  // of a named handler: while the name is unbound
  LabelId break_label = kNoLabel;
  LabelId continue_label = kNoLabel;
  bool break_keeps_iterator = false;  // the break label stands before the iterator's release
  uint32_t own_temporaries = 0;       // to be released when it is left
};

class CodeGenerator {
 public:
  static constexpr size_t kWindowItems = 30;  // longer displays are built piece by piece

  CodeGenerator(CompilationUnit& unit, CodeGenerator* parent, const Scope* scope, StrObject* name,
                uint32_t first_line);

  // -- the whole of a code object (compiler_functions.cpp, compiler_classes.cpp, compiler.cpp) --
  RefOf<CodeObject> module(std::span<ast::Stmt*> body, bool interactive);
  RefOf<CodeObject> expression(ast::Expr& body);

 private:
  friend class SpanScope;
  friend class LeavingScope;

  // -- emitting (compiler_codegen.cpp) --
  void emit(Op op, int32_t a = 0, int32_t b = 0, int32_t c = 0, uint8_t flags = 0,
            uint32_t extra = 0);
  void emit_jump(Op op, int32_t a, int32_t b, uint8_t flags, LabelId target);
  Operand result(Op op, Dest dest, Operand b = {}, Operand c = {}, uint8_t flags = 0,
                 uint32_t extra = 0);
  Operand result_number(Op op, Dest dest, Operand b, int32_t number, uint8_t flags = 0,
                        uint32_t extra = 0);
  Operand result_window(Op op, Dest dest, uint32_t window_size, int32_t c = 0, uint32_t extra = 0);
  void effect1(Op op, Operand a, int32_t b = 0, int32_t c = 0, uint32_t extra = 0);
  void effect2(Op op, Operand a, Operand b, int32_t c = 0, uint32_t extra = 0);
  void effect3(Op op, Operand a, Operand b, Operand c);
  uint8_t consume(Operand operand, uint8_t flag);
  Register push_temporary();
  Register top(uint32_t below = 0) const {
    return kFirstTemporary + static_cast<Register>(depth_ - 1 - below);
  }
  Operand top_operand() const { return {top(), true}; }
  Register next_temporary() const { return kFirstTemporary + static_cast<Register>(depth_); }
  void pop_temporaries(uint32_t count) { depth_ -= count; }
  void release_top();  // RELEASE and pop
  void release_down_to(uint32_t depth);
  Operand move(Operand from, Dest dest);
  Operand settle(Operand made, Dest dest);
  void mark_bound(Register r);
  void ended() { reachable_ = false; }

  // -- labels and handlers (compiler_codegen.cpp) --
  LabelId new_label();
  void jump(LabelId target);
  void jump_on(Op op, Operand a, LabelId target);  // JUMP_IF and the like
  void note_jump(LabelId target);
  void bind(LabelId label);
  void silent_line(const Span& span);  // of a statement that emits nothing
  void settle_silent_lines();
  // What stood before a jump over a loop's body, for the body.
  struct Flow {
    bool reachable;
    uint32_t depth;
    BoundSet bound;
  };
  Flow flow() const { return {reachable_, depth_, bound_}; }
  void bind_loop_head(LabelId label, const Flow& entry);
  // For a jump back to here within one expression, where nothing is unbound on the way.
  void bind_back_target(LabelId label);
  HandlerId open_handler();  // catches from now on, at this depth, in this state
  // The handler's code starts here: false when nothing can raise into it.
  bool start_handler(HandlerId handler);
  // ENTER_HANDLER: pushes what was handled before (whose register it returns) and the exception.
  Register enter_handler();
  // The handler that puts back what was handled before, on top of the stack at its depth.
  void finish_unwind_handler(HandlerId unwind, HandlerId outer);

  // -- names (compiler_names.cpp) --
  ast::Identifier mangled(ast::Identifier name);
  NameUse use_of(ast::Identifier name);  // mangles
  Register local_register(const Scope* scope, const Symbol* symbol) const;
  Operand load_name(ast::Identifier name, Dest dest);
  void store_name(ast::Identifier name, Operand value);
  void assign_name(ast::Identifier name, ast::Expr& value);
  void delete_name(ast::Identifier name);
  void clear_name(ast::Identifier name);              // end of `except E as name`
  uint32_t name_constant(ast::Identifier name);       // as it is
  uint32_t attribute_constant(ast::Identifier name);  // mangled
  uint32_t constant(Ref value);
  Operand load_constant(Value value, Dest dest);
  Operand load_text(ast::Identifier text, Dest dest);
  Operand load_int(int32_t value, Dest dest);
  Operand load_namespace_of_class(Dest dest);
  void push_closure(const Scope& inner);  // the tuple of cells
  void push_cell(ast::Identifier name);
  void make_cells(const Scope* scope);
  void allot_locals();
  bool module_uses_globals() const;

  // -- expressions (compiler_expressions.cpp) --
  Operand read(ast::Expr& e) { return compile(e, Dest::anywhere()); }
  // For an operand that [later] ones follow before the instruction runs.
  Operand read_before(ast::Expr& e, std::initializer_list<ast::Expr*> later);
  Register push(ast::Expr& e) { return compile(e, Dest::push()).reg; }
  void push_none();
  void effect(ast::Expr& e);
  // Fails with RecursionError when the C stack is nearly used up; what recurses over the tree asks.
  void check_depth();
  Operand compile(ast::Expr& e, Dest dest);
  Operand compile_kind(ast::Expr& e, Dest dest);
  Operand bool_op(ast::BoolOp& e, Dest dest);
  Operand named(ast::NamedExpr& e, Dest dest);
  Operand binary(ast::BinOp& e, Dest dest);
  Operand binary_with(ast::Operator op, Operand left, ast::Expr& right, Dest dest, uint8_t flags);
  Operand unary(ast::UnaryOp& e, Dest dest);
  Operand conditional(ast::IfExp& e, Dest dest);
  Operand attribute(ast::Attribute& e, Dest dest);
  Operand subscript(ast::Subscript& e, Dest dest);
  void push_slice(ast::Slice& e);
  bool is_two_part_slice(const ast::Expr& e) const;
  Operand tuple(ast::Tuple& e, Dest dest);
  Operand list(ast::List& e, Dest dest);
  Operand set(ast::Set& e, Dest dest);
  Operand dict(ast::Dict& e, Dest dest);
  Operand build_list_like(std::span<ast::Expr*> items, Op build, Op append, Op extend, Dest dest);
  Operand sequence_for_loop(ast::Expr& e);  // constant displays as tuples
  bool has_walrus(ast::Expr& e);
  bool is_simple(const ast::Expr& e) const;
  std::optional<int32_t> small_int(ast::Expr& e);

  // -- f-strings (compiler_strings.cpp) --
  Operand joined_string(ast::JoinedStr& e, Dest dest);
  Operand formatted_value(ast::FormattedValue& e, Dest dest);
  Operand template_string(ast::TemplateStr& e, Dest dest);
  Operand format_spec(ast::Expr& spec, Dest dest);

  // -- comparisons and conditions (compiler_conditions.cpp) --
  Operand compare(ast::Compare& e, Dest dest);
  Operand compare_chain(ast::Compare& e, Dest dest);
  Operand compare_right(ast::CompareOperator op, ast::Expr& e, Dest dest);
  Operand compare_one(ast::CompareOperator op, Operand left, Operand right, Dest dest);
  // Goes to [target] when the truth of [e] is [sense].
  void branch(ast::Expr& e, LabelId target, bool sense);
  void branch_bool_op(ast::BoolOp& e, LabelId target, bool sense);
  void branch_compare(ast::Compare& e, LabelId target, bool sense);
  void branch_chain(ast::Compare& e, LabelId target, bool sense);
  void branch_compare_one(ast::CompareOperator op, Operand left, ast::Expr& right, LabelId target,
                          bool sense);
  void branch_compare_operands(ast::CompareOperator op, Operand left, Operand right, LabelId target,
                               bool sense);
  void branch_operand(Operand value, LabelId target, bool sense);
  bool is_back(LabelId label) const { return assembler_.is_bound(label); }

  // -- calls (compiler_calls.cpp) --
  Operand call(ast::Call& e, Dest dest);
  Operand method_call(ast::Call& e, ast::Attribute& method, Dest dest);
  Operand finish_call(std::span<ast::Expr*> args, std::span<ast::Keyword*> keywords,
                      uint32_t window, bool method, uint32_t already, Dest dest);
  Operand finish_call_ex(std::span<ast::Expr*> args, std::span<ast::Keyword*> keywords,
                         uint32_t already, Dest dest);
  void push_argument_tuple(std::span<ast::Expr*> args, uint32_t already);
  void push_keyword_dict(std::span<ast::Keyword*> keywords, Register function);
  bool is_super_call(const ast::Attribute& e);
  Operand super_attribute(ast::Attribute& e, Op op, Dest dest);
  Span attribute_span(const Span& whole, const ast::Attribute& e) const;

  // -- functions (compiler_functions.cpp) --
  void function_def(ast::FunctionDef& s);
  Operand lambda(ast::Lambda& e, Dest dest);
  RefOf<CodeObject> function_code(const ast::Arguments& args, std::span<ast::Stmt*> body);
  RefOf<CodeObject> lambda_code(ast::Lambda& e);
  void begin_function(const ast::Arguments* args);
  uint32_t push_defaults(const ast::Arguments& args);  // MakeFunctionFlags
  Operand make_function(Ref code, const Scope& inner, uint32_t flags, uint32_t window, Dest dest);
  void push_decorators(std::span<ast::Expr*> decorators);
  void apply_decorators(std::span<ast::Expr*> decorators);
  void begin_generator();
  void end_generator();
  uint32_t code_flags() const;
  void docstring_constant(std::span<ast::Stmt*> body);
  Span end_of(std::span<ast::Stmt*> body);
  void return_none(std::span<ast::Stmt*> body = {});
  static bool is_silent(const ast::Stmt& s);
  RefOf<CodeObject> finish();
  std::string qualified_name_for(StrObject* name) const;

  // -- annotations and type parameters (compiler_annotations.cpp, compiler_type_params.cpp) --
  uint32_t push_function_annotations(ast::FunctionDef& s);
  uint32_t push_annotations_and_closure(ast::FunctionDef& s);
  Operand annotation_value(ast::Expr& annotation, Dest dest);
  Operand annotation_text(ast::Expr& annotation, Dest dest);
  Operand load_conditional_set();
  static bool has_annotations(const Scope* scope);
  void begin_annotate();
  void annotated_assign(ast::AnnAssign& s);
  void prepare_deferred_annotations();
  Ref deferred_annotations_code(const Scope& annotations);
  Operand generic_function(ast::FunctionDef& s, uint32_t flags, Dest dest);
  void function_with_params(ast::FunctionDef& s, uint32_t flags, uint32_t first_line);
  void type_params(std::span<ast::TypeParam*> params);
  void type_param(ast::TypeParam& p);
  Operand lazy_value(ast::Expr& e, const Scope& scope, ast::Identifier name, Dest dest);
  void type_alias(ast::TypeAlias& s);
  Operand make_type_alias(ast::TypeAlias& s, Dest dest);

  // -- classes (compiler_classes.cpp) --
  void class_def(ast::ClassDef& s);
  RefOf<CodeObject> class_code(ast::ClassDef& s);
  Operand generic_class(ast::ClassDef& s, Dest dest);
  Operand build_class(ast::ClassDef& s, Dest dest);
  void note_self_attribute(const ast::Attribute& e);

  // -- comprehensions (compiler_comprehensions.cpp) --
  Operand comprehension(ast::Comp& e, Dest dest);
  Operand nested_comprehension(ast::Comp& e, Dest dest);
  RefOf<CodeObject> comprehension_code(ast::Comp& e);
  Operand inlined_comprehension(ast::Comp& e, Dest dest);
  void comprehension_loops(ast::Comp& e, size_t index, Operand iterator, Operand result);
  void comprehension_element(ast::Comp& e, Operand result);
  void comprehension_inside(ast::Comp& e, size_t index, LabelId skip, Operand collected);
  Operand comprehension_result(ast::Comp& e);
  void enter_inner_loop(ast::Comp& e, size_t index, Operand collected);
  void enter_inlined(const Scope& scope);
  void leave_inlined();
  Register hidden_local(ast::Identifier name, bool is_cell);

  // -- generators, coroutines (compiler_generators.cpp) --
  Operand yield_value(ast::Yield& e, Dest dest);
  void yield_operand(Operand value);
  Operand yield_from(ast::YieldFrom& e, Dest dest);
  Operand await(ast::Await& e, Dest dest);
  void await_top(int kind);  // top of stack: awaitable -> its result
  void delegate();           // top of stack: iterator -> what it returns

  // -- statements (compiler_statements.cpp, compiler_loops.cpp, compiler_assign.cpp ...) --
  void body(std::span<ast::Stmt*> stmts);
  void statement(ast::Stmt& s);
  void statement_kind(ast::Stmt& s);
  void expression_statement(ast::ExprStmt& s);
  void return_statement(ast::Return& s);
  void return_value(ast::Expr& e);
  bool return_bool_op(ast::BoolOp& e);
  void if_statement(ast::If& s);
  void raise_statement(ast::Raise& s);
  void assert_statement(ast::Assert& s);
  void import(ast::Import& s);
  void import_from(ast::ImportFrom& s);
  void while_statement(ast::While& s);
  void for_statement(ast::For& s);
  void async_for_statement(ast::For& s);
  void break_statement(const ast::Stmt& s);
  void continue_statement(const ast::Stmt& s);
  size_t innermost_loop() const;

  // -- assignment (compiler_assign.cpp) --
  void assign(ast::Assign& s);
  bool assign_in_parallel(ast::Expr& target, ast::Expr& value);
  void assign_to(ast::Expr& target, ast::Expr& value);
  void store(ast::Expr& target, Operand value);
  void store_sequence(std::span<ast::Expr*> targets, Operand value);
  void augmented_assign(ast::AugAssign& s);
  void delete_target(ast::Expr& target);
  bool is_local_name(const ast::Expr& e, Register* out);

  // -- exceptions (compiler_try.cpp), with (compiler_with.cpp), leaving blocks --
  void try_statement(ast::Try& s);
  void try_except(ast::Try& s);
  void except_handlers(ast::Try& s, HandlerId outer, LabelId end);
  void except_body(ast::ExceptHandler& h, Register previous, HandlerId outer, LabelId end);
  void leave_handler(Register previous, HandlerId outer, LabelId next);
  void try_except_star(ast::Try& s);
  void except_star_handler(ast::ExceptHandler& h, Register list, Register rest);
  void try_finally(ast::Try& s);
  void with_statement(ast::With& s, size_t item);
  void call_exit(bool is_async);  // the pair on top is consumed
  void leave(const Block& block, Operand* kept);
  // Emits what leaving all blocks from the innermost down to [outermost] takes, and goes on as if
  // outside of them: the caller puts things right with a LeavingScope.
  void leave_blocks(size_t outermost, Operand* kept);
  bool leaving_runs_code(size_t outermost) const;
  void release_below(Operand* kept);
  void push_block(const Block& block);
  void pop_block() { blocks_.pop_back(); }

  // -- match (compiler_patterns.cpp) --
  struct PatternContext;
  void match_statement(ast::Match& s);
  void pattern(ast::Pattern& p, Operand subject, PatternContext& context);
  void singleton_pattern(ast::MatchSingleton& p, Operand subject, PatternContext& context);
  void value_pattern(ast::MatchValue& p, Operand subject, PatternContext& context);
  void sequence_pattern(ast::MatchSequence& p, Operand subject, PatternContext& context);
  void sequence_by_index(ast::MatchSequence& p, Operand subject, size_t star,
                         PatternContext& context);
  void mapping_pattern(ast::MatchMapping& p, Operand subject, PatternContext& context);
  void class_pattern(ast::MatchClass& p, Operand subject, PatternContext& context);
  void or_pattern(ast::MatchOr& p, Operand subject, PatternContext& context);
  void capture(ast::Identifier name, Operand subject, PatternContext& context);
  static void collect_names(ast::Pattern& p, std::vector<ast::Identifier>& names);
  void unpacked_patterns(std::span<ast::Pattern*> patterns, PatternContext& context);
  void fail_on(Op op, Operand operand, PatternContext& context);
  LabelId fail_label(PatternContext& context, uint32_t depth);
  void bind_captures(PatternContext& context);
  void bind_failures(PatternContext& context);

  CompilationUnit& unit_;
  Thread& t_;
  CodeGenerator* parent_;
  const Scope* unit_scope_;  // of this code object
  const Scope* scope_;       // that, or the inlined comprehension being compiled
  StrObject* name_;
  Ref qualified_name_;
  uint32_t first_line_;

  Assembler assembler_;
  ConstantPool constants_;
  Span span_;
  bool reachable_ = true;
  uint32_t depth_ = 0;
  uint32_t max_depth_ = 0;
  HandlerId handler_ = kNoHandler;
  BoundSet bound_;
  BoundSet deletable_;  // locals that some `del` may unbind

  struct LabelState {
    bool used = false;
    uint32_t depth = 0;
    BoundSet bound;
  };
  std::vector<LabelState> labels_;
  struct HandlerState {
    LabelId label;
    uint32_t depth;
    bool used = false;
    BoundSet bound;
  };
  std::vector<HandlerState> handlers_;
  std::vector<Block> blocks_;

  // Locals: names of all registers, and where the symbols of the unit's scope live.
  std::vector<StrObject*> local_names_;
  std::vector<bool> local_is_cell_;
  std::vector<Register> symbol_registers_;
  struct InlinedScope {
    const Scope* scope;
    std::vector<Register> symbol_registers;
  };
  std::vector<InlinedScope> inlined_;
  struct HiddenLocal {
    ast::Identifier name;
    Register reg;
    bool in_use;
  };
  std::vector<HiddenLocal> hidden_;

  bool interactive_ = false;
  bool has_docstring_ = false;
  HandlerId generator_handler_ = kNoHandler;
  // Of a class: its cells, -1 for none, and what methods assign to `self`, for
  // __static_attributes__.
  Register class_cell_ = -1;
  Register classdict_cell_ = -1;
  std::vector<ast::Identifier> self_attributes_;

  // Annotated names of a module or class, for its __annotate__.
  struct DeferredAnnotation {
    ast::Identifier name;
    ast::Expr* annotation;
    int32_t condition;  // index in __conditional_annotations__, -1: always
  };
  std::vector<DeferredAnnotation> deferred_;
  int32_t next_condition_ = 0;
  uint32_t conditional_depth_ = 0;  // inside if, for, try ... of a class body
  const ast::Arguments* parameters_ = nullptr;
};

// Sets the position of what is emitted while it lives.
class SpanScope {
 public:
  SpanScope(CodeGenerator& g, const Span& span) : g_(g), saved_(g.span_) {
    if (span.line != 0) g.span_ = span;
  }
  ~SpanScope() { g_.span_ = saved_; }
  SpanScope(const SpanScope&) = delete;
  SpanScope& operator=(const SpanScope&) = delete;

 private:
  CodeGenerator& g_;
  Span saved_;
};

// Puts the generator back where it was before it emitted a way out of some blocks.
class LeavingScope {
 public:
  explicit LeavingScope(CodeGenerator& g) : g_(g), depth_(g.depth_), handler_(g.handler_) {}
  ~LeavingScope() {
    g_.depth_ = depth_;
    g_.handler_ = handler_;
  }
  LeavingScope(const LeavingScope&) = delete;
  LeavingScope& operator=(const LeavingScope&) = delete;

 private:
  CodeGenerator& g_;
  uint32_t depth_;
  HandlerId handler_;
};

}  // namespace gilt
