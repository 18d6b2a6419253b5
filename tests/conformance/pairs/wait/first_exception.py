# S41: FIRST_EXCEPTION returns at the first exception; a result or a cancellation is none.
import asyncio


async def work(delay, fails):
    await asyncio.sleep(delay)
    if fails:
        raise RuntimeError("failed")


async def main():
    quick = asyncio.create_task(work(1, False))
    gone = asyncio.create_task(work(9, False))
    bad = asyncio.create_task(work(3, True))
    slow = asyncio.create_task(work(5, False))
    asyncio.get_running_loop().call_later(2, gone.cancel)
    done, pending = await asyncio.wait([quick, gone, bad, slow], return_when=asyncio.FIRST_EXCEPTION)
    print("at", f"{asyncio.get_running_loop().time():.1f}")
    print([task in done for task in (quick, gone, bad, slow)], slow in pending, bad.exception())


asyncio.run(main())
