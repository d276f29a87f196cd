// Searching, splitting and replacing.
#include <algorithm>

#include "runtime/error.h"
#include "runtime/interpreter.h"
#include "runtime/list.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/sequence_protocol.h"
#include "runtime/tuple.h"
#include "runtime/utf8.h"
#include "stdlib/re_objects.h"

namespace gilt::re {

bool run_failed(Thread& t, const std::string& error) {
  if (error == "out of memory") return no_memory(t);
  return fail(t, runtime_error_type, "regular expression: {}", error);
}

int run_program(Thread& t, const Program& program, std::string_view subject, size_t start,
                Program::Mode mode, bool not_empty, int64_t* offsets) {
  std::string error;
  // What was tried is tried again each time: with four times as much that costs a third.
  for (uint32_t effort = 1u << 23;; effort = effort > UINT32_MAX / 4 ? UINT32_MAX : effort * 4) {
    int result = program.run(subject, start, mode, not_empty, offsets, error, effort);
    if (result >= 0) return result;
    if (result == Program::kTooLong && effort == UINT32_MAX) error = "too many ways to match";
    if (!error.empty()) {
      static_cast<void>(run_failed(t, error));
      return -1;
    }
    bool asked = t.safepoint.load(std::memory_order_relaxed) != 0;
    if (asked && !safepoint(t)) return -1;
  }
}

Failed fail_pattern(Thread& t, const ParseError& error, Value pattern) {
  if (error.kind == ParseError::Kind::kValue) return fail(t, value_error_type, "{}", error.message);
  if (error.kind == ParseError::Kind::kOverflow)
    return fail(t, overflow_error_type, "{}", error.message);
  Ref raised = import_attribute(t, "re", "PatternError");
  if (raised.is_error()) return Failed{};
  RefOf<StrObject> message = str_new(t, error.message);
  if (message.is_error()) return Failed{};
  Ref exception =
      error.position < 0
          ? call(t, raised.get(), {message.value()})
          : call(t, raised.get(), {message.value(), pattern, Value::integer(error.position)});
  if (exception.is_error()) return Failed{};
  return fail_instance(t, std::move(exception));
}

bool Subject::open(const PatternObject* pattern, Value text, Value from, Value to) {
  string = text;
  bool is_text = is_str(text);
  if (!is_text && !is_bytes_like(text))
    return fail(t_, type_error_type, "expected string or bytes-like object, got '{}'",
                type_name(text));
  if (is_text && !pattern->is_text)
    return fail(t_, type_error_type, "cannot use a bytes pattern on a string-like object");
  if (!is_text && pattern->is_text)
    return fail(t_, type_error_type, "cannot use a string pattern on a bytes-like object");
  int64_t first = 0, last = INT64_MAX;
  if (!from.is_unset()) {
    GILT_TRY(first, to_clamped_index(t_, from));
  }
  if (!to.is_unset()) {
    GILT_TRY(last, to_clamped_index(t_, to));
  }
  int64_t length;
  if (is_text) {
    octets_ = text.as<StrObject>()->view();
    length = static_cast<int64_t>(text.as<StrObject>()->length);
  } else {
    GILT_CHECK(view_.open(text));
    octets_ = view_.view();
    length = static_cast<int64_t>(octets_.size());
  }
  first = std::clamp<int64_t>(first, 0, length);
  last = std::clamp<int64_t>(last, 0, length);
  position = first;
  end_position = last;
  auto offset = [&](int64_t index) {
    auto i = static_cast<size_t>(index);
    return is_text ? str_offset(text.as<StrObject>(), i) : i;
  };
  start = offset(first);
  if (last < length) octets_ = octets_.substr(0, offset(last));
  return true;
}

int64_t Subject::index(int64_t offset) const {
  if (!is_str(string)) return offset;
  return static_cast<int64_t>(str_index(string.as<StrObject>(), static_cast<size_t>(offset)));
}

bool Walk::next(bool& failed) {
  failed = false;
  if (at_ > subject_.octets().size()) return false;
  int result = run_program(t_, *program_, subject_.octets(), at_, Program::Mode::kSearch,
                           must_advance_, offsets_.data());
  failed = result < 0;
  if (result <= 0) return false;
  must_advance_ = offsets_[0] == offsets_[1];
  at_ = static_cast<size_t>(offsets_[1]);
  return true;
}

Ref run_once(Thread& t, PatternObject* pattern, const Subject& subject, Program::Mode mode) {
  if (subject.position > subject.end_position) return Ref::none();
  auto pairs = static_cast<size_t>(pattern->program->group_count()) + 1;
  int64_t few[32];
  std::vector<int64_t> many;
  int64_t* offsets = few;
  if (pairs * 2 > std::size(few)) {
    many.resize(pairs * 2);
    offsets = many.data();
  }
  int result =
      run_program(t, *pattern->program, subject.octets(), subject.start, mode, false, offsets);
  if (result < 0) return Failed{};
  if (result == 0) return Ref::none();
  return match_new(t, pattern, subject, offsets);
}

bool template_parts(Thread& t, const PatternObject* pattern, Value text,
                    std::vector<TemplatePart>& out) {
  bool is_text = is_str(text);
  BufferView view(t);
  std::string_view octets;
  if (is_text) {
    octets = text.as<StrObject>()->view();
  } else {
    GILT_CHECK(view.open(text));
    octets = view.view();
  }
  if (octets.find('\\') == octets.npos) {
    out.push_back({std::string(octets), -1});
    return true;
  }
  std::u32string points;
  if (is_text)
    points = text::to_utf32(octets);
  else
    for (char c : octets) points.push_back(static_cast<unsigned char>(c));
  TemplateError error;
  if (parse_template(points, is_text, pattern->program->groups(), out, error)) return true;
  if (error.unknown_name) return fail(t, index_error_type, "{}", error.message);
  return fail_pattern(t, error, text);
}

namespace {

// An empty text of the kind that the pattern is for.
Ref empty_like(const PatternObject* pattern) {
  return pattern->is_text ? Ref::copy(names::empty) : Ref::copy(empty_bytes());
}

Ref finished(Thread& t, const PatternObject* pattern, const std::string& out) {
  if (pattern->is_text) return str_new(t, out);
  return bytes_new(t, out);
}

// Appends what a replacement function returned.
bool append_result(Thread& t, const PatternObject* pattern, Value result, int64_t place,
                   std::string& out) {
  if (result.is_none()) return true;
  if (pattern->is_text) {
    if (!is_str(result))
      return fail(t, type_error_type, "sequence item {}: expected str instance, {} found", place,
                  type_name(result));
    out += result.as<StrObject>()->view();
    return true;
  }
  if (!is_bytes_like(result))
    return fail(t, type_error_type, "sequence item {}: expected a bytes-like object, {} found",
                place, type_name(result));
  BufferView view(t);
  GILT_CHECK(view.open(result));
  out += view.view();
  return true;
}

}  // namespace

Ref pattern_sub(Thread& t, PatternObject* pattern, Value replacement, Value string, int64_t count,
                bool with_number) {
  Ref held = Ref::copy(pattern);
  bool callable = type_of(replacement)->slots.call != nullptr;
  std::vector<TemplatePart> parts;
  if (!callable) {
    if (!is_str(replacement) && !is_bytes_like(replacement))
      return fail(t, type_error_type, "decoding to str: need a bytes-like object, {} found",
                  type_name(replacement));
    GILT_CHECK(template_parts(t, pattern, replacement, parts));
  }
  Subject subject(t);
  GILT_CHECK(subject.open(pattern, string, kUnset, kUnset));
  if (!callable && is_str(replacement) != pattern->is_text && is_str(replacement) != is_str(string))
    return fail(t, type_error_type, "sequence item 1: expected {} instance, {} found",
                pattern->is_text ? "str" : "a bytes-like object", type_name(replacement));
  try {
    std::string out;
    std::string_view octets = subject.octets();
    Walk walk(t, pattern, subject);
    int64_t number = 0, done = 0, place = 0;
    bool failed = false;
    while ((count <= 0 || number < count) && walk.next(failed)) {
      auto begin = static_cast<size_t>(walk.begin());
      if (begin > static_cast<size_t>(done)) ++place;
      out.append(octets, static_cast<size_t>(done), begin - static_cast<size_t>(done));
      if (callable) {
        GILT_TRY(auto match, match_new(t, pattern, subject, walk.offsets()));
        GILT_TRY(Ref result, call(t, replacement, {match.value()}));
        GILT_CHECK(append_result(t, pattern, result.get(), place, out));
        ++place;
      } else {
        for (const TemplatePart& part : parts) {
          out += part.literal;
          if (part.group < 0) continue;
          const int64_t* pair = walk.offsets() + 2 * part.group;
          if (pair[0] >= 0)
            out.append(octets, static_cast<size_t>(pair[0]),
                       static_cast<size_t>(pair[1] - pair[0]));
        }
      }
      done = walk.end();
      ++number;
    }
    if (failed) return Failed{};
    Ref result;
    if (number == 0) {
      result = piece_of(t, string, 0, static_cast<int64_t>(octets.size()));
    } else {
      out.append(octets, static_cast<size_t>(done));
      result = finished(t, pattern, out);
    }
    if (!with_number || result.is_error()) return result;
    return tuple_of(t, {result.get(), Value::integer(number)});
  } catch (const std::bad_alloc&) {
    return no_memory(t);
  }
}

Ref pattern_split(Thread& t, PatternObject* pattern, Value string, int64_t limit) {
  Subject subject(t);
  GILT_CHECK(subject.open(pattern, string, kUnset, kUnset));
  GILT_TRY(auto list, list_new(t));
  Walk walk(t, pattern, subject);
  int64_t done = 0;
  bool failed = false;
  for (int64_t n = 0; (limit <= 0 || n < limit) && walk.next(failed); ++n) {
    GILT_TRY(Ref before, piece_of(t, string, done, walk.begin()));
    GILT_CHECK(list_append(t, list.get(), std::move(before)));
    for (int i = 1; i <= pattern->program->group_count(); ++i) {
      const int64_t* pair = walk.offsets() + 2 * i;
      GILT_TRY(Ref group, pair[0] < 0 ? Ref::none() : piece_of(t, string, pair[0], pair[1]));
      GILT_CHECK(list_append(t, list.get(), std::move(group)));
    }
    done = walk.end();
  }
  if (failed) return Failed{};
  GILT_TRY(Ref rest, piece_of(t, string, done, static_cast<int64_t>(subject.octets().size())));
  GILT_CHECK(list_append(t, list.get(), std::move(rest)));
  return list;
}

Ref pattern_find_all(Thread& t, PatternObject* pattern, Value string, Value position,
                     Value end_position) {
  Subject subject(t);
  GILT_CHECK(subject.open(pattern, string, position, end_position));
  GILT_TRY(auto list, list_new(t));
  Walk walk(t, pattern, subject);
  int count = pattern->program->group_count();
  auto group = [&](int i) -> Ref {
    const int64_t* pair = walk.offsets() + 2 * i;
    return pair[0] < 0 ? empty_like(pattern) : piece_of(t, string, pair[0], pair[1]);
  };
  bool failed = false;
  while (walk.next(failed)) {
    Ref item;
    if (count <= 1) {
      item = group(count);
    } else {
      GILT_TRY(auto row, tuple_new(t, count));
      for (int i = 0; i < count; ++i) row->items()[i].init_unset();
      for (int i = 0; i < count; ++i) {
        GILT_TRY(Ref one, group(i + 1));
        row->items()[i].init(std::move(one));
      }
      item = std::move(row);
    }
    if (item.is_error()) return Failed{};
    GILT_CHECK(list_append(t, list.get(), std::move(item)));
  }
  if (failed) return Failed{};
  return list;
}

}  // namespace gilt::re
