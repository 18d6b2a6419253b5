# S22: a lock that tasks of one loop wait for is refused by another.
import asyncio


async def work(lock, name):
    try:
        await lock.acquire()
        print(name, "has it")
    except RuntimeError:
        print(name, "refused")


async def first(lock):
    await lock.acquire()
    main.waiting = asyncio.create_task(work(lock, "waiter"))
    await asyncio.sleep(1)


def main():
    lock = asyncio.Lock()
    one, two = asyncio.new_event_loop(), asyncio.new_event_loop()
    one.run_until_complete(first(lock))
    two.run_until_complete(work(lock, "other loop"))
    lock.release()
    one.run_until_complete(main.waiting)
    one.close()
    two.close()


main()
