# Shows all fields of a SyntaxError, and how it is printed.
import traceback


def show(text):
    print(repr(text))
    try:
        compile(text, '<text>', 'exec')
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
        print(''.join(traceback.format_exception_only(e)), end='')
    else:
        print('is fine')
