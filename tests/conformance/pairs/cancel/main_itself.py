# S33: the main task is cancelled like any other; run() raises CancelledError.
import asyncio


async def main():
    asyncio.get_running_loop().call_later(1, asyncio.current_task().cancel)
    try:
        await asyncio.sleep(10)
    finally:
        print("main leaves at", f"{asyncio.get_running_loop().time():.1f}")


try:
    asyncio.run(main())
except asyncio.CancelledError:
    print("run() raised CancelledError")
