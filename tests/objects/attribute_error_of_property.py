# needs: 3.14+
# An AttributeError that a property lets through knows name and object, on every path of the machine.
class P:
    @property
    def p(self): return self.nope
    @property
    def q(self): raise AttributeError('custom')
    @property
    def r(self): raise AttributeError
for i in range(4):
    try: P().p
    except AttributeError as e: print(e, e.name, type(e.obj).__name__)
    try: P().q
    except AttributeError as e: print(e, e.name, type(e.obj).__name__)
    try: P().r
    except AttributeError as e: print(e, e.name, type(e.obj).__name__)
# expect: 'P' object has no attribute 'nope' nope P
# expect: custom q P
# expect:  r P
# expect: 'P' object has no attribute 'nope' nope P
# expect: custom None NoneType
# expect:  None NoneType
# expect: 'P' object has no attribute 'nope' nope P
# expect: custom None NoneType
# expect:  None NoneType
# expect: 'P' object has no attribute 'nope' nope P
# expect: custom None NoneType
# expect:  None NoneType
def getp(x): return x.q
for i in range(10):
    try: getp(P())
    except AttributeError as e: print(e.name, type(e.obj).__name__)
# expect: q P
# expect: None NoneType
# expect: None NoneType
# expect: None NoneType
# expect: None NoneType
# expect: None NoneType
# expect: None NoneType
# expect: None NoneType
# expect: None NoneType
# expect: None NoneType
class G:
    def __getattr__(self, n): raise AttributeError('ga')
    def __getattribute__(self, n): raise AttributeError('gattr')
for i in range(3):
    try: G().x
    except AttributeError as e: print(e, e.name, type(e.obj).__name__)
# expect: ga x G
# expect: ga x G
# expect: ga x G
try: getattr(P(), 'q')
except AttributeError as e: print(e, e.name, type(e.obj).__name__)  # expect: custom q P
