# needs: 3.14+
# Native functions, too, suggest the keyword that was probably meant; what is missing comes first.
def attempt(operation):
    try:
        print(operation())
    except TypeError as error:
        print(error)


attempt(lambda: sorted([], revers=True))  # expect: sort() got an unexpected keyword argument 'revers'. Did you mean 'reverse'?
attempt(lambda: [].sort(keyy=1))  # expect: sort() got an unexpected keyword argument 'keyy'. Did you mean 'key'?
attempt(lambda: print(1, ends=""))  # expect: print() got an unexpected keyword argument 'ends'. Did you mean 'end'?
attempt(lambda: open("x", mod="r"))  # expect: open() got an unexpected keyword argument 'mod'. Did you mean 'mode'?
attempt(lambda: max([1], ky=len))  # expect: max() got an unexpected keyword argument 'ky'. Did you mean 'key'?
attempt(lambda: zip([1], strct=True))  # expect: zip() got an unexpected keyword argument 'strct'. Did you mean 'strict'?
attempt(lambda: print(1, colour=2))  # expect: print() got an unexpected keyword argument 'colour'
attempt(lambda: memoryview(obj=b""))  # expect: memoryview() missing required argument 'object' (pos 1)
attempt(lambda: pow(2, base=3, mdo=4))  # expect: pow() missing required argument 'exp' (pos 2)
attempt(lambda: enumerate([], strt=1))  # expect: 'strt' is an invalid keyword argument for enumerate()
