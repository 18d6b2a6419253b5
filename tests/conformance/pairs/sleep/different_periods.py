# S03, S75: sleepers with different periods, each at its own times.
import asyncio


async def beat(name, period, times):
    for _ in range(times):
        await asyncio.sleep(period)
        print(name, f"{asyncio.get_running_loop().time():.1f}")


async def main():
    await asyncio.gather(beat("slow", 0.7, 3), beat("quick", 0.3, 6), beat("even", 0.5, 4))


asyncio.run(main())
