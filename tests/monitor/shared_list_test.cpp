#include "monitor/shared_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <span>
#include <thread>
#include <vector>

using loopscope::SharedList;

namespace {

struct Item {
    std::uint32_t id = 0;
    std::uint32_t value = 0;
    friend bool operator==(const Item&, const Item&) = default;
};
using List = SharedList<Item>;

bool same(const List& list, const std::vector<Item>& truth) {
    if (list.size() != truth.size() || !std::ranges::equal(list.view(), truth)) return false;
    for (std::size_t i = 0; i < truth.size(); i += 17) {
        if (list[list.place(i)] != truth[i]) return false;
    }
    return true;
}

List counted(std::uint32_t items) {
    List list;
    for (std::uint32_t id = 1; id <= items; ++id) list.push_back({id, id});
    return list;
}

// A list sorted by id, and the same as a vector.
struct Both {
    List list;
    std::vector<Item> truth;

    void change(std::mt19937& random) {
        const Item item{static_cast<std::uint32_t>(random() % 3'000 + 1), static_cast<std::uint32_t>(random())};
        const auto place = list.find_number(&Item::id, item.id);
        const auto at = std::ranges::lower_bound(truth, item.id, {}, &Item::id);
        const bool there = at != truth.end() && at->id == item.id;
        REQUIRE(there == (list.holds(place) && list[place].id == item.id));
        if (!there) {
            list.insert(place, item);
            truth.insert(at, item);
        } else if (random() % 2 == 0) {
            list.edit(place).value = item.value;
            at->value = item.value;
        } else {
            list.erase(place);
            truth.erase(at);
        }
    }
};

}  // namespace

TEST_CASE("a shared list holds what a vector would, and its copies stay as they were") {
    std::mt19937 random(5);
    Both both;
    std::vector<Both> copies;
    for (int i = 0; i < 30'000; ++i) {
        both.change(random);
        if (i % 1'000 == 0) copies.push_back(both);
        if (i % 1'500 == 0) copies[random() % copies.size()].change(random);
    }
    CHECK(same(both.list, both.truth));
    for (const Both& copy : copies) CHECK(same(copy.list, copy.truth));
}

TEST_CASE("a shared list that only grows and shrinks at its end finds any index") {
    List list = counted(1'000);
    for (std::uint32_t i = 0; i < 1'000; ++i) CHECK(list.view()[i].id == i + 1);
    for (int i = 0; i < 700; ++i) list.pop_back();
    CHECK(list.size() == 300);
    CHECK(list.view()[299].id == 300);
    list.push_back({301, 0});
    CHECK(list.view()[300].id == 301);
    while (!list.empty()) list.pop_back();
    CHECK(list.chunks() == 0);
    CHECK_FALSE(list.holds(list.place(0)));
}

TEST_CASE("an index counts right when chunks are of any size") {
    List list = counted(500);
    for (std::uint32_t id = 3; id <= 500; id += 3) list.erase(list.find_number(&Item::id, id));
    list.insert(list.find_number(&Item::id, 3), {3, 0});
    std::size_t index = 0;
    for (const Item& item : list.view()) {
        CHECK(list.view()[index] == item);
        CHECK(list[list.place(index)] == item);
        ++index;
    }
    CHECK(index == list.size());
    CHECK_FALSE(list.holds(list.find_number(&Item::id, 1'000)));

    List filled = counted(200);
    filled.insert(filled.find_number(&Item::id, 1), {0, 0});
    for (std::uint32_t i = 0; i <= 200; ++i) CHECK(filled.view()[i].id == i);
}

TEST_CASE("a view reads the first items, and no more than there are") {
    const List list = counted(200);
    CHECK(list.view().front().id == 1);
    CHECK(list.view().first(0).empty());
    CHECK(std::ranges::distance(list.view().first(150)) == 150);
    CHECK(list.view().first(1'000).size() == 200);
    CHECK(List().view().begin() == List().view().end());
}

TEST_CASE("a list that has shrunk does not keep many chunks, wherever the items were taken") {
    List list = counted(10'000);
    for (std::uint32_t id = 1; id <= 10'000; ++id) {
        if (id % 100 != 0) list.erase(list.find_number(&Item::id, id));
    }
    CHECK(list.size() == 100);
    CHECK(list.chunks() <= 20);
    CHECK(list.view()[99].id == 10'000);
}

TEST_CASE("what a copy does not share is what was changed since") {
    List list = counted(10'000);
    const std::size_t whole = list.bytes_beyond(List());
    CHECK(whole >= 10'000 * sizeof(Item));
    const List before = list;
    CHECK(list.bytes_beyond(before) == list.chunks() * sizeof(void*));
    for (int i = 0; i < 3; ++i) list.edit(list.place(5'000)).value = 7;  // the same chunk each time
    const std::size_t once = list.bytes_beyond(before);
    CHECK(once <= list.chunks() * sizeof(void*) + 600);
    CHECK(once > list.chunks() * sizeof(void*));
    list.clear();
    for (std::uint32_t id = 1; id <= 10'000; ++id) list.push_back({id, id});
    CHECK(list.bytes_beyond(before) == whole);
    CHECK(before.view()[5'000].value == 5'001);
}

TEST_CASE("copies may be changed by several threads at once") {
    const List list = counted(2'000);
    std::vector<std::thread> threads;
    std::vector<std::uint64_t> sums(4);
    for (std::uint32_t thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread, own = list]() mutable {
            for (std::uint32_t id = 1; id <= 2'000; ++id) own.edit(own.find_number(&Item::id, id)).value = thread;
            for (const Item& item : own.view()) sums[thread] += item.value;
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::uint32_t thread = 0; thread < 4; ++thread) CHECK(sums[thread] == 2'000 * thread);
    CHECK(list.view()[10].value == 11);
}

TEST_CASE("a part of a shared list is what a vector's part would be, however the list was made") {
    std::mt19937 random(8);
    Both both;
    for (int round = 0; round < 40; ++round) {
        for (int i = 0; i < 100; ++i) both.change(random);
        std::uint32_t low = static_cast<std::uint32_t>(random() % 3'200);
        std::uint32_t high = low + static_cast<std::uint32_t>(random() % 900);
        const auto part =
            both.list.between(both.list.find_number(&Item::id, low), both.list.find_number(&Item::id, high));
        const auto from = std::ranges::lower_bound(both.truth, low, {}, &Item::id);
        const auto to = std::ranges::lower_bound(both.truth, high, {}, &Item::id);
        const std::vector<Item> truth(from, to);
        REQUIRE(part.size() == truth.size());
        CHECK(std::ranges::equal(part, truth));
        CHECK(std::ranges::equal(part.first(3), std::span(truth).first(std::min<std::size_t>(3, truth.size()))));
        for (std::size_t i = 0; i < truth.size(); i += 7) CHECK(part[i] == truth[i]);
    }
    const List even = counted(500);
    const auto part = even.between(even.place(120), even.place(480));
    CHECK(part.size() == 360);
    CHECK(part[100].id == 221);
    CHECK(List().between({}, {}).empty());
}
