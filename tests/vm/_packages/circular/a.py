from circular import b
import circular.b as again
name = "a"
