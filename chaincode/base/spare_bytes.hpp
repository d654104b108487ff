// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

#include "chaincode/base/bytes.hpp"

/// Memory of messages that is used again. What is larger than about 1 KiB glibc keeps in lists that
/// it searches and joins, which takes a sixth of the time of a short transaction.
///
/// Each thread has spare memory of its own, at most 4 MiB. Under the address sanitizer nothing is
/// kept, so that it sees who still looks at a message that is gone.
namespace tradelane {

/// Sizes whose memory is kept, and how many of them.
inline constexpr std::size_t smallest_spare = 1024;
inline constexpr std::size_t largest_spare = 16 * std::size_t{1024};
inline constexpr std::size_t most_spare = 256;

/// Empty, with room for `size` bytes.
Bytes with_room(std::size_t size);
/// The content is of no use any more; another message may have its memory.
void make_spare(Bytes&& bytes) noexcept;

}  // namespace tradelane
