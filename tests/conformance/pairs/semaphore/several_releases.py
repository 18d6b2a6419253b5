# S65: several releases in one step wake as many, in order.
import asyncio


async def work(semaphore, name):
    await semaphore.acquire()
    print(name)


async def main():
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(work(semaphore, name)) for name in "abcd"]
    await asyncio.sleep(0)
    for _ in range(3):
        semaphore.release()
    await asyncio.sleep(0)
    print("one turn later")
    semaphore.release()
    await asyncio.gather(*tasks)


asyncio.run(main())
