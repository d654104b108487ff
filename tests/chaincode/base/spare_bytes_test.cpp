// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/spare_bytes.hpp"

#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "chaincode/base/sanitizer.hpp"

using namespace tradelane;

namespace {

#if defined(TRADELANE_ADDRESS_SANITIZER)
constexpr bool is_kept = false;
#else
constexpr bool is_kept = true;
#endif

/// Whether memory of `size` bytes comes back to who asks for as much.
bool comes_back(std::size_t size) {
  Bytes first(size, 'x');
  const char* where = first.data();
  make_spare(std::move(first));
  // The allocator would give the memory back as well, were it free.
  const Bytes other(size, 'y');
  const Bytes second = with_room(size);
  CHECK(second.empty());
  CHECK(second.capacity() >= size);
  return second.data() == where;
}

}  // namespace

TEST_CASE("spare bytes: the sizes whose memory is used again, and one beyond at each end") {
  CHECK(comes_back(smallest_spare) == is_kept);
  CHECK(comes_back(largest_spare) == is_kept);
  make_spare(Bytes(largest_spare + 1, 'x'));
  CHECK(with_room(smallest_spare).capacity() < largest_spare);
  make_spare(Bytes(smallest_spare - 1, 'x'));
  CHECK(with_room(smallest_spare).capacity() == smallest_spare);
}

TEST_CASE("spare bytes: a message larger than the one before it gets all it needs") {
  make_spare(Bytes(smallest_spare, 'x'));
  CHECK(with_room(5 * smallest_spare).capacity() >= 5 * smallest_spare);
  CHECK(with_room(largest_spare + 1).capacity() >= largest_spare + 1);
}

TEST_CASE("spare bytes: no more are kept than may be") {
  std::thread([] {  // with nothing kept yet
    constexpr std::size_t large = 9 * smallest_spare;
    for (std::size_t i = 0; i < most_spare + 1; ++i) make_spare(Bytes(large, 'x'));
    std::vector<Bytes> taken;
    std::size_t large_ones = 0;
    for (std::size_t i = 0; i < most_spare + 1; ++i) {
      taken.push_back(with_room(smallest_spare));
      if (taken.back().capacity() >= large) ++large_ones;
    }
    CHECK(large_ones == (is_kept ? most_spare : 0));
  })
      .join();
}

TEST_CASE("spare bytes: what one thread keeps is for no other") {
  make_spare(Bytes(9 * smallest_spare, 'x'));
  std::thread([] { CHECK(with_room(smallest_spare).capacity() == smallest_spare); }).join();
}
