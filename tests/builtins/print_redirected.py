# print writes to whatever sys.stdout is at that moment.
import sys


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


writer = Writer()
old = sys.stdout
sys.stdout = writer
print("caught", 1)
sys.stdout = None
print("nowhere")
sys.stdout = old
print(writer.parts)  # expect: ['caught', ' ', '1', '\n']
del sys.stdout
try:
    print("lost")
except RuntimeError as e:
    sys.stdout = old
    print(e)  # expect: lost sys.stdout
print(sys.stdout.name, sys.stdin.name, sys.stderr.name)  # expect: <stdout> <stdin> <stderr>
print(sys.stdin.readable(), sys.stdout.fileno(), sys.stderr.fileno())  # expect: True 1 2
print("to stderr", file=sys.stderr)  # expect stderr: to stderr
