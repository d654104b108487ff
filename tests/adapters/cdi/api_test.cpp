// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/api.hpp"

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "tests/adapters/cdi/cdi_world.hpp"

using namespace tradelane;
using test::callers;
using test::CdiWorld;
using test::told;
using test::with;

namespace {

http::Request reading(const std::string& path, Timestamp at, const std::string& target,
                      const std::string& kid = "cdi-1") {
  const std::string statement = canonical(Json::Object{{"at", at.text()}, {"target", target}});
  return {
      .method = "GET",
      .path = path,
      .headers = {{"x-jws-signature", crypto::sign_jws(callers().key_of(kid), statement, kid)}}};
}

}  // namespace

TEST_CASE("cdi api: the order of what is asked of a request, before anything is stored") {
  CdiWorld world;
  const std::string path = world.consent_path("C1", "grant");
  const Json good = world.body_of(world.grant_args("C1"));
  const Json old = with(good, "at", world.now.plus_seconds(-301).text());
  const Json early = with(good, "at", world.now.plus_seconds(301).text());
  const Json other = with(good, "args", world.grant_args("C3"));
  http::Request unsigned_request = callers().post("cdi-1", path, with(old, "more", 1));
  unsigned_request.headers.clear();
  struct Row {
    const char* what;
    http::Request request;
    std::string told;
  };
  const Row rows[] = {
      {"not signed", unsigned_request, "401 REQ_SIG_INVALID"},
      {"may not", callers().post("BKH-1", path, with(old, "more", 1)), "403 AUTH_DENIED"},
      {"unknown field", callers().post("cdi-1", path, with(old, "more", 1)), "400 ARG_MALFORMED"},
      {"too old", callers().post("cdi-1", path, with(old, "args", Json::Object{})), "401 REQ_TIME"},
      {"too early", callers().post("cdi-1", path, early), "401 REQ_TIME"},
      {"another consent", callers().post("cdi-1", path, other), "400 CNS_BAD_FIELD"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto response = world.api->handle(row.request);
    CHECK(told(response) == row.told);
    CHECK(response.content_type == "application/problem+json");
    CHECK((response.status == 401) == response.headers.contains("WWW-Authenticate"));
  }
  CHECK(world.store->counts().waiting == 0);
  for (const std::int64_t edge : {-300, 300}) {
    const Json body = with(good, "at", world.now.plus_seconds(edge).text());
    CHECK(world.api->handle(callers().post("cdi-1", path, body)).status == 202);
  }
  CHECK(world.store->counts().waiting == 2);
}

TEST_CASE("cdi api: the ledger's refusal is the answer, with its code and its status") {
  CdiWorld world;
  const auto outcome = [&](const char* code) {
    world.ledger.prepare_failures = {
        {feed::Failure::Next::give_up, code, std::string(code) + ": words"}};
    cdi::Api api({world.clients, *world.feed, *world.desk, world.ledger, world.log,
                  [&] { return world.now; }},
                 {.wait = std::chrono::minutes(1)});
    std::atomic<bool> answered = false;
    std::thread worker([&] {
      while (!answered)
        if (const auto source = world.feed->next(std::chrono::milliseconds(10)))
          world.feed->work(*source);
    });
    const auto response = api.handle(callers().post("cdi-1", world.consent_path("C1", "grant"),
                                                    world.body_of(world.grant_args("C1"))));
    answered = true;
    worker.join();
    return told(response);
  };
  CHECK(outcome("CNS_BAD_FIELD") == "400 CNS_BAD_FIELD");
  CHECK(outcome("CNS_SIG_INVALID") == "403 CNS_SIG_INVALID");
  CHECK(outcome("CNS_UNKNOWN") == "404 CNS_UNKNOWN");
  CHECK(outcome("CNS_STATE") == "409 CNS_STATE");
}

TEST_CASE("cdi api: a revocation by its address or by the webhook is one act") {
  CdiWorld world;
  (void)world.granted("C3");
  CHECK(world.revoke("C3").status == 202);
  world.feed->work(world.source_of("C3"));
  const auto answer = world.revoke("C3");
  CHECK(answer.status == 200);
  const auto webhook = world.api->handle(callers().post("cdi-1", "/v1/cdi/webhooks/revocation",
                                                        world.body_of(world.revoke_args("C3"))));
  CHECK(webhook.body == answer.body);
}

TEST_CASE("cdi api: a consent is read by whoever has signed for reading it now") {
  CdiWorld world;
  const std::string path = "/v1/cdi/consents/" + test::consent_id("C1");
  const auto response = world.api->handle(reading(path, world.now, path));
  REQUIRE(response.status == 200);
  const auto view = from_json<consent::ConsentView>(test::json_of(response));
  REQUIRE(view.ok());
  CHECK(view->effective_state == "REQUESTED");
  struct Row {
    http::Request request;
    std::string told;
  };
  const std::string unknown = "/v1/cdi/consents/" + test::consent_id("C9");
  const std::string malformed = "/v1/cdi/consents/x";
  http::Request bare = reading(path, world.now, path);
  bare.headers.clear();
  for (const Row& row : {Row{bare, "401 REQ_SIG_INVALID"},
                         Row{reading(path, world.now, unknown), "401 REQ_SIG_INVALID"},
                         Row{reading(path, world.now.plus_seconds(301), path), "401 REQ_TIME"},
                         Row{reading(path, world.now, path, "BKH-1"), "403 AUTH_DENIED"},
                         Row{reading(unknown, world.now, unknown), "404 CNS_UNKNOWN"},
                         Row{reading(malformed, world.now, malformed), "404 CNS_UNKNOWN"}})
    CHECK(told(world.api->handle(row.request)) == row.told);
}

TEST_CASE("cdi api: what is no resource, and what it may be asked") {
  CdiWorld world;
  struct Row {
    const char* method;
    std::string path;
    int status;
  };
  const std::string consent = "/v1/cdi/consents/" + test::consent_id("C1");
  for (const Row& row :
       {Row{"GET", "/", 404}, Row{"GET", "/v1/cdi", 404}, Row{"POST", consent + ":suspend", 404},
        Row{"POST", consent, 405}, Row{"GET", consent + ":grant", 405},
        Row{"GET", "/v1/cdi/data-requests", 405},
        Row{"DELETE", "/v1/cdi/webhooks/revocation", 405}}) {
    CAPTURE(row.path);
    const auto response = world.api->handle({.method = row.method, .path = row.path});
    CHECK(response.status == row.status);
    CHECK((response.status == 405) == response.headers.contains("Allow"));
  }
}

TEST_CASE("cdi api: a full inbox is told as trouble of ours, and nothing of it is kept") {
  CdiWorld world;
  world.store.reset();
  world.store = *feed::Store::open(world.folder.file("small.sqlite"), {.open_items = 1});
  feed::Pipeline pipeline({*world.store, world.ledger, world.log}, {});
  cdi::ConsentFeed feed({*world.store, pipeline, world.log});
  cdi::Api api(
      {world.clients, feed, *world.desk, world.ledger, world.log, [&] { return world.now; }}, {});
  const auto response = api.handle(callers().post("cdi-1", world.consent_path("C1", "grant"),
                                                  world.body_of(world.grant_args("C1"))));
  CHECK(response.status == 503);
  CHECK(response.headers.contains("Retry-After"));
  CHECK(world.store->counts().waiting == 0);
}

TEST_CASE("cdi api: data are asked for by whoever may, with a request that makes sense") {
  CdiWorld world;
  const Json body = world.decided("C1");
  CHECK(told(world.ask(body, "cdi-1")) == "403 AUTH_DENIED");
  CHECK(told(world.ask(with(body, "more", 1))) == "400 ARG_MALFORMED");
  CHECK(told(world.ask(with(body, "at", world.now.plus_seconds(-301).text()))) == "401 REQ_TIME");
  const Json request = *body.find("request");
  CHECK(told(world.ask(with(body, "request", with(request, "salt", "AAAA")))) ==
        "400 ARG_MALFORMED");
}
