# What an object works on is looked at after its arguments, whose methods may close it.
import os
import select

r, w = os.pipe()
watched = select.epoll()


class Closes:
    def fileno(self):
        watched.close()
        return r

    def __index__(self):
        watched.close()
        return 1


for call in (
    lambda: watched.register(Closes()),
    lambda: watched.register(r, Closes()),
    lambda: watched.modify(Closes(), 1),
    lambda: watched.unregister(Closes()),
    lambda: watched.poll(0, Closes()),
):
    watched = select.epoll()
    try:
        call()
    except (ValueError, OSError) as e:
        print(type(e).__name__)
# expect: ValueError
# expect: ValueError
# expect: ValueError
# expect: ValueError
# expect: ValueError
