#include "conformance/program.hpp"

namespace conformance::future_chain {

PROGRAM(future, chain) {
    std::vector<aio::Future<int>> futures(3);
    for (std::size_t i = 0; i + 1 < futures.size(); ++i) {
        futures[i].add_done_callback([here = futures[i], there = futures[i + 1]](const aio::AnyFuture&) mutable {
            there.set_result(here.result() + 1);
        });
    }
    futures[0].set_result(1);
    for (int turn = 0; turn < 4; ++turn) {
        aio::print("turn {} [{}, {}, {}]", turn, word(futures[0].done()), word(futures[1].done()),
                   word(futures[2].done()));
        co_await aio::sleep(0);
    }
    const int last = co_await futures[2];
    aio::print("{}", last);
}

}  // namespace conformance::future_chain
