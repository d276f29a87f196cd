def kinds(value):
    match value:
        case 1 | 2:
            return "number"
        case "text" as t:
            return t
        case None | True:
            return "constant"
        case [a, b, *rest] if a:
            return rest
        case [_, *_, last]:
            return last
        case {"x": x, **others}:
            return others
        case Point(x=0, y=y) | Point(y, 0):
            return y
        case C.D:
            return 1
        case _:
            return value
