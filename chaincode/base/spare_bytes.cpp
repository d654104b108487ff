// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/spare_bytes.hpp"

#include <array>
#include <utility>

#include "chaincode/base/sanitizer.hpp"

namespace tradelane {
namespace {

#if defined(TRADELANE_ADDRESS_SANITIZER)
constexpr bool is_kept = false;
#else
constexpr bool is_kept = true;
#endif

struct Spare {
  std::array<Bytes, most_spare> kept = {};
  std::size_t count = 0;
};
thread_local Spare spare;

/// Up to whole KiB: messages of nearly the same size can have each other's memory.
constexpr std::size_t rounded(std::size_t size) {
  return (size + smallest_spare - 1) / smallest_spare * smallest_spare;
}

}  // namespace

Bytes with_room(std::size_t size) {
  Bytes out;
  const bool is_small = size < smallest_spare;
  if (!is_small && size <= largest_spare && spare.count > 0)
    out = std::move(spare.kept[--spare.count]);
  out.reserve(is_small || size > largest_spare ? size : rounded(size));
  return out;
}

void make_spare(Bytes&& bytes) noexcept {
  Bytes mine = std::move(bytes);
  const bool fits = mine.capacity() >= smallest_spare && mine.capacity() <= largest_spare;
  if (!is_kept || !fits || spare.count == most_spare) return;
  mine.clear();
  spare.kept[spare.count++] = std::move(mine);
}

}  // namespace tradelane
