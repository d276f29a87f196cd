# format() and % with random specs. What CPython printed is folded into the numbers that are expected.
# needs: 3.14+
lines = checksum = 0


def note(text):
    global lines, checksum
    lines += 1
    for c in text:
        checksum = (checksum * 1000003 + ord(c)) % (1 << 61)


seed = 777
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n
def pick(xs): return xs[rnd(len(xs))]
def attempt(label, f, *a):
    try: note(str(label) + ascii(f(*a)))
    except Exception as e: note(str(label) + type(e).__name__ + ascii(str(e)))
ints = [0,1,-1,5,42,-42,255,1234,-1234,123456789,-123456789,10**20,-10**20,2**100,True,False]
floats = [0.0,-0.0,1.0,-1.0,0.5,1.5,-2.5,3.14159,123.456,-123.456,1e10,1e16,1e17,1.5e300,-2.5e-300,1e-5,1e-4,0.0001234,99999.5,999999.5,1234567.891,float('inf'),float('-inf'),float('nan'),5e-324,1.7976931348623157e308,0.1,2/3,1e22,1e23,9.995,0.05,0.15,2.675]
comps = [0j,1j,1+2j,-1.5-2.5j,complex(0.0,-0.0),complex(-0.0,1),1e20+1e-5j,complex('nan+infj')]
strs = ['','a','abc','héllo','日本','😀x']
def spec():
    s=''
    if rnd(2):
        if rnd(2): s+=pick(['*','0','x','é','<',' ','日'])
        s+=pick(['<','>','^','='])
    if rnd(3)==0: s+=pick(['+','-',' '])
    if rnd(6)==0: s+='z'
    if rnd(5)==0: s+='#'
    if rnd(4)==0: s+='0'
    if rnd(2): s+=str(rnd(24))
    if rnd(4)==0: s+=pick([',','_'])
    if rnd(2):
        s+='.'+str(rnd(12))
        if rnd(6)==0: s+=pick([',','_'])
    if rnd(4): s+=pick(list('bdoxXeEfFgG%s'))
    if rnd(60)==0: s+=pick(list('qyzé'))
    return s
for i in range(1500):
    v = pick(pick([ints,floats,floats,comps,strs]))
    sp = spec()
    attempt((str(v), sp), format, v, sp)
def pspec():
    s='%'
    for _ in range(rnd(3)): s+=pick(['-','+',' ','#','0'])
    if rnd(2): s+=str(rnd(20))
    if rnd(2): s+='.'+(str(rnd(10)) if rnd(5) else '')
    s+=pick(list('diouxXeEfFgGcrsa%dfsxg'))
    return s
for i in range(800):
    v = pick(pick([ints,floats,floats,strs,ints]))
    sp = pspec()
    attempt((str(v), sp), lambda: sp % (v,))
    attempt((str(v), sp), lambda: sp.encode() % (v,))
    attempt((str(v), sp), lambda: (sp + ' %s') % (v, 'é'))

print(lines, checksum)  # expect: 3900 2124344013871123723
