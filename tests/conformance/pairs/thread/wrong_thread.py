# S73: call_soon from another thread is refused (asyncio looks only in its debug mode).
import asyncio
import threading


def call(loop):
    try:
        loop.call_soon(print, "never")
    except RuntimeError:
        print("refused")


async def main():
    other = threading.Thread(target=call, args=(asyncio.get_running_loop(),))
    other.start()
    other.join()
    await asyncio.sleep(0)


asyncio.run(main(), debug=True)
