# S17: done callbacks run on the turn after, in the order in which they were added.
import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    for name in "abc":
        future.add_done_callback(lambda done, name=name: print(name, done.result()))
    future.set_result(1)
    print("set")
    await asyncio.sleep(0)
    print("one turn later")


asyncio.run(main())
