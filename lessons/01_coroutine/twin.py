# A coroutine is a plan. Calling the function makes the plan; awaiting it runs it.
import asyncio
import os

nap = float(os.environ.get("KNOB_NAP", 1.0))


async def simple_coroutine() -> str:
    print("Coroutine started")
    await asyncio.sleep(nap)  # here it gives way to the loop
    print("Coroutine finished")
    return "Result"


async def program() -> None:
    coro = simple_coroutine()
    print("Called it")

    result = await coro
    print(f"Awaited it: {result}")

    forgotten = simple_coroutine()
    print("Made another")
    del forgotten
    print("Forgot it")


asyncio.run(program())
