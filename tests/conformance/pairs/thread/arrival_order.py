# S74: what another thread hands over runs in the order of its arrival.
import asyncio
import threading


def hand_over(loop):
    for i in range(3):
        loop.call_soon_threadsafe(print, "from the thread", i)


async def main():
    loop = asyncio.get_running_loop()
    other = threading.Thread(target=hand_over, args=(loop,))
    other.start()
    other.join()
    print("nothing ran yet")
    await asyncio.sleep(1)
    print("later")


asyncio.run(main())
