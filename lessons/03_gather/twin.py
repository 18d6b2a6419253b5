# One after the other, the waits add up. Together, the longest one counts.
import asyncio
import os

delay_1 = float(os.environ.get("KNOB_DELAY_1", 1.0))
delay_2 = float(os.environ.get("KNOB_DELAY_2", 2.0))
delay_3 = float(os.environ.get("KNOB_DELAY_3", 3.0))


async def fetch_data(url: str, delay: float) -> str:
    print(f"{url} asked")
    await asyncio.sleep(delay)  # the network takes its time
    print(f"{url} answered")
    return f"data of {url}"


def now() -> float:
    return asyncio.get_running_loop().time()


async def program() -> None:
    start = now()
    await fetch_data("url1", delay_1)
    await fetch_data("url2", delay_2)
    await fetch_data("url3", delay_3)
    print(f"One after the other: {now() - start:.1f} s")

    start = now()
    one, two, three = await asyncio.gather(
        fetch_data("url1", delay_1),
        fetch_data("url2", delay_2),
        fetch_data("url3", delay_3),
    )
    print(f"All together: {now() - start:.1f} s")

    print(f"Results: {one}, {two}, {three}")


asyncio.run(program())
