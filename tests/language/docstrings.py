# needs: 3.14+
"""Module doc."""
def f():
    """One line."""
def g():
    """First.

        Indented more.
    Back.
    """
def h():
    "not" "joined"
    return 1
def k():
    x = "no"
def e():
    f"no {1}"
class C:
    '''Class doc.
       continued
    '''
    def m(self):
        r"""raw \n doc"""
print(__doc__)  # expect: Module doc.
print(f.__doc__)  # expect: One line.
print(repr(g.__doc__))  # expect: 'First.\n\n    Indented more.\nBack.\n'
print(h.__doc__, k.__doc__, e.__doc__)  # expect: notjoined None None
print(repr(C.__doc__), C.m.__doc__)  # expect: 'Class doc.\ncontinued\n' raw \n doc
print((lambda: "x").__doc__)  # expect: None
