# S65: a bounded semaphore refuses a release too many; a plain one grows.
import asyncio


async def main():
    bounded = asyncio.BoundedSemaphore(1)
    await bounded.acquire()
    bounded.release()
    try:
        bounded.release()
    except ValueError:
        print("refused")
    plain = asyncio.Semaphore(1)
    plain.release()
    await plain.acquire()
    await plain.acquire()
    print("two permits, locked:", plain.locked())
    try:
        asyncio.Semaphore(-1)
    except ValueError:
        print("refused")


asyncio.run(main())
