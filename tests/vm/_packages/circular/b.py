import circular.a
try:
    from circular.a import name
except ImportError as e:
    print(str(e).split(" (/")[0].split(" (_")[0])
try:
    circular.a.name
except AttributeError as e:
    print(e)
def late():
    from circular.a import name
    return name
