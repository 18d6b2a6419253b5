# S18: asking a future that is not done.
import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    for ask in (future.result, future.exception):
        try:
            ask()
        except asyncio.InvalidStateError:
            print("not yet")
    future.set_exception(RuntimeError("bad"))
    print(future.exception())
    try:
        future.result()
    except RuntimeError as error:
        print("raised", error)


asyncio.run(main())
