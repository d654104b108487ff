// SPDX-License-Identifier: Apache-2.0
// What peers and networks do to a whole server (reliability.md 3.2): cut streams, come back while
// the old stream hangs, flood, do not read. Others are served all along, and nothing is left over.
#include <atomic>
#include <future>

#include <doctest/doctest.h>

#include "chaincode/shim/http2/grpc_frame.hpp"
#include "chaincode/shim/server.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_http2.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"
#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;
using namespace std::chrono_literals;
using test::eventually;
using test::RawHttp2;
using test::ScriptedPeer;
using Message = protos::ChaincodeMessage;

namespace {

constexpr auto not_waited_for = shim::Ignored::not_waited_for;

/// On a machine that is busy, under a sanitizer, all this takes its time.
struct Peer : ScriptedPeer {
  explicit Peer(const std::string& target,
                const std::shared_ptr<grpc::ChannelCredentials>& credentials =
                    grpc::InsecureChannelCredentials())
      : ScriptedPeer(target, credentials, 300s) {}
};

struct Fixture {
  Log log{2, LogLevel::error};
  test::ToyChaincode toy;
  std::unique_ptr<shim::Server> server;

  void serve(shim::Settings settings = {}, const shim::http2::Limits& limits = {},
             std::shared_ptr<shim::http2::TlsSource> tls = nullptr) {
    settings.package_id = "toy_1:abc";
    settings.deadline = settings.request_deadline = settings.handshake = 1h;
    server = std::make_unique<shim::Server>(
        toy, settings, shim::http2::Listener{.tls = std::move(tls)}, limits, log);
    REQUIRE(server->start().ok());
  }
  std::string target() const { return "127.0.0.1:" + std::to_string(server->port()); }
  bool is_idle() const {
    return eventually([&] { return server->counters().in_flight == 0 && toy.begun == toy.ended; });
  }
};

test::ProposalParts call(std::vector<std::string> args, const std::string& nonce = "n") {
  return {.nonce = nonce, .args = std::move(args)};
}

Message message_of(Message::Type type, const std::string& txid = "") {
  Message out;
  out.set_type(type);
  out.set_channel_id("trade");
  out.set_txid(txid);
  return out;
}

bool is_served(ScriptedPeer& peer, const std::string& nonce) {
  return test::response_of(peer.invoke(call({"get", "k"}, nonce))).payload() == "(none)";
}

/// A peer by hand, whose window for what the server sends is shut.
struct DeafPeer {
  RawHttp2 wire;

  explicit DeafPeer(std::uint16_t port) : wire(port) {
    const Bytes no_window = Bytes("\0\4", 2) + RawHttp2::number(0);
    send(RawHttp2::magic + RawHttp2::frame({.type = RawHttp2::settings, .payload = no_window}) +
         RawHttp2::accept_settings() + RawHttp2::request(1, "/protos.Chaincode/Connect"));
    say(message_of(Message::REGISTERED));
    say(message_of(Message::READY));
  }
  void say(const Message& message) {
    send(RawHttp2::frame({.type = RawHttp2::data,
                          .stream = 1,
                          .payload = shim::http2::frame_message(message.SerializeAsString())}));
  }
  void send(const Bytes& bytes) { REQUIRE(wire.send(bytes)); }
  /// Everything that was sent before has been handled when this returns.
  void settle() {
    send(RawHttp2::frame({.type = RawHttp2::ping, .payload = "now!now!"}));
    for (;;) {
      const auto frame = wire.read();
      REQUIRE(frame);
      if (frame->type == RawHttp2::ping) return;
    }
  }
  /// Opens the window and reads until `count` messages have come.
  std::vector<Message> hear(std::size_t count) {
    for (const std::uint32_t stream : {0U, 1U})
      send(RawHttp2::frame({.type = RawHttp2::window_update,
                            .stream = stream,
                            .payload = RawHttp2::number(1U << 30U)}));
    shim::http2::MessageReader reader(10'000'000);
    std::vector<Bytes> bytes;
    while (bytes.size() < count) {
      const auto frame = wire.read();
      REQUIRE(frame);
      if (frame->type == RawHttp2::data)
        CHECK(reader.feed(frame->payload, bytes) == shim::http2::MessageReader::Verdict::ok);
    }
    std::vector<Message> out(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) CHECK(out[i].ParseFromString(bytes[i]));
    return out;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "faults: a peer that is back while its old stream hangs has streams of its own") {
  for (const unsigned workers : {0U, 2U}) {
    CAPTURE(workers);
    serve({.workers = workers});
    Peer old(target());
    old.handshake();
    old.state["k"] = "of the old stream";
    Peer fresh(target());
    fresh.handshake();
    fresh.state["k"] = "of the new stream";
    // The same transaction, proposed again.
    const Message proposal = test::transaction_message(call({"get", "k"}));
    old.send(proposal);
    const Message asked_there = old.receive();
    fresh.send(proposal);
    const Message asked_here = fresh.receive();
    CHECK(server->counters().in_flight == 2);
    fresh.send(fresh.answer_to(asked_here));
    CHECK(test::response_of(fresh.receive()).payload() == "of the new stream");
    old.send(old.answer_to(asked_there));
    CHECK(test::response_of(old.receive()).payload() == "of the old stream");
    // And once more, with the old stream lost in the middle.
    old.send(proposal);
    CHECK(old.receive().type() == Message::GET_STATE);
    old.cut();
    CHECK(is_idle());
    CHECK(test::response_of(fresh.invoke(call({"get", "k"}, "next"))).payload() ==
          "of the new stream");
    CHECK(server->counters().abandoned == 1);
  }
}

TEST_CASE_FIXTURE(Fixture, "faults: streams that are cut in the middle, one after the other") {
  for (const unsigned workers : {0U, 2U}) {
    CAPTURE(workers);
    serve({.workers = workers});
    Peer bystander(target());
    bystander.handshake();
    for (int i = 0; i < 30; ++i) {
      Peer peer(target());
      peer.handshake(i % 2 == 0);
      for (int k = 0; k < 10; ++k)
        peer.send(test::transaction_message(call({"get_all", "a", "b"}, std::to_string(k))));
      for (int k = 0; k < i % 10; ++k) (void)peer.receive();
      peer.cut();
      CHECK(is_served(bystander, std::to_string(i)));
    }
    CHECK(is_idle());
    CHECK(eventually([&] { return server->counters().ready_streams == 1; }));
  }
}

TEST_CASE_FIXTURE(Fixture, "faults: a flood of transactions is answered busy, others are served") {
  constexpr std::size_t most = 100;
  constexpr std::size_t all = 3'000;
  serve({.transactions = most});
  Peer bystander(target());
  bystander.handshake();
  Peer peer(target());
  peer.handshake();
  for (std::size_t i = 0; i < all; ++i)
    peer.send(test::transaction_message(call({"get", "k"}, std::to_string(i))));
  CHECK(is_served(bystander, "during"));
  std::size_t asked = 0;
  std::size_t busy = 0;
  for (std::size_t i = 0; i < all; ++i) {
    const Message heard = peer.receive();
    if (heard.type() == Message::GET_STATE) ++asked;
    if (heard.type() == Message::ERROR && heard.payload().starts_with("busy")) ++busy;
  }
  CHECK(asked == most);
  CHECK(busy == all - most);
  CHECK(server->counters().in_flight == most);
  peer.cut();
  CHECK(is_idle());
  CHECK(is_served(bystander, "after"));
}

TEST_CASE_FIXTURE(Fixture, "faults: a flood of answers to nobody is counted, and does no harm") {
  constexpr std::uint64_t all = 20'000;
  serve();
  Peer peer(target());
  peer.handshake();
  for (std::uint64_t i = 0; i < all; ++i)
    peer.send(message_of(i % 2 == 0 ? Message::RESPONSE : Message::ERROR, std::to_string(i)));
  CHECK(is_served(peer, "after"));
  CHECK(server->counters().ignored[static_cast<std::size_t>(not_waited_for)] == all);
  CHECK(server->counters().in_flight == 0);
}

TEST_CASE("faults: an answer after the time for it is for nobody, also while a worker goes on") {
  struct Patient : shim::Chaincode {
    shim::Response invoke(shim::Stub& stub) const override {
      std::string heard;
      try {
        heard = stub.get("k").value_or("-");
      } catch (const shim::Unanswered&) {
        gave_up = true;
        go_on.get_future().wait();
      }
      return shim::Response::success(heard);
    }
    mutable std::atomic<bool> gave_up = false;
    mutable std::promise<void> go_on = {};
  } chaincode;
  Log log{2, LogLevel::error};
  shim::Server server(chaincode, {.package_id = "toy_1:abc", .request_deadline = 1ms, .workers = 1},
                      std::vector<shim::Endpoint>(1), {}, log);
  REQUIRE(server.start().ok());
  Peer peer("127.0.0.1:" + std::to_string(server.port()));
  peer.handshake();
  peer.send(test::transaction_message(call({"f"})));
  const Message asked = peer.receive();
  CHECK(eventually([&] { return chaincode.gave_up.load(); }));
  peer.send(peer.answer_to(asked));
  const auto& ignored = server.counters().ignored;
  CHECK(eventually([&] { return ignored[static_cast<std::size_t>(not_waited_for)] == 1; }));
  chaincode.go_on.set_value();
  const Message end = peer.receive();
  CHECK(end.type() == Message::ERROR);
  CHECK(end.payload().starts_with("the peer has not answered"));
}

TEST_CASE_FIXTURE(Fixture, "faults: a peer that does not read gets no more transactions run") {
  constexpr std::uint64_t all = 100;
  constexpr std::uint64_t that_fit = 10;
  serve({}, {.queued_bytes = that_fit * 100'000});
  Peer bystander(target());
  bystander.handshake();
  DeafPeer deaf(server->port());
  for (std::uint64_t i = 0; i < all; ++i)
    deaf.say(test::transaction_message(call({"large", "100000"}, std::to_string(i))));
  deaf.settle();
  CHECK(server->counters().completed >= that_fit);
  CHECK(server->counters().completed <= that_fit + 1);
  CHECK(is_served(bystander, "during"));
  // It reads after all: nothing was lost. REGISTER came first.
  std::size_t completed = 0;
  for (const Message& message : deaf.hear(all + 1))
    if (message.type() == Message::COMPLETED) ++completed;
  CHECK(completed == all);
  CHECK(is_idle());
}

TEST_CASE_FIXTURE(Fixture, "faults: one that never reads loses its stream, and what waits on it") {
  serve({}, {.queued_bytes = 100'000, .stalled = 1ms});
  DeafPeer deaf(server->port());
  deaf.say(test::transaction_message(call({"get", "k"}, "waits")));
  deaf.say(test::transaction_message(call({"large", "200000"}, "fills")));
  for (auto frame = deaf.wire.read(); frame && frame->type != RawHttp2::rst_stream;
       frame = deaf.wire.read()) {
  }
  CHECK(is_idle());
  CHECK(server->counters().abandoned == 1);
  Peer peer(target());
  CHECK(peer.handshake() == "toy_1:abc");
  CHECK(is_served(peer, "after"));
}

TEST_CASE_FIXTURE(Fixture, "faults: certificates change while transactions wait") {
  const test::TempFolder folder;
  const auto authority = test::make_authority("ca");
  const auto peers = test::issue_pair(authority, "peer");
  const auto put = [&](const test::Pair& pair) {
    folder.write("tls.key", pair.key);
    folder.write("tls.crt", pair.certificate);
  };
  put(test::issue_pair(authority, "first"));
  folder.write("ca.crt", authority.certificate_pem());
  const auto source =
      *shim::http2::TlsSource::from_files(shim::http2::TlsRole::server,
                                          {.certificate_chain = folder.file("tls.crt"),
                                           .private_key = folder.file("tls.key"),
                                           .roots = folder.file("ca.crt")},
                                          log);
  serve({}, {}, source);
  const auto credentials =
      grpc::SslCredentials({authority.certificate_pem(), peers.key, peers.certificate});
  Peer old(target(), credentials);
  old.handshake();
  old.send(test::transaction_message(call({"get", "k"})));
  const Message asked = old.receive();
  CHECK(asked.type() == Message::GET_STATE);
  const auto before = source->context();
  // Half of a pair is not taken: the old one stays.
  const auto second = test::issue_pair(authority, "second");
  folder.write("tls.crt", second.certificate);
  source->reload();
  CHECK(source->context() == before);
  Peer between(target(), credentials);
  CHECK(between.handshake() == "toy_1:abc");
  put(second);
  source->reload();
  CHECK(source->context() != before);
  Peer fresh(target(), credentials);
  CHECK(fresh.handshake() == "toy_1:abc");
  CHECK(is_served(fresh, "new"));
  old.send(old.answer_to(asked));
  CHECK(old.receive().type() == Message::COMPLETED);
  CHECK(is_served(between, "old"));
}
