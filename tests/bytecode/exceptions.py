def catch(f):
    try:
        return f()
    except ValueError as e:
        print(e)
    except (TypeError, KeyError):
        raise
    else:
        print(1)


def cleanup(f):
    for x in f:
        try:
            if x:
                return x + 1
            continue
        finally:
            f.close()


def managed(lock, path):
    with lock:
        return path.read()
    with open(path) as a, lock:
        a.x = 1


def group(f):
    try:
        f()
    except* OSError as e:
        print(e)
