// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/probe.hpp"

#include <map>
#include <set>

#include <grpcpp/grpcpp.h>

#include "chaincode/base/result.hpp"
#include "proto/peer/shim.grpc.pb.h"

namespace tradelane::differential {
namespace {

using Wire = grpc::ServerReaderWriter<Message, Message>;
using Key = std::pair<std::string, std::string>;  // channel, txid

constexpr int largest_message = 100 * 1024 * 1024;
constexpr std::size_t first_request = 2;  // behind the function and the end

bool is_query(Message::Type type) {
  return type == Message::GET_STATE_BY_RANGE || type == Message::GET_HISTORY_FOR_KEY ||
         type == Message::QUERY_STATE_NEXT || type == Message::QUERY_STATE_CLOSE;
}

std::string names_query(const std::string& id) {
  protos::QueryStateNext which;  // that of QUERY_STATE_CLOSE has the same form
  which.set_id(id);
  return which.SerializeAsString();
}

/// A call that is running: what is left to ask, and what was answered.
struct Run {
  protos::ChaincodeInput input = {};
  std::size_t next = first_request;
  Message asked = {};
  std::string query = {};
  /// Those of which the peer has more.
  std::set<std::string> open = {};
  /// The script is over; what is answered from here on is not kept.
  bool is_closing = false;
  protos::GetStateMultipleResult replies = {};

  /// The next message to the peer, without channel and transaction.
  Message step() {
    is_closing = next == static_cast<std::size_t>(input.args_size());
    if (is_closing) return open.empty() ? end() : close_one();
    asked.ParseFromString(input.args(static_cast<int>(next++)));
    if (asked.payload().empty() &&
        (asked.type() == Message::QUERY_STATE_NEXT || asked.type() == Message::QUERY_STATE_CLOSE))
      asked.set_payload(names_query(query));
    return asked;
  }

  void keep(const Message& reply) {
    if (is_closing) return;
    Message out;
    out.set_type(reply.type());
    out.set_payload(reply.payload());
    protos::QueryResponse page;
    if (reply.type() == Message::RESPONSE && is_query(asked.type()) &&
        page.ParseFromString(reply.payload())) {
      query = page.id();
      if (page.has_more())
        open.insert(query);
      else
        open.erase(query);
      page.clear_id();
      out.set_payload(page.SerializeAsString());
    }
    replies.add_values(out.SerializeAsString());
  }

 private:
  /// A peer (up to v3.1.5 at least) that finds a query open behind the answer closes it from two
  /// goroutines at once, and may crash.
  Message close_one() {
    Message out;
    out.set_type(Message::QUERY_STATE_CLOSE);
    out.set_payload(names_query(*open.begin()));
    open.erase(open.begin());
    return out;
  }

  Message end() const {
    Message out;
    out.ParseFromString(input.args(1));
    protos::Response response;
    if (out.type() != Message::COMPLETED || !response.ParseFromString(out.payload())) return out;
    response.set_payload(replies.SerializeAsString());
    out.set_payload(response.SerializeAsString());
    return out;
  }
};

class Service final : public protos::Chaincode::Service {
 public:
  explicit Service(std::string package_id) : package_id_(std::move(package_id)) {}

  grpc::Status Connect(grpc::ServerContext*, Wire* wire) override {
    protos::ChaincodeID id;
    id.set_name(package_id_);
    Message message;
    message.set_type(Message::REGISTER);
    message.set_payload(id.SerializeAsString());
    wire->Write(message);
    for (std::map<Key, Run> running; wire->Read(&message);) take(*wire, running, message);
    return grpc::Status::OK;
  }

 private:
  static void take(Wire& wire, std::map<Key, Run>& running, const Message& message) {
    const Key key(message.channel_id(), message.txid());
    if (message.type() == Message::TRANSACTION) {
      Run& run = running[key];
      run = {};
      if (run.input.ParseFromString(message.payload()) && run.input.args_size() >= 2)
        return go_on(wire, running, key);
      Message refused;
      refused.set_type(Message::ERROR);
      refused.set_payload("no script");
      send(wire, key, refused);
    } else if (message.type() == Message::RESPONSE || message.type() == Message::ERROR) {
      const auto at = running.find(key);
      if (at == running.end()) return;
      at->second.keep(message);
      go_on(wire, running, key);
    }
  }

  static void go_on(Wire& wire, std::map<Key, Run>& running, const Key& key) {
    const Message message = running.at(key).step();
    if (message.type() == Message::COMPLETED || message.type() == Message::ERROR)
      running.erase(key);
    send(wire, key, message);
  }

  static void send(Wire& wire, const Key& key, Message message) {
    message.set_channel_id(key.first);
    message.set_txid(key.second);
    wire.Write(message);
  }

  const std::string package_id_;
};

}  // namespace

std::vector<Bytes> probe_arguments(const std::vector<Message>& requests, const Message& end) {
  std::vector<Bytes> out{end.SerializeAsString()};
  for (const Message& request : requests) out.push_back(request.SerializeAsString());
  return out;
}

std::vector<Message> read_replies(const Bytes& payload) {
  protos::GetStateMultipleResult replies;
  if (!replies.ParseFromString(payload)) throw Fault("the probe's answer cannot be read");
  std::vector<Message> out;
  for (const Bytes& reply : replies.values()) {
    Message& message = out.emplace_back();
    if (!message.ParseFromString(reply)) throw Fault("a reply of the probe cannot be read");
  }
  return out;
}

struct ProbeServer::Impl {
  explicit Impl(const std::string& package_id) : service(package_id) {}
  Service service;
  int port = 0;
  std::unique_ptr<grpc::Server> server = {};
};

ProbeServer::ProbeServer(ProbeSettings settings)
    : impl_(std::make_unique<Impl>(settings.package_id)) {
  grpc::SslServerCredentialsOptions tls(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = settings.client_roots;
  tls.pem_key_cert_pairs.push_back({settings.key, settings.certificate});
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(largest_message);
  builder.SetMaxSendMessageSize(largest_message);
  // A peer pings once a minute.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddListeningPort("127.0.0.1:" + std::to_string(settings.port),
                           grpc::SslServerCredentials(tls), &impl_->port);
  builder.RegisterService(&impl_->service);
  impl_->server = builder.BuildAndStart();
  if (!impl_->server || impl_->port == 0) throw Fault("the probe cannot listen");
}

ProbeServer::~ProbeServer() {
  impl_->server->Shutdown(std::chrono::system_clock::now());
  impl_->server->Wait();
}

std::uint16_t ProbeServer::port() const { return static_cast<std::uint16_t>(impl_->port); }

}  // namespace tradelane::differential
