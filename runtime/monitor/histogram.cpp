#include "monitor/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace loopscope {
namespace {

constexpr std::size_t kBits = 3;  // of a duration that tell its bucket, besides its power of two
constexpr std::size_t kPerPower = std::size_t{1} << kBits;

// Small durations have a bucket each.
std::size_t bucket_of(std::uint64_t ns) {
    if (ns < kPerPower) return ns;
    const auto shift = static_cast<std::size_t>(std::bit_width(ns)) - 1 - kBits;
    return (shift << kBits) + (ns >> shift);
}

// Which of so many, counted from 1.
std::uint64_t rank_of(double p, std::uint64_t count) {
    const double rank = std::ceil(std::clamp(p, 0.0, 100.0) / 100.0 * static_cast<double>(count));
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count);
}

}  // namespace

std::uint64_t percentile(const std::vector<std::uint64_t>& sorted, double p) {
    return sorted.empty() ? 0 : sorted[rank_of(p, sorted.size()) - 1];
}

std::uint64_t Histogram::floor_of(std::size_t bucket) {
    if (bucket < 2 * kPerPower) return bucket;
    const std::size_t shift = (bucket >> kBits) - 1;
    const std::uint64_t digits = (bucket & (kPerPower - 1)) | kPerPower;
    return shift < 64 - kBits ? digits << shift : ~std::uint64_t{0};
}

void Histogram::add(std::uint64_t ns) {
    const std::size_t bucket = bucket_of(ns);
    if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
    ++buckets_[bucket];
    ++count_;
    sum_ += ns;
    least_ = std::min(least_, ns);
    most_ = std::max(most_, ns);
}

void Histogram::add(const Histogram& other) {
    if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
    std::ranges::transform(other.buckets_, buckets_, buckets_.begin(), std::plus<>());
    count_ += other.count_;
    sum_ += other.sum_;
    least_ = std::min(least_, other.least_);
    most_ = std::max(most_, other.most_);
}

std::uint64_t Histogram::percentile(double p) const {
    if (count_ == 0) return 0;
    std::uint64_t left = rank_of(p, count_);
    std::size_t bucket = 0;
    for (; bucket + 1 < buckets_.size() && buckets_[bucket] < left; ++bucket) left -= buckets_[bucket];
    return std::clamp(floor_of(bucket + 1) - 1, least(), most_);
}

}  // namespace loopscope
