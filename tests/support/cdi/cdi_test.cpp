// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cdi/cdi.hpp"

#include <deque>
#include <thread>

#include <doctest/doctest.h>

#include "chaincode/crypto/jws.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::simulated_cdi;

namespace {

/// An adapter that answers as it was told, then with 200.
struct Adapter {
  std::deque<Outcome> answers = {};
  std::vector<Signed> seen = {};

  Outcome operator()(const Signed& request) {
    seen.push_back(request);
    if (answers.empty()) return {200, R"({"good":true})"};
    const Outcome first = answers.front();
    answers.pop_front();
    return first;
  }
};

struct Portal {
  test::TempFolder folder;
  Adapter adapter;
  Timestamp now{1'772'697'600};

  Cdi open() {
    return Cdi({.data = folder.path(),
                .now = [this] { return now; },
                .send = [this](const Signed& request) { return adapter(request); },
                .patience = std::chrono::milliseconds(0)});
  }
};

http::Request acting(const std::string& verb, const std::string& consent) {
  return {.method = "POST",
          .path = "/v1/simulation/" + verb,
          .body = canonical(Json::Object{{"args", Json::Object{{"consentId", consent}}}})};
}

}  // namespace

TEST_CASE("simulated cdi: an act is taken, sent and answered, and keeps its answer") {
  Portal portal;
  Cdi cdi = portal.open();
  CHECK(cdi.handle(acting("grant", "C1")).status == 202);
  CHECK(cdi.work());
  REQUIRE(portal.adapter.seen.size() == 1);
  CHECK(portal.adapter.seen[0].target == "/v1/cdi/consents/C1:grant");
  CHECK(portal.adapter.seen[0].body ==
        R"({"args":{"consentId":"C1"},"at":")" + portal.now.text() + R"("})");
  const auto answer = cdi.handle(acting("grant", "C1"));
  CHECK(answer.status == 200);
  CHECK(answer.body == R"({"good":true})");
  CHECK(cdi.work());
  CHECK(portal.adapter.seen.size() == 1);
}

TEST_CASE("simulated cdi: the gateway's own key signs each request anew") {
  Portal portal;
  portal.adapter.answers = {{0, ""}};
  Cdi cdi = portal.open();
  cdi.handle(acting("revoke", "C3"));
  CHECK_FALSE(cdi.work());
  portal.now = portal.now.plus_seconds(1'000);
  CHECK(cdi.work());
  REQUIRE(portal.adapter.seen.size() == 2);
  CHECK(portal.adapter.seen[0].body != portal.adapter.seen[1].body);
  const auto keys = parse_json(cdi.handle({.method = "GET", .path = "/v1/keys"}).body);
  const Json& key = keys->find("keys")->as_array()->front();
  CHECK(*key.find("kid") == Json("cdi-1"));
  CHECK(*key.find("alg") == Json("ES256"));
  const Json& jwk = *key.find("jwk");
  const auto verified = crypto::PublicKey::from_jwk({.kty = *jwk.find("kty")->as_string(),
                                                     .crv = *jwk.find("crv")->as_string(),
                                                     .x = *jwk.find("x")->as_string(),
                                                     .y = *jwk.find("y")->as_string()});
  REQUIRE(verified.ok());
  for (const Signed& request : portal.adapter.seen) {
    const auto gap = request.signature.find("..");
    const auto jws =
        crypto::parse_jws(request.signature.substr(0, gap + 1) + to_base64url(request.body) +
                          request.signature.substr(gap + 1));
    REQUIRE(jws.ok());
    CHECK(jws->kid == "cdi-1");
    CHECK(crypto::verify(*jws, *verified));
  }
}

TEST_CASE("simulated cdi: what is no definite answer is tried again, what is one is passed on") {
  Portal portal;
  portal.adapter.answers = {{0, ""}, {202, "{}"}, {503, "{}"}, {500, ""}, {409, "no"}};
  Cdi cdi = portal.open();
  cdi.handle(acting("grant", "C1"));
  for (int i = 0; i < 4; ++i) {
    CHECK_FALSE(cdi.work());
    CHECK(cdi.handle(acting("grant", "C1")).status == 202);
  }
  CHECK(cdi.work());
  const auto answer = cdi.handle(acting("grant", "C1"));
  CHECK(answer.status == 409);
  CHECK(answer.body == "no");
  CHECK(answer.content_type == "application/problem+json");
}

TEST_CASE("simulated cdi: the next process knows what was taken, what was answered, and its key") {
  Portal portal;
  portal.adapter.answers = {{200, "first"}, {0, ""}};
  std::string keys;
  {
    Cdi cdi = portal.open();
    keys = cdi.handle({.method = "GET", .path = "/v1/keys"}).body;
    cdi.handle(acting("grant", "C1"));
    cdi.handle(acting("grant", "C2"));
    CHECK_FALSE(cdi.work());
  }
  Cdi cdi = portal.open();
  CHECK(cdi.handle({.method = "GET", .path = "/v1/keys"}).body == keys);
  CHECK(cdi.handle(acting("grant", "C1")).body == "first");
  CHECK(cdi.work());
  CHECK(portal.adapter.seen.size() == 3);
  CHECK(cdi.handle(acting("grant", "C2")).status == 200);
}

TEST_CASE("simulated cdi: whoever asks gets the answer as soon as there is one") {
  Portal portal;
  Cdi cdi({.data = portal.folder.path(),
           .now = [&] { return portal.now; },
           .send = [&](const Signed& request) { return portal.adapter(request); },
           .patience = std::chrono::minutes(1)});
  std::thread worker([&] {
    cdi.await_act(std::chrono::minutes(1));
    cdi.work();
  });
  CHECK(cdi.handle(acting("grant", "C1")).status == 200);
  worker.join();
}

TEST_CASE("simulated cdi: what is no act") {
  Portal portal;
  Cdi cdi = portal.open();
  for (const char* body : {"nonsense", "{}", R"({"args":1})"})
    CHECK(cdi.handle({.method = "POST", .path = "/v1/simulation/grant", .body = body}).status ==
          400);
  CHECK(cdi.handle({.method = "GET", .path = "/v1/simulation/grant"}).status == 404);
  CHECK(cdi.handle({.method = "GET", .path = "/healthz"}).status == 200);
  CHECK(cdi.work());
}
