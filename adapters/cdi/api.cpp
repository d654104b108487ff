// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/api.hpp"

#include "adapters/cdi/decode.hpp"
#include "adapters/cdi/validate.hpp"
#include "adapters/http/problem.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::cdi {
namespace {

constexpr std::string_view signature_header = "x-jws-signature";
constexpr std::string_view consents = "/v1/cdi/consents/";
constexpr const char* soon_s = "1";
/// A person must look first.
constexpr const char* later_s = "60";

template <class T>
http::Response answer(int status, const T& value) {
  // What is said here is for this caller only.
  return {.status = status,
          .body = canonical(to_json(value)),
          .headers = {{"Cache-Control", "no-store"}}};
}

http::Response come_again(http::Response response, const char* seconds) {
  response.headers.emplace("Retry-After", seconds);
  return response;
}

http::Response not_yet(const std::string& consent_id, const Pending& pending) {
  const Json body =
      Json::Object{{"consentId", consent_id}, {"state", pending.held ? "HELD" : "PENDING"}};
  return come_again(answer(202, body), pending.held ? later_s : soon_s);
}

http::Response wrong_method(const char* allowed) {
  http::Response out = http::problem(http::Problem{.status = 405});
  out.headers.emplace("Allow", allowed);
  return out;
}

Error untimely() { return refuse(Code::req_time).with_at("/at"); }

}  // namespace

http::Response Api::handle(const http::Request& request) try {
  const std::string& path = request.path;
  const bool post = request.method == "POST";
  if (path == "/v1/cdi/data-requests") return post ? data_request(request) : wrong_method("POST");
  if (path == "/v1/cdi/webhooks/revocation")
    return post ? act(request, "revoke", std::nullopt) : wrong_method("POST");
  if (!path.starts_with(consents)) return http::problem(http::Problem{.status = 404});
  const std::string_view rest = std::string_view(path).substr(consents.size());
  const auto colon = rest.find(':');
  if (colon == std::string_view::npos)
    return request.method == "GET" ? read_consent(request, rest) : wrong_method("GET");
  const std::string verb{rest.substr(colon + 1)};
  if (verb != "grant" && verb != "revoke") return http::problem(http::Problem{.status = 404});
  return post ? act(request, verb, rest.substr(0, colon)) : wrong_method("POST");
} catch (const Unavailable& fault) {
  ports_.log.warn("cdi_unavailable", {{"reason", fault.what()}});
  return come_again(http::problem(http::Problem{.status = 503}), soon_s);
}

Result<Client> Api::caller_of(const http::Request& request, May may) const {
  auto client = authenticate(ports_.clients, request.header(signature_header), request.body);
  if (client && !client->may.contains(may)) return refuse(Code::auth_denied);
  return client;
}

Result<Act> Api::authentic_act(const http::Request& request, const std::string& verb,
                               std::optional<std::string_view> consent_id) const {
  const auto client = caller_of(request, May::consents);
  if (!client) return client.error();
  const auto message = decode_act(request.body);
  if (!message) return message.error();
  if (!is_timely(message->at, ports_.now())) return untimely();
  if (verb == "grant") {
    const auto grant = validate_grant(*message, *consent_id);
    if (!grant) return grant.error();
    return map_grant(*message, *grant);
  }
  const auto revoke = validate_revoke(*message, consent_id);
  if (!revoke) return revoke.error();
  return map_revoke(*message, *revoke);
}

http::Response Api::act(const http::Request& request, const std::string& verb,
                        std::optional<std::string_view> consent_id) {
  const auto act = authentic_act(request, verb, consent_id);
  if (!act) return refused(act.error());
  if (const auto taken = ports_.feed.take(*act); !taken) {
    // A full inbox is our trouble, not the caller's mistake.
    if (taken.error().code != Code::arg_limit) return refused(taken.error());
    return come_again(http::problem(http::Problem{.status = 503}), later_s);
  }
  ports_.log.info("cdi_act",
                  {{"consent", act->consent_id}, {"verb", verb}, {"key", act->items.front().key}});
  const Progress progress = ports_.feed.await(*act, options_.wait);
  if (const auto* pending = std::get_if<Pending>(&progress))
    return not_yet(act->consent_id, *pending);
  if (const auto* error = std::get_if<Error>(&progress)) return refused(*error);
  return answer(200, std::get<ActAnswer>(progress));
}

Result<DataAnswer> Api::authentic_data(const http::Request& request) {
  const auto client = caller_of(request, May::data_requests);
  if (!client) return client.error();
  const auto message = decode_data_request(request.body);
  if (!message) return message.error();
  const Digest body = crypto::sha256_hex(request.body);
  // Whoever did not get its answer sends the same bytes again, also a little later.
  if (!is_timely(message->at, ports_.now()) && !ports_.desk.is_repeat(*message, body))
    return untimely();
  if (const auto valid = validate(*message); !valid) return valid.error();
  return ports_.desk.deliver(client->party, *message, body);
}

http::Response Api::data_request(const http::Request& request) {
  const auto data = authentic_data(request);
  if (!data) return refused(data.error());
  ports_.log.info("cdi_delivered",
                  {{"access", data->access_id.text()},
                   {"openings", static_cast<std::int64_t>(data->openings.size())}});
  return answer(200, *data);
}

Result<consent::ConsentView> Api::authentic_read(const http::Request& request,
                                                 std::string_view consent_id) const {
  const auto read = authenticate_read(ports_.clients, request.header(signature_header));
  if (!read) return read.error();
  if (!read->client.may.contains(May::consents)) return refuse(Code::auth_denied);
  const auto statement = decode_read(read->payload);
  if (!statement || statement->target != request.path) return refuse(Code::req_sig_invalid);
  if (!is_timely(statement->at, ports_.now())) return untimely();
  const auto id = consent::ConsentId::parse(consent_id);
  if (!id) return refuse(Code::cns_unknown);
  return ports_.ledger.consent(*id);
}

http::Response Api::read_consent(const http::Request& request, std::string_view consent_id) {
  const auto view = authentic_read(request, consent_id);
  return view ? answer(200, *view) : refused(view.error());
}

/// Who is not who it says it is gets 401; everything else is by the class of its code.
http::Response Api::refused(const Error& error) const {
  ports_.log.warn("cdi_refused", {{"code", info(error.code).token}});
  if (error.code != Code::req_sig_invalid && error.code != Code::req_time)
    return http::problem(error);
  const CodeInfo& code = info(error.code);
  http::Response out = http::problem(http::Problem{.status = 401,
                                                   .title = std::string(code.sentence),
                                                   .code = std::string(code.token),
                                                   .at = error.at});
  out.headers.emplace("WWW-Authenticate", "X-JWS-Signature");
  return out;
}

}  // namespace tradelane::cdi
