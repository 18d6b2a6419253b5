// The bytes of a link's messages, for link_server.cpp and link_client.cpp only.
// docs/trace_format.md, section "The link", is the description.
//
// Thread rule: plain functions, none.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace loopscope::wire {

// Numbers and slots go out as they are in memory.
static_assert(std::endian::native == std::endian::little, "the link's bytes are little-endian");

inline constexpr char kMagic[8] = {'L', 'O', 'O', 'P', 'L', 'I', 'N', 'K'};
inline constexpr std::size_t kHeaderBytes = 8;
inline constexpr std::size_t kVersionAt = sizeof kMagic;
inline constexpr std::size_t kHelloBytes = sizeof kMagic + 12;        // magic, version, pid, name's length
inline constexpr std::size_t kViewerHelloBytes = sizeof kMagic + 24;  // magic, version, flags, pace
inline constexpr std::size_t kStandingBytes = 16;
inline constexpr std::size_t kCommandBytes = 24;
inline constexpr std::uint32_t kFlagPaused = 1;

enum Type : std::uint32_t { kHello = 1, kEvents = 2, kStanding = 3, kBye = 4, kCommand = 5 };

template <typename T>
T get(const unsigned char* bytes) {
    static_assert(std::is_trivially_copyable_v<T>);
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

template <typename T>
void put(std::vector<unsigned char>& out, T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::size_t at = out.size();
    out.resize(at + sizeof value);
    std::memcpy(out.data() + at, &value, sizeof value);
}

inline void put_magic(std::vector<unsigned char>& out) { out.insert(out.end(), kMagic, kMagic + sizeof kMagic); }

inline bool has_magic(const unsigned char* payload, std::size_t bytes) {
    return bytes >= sizeof kMagic + 4 && std::memcmp(payload, kMagic, sizeof kMagic) == 0;
}

}  // namespace loopscope::wire
