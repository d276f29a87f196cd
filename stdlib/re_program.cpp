#define PCRE2_CODE_UNIT_WIDTH 8
#include "stdlib/re_program.h"

#include <pcre2.h>

#include <mutex>
#include <unordered_map>

#include "runtime/utf8.h"

namespace gilt::re {

namespace {

// What matching needs besides the program, kept by each thread.
struct Workspace {
  pcre2_match_data* data = nullptr;
  uint32_t pairs = 0;
  pcre2_match_context* context = nullptr;
  pcre2_jit_stack* stack = nullptr;

  ~Workspace() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_jit_stack_free(stack);
  }

  bool prepare(uint32_t wanted) {
    if (context == nullptr) {
      context = pcre2_match_context_create(nullptr);
      stack = pcre2_jit_stack_create(size_t{32} << 10, size_t{16} << 20, nullptr);
      if (context == nullptr) return false;
      pcre2_set_depth_limit(context, UINT32_MAX);
      pcre2_set_heap_limit(context, 1u << 20);  // KiB
      if (stack != nullptr) pcre2_jit_stack_assign(context, nullptr, stack);
    }
    if (wanted > pairs) {
      pcre2_match_data_free(data);
      pairs = wanted;
      data = pcre2_match_data_create(pairs, nullptr);
    }
    return data != nullptr;
  }
};

thread_local Workspace t_workspace;

}  // namespace

Program::~Program() {
  pcre2_code_free(code_);
  pcre2_code_free(fast_.load(std::memory_order_relaxed));
}

int Program::group_named(std::string_view name) const {
  for (size_t i = 1; i < groups_.size(); ++i)
    if (groups_[i].name == name) return static_cast<int>(i);
  return -1;
}

// Translating to machine code pays off for long texts and for patterns that are used again. A copy
// is translated, because other threads may be matching with what is there.
pcre2_real_code_8* Program::code_for(size_t subject_size) const {
  constexpr uint32_t kUses = 4;
  constexpr size_t kLong = 2000;
  if (pcre2_code* fast = fast_.load(std::memory_order_acquire)) return fast;
  uint32_t uses = uses_.fetch_add(1, std::memory_order_relaxed);
  if (uses < kUses && subject_size < kLong) return code_;
  pcre2_code* copy = pcre2_code_copy(code_);
  if (copy == nullptr) return code_;
  pcre2_jit_compile(copy, PCRE2_JIT_COMPLETE);  // where it cannot, matching goes on as before
  pcre2_code* before = nullptr;
  if (fast_.compare_exchange_strong(before, copy, std::memory_order_acq_rel)) return copy;
  pcre2_code_free(copy);
  return before;
}

int Program::run(std::string_view subject, size_t start, Mode mode, bool not_empty,
                 int64_t* offsets, std::string& error, uint32_t effort) const {
  pcre2_code* code = code_for(subject.size() - start);
  auto pairs = static_cast<uint32_t>(groups_.size());
  Workspace& workspace = t_workspace;
  if (!workspace.prepare(pairs)) {
    error = "out of memory";
    return -1;
  }
  uint32_t options = PCRE2_NO_UTF_CHECK;
  if (mode != Mode::kSearch) options |= PCRE2_ANCHORED;
  if (mode == Mode::kFullMatch) options |= PCRE2_ENDANCHORED;
  if (not_empty) options |= PCRE2_NOTEMPTY_ATSTART;
  pcre2_set_match_limit(workspace.context, effort);
  auto text = reinterpret_cast<PCRE2_SPTR>(subject.data());
  int result =
      pcre2_match(code, text, subject.size(), start, options, workspace.data, workspace.context);
  if (result == PCRE2_ERROR_JIT_STACKLIMIT)
    result = pcre2_match(code, text, subject.size(), start, options | PCRE2_NO_JIT, workspace.data,
                         workspace.context);
  if (result == PCRE2_ERROR_NOMATCH) return 0;
  if (result == PCRE2_ERROR_MATCHLIMIT) return kTooLong;
  if (result < 0) {
    char message[160];
    pcre2_get_error_message(result, reinterpret_cast<PCRE2_UCHAR*>(message), sizeof message);
    error = message;
    return -1;
  }
  const PCRE2_SIZE* found = pcre2_get_ovector_pointer(workspace.data);
  for (uint32_t i = 0; i < pairs * 2; ++i) {
    bool set = i < static_cast<uint32_t>(result) * 2 && found[i] != PCRE2_UNSET;
    offsets[i] = set ? static_cast<int64_t>(found[i]) : -1;
  }
  return 1;
}

std::shared_ptr<const Program> compile(std::u32string_view pattern, bool is_text, uint32_t flags,
                                       ParseError& error) {
  Parsed parsed;
  if (!parse(pattern, is_text, flags, parsed, error)) return nullptr;
  uint32_t options = PCRE2_ALT_CIRCUMFLEX | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C;
  if (is_text) options |= PCRE2_UTF;
  if (is_text && !(parsed.flags & kAscii)) options |= PCRE2_UCP;
  if (parsed.flags & kIgnoreCase) options |= PCRE2_CASELESS;
  if (parsed.flags & kMultiLine) options |= PCRE2_MULTILINE;
  if (parsed.flags & kDotAll) options |= PCRE2_DOTALL;
  std::unique_ptr<pcre2_compile_context, decltype(&pcre2_compile_context_free)> context(
      pcre2_compile_context_create(nullptr), pcre2_compile_context_free);
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  pcre2_set_parens_nest_limit(context.get(), 1000);
  int code = 0;
  PCRE2_SIZE place = 0;
  auto program = std::make_shared<Program>();
  program->code_ = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(parsed.pattern.data()),
                                 parsed.pattern.size(), options, &code, &place, context.get());
  if (program->code_ == nullptr) {
    char message[160];
    pcre2_get_error_message(code, reinterpret_cast<PCRE2_UCHAR*>(message), sizeof message);
    error = {ParseError::Kind::kPattern, message, -1};
    return nullptr;
  }
  program->flags_ = parsed.flags;
  program->groups_ = std::move(parsed.groups);
  return program;
}

namespace {

constexpr size_t kCacheSize = 512;
std::mutex g_cache_mutex;
std::unordered_map<std::string, std::shared_ptr<const Program>>& cache() {
  static auto& map = *new std::unordered_map<std::string, std::shared_ptr<const Program>>;
  return map;
}

}  // namespace

std::shared_ptr<const Program> compile_cached(std::string_view pattern, bool is_text,
                                              uint32_t flags, ParseError& error) {
  std::string key(pattern);
  key.push_back(is_text ? 't' : 'b');
  key.append(reinterpret_cast<const char*>(&flags), sizeof flags);
  {
    std::lock_guard lock(g_cache_mutex);
    auto found = cache().find(key);
    if (found != cache().end()) return found->second;
  }
  std::u32string points;
  if (is_text)
    points = text::to_utf32(pattern);
  else
    for (char c : pattern) points.push_back(static_cast<unsigned char>(c));
  std::shared_ptr<const Program> program = compile(points, is_text, flags, error);
  if (program == nullptr || flags & kDebug) return program;
  std::lock_guard lock(g_cache_mutex);
  if (cache().size() >= kCacheSize) cache().erase(cache().begin());
  cache().emplace(std::move(key), program);
  return program;
}

void purge_cache() {
  std::lock_guard lock(g_cache_mutex);
  cache().clear();
}

}  // namespace gilt::re
