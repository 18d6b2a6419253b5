# S42: an exception comes in its turn; the loop over the rest may go on.
import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    if name == "b":
        raise RuntimeError("b failed")
    return name


async def main():
    tasks = [asyncio.create_task(work(name, delay)) for name, delay in (("a", 3), ("b", 1), ("c", 2))]
    for following in asyncio.as_completed(tasks):
        try:
            print(await following)
        except RuntimeError as error:
            print(error)


asyncio.run(main())
