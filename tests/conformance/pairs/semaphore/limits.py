# S65: at most so many at a time, first come, first served.
import asyncio


async def work(semaphore, name):
    async with semaphore:
        print(name, "in at", f"{asyncio.get_running_loop().time():.1f}")
        await asyncio.sleep(1)


async def main():
    semaphore = asyncio.Semaphore(2)
    await asyncio.gather(*[work(semaphore, name) for name in "abcde"])
    print("locked:", semaphore.locked())


asyncio.run(main())
