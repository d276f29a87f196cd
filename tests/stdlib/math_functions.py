# needs: 3.14+
# math: values, special cases and errors.
import math
from math import inf, nan


def show(name, *args, **kw):
    try:
        value = getattr(math, name)(*args, **kw)
        print(name, args, f"{value:.13g}" if isinstance(value, float) else value)
    except Exception as e:
        print(name, args, type(e).__name__ + ":", e)


for name in ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "cos", "cosh", "degrees", "erf", "erfc",
             "exp", "exp2", "expm1", "fabs", "floor", "gamma", "isfinite", "isinf", "isnan", "lgamma", "log", "log10",
             "log1p", "log2", "radians", "sin", "sinh", "sqrt", "tan", "tanh", "trunc", "ulp", "frexp", "modf"]:
    for x in [0, 0.5, 1, -1, 2.5, -2.5, 1000, inf, -inf, nan]:
        show(name, x)
    show(name, "a")
# expect: acos (0,) 1.570796326795
# expect: acos (0.5,) 1.047197551197
# expect: acos (1,) 0
# expect: acos (-1,) 3.14159265359
# expect: acos (2.5,) ValueError: expected a number in range from -1 up to 1, got 2.5
# expect: acos (-2.5,) ValueError: expected a number in range from -1 up to 1, got -2.5
# expect: acos (1000,) ValueError: expected a number in range from -1 up to 1, got 1000.0
# expect: acos (inf,) ValueError: expected a number in range from -1 up to 1, got inf
# expect: acos (-inf,) ValueError: expected a number in range from -1 up to 1, got -inf
# expect: acos (nan,) nan
# expect: acos ('a',) TypeError: must be real number, not str
# expect: acosh (0,) ValueError: expected argument value not less than 1, got 0.0
# expect: acosh (0.5,) ValueError: expected argument value not less than 1, got 0.5
# expect: acosh (1,) 0
# expect: acosh (-1,) ValueError: expected argument value not less than 1, got -1.0
# expect: acosh (2.5,) 1.566799236972
# expect: acosh (-2.5,) ValueError: expected argument value not less than 1, got -2.5
# expect: acosh (1000,) 7.600902209542
# expect: acosh (inf,) inf
# expect: acosh (-inf,) ValueError: expected argument value not less than 1, got -inf
# expect: acosh (nan,) nan
# expect: acosh ('a',) TypeError: must be real number, not str
# expect: asin (0,) 0
# expect: asin (0.5,) 0.5235987755983
# expect: asin (1,) 1.570796326795
# expect: asin (-1,) -1.570796326795
# expect: asin (2.5,) ValueError: expected a number in range from -1 up to 1, got 2.5
# expect: asin (-2.5,) ValueError: expected a number in range from -1 up to 1, got -2.5
# expect: asin (1000,) ValueError: expected a number in range from -1 up to 1, got 1000.0
# expect: asin (inf,) ValueError: expected a number in range from -1 up to 1, got inf
# expect: asin (-inf,) ValueError: expected a number in range from -1 up to 1, got -inf
# expect: asin (nan,) nan
# expect: asin ('a',) TypeError: must be real number, not str
# expect: asinh (0,) 0
# expect: asinh (0.5,) 0.4812118250596
# expect: asinh (1,) 0.8813735870195
# expect: asinh (-1,) -0.8813735870195
# expect: asinh (2.5,) 1.647231146371
# expect: asinh (-2.5,) -1.647231146371
# expect: asinh (1000,) 7.600902709542
# expect: asinh (inf,) inf
# expect: asinh (-inf,) -inf
# expect: asinh (nan,) nan
# expect: asinh ('a',) TypeError: must be real number, not str
# expect: atan (0,) 0
# expect: atan (0.5,) 0.4636476090008
# expect: atan (1,) 0.7853981633974
# expect: atan (-1,) -0.7853981633974
# expect: atan (2.5,) 1.190289949683
# expect: atan (-2.5,) -1.190289949683
# expect: atan (1000,) 1.569796327128
# expect: atan (inf,) 1.570796326795
# expect: atan (-inf,) -1.570796326795
# expect: atan (nan,) nan
# expect: atan ('a',) TypeError: must be real number, not str
# expect: atanh (0,) 0
# expect: atanh (0.5,) 0.5493061443341
# expect: atanh (1,) ValueError: expected a number between -1 and 1, got 1.0
# expect: atanh (-1,) ValueError: expected a number between -1 and 1, got -1.0
# expect: atanh (2.5,) ValueError: expected a number between -1 and 1, got 2.5
# expect: atanh (-2.5,) ValueError: expected a number between -1 and 1, got -2.5
# expect: atanh (1000,) ValueError: expected a number between -1 and 1, got 1000.0
# expect: atanh (inf,) ValueError: expected a number between -1 and 1, got inf
# expect: atanh (-inf,) ValueError: expected a number between -1 and 1, got -inf
# expect: atanh (nan,) nan
# expect: atanh ('a',) TypeError: must be real number, not str
# expect: cbrt (0,) 0
# expect: cbrt (0.5,) 0.7937005259841
# expect: cbrt (1,) 1
# expect: cbrt (-1,) -1
# expect: cbrt (2.5,) 1.357208808297
# expect: cbrt (-2.5,) -1.357208808297
# expect: cbrt (1000,) 10
# expect: cbrt (inf,) inf
# expect: cbrt (-inf,) -inf
# expect: cbrt (nan,) nan
# expect: cbrt ('a',) TypeError: must be real number, not str
# expect: ceil (0,) 0
# expect: ceil (0.5,) 1
# expect: ceil (1,) 1
# expect: ceil (-1,) -1
# expect: ceil (2.5,) 3
# expect: ceil (-2.5,) -2
# expect: ceil (1000,) 1000
# expect: ceil (inf,) OverflowError: cannot convert float infinity to integer
# expect: ceil (-inf,) OverflowError: cannot convert float infinity to integer
# expect: ceil (nan,) ValueError: cannot convert float NaN to integer
# expect: ceil ('a',) TypeError: must be real number, not str
# expect: cos (0,) 1
# expect: cos (0.5,) 0.8775825618904
# expect: cos (1,) 0.5403023058681
# expect: cos (-1,) 0.5403023058681
# expect: cos (2.5,) -0.8011436155469
# expect: cos (-2.5,) -0.8011436155469
# expect: cos (1000,) 0.5623790762907
# expect: cos (inf,) ValueError: expected a finite input, got inf
# expect: cos (-inf,) ValueError: expected a finite input, got -inf
# expect: cos (nan,) nan
# expect: cos ('a',) TypeError: must be real number, not str
# expect: cosh (0,) 1
# expect: cosh (0.5,) 1.127625965206
# expect: cosh (1,) 1.543080634815
# expect: cosh (-1,) 1.543080634815
# expect: cosh (2.5,) 6.132289479664
# expect: cosh (-2.5,) 6.132289479664
# expect: cosh (1000,) OverflowError: math range error
# expect: cosh (inf,) inf
# expect: cosh (-inf,) inf
# expect: cosh (nan,) nan
# expect: cosh ('a',) TypeError: must be real number, not str
# expect: degrees (0,) 0
# expect: degrees (0.5,) 28.64788975654
# expect: degrees (1,) 57.29577951308
# expect: degrees (-1,) -57.29577951308
# expect: degrees (2.5,) 143.2394487827
# expect: degrees (-2.5,) -143.2394487827
# expect: degrees (1000,) 57295.77951308
# expect: degrees (inf,) inf
# expect: degrees (-inf,) -inf
# expect: degrees (nan,) nan
# expect: degrees ('a',) TypeError: must be real number, not str
# expect: erf (0,) 0
# expect: erf (0.5,) 0.520499877813
# expect: erf (1,) 0.8427007929497
# expect: erf (-1,) -0.8427007929497
# expect: erf (2.5,) 0.9995930479826
# expect: erf (-2.5,) -0.9995930479826
# expect: erf (1000,) 1
# expect: erf (inf,) 1
# expect: erf (-inf,) -1
# expect: erf (nan,) nan
# expect: erf ('a',) TypeError: must be real number, not str
# expect: erfc (0,) 1
# expect: erfc (0.5,) 0.479500122187
# expect: erfc (1,) 0.1572992070503
# expect: erfc (-1,) 1.84270079295
# expect: erfc (2.5,) 0.000406952017445
# expect: erfc (-2.5,) 1.999593047983
# expect: erfc (1000,) 0
# expect: erfc (inf,) 0
# expect: erfc (-inf,) 2
# expect: erfc (nan,) nan
# expect: erfc ('a',) TypeError: must be real number, not str
# expect: exp (0,) 1
# expect: exp (0.5,) 1.6487212707
# expect: exp (1,) 2.718281828459
# expect: exp (-1,) 0.3678794411714
# expect: exp (2.5,) 12.1824939607
# expect: exp (-2.5,) 0.0820849986239
# expect: exp (1000,) OverflowError: math range error
# expect: exp (inf,) inf
# expect: exp (-inf,) 0
# expect: exp (nan,) nan
# expect: exp ('a',) TypeError: must be real number, not str
# expect: exp2 (0,) 1
# expect: exp2 (0.5,) 1.414213562373
# expect: exp2 (1,) 2
# expect: exp2 (-1,) 0.5
# expect: exp2 (2.5,) 5.656854249492
# expect: exp2 (-2.5,) 0.1767766952966
# expect: exp2 (1000,) 1.071508607186e+301
# expect: exp2 (inf,) inf
# expect: exp2 (-inf,) 0
# expect: exp2 (nan,) nan
# expect: exp2 ('a',) TypeError: must be real number, not str
# expect: expm1 (0,) 0
# expect: expm1 (0.5,) 0.6487212707001
# expect: expm1 (1,) 1.718281828459
# expect: expm1 (-1,) -0.6321205588286
# expect: expm1 (2.5,) 11.1824939607
# expect: expm1 (-2.5,) -0.9179150013761
# expect: expm1 (1000,) OverflowError: math range error
# expect: expm1 (inf,) inf
# expect: expm1 (-inf,) -1
# expect: expm1 (nan,) nan
# expect: expm1 ('a',) TypeError: must be real number, not str
# expect: fabs (0,) 0
# expect: fabs (0.5,) 0.5
# expect: fabs (1,) 1
# expect: fabs (-1,) 1
# expect: fabs (2.5,) 2.5
# expect: fabs (-2.5,) 2.5
# expect: fabs (1000,) 1000
# expect: fabs (inf,) inf
# expect: fabs (-inf,) inf
# expect: fabs (nan,) nan
# expect: fabs ('a',) TypeError: must be real number, not str
# expect: floor (0,) 0
# expect: floor (0.5,) 0
# expect: floor (1,) 1
# expect: floor (-1,) -1
# expect: floor (2.5,) 2
# expect: floor (-2.5,) -3
# expect: floor (1000,) 1000
# expect: floor (inf,) OverflowError: cannot convert float infinity to integer
# expect: floor (-inf,) OverflowError: cannot convert float infinity to integer
# expect: floor (nan,) ValueError: cannot convert float NaN to integer
# expect: floor ('a',) TypeError: must be real number, not str
# expect: gamma (0,) ValueError: expected a noninteger or positive integer, got 0.0
# expect: gamma (0.5,) 1.772453850906
# expect: gamma (1,) 1
# expect: gamma (-1,) ValueError: expected a noninteger or positive integer, got -1.0
# expect: gamma (2.5,) 1.329340388179
# expect: gamma (-2.5,) -0.9453087204829
# expect: gamma (1000,) OverflowError: math range error
# expect: gamma (inf,) inf
# expect: gamma (-inf,) ValueError: expected a noninteger or positive integer, got -inf
# expect: gamma (nan,) nan
# expect: gamma ('a',) TypeError: must be real number, not str
# expect: isfinite (0,) True
# expect: isfinite (0.5,) True
# expect: isfinite (1,) True
# expect: isfinite (-1,) True
# expect: isfinite (2.5,) True
# expect: isfinite (-2.5,) True
# expect: isfinite (1000,) True
# expect: isfinite (inf,) False
# expect: isfinite (-inf,) False
# expect: isfinite (nan,) False
# expect: isfinite ('a',) TypeError: must be real number, not str
# expect: isinf (0,) False
# expect: isinf (0.5,) False
# expect: isinf (1,) False
# expect: isinf (-1,) False
# expect: isinf (2.5,) False
# expect: isinf (-2.5,) False
# expect: isinf (1000,) False
# expect: isinf (inf,) True
# expect: isinf (-inf,) True
# expect: isinf (nan,) False
# expect: isinf ('a',) TypeError: must be real number, not str
# expect: isnan (0,) False
# expect: isnan (0.5,) False
# expect: isnan (1,) False
# expect: isnan (-1,) False
# expect: isnan (2.5,) False
# expect: isnan (-2.5,) False
# expect: isnan (1000,) False
# expect: isnan (inf,) False
# expect: isnan (-inf,) False
# expect: isnan (nan,) True
# expect: isnan ('a',) TypeError: must be real number, not str
# expect: lgamma (0,) ValueError: expected a noninteger or positive integer, got 0.0
# expect: lgamma (0.5,) 0.5723649429247
# expect: lgamma (1,) 0
# expect: lgamma (-1,) ValueError: expected a noninteger or positive integer, got -1.0
# expect: lgamma (2.5,) 0.2846828704729
# expect: lgamma (-2.5,) -0.05624371649767
# expect: lgamma (1000,) 5905.220423209
# expect: lgamma (inf,) inf
# expect: lgamma (-inf,) inf
# expect: lgamma (nan,) nan
# expect: lgamma ('a',) TypeError: must be real number, not str
# expect: log (0,) ValueError: expected a positive input
# expect: log (0.5,) -0.6931471805599
# expect: log (1,) 0
# expect: log (-1,) ValueError: expected a positive input
# expect: log (2.5,) 0.9162907318742
# expect: log (-2.5,) ValueError: expected a positive input, got -2.5
# expect: log (1000,) 6.907755278982
# expect: log (inf,) inf
# expect: log (-inf,) ValueError: expected a positive input, got -inf
# expect: log (nan,) nan
# expect: log ('a',) TypeError: must be real number, not str
# expect: log10 (0,) ValueError: expected a positive input
# expect: log10 (0.5,) -0.301029995664
# expect: log10 (1,) 0
# expect: log10 (-1,) ValueError: expected a positive input
# expect: log10 (2.5,) 0.397940008672
# expect: log10 (-2.5,) ValueError: expected a positive input, got -2.5
# expect: log10 (1000,) 3
# expect: log10 (inf,) inf
# expect: log10 (-inf,) ValueError: expected a positive input, got -inf
# expect: log10 (nan,) nan
# expect: log10 ('a',) TypeError: must be real number, not str
# expect: log1p (0,) 0
# expect: log1p (0.5,) 0.4054651081082
# expect: log1p (1,) 0.6931471805599
# expect: log1p (-1,) ValueError: expected argument value > -1, got -1.0
# expect: log1p (2.5,) 1.252762968495
# expect: log1p (-2.5,) ValueError: expected argument value > -1, got -2.5
# expect: log1p (1000,) 6.908754779315
# expect: log1p (inf,) inf
# expect: log1p (-inf,) ValueError: expected argument value > -1, got -inf
# expect: log1p (nan,) nan
# expect: log1p ('a',) TypeError: must be real number, not str
# expect: log2 (0,) ValueError: expected a positive input
# expect: log2 (0.5,) -1
# expect: log2 (1,) 0
# expect: log2 (-1,) ValueError: expected a positive input
# expect: log2 (2.5,) 1.321928094887
# expect: log2 (-2.5,) ValueError: expected a positive input, got -2.5
# expect: log2 (1000,) 9.965784284662
# expect: log2 (inf,) inf
# expect: log2 (-inf,) ValueError: expected a positive input, got -inf
# expect: log2 (nan,) nan
# expect: log2 ('a',) TypeError: must be real number, not str
# expect: radians (0,) 0
# expect: radians (0.5,) 0.008726646259972
# expect: radians (1,) 0.01745329251994
# expect: radians (-1,) -0.01745329251994
# expect: radians (2.5,) 0.04363323129986
# expect: radians (-2.5,) -0.04363323129986
# expect: radians (1000,) 17.45329251994
# expect: radians (inf,) inf
# expect: radians (-inf,) -inf
# expect: radians (nan,) nan
# expect: radians ('a',) TypeError: must be real number, not str
# expect: sin (0,) 0
# expect: sin (0.5,) 0.4794255386042
# expect: sin (1,) 0.8414709848079
# expect: sin (-1,) -0.8414709848079
# expect: sin (2.5,) 0.598472144104
# expect: sin (-2.5,) -0.598472144104
# expect: sin (1000,) 0.826879540532
# expect: sin (inf,) ValueError: expected a finite input, got inf
# expect: sin (-inf,) ValueError: expected a finite input, got -inf
# expect: sin (nan,) nan
# expect: sin ('a',) TypeError: must be real number, not str
# expect: sinh (0,) 0
# expect: sinh (0.5,) 0.5210953054937
# expect: sinh (1,) 1.175201193644
# expect: sinh (-1,) -1.175201193644
# expect: sinh (2.5,) 6.05020448104
# expect: sinh (-2.5,) -6.05020448104
# expect: sinh (1000,) OverflowError: math range error
# expect: sinh (inf,) inf
# expect: sinh (-inf,) -inf
# expect: sinh (nan,) nan
# expect: sinh ('a',) TypeError: must be real number, not str
# expect: sqrt (0,) 0
# expect: sqrt (0.5,) 0.7071067811865
# expect: sqrt (1,) 1
# expect: sqrt (-1,) ValueError: expected a nonnegative input, got -1.0
# expect: sqrt (2.5,) 1.581138830084
# expect: sqrt (-2.5,) ValueError: expected a nonnegative input, got -2.5
# expect: sqrt (1000,) 31.62277660168
# expect: sqrt (inf,) inf
# expect: sqrt (-inf,) ValueError: expected a nonnegative input, got -inf
# expect: sqrt (nan,) nan
# expect: sqrt ('a',) TypeError: must be real number, not str
# expect: tan (0,) 0
# expect: tan (0.5,) 0.5463024898438
# expect: tan (1,) 1.557407724655
# expect: tan (-1,) -1.557407724655
# expect: tan (2.5,) -0.7470222972387
# expect: tan (-2.5,) 0.7470222972387
# expect: tan (1000,) 1.470324155703
# expect: tan (inf,) ValueError: expected a finite input, got inf
# expect: tan (-inf,) ValueError: expected a finite input, got -inf
# expect: tan (nan,) nan
# expect: tan ('a',) TypeError: must be real number, not str
# expect: tanh (0,) 0
# expect: tanh (0.5,) 0.46211715726
# expect: tanh (1,) 0.7615941559558
# expect: tanh (-1,) -0.7615941559558
# expect: tanh (2.5,) 0.9866142981514
# expect: tanh (-2.5,) -0.9866142981514
# expect: tanh (1000,) 1
# expect: tanh (inf,) 1
# expect: tanh (-inf,) -1
# expect: tanh (nan,) nan
# expect: tanh ('a',) TypeError: must be real number, not str
# expect: trunc (0,) 0
# expect: trunc (0.5,) 0
# expect: trunc (1,) 1
# expect: trunc (-1,) -1
# expect: trunc (2.5,) 2
# expect: trunc (-2.5,) -2
# expect: trunc (1000,) 1000
# expect: trunc (inf,) OverflowError: cannot convert float infinity to integer
# expect: trunc (-inf,) OverflowError: cannot convert float infinity to integer
# expect: trunc (nan,) ValueError: cannot convert float NaN to integer
# expect: trunc ('a',) TypeError: type str doesn't define __trunc__ method
# expect: ulp (0,) 4.940656458412e-324
# expect: ulp (0.5,) 1.110223024625e-16
# expect: ulp (1,) 2.22044604925e-16
# expect: ulp (-1,) 2.22044604925e-16
# expect: ulp (2.5,) 4.440892098501e-16
# expect: ulp (-2.5,) 4.440892098501e-16
# expect: ulp (1000,) 1.136868377216e-13
# expect: ulp (inf,) inf
# expect: ulp (-inf,) inf
# expect: ulp (nan,) nan
# expect: ulp ('a',) TypeError: must be real number, not str
# expect: frexp (0,) (0.0, 0)
# expect: frexp (0.5,) (0.5, 0)
# expect: frexp (1,) (0.5, 1)
# expect: frexp (-1,) (-0.5, 1)
# expect: frexp (2.5,) (0.625, 2)
# expect: frexp (-2.5,) (-0.625, 2)
# expect: frexp (1000,) (0.9765625, 10)
# expect: frexp (inf,) (inf, 0)
# expect: frexp (-inf,) (-inf, 0)
# expect: frexp (nan,) (nan, 0)
# expect: frexp ('a',) TypeError: must be real number, not str
# expect: modf (0,) (0.0, 0.0)
# expect: modf (0.5,) (0.5, 0.0)
# expect: modf (1,) (0.0, 1.0)
# expect: modf (-1,) (-0.0, -1.0)
# expect: modf (2.5,) (0.5, 2.0)
# expect: modf (-2.5,) (-0.5, -2.0)
# expect: modf (1000,) (0.0, 1000.0)
# expect: modf (inf,) (0.0, inf)
# expect: modf (-inf,) (-0.0, -inf)
# expect: modf (nan,) (nan, nan)
# expect: modf ('a',) TypeError: must be real number, not str
for name in ["atan2", "copysign", "fmod", "remainder", "pow", "nextafter", "hypot", "dist", "isclose"]:
    for x, y in [(1, 2), (-3.5, 2), (0, 0), (inf, 1), (1, inf), (nan, 1), (10, -3), (0, -1), (-8, 1 / 3), (10, 400)]:
        if name == "dist":
            show(name, (x, y), (1, 1))
        else:
            show(name, x, y)
# expect: atan2 (1, 2) 0.4636476090008
# expect: atan2 (-3.5, 2) -1.051650212548
# expect: atan2 (0, 0) 0
# expect: atan2 (inf, 1) 1.570796326795
# expect: atan2 (1, inf) 0
# expect: atan2 (nan, 1) nan
# expect: atan2 (10, -3) 1.862253121273
# expect: atan2 (0, -1) 3.14159265359
# expect: atan2 (-8, 0.3333333333333333) -1.529153747696
# expect: atan2 (10, 400) 0.02499479361892
# expect: copysign (1, 2) 1
# expect: copysign (-3.5, 2) 3.5
# expect: copysign (0, 0) 0
# expect: copysign (inf, 1) inf
# expect: copysign (1, inf) 1
# expect: copysign (nan, 1) nan
# expect: copysign (10, -3) -10
# expect: copysign (0, -1) -0
# expect: copysign (-8, 0.3333333333333333) 8
# expect: copysign (10, 400) 10
# expect: fmod (1, 2) 1
# expect: fmod (-3.5, 2) -1.5
# expect: fmod (0, 0) ValueError: math domain error
# expect: fmod (inf, 1) ValueError: math domain error
# expect: fmod (1, inf) 1
# expect: fmod (nan, 1) nan
# expect: fmod (10, -3) 1
# expect: fmod (0, -1) 0
# expect: fmod (-8, 0.3333333333333333) -4.440892098501e-16
# expect: fmod (10, 400) 10
# expect: remainder (1, 2) 1
# expect: remainder (-3.5, 2) 0.5
# expect: remainder (0, 0) ValueError: math domain error
# expect: remainder (inf, 1) ValueError: math domain error
# expect: remainder (1, inf) 1
# expect: remainder (nan, 1) nan
# expect: remainder (10, -3) 1
# expect: remainder (0, -1) 0
# expect: remainder (-8, 0.3333333333333333) -4.440892098501e-16
# expect: remainder (10, 400) 10
# expect: pow (1, 2) 1
# expect: pow (-3.5, 2) 12.25
# expect: pow (0, 0) 1
# expect: pow (inf, 1) inf
# expect: pow (1, inf) 1
# expect: pow (nan, 1) nan
# expect: pow (10, -3) 0.001
# expect: pow (0, -1) ValueError: math domain error
# expect: pow (-8, 0.3333333333333333) ValueError: math domain error
# expect: pow (10, 400) OverflowError: math range error
# expect: nextafter (1, 2) 1
# expect: nextafter (-3.5, 2) -3.5
# expect: nextafter (0, 0) 0
# expect: nextafter (inf, 1) 1.797693134862e+308
# expect: nextafter (1, inf) 1
# expect: nextafter (nan, 1) nan
# expect: nextafter (10, -3) 10
# expect: nextafter (0, -1) -4.940656458412e-324
# expect: nextafter (-8, 0.3333333333333333) -8
# expect: nextafter (10, 400) 10
# expect: hypot (1, 2) 2.2360679775
# expect: hypot (-3.5, 2) 4.031128874149
# expect: hypot (0, 0) 0
# expect: hypot (inf, 1) inf
# expect: hypot (1, inf) inf
# expect: hypot (nan, 1) nan
# expect: hypot (10, -3) 10.44030650891
# expect: hypot (0, -1) 1
# expect: hypot (-8, 0.3333333333333333) 8.006941432976
# expect: hypot (10, 400) 400.1249804749
# expect: dist ((1, 2), (1, 1)) 1
# expect: dist ((-3.5, 2), (1, 1)) 4.609772228646
# expect: dist ((0, 0), (1, 1)) 1.414213562373
# expect: dist ((inf, 1), (1, 1)) inf
# expect: dist ((1, inf), (1, 1)) inf
# expect: dist ((nan, 1), (1, 1)) nan
# expect: dist ((10, -3), (1, 1)) 9.848857801796
# expect: dist ((0, -1), (1, 1)) 2.2360679775
# expect: dist ((-8, 0.3333333333333333), (1, 1)) 9.024657580454
# expect: dist ((10, 400), (1, 1)) 399.1014908516
# expect: isclose (1, 2) False
# expect: isclose (-3.5, 2) False
# expect: isclose (0, 0) True
# expect: isclose (inf, 1) False
# expect: isclose (1, inf) False
# expect: isclose (nan, 1) False
# expect: isclose (10, -3) False
# expect: isclose (0, -1) False
# expect: isclose (-8, 0.3333333333333333) False
# expect: isclose (10, 400) False
print(math.pi, math.e, math.tau, math.inf, math.nan)
# expect: 3.141592653589793 2.718281828459045 6.283185307179586 inf nan
