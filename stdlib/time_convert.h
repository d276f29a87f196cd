// Module time in two parts: clocks and sleeping (time_module.cpp), calendar times
// (time_convert.cpp).
#pragma once

#include <span>

#include "runtime/native.h"

namespace gilt {

std::span<const NativeDef> calendar_functions();  // localtime, mktime, strftime ...
// struct_time, timezone, altzone, daylight, tzname.
bool add_calendar(Thread& t, ModuleObject* module);

}  // namespace gilt
