# S17: futures that set each other from callbacks cost a turn each.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(3)]
    for here, there in zip(futures, futures[1:]):
        here.add_done_callback(lambda done, there=there: there.set_result(done.result() + 1))
    futures[0].set_result(1)
    for turn in range(4):
        print("turn", turn, [future.done() for future in futures])
        await asyncio.sleep(0)
    print(await futures[2])


asyncio.run(main())
