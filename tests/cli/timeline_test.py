"""--timeline FILE: a trace that is whole, exact, and written however the program ends."""

import collections
import json
import re
import signal
import textwrap

from harness import Case, gilt_only, interrupt

BUSY = """\
import sys, threading, time
sys.setswitchinterval(0.001)
lock = threading.Lock()
def work():
    total = 0
    for i in range(3_000_000):
        total += i
    with lock:
        time.sleep(0.001)
threads = [threading.Thread(target=work, name=f"worker {i}") for i in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


@gilt_only
class Trace(Case):
    def record(self, code, *options, status=0, **more):
        path = self.folder / "trace.json"
        done = self.run_code(code, "--timeline", str(path), *options, **more)
        self.expect(done, status)
        self.done = done
        return json.loads(path.read_text())["traceEvents"]

    def spans(self, events):
        """Complete events by thread, in order of time, as (begin, end, event), in nanoseconds."""
        threads = collections.defaultdict(list)
        for event in events:
            if event["ph"] == "X" and event["cat"] == "thread":
                begin, length = round(event["ts"] * 1000), round(event["dur"] * 1000)
                threads[event["tid"]].append((begin, begin + length, event))
        return {tid: sorted(spans, key=lambda span: span[:2]) for tid, spans in threads.items()}

    def check_order(self, events):
        for tid, spans in self.spans(events).items():
            for (_, end, before), (begin, _, after) in zip(spans, spans[1:]):
                self.assertLessEqual(end, begin, f"{tid}: {before} {after}")

    def names(self, events):
        return {event["tid"]: event["args"]["name"] for event in events
                if event["ph"] == "M" and event["name"] == "thread_name"}

    def test_names_threads_and_orders_their_spans(self):
        events = self.record(BUSY)
        self.assertEqual(set(self.names(events).values()), {"MainThread", "worker 0", "worker 1", "worker 2"})
        self.check_order(events)
        self.assertEqual(set(self.spans(events)), set(self.names(events)))

    def test_one_thread_runs_at_a_time_under_the_lock(self):
        events = self.record(BUSY, "--gil=on")
        runs = sorted(span[:2] for spans in self.spans(events).values() for span in spans if span[2]["name"] == "run")
        self.assertGreater(len(runs), 10)
        for (_, end), (begin, _) in zip(runs, runs[1:]):
            self.assertLessEqual(end, begin)

    def test_hand_overs_add_up_with_the_statistics(self):
        events = self.record(BUSY, "--gil=on", "--stats")
        counts = collections.Counter()
        for spans in self.spans(events).values():
            for _, _, event in spans:
                if event["name"] == "run" and event["args"]["waiters"]:
                    counts[event["args"]["reason"]] += 1
        told = dict(re.findall(r"(\S+) (\d+)", re.search(r"hand-overs +(.*)", self.done.err)[1]))
        self.assertEqual({reason: int(count) for reason, count in told.items() if int(count)}, dict(counts))
        self.assertGreater(counts["interval"], 0)
        requests = sum(event["ph"] == "i" and event["name"] == "drop request" for event in events)
        self.assertEqual(requests, int(re.search(r"drop requests +(\d+)", self.done.err)[1]))

    def test_arrows_go_from_one_run_to_the_next(self):
        events = self.record(BUSY, "--gil=on")
        starts = {event["id"]: event for event in events if event["ph"] == "s"}
        ends = {event["id"]: event for event in events if event["ph"] == "f"}
        self.assertEqual(set(starts), set(ends))
        self.assertTrue(starts)
        spans = self.spans(events)

        def inside(event):
            at = round(event["ts"] * 1000)
            return any(begin <= at <= end and span["name"] == "run" for begin, end, span in spans[event["tid"]])

        for number, start in starts.items():
            self.assertNotEqual(start["tid"], ends[number]["tid"])
            self.assertLessEqual(start["ts"], ends[number]["ts"])
            self.assertTrue(inside(start) and inside(ends[number]), start)
            self.assertEqual(start["args"]["to"], self.names(events)[ends[number]["tid"]])

    def test_tells_reasons_holders_and_lines(self):
        script = self.write("script.py", """\
            import threading, time
            lock = threading.Lock()
            def hold():
                with lock:
                    started.set()
                    time.sleep(0.3)
            started = threading.Event()
            holder = threading.Thread(target=hold, name="holder")
            holder.start()
            started.wait()
            with lock:
                pass
            holder.join()
            """)
        path = self.folder / "trace.json"
        self.expect(self.run_program("--timeline", str(path), str(script)), 0)
        events = json.loads(path.read_text())["traceEvents"]
        sleep = [event for event in events if event["name"] == "sleep"]
        self.assertEqual([event["args"]["line"] for event in sleep], [f"{script}:6 in hold"])
        wait = [event for event in events if event["name"] == "lock" and event["args"]["line"] == f"{script}:11"]
        self.assertTrue(wait)
        self.assertEqual(wait[0]["args"]["holder"], "holder")
        self.assertIn("lock", wait[0]["args"])

    def test_has_regions_on_their_own_track(self):
        events = self.record("""\
            import gilt
            with gilt.region("outer \\"one\\""):
                with gilt.region("inner"):
                    pass
            """)
        regions = {event["name"]: event for event in events if event.get("cat") == "region"}
        self.assertEqual(set(regions), {'outer "one"', "inner"})
        outer, inner = regions['outer "one"'], regions["inner"]
        self.assertEqual(outer["tid"], inner["tid"])
        self.assertIn("MainThread: regions", self.names(events)[outer["tid"]])
        self.assertLessEqual(outer["ts"], inner["ts"])
        self.assertGreaterEqual(round(1000 * (outer["ts"] + outer["dur"])), round(1000 * (inner["ts"] + inner["dur"])))

    def test_a_full_record_says_so(self):
        events = self.record("""\
            import threading, time
            def work():
                for i in range(2000): time.sleep(0)
            thread = threading.Thread(target=work)
            thread.start(); thread.join()
            """, "-X", "timeline_limit=1024")
        self.assertIn("the timeline is full", self.done.err)
        self.check_order(events)

    def test_options_that_make_no_sense(self):
        path = self.folder / "trace.json"
        for limit in ("", "0", "-5", "abc", "12x", "9" * 30):
            with self.subTest(limit=limit):
                done = self.run_code("print(1)", "-X", f"timeline_limit={limit}", "--timeline", str(path))
                self.expect(done, 2, err=f"gilt: -X timeline_limit takes a number of events, not '{limit}'\n")
        done = self.run_code("print(1)", "--timeline=")
        self.assertEqual((done.status, done.out), (2, ""))
        self.assertIn("Argument expected for the --timeline option\n", done.err)

    def test_includes_threads_that_go_on_after_the_main_one(self):
        events = self.record("""\
            import threading, time
            def work():
                time.sleep(0.05)
                print("late")
            threading.Thread(target=work, name="late one").start()
            """)
        tid = {name: tid for tid, name in self.names(events).items()}["late one"]
        sleep = [end - begin for begin, end, event in self.spans(events)[tid] if event["name"] == "sleep"]
        self.assertGreaterEqual(sum(sleep), 50_000_000)


@gilt_only
class Endings(Case):
    """The file is written however the program ends."""

    def check(self, code, status, **more):
        path = self.folder / "trace.json"
        with self.subTest(code=code):
            self.expect(self.run_code(code, "--timeline", str(path), **more), status)
            events = json.loads(path.read_text())["traceEvents"]
            self.assertTrue(any(event["ph"] == "X" for event in events))
            path.unlink()

    def test_of_the_program(self):
        self.check("pass", 0)
        self.check("import sys; sys.exit(3)", 3)
        self.check("1/0", 1)
        self.check("syntax error here", 1)

    def test_by_control_c(self):
        path = self.folder / "trace.json"
        process = self.start("--timeline", str(path), "-u", "-c", textwrap.dedent("""\
            import threading, time
            threading.Timer(0.2, print, ["ready"]).start()
            time.sleep(30)
            """))
        self.wait_for_line(process, "ready")
        interrupt(process)
        done = self.finish(process)
        self.assertEqual(done.status, -signal.SIGINT, done)
        events = json.loads(path.read_text())["traceEvents"]
        self.assertIn("<string>:3", [event["args"]["line"] for event in events if event["name"] == "sleep"])

    def test_not_before_it_began_when_the_file_cannot_be_written(self):
        done = self.run_code("print('ran')", "--timeline", str(self.folder / "no" / "trace.json"))
        self.assertEqual(done.status, 2)
        self.assertEqual(done.out, "")
        self.assertIn("cannot write", done.err)
        self.assertIn("No such file or directory", done.err)
