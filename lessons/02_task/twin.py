# create_task asks the loop to run a coroutine. It does not run it at that line.
import asyncio
import os

delay_a = float(os.environ.get("KNOB_DELAY_A", 2.0))
delay_b = float(os.environ.get("KNOB_DELAY_B", 1.0))


async def work(name: str, delay: float) -> None:
    print(f"Task {name} started")
    await asyncio.sleep(delay)
    print(f"Task {name} finished")


async def program() -> None:
    a = asyncio.create_task(work("A", delay_a), name="A")
    b = asyncio.create_task(work("B", delay_b), name="B")
    print("Two tasks created")

    await a
    print("Awaited A")

    c = asyncio.create_task(work("C", delay_b), name="C")
    await b
    print("Awaited B")

    d = asyncio.create_task(work("D", delay_b), name="D")
    await d
    print("Awaited D")

    await c


asyncio.run(program())
