# S74: a thread hands the loop a coroutine and waits for its result.
import asyncio


async def work(fails):
    await asyncio.sleep(0)
    print("work ran on the loop")
    if fails:
        raise RuntimeError("work failed")
    return "result"


def ask(loop):
    good = asyncio.run_coroutine_threadsafe(work(False), loop).result()
    try:
        asyncio.run_coroutine_threadsafe(work(True), loop).result()
    except RuntimeError as error:
        return [good, str(error)]


async def main():
    print(await asyncio.to_thread(ask, asyncio.get_running_loop()))


asyncio.run(main())
