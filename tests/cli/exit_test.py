"""How a program is named, what it is told, and what the process returns."""

import os
import textwrap

from harness import Case, gilt_only

SHOW = "import sys; print(sys.argv, __name__)"


class ExitStatus(Case):
    def check(self, code, status, out="", err_end=None):
        with self.subTest(code=code):
            done = self.run_code(code)
            self.expect(done, status, out, err_end=err_end if err_end is not None else "")

    def test_of_sys_exit(self):
        self.check("import sys; sys.exit(3)", 3)
        self.check("import sys; sys.exit()", 0)
        self.check("import sys; sys.exit(None)", 0)
        self.check("import sys; sys.exit('a reason')", 1, err_end="a reason")
        self.check("import sys; sys.exit((1, 2))", 1, err_end="(1, 2)")
        self.check("import sys; sys.exit(True)", 1)
        self.check("import sys; sys.exit(256)", 0)
        self.check("import sys; sys.exit(-1)", 255)
        self.check("import sys; sys.exit(10 ** 30)", 255)
        self.check("raise SystemExit(4)", 4)
        self.check("class Leave(SystemExit): pass\nraise Leave(9)", 9)
        self.check("exit(5)", 5)
        self.check("quit()", 0)

    def test_of_an_excepthook_that_exits(self):
        hook = "import sys\ndef hook(*error):\n    print('hook')\n    {}\nsys.excepthook = hook\n1/0"
        self.check(hook.format("sys.exit(7)"), 7, "hook\n")
        self.check(hook.format("sys.exit('reason')"), 1, "hook\n", err_end="reason")
        self.check(hook.format("pass"), 1, "hook\n")

    def test_of_exit_in_a_function_that_cleans_up(self):
        self.check("""\
            import sys
            def leave():
                try:
                    sys.exit(6)
                finally:
                    print('cleaned')
            leave()
            """, 6, "cleaned\n")

    def test_of_exit_in_a_thread(self):
        self.check("""\
            import sys, threading
            t = threading.Thread(target=sys.exit, args=(3,))
            t.start(); t.join()
            print('on')
            """, 0, "on\n")

    def test_of_a_thread_that_dies(self):
        done = self.run_code("""\
            import threading
            t = threading.Thread(target=lambda: 1 / 0, name='worker')
            t.start(); t.join()
            print('on')
            """)
        self.expect(done, 0, "on\n", err_end="ZeroDivisionError: division by zero")
        self.assertTrue(done.err.startswith("Exception in thread worker:\nTraceback"), done.err)

    def test_of_errors(self):
        self.check("1 / 0", 1, err_end="ZeroDivisionError: division by zero")
        self.check("raise BaseException('bare')", 1, err_end="BaseException: bare")
        self.check("x = = 1", 1, err_end="SyntaxError: invalid syntax")

    def test_of_os_exit(self):
        self.check("import os, sys; print('lost'); os._exit(7)", 7)
        self.check("import os, sys; print('kept', flush=True); os._exit(7)", 7, "kept\n")
        self.check("import atexit, os; atexit.register(print, 'never'); os._exit(0)", 0)

    def test_with_functions_at_exit(self):
        self.check("import atexit, sys; atexit.register(print, 'end'); sys.exit(2)", 2, "end\n")
        self.check("import atexit; atexit.register(print, 'end'); 1 / 0", 1, "end\n",
                   "ZeroDivisionError: division by zero")
        done = self.run_code("""\
            import atexit, sys
            atexit.register(print, 'first')
            @atexit.register
            def leave():
                sys.exit(3)
            print('main')
            """)
        self.expect(done, 0, "main\nfirst\n", err_end="SystemExit: 3")
        self.assertTrue(done.err.startswith("Exception ignored in atexit callback <function leave at "), done.err)
        self.assertNotIn("_run_exitfuncs", done.err)

    def test_with_an_excepthook(self):
        self.check("import sys; sys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0", 1,
                   "hook ZeroDivisionError\n")
        self.check("import sys; del sys.excepthook\nraise ValueError(2)", 1, err_end="ValueError: 2")
        done = self.run_code("import sys; sys.excepthook = None\nraise ValueError(2)")
        self.expect(done, 1, err_end="ValueError: 2")
        self.assertIn("Error in sys.excepthook:", done.err)
        self.assertIn("Original exception was:", done.err)


class Forms(Case):
    """FILE, folder, -c, -m, - and the standard input."""

    def test_file(self):
        self.write("prog.py", SHOW + "\nprint(__file__, sys.path[0])")
        done = self.run_program("prog.py", "a", "-b", "--c", "-")
        self.expect(done, 0, f"['prog.py', 'a', '-b', '--c', '-'] __main__\n{self.folder}/prog.py {self.folder}\n", "")

    def test_file_keeps_its_place_when_the_folder_changes(self):
        self.write("prog.py", "import os\nos.chdir('/')\nimport beside\n1 / 0\n")
        self.write("beside.py", "print(__file__)")
        done = self.run_program("prog.py")
        self.expect(done, 1, f"{self.folder}/beside.py\n", err_end="ZeroDivisionError: division by zero")
        self.assertIn(f'File "{self.folder}/prog.py", line 4', done.err)
        self.assertIn("    1 / 0\n", done.err)

    def test_link_to_a_file_elsewhere(self):
        self.write("there/prog.py", "import beside")
        self.write("there/beside.py", "print('found')")
        os.symlink("there/prog.py", self.folder / "link.py")
        self.expect(self.run_program("link.py"), 0, "found\n", "")

    def test_files_that_cannot_run(self):
        done = self.run_program("missing.py")
        self.expect(done, 2, "")
        self.assertIn(f"can't open file '{self.folder}/missing.py': [Errno 2] No such file or directory", done.err)
        self.write("bad.py", "x = = 1")
        self.expect(self.run_program("bad.py"), 1, "", err_end="SyntaxError: invalid syntax")
        self.write("nul.py", b"x = 1\0\n")
        self.expect(self.run_program("nul.py"), 1, "",
                    err_end="SyntaxError: source code cannot contain null bytes")
        self.write("latin.py", b"x = '\xff'\n")
        done = self.run_program("latin.py")
        self.expect(done, 1, "")
        self.assertIn("SyntaxError: Non-UTF-8 code starting with '\\xff'", done.err)

    def test_folder(self):
        self.write("app/__main__.py", "import beside\n" + SHOW + "\nprint(sys.path[0])")
        self.write("app/beside.py", "print('found')")
        done = self.run_program("app", "x")
        self.expect(done, 0, f"found\n['app', 'x'] __main__\n{self.folder}/app\n", "")
        (self.folder / "empty").mkdir()
        done = self.run_program("empty")
        self.expect(done, 1, "")
        self.assertIn(f"can't find '__main__' module in '{self.folder}/empty'", done.err)

    def test_code(self):
        self.expect(self.run_program("-c", SHOW, "a", "-c", "-x"), 0, "['-c', 'a', '-c', '-x'] __main__\n", "")
        self.expect(self.run_program("-c" + SHOW, "a"), 0, "['-c', 'a'] __main__\n", "")
        self.expect(self.run_program("-qc", SHOW), 0, "['-c'] __main__\n", "")
        self.expect(self.run_program("-c", ""), 0, "", "")
        self.expect(self.run_program("-c", "import sys; print(repr(sys.path[0]))"), 0, "''\n", "")

    def test_indented_code(self):
        self.expect(self.run_program("-c", "\n    if 1:\n        print('deep')\n    print('out')\n"), 0,
                    "deep\nout\n", "")
        self.expect(self.run_program("-c", "  if 1:\n   print(1)\n\n  print(2)"), 0, "1\n2\n", "")
        self.expect(self.run_program("-c", "x = '''\n  a'''\nprint(len(x))"), 0, "4\n", "")
        self.expect(self.run_program("-c", "    x = 1\n  y = 2"), 1,
                    err_end="IndentationError: unexpected indent")

    def test_module(self):
        self.write("pkg/__init__.py", "print('init', __name__)")
        self.write("pkg/__main__.py", SHOW + "\nprint(__package__, __spec__.name)")
        self.write("pkg/mod.py", SHOW + "\nfrom . import other\nprint(__package__, __spec__.name)")
        self.write("pkg/other.py", "print('other')")
        self.write("pkg/sub/__init__.py", "")
        self.write("top.py", SHOW + "\nprint(sys.path[0])")
        self.expect(self.run_program("-m", "pkg", "a"), 0,
                    f"init pkg\n['{self.folder}/pkg/__main__.py', 'a'] __main__\npkg pkg.__main__\n", "")
        self.expect(self.run_program("-m", "pkg.mod", "-x"), 0,
                    f"init pkg\n['{self.folder}/pkg/mod.py', '-x'] __main__\nother\npkg pkg.mod\n", "")
        self.expect(self.run_program("-m", "top"), 0, f"['{self.folder}/top.py'] __main__\n{self.folder}\n", "")

    def test_modules_that_cannot_run(self):
        self.write("pkg/__init__.py", "")
        for name, message in {
                "nosuch": "No module named nosuch",
                "os.": "Error while finding module specification for 'os.' (ModuleNotFoundError: "
                       "__path__ attribute not found on 'os' while trying to find 'os.')",
                "os..path": "Error while finding module specification for 'os..path' "
                            "(ModuleNotFoundError: No module named 'os.'; 'os' is not a package)",
                "json.": "No module named json.",
                ".os": "Relative module names not supported",
                "pkg": "No module named pkg.__main__; 'pkg' is a package and cannot be directly executed",
                "pkg.nosuch": "No module named pkg.nosuch",
                "no.such": "Error while finding module specification for 'no.such' "
                           "(ModuleNotFoundError: No module named 'no')",
                "sys": "No code object available for sys",
                "": "No module named "}.items():
            with self.subTest(name=name):
                done = self.run_program("-m", name)
                self.expect(done, 1, "")
                self.assertTrue(done.err.endswith(f": {message}\n"), done.err)
                self.assertEqual(done.err.count("\n"), 1, done.err)

    def test_modules_hidden_by_files_of_the_program(self):
        """A file beside the program hides a library's module, and the message says so."""
        self.write("random.py", "")
        self.write("bisect.py", "")
        standard = ("since it has the same name as the standard library module named '{0}' and prevents "
                    "importing that standard library module")
        for name, hint in ("random", standard), ("bisect", standard):
            hint = f" (consider renaming '{self.folder}/{name}.py' {hint.format(name)})"
            self.write("main.py", f"import {name}\n{name}.choice")
            self.expect(self.run_program("main.py"), 1, "",
                        err_end=f"AttributeError: module '{name}' has no attribute 'choice'{hint}")
            self.write("main.py", f"from {name} import choice")
            self.expect(self.run_program("main.py"), 1, "",
                        err_end=f"ImportError: cannot import name 'choice' from '{name}'{hint}")
        hint = (f" (consider renaming '{self.folder}/mine.py' if it has the same name as a library you "
                "intended to import)")
        self.write("mine.py", "import mine\nmine.choice")
        self.write("main.py", "import mine")
        self.expect(self.run_program("main.py"), 1, "",
                    err_end=f"AttributeError: module 'mine' has no attribute 'choice'{hint}")
        self.write("mine.py", "from mine import choice")
        self.expect(self.run_program("main.py"), 1, "",
                    err_end=f"ImportError: cannot import name 'choice' from 'mine'{hint}")
        self.write("mine.py", "")
        self.write("main.py", "import mine\nmine.choice")
        self.expect(self.run_program("main.py"), 1, "",
                    err_end="AttributeError: module 'mine' has no attribute 'choice'")

    def test_modules_that_no_file_hides(self):
        for name in ("abc", "atexit", "io", "os", "stat", "math", "time"):
            self.write(f"{name}.py", "print('hides', __name__)")
        self.write("main.py", "import abc, atexit, io, os, stat, math, time, collections\nprint(abc.ABC.__name__)")
        self.expect(self.run_program("main.py"), 0, "ABC\n", "")

    def test_error_in_a_module(self):
        self.write("broken.py", "import nothing_of_this_name")
        done = self.run_program("-m", "broken")
        self.expect(done, 1, "", err_end="ModuleNotFoundError: No module named 'nothing_of_this_name'")
        self.assertTrue(done.err.startswith("Traceback (most recent call last):\n"), done.err)

    def test_standard_input(self):
        self.expect(self.run_program("-", "a", "-b", stdin=SHOW), 0, "['-', 'a', '-b'] __main__\n", "")
        self.expect(self.run_program(stdin=SHOW), 0, "[''] __main__\n", "")
        self.expect(self.run_program(stdin="import sys; sys.exit(4)"), 4, "", "")
        self.expect(self.run_program(stdin="1 / 0"), 1, "", err_end="ZeroDivisionError: division by zero")
        self.expect(self.run_program(stdin="x = = 1"), 1, "", err_end="SyntaxError: invalid syntax")
        self.expect(self.run_program(stdin=""), 0, "", "")
        self.expect(self.shell("echo 'print(2)' | $P /dev/stdin"), 0, "2\n", "")
        self.expect(self.shell("$P <(echo 'print(3)')"), 0, "3\n", "")


class Start(Case):
    @gilt_only
    def test_imports_nothing_but_what_it_needs(self):
        # What is imported at the start is paid for by each program.
        done = self.run_code("import sys; print(sorted(sys.modules))")
        self.expect(done, 0, "['__main__', 'builtins', 'sys']\n", "")

    def test_again_and_again(self):
        for _ in range(30):
            self.expect(self.run_code("pass"), 0, "", "")


class Options(Case):
    @gilt_only
    def test_wrong_ones(self):
        for arguments in (["-Z"], ["--nonsense"], ["-c"], ["-m"], ["-X"], ["-W"], ["--gil=maybe"], ["--gil"],
                          ["-X", "switch=never", "-c", "1"]):
            with self.subTest(arguments=arguments):
                done = self.run_program(*arguments)
                self.expect(done, 2, "")
                self.assertTrue(done.err.strip())

    @gilt_only
    def test_version_and_help(self):
        for option in ("-V", "--version"):
            done = self.run_program(option)
            self.expect(done, 0, err="")
            self.assertRegex(done.out, r"^gilt \d+\.\d+\.\d+ \(Python 3\.14\)\n$")
        for option in ("-h", "--help"):
            done = self.run_program(option)
            self.expect(done, 0, err="")
            for what in ("usage:", "-c code", "-m module", "--gil=on|off", "--stats", "-X name=value"):
                self.assertIn(what, done.out)

    def test_x(self):
        show = "import sys; print(sys._xoptions)"
        self.expect(self.run_code(show, "-X", "nonsense"), 0, "{'nonsense': True}\n", "")
        self.expect(self.run_code(show, "-X", "a=b=c", "-Xd"), 0, "{'a': 'b=c', 'd': True}\n", "")
        self.expect(self.run_code(show, "-W", "ignore"), 0, "{}\n", "")

    def test_development_mode(self):
        show = "import sys; print(sys.flags.dev_mode, sys.warnoptions)"
        self.expect(self.run_code(show), 0, "False []\n", "")
        self.expect(self.run_code(show, "-X", "dev"), 0, "True ['default']\n", "")
        self.expect(self.run_code(show, env={"PYTHONDEVMODE": "1"}), 0, "True ['default']\n", "")

    def test_optimize(self):
        self.expect(self.run_code("assert 0, 'kept'"), 1, err_end="AssertionError: kept")
        self.expect(self.run_code("assert 0\nprint(__debug__)", "-O"), 0, "False\n", "")
        self.expect(self.run_code("import sys; print(sys.flags.optimize)", "-OO"), 0, "2\n", "")

    def test_unbuffered(self):
        code = "import os, sys; print('seen', end=''); sys.stdout.buffer.write(b'!'); os._exit(0)"
        self.expect(self.run_code(code), 0, "", "")
        self.expect(self.run_code(code, "-u"), 0, "seen!", "")
        self.expect(self.run_code(code, env={"PYTHONUNBUFFERED": "1"}), 0, "seen!", "")

    def test_hash_seed(self):
        show = "print(hash('some text'))"
        with_seed = {self.run_code(show, env={"PYTHONHASHSEED": "7"}).out for _ in range(3)}
        self.assertEqual(len(with_seed), 1)
        self.assertNotEqual(self.run_code(show, env={"PYTHONHASHSEED": "8"}).out, with_seed.pop())
        self.assertGreater(len({self.run_code(show, env={"PYTHONHASHSEED": "random"}).out for _ in range(5)}), 1)
        self.assertGreater(len({self.run_code(show).out for _ in range(5)}), 1)
        self.expect(self.run_code("print(hash('abc'))", env={"PYTHONHASHSEED": "0"}), 0,
                    "4594523902655309123\n" if not self.is_gilt else None, "")

    def test_wrong_hash_seeds(self):
        for seed in ("x", "-1", "4294967296", "1.5"):
            done = self.run_code("print(1)", env={"PYTHONHASHSEED": seed})
            self.expect(done, 1, "")
            self.assertIn('PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]', done.err)
        self.expect(self.run_code("print(1)", "-E", env={"PYTHONHASHSEED": "x"}), 0, "1\n", "")

    def test_environment_ignored(self):
        self.write("elsewhere/mod.py", "print('found')")
        elsewhere = {"PYTHONPATH": str(self.folder / "elsewhere")}
        self.expect(self.run_code("import mod", env=elsewhere), 0, "found\n", "")
        self.expect(self.run_code("import mod", "-E", env=elsewhere), 1, "",
                    err_end="ModuleNotFoundError: No module named 'mod'")

    @gilt_only
    def test_disassembly(self):
        done = self.run_program("--dis", "-c", "print(a + 1)")
        self.expect(done, 0, err="")
        for word in ("LOAD_GLOBAL", "ADD", "CALL"):
            self.assertIn(word, done.out)
        self.write("prog.py", "raise SystemExit('it ran')")
        done = self.run_program("--dis", "prog.py")
        self.expect(done, 0, err="")
        self.assertIn("RAISE", done.out)
        self.expect(self.run_program("--dis", "missing.py"), 2, "")
        self.expect(self.run_program("--dis", "-c", "x = = 1"), 1, "", err_end="SyntaxError: invalid syntax")
        self.assertIn("RETURN", self.run_program("--dis", stdin="x = 1").out)


class Inspect(Case):
    """-i, here without a terminal: prompts go to stderr."""

    def test_after_a_program(self):
        self.write("prog.py", "x = 41")
        done = self.run_program("-i", "prog.py", stdin="print(x + 1)\n")
        self.expect(done, 0, "42\n", ">>> >>> \n")

    def test_after_an_error(self):
        done = self.run_program("-i", "-c", "x = 1\n1 / 0", stdin="import sys\nprint(x, repr(sys.last_exc))\n")
        self.expect(done, 0, "1 ZeroDivisionError('division by zero')\n")
        self.assertIn("ZeroDivisionError: division by zero\n>>> ", done.err)

    def test_after_exit(self):
        done = self.run_program("-i", "-c", "import sys; sys.exit(3)", stdin="print('still here')\n")
        self.expect(done, 0, "still here\n")
        self.assertIn("SystemExit: 3\n>>> ", done.err)

    def test_status_is_the_prompts(self):
        self.expect(self.run_program("-i", "-c", "1 / 0", stdin="exit(7)\n"), 7, "")

    def test_prompt_alone(self):
        typed = textwrap.dedent("""\
            1 + 1
            _ * 4
            def f(n):
                return n + 1

            f(41)
            1 / 0
            x = = 1
            input()
            for input
            exit(3)
            """)
        done = self.run_program("-i", "-q", stdin=typed)
        self.expect(done, 3, "2\n8\n42\n'for input'\n")
        self.assertIn("ZeroDivisionError: division by zero\n", done.err)
        self.assertIn("    x = = 1\n        ^\nSyntaxError: invalid syntax\n", done.err)
