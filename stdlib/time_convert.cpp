// time: calendar times and their texts.
#include "stdlib/time_convert.h"

#include <time.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <string>

#include "runtime/builtin_types.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/scheduler.h"
#include "runtime/str.h"
#include "runtime/struct_sequence.h"

namespace gilt {

namespace {

constexpr StructSequenceField kFields[] = {
    {"tm_year", "year, for example, 1993"},
    {"tm_mon", "month of year, range [1, 12]"},
    {"tm_mday", "day of month, range [1, 31]"},
    {"tm_hour", "hours, range [0, 23]"},
    {"tm_min", "minutes, range [0, 59]"},
    {"tm_sec", "seconds, range [0, 61])"},
    {"tm_wday", "day of week, range [0, 6], Monday is 0"},
    {"tm_yday", "day of year, range [1, 366]"},
    {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"},
    {"tm_zone", "abbreviation of timezone name"},
    {"tm_gmtoff", "offset from UTC in seconds"},
};

TypeObject* struct_time_type() {
  static TypeObject* const kType = struct_sequence_type(
      {"time.struct_time", kFields, 9,
       "The time value as returned by gmtime(), localtime(), and strptime(), and\naccepted by "
       "asctime(), mktime() and strftime()."});
  return kType;
}

// -- from and to struct tm --

Ref struct_time(Thread& t, const tm& when) {
  GILT_TRY(RefOf<StrObject> zone, str_new(t, when.tm_zone == nullptr ? "" : when.tm_zone));
  const auto field = [](int64_t i) { return Value::integer(i); };
  return struct_sequence_of(
      t, struct_time_type(),
      {field(int64_t{when.tm_year} + 1900), field(when.tm_mon + 1), field(when.tm_mday),
       field(when.tm_hour), field(when.tm_min), field(when.tm_sec), field((when.tm_wday + 6) % 7),
       field(when.tm_yday + 1), field(when.tm_isdst), zone.value(), field(when.tm_gmtoff)});
}

// Seconds since the epoch; now when [v] is None or missing.
std::optional<time_t> seconds_argument(Thread& t, Value v) {
  if (v.is_unset() || v.is_none()) {
    return static_cast<time_t>(scheduler().wall_clock() / 1'000'000'000);
  }
  if (is_float(v)) {
    const double d = std::floor(float_value(v));
    if (std::isnan(d)) {
      return fail(t, value_error_type, "Invalid value NaN (not a number)");
    }
    if (d < -0x1p63 || d >= 0x1p63) {
      return fail(t, overflow_error_type, "timestamp out of range for platform time_t");
    }
    return static_cast<time_t>(d);
  }
  GILT_TRY(Ref index, to_index(t, v));
  const std::optional<int64_t> seconds = int_to_int64(index.get());
  if (!seconds) return fail(t, overflow_error_type, "timestamp out of range for platform time_t");
  return seconds;
}

// The nine items of a struct_time or tuple, checked as C's functions need it.
std::optional<tm> tm_argument(Thread& t, Value v, const char* function) {
  if (!is_tuple(v)) {
    return fail(t, type_error_type, "Tuple or struct_time argument required");
  }
  auto* tuple = v.as<TupleObject>();
  if (tuple->size != 9) {
    return fail(t, type_error_type, "{}(): illegal time tuple argument", function);
  }
  int items[9];
  for (int i = 0; i < 9; ++i) {
    GILT_TRY(items[i], to_c_int(t, tuple->at(i)));
  }
  tm when{};
  if (items[0] < INT32_MIN + 1900) {
    return fail(t, overflow_error_type, "year out of range");
  }
  when.tm_year = items[0] - 1900;
  when.tm_mon = items[1] - 1;
  when.tm_mday = items[2];
  when.tm_hour = items[3];
  when.tm_min = items[4];
  when.tm_sec = items[5];
  when.tm_wday = (items[6] + 1) % 7;
  when.tm_yday = items[7] - 1;
  when.tm_isdst = items[8];
  if (type_of(v) == struct_time_type()) {
    const Value offset = tuple->items()[10].peek();
    if (offset.is_int()) when.tm_gmtoff = offset.as_int();
  }
  return when;
}

bool check_ranges(Thread& t, tm& when) {
  // 0 stands for the first, as CPython has it.
  if (when.tm_mon == -1) when.tm_mon = 0;
  if (when.tm_mday == 0) when.tm_mday = 1;
  if (when.tm_yday == -1) when.tm_yday = 0;
  const struct {
    bool fine;
    const char* message;
  } checks[] = {
      {when.tm_mon >= 0 && when.tm_mon <= 11, "month out of range"},
      {when.tm_mday >= 1 && when.tm_mday <= 31, "day of month out of range"},
      {when.tm_hour >= 0 && when.tm_hour <= 23, "hour out of range"},
      {when.tm_min >= 0 && when.tm_min <= 59, "minute out of range"},
      {when.tm_sec >= 0 && when.tm_sec <= 61, "seconds out of range"},
      {when.tm_wday >= 0, "day of week out of range"},
      {when.tm_yday >= 0 && when.tm_yday <= 365, "day of year out of range"},
  };
  for (const auto& check : checks) {
    if (!check.fine) return fail(t, value_error_type, "{}", check.message);
  }
  return true;
}

std::optional<tm> broken_down(Thread& t, Value seconds, bool local) {
  GILT_TRY(time_t when, seconds_argument(t, seconds));
  tm result{};
  if ((local ? localtime_r(&when, &result) : gmtime_r(&when, &result)) == nullptr) {
    return fail_os(t, errno);
  }
  return result;
}

// The time that a function without argument means is now.
std::optional<tm> tm_or_now(Thread& t, Value v, const char* function) {
  if (v.is_unset() || v.is_none()) return broken_down(t, kNone, true);
  GILT_TRY(tm when, tm_argument(t, v, function));
  GILT_CHECK(check_ranges(t, when));
  return when;
}

// -- functions --

Ref gmtime_function(Thread& t, Args args) {
  GILT_TRY(tm when, broken_down(t, args[0], false));
  return struct_time(t, when);
}
Ref localtime_function(Thread& t, Args args) {
  GILT_TRY(tm when, broken_down(t, args[0], true));
  return struct_time(t, when);
}

Ref mktime_function(Thread& t, Args args) {
  GILT_TRY(tm when, tm_argument(t, args[0], "mktime"));
  when.tm_wday = -1;  // stays so when it fails
  const time_t seconds = mktime(&when);
  if (seconds == -1 && when.tm_wday == -1) {
    return fail(t, overflow_error_type, "mktime argument out of range");
  }
  return make_float(t, static_cast<double>(seconds));
}

Ref as_text(Thread& t, const tm& when) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[80];
  const int size = snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %lld",
                            kDays[when.tm_wday % 7], kMonths[when.tm_mon % 12], when.tm_mday,
                            when.tm_hour, when.tm_min, when.tm_sec, 1900LL + when.tm_year);
  return str_new(t, {text, static_cast<size_t>(size)});
}

Ref asctime_function(Thread& t, Args args) {
  GILT_TRY(tm when, tm_or_now(t, args[0], "asctime"));
  return as_text(t, when);
}
Ref ctime_function(Thread& t, Args args) {
  GILT_TRY(tm when, broken_down(t, args[0], true));
  return as_text(t, when);
}

Ref strftime_function(Thread& t, Args args) {
  GILT_TRY(std::string_view view, to_text(t, args[0], "strftime", 1));
  GILT_TRY(tm when, tm_or_now(t, args[1], "strftime"));
  if (when.tm_isdst < -1 || when.tm_isdst > 1) when.tm_isdst = when.tm_isdst < 0 ? -1 : 1;
  if (when.tm_zone == nullptr && when.tm_isdst >= 0) when.tm_zone = tzname[when.tm_isdst];
  if (when.tm_zone == nullptr) when.tm_zone = "";
  const std::string format(view);
  if (format.empty()) return str_new(t, "");
  std::string text(format.size() + 256, '\0');
  constexpr size_t kLongest = size_t{1} << 24;
  while (true) {
    const size_t size = strftime(text.data(), text.size(), format.c_str(), &when);
    // No text may mean no room, or that the format gives none ("%p" in some locales).
    if (size > 0 || text.size() > 256 * format.size() || text.size() > kLongest) {
      return str_new(t, std::string_view(text).substr(0, size));
    }
    text.resize(text.size() * 2);
  }
}

Ref strptime_function(Thread& t, Args args) {
  GILT_TRY(std::string_view source, to_text(t, args[0], "strptime", 1));
  std::string format = "%a %b %d %H:%M:%S %Y";
  if (!args[1].is_unset()) {
    GILT_TRY(std::string_view given, to_text(t, args[1], "strptime", 2));
    format = given;
  }
  const std::string text(source);
  tm when{};
  when.tm_mday = 1;
  when.tm_isdst = -1;
  const bool has_year_day = format.find("%j") != std::string::npos;
  const char* rest = ::strptime(text.c_str(), format.c_str(), &when);
  if (rest == nullptr) {
    GILT_TRY(RefOf<StrObject> shown, repr(t, args[0]));
    GILT_TRY(RefOf<StrObject> format_text, str_new(t, format));
    GILT_TRY(RefOf<StrObject> shown_format, repr(t, format_text.value()));
    return fail(t, value_error_type, "time data {} does not match format {}", shown->view(),
                shown_format->view());
  }
  if (*rest != '\0') return fail(t, value_error_type, "unconverted data remains: {}", rest);
  tm date = when;
  date.tm_hour = 12;
  if (has_year_day) {
    date.tm_mon = 0;
    date.tm_mday = when.tm_yday + 1;
  }
  timegm(&date);  // fills in the days of week and year
  when.tm_mon = date.tm_mon;
  when.tm_mday = date.tm_mday;
  when.tm_wday = date.tm_wday;
  when.tm_yday = date.tm_yday;
  GILT_TRY(Ref result, struct_time(t, when));
  const bool has_zone = format.find("%z") != std::string::npos;
  Slot* fields = result.as<TupleObject>()->items();
  fields[9].store(result.as<Object>(), Ref::none());
  if (!has_zone) fields[10].store(result.as<Object>(), Ref::none());
  return result;
}

bool add_zone(Thread& t, ModuleObject* module) {
  tzset();
  GILT_CHECK(module_set(t, module, "timezone", int_from(t, timezone)));
  GILT_CHECK(module_set(t, module, "daylight", int_from(t, daylight)));
  // The offset in summer, as the zone has it in this year.
  int64_t other = timezone;
  time_t now = ::time(nullptr);
  for (int month = 0; month < 12; ++month) {
    tm when{};
    const time_t then = now - now % 86400 + month * 30 * 86400;
    if (localtime_r(&then, &when) != nullptr && when.tm_isdst > 0) other = -when.tm_gmtoff;
  }
  GILT_CHECK(module_set(t, module, "altzone", int_from(t, other)));
  GILT_TRY(RefOf<StrObject> standard, str_new(t, tzname[0]));
  GILT_TRY(RefOf<StrObject> summer, str_new(t, tzname[1]));
  return module_set(t, module, "tzname", tuple_of(t, {standard.value(), summer.value()}));
}

Ref tzset_function(Thread& t, Args) {
  GILT_TRY(Ref module, import_module(t, "time"));
  GILT_CHECK(add_zone(t, module.as<ModuleObject>()));
  return Ref::none();
}

constexpr NativeDef kFunctions[] = {
    {"asctime", asctime_function, "(tuple=..., /)", "Converts a time tuple to a text."},
    {"ctime", ctime_function, "(seconds=None, /)", "Converts seconds to a text in local time."},
    {"gmtime", gmtime_function, "(seconds=None, /)", "Converts seconds to a struct_time in UTC."},
    {"localtime", localtime_function, "(seconds=None, /)",
     "Converts seconds to a struct_time in local time."},
    {"mktime", mktime_function, "(tuple, /)", "Converts a local time tuple to seconds."},
    {"strftime", strftime_function, "(format, tuple=..., /)",
     "Converts a time tuple to a text as the format says."},
    {"strptime", strptime_function, "(string, format=..., /)",
     "Reads a text as the format says; returns a struct_time."},
    {"tzset", tzset_function, "()", "Takes up a change of the environment variable TZ."},
};

}  // namespace

std::span<const NativeDef> calendar_functions() {
  return kFunctions;
}

bool add_calendar(Thread& t, ModuleObject* module) {
  GILT_CHECK(module_set(t, module, "struct_time", Ref::copy(struct_time_type())));
  return add_zone(t, module);
}

}  // namespace gilt
