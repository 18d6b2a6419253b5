# S31: a request is delivered once; what is awaited later is left alone.
import asyncio


async def work():
    for i in range(3):
        try:
            await asyncio.sleep(1)
            print(i, "slept")
        except asyncio.CancelledError:
            print(i, "was cancelled")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1.5)
    task.cancel()
    await task
    print("at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
