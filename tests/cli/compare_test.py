"""gilt compare: figures, failures, disagreeing outputs, reports."""

import html.parser
import json
import os
import re
import signal
import time

from harness import Case, gilt_only

WORK = """\
import threading, gilt
def work(n):
    with gilt.region("work"):
        total = 0
        for i in range(n):
            total += i
    return total
count = gilt.thread_count(3)
threads = [threading.Thread(target=work, args=(20000,)) for _ in range(count)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("threads", count)
"""


class CompareCase(Case):
    gilt_only = True

    def setUp(self):
        super().setUp()
        self.limit *= 4

    def compare(self, *arguments, status=0, code=None):
        if code is not None:
            arguments = (str(self.write("program.py", code)), *arguments)
        done = self.run_program("compare", "--json", "report.json", *arguments)
        self.expect(done, status)
        self.done = done
        return json.loads((self.folder / "report.json").read_text())


class Figures(CompareCase):
    def test_has_a_case_for_each_build_and_thread_count(self):
        report = self.compare("--threads", "1,2", "--runs", "2", code=WORK)
        self.assertEqual([(case["build"], case["threads"]) for case in report["cases"]],
                         [(build, threads) for threads in (1, 2)
                          for build in ("gil", "free-threaded", "free-threaded-gil")])
        for case in report["cases"]:
            self.assertEqual(case["good_runs"], 2)
            self.assertEqual(case["threads_started"], case["threads"])
            self.assertGreater(case["wall"]["median"], 0)
            self.assertLessEqual(case["wall"]["low"], case["wall"]["high"])
            self.assertGreater(case["peak_memory"]["median"], 1e6)
            self.assertEqual([region["name"] for region in case["regions"]], ["work"])
            self.assertEqual(case["regions"][0]["count"], case["threads"])
            self.assertEqual(case["gil_was_on"], case["build"] != "free-threaded" or case["gil_was_on"])
            for run in case["runs"]:
                self.assertEqual(run["outcome"], "done")
                self.assertEqual(set(run["gil"]["hand_overs"]),
                                 {"interval", "I/O", "sleep", "lock", "join", "kernel", "exit"})
        self.assertEqual(report["outputs"]["agreement"], "same")
        self.assertEqual(report["outputs"]["compared"], 12)
        self.assertIn("All 12 runs printed the same for the same number of threads.", self.done.out)

    def test_speed_up_is_against_the_gil_build(self):
        report = self.compare("--threads", "1,2", "--runs", "3", code=WORK)
        by_case = {(case["build"], case["threads"]): case for case in report["cases"]}
        for (build, threads), case in by_case.items():
            base = by_case["gil", threads]["wall"]["median"]
            self.assertAlmostEqual(case["speed_up"], base / case["wall"]["median"], places=6)
            fewest = by_case[build, 1]["wall"]["median"]
            self.assertAlmostEqual(case["scaling"], fewest / case["wall"]["median"], places=6)

    def test_notices_that_a_program_ignores_the_thread_count(self):
        report = self.compare("--threads", "1,4", "--runs", "1", code="""\
            import threading
            threads = [threading.Thread(target=print) for _ in range(2)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            """)
        self.assertTrue(report["ignores_threads"])
        self.assertEqual(len(report["cases"]), 3)
        self.assertIn("The program starts 2 threads whatever GILT_THREADS says", self.done.out)

    def test_gives_the_thread_count_in_the_environment_too(self):
        report = self.compare("--threads", "1,2", "--runs", "1", code="""\
            import os, threading
            for _ in range(int(os.environ["GILT_THREADS"])): threading.Thread(target=int).start()
            """)
        self.assertFalse(report["ignores_threads"])
        self.assertEqual([case["threads_started"] for case in report["cases"]], [1, 1, 1, 2, 2, 2])

    def test_passes_the_programs_own_arguments(self):
        report = self.compare("--runs", "1", "-x", "--runs-like", "--", "--json", "y",
                              code="import sys; print(sys.argv[1:])\nsys.exit(sys.argv[1:] != ['-x', '--runs-like', '--json', 'y'])")
        self.assertEqual(report["arguments"], ["-x", "--runs-like", "--json", "y"])

    def test_runs_text_and_options_of_the_interpreter(self):
        report = self.compare("-O", "--runs", "1", "-c", "assert False")
        self.assertEqual(report["cases"][0]["good_runs"], 1)


class Outputs(CompareCase):
    def test_of_a_racy_program_do_not_agree(self):
        # The race is made certain: what is printed is what only chance decides.
        report = self.compare("--runs", "4", code="""\
            import os
            print("first line")
            print("counter", int.from_bytes(os.urandom(6)))
            """)
        self.assertEqual(report["outputs"]["agreement"], "different")
        self.assertIn("do NOT agree", self.done.out)
        difference = report["outputs"]["difference"]
        self.assertEqual([line[:9] for line in difference], ["- counter", "+ counter"])

    def test_may_differ_in_times(self):
        report = self.compare("--runs", "2", code="""\
            import time
            print("took", time.time(), "or", time.time_ns(), "ns")
            """)
        self.assertEqual(report["outputs"]["agreement"], "same but for decimals")

    def test_may_come_in_another_order(self):
        report = self.compare("--runs", "5", code="""\
            import os
            lines = ["a", "b", "c", "d", "e", "f", "g"]
            lines.sort(key=lambda line: os.urandom(4))
            print(*lines, sep="\\n")
            """)
        self.assertEqual(report["outputs"]["agreement"], "same lines in another order")


class Failures(CompareCase):
    def test_of_the_program_are_told_with_its_message(self):
        report = self.compare("--threads", "1,2", code="print('so far')\nraise ValueError('wrong')", status=1)
        self.assertIn("Every run failed: exit code 1.", self.done.out)
        self.assertIn("ValueError: wrong", self.done.out)
        self.assertEqual({run["outcome"] for case in report["cases"] for run in case["runs"]}, {"failed"})

    def test_by_a_signal(self):
        report = self.compare("--runs", "1", code="import os\nos.kill(os.getpid(), 11)", status=1)
        self.assertIn("killed by SIGSEGV", self.done.out)
        self.assertEqual(report["cases"][0]["runs"][0]["code"], signal.SIGSEGV)

    def test_that_never_end(self):
        begin = time.monotonic()
        report = self.compare("--timeout", "0.3", "--threads", "1", "--runs", "3", code="while True: pass", status=1)
        self.assertLess(time.monotonic() - begin, self.limit)
        self.assertIn("did not end in 0.3 s", self.done.out)
        self.assertEqual([len(case["runs"]) for case in report["cases"]], [1, 1, 1])

    def test_in_some_builds_only(self):
        self.compare("--runs", "1", status=1, code="""\
            import gilt, sys
            sys.exit(5 if gilt.free_threaded else 0)
            """)
        self.assertIn("free-threaded: exit code 5 in 1 of 1 runs.", self.done.out)
        self.assertIn("free-threaded, GIL on: exit code 5", self.done.out)

    def test_leave_nothing_running(self):
        self.compare("--timeout", "0.3", "--threads", "1", "--runs", "1", status=1, code="""\
            import os
            os.system("echo $$ > pid; exec sleep 60")
            """)
        pid = int((self.folder / "pid").read_text())
        for _ in range(100):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            if "\nState:\tZ" in open(f"/proc/{pid}/status").read():
                return
            time.sleep(0.05)
        self.fail("what the program started is still there")

    def test_control_c_ends_the_child_too(self):
        program = self.write("program.py", """\
            import os, time
            open("pid", "w").write(str(os.getpid()))
            time.sleep(60)
            """)
        process = self.start("compare", str(program))
        path, end = self.folder / "pid", time.monotonic() + self.limit
        while not (path.exists() and path.read_text()) and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        done = self.finish(process)
        self.assertEqual(done.status, 130, done)
        self.assertIn("interrupted", done.err)
        self.assertRaises(ProcessLookupError, os.kill, int(path.read_text()), 0)


class Mistakes(CompareCase):
    def check(self, message, *arguments):
        with self.subTest(arguments=arguments):
            done = self.run_program("compare", *arguments)
            self.expect(done, 2, "")
            self.assertIn(message, done.err)

    def test_in_options(self):
        self.write("p.py", "pass")
        self.check("say which program to run")
        self.check("unknown option --wrong", "--wrong", "p.py")
        self.check("argument expected for the --runs option", "p.py", "--runs")
        self.check("--runs takes a number from 1 on, not '0'", "--runs", "0", "p.py")
        self.check("--runs takes a number from 1 on, not 'x'", "--runs=x", "p.py")
        self.check("--threads takes numbers like 1,2,4, not '1,,2'", "--threads", "1,,2", "p.py")
        self.check("--threads takes numbers like 1,2,4, not '0'", "--threads", "0", "p.py")
        self.check("--timeout takes seconds, not '-1'", "--timeout", "-1", "p.py")
        self.check("can't open file 'none.py': No such file or directory", "none.py")
        self.check("cannot write 'no/such': No such file or directory", "--json", "no/such", "p.py")
        self.check("cannot write 'no/such': No such file or directory", "--html", "no/such", "p.py")

    def test_in_the_thread_count(self):
        done = self.run_code("import gilt; gilt.thread_count()", env={"GILT_THREADS": "many"})
        self.expect(done, 1, err_end="ValueError: GILT_THREADS must be a positive number, not 'many'")

    def test_help(self):
        done = self.run_program("compare", "--help")
        self.expect(done, 0)
        self.assertIn("--threads", done.out)

    def test_a_script_called_compare_is_run_with_its_folder(self):
        self.write("compare", "print('the script')")
        self.expect(self.run_program("./compare"), 0, "the script\n")


class Checker(html.parser.HTMLParser):
    VOID = {"meta", "br", "hr", "link", "img", "input"}

    def __init__(self):
        super().__init__()
        self.open, self.problems, self.titles, self.classes = [], [], [], set()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.classes.update((attributes.get("class") or "").split())
        for name in ("src", "href"):
            if name in attributes:
                self.problems.append(f"{tag} {name}")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.classes.update((dict(attributes).get("class") or "").split())

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"/{tag}")

    def handle_data(self, data):
        if self.open and self.open[-1] == "title":
            self.titles.append(data)


class Report(CompareCase):
    def test_in_html_is_whole_and_fetches_nothing(self):
        self.compare("--threads", "2", "--runs", "1", "--html", "report.html", "<b>&",
                     code=WORK + "\nimport time; time.sleep(0.005)\n")
        text = (self.folder / "report.html").read_text()
        checker = Checker()
        checker.feed(text)
        checker.close()
        self.assertEqual(checker.problems, [])
        self.assertEqual(checker.open, [])
        self.assertNotRegex(text, r"https?://")
        self.assertIn("prefers-color-scheme: dark", text)
        self.assertIn("&lt;b&gt;&amp;", text)
        self.assertLessEqual({"run", "sleep", "region", "lane"}, checker.classes)
        self.assertTrue(any(re.search(r"sleeps at .*program\.py:\d+", title) for title in checker.titles))

    def test_in_html_keeps_the_ends_of_long_names(self):
        self.compare("--threads", "1", "--runs", "1", "--html", "report.html", code="""\
            import threading
            for n in (10, 11):
                thread = threading.Thread(target=print, name=f"ThreadPoolExecutor-the-first-{n}")
                thread.start(); thread.join()
            """)
        text = (self.folder / "report.html").read_text()
        for n in (10, 11):
            self.assertRegex(text, f'title="ThreadPoolExecutor-the-first-{n}">ThreadPool[^<]{{,5}}…[^<]*-{n}<')

    def test_in_html_shows_failures(self):
        self.compare("--html", "report.html", code="raise ValueError('<wrong>')", status=1)
        text = (self.folder / "report.html").read_text()
        self.assertIn("Every run failed: exit code 1.", text)
        self.assertIn("ValueError: &lt;wrong&gt;", text)

    def test_timelines_are_in_the_json_too(self):
        report = self.compare("--threads", "2", "--runs", "1", "--html", "report.html", code=WORK)
        for case in report["cases"]:
            names = [thread["name"] for thread in case["timeline"]["threads"]]
            self.assertEqual(names[0], "MainThread")
            self.assertEqual(len(names), 3)
            for thread in case["timeline"]["threads"]:
                ends = 0
                for span in thread["spans"]:
                    self.assertLessEqual(ends, span["begin"])
                    ends = span["end"]
