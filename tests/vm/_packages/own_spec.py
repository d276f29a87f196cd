__spec__ = "its own"
value = __spec__
