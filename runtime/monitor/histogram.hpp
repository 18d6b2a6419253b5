// Histogram: many durations in little room, and percentiles of them.
//
// Buckets grow with what they hold: eight to each power of two, so that a percentile is off by an
// eighth at most, from nanoseconds to centuries.
//
// Thread rule: a value.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

// The p-th percentile of some durations, 0 <= p <= 100, by the nearest rank. REQUIRES: sorted. 0 of none.
std::uint64_t percentile(const std::vector<std::uint64_t>& sorted, double p);

class Histogram {
public:
    void add(std::uint64_t ns);
    void add(const Histogram& other);

    std::uint64_t count() const { return count_; }
    std::uint64_t sum() const { return sum_; }
    std::uint64_t least() const { return count_ == 0 ? 0 : least_; }
    std::uint64_t most() const { return most_; }
    double mean() const { return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_); }
    // By the nearest rank: the largest duration that its bucket may hold, never beyond most().
    std::uint64_t percentile(double p) const;

    // Bucket k counts durations from floor_of(k) to below floor_of(k + 1); empty ones at the end are left out.
    const std::vector<std::uint64_t>& buckets() const { return buckets_; }
    static std::uint64_t floor_of(std::size_t bucket);

    friend bool operator==(const Histogram&, const Histogram&) = default;

private:
    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t least_ = ~std::uint64_t{0};
    std::uint64_t most_ = 0;
};

}  // namespace loopscope
