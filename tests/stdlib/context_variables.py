# Context variables, tokens and contexts
# needs: 3.14+
import contextvars, sys, threading
from contextvars import Context, ContextVar, Token, copy_context
v = ContextVar("v", default=5)
w = ContextVar("w")
print(v.get(), w.get(1), v.name)
token = v.set(7)
print(v.get(), token.old_value is Token.MISSING, token.var is v, repr(Token.MISSING))
v.reset(token)
print(v.get())
def shown(text): return text.split(" at 0x")[0]
def fails(f, *args):
    try: f(*args)
    except Exception as e: print(type(e).__name__, str(e).split(" at 0x")[0] + str(e)[str(e).rfind(">"):])
fails(v.reset, token)
fails(w.reset, v.set(1))
fails(v.reset, 5)
fails(lambda: copy_context().run(v.reset, v.set(2)))
fails(ContextVar, 1)
fails(Token)
fails(Context, 1)
fails(w.get)
print(shown(repr(v)), shown(repr(w)), shown(repr(token)))
print(ContextVar[int], Token[int])
ctx = copy_context()
print(ctx.run(lambda: (w.set(3), w.get())[1]), ctx[w], w in ctx, w.get("none here"))
fails(lambda: ctx["x"])
fails(lambda: ctx[ContextVar("z")])
fails(lambda: 5 in ctx)
print(ctx.get(w), ctx.get(ContextVar("y")), ctx.get(ContextVar("y"), 9))
fails(lambda: ctx.run(ctx.run, print))
fails(lambda: ctx.run())
print(ctx.run(lambda *a, **k: (a, k), 1, b=2))
fails(lambda: ctx.run(lambda: 1 / 0))
other = ctx.copy()
print(other == ctx, other != ctx, other == 5)
other.run(w.set, 4)
print(ctx[w], other[w], other == ctx)
print(isinstance(ctx, __import__("collections").abc.Mapping) or hasattr(ctx, "items"))
# many variables
many = [ContextVar(str(i)) for i in range(3000)]
def fill():
    for i, x in enumerate(many): x.set(i)
    print(sum(x.get() for x in many), len(copy_context()))
    tokens = [x.set(-1) for x in many]
    before = copy_context()
    for x, t in zip(reversed(many), reversed(tokens)): x.reset(t)
    print(sum(x.get() for x in many), sum(before[x] for x in many), before == copy_context())
    print(sorted(copy_context().values()) == list(range(3000)), {k.name for k in copy_context()} == {x.name for x in many})
    first = [x.set(0) for x in many]
Context().run(fill)
def remove_all():
    tokens = [x.set(1) for x in many]
    for x, t in zip(many, tokens): x.reset(t)
    print(len(copy_context()), copy_context() == Context(), list(copy_context().items()))
Context().run(remove_all)
with v.set(8) as t:
    print(v.get(), t.var is v)
print(v.get())
# threads begin with an empty context, unless they are given one
v.set("mine")
def look(): print(v.get())
for context in (None, copy_context()):
    thread = threading.Thread(target=look, context=context)
    thread.start(); thread.join()
print(sys.flags.thread_inherit_context)
# expect: 5 1 v
# expect: 7 True True <Token.MISSING>
# expect: 5
# expect: RuntimeError <Token used var=<ContextVar name='v' default=5> has already been used once
# expect: ValueError <Token var=<ContextVar name='v' default=5> was created by a different ContextVar
# expect: TypeError expected an instance of Token, got 55
# expect: ValueError <Token var=<ContextVar name='v' default=5> was created in a different Context
# expect: TypeError context variable name must be a strr
# expect: RuntimeError Tokens can only be created by ContextVarss
# expect: TypeError Context() does not accept any argumentss
# expect: LookupError <ContextVar name='w'>
# expect: <ContextVar name='v' default=5 <ContextVar name='w' <Token used var=<ContextVar name='v' default=5
# expect: _contextvars.ContextVar[int] _contextvars.Token[int]
# expect: 3 3 True none here
# expect: TypeError a ContextVar key was expected, got 'x''
# expect: KeyError <ContextVar name='z'>
# expect: TypeError a ContextVar key was expected, got 55
# expect: 3 None 9
# expect: RuntimeError cannot enter context: <_contextvars.Context object> is already entered
# expect: TypeError run() missing 1 required positional argumentt
# expect: ((1,), {'b': 2})
# expect: ZeroDivisionError division by zeroo
# expect: True False False
# expect: 3 4 False
# expect: True
# expect: 4498500 3000
# expect: 4498500 -3000 False
# expect: True True
# expect: 0 True []
# expect: 8 True
# expect: 2
# expect: 5
# expect: mine
# expect: 0
