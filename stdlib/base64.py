"""Bytes as text of 16, 32, 64 or 85 characters, and back."""

import binascii

__all__ = ['encode', 'decode', 'encodebytes', 'decodebytes', 'b64encode', 'b64decode', 'b32encode', 'b32decode',
           'b32hexencode', 'b32hexdecode', 'b16encode', 'b16decode', 'b85encode', 'b85decode', 'a85encode',
           'a85decode', 'z85encode', 'z85decode', 'standard_b64encode', 'standard_b64decode', 'urlsafe_b64encode',
           'urlsafe_b64decode']


def _octets(s):
    if isinstance(s, str):
        try:
            return s.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters') from None
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError('argument should be a bytes-like object or ASCII string, not '
                        f"{type(s).__name__!r}") from None


# -- base 64 --

def b64encode(s, altchars=None):
    """Base64; altchars are two characters for + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b'+/', altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The bytes of base64; other characters are passed over unless validate is true."""
    s = _octets(s)
    if altchars is not None:
        altchars = _octets(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b'+/'))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Base64 with + and /."""
    return b64encode(s)


def standard_b64decode(s):
    """The bytes of that."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Base64 with - and _."""
    return b64encode(s, b'-_')


def urlsafe_b64decode(s):
    """The bytes of that."""
    return b64decode(s, b'-_')


# -- base 32 --

_alphabet32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
_alphabet32_hex = b'0123456789ABCDEFGHIJKLMNOPQRSTUV'


def _encode32(alphabet, s):
    if not isinstance(s, (bytes, bytearray)):
        s = memoryview(s).tobytes()
    result = bytearray()
    for i in range(0, len(s), 5):
        group = s[i:i + 5]
        number = int.from_bytes(group.ljust(5, b'\0'), 'big')
        digits = bytes(alphabet[number >> shift & 31] for shift in range(35, -1, -5))
        used = (len(group) * 8 + 4) // 5
        result += digits[:used].ljust(8, b'=')
    return bytes(result)


def _decode32(alphabet, s, casefold=False, map01=None):
    s = _octets(s)
    if len(s) % 8:
        raise binascii.Error('Incorrect padding')
    if map01 is not None:
        map01 = _octets(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b'01', b'O' + map01))
    if casefold:
        s = s.upper()
    values = {c: i for i, c in enumerate(alphabet)}
    total = len(s)
    s = s.rstrip(b'=')
    pads = total - len(s)
    result = bytearray()
    for i in range(0, len(s), 8):
        number = 0
        for c in s[i:i + 8].ljust(8, b'\0'):
            number <<= 5
            if c:
                try:
                    number |= values[c]
                except KeyError:
                    raise binascii.Error('Non-base32 digit found') from None
        result += number.to_bytes(5, 'big')
    if pads not in (0, 1, 3, 4, 6):
        raise binascii.Error('Incorrect padding')
    if pads:
        del result[-((5 * pads + 7) // 8):]
    return bytes(result)


def b32encode(s):
    """Base32."""
    return _encode32(_alphabet32, s)


def b32decode(s, casefold=False, map01=None):
    """The bytes of base32."""
    return _decode32(_alphabet32, s, casefold, map01)


def b32hexencode(s):
    """Base32 whose digits sort as the bytes do."""
    return _encode32(_alphabet32_hex, s)


def b32hexdecode(s, casefold=False):
    """The bytes of that."""
    return _decode32(_alphabet32_hex, s, casefold)


# -- base 16 --

def b16encode(s):
    """Hexadecimal in capitals."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """The bytes of that; small letters only with casefold."""
    s = _octets(s)
    if casefold:
        s = s.upper()
    if s.translate(None, b'0123456789ABCDEF'):
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(s)


# -- base 85 --

def _encode85(b, digits, pad=False, fold_zeros=False, fold_spaces=False):
    if not isinstance(b, (bytes, bytearray)):
        b = memoryview(b).tobytes()
    missing = -len(b) % 4
    b = bytes(b) + b'\0' * missing
    groups = []
    for i in range(0, len(b), 4):
        number = int.from_bytes(b[i:i + 4], 'big')
        if fold_zeros and not number:
            groups.append(b'z')
        elif fold_spaces and number == 0x20202020:
            groups.append(b'y')
        else:
            group = bytearray(5)
            for j in range(4, -1, -1):
                number, digit = divmod(number, 85)
                group[j] = digits[digit]
            groups.append(bytes(group))
    if missing and not pad:
        if groups[-1] == b'z':
            groups[-1] = digits[:1] * 5
        groups[-1] = groups[-1][:-missing]
    return b''.join(groups)


_digits_a85 = bytes(range(33, 118))
_digits_b85 = b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'
_digits_z85 = b'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Ascii85."""
    result = _encode85(b, _digits_a85, pad, True, foldspaces)
    if adobe:
        result = b'<~' + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b'')
        result = b'\n'.join(lines)
    if adobe:
        result += b'~>'
    return result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    """The bytes of Ascii85."""
    b = _octets(b)
    if adobe:
        if not b.endswith(b'~>'):
            raise ValueError(f"Ascii85 encoded byte sequences must end with {b'~>'!r}")
        b = b[2:-2] if b.startswith(b'<~') else b[:-2]
    result, group = bytearray(), []
    for c in b + b'u' * 4:
        if 33 <= c <= 117:
            group.append(c - 33)
            if len(group) == 5:
                number = 0
                for digit in group:
                    number = number * 85 + digit
                if number >= 1 << 32:
                    raise ValueError('Ascii85 overflow')
                result += number.to_bytes(4, 'big')
                group = []
        elif c == ord('z'):
            if group:
                raise ValueError('z inside Ascii85 5-tuple')
            result += b'\0\0\0\0'
        elif foldspaces and c == ord('y'):
            if group:
                raise ValueError('y inside Ascii85 5-tuple')
            result += b'    '
        elif c not in ignorechars:
            raise ValueError('Non-Ascii85 digit found: %c' % c)
    # What the four digits at the end filled up.
    missing = 4 - len(group)
    return bytes(result[:-missing]) if missing else bytes(result)


def _decode85(b, digits, what):
    b = _octets(b)
    values = {c: i for i, c in enumerate(digits)}
    missing = -len(b) % 5
    b = bytes(b) + digits[-1:] * missing
    result = bytearray()
    for i in range(0, len(b), 5):
        number = 0
        for j, c in enumerate(b[i:i + 5]):
            if c not in values:
                raise ValueError(f"bad {what} character at position {i + j}")
            number = number * 85 + values[c]
        if number >= 1 << 32:
            raise ValueError(f"{what} overflow in hunk starting at byte {i}")
        result += number.to_bytes(4, 'big')
    return bytes(result[:-missing]) if missing else bytes(result)


def b85encode(b, pad=False):
    """Base85 as git writes it."""
    return _encode85(b, _digits_b85, pad)


def b85decode(b):
    """The bytes of that."""
    return _decode85(b, _digits_b85, 'base85')


def z85encode(s):
    """Base85 as ZeroMQ writes it."""
    return _encode85(s, _digits_z85)


def z85decode(s):
    """The bytes of that."""
    return _decode85(s, _digits_z85, 'z85')


# -- lines of base 64 --

_line_octets = 57


def encode(input, output):
    """Base64 from one binary file to another, in lines."""
    while chunk := input.read(_line_octets):
        while len(chunk) < _line_octets and (more := input.read(_line_octets - len(chunk))):
            chunk += more
        output.write(binascii.b2a_base64(chunk))


def decode(input, output):
    """The bytes of base64 from one binary file to another."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _plain_octets(s):
    try:
        view = memoryview(s)
    except TypeError:
        raise TypeError(f"expected bytes-like object, not {type(s).__name__}") from None
    if view.format not in ('c', 'b', 'B'):
        raise TypeError(f"expected single byte elements, not {view.format!r} from {type(s).__name__}")
    return view


def encodebytes(s):
    """Base64 in lines of 76 characters."""
    view = _plain_octets(s)
    return b''.join(binascii.b2a_base64(view[i:i + _line_octets]) for i in range(0, len(view), _line_octets))


def decodebytes(s):
    """The bytes of base64."""
    _plain_octets(s)
    return binascii.a2b_base64(s)
