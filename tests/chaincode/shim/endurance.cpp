// SPDX-License-Identifier: Apache-2.0
// What takes too long for a test that runs with the others:
//
//   shim_endurance drops [COUNT]     100,000 streams that are lost with transactions in them, in
//                                    every way, with and without workers: nothing is left
//   shim_endurance idle [SECONDS]    400 s of silence but for the pings of a peer: the stream lives
//
// Prints what it counts as it goes; status 1 when something does not hold.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include "chaincode/shim/codec/peer.hpp"
#include "chaincode/shim/http2/grpc_frame.hpp"
#include "chaincode/shim/server.hpp"
#include "proto/peer/shim.grpc.pb.h"
#include "tests/support/echo.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_http2.hpp"

using namespace tradelane;
using namespace std::chrono_literals;
using shim::MessageType;
using test::RawHttp2;

namespace {

constexpr const char* method = "/protos.Chaincode/Connect";

void require(bool fact, const std::string& what) {
  if (!fact) throw std::runtime_error(what);
}

/// Writes, and waits for a read.
struct Waiting : shim::Chaincode {
  shim::Response invoke(shim::Stub& stub) const override {
    stub.put("k", Bytes(1000, 'v'));
    return shim::Response::success(stub.get("k").value_or("none"));
  }
};

Bytes data(const Bytes& message) {
  return RawHttp2::frame(
      {.type = RawHttp2::data, .stream = 1, .payload = shim::http2::frame_message(message)});
}

Bytes transaction(int number) {
  const std::string txid = "t" + std::to_string(number);
  return shim::codec::encode_message(
      {.type = MessageType::transaction, .txid = txid, .channel = "channel"},
      shim::codec::ChaincodeInput{});
}

constexpr int transactions_each = 3;

/// A stream whose transactions have all asked.
RawHttp2 busy_stream(std::uint16_t port) {
  RawHttp2 peer(port);
  Bytes all = RawHttp2::hello() + RawHttp2::request(1, method);
  all += data(shim::codec::encode_message({.type = MessageType::registered}));
  all += data(shim::codec::encode_message({.type = MessageType::ready}));
  for (int i = 0; i < transactions_each; ++i) all += data(transaction(i));
  require(peer.send(all), "a stream can be opened");
  shim::http2::MessageReader reader(100'000);
  std::vector<Bytes> said;
  while (said.size() < 1 + transactions_each) {
    const auto frame = peer.read_until(RawHttp2::data);
    require(frame.has_value(), "a stream is served");
    require(reader.feed(frame->payload, said) == shim::http2::MessageReader::Verdict::ok,
            "what is said are messages");
  }
  return peer;
}

/// Ways in which a stream can come to its end; then the connection is closed.
void drop(RawHttp2 peer, std::size_t way) {
  const auto say = [&](const Bytes& bytes) { (void)peer.send(bytes); };
  switch (way % 5) {
    case 0:
      return;
    case 1:
      return say(RawHttp2::frame(
          {.type = RawHttp2::rst_stream, .stream = 1, .payload = RawHttp2::number(8)}));
    case 2:
      return say(RawHttp2::frame(
          {.type = RawHttp2::data, .flags = RawHttp2::end_stream, .stream = 1, .payload = {}}));
    case 3:
      return say(data("no message"));
    default:
      return say("no HTTP/2 either");
  }
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  statm >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// What is left of the streams so far; waits for the last of them.
std::size_t look(const shim::Server& server, std::size_t dropped) {
  const shim::Counters& counters = server.counters();
  require(test::eventually([&] { return counters.in_flight == 0 && counters.ready_streams == 0; }),
          "nothing is left of streams that are gone");
  const std::size_t resident = resident_bytes();
  std::printf("%zu dropped: %zu transactions and %zu streams left, %.1f MiB\n", dropped,
              counters.in_flight.load(), counters.ready_streams.load(),
              static_cast<double>(resident) / (1024 * 1024));
  std::fflush(stdout);
  return resident;
}

void drop_streams(std::size_t count, unsigned workers) {
  std::printf("with %u workers\n", workers);
  const Waiting chaincode;
  Log log{STDERR_FILENO, LogLevel::error};
  shim::http2::Limits limits;
  limits.connections_per_address = limits.connections;
  shim::Server server(chaincode, {.package_id = "toy:1", .workers = workers},
                      std::vector<shim::Endpoint>(1), limits, log);
  require(server.start().ok(), "the server starts");
  const std::size_t part = std::max<std::size_t>(1, count / 10);
  std::size_t first = 0;
  std::size_t last = 0;
  for (std::size_t i = 1; i <= count; ++i) {
    drop(busy_stream(server.port()), i);
    if (i % part == 0) last = look(server, i);
    if (i == part) first = last;
  }
  require(server.counters().abandoned == count * transactions_each,
          "each transaction is given up once");
  require(last <= first + first / 20 + 1024 * 1024, "memory does not grow");
}

using Stream = grpc::ClientReaderWriter<protos::ChaincodeMessage, protos::ChaincodeMessage>;

protos::ChaincodeMessage next(Stream& stream) {
  protos::ChaincodeMessage message;
  require(stream.Read(&message), "the stream lives");
  return message;
}

void say(Stream& stream, protos::ChaincodeMessage::Type type, const std::string& txid = "") {
  protos::ChaincodeMessage message;
  message.set_type(type);
  message.set_txid(txid);
  message.set_channel_id("channel");
  require(stream.Write(message), "the stream lives");
}

void run_transaction(Stream& stream, const std::string& txid) {
  using Message = protos::ChaincodeMessage;
  say(stream, Message::TRANSACTION, txid);
  for (Message said = next(stream); said.type() != Message::COMPLETED; said = next(stream))
    say(stream, Message::RESPONSE, txid);
}

/// As a peer's client is set up: fabric-shim.md 1.16.
grpc::ChannelArguments peer_pings() {
  grpc::ChannelArguments out;
  out.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  out.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  out.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  out.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  out.SetSslTargetNameOverride("localhost");
  return out;
}

void stay_idle(std::chrono::seconds duration) {
  const Waiting chaincode;
  Log log{STDERR_FILENO, LogLevel::warn};
  const test::TlsParty party;
  shim::Endpoint endpoint;
  endpoint.listener.tls = party.server_source();
  shim::Server server(chaincode, {.package_id = "toy:1"}, {std::move(endpoint)},
                      shim::http2::Limits{}, log);
  require(server.start().ok(), "the server starts");
  const auto credentials =
      grpc::SslCredentials({.pem_root_certs = party.authority.certificate_pem(),
                            .pem_private_key = party.client.key,
                            .pem_cert_chain = party.client.certificate});
  const auto stub = protos::Chaincode::NewStub(grpc::CreateCustomChannel(
      "127.0.0.1:" + std::to_string(server.port()), credentials, peer_pings()));
  grpc::ClientContext context;
  const auto stream = stub->Connect(&context);
  require(next(*stream).type() == protos::ChaincodeMessage::REGISTER, "REGISTER comes first");
  say(*stream, protos::ChaincodeMessage::REGISTERED);
  say(*stream, protos::ChaincodeMessage::READY);
  run_transaction(*stream, "before");
  std::printf("idle for %lld seconds\n", static_cast<long long>(duration.count()));
  std::fflush(stdout);
  std::this_thread::sleep_for(duration);
  run_transaction(*stream, "after");
  require(server.counters().streams == 1, "it is still the first stream");
  std::printf("the stream lives\n");
  context.TryCancel();
}

int run(const std::string& what, std::size_t number) {
  if (what == "drops") {
    for (const unsigned workers : {0U, 2U}) drop_streams(number == 0 ? 100'000 : number, workers);
    return 0;
  }
  if (what == "idle") {
    stay_idle(std::chrono::seconds(number == 0 ? 400 : number));
    return 0;
  }
  std::fprintf(stderr, "usage: shim_endurance drops [COUNT] | idle [SECONDS]\n");
  return 2;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(count > 1 ? words[1] : "", count > 2 ? std::stoul(words[2]) : 0);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "shim_endurance: this does not hold: %s\n", error.what());
    return 1;
  }
}
