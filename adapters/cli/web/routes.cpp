// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/routes.hpp"

#include "adapters/cli/version.hpp"
#include "adapters/cli/web/answers.hpp"
#include "adapters/cli/web/page.hpp"
#include "chaincode/base/codes.hpp"
#include "chaincode/crypto/certificate.hpp"

namespace tradelane::cli::web {

namespace {

constexpr std::string_view transactions = "/api/tx/";
constexpr const char* party_attribute = "tradelane.party";

std::string type_of_file(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "text/javascript; charset=utf-8";
}

http::Response page_file(const std::string& path) {
  const std::string name = path == "/" ? "index.html" : path.substr(1);
  for (const PageFile& file : page_files())
    if (file.name == name)
      return {.body = std::string(file.bytes), .content_type = type_of_file(name)};
  return refused(404, "there is nothing at " + path);
}

Json number_or_null(const std::optional<std::uint64_t>& number) {
  return number ? Json(static_cast<std::int64_t>(*number)) : Json();
}

http::Response codes() {
  Json::Object out;
#define X(enumerator, token, kind, sentence) out.emplace(token, sentence);
  TRADELANE_CODES(X)
#undef X
  return answer(out);
}

}  // namespace

Routes::Routes(About about, BlockFeed& feed, gateway::Gateway& gateway)
    : about_(std::move(about)),
      feed_(feed),
      chaincode_(gateway, {.channel = about_.channel, .chaincode = about_.chaincode}),
      ledger_(feed, gateway, chaincode_, about_.channel) {}

http::Response Routes::status() const {
  const FeedState state = feed_.state();
  Json::Object out{{"channel", about_.channel},
                   {"chaincode", about_.chaincode},
                   {"peer", about_.peer},
                   {"msp", about_.identity.msp},
                   {"version", version()},
                   {"from", static_cast<std::int64_t>(state.from)},
                   {"indexedFrom", number_or_null(state.indexed_from)},
                   {"newest", number_or_null(state.newest)},
                   {"newestAtStart", static_cast<std::int64_t>(state.newest_at_start)},
                   {"references", static_cast<std::int64_t>(state.references)},
                   {"dropped", state.has_dropped},
                   {"problem", state.problem}};
  const auto identity = crypto::parse_identity(about_.identity.msp, about_.identity.certificate);
  if (!identity) return answer(out);
  out.emplace("subject", identity->subject);
  const auto party = identity->attributes.find(party_attribute);
  if (party != identity->attributes.end()) out.emplace("party", party->second);
  return answer(out);
}

http::Response Routes::query(const http::Request& request) {
  const auto function = text(request, "function");
  if (const auto* bad = std::get_if<http::Response>(&function)) return *bad;
  const auto args = request.query.find("args");
  return chaincode_.query(std::get<std::string>(function),
                          args == request.query.end() ? "" : args->second);
}

http::Response Routes::operator()(const http::Request& request) {
  const std::string& path = request.path;
  if (!path.starts_with("/api/")) return page_file(path);
  if (path == "/api/status") return status();
  if (path == "/api/blocks") return ledger_.blocks(request);
  if (path == "/api/index") return ledger_.mentions(request);
  if (path == "/api/search") return ledger_.search(request);
  if (path == "/api/query") return query(request);
  if (path == "/api/codes") return codes();
  if (path.starts_with(transactions)) return ledger_.transaction(path.substr(transactions.size()));
  return refused(404, "there is nothing at " + path);
}

}  // namespace tradelane::cli::web
