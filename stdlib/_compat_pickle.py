"""How Python 2 called what has another name now: pickles of protocols 0 to 2 use its names."""

# Python 2's module, Python 3's. What comes first is what a Python 3 module is translated to.
_MODULES = """
__builtin__ builtins|copy_reg copyreg|Queue queue|SocketServer socketserver|ConfigParser configparser|repr reprlib
tkFileDialog tkinter.filedialog|tkSimpleDialog tkinter.simpledialog|tkColorChooser tkinter.colorchooser
tkCommonDialog tkinter.commondialog|Dialog tkinter.dialog|Tkdnd tkinter.dnd|tkFont tkinter.font
tkMessageBox tkinter.messagebox|ScrolledText tkinter.scrolledtext|Tkconstants tkinter.constants|ttk tkinter.ttk
Tkinter tkinter|markupbase _markupbase|_winreg winreg|thread _thread|dummy_thread _dummy_thread|dbhash dbm.bsd
dumbdbm dbm.dumb|dbm dbm.ndbm|gdbm dbm.gnu|xmlrpclib xmlrpc.client|SimpleXMLRPCServer xmlrpc.server
httplib http.client|htmlentitydefs html.entities|HTMLParser html.parser|Cookie http.cookies
cookielib http.cookiejar|BaseHTTPServer http.server|test.test_support test.support|commands subprocess
urlparse urllib.parse|robotparser urllib.robotparser|urllib2 urllib.request|anydbm dbm|_abcoll collections.abc
"""
# Only read, never written.
_OLD_MODULES = """
cPickle pickle|_elementtree xml.etree.ElementTree|FileDialog tkinter.filedialog|SimpleDialog tkinter.simpledialog
DocXMLRPCServer xmlrpc.server|SimpleHTTPServer http.server|CGIHTTPServer http.server|UserDict collections
UserList collections|UserString collections|whichdb dbm|StringIO io|cStringIO io
"""
# Only written.
_NEW_MODULES = "bz2 _bz2|dbm _dbm|functools _functools|gdbm _gdbm|pickle _pickle"

_NAMES = """
__builtin__.xrange builtins.range|__builtin__.reduce functools.reduce|__builtin__.intern sys.intern
__builtin__.unichr builtins.chr|__builtin__.unicode builtins.str|__builtin__.long builtins.int
itertools.izip builtins.zip|itertools.imap builtins.map|itertools.ifilter builtins.filter
itertools.ifilterfalse itertools.filterfalse|itertools.izip_longest itertools.zip_longest
UserDict.IterableUserDict collections.UserDict|UserList.UserList collections.UserList
UserString.UserString collections.UserString|whichdb.whichdb dbm.whichdb|_socket.fromfd socket.fromfd
_multiprocessing.Connection multiprocessing.connection.Connection
multiprocessing.process.Process multiprocessing.context.Process
multiprocessing.forking.Popen multiprocessing.popen_fork.Popen
urllib.ContentTooShortError urllib.error.ContentTooShortError|urllib.getproxies urllib.request.getproxies
urllib.pathname2url urllib.request.pathname2url|urllib.quote_plus urllib.parse.quote_plus
urllib.quote urllib.parse.quote|urllib.unquote_plus urllib.parse.unquote_plus|urllib.unquote urllib.parse.unquote
urllib.url2pathname urllib.request.url2pathname|urllib.urlcleanup urllib.request.urlcleanup
urllib.urlencode urllib.parse.urlencode|urllib.urlopen urllib.request.urlopen
urllib.urlretrieve urllib.request.urlretrieve|urllib2.HTTPError urllib.error.HTTPError
urllib2.URLError urllib.error.URLError
multiprocessing.AuthenticationError multiprocessing.context.AuthenticationError
multiprocessing.BufferTooShort multiprocessing.context.BufferTooShort
multiprocessing.ProcessError multiprocessing.context.ProcessError
multiprocessing.TimeoutError multiprocessing.context.TimeoutError
"""
_OLD_NAMES = """
__builtin__.basestring builtins.str|exceptions.StandardError builtins.Exception|UserDict.UserDict collections.UserDict
socket._socketobject socket.SocketType
"""
_NEW_NAMES = """
__builtin__.reduce _functools.reduce|FileDialog.FileDialog tkinter.filedialog.FileDialog
FileDialog.LoadFileDialog tkinter.filedialog.LoadFileDialog
FileDialog.SaveFileDialog tkinter.filedialog.SaveFileDialog
SimpleDialog.SimpleDialog tkinter.simpledialog.SimpleDialog
DocXMLRPCServer.ServerHTMLDoc xmlrpc.server.ServerHTMLDoc
DocXMLRPCServer.XMLRPCDocGenerator xmlrpc.server.XMLRPCDocGenerator
DocXMLRPCServer.DocXMLRPCRequestHandler xmlrpc.server.DocXMLRPCRequestHandler
DocXMLRPCServer.DocXMLRPCServer xmlrpc.server.DocXMLRPCServer
DocXMLRPCServer.DocCGIXMLRPCRequestHandler xmlrpc.server.DocCGIXMLRPCRequestHandler
SimpleHTTPServer.SimpleHTTPRequestHandler http.server.SimpleHTTPRequestHandler
CGIHTTPServer.CGIHTTPRequestHandler http.server.CGIHTTPRequestHandler|socket._socketobject _socket.socket
"""
# Exceptions lived in a module of their own. Those that Python 2 did not have become what they derive from.
_EXCEPTIONS = """
ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning EOFError
EnvironmentError Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError
OverflowError PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError
SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
"""
_OS_ERRORS = """
BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError
ProcessLookupError TimeoutError
"""


def _pairs(text):
    for row in text.replace('\n', '|').split('|'):
        if row:
            yield row.split()


def _name_pairs(text):
    for old, new in _pairs(text):
        yield tuple(old.rsplit('.', 1)), tuple(new.rsplit('.', 1))


IMPORT_MAPPING = dict(_pairs(_MODULES))
REVERSE_IMPORT_MAPPING = {new: old for old, new in IMPORT_MAPPING.items()}
IMPORT_MAPPING.update(_pairs(_OLD_MODULES))
REVERSE_IMPORT_MAPPING.update((new, old) for old, new in _pairs(_NEW_MODULES))

NAME_MAPPING = dict(_name_pairs(_NAMES))
for _name in _EXCEPTIONS.split():
    NAME_MAPPING['exceptions', _name] = ('builtins', _name)
REVERSE_NAME_MAPPING = {new: old for old, new in NAME_MAPPING.items()}
NAME_MAPPING.update(_name_pairs(_OLD_NAMES))
REVERSE_NAME_MAPPING.update((new, old) for old, new in _name_pairs(_NEW_NAMES))
for _name in _OS_ERRORS.split():
    REVERSE_NAME_MAPPING['builtins', _name] = ('exceptions', 'OSError')
REVERSE_NAME_MAPPING['builtins', 'ModuleNotFoundError'] = ('exceptions', 'ImportError')


def to_old(module, name):
    """Python 2's names for what Python 3 calls module.name."""
    pair = REVERSE_NAME_MAPPING.get((module, name))
    if pair is not None:
        return pair
    return REVERSE_IMPORT_MAPPING.get(module, module), name


def to_new(module, name):
    """Python 3's names for what Python 2 called module.name."""
    pair = NAME_MAPPING.get((module, name))
    if pair is not None:
        return pair
    return IMPORT_MAPPING.get(module, module), name
