# needs: 3.14+
# copy.copy and __reduce__ of exceptions keep their fields.
import copy

for e in (ImportError('m', name='n', path='p'), AttributeError('a', name='n', obj=5), NameError('x', name='nn'), OSError(1,'t','f'), KeyError('k'), StopIteration(3), SystemExit(4), UnicodeDecodeError('utf-8', b'a', 0, 1, 'r'), SyntaxError('m', ('f', 1, 2, 't')), ExceptionGroup('g', [ValueError(1)])):
    e.extra = 1
    c = copy.copy(e)
    print(repr(c), c.__dict__, getattr(c,'name',0), getattr(c,'obj',0), getattr(c,'path',0), e.__reduce__()[1:])
# expect: ImportError('m') {'extra': 1} n 0 p (('m',), {'extra': 1, 'name': 'n', 'path': 'p'})
# expect: AttributeError('a') {'extra': 1} n None 0 (('a',), {'extra': 1, 'name': 'n', 'args': ('a',)})
# expect: NameError('x') {'extra': 1} None 0 0 (('x',), {'extra': 1})
# expect: PermissionError(1, 't') {'extra': 1} 0 0 0 ((1, 't', 'f'), {'extra': 1})
# expect: KeyError('k') {'extra': 1} 0 0 0 (('k',), {'extra': 1})
# expect: StopIteration(3) {'extra': 1} 0 0 0 ((3,), {'extra': 1})
# expect: SystemExit(4) {'extra': 1} 0 0 0 ((4,), {'extra': 1})
# expect: UnicodeDecodeError('utf-8', b'a', 0, 1, 'r') {'extra': 1} 0 0 0 (('utf-8', b'a', 0, 1, 'r'), {'extra': 1})
# expect: SyntaxError('m', ('f', 1, 2, 't')) {'extra': 1} 0 0 0 (('m', ('f', 1, 2, 't')), {'extra': 1})
# expect: ExceptionGroup('g', [ValueError(1)]) {'extra': 1} 0 0 0 (('g', [ValueError(1)]), {'extra': 1})

for t in (ValueError, KeyError, OSError, TypeError, StopIteration, ImportError, LookupError, RuntimeError, BaseException):
    print(t.__name__, '__new__' in t.__dict__, '__init__' in t.__dict__, '__str__' in t.__dict__)
# expect: ValueError True False False
# expect: KeyError False False True
# expect: OSError True True True
# expect: TypeError True False False
# expect: StopIteration False True False
# expect: ImportError False True True
# expect: LookupError True False False
# expect: RuntimeError True False False
# expect: BaseException True True True
