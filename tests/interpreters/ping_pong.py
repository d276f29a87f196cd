# Two interpreters talk through queues; threads of one interpreter wait side by side
# needs: 3.14+
import threading
from concurrent import interpreters

there, back = interpreters.create_queue(1), interpreters.create_queue(1)
interp = interpreters.create()
interp.prepare_main(there=there, back=back)
thread = threading.Thread(target=interp.exec, args=("while (n := there.get()) is not None: back.put(n + 1)",))
thread.start()
n = 0
while n < 1000:
    there.put(n)
    n = back.get()
there.put(None)
thread.join()
print(n)
# expect: 1000

interp.exec("""
import threading
def serve():
    while (n := there.get()) is not None:
        back.put(n * n)
servers = [threading.Thread(target=serve) for _ in range(4)]
for server in servers:
    server.start()
""")
feeder = threading.Thread(target=lambda: [there.put(n) for n in range(200)])
feeder.start()
print(sum(back.get() for _ in range(200)))
# expect: 2646700
feeder.join()
for _ in range(4):
    there.put(None)
interp.close()
print(interpreters.list_all())
# expect: [Interpreter(0)]
