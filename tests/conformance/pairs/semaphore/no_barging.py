# S65: who comes late stands behind those who wait; right after a release it is locked still.
import asyncio


async def work(semaphore, name):
    async with semaphore:
        print(name)


async def main():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    tasks = [asyncio.create_task(work(semaphore, name)) for name in "abc"]
    await asyncio.sleep(0)
    semaphore.release()
    print("locked:", semaphore.locked())
    await semaphore.acquire()
    print("main")
    semaphore.release()
    await asyncio.gather(*tasks)


asyncio.run(main())
