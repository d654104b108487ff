// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/node_backend.hpp"

#include <csignal>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/gateway/advice.hpp"
#include "chaincode/base/bytes.hpp"

namespace tradelane::scenario {
namespace {

constexpr const char* script = TRADELANE_CLIENT_FOLDER "/client.mjs";

std::string text(const Json& object, const char* name) {
  const Json* found = object.find(name);
  return found == nullptr || found->as_string() == nullptr ? "" : *found->as_string();
}
std::int64_t number(const Json& object, const char* name) {
  const Json* found = object.find(name);
  if (found == nullptr || !found->as_integer()) throw Fault(std::string("no number ") + name);
  return *found->as_integer();
}

Json json_of(const std::string& base64) {
  const auto bytes = from_base64(base64);
  if (!bytes) throw Fault("the client's answer is not base64");
  auto out = parse_json(*bytes);
  if (!out) throw Fault("an answer is not JSON: " + *bytes);
  return std::move(*out);
}

Receipt refused(const Json& answer) {
  const gateway::Failure failure = NodeBackend::failure(answer);
  const auto refusal = gateway::refusal(failure);
  if (!refusal) throw Fault(failure.text());
  return {.status = refusal->status, .token = refusal->token, .message = refusal->message};
}

}  // namespace

NodeBackend::NodeBackend(const Setting& setting, NetworkBackend& network)
    : setting_(setting), network_(network) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw Fault("no socket");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], STDIN_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execlp("node", "node", script, network.files().c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  socket_ = ends[0];
  if (pid_ < 0) throw Fault("no process");
}

NodeBackend::~NodeBackend() {
  ::shutdown(socket_, SHUT_RDWR);
  ::close(socket_);
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

Json NodeBackend::ask(const std::string& operation, const Call& call) {
  Json::Object transient;
  for (const auto& [name, value] : call.transient) transient.emplace(name, to_base64(value));
  Json::Array endorsers;
  for (const std::string& msp : call.endorsers) endorsers.emplace_back(msp);
  const std::string line = canonical(Json::Object{{"op", operation},
                                                  {"channel", setting_.channel},
                                                  {"chaincode", setting_.chaincode},
                                                  {"msp", test::cast()[call.by].msp},
                                                  {"user", call.by},
                                                  {"function", call.function},
                                                  {"args", Json::Array{canonical(call.args)}},
                                                  {"transient", std::move(transient)},
                                                  {"endorsers", std::move(endorsers)},
                                                  {"offline", offline_}}) +
                           "\n";
  for (std::size_t sent = 0; sent < line.size();) {
    const auto count = ::send(socket_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) throw Fault("the client for Node has ended");
    sent += static_cast<std::size_t>(count);
  }
  std::size_t end = 0;
  while ((end = pending_.find('\n')) == std::string::npos) {
    char buffer[4096];
    const auto count = ::read(socket_, buffer, sizeof buffer);
    if (count <= 0) throw Fault("the client for Node has ended");
    pending_.append(buffer, static_cast<std::size_t>(count));
  }
  auto answer = parse_json(pending_.substr(0, end));
  if (!answer) throw Fault("the client for Node says " + pending_.substr(0, end));
  pending_.erase(0, end + 1);
  return std::move(*answer);
}

gateway::Failure NodeBackend::failure(const Json& answer) {
  gateway::Failure out{.stage = text(answer, "error") == "EndorseError" ? gateway::Stage::endorse
                                                                        : gateway::Stage::evaluate,
                       .code = static_cast<gateway::GrpcCode>(number(answer, "grpc")),
                       .message = text(answer, "message")};
  for (const Json& detail : *answer.find("details")->as_array())
    out.details.push_back({.address = text(detail, "address"),
                           .msp = text(detail, "mspId"),
                           .message = text(detail, "message")});
  return out;
}

Receipt NodeBackend::submit(const Call& call) {
  const Json answer = ask("submit", call);
  if (answer.find("error") != nullptr) return refused(answer);
  if (number(answer, "code") != 0)
    throw Fault("validation code " + std::to_string(number(answer, "code")));
  if (text(answer, "eventName") != "tradelane.v1" ||
      number(answer, "eventBlock") != number(answer, "block"))
    throw Fault("another event: " + canonical(answer));
  return {.status = 200,
          .payload = json_of(text(answer, "result")),
          .txid = text(answer, "txid"),
          .block = static_cast<std::uint64_t>(number(answer, "block")),
          .entries = *json_of(text(answer, "event")).as_array()};
}

Receipt NodeBackend::query(const Call& call) {
  const Json answer = ask("query", call);
  if (answer.find("error") != nullptr) return refused(answer);
  return {.status = 200, .payload = json_of(text(answer, "result"))};
}

}  // namespace tradelane::scenario
