def formatted(a, b):
    return f"{a} and {b!r:>{a}}" f"{{}}" "tail", f"{a:.2f}", f"plain", f"{a=}"
