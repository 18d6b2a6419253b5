# S65: waiters that are cancelled in line; the next ones get the permits.
import asyncio


async def work(semaphore, name):
    try:
        async with semaphore:
            print(name, "in")
            await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(name, "gave up")


async def main():
    semaphore = asyncio.Semaphore(1)
    tasks = [asyncio.create_task(work(semaphore, name)) for name in "abcde"]
    await asyncio.sleep(0.5)
    tasks[1].cancel()
    tasks[3].cancel()
    await asyncio.sleep(1)
    tasks[2].cancel()
    await asyncio.gather(*tasks)
    print("at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
