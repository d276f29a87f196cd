// A compiled regular expression: PCRE2's code and what Python wants to know about the pattern.
//
// Programs are immutable and shared by all threads and interpreters; the process keeps the most
// recently compiled ones.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/re_parser.h"

// Only the program's own file needs PCRE2's header.
struct pcre2_real_code_8;

namespace gilt::re {

class Program {
 public:
  Program() = default;
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  uint32_t flags() const { return flags_; }
  int group_count() const { return static_cast<int>(groups_.size()) - 1; }
  const std::vector<Group>& groups() const { return groups_; }
  int group_named(std::string_view name) const;  // -1: none

  enum class Mode { kSearch, kMatch, kFullMatch };
  // Runs on [subject] from [start]. [offsets] gets begin and end of the whole and of each group
  // (-1, -1: took no part). [not_empty]: an empty match at [start] does not count.
  // Returns 1 for a match, 0 for none, -1 with [error] set, and kTooLong when it would have to try
  // more than about [effort] ways.
  static constexpr int kTooLong = -2;
  int run(std::string_view subject, size_t start, Mode mode, bool not_empty, int64_t* offsets,
          std::string& error, uint32_t effort = UINT32_MAX) const;

 private:
  friend std::shared_ptr<const Program> compile(std::u32string_view, bool, uint32_t, ParseError&);
  pcre2_real_code_8* code_for(size_t subject_size) const;  // what to match with

  pcre2_real_code_8* code_ = nullptr;
  uint32_t flags_ = 0;
  std::vector<Group> groups_;
  mutable std::atomic<uint32_t> uses_{0};
  mutable std::atomic<pcre2_real_code_8*> fast_{nullptr};  // a copy in machine code
};

// Null with [error] filled in.
std::shared_ptr<const Program> compile(std::u32string_view pattern, bool is_text, uint32_t flags,
                                       ParseError& error);

// The same through the cache. [pattern] is UTF-8, or octets.
std::shared_ptr<const Program> compile_cached(std::string_view pattern, bool is_text,
                                              uint32_t flags, ParseError& error);
void purge_cache();

}  // namespace gilt::re
