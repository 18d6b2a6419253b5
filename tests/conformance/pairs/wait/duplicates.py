# S41: the same task given twice counts once.
import asyncio


async def work():
    await asyncio.sleep(1)


async def main():
    task = asyncio.create_task(work())
    done, pending = await asyncio.wait([task, task], timeout=0.5)
    print(len(done), len(pending))
    done, pending = await asyncio.wait([task, task])
    print(len(done), len(pending))


asyncio.run(main())
