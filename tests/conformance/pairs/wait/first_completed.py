# S41: FIRST_COMPLETED returns when one is done; the others are left running.
import asyncio


async def work(delay):
    await asyncio.sleep(delay)
    return delay


async def main():
    pending = {asyncio.create_task(work(delay)) for delay in (3, 1, 2)}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            print("done:", task.result(), "left:", len(pending))


asyncio.run(main())
