// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/admission.hpp"

#include <deque>

#include <doctest/doctest.h>

using namespace tradelane::shim::http2;

namespace {

Address from(const char* host, std::uint16_t port = 1) { return *Address::parse(host, port); }

}  // namespace

TEST_CASE("admission: both limits, at each and one above, and room that is given back") {
  Admission admission({.connections = 3, .connections_per_address = 2});
  std::deque<Admission::Place> places;
  const auto enters = [&](const char* host) {
    auto place = admission.admit(from(host));
    if (!place) return false;
    places.push_back(std::move(*place));
    return true;
  };
  CHECK(enters("10.0.0.1"));
  CHECK(enters("10.0.0.1"));
  CHECK_FALSE(enters("10.0.0.1"));
  CHECK(enters("10.0.0.2"));
  CHECK_FALSE(enters("10.0.0.3"));
  CHECK(admission.connections() == 3);
  CHECK(admission.take_refused() == 2);
  CHECK(admission.take_refused() == 0);
  places.pop_front();
  CHECK(admission.connections() == 2);
  CHECK(enters("10.0.0.1"));
  places.clear();
  CHECK(admission.connections() == 0);
}

TEST_CASE("admission: a probe needs no room, and only as long as it is expected") {
  Admission admission({.connections = 0});
  CHECK_FALSE(admission.admit(from("127.0.0.1", 5)));
  admission.expect_probe(from("127.0.0.1", 5));
  const auto place = admission.admit(from("127.0.0.1", 5));
  REQUIRE(place);
  CHECK(place->is_probe());
  CHECK_FALSE(admission.admit(from("127.0.0.1", 6)));
  admission.forget_probe(from("127.0.0.1", 5));
  CHECK_FALSE(admission.admit(from("127.0.0.1", 5)));
  CHECK(admission.connections() == 0);
}
