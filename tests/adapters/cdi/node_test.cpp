// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/node.hpp"

#include <doctest/doctest.h>

#include "tests/support/feeds.hpp"

using namespace tradelane;
using namespace tradelane::cdi;

namespace {

using Came = std::variant<http::Answer, http::NoAnswer>;

class Canned : public http::Client {
 public:
  Canned(Came came, std::string* target) : came_(std::move(came)), target_(target) {}
  Came get(const std::string& target) override {
    if (target_ != nullptr) *target_ = target;
    return came_;
  }

 private:
  Came came_;
  std::string* target_;
};

HttpNode node_with(const Came& came, std::string* target = nullptr) {
  return HttpNode([came, target] { return std::make_unique<Canned>(came, target); });
}

const auto d1 = *evidence::EvidenceId::parse(test::evidence_id("D1"));

}  // namespace

TEST_CASE("cdi node: openings of one record, in the node's own words") {
  const std::string body = canonical(
      Json::Object{{"openings", Json::Array{Json::Object{{"record", "D1"},
                                                         {"evidenceId", d1.text()},
                                                         {"version", 2},
                                                         {"commitment", std::string(64, 'c')},
                                                         {"opening", "text"}}}}});
  std::string target;
  HttpNode node = node_with(http::Answer{.status = 200, .body = body}, &target);
  const auto openings = node.openings(d1);
  REQUIRE(openings.size() == 1);
  CHECK(openings[0].evidence_id == d1);
  CHECK(openings[0].version == 2);
  CHECK(openings[0].opening == "text");
  CHECK(target == "/v1/openings?evidenceId=" + test::party_id("SDN").text() + "%2FCUSTOMS_DECL%2F" +
                      d1.text().substr(d1.text().size() - 64));
}

TEST_CASE("cdi node: unknown is none; everything else is not available") {
  CHECK(node_with(http::Answer{.status = 404}).openings(d1).empty());
  for (const Came& came :
       {Came(http::NoAnswer{"no connection"}), Came(http::Answer{.status = 401}),
        Came(http::Answer{.status = 500}), Came(http::Answer{.status = 200, .body = "[]"}),
        Came(http::Answer{.status = 200, .body = R"({"openings":[],"more":true})"}),
        Came(http::Answer{.status = 200, .body = "nonsense"})}) {
    HttpNode node = node_with(came);
    CHECK_THROWS_AS((void)node.openings(d1), Unavailable);
  }
}
