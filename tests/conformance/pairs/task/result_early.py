# S18: a result that is not there yet.
import asyncio


async def work():
    await asyncio.sleep(1)
    return "result"


async def main():
    task = asyncio.create_task(work())
    try:
        task.result()
    except asyncio.InvalidStateError:
        print("result: not yet")
    try:
        task.exception()
    except asyncio.InvalidStateError:
        print("exception: not yet")
    await asyncio.sleep(2)
    print(task.result(), task.exception())


asyncio.run(main())
