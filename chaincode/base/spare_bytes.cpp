// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/spare_bytes.hpp"

#include <array>
#include <bit>
#include <utility>
#include <vector>

#include "chaincode/base/sanitizer.hpp"

namespace tradelane {
namespace {

#if defined(TRADELANE_ADDRESS_SANITIZER)
constexpr bool is_kept = false;
#else
constexpr bool is_kept = true;
#endif

/// Classes of 1, 2, 4, 8 and 16 KiB: who needs 2 KiB is not given 1 and has to ask the allocator
/// after all.
constexpr std::size_t classes = 5;
static_assert(smallest_spare << (classes - 1) == largest_spare);

struct Spare {
  Spare() {
    for (auto& bytes : kept) bytes.reserve(most_spare);  // so that keeping needs no memory
  }
  std::array<std::vector<Bytes>, classes> kept = {};
  std::size_t count = 0;
};
thread_local Spare spare;

/// The largest class that `capacity` can serve.
std::size_t class_within(std::size_t capacity) {
  return static_cast<std::size_t>(std::bit_width(capacity / smallest_spare)) - 1;
}
/// The smallest class that has room for `size`.
std::size_t class_for(std::size_t size) {
  return static_cast<std::size_t>(std::bit_width((size - 1) / smallest_spare));
}

}  // namespace

Bytes with_room(std::size_t size) {
  Bytes out;
  if (size < smallest_spare || size > largest_spare) {
    out.reserve(size);
    return out;
  }
  const std::size_t wanted = class_for(size);
  for (std::size_t i = wanted; i < classes && spare.count > 0; ++i) {
    if (spare.kept[i].empty()) continue;
    out = std::move(spare.kept[i].back());
    spare.kept[i].pop_back();
    --spare.count;
    return out;
  }
  out.reserve(smallest_spare << wanted);
  return out;
}

void make_spare(Bytes&& bytes) noexcept {
  Bytes mine = std::move(bytes);
  const bool fits = mine.capacity() >= smallest_spare && mine.capacity() <= largest_spare;
  if (!is_kept || !fits || spare.count == most_spare) return;
  mine.clear();
  spare.kept[class_within(mine.capacity())].push_back(std::move(mine));
  ++spare.count;
}

}  // namespace tradelane
