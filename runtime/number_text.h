// Numbers as text: what int(), float() and complex() share in reading.
#pragma once

#include <string>
#include <string_view>

namespace gilt {

// [text] without surrounding white space, with Unicode decimal digits as ASCII digits and other
// white space as blanks; characters that no number can contain become '?'. The result lies in
// [text] or in [storage].
std::string_view plain_number_text(std::string_view text, std::string& storage);

// Whether [octets], the content of bytes, may be read as the text of a number: letters, digits and
// blanks beyond ASCII's count in str only.
bool may_be_number(std::string_view octets);

// Takes the underscores out of [text] where each stands between two digits; false when one does
// not. REQUIRES: text is plain.
bool drop_underscores(std::string_view text, std::string& out);

}  // namespace gilt
