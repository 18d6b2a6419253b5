# S18: a future is done once.
import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    try:
        future.set_result(2)
    except asyncio.InvalidStateError:
        print("set_result: refused")
    try:
        future.set_exception(RuntimeError("late"))
    except asyncio.InvalidStateError:
        print("set_exception: refused")
    print("cancel:", future.cancel())
    print("result:", await future)


asyncio.run(main())
