// SPDX-License-Identifier: Apache-2.0
// fixtures/wire holds dialogues of a peer and a chaincode. What the chaincode says must stay the
// same, byte for byte: peers of all versions have to understand it, and endorsers to agree on it.
#include "tests/chaincode/shim/wire_dialogue.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/chaincode/shim/stub_peer.hpp"

using namespace tradelane::test;
using Message = protos::ChaincodeMessage;

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(TRADELANE_SOURCE_DIR) / "fixtures/wire";

std::string key_of(int number) {
  std::string digits = std::to_string(number);
  return "k" + digits.insert(0, 3 - digits.size(), '0');
}

void fill(WireRecorder& with, int rows) {
  for (int i = 0; i < rows; ++i) with.space().values[key_of(i)] = "v";
}

/// The dialogue, in which the chaincode has done nothing that a peer would not take.
std::string done(const WireRecorder& with) {
  CHECK(with.violations() == std::vector<std::string>{});
  return with.text();
}

Message by_hand(const WireRecorder& after, int type, const std::string& payload = "") {
  Message out;
  out.set_type(static_cast<Message::Type>(type));
  out.set_channel_id(after.proposal().channel_id());
  out.set_txid(after.proposal().txid());
  out.set_payload(payload);
  return out;
}

std::string writes(bool modern) {
  WireRecorder with(modern ? "A peer of v3.1: several writes are one message, and so are several "
                             "reads.\n"
                           : "A peer of v2.5: each read and each write is a message of its own.\n",
                    modern);
  with.call({"put", "k", "v", "put", "l", "w", "del", "m", "set_policy", "k", key_policy});
  with.call({"get_all", "3", "k", "l", "m", "get", "k", "policy", "k", "event", "done", "payload"});
  with.call({"put", "k", "only one"});
  with.call({"get", "k"});
  return done(with);
}

std::string queries() {
  WireRecorder with(
      "Queries: pages of a hundred rows, one that is left early, pages by bookmark, "
      "history, a rich\nquery that LevelDB does not answer.\n",
      true);
  fill(with, 130);
  with.call({"range", "", "k128", "110"});
  with.call({"range", "k", "l", "2", "get", "k000"});
  with.call({"page", "k", "", "3", ""});
  with.call({"page", "k", "k005", "3", "k003"});
  with.call({"put", std::string("\0bill\0A\0", 8), "1"});
  with.call({"composite", "bill", "1", "A", "0", "page_composite", "bill", "0", "5", ""});
  with.call({"history", std::string("\0bill\0A\0", 8), "0"});
  with.call({"rich", "{\"selector\":{}}", "0"});
  return done(with);
}

std::string private_data() {
  WireRecorder with("Private data in all forms, from its first write to its purge.\n", true);
  with.space().collections["deal"] = {.members = {"OneMSP"}};
  with.call({"pput", "deal", "k", "secret", "pset_policy", "deal", "k", key_policy});
  with.call({"pget", "deal", "k", "pget_all", "deal", "2", "k", "none", "phash", "deal", "k",
             "ppolicy", "deal", "k"});
  with.call({"prange", "deal", "", "", "0", "pcomposite", "deal", "bill", "1", "A", "0"});
  with.call({"prich", "deal", "{}", "0"});
  with.call({"ppurge", "deal", "k", "pdel", "deal", "none"});
  return done(with);
}

std::string calls() {
  WireRecorder with(
      "A chaincode calls itself on another channel: the same txid on the same "
      "stream, twice; and one\nthat is not there.\n",
      false);
  with.call({"put", "k", "before", "call", "tradelane", "other", "5", "get", "k", "event", "lost",
             "with its callee"});
  with.call({"call", "tradelane", "other", "5", "get", "k", "put", "k", "w", "get", "k"});
  with.call({"call", "tradelane", "other", "3", "respond", "404", "TOY_UNKNOWN: no"});
  with.call({"call", "missing", "", "1", "argument"});
  return done(with);
}

std::string errors() {
  WireRecorder with(
      "Every way in which a transaction fails: by the peer, by a write that it "
      "refuses, by an exception,\nby a refusal of the chaincode itself.\n",
      true);
  with.call({"pget", "unknown", "k"});
  with.call({"page", "a", "b", "5", "", "put", "k", "v", "put", "l", "w"});
  with.call({"put", "k", "v", "fail", "what went wrong: \xff"});
  with.call({"put", "k", "v", "event", "e", "p", "respond", "409", "TOY_CONFLICT: no"});
  with.call({"put", "k", ""});
  return done(with);
}

std::string oversize() {
  WireRecorder with(
      "Too large: a call, the peer's answer, the answer to the client. Each fails its "
      "transaction and\nno other. Writes that are too large together are several "
      "messages.\n",
      true, {{"message_bytes", 1000}});
  with.space().values["large"] = std::string(1001, 'x');
  with.call({"get", std::string(1001, 'k')});
  with.call({"get", "large"});
  std::vector<std::string> much;
  for (int i = 0; i < 12; ++i) much.emplace_back("transaction");
  with.call(much);
  std::vector<std::string> many;
  for (int i = 0; i < 20; ++i) many.insert(many.end(), {"put", key_of(i), "v"});
  with.call(many);
  return done(with);
}

std::string init() {
  WireRecorder with("INIT is a call that says so; a peer gives it no private data.\n", false);
  with.propose({"entry", "put", "k", "v"}, Message::INIT);
  with.settle();
  with.propose({"pget", "_implicit_org_OneMSP", "k"}, Message::INIT);
  with.settle();
  with.call({"entry", "get", "k"});
  return done(with);
}

std::string together() {
  WireRecorder with("Three transactions at once on one stream, and one too many.\n", false,
                    {{"transactions", 3}});
  with.propose({"get", "a", "get", "b", "put", "c", "1"});
  with.propose({"get", "a"});
  with.propose({"put", "c", "2", "put", "d", "3"});
  with.propose({"get", "e"});
  with.settle();
  return done(with);
}

std::string strangers() {
  WireRecorder with(
      "What a peer should not say: nothing of it does harm until a message comes that "
      "only a chaincode\nmay send.\n",
      false);
  with.say(by_hand(with, Message::KEEPALIVE, "as it was"));
  with.say(by_hand(with, Message::REGISTERED));
  with.say(by_hand(with, Message::READY, "\x08\x01\x10\x64"));
  with.settle();
  with.call({"put", "k", "v", "put", "l", "w"});
  with.say(by_hand(with, Message::RESPONSE, "too late"));
  with.say(by_hand(with, Message::ERROR, "too late"));
  with.propose({"get", "k"});
  with.say(with.proposal());  // the same transaction twice
  with.settle();
  with.say(by_hand(with, Message::GET_STATE, "\x0a\x01k"));
  with.say(by_hand(with, Message::KEEPALIVE));
  with.settle();
  return done(with);
}

std::map<std::string, std::string (*)()> scripts() {
  return {{"v2_5_writes", [] { return writes(false); }},
          {"v3_1_writes", [] { return writes(true); }},
          {"queries", queries},
          {"private_data", private_data},
          {"calls", calls},
          {"errors", errors},
          {"oversize", oversize},
          {"init", init},
          {"together", together},
          {"strangers", strangers}};
}

std::string read(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("wire: the recorded dialogues are played again, byte for byte") {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    CAPTURE(entry.path().filename().string());
    CHECK(replay(parse_dialogue(read(entry.path()))) == "");
    ++files;
  }
  CHECK(files == static_cast<int>(scripts().size()));
}

TEST_CASE("wire: a model of today's peer says what is recorded of it") {
  // After a change that is meant: TRADELANE_RECORD=1 writes the files anew, and the difference is
  // there for everybody to see.
  const bool records = std::getenv("TRADELANE_RECORD") != nullptr;
  for (const auto& [name, script] : scripts()) {
    CAPTURE(name);
    const std::string text = script();
    const fs::path file = folder / (name + ".txt");
    if (records) std::ofstream(file, std::ios::binary) << text;
    CHECK(read(file) == text);
  }
}

TEST_CASE("wire: a byte that differs is found, wherever it is") {
  WireDialogue dialogue = parse_dialogue(read(folder / "v2_5_writes.txt"));
  int changed = 0;
  for (WireLine& line : dialogue.lines) {
    if (line.kind != WireLine::Kind::from_chaincode) continue;
    std::string& payload = *line.message.mutable_payload();
    payload.back() = static_cast<char>(payload.back() ^ 1);
    CHECK(replay(dialogue).find("expected: " + text_of(line)) != std::string::npos);
    payload.back() = static_cast<char>(payload.back() ^ 1);
    ++changed;
  }
  CHECK(changed > 10);
  dialogue.lines.pop_back();
  CHECK(replay(dialogue).find("expected: (nothing)") != std::string::npos);
}
