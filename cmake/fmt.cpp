// fmt 9 as a part of the program, so that it needs no shared one (gilt_start_quickly in
// Variants.cmake): what fmt's own source file instantiates, as far as we use it.
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

template FMT_API auto dragonbox::to_decimal(float x) noexcept -> dragonbox::decimal_fp<float>;
template FMT_API auto dragonbox::to_decimal(double x) noexcept -> dragonbox::decimal_fp<double>;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;
template FMT_API void buffer<char>::append(const char* begin, const char* end);
template FMT_API void vformat_to(buffer<char>& to, string_view format,
                                 basic_format_args<FMT_BUFFER_CONTEXT(char)> args, locale_ref);

}  // namespace detail
FMT_END_NAMESPACE
