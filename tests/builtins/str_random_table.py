# All methods of str on random texts. What CPython printed is folded into the numbers that are expected.
# needs: 3.14+
lines = checksum = 0


def note(text):
    global lines, checksum
    lines += 1
    for c in text:
        checksum = (checksum * 1000003 + ord(c)) % (1 << 61)


seed = 12345
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n
def pick(xs): return xs[rnd(len(xs))]
chars = ['a','b','A','Z','0','9',' ','\t','\n','\r','-','+','_','é','ß','ñ','Σ','σ','ς','İ','ŉ','ǆ','ǅ','Ǆ','日','本','😀','\u0301','\x00','\x1c','\x85','\u2028','\xa0','½','²','٣','ﬁ','\ud800','x','.',',',"'",'"','\\']
def rs(n=8, cs=chars): return ''.join([pick(cs) for _ in range(rnd(n+1))])
few = ['a','b','é','😀',' ']
def show(x): note(ascii(x))
def attempt(f, *a, **k):
    try: show(f(*a, **k))
    except Exception as e: note(type(e).__name__ + ascii(str(e)))
bounds = [None, 0, 1, 2, 3, 5, 10, -1, -2, -3, -10]
for i in range(120):
    s = rs(10, few if rnd(2) else chars)
    t = rs(3, few if rnd(2) else chars)
    u = rs(2, few)
    for m in ('capitalize','casefold','lower','upper','title','swapcase','isalnum','isalpha','isdecimal','isdigit','isidentifier','islower','isnumeric','isprintable','isspace','istitle','isupper','isascii','strip','lstrip','rstrip','split','rsplit','splitlines'):
        attempt(getattr(s, m))
    show(repr(s)); show(len(s))
    for m in ('find','rfind','index','rindex','count','startswith','endswith'):
        attempt(getattr(s, m), t)
        attempt(getattr(s, m), t, pick(bounds), pick(bounds))
    for m in ('partition','rpartition','split','rsplit','removeprefix','removesuffix','strip','lstrip','rstrip'):
        attempt(getattr(s, m), t)
    attempt(s.split, t, rnd(4)-1); attempt(s.rsplit, t, rnd(4)-1)
    attempt(s.split, None, rnd(4)-1); attempt(s.rsplit, None, rnd(4)-1)
    attempt(s.splitlines, True)
    attempt(s.replace, t, u); attempt(s.replace, t, u, rnd(4)-1)
    w = rnd(20)-2
    attempt(s.center, w); attempt(s.ljust, w); attempt(s.rjust, w); attempt(s.zfill, w); attempt(s.expandtabs, rnd(6))
    attempt(s.center, w, pick(['*','é','😀'])); attempt(s.ljust, w, pick(['*','é','😀'])); attempt(s.rjust, w, pick(['*','é','😀']))
    a,b,c = pick(bounds),pick(bounds),pick([None,1,2,3,-1,-2,-3])
    show(s[a:b:c]); show(s[a:b])
    attempt(lambda: s[rnd(12)-6])
    show(t in s); show(s < t); show(s == t); show(s + t); show(s * rnd(3))
    show(t.join([s, u, s])); show([x for x in s])
    attempt(s.translate, {97: 'xx', 98: None, 233: 120, 32: '😀'})
    attempt(s.encode); attempt(s.encode, 'utf-8', 'surrogatepass'); attempt(s.encode,'latin-1','replace'); attempt(s.encode,'ascii','backslashreplace'); attempt(s.encode,'utf-16','ignore'); attempt(s.encode,'ascii','xmlcharrefreplace')
    attempt(s.encode, 'unicode_escape')
    attempt(lambda: s.encode('utf-8','surrogatepass').decode('utf-8','surrogatepass') == s)

print(lines, checksum)  # expect: 9960 999021498528590895
