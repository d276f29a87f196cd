import sys
class Self:
    value = "replaced"
sys.modules[__name__] = Self()
