# needs: 3.14+
# env: TZ=UTC
# time: clocks, sleeping, calendar times.
import time


def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


a = time.monotonic()
time.sleep(0.02)
b = time.monotonic()
print(0.02 <= b - a < 2, time.time() > 1.7e9, isinstance(time.time_ns(), int), time.perf_counter() <= time.perf_counter(), time.process_time() >= 0, time.thread_time_ns() >= 0)
# expect: True True True True True True
time.sleep(0)
show(time.sleep, -1)  # expect: ValueError: sleep length must be non-negative
show(time.sleep, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer or float
show(time.sleep, float("nan"))  # expect: ValueError: Invalid value NaN (not a number)
show(time.sleep, 10**30)  # expect: OverflowError: timestamp out of range for C PyTime_t
print(time.gmtime(0))
# expect: time.struct_time(tm_year=1970, tm_mon=1, tm_mday=1, tm_hour=0, tm_min=0, tm_sec=0, tm_wday=3, tm_yday=1, tm_isdst=0)
print(time.gmtime(1_700_000_000.9))
# expect: time.struct_time(tm_year=2023, tm_mon=11, tm_mday=14, tm_hour=22, tm_min=13, tm_sec=20, tm_wday=1, tm_yday=318, tm_isdst=0)
t = time.gmtime(1_000_000_000)
print(t.tm_year, t.tm_mon, t.tm_zone, t.tm_gmtoff, t[0], len(t), tuple(t), t[:3], t == tuple(t))
# expect: 2001 9 GMT 0 2001 9 (2001, 9, 9, 1, 46, 40, 6, 252, 0) (2001, 9, 9) True
print(time.strftime("%Y-%m-%d %H:%M:%S %a %A %b %B %j %U %w %y %% %p %I", t), time.asctime(t), time.ctime(0))
# expect: 2001-09-09 01:46:40 Sun Sunday Sep September 252 36 0 01 % AM 01 Sun Sep  9 01:46:40 2001 Thu Jan  1 00:00:00 1970
print(time.mktime((2001, 9, 9, 1, 46, 40, 0, 0, 0)), time.strftime("", t), time.strftime("é%d", t))
# expect: 1000000000.0  é09
print(time.strptime("2024-02-29 13:14:15", "%Y-%m-%d %H:%M:%S"))
# expect: time.struct_time(tm_year=2024, tm_mon=2, tm_mday=29, tm_hour=13, tm_min=14, tm_sec=15, tm_wday=3, tm_yday=60, tm_isdst=-1)
print(time.strptime("5 Mar 1999", "%d %b %Y")[:8], time.strptime("Sat Sep  9 01:46:40 2001").tm_yday)
# expect: (1999, 3, 5, 0, 0, 0, 4, 64) 252
show(time.strptime, "x", "%Y")  # expect: ValueError: time data 'x' does not match format '%Y'
show(time.strptime, "2024 extra", "%Y")  # expect: ValueError: unconverted data remains:  extra
show(time.gmtime, 10**30)  # expect: OverflowError: timestamp out of range for platform time_t
show(time.gmtime, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(time.mktime, (1, 2))  # expect: TypeError: mktime(): illegal time tuple argument
show(time.asctime, (2000, 13, 1, 0, 0, 0, 0, 0, 0))  # expect: ValueError: month out of range
show(time.strftime, "%Y", (2000, 1, 40, 0, 0, 0, 0, 0, 0))  # expect: ValueError: day of month out of range
show(time.strftime, 5)  # expect: TypeError: strftime() argument 1 must be str, not int
print(time.struct_time((2000, 1, 2, 3, 4, 5, 6, 7, 0)), time.timezone, time.daylight, time.tzname)
# expect: time.struct_time(tm_year=2000, tm_mon=1, tm_mday=2, tm_hour=3, tm_min=4, tm_sec=5, tm_wday=6, tm_yday=7, tm_isdst=0) 0 0 ('UTC', 'UTC')
show(time.struct_time, (1, 2))
# expect: TypeError: time.struct_time() takes an at least 9-sequence (2-sequence given)
print(time.get_clock_info("monotonic").monotonic, time.clock_gettime(time.CLOCK_MONOTONIC) > 0)  # expect: True True
show(time.get_clock_info, "bogus")  # expect: ValueError: unknown clock
