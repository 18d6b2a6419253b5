# A `finally` that waits: after a result, an exception and a cancellation.
import asyncio


async def work(how):
    try:
        await asyncio.sleep(1 if how != "cancelled" else 10)
        if how == "fails":
            raise RuntimeError("failed")
    finally:
        await asyncio.sleep(1)
        print(how, "cleaned up at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    tasks = [asyncio.create_task(work(how)) for how in ("returns", "fails", "cancelled")]
    await asyncio.sleep(2.5)
    tasks[2].cancel()
    await asyncio.wait(tasks)
    print(tasks[0].result(), tasks[1].exception(), tasks[2].cancelled())


asyncio.run(main())
