# S06: most of many timers are cancelled; those that are left fire in order.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    handles = []
    for i in range(150):
        delay = 1 + (i * 37) % 150
        handles.append(loop.call_later(delay, print, "timer after", delay))
    for i, handle in enumerate(handles):
        if i % 15 != 0:
            handle.cancel()
    await asyncio.sleep(200)
    print("done at", f"{loop.time():.1f}")


asyncio.run(main())
