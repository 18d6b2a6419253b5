# S24: names, given and by default; the number in a default name grows.
import asyncio


async def work():
    print("I am", asyncio.current_task().get_name())


async def main():
    named = asyncio.create_task(work(), name="fetch")
    first = asyncio.create_task(asyncio.sleep(0))
    second = asyncio.create_task(asyncio.sleep(0))
    numbers = [task.get_name().split("-") for task in (first, second)]
    print(numbers[0][0], int(numbers[1][1]) - int(numbers[0][1]))
    named.set_name("fetch again")
    await asyncio.gather(named, first, second)
    print(named.get_name())


asyncio.run(main())
