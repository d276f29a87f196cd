# gilt only
# The notices are builtins, as help() and exit() are.
for notice in (copyright, credits, license):
    print(notice())
# expect: Copyright (c) the gilt authors.
# expect: None
# expect: Thanks to all who made Python, whose language this is, and to the authors of GMP, fmt and mimalloc.
# expect: None
# expect: The MIT License: use, change and pass on as you like, with the copyright notice; without any warranty.
# expect: None
import _sitebuiltins

_sitebuiltins.install()
print(repr(copyright))  # expect: Copyright (c) the gilt authors.
copyright()  # expect: Copyright (c) the gilt authors.
