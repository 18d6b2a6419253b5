# S17: a callback that was removed is not called; once it is on its way, it is.
import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    removed = lambda _: print("never")  # noqa: E731
    kept = lambda _: print("kept")  # noqa: E731
    future.add_done_callback(removed)
    future.add_done_callback(kept)
    print("removed:", future.remove_done_callback(removed))
    print("again:", future.remove_done_callback(removed))
    future.set_result(None)
    print("too late:", future.remove_done_callback(kept))
    await asyncio.sleep(0)


asyncio.run(main())
