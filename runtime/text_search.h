// Searching octets, which is searching text too: UTF-8 never matches between two characters.
#pragma once

#include <cstring>
#include <string_view>

namespace gilt::search {

inline constexpr size_t kNowhere = std::string_view::npos;

// The first place of [needle] at or after [from].
inline size_t find(std::string_view hay, std::string_view needle, size_t from = 0) {
  if (from > hay.size() || needle.size() > hay.size() - from) return kNowhere;
  if (needle.empty()) return from;
  const char* start = hay.data() + from;
  size_t size = hay.size() - from;
  const void* at = needle.size() == 1 ? std::memchr(start, needle[0], size)
                                      : memmem(start, size, needle.data(), needle.size());
  return at == nullptr ? kNowhere : static_cast<size_t>(static_cast<const char*>(at) - hay.data());
}

// The last place of [needle].
inline size_t rfind(std::string_view hay, std::string_view needle) {
  if (needle.size() > hay.size()) return kNowhere;
  if (needle.empty()) return hay.size();
  size_t starts = hay.size() - needle.size() + 1;  // where it could begin
  while (const void* at = memrchr(hay.data(), needle[0], starts)) {
    auto place = static_cast<size_t>(static_cast<const char*>(at) - hay.data());
    if (hay.compare(place, needle.size(), needle) == 0) return place;
    starts = place;
  }
  return kNowhere;
}

// Number of places, not overlapping. REQUIRES: needle is not empty.
inline size_t count(std::string_view hay, std::string_view needle, size_t limit = kNowhere) {
  size_t n = 0;
  for (size_t at = find(hay, needle); at != kNowhere && n < limit; at = find(hay, needle, at)) {
    ++n;
    at += needle.size();
  }
  return n;
}

}  // namespace gilt::search
