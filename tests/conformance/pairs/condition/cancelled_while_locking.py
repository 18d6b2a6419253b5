# S63: cancelled while it takes the lock again, a waiter goes on taking it.
import asyncio


async def waiter(condition):
    async with condition:
        try:
            await condition.wait()
            print("never")
        except asyncio.CancelledError:
            print("cancelled at", f"{asyncio.get_running_loop().time():.1f}", "locked:", condition.locked())
            raise


async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(waiter(condition))
    await asyncio.sleep(0)
    async with condition:
        condition.notify()
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.sleep(1)
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled(), "locked:", condition.locked())


asyncio.run(main())
