"""What a command line is told that cannot be understood, or names what is not there."""

from harness import Case


class Usage(Case):
    def fails(self, first_line, *arguments, usage=True):
        with self.subTest(arguments=arguments):
            done = self.run_program(*arguments)
            self.assertEqual(done.status, 2, done)
            self.assertEqual(done.out, "")
            lines = done.err.splitlines()
            self.assertTrue(lines[0].endswith(first_line), done)
            if usage:
                self.assertEqual(lines[0], first_line)
                self.assertTrue(lines[1].startswith("usage: "), done)
                self.assertTrue(
                    lines[1].endswith(" [option] ... [-c cmd | -m mod | file | -] [arg] ..."), done)
                self.assertEqual(len(lines), 3, done)

    def test_of_an_unknown_option(self):
        self.fails("Unknown option: -Z", "-Z")
        self.fails("Unknown option: -Z", "-q", "-Zc")
        self.fails("Unknown option: --nope", "--nope")

    def test_of_an_option_without_its_argument(self):
        self.fails("Argument expected for the -c option", "-c")
        self.fails("Argument expected for the -c option", "-Ic")
        self.fails("Argument expected for the -m option", "-m")
        self.fails("Argument expected for the -W option", "-W")
        self.fails("Argument expected for the -X option", "-X")

    def test_of_a_file_that_is_not_there(self):
        self.fails("/nofile.py': [Errno 2] No such file or directory", "nofile.py", usage=False)
        self.fails("/none/x.py': [Errno 2] No such file or directory", "none/x.py", usage=False)

    def test_of_a_module_that_is_not_there(self):
        for name, message in (
                ("nosuch", "No module named nosuch"),
                ("json.nosuch", "No module named json.nosuch"),
                ("nosuch.sub", "Error while finding module specification for 'nosuch.sub' "
                 "(ModuleNotFoundError: No module named 'nosuch')"),
                ("os.path.x", "Error while finding module specification for 'os.path.x' "
                 "(ModuleNotFoundError: __path__ attribute not found on 'os.path' while trying to "
                 "find 'os.path.x')")):
            with self.subTest(name=name):
                done = self.run_program("-m", name)
                self.assertEqual(done.status, 1, done)
                self.assertTrue(done.err.rstrip().endswith(": " + message), done)
