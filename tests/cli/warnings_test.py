"""-W, PYTHONWARNINGS and -X dev."""

from harness import Case

WARN = "import sys, warnings; warnings.warn('careful', {}); print('on', sys.warnoptions)"
USER = WARN.format("UserWarning")
DEPRECATED = WARN.format("DeprecationWarning")
SHOWN = "<string>:1: {}: careful\n"


class Warnings(Case):
    def check(self, code, options, shown=None, raised=None, env={}, given=None):
        with self.subTest(options=options, code=code):
            done = self.run_code(code, *options, env=env)
            if raised:
                self.expect(done, 1, "", err_end=f"{raised}: careful")
            else:
                self.expect(done, 0, err=shown or "")
                if given is not None:
                    self.assertEqual(done.out, f"on {given}\n")

    def test_default(self):
        self.check(USER, [], SHOWN.format("UserWarning"), given=[])
        self.check(DEPRECATED, [], SHOWN.format("DeprecationWarning"))

    def test_actions(self):
        self.check(USER, ["-W", "error"], raised="UserWarning")
        self.check(DEPRECATED, ["-Werror"], raised="DeprecationWarning")
        self.check(USER, ["-W", "e"], raised="UserWarning")
        self.check(USER, ["-W", "ignore"], given=["ignore"])
        self.check(USER, ["-W", "always"], SHOWN.format("UserWarning"), given=["always"])

    def test_categories(self):
        only = ["-W", "error::DeprecationWarning"]
        self.check(USER, only, SHOWN.format("UserWarning"))
        self.check(DEPRECATED, only, raised="DeprecationWarning")
        self.write("mine.py", "class Mine(UserWarning): pass")
        code = "import sys, warnings, mine; warnings.warn('careful', mine.Mine)"
        self.check(code, ["-W", "error::mine.Mine"], raised="mine.Mine", env={"PYTHONPATH": str(self.folder)})

    def test_messages_modules_and_lines(self):
        self.check(USER, ["-W", "error:caref"], raised="UserWarning")
        self.check(USER, ["-W", "error:other"], SHOWN.format("UserWarning"))
        self.check(USER, ["-W", "error:::__main__"], raised="UserWarning")
        self.check(USER, ["-W", "error:::__mai"], SHOWN.format("UserWarning"))
        self.check(USER, ["-W", "error::::1"], raised="UserWarning")
        self.check(USER, ["-W", "error::::2"], SHOWN.format("UserWarning"))

    def test_last_one_wins(self):
        self.check(USER, ["-W", "error", "-W", "ignore"], given=["error", "ignore"])
        self.check(USER, ["-W", "ignore", "-W", "error"], raised="UserWarning")

    def test_environment(self):
        self.check(USER, [], raised="UserWarning", env={"PYTHONWARNINGS": "error"})
        several = {"PYTHONWARNINGS": "ignore,error::DeprecationWarning"}
        self.check(USER, [], env=several, given=["ignore", "error::DeprecationWarning"])
        self.check(DEPRECATED, [], raised="DeprecationWarning", env=several)
        self.check(USER, ["-W", "ignore"], env={"PYTHONWARNINGS": "error"}, given=["error", "ignore"])
        self.check(USER, ["-E"], SHOWN.format("UserWarning"), env={"PYTHONWARNINGS": "error"}, given=[])

    def test_wrong_options(self):
        for option, why in {"nonsense": "invalid action: 'nonsense'",
                            "error::Nope": "unknown warning category: 'Nope'",
                            "error::no.Such": "invalid module name: 'no'",
                            "error::int": "invalid warning category: 'int'",
                            "error:::m:x": "invalid lineno 'x'",
                            "a:b:c:d:e:f": "too many fields (max 5): 'a:b:c:d:e:f'"}.items():
            done = self.run_code("print('on')", "-W", option)
            self.expect(done, 0, "on\n", f"Invalid -W option ignored: {why}\n")

    def test_development_mode(self):
        code = "import warnings\ndef f():\n    warnings.warn('careful', PendingDeprecationWarning)\nf()"
        self.expect(self.run_code(code), 0, "", "")
        done = self.run_code(code, "-X", "dev")
        self.expect(done, 0, "", "<string>:3: PendingDeprecationWarning: careful\n")

    def test_of_the_compiler(self):
        self.write("prog.py", "x = 1\nprint(x is 1)\n")
        message = '"is" with \'int\' literal. Did you mean "=="?'
        line = "  print(x is 1)\n"
        self.expect(self.run_program("prog.py"), 0, "True\n",
                    f"{self.folder}/prog.py:2: SyntaxWarning: {message}\n{line}")
        self.expect(self.run_program("-W", "ignore", "prog.py"), 0, "True\n", "")
        self.expect(self.run_program("-W", "error::DeprecationWarning", "prog.py"), 0, "True\n")
        done = self.run_program("-W", "error", "prog.py")
        self.expect(done, 1, "", err_end=f"SyntaxError: {message}")
        self.assertIn(f'File "{self.folder}/prog.py", line 2\n', done.err)

    def test_of_the_compiler_go_through_the_scripts_filters(self):
        done = self.run_code("""\
            import warnings
            with warnings.catch_warnings(record=True) as seen:
                compile("1 is 1", "text", "eval")
            print(seen[0].category.__name__, seen[0].filename, seen[0].lineno)
            """)
        self.expect(done, 0, "SyntaxWarning text 1\n", "")
