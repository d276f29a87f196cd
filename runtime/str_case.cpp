// str's methods about upper and lower case and about kinds of characters.
#include <algorithm>

#include "runtime/str_methods.h"
#include "runtime/unicode.h"
#include "runtime/utf8.h"

namespace gilt::str_methods {

namespace {

constexpr char32_t kCapitalSigma = 0x3a3;

bool ascii_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool ascii_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// A str with [map] applied to each character of the ASCII text [s].
template <class Map>
Ref map_ascii(Thread& t, const StrObject* s, Map map) {
  if (s->byte_length <= 1) {
    char c = s->byte_length == 0 ? '\0' : map(s->data()[0]);
    return str_new_counted(t, {&c, s->byte_length}, s->byte_length);
  }
  GILT_TRY(auto result, str_new_ascii_uninitialised(t, s->byte_length));
  const char* in = s->data();
  char* out = result->data();
  for (size_t i = 0, n = s->byte_length; i < n; ++i) out[i] = map(in[i]);
  return result;
}

// The lower case of the capital sigma at [p] in [whole]: the final form when letters come before it
// in its word and none after it, where characters that words contain without being letters do not
// count (Unicode, Final_Sigma).
char32_t lower_sigma(std::string_view whole, const char* p) {
  const char *start = whole.data(), *end = start + whole.size();
  bool letter_before = false;
  for (const char* q = p; q > start;) {
    char32_t c = text::previous(q);
    if (unicode::is_case_ignorable(c)) continue;
    letter_before = unicode::is_cased(c);
    break;
  }
  if (!letter_before) return 0x3c3;
  for (const char* q = p + 2; q < end;) {
    char32_t c = text::next(q);
    if (unicode::is_case_ignorable(c)) continue;
    if (unicode::is_cased(c)) return 0x3c3;
    break;
  }
  return 0x3c2;
}

// Appends the lower case of the character [c] that lies at [at] in [whole].
void append_lower(std::string& out, std::string_view whole, const char* at, char32_t c) {
  if (c == kCapitalSigma)
    text::append(out, lower_sigma(whole, at));
  else
    unicode::append_lower(out, c);
}

// Calls fn(out, c, place) for each character and makes a str of what it appended.
template <class F>
Ref map_text(Thread& t, const StrObject* s, F fn) {
  std::string out;
  out.reserve(s->byte_length + 8);
  for (const char *p = s->data(), *end = p + s->byte_length; p < end;) {
    const char* at = p;
    char32_t c = text::next(p);
    fn(out, c, at);
  }
  return str_new(t, out);
}

}  // namespace

Ref upper(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  if (s->is_ascii())
    return map_ascii(t, s,
                     [](char c) { return ascii_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; });
  return map_text(t, s,
                  [](std::string& out, char32_t c, const char*) { unicode::append_upper(out, c); });
}

Ref lower(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  if (s->is_ascii())
    return map_ascii(t, s,
                     [](char c) { return ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  std::string_view whole = s->view();
  return map_text(t, s, [whole](std::string& out, char32_t c, const char* at) {
    append_lower(out, whole, at, c);
  });
}

Ref swapcase(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  std::string_view whole = s->view();
  return map_text(t, s, [whole](std::string& out, char32_t c, const char* at) {
    if (unicode::is_upper(c))
      append_lower(out, whole, at, c);
    else if (unicode::is_lower(c))
      unicode::append_upper(out, c);
    else
      text::append(out, c);
  });
}

Ref casefold(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  if (s->is_ascii()) return lower(t, args);
  return map_text(
      t, s, [](std::string& out, char32_t c, const char*) { unicode::append_folded(out, c); });
}

Ref capitalize(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  std::string_view whole = s->view();
  return map_text(t, s, [whole](std::string& out, char32_t c, const char* at) {
    if (at == whole.data())
      unicode::append_title(out, c);
    else
      append_lower(out, whole, at, c);
  });
}

Ref title(Thread& t, Args args) {
  auto s = args[0].as<StrObject>();
  std::string_view whole = s->view();
  bool in_word = false;
  return map_text(t, s, [whole, &in_word](std::string& out, char32_t c, const char* at) {
    if (in_word)
      append_lower(out, whole, at, c);
    else
      unicode::append_title(out, c);
    in_word = unicode::is_cased(c);
  });
}

namespace {

// Every character passes [test], and there is one.
template <class Test>
Ref all(Args args, Test test) {
  auto s = args[0].as<StrObject>();
  for (const char *p = s->data(), *end = p + s->byte_length; p < end;)
    if (!test(text::next(p))) return Ref::boolean(false);
  return Ref::boolean(s->byte_length > 0);
}

// Some character passes [wanted], none passes [unwanted].
template <class Wanted, class Unwanted>
Ref some(Args args, Wanted wanted, Unwanted unwanted) {
  auto s = args[0].as<StrObject>();
  bool found = false;
  for (const char *p = s->data(), *end = p + s->byte_length; p < end;) {
    char32_t c = text::next(p);
    if (unwanted(c)) return Ref::boolean(false);
    found = found || wanted(c);
  }
  return Ref::boolean(found);
}

}  // namespace

Ref islower(Thread&, Args args) {
  return some(args, unicode::is_lower,
              [](char32_t c) { return unicode::is_upper(c) || unicode::is_title(c); });
}

Ref isupper(Thread&, Args args) {
  return some(args, unicode::is_upper,
              [](char32_t c) { return unicode::is_lower(c) || unicode::is_title(c); });
}

Ref istitle(Thread&, Args args) {
  auto s = args[0].as<StrObject>();
  bool found = false, in_word = false;
  for (const char *p = s->data(), *end = p + s->byte_length; p < end;) {
    char32_t c = text::next(p);
    if (unicode::is_upper(c) || unicode::is_title(c)) {
      if (in_word) return Ref::boolean(false);
      found = in_word = true;
    } else if (unicode::is_lower(c)) {
      if (!in_word) return Ref::boolean(false);
    } else {
      in_word = false;
    }
  }
  return Ref::boolean(found);
}

Ref isalpha(Thread&, Args args) {
  return all(args, unicode::is_alpha);
}
Ref isalnum(Thread&, Args args) {
  return all(args, unicode::is_alnum);
}
Ref isdecimal(Thread&, Args args) {
  return all(args, unicode::is_decimal);
}
Ref isdigit(Thread&, Args args) {
  return all(args, unicode::is_digit);
}
Ref isnumeric(Thread&, Args args) {
  return all(args, unicode::is_numeric);
}
Ref isspace(Thread&, Args args) {
  return all(args, unicode::is_space);
}

Ref isprintable(Thread&, Args args) {
  auto s = args[0].as<StrObject>();
  for (const char *p = s->data(), *end = p + s->byte_length; p < end;)
    if (!unicode::is_printable(text::next(p))) return Ref::boolean(false);
  return Ref::boolean(true);
}

Ref isascii(Thread&, Args args) {
  return Ref::boolean(args[0].as<StrObject>()->is_ascii());
}

Ref isidentifier(Thread&, Args args) {
  return Ref::boolean(unicode::is_identifier(args[0].as<StrObject>()->view()));
}

}  // namespace gilt::str_methods
