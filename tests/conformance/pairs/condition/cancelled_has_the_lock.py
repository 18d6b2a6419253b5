# S63: a waiter that is cancelled gets the lock back first.
import asyncio


async def waiter(condition):
    async with condition:
        try:
            await condition.wait()
        except asyncio.CancelledError:
            print("cancelled, locked:", condition.locked(), "at", f"{asyncio.get_running_loop().time():.1f}")
            raise


async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(waiter(condition))
    await asyncio.sleep(0)
    async with condition:
        task.cancel()
        await asyncio.sleep(2)
        print("main lets go")
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled(), "locked:", condition.locked())


asyncio.run(main())
