# All methods of bytes and bytearray, and decoding, on random octets. What CPython printed is folded into the numbers that are expected.
# needs: 3.14+
lines = checksum = 0


def note(text):
    global lines, checksum
    lines += 1
    for c in text:
        checksum = (checksum * 1000003 + ord(c)) % (1 << 61)


seed = 4242
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n
def pick(xs): return xs[rnd(len(xs))]
def attempt(f, *a, **k):
    try: note(ascii(f(*a, **k)))
    except Exception as e: note(type(e).__name__ + ascii(str(e)))
al=[97,98,65,48,32,9,10,13,11,0x1c,0xe9,0xff,0,45,43,39,34,92]
def rb(n=8): return bytes([pick(al) for _ in range(rnd(n+1))])
bounds = [None, 0, 1, 2, 3, 5, 10, -1, -2, -3, -10]
for i in range(100):
    s=rb(10)
    if rnd(2): s=bytearray(s)
    t=rb(2); u=rb(2)
    for m in ('capitalize','lower','upper','title','swapcase','isalnum','isalpha','isdigit','islower','isspace','istitle','isupper','isascii','strip','lstrip','rstrip','split','rsplit','splitlines','hex','decode'):
        attempt(getattr(s,m))
    for m in ('find','rfind','index','rindex','count','startswith','endswith'):
        attempt(getattr(s,m),t); attempt(getattr(s,m),t,pick(bounds),pick(bounds))
    for m in ('find','rfind','count','index'): attempt(getattr(s,m),pick(al))
    for m in ('partition','rpartition','split','rsplit','removeprefix','removesuffix','strip','lstrip','rstrip'): attempt(getattr(s,m),t)
    attempt(s.split,t,rnd(4)-1); attempt(s.rsplit,t,rnd(4)-1); attempt(s.split,None,rnd(4)-1); attempt(s.rsplit,None,rnd(4)-1)
    attempt(s.splitlines,True); attempt(s.replace,t,u); attempt(s.replace,t,u,rnd(4)-1)
    w=rnd(20)-2
    attempt(s.center,w); attempt(s.ljust,w,b'*'); attempt(s.rjust,w); attempt(s.zfill,w); attempt(s.expandtabs,rnd(6))
    attempt(s.hex,':',rnd(7)-3)
    attempt(s.translate,None,t); attempt(s.translate,bytes(range(255,-1,-1)),t)
    attempt(lambda: s[pick(bounds):pick(bounds):pick([None,1,2,3,-1,-2])]); attempt(lambda: s[rnd(12)-6])
    attempt(lambda: (t in s, pick(al) in s, s<t, s==t, s+t, s*rnd(3), repr(s), len(s), list(s), t.join([s,u,s])))
    for enc in ('utf-8','ascii','latin-1','utf-16','utf-32','cp1252','utf-16-be','utf-8-sig'):
        for err in ('strict','replace','ignore','backslashreplace','surrogateescape'): attempt(s.decode,enc,err)
    b=bytearray(s); x=pick(bounds); y=pick(bounds); z=pick([None,1,2,-1])
    def sa(): b[x:y:z]=u
    attempt(sa); attempt(lambda: b)
    def da(): del b[x:y:z]
    attempt(da); attempt(lambda: b)
    attempt(b.insert, rnd(10)-5, pick(al)); attempt(b.pop); attempt(b.pop, rnd(4)-2); attempt(b.extend, u); attempt(b.remove, pick(al)); attempt(b.reverse); attempt(lambda: b)
    b+=t; b*=rnd(3); attempt(lambda: b)
    m=memoryview(bytes(s)); attempt(lambda: m[x:y:z].tolist()); attempt(lambda: bytes(m[x:y:z])); attempt(lambda: m[x:y:z]==bytes(m[x:y:z]))
# utf-8 decoding of random sequences
al2=[0x41,0x80,0xbf,0xc0,0xc2,0xc3,0xe0,0xa0,0xe2,0x82,0xac,0xed,0x9f,0xf0,0x9f,0x98,0x90,0xf4,0x8f,0xf5,0xff]
for i in range(600):
    s=bytes([pick(al2) for _ in range(rnd(7))])
    for err in ('strict','replace','ignore','surrogateescape','backslashreplace'): attempt(s.decode,'utf-8',err)
    attempt(s.decode,'utf-16-le','replace'); attempt(s.decode,'utf-16-le'); attempt(s.decode,'utf-32-be'); attempt(s.decode,'unicode_escape')

print(lines, checksum)  # expect: 17500 613946135322351400
