#include "support.hpp"

#include <memory>
#include <optional>

using namespace test;

namespace {

struct Connection {
    int number = 0;
    bool alive = true;
};
using Shared = std::shared_ptr<Connection>;
using Pool = aio::ResourcePool<Shared>;

// Makes numbered connections, 1 s each, and notes what becomes of them.
struct Server {
    Lines log;
    std::vector<Shared> made;
    int refuses = 0;  // so many times
    aio::Coro<Shared> connect() {
        co_await aio::sleep(1);
        if (refuses-- > 0) throw std::runtime_error("refused");
        refuses = 0;
        made.push_back(std::make_shared<Connection>(Connection{static_cast<int>(made.size()) + 1}));
        log.push_back("made " + std::to_string(made.back()->number));
        co_return made.back();
    }
    aio::Coro<> close(Shared connection) {
        log.push_back("closed " + std::to_string(connection->number));
        co_await aio::sleep(0);
    }
    Pool::Make maker() {
        return [this] { return connect(); };
    }
    std::function<aio::Coro<>(Shared&)> closer() {
        return [this](Shared& connection) { return close(connection); };
    }
};

aio::Coro<> use(Pool* pool, std::string name, aio::Duration span, Lines* log) {
    auto lease = co_await pool->acquire();
    log->push_back(name + " has " + std::to_string((*lease)->number) + " at " +
                   std::to_string(static_cast<int>(now())));
    co_await aio::sleep(span);
}

}  // namespace

TEST_SUITE("aio.pool") {
    TEST_CASE("a resource is made once and lent again; no more than the maximum, first come, first served") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Server server;
                Pool pool(server.maker(), {.maximum = 2});
                co_await aio::gather(use(&pool, "a", 3s, log), use(&pool, "b", 5s, log), use(&pool, "c", 1s, log),
                                     use(&pool, "d", 1s, log));
                CHECK(server.made.size() == 2);
                const auto numbers = pool.statistics();
                CHECK(numbers.made == 2);
                CHECK(numbers.idle == 2);
                CHECK(numbers.in_use == 0);
                CHECK(numbers.acquired == 4);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a has 1 at 1", "b has 2 at 1", "c has 1 at 4", "d has 1 at 5"});
    }

    TEST_CASE("open makes the minimum, all at once, and acquiring does not wait then") {
        struct Body {
            static aio::Coro<> main() {
                Server server;
                Pool pool(server.maker(), {.minimum = 3, .maximum = 4});
                co_await pool.open();
                CHECK(now() == 1);
                CHECK(pool.statistics().idle == 3);
                auto lease = co_await pool.acquire();
                CHECK(now() == 1);
                co_await pool.open();  // one is lent, two are idle: nothing is missing
                CHECK(server.made.size() == 3);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what cannot be made is raised, and its place is free again") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Server server{.log = {}, .made = {}, .refuses = 2};
                Pool pool(server.maker(), {.minimum = 2, .maximum = 2});
                bool group = false;
                try {
                    co_await pool.open();
                } catch (const aio::ExceptionGroup&) {
                    group = true;
                }
                CHECK(group);
                CHECK(pool.statistics().in_use == 0);
                server.refuses = 1;
                Pool one(server.maker(), {.maximum = 1});
                auto first = aio::create_task(use(&one, "a", 1s, log));
                auto second = aio::create_task(use(&one, "b", 1s, log));
                const auto outcomes = co_await aio::gather(aio::return_exceptions, first, second);
                CHECK(std::get<0>(outcomes).exception() != nullptr);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"b has 1 at 3"});
    }

    TEST_CASE("acquiring within a time: TimeoutError, and no place is lost") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Server server;
                Pool pool(server.maker(), {.maximum = 1, .acquire_timeout = 2s});
                auto holder = aio::create_task(use(&pool, "a", 9s, log));
                co_await aio::sleep(0);
                bool late = false;
                try {
                    co_await use(&pool, "b", 1s, log);
                } catch (const aio::TimeoutError&) {
                    late = true;
                }
                CHECK(late);
                CHECK(now() == 2);
                CHECK(pool.statistics().waiting == 0);
                co_await holder;
                co_await use(&pool, "c", 1s, log);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a has 1 at 1", "c has 1 at 10"});
    }

    TEST_CASE("an idle resource is checked; one that fails, or whose check raises, is closed and replaced") {
        struct Body {
            static aio::Coro<bool> check(Shared connection) {
                co_await aio::sleep(0);
                if (connection->number == 2) throw std::runtime_error("no answer");
                co_return connection->alive;
            }
            static aio::Coro<> main(Lines* log) {
                Server server;
                const auto checker = [](Shared& connection) { return check(connection); };
                Pool pool(server.maker(), {.maximum = 1, .check = checker, .close = server.closer()});
                co_await use(&pool, "a", 0s, log);
                co_await use(&pool, "b", 0s, log);
                server.made[0]->alive = false;
                co_await use(&pool, "c", 0s, log);  // 1 is dead
                co_await use(&pool, "d", 0s, log);  // the check of 2 raises
                CHECK(pool.statistics().unfit == 2);
                CHECK(pool.statistics().closed == 2);
                CHECK(server.log == Lines{"made 1", "closed 1", "made 2", "closed 2", "made 3"});
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a has 1 at 1", "b has 1 at 1", "c has 2 at 2", "d has 3 at 3"});
    }

    TEST_CASE("a resource is closed after so many uses, when it is too old, or when it was discarded") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Server server;
                Pool uses(server.maker(), {.maximum = 1, .close = server.closer(), .uses = 2});
                for (int i = 0; i < 3; ++i) co_await use(&uses, "u", 0s, log);
                Pool age(server.maker(), {.maximum = 1, .close = server.closer(), .age = 10s});
                co_await use(&age, "a", 0s, log);
                co_await aio::sleep(9.9);
                co_await use(&age, "a", 0s, log);
                co_await aio::sleep(0.1);
                co_await use(&age, "a", 0s, log);
                Pool broken(server.maker(), {.maximum = 1, .close = server.closer()});
                {
                    auto lease = co_await broken.acquire();
                    lease.discard();
                }
                co_await use(&broken, "b", 0s, log);
                CHECK(server.log == Lines{"made 1", "closed 1", "made 2", "made 3", "closed 3", "made 4", "made 5",
                                          "closed 5", "made 6"});
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"u has 1 at 1", "u has 1 at 1", "u has 2 at 2", "a has 3 at 3", "a has 3 at 12",
                           "a has 4 at 14", "b has 6 at 16"});
    }

    TEST_CASE("who is cancelled while waiting, making or checking loses no place") {
        struct Body {
            static aio::Coro<bool> check() {
                co_await aio::sleep(5);
                co_return true;
            }
            static aio::Coro<> main(Lines* log) {
                Server server;
                const auto checker = [](Shared&) { return check(); };
                Pool pool(server.maker(), {.maximum = 1, .check = checker});
                auto maker = aio::create_task(use(&pool, "a", 1s, log));
                auto waiter = aio::create_task(use(&pool, "b", 1s, log));
                auto next = aio::create_task(use(&pool, "c", 0s, log));
                co_await aio::sleep(0.5);
                maker.cancel();          // its connection is not made
                co_await aio::sleep(0);  // b has the place now, and has not run
                waiter.cancel();
                co_await next;
                CHECK(maker.cancelled());
                CHECK(waiter.cancelled());
                auto checking = aio::create_task(use(&pool, "d", 1s, log));
                co_await aio::sleep(1);
                checking.cancel();
                co_await aio::sleep(0);
                CHECK(pool.statistics().idle == 1);
                CHECK(pool.statistics().in_use == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"c has 1 at 1"});
    }

    TEST_CASE("close turns those in line away, waits for what is lent, and closes everything") {
        struct Body {
            static aio::Coro<> refused(Pool* pool, Lines* log) {
                try {
                    const auto lease = co_await pool->acquire();
                } catch (const aio::PoolClosed& error) {
                    log->push_back(error.what());
                }
            }
            static aio::Coro<> main(Lines* log) {
                Server server;
                Pool pool(server.maker(), {.maximum = 1, .close = server.closer()}, "db");
                auto user = aio::create_task(use(&pool, "a", 4s, log));
                auto waiter = aio::create_task(refused(&pool, log));
                co_await aio::sleep(2);
                co_await pool.close();
                CHECK(now() == 5);
                CHECK(user.done());
                co_await refused(&pool, log);
                CHECK(pool.is_closed());
                CHECK(server.log == Lines{"made 1", "closed 1"});
                co_await pool.close();
                CHECK(pool.statistics().in_use == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a has 1 at 1", "pool 'db' is closed", "pool 'db' is closed"});
    }

    TEST_CASE("a connection that is made while the pool is closed is closed again") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Server server;
                Pool pool(server.maker(), {.maximum = 1, .close = server.closer()});
                auto user = aio::create_task(use(&pool, "a", 4s, log));
                co_await aio::sleep(0.5);
                co_await pool.close();
                CHECK(server.log == Lines{"made 1", "closed 1"});
                bool refused = false;
                try {
                    co_await user;
                } catch (const aio::PoolClosed&) {
                    refused = true;
                }
                CHECK(refused);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{});
    }

    TEST_CASE("a pool that goes tells those in line; leases, and what is being made, may outlive it") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Server server;
                auto pool = std::make_unique<Pool>(server.maker(), aio::PoolOptions<Shared>{.maximum = 2}, "db");
                std::optional<aio::PoolLease<Shared>> lease;
                {
                    auto first = co_await pool->acquire();
                    lease.emplace(std::move(first));
                }
                auto making = aio::create_task(use(pool.get(), "b", 1s, log), "b");
                auto waiting = aio::create_task(use(pool.get(), "c", 1s, log), "c");
                co_await aio::sleep(0.5);
                pool.reset();
                const auto outcomes = co_await aio::gather(aio::return_exceptions, making, waiting);
                log->push_back(aio::detail::text_of(std::get<0>(outcomes).exception()));
                log->push_back(aio::detail::text_of(std::get<1>(outcomes).exception()).substr(0, 55));
                CHECK((**lease)->number == 1);
                lease->release();
                lease->release();
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        REQUIRE(log.size() == 2);
        CHECK(log[0].find("pool 'db' is closed") != std::string::npos);
        CHECK(log[1].find("pool 'db' was destroyed while task 'c' waited") != std::string::npos);
    }

    TEST_CASE("an error while a resource is closed is reported, and harms nobody") {
        struct Body {
            static aio::Coro<> fail_to_close() {
                co_await aio::sleep(0);
                throw std::runtime_error("it resists");
            }
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().set_exception_handler(
                    [log](const aio::ErrorContext& context) { log->push_back(context.message); });
                Server server;
                const auto closer = [](Shared&) { return fail_to_close(); };
                Pool pool(server.maker(), {.maximum = 1, .close = closer}, "db");
                co_await use(&pool, "a", 0s, log);
                co_await pool.close();
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a has 1 at 1", "pool 'db' could not close a resource"});
    }

    TEST_CASE("nonsense is refused") {
        Server server;
        CHECK_THROWS_AS(Pool(server.maker(), {.maximum = 0}), std::invalid_argument);
        CHECK_THROWS_AS(Pool(server.maker(), {.minimum = 3, .maximum = 2}), std::invalid_argument);
    }
}
