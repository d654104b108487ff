// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/conversation.hpp"

#include "chaincode/crypto/certificate_authority.hpp"
#include "proto/peer/shim.pb.h"
#include "tests/support/peer/requests.hpp"
#include "tests/support/proposal.hpp"
#include "tests/support/tls.hpp"

namespace tradelane::bench {
namespace {

using Message = protos::ChaincodeMessage;

constexpr const char* channel = "trade";
/// Each slot goes through so many proposals, so that no two transactions in a row are the same.
constexpr std::size_t proposals_per_slot = 4;

/// A client with a real certificate and a signature of the usual size, which no chaincode checks.
struct Client {
  std::string certificate;
  std::string signature = std::string(71, '\x30');

  Client() {
    const auto authority = test::make_authority("bench");
    certificate = test::issue_pair(authority, "client").certificate;
  }
  Message propose(const std::vector<std::string>& args, const std::string& nonce) const {
    Message out = test::transaction_message({.channel = channel,
                                             .chaincode = "bench",
                                             .msp = "BenchMSP",
                                             .certificate = certificate,
                                             .nonce = nonce,
                                             .args = args});
    out.mutable_proposal()->set_signature(signature);
    out.mutable_timestamp()->set_seconds(1);
    return out;
  }
};

struct Slot {
  std::vector<std::string> proposals;  // serialised
  std::vector<std::string> txids;
  std::vector<std::string> keys;
  std::size_t current = 0;  // of the proposals
  bool is_running = false;
  std::size_t reads = 0;
  std::size_t writes = 0;
  std::size_t rows = 0;
  bool had_event = false;
};

/// A txid is hexadecimal digest: its first eight bytes are hash enough.
struct TxidHash {
  std::size_t operator()(std::string_view txid) const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < sizeof out && i < txid.size(); ++i)
      out = (out << 8U) | static_cast<unsigned char>(txid[i]);
    return out * 0x9e3779b97f4a7c15U;
  }
};

class PeerConversation : public Conversation {
 public:
  PeerConversation(const Workload& workload, std::size_t slots, bool modern)
      : workload_(workload), modern_(modern), value_(workload.value()), slots_(slots) {
    const Client client;
    for (std::size_t i = 0; i < slots; ++i) {
      Slot& slot = slots_[i];
      slot.keys = workload.keys(i);
      for (std::size_t p = 0; p < proposals_per_slot; ++p) {
        const Message proposal = client.propose(
            workload.args(i), "nonce-" + std::to_string(i) + "-" + std::to_string(p));
        slot.txids.push_back(proposal.txid());
        slot.proposals.push_back(proposal.SerializeAsString());
      }
    }
    // Views into the texts: only once these do not move any more.
    for (std::size_t i = 0; i < slots; ++i)
      for (const std::string& txid : slots_[i].txids) by_txid_.emplace(txid, i);
    if (workload.kind == Workload::Kind::range) make_rows();
  }

  void greet(Link& link, const std::function<void()>& wait) override {
    bool registered = false;
    while (!registered) {
      wait();
      link.read([&](std::string_view bytes) {
        const auto message = read_message(bytes);
        if (message.type != Message::REGISTER) throw RunFailed("REGISTER was expected");
        registered = true;
      });
    }
    Message out;
    out.set_type(Message::REGISTERED);
    link.send(out.SerializeAsString());
    out.set_type(Message::READY);
    if (modern_) out.set_payload(test::announced_by_v3_1().SerializeAsString());
    link.send(out.SerializeAsString());
    link.flush();
  }

  std::string_view begin(std::size_t index) override {
    Slot& slot = slots_[index];
    slot.current = (slot.current + 1) % proposals_per_slot;
    slot.is_running = true;
    slot.reads = slot.writes = slot.rows = 0;
    slot.had_event = false;
    return slot.proposals[slot.current];
  }

  Step hear(std::string_view bytes) override {
    const auto message = read_message(bytes);
    if (!message.is_readable) throw RunFailed("a message cannot be read");
    const auto at = by_txid_.find(message.txid);
    if (at == by_txid_.end()) throw RunFailed("a message about no transaction");
    Slot& slot = slots_[at->second];
    if (!slot.is_running || slot.txids[slot.current] != message.txid || message.channel != channel)
      throw RunFailed("a message about a transaction that is over");
    if (message.type == Message::COMPLETED) {
      complete(slot, message);
      return {.slot = at->second, .is_done = true};
    }
    payload_.clear();
    answer(slot, message);
    scratch_.clear();
    append_number(scratch_, 1, Message::RESPONSE);
    if (!payload_.empty()) append_text(scratch_, 3, payload_);
    append_text(scratch_, 4, message.txid);
    append_text(scratch_, 7, message.channel);
    return {.slot = at->second, .answer = scratch_};
  }

 private:
  void complete(Slot& slot, const ChaincodeMessageView& message) const {
    slot.is_running = false;
    std::uint64_t status = 0;
    std::string_view payload;
    WireReader reader(message.payload);
    while (reader.next()) {
      if (reader.field() == 1) status = reader.number();
      if (reader.field() == 3) payload = reader.text();
    }
    if (!reader.ok() || status != 200) throw RunFailed("an answer with another status than 200");
    if (slot.reads != workload_.reads()) throw RunFailed("another number of reads");
    if (slot.writes != workload_.writes()) throw RunFailed("another number of writes");
    const bool wants_event = workload_.kind == Workload::Kind::event;
    if (wants_event && message.event.empty()) throw RunFailed("no event");
    if (!answer_.empty() && payload != answer_) throw RunFailed("another answer");
    if (workload_.kind == Workload::Kind::range && slot.rows != workload_.count)
      throw RunFailed("not all pages were asked for");
  }

  void answer(Slot& slot, const ChaincodeMessageView& message) {
    switch (message.type) {
      case Message::GET_STATE:
        return get(slot, first_text(message.payload, 1));
      case Message::GET_STATE_MULTIPLE:
        return get_multiple(slot, message.payload);
      case Message::PUT_STATE:
        return put(slot, first_text(message.payload, 1), first_text(message.payload, 2));
      case Message::WRITE_BATCH_STATE:
        return write_batch(slot, message.payload);
      case Message::GET_STATE_BY_RANGE:
      case Message::QUERY_STATE_NEXT:
        return page(slot);
      case Message::QUERY_STATE_CLOSE:
        return;
      case Message::ERROR:
        throw RunFailed("ERROR: " + std::string(message.payload));
      default:
        throw RunFailed("a message of type " + std::to_string(message.type));
    }
  }

  static std::string_view first_text(std::string_view payload, std::uint32_t field) {
    std::string_view out;
    WireReader reader(payload);
    while (reader.next())
      if (reader.field() == field) out = reader.text();
    if (!reader.ok()) throw RunFailed("a request cannot be read");
    return out;
  }

  void get(Slot& slot, std::string_view key) {
    if (slot.reads < slot.keys.size() && slot.keys[slot.reads] == key) {
      ++slot.reads;
      payload_ = value_;
      return;
    }
    // The contract layer looks up who calls; nobody is registered here.
    if (workload_.kind != Workload::Kind::router) throw RunFailed("a read of another key");
  }
  void get_multiple(Slot& slot, std::string_view payload) {
    WireReader reader(payload);
    std::string values;
    while (reader.next()) {
      if (reader.field() != 1) continue;
      get(slot, reader.text());
      append_text(values, 1, payload_);
    }
    if (!modern_) throw RunFailed("several keys at once, which was not offered");
    payload_ = values;
  }
  void put(Slot& slot, std::string_view key, std::string_view value) const {
    if (slot.writes >= slot.keys.size() || slot.keys[slot.writes] != key)
      throw RunFailed("a write of another key");
    if (value != value_) throw RunFailed("a write of another value");
    ++slot.writes;
  }
  void write_batch(Slot& slot, std::string_view payload) const {
    if (!modern_) throw RunFailed("a batch, which was not offered");
    WireReader reader(payload);
    while (reader.next())
      if (reader.field() == 1)
        put(slot, first_text(reader.text(), 1), first_text(reader.text(), 2));
  }

  void make_rows() {
    for (const std::string& key : workload_.keys(0)) {
      std::string kv;
      append_text(kv, 1, "bench");
      append_text(kv, 2, key);
      append_text(kv, 3, value_);
      std::string row;
      append_text(row, 1, kv);
      std::string& out = rows_.emplace_back();
      append_text(out, 1, row);
    }
  }
  void page(Slot& slot) {
    const std::size_t end = std::min<std::size_t>(rows_.size(), slot.rows + 100);
    for (; slot.rows < end; ++slot.rows) payload_ += rows_[slot.rows];
    if (slot.rows < rows_.size()) append_number(payload_, 2, 1);
    append_text(payload_, 3, "query");
  }

  Workload workload_;
  bool modern_;
  std::string value_;
  std::string answer_ = workload_.answer();
  std::vector<Slot> slots_;
  std::unordered_map<std::string_view, std::size_t, TxidHash> by_txid_;
  std::vector<std::string> rows_;
  std::string payload_;
  std::string scratch_;
};

}  // namespace

std::unique_ptr<Conversation> peer_conversation(const Workload& workload, std::size_t slots,
                                                bool modern) {
  return std::make_unique<PeerConversation>(workload, slots, modern);
}

}  // namespace tradelane::bench
