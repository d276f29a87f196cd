# cmath: complex functions.
import cmath


def show(f, *args):
    try:
        v = f(*args)
        print(f"{v:.10g}" if isinstance(v, (complex, float)) else v)
    except Exception as e:
        print(type(e).__name__ + ":", e)


for name in ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "log", "log10", "phase", "sin", "sinh", "sqrt", "tan", "tanh"]:
    for z in [1 + 2j, -0.5j, 2, -1.5 + 0.25j]:
        show(getattr(cmath, name), z)
# expect: 1.14371774-1.528570919j
# expect: 1.570796327+0.4812118251j
# expect: 0-1.316957897j
# expect: 2.925421937-0.993730466j
# expect: 1.528570919+1.14371774j
# expect: 0.4812118251-1.570796327j
# expect: 1.316957897+0j
# expect: 0.993730466+2.925421937j
# expect: 0.4270785864+1.528570919j
# expect: -0-0.4812118251j
# expect: 1.570796327+1.316957897j
# expect: -1.354625611+0.993730466j
# expect: 1.469351744+1.063440024j
# expect: -0-0.5235987756j
# expect: 1.443635475+0j
# expect: -1.202745552+0.1381951711j
# expect: 1.338972522+0.4023594781j
# expect: -0-0.5493061443j
# expect: 1.107148718+0j
# expect: -0.9916033842+0.0760528436j
# expect: 0.1732867951+1.178097245j
# expect: -0-0.463647609j
# expect: 0.5493061443+1.570796327j
# expect: -0.7514206511+1.388806849j
# expect: 2.032723007-3.051897799j
# expect: 1.127625965-0j
# expect: -0.4161468365-0j
# expect: 0.07295927645+0.2519795196j
# expect: -0.6421481247+1.068607421j
# expect: 0.8775825619+0j
# expect: 3.762195691+0j
# expect: 2.279278897-0.5267921675j
# expect: -1.131204384+2.471726672j
# expect: 0.8775825619-0.4794255386j
# expect: 7.389056099+0j
# expect: 0.2161935838+0.05520328505j
# expect: 0.8047189562+1.107148718j
# expect: -0.6931471806-1.570796327j
# expect: 0.6931471806+0j
# expect: 0.4191645952+2.976443976j
# expect: 0.3494850022+0.4808285788j
# expect: -0.3010299957-0.6821881769j
# expect: 0.3010299957+0j
# expect: 0.1820408707+1.292653195j
# expect: 1.107148718
# expect: -1.570796327
# expect: 0
# expect: 2.976443976
# expect: 3.165778513+1.959601041j
# expect: -0-0.5210953055j
# expect: 0.9092974268-0j
# expect: -1.028829396+0.0178690884j
# expect: -0.489056259+1.403119251j
# expect: -0-0.4794255386j
# expect: 3.626860408+0j
# expect: -2.063085313+0.5819954526j
# expect: 1.27201965+0.7861513778j
# expect: 0.5-0.5j
# expect: 1.414213562+0j
# expect: 0.1017119279+1.228961072j
# expect: 0.03381282608+1.014793616j
# expect: -0-0.4621171573j
# expect: -2.185039863+0j
# expect: -1.025332061+3.786108937j
# expect: 1.166736257-0.2434582012j
# expect: -0-0.5463024898j
# expect: 0.9640275801+0j
# expect: -0.9152719133+0.04380217693j
print([round(v, 9) for v in cmath.polar(3 + 4j)], cmath.rect(2, 0), cmath.log(8, 2).real, cmath.sqrt(-4), cmath.isnan(complex("nan")), cmath.isinf(1j), cmath.isfinite(1 + 1j))
# expect: [5.0, 0.927295218] (2+0j) 3.0 2j True False True
print(cmath.isclose(1 + 1j, 1 + 1.0000000001j), cmath.isclose(1, 2), cmath.pi, cmath.infj, cmath.nanj)
# expect: True False 3.141592653589793 infj nanj
show(cmath.log, 0)  # expect: ValueError: math domain error
show(cmath.atanh, 1)  # expect: ValueError: math domain error
show(cmath.atan, 1j)  # expect: ValueError: math domain error
show(cmath.exp, 1000)  # expect: OverflowError: math range error
show(cmath.sqrt, "a")  # expect: TypeError: must be real number, not str
