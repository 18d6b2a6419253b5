# S17: a callback added to what is done is called all the same, on the next turn.
import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    future.add_done_callback(lambda _: print("callback"))
    print("added")
    await asyncio.sleep(0)
    print("one turn later")


asyncio.run(main())
