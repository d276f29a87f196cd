# A hundred threads at once, all joined, none lost.
import threading

results = []
threads = [threading.Thread(target=results.append, args=(i,)) for i in range(100)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results) == list(range(100)))  # expect: True
print(threading.active_count())  # expect: 1
