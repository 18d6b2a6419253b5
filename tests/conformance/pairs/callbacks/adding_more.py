# S17: a callback that adds a callback: the new one runs a turn later.
import asyncio


def first(future):
    print("first")
    future.add_done_callback(lambda _: print("added by first"))


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(first)
    future.add_done_callback(lambda _: print("second"))
    future.set_result(None)
    await asyncio.sleep(0)
    print("one turn")
    await asyncio.sleep(0)
    print("two turns")


asyncio.run(main())
