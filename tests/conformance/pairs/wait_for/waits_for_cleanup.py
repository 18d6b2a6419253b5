# S43: at the deadline the work is cancelled, and its cleaning up is waited for.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(2)
        print("cleaned up at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    try:
        await asyncio.wait_for(work(), 1)
    except TimeoutError:
        print("TimeoutError at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
