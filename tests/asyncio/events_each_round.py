# Files and signals are looked at in every round, however busy the loop is
# needs: 3.14+
import asyncio, os, signal
async def main():
    loop = asyncio.get_running_loop(); r, w = os.pipe(); out = []
    loop.add_reader(r, lambda: out.append(os.read(r, 9)))
    for i in range(20):
        os.write(w, b"%d" % i)
        await asyncio.sleep(0); await asyncio.sleep(0)
    print(out)
    loop.remove_reader(r)
    loop.add_signal_handler(signal.SIGUSR1, out.append, "signal"); out.clear()
    for i in range(5):
        os.kill(os.getpid(), signal.SIGUSR1)
        for _ in range(3): await asyncio.sleep(0)
    print(out)
    loop.remove_signal_handler(signal.SIGUSR1); os.close(r); os.close(w)
asyncio.run(main())
# expect: [b'0', b'1', b'2', b'3', b'4', b'5', b'6', b'7', b'8', b'9', b'10', b'11', b'12', b'13', b'14', b'15', b'16', b'17', b'18', b'19']
# expect: ['signal', 'signal', 'signal', 'signal', 'signal']
