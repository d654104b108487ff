// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "adapters/gateway/block.hpp"
#include "adapters/gateway/proof.hpp"
#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/devpeer/block.hpp"
#include "proto/common/block_signatures.pb.h"
#include "proto/common/common.pb.h"
#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"
#include "tests/chaincode/devpeer/network.hpp"

namespace tradelane::test {

inline std::string row_key(const std::vector<std::string>& parts) {
  std::string out(1, '\0');
  for (const auto& part : parts) out += part + std::string(1, '\0');
  return out;
}

/// A channel on which bill HLCU/B1/1 is issued in block 3 and transferred in blocks 5 and 6, with
/// somebody else's transactions before, between and beside. Signed as Fabric's orderers do.
class ProofWorld {
 public:
  static constexpr const char* bill = "HLCU/B1/1";

  /// `orderer` "": blocks without signatures, as the embedded peer makes them.
  explicit ProofWorld(std::string orderer = "O") : orderer_(std::move(orderer)) {
    add({envelope("a", {other("x")})});
    add({envelope("b", {other("y")})});
    add({envelope("c", {other("z")}), step("issue")});
    add({envelope("d", {other("x")})});
    add({step("first")});
    add({step("second"), envelope("e", {other("y")})});
    add({envelope("f", {other("x")})});
  }

  const Network& network() const { return network_; }
  gateway::Trust trust() const {
    gateway::Trust out;
    for (const char* msp : {"A", "B", "O"})
      out.organisations[msp] = {.roots = network_.root(msp), .intermediates = {}};
    out.orderers = {"O"};
    out.policy = Policy::parse("AND(O, OR(A, B))", {"A", "B", "O"});
    return out;
  }
  /// A peer of each.
  static Bytes policy(const std::vector<std::string>& msps) {
    common::SignaturePolicyEnvelope out;
    auto& all = *out.mutable_rule()->mutable_n_out_of();
    all.set_n(static_cast<int>(msps.size()));
    for (const std::string& msp : msps) {
      common::MSPRole role;
      role.set_msp_identifier(msp);
      role.set_role(common::MSPRole::PEER);
      all.add_rules()->set_signed_by(out.identities_size());
      out.add_identities()->set_principal(role.SerializeAsString());
    }
    return out.SerializeAsString();
  }
  const std::vector<Bytes>& blocks() const { return blocks_; }
  gateway::Proof proof() const {
    gateway::ProofMaker maker(bill, "trade", "toy");
    for (const Bytes& block : blocks_) maker.add(block);
    return maker.take();
  }

  /// The next step of the bill as its contract writes it: O and A endorse whatever comes after.
  Bytes step(const std::string& nonce, const std::vector<std::string>& endorsers = {"O", "A"}) {
    const std::string id = devpeer_id(nonce);
    ++seq_;
    Json::Object row{{"actionCode", "ISSU"}, {"schema", "tradelane.billStep/1"}, {"txId", id}};
    if (seq_ > 1) row.emplace("prevHash", head_);
    const std::string text = canonical(row);
    head_ = crypto::sha256_hex(text).text();
    devpeer::ReadWriteSet set = other("beside");
    const std::string key = row_key({"EBL", "HLCU", "B1", "1"});
    set.reads[key] = version_;
    set.writes[key] = {.value = canonical(Json::Object{
                           {"headHash", head_}, {"id", bill}, {"seq", std::int64_t{seq_}}})};
    set.writes[row_key({"EBLTX", "HLCU", "B1", "1", "000000000" + std::to_string(seq_)})] = {
        .value = text};
    set.metadata[key] = {{gateway::validation_parameter, policy({"O", "A"})}};
    moves_record_ = true;
    return envelope(nonce, {set}, endorsers);
  }
  Bytes envelope(const std::string& nonce, const devpeer::ReadWriteSets& sets,
                 const std::vector<std::string>& endorsers = {"O", "A"}) const {
    return network_.envelope({.nonce = nonce}, sets, endorsers);
  }
  static devpeer::ReadWriteSet other(const std::string& key) {
    devpeer::ReadWriteSet out{.chaincode = "toy"};
    out.writes[key] = {.value = "1"};
    return out;
  }
  void add(const std::vector<Bytes>& envelopes) {
    devpeer::Block block{.number = blocks_.size() + 1,
                         .previous_hash = previous_,
                         .envelopes = envelopes,
                         .codes = std::vector<int>(envelopes.size(), 0)};
    previous_ = block.hash();
    if (moves_record_) version_ = devpeer::Version{block.number, seq_ == 1 ? 1U : 0U};
    moves_record_ = false;
    blocks_.push_back(orderer_.empty() ? block.encode() : signed_block(block));
  }

 private:
  std::string devpeer_id(const std::string& nonce) const {
    return to_hex(crypto::sha256(nonce + network_.client("A").identity));
  }
  Bytes signed_block(const devpeer::Block& block) const {
    common::Block message;
    message.ParseFromString(block.encode());
    const auto& header = message.header();
    common::SignatureHeader author;
    author.set_creator(network_.peer(orderer_).identity);
    author.set_nonce("orderer's nonce");
    common::Metadata metadata;
    metadata.set_value("what an orderer adds");
    auto& one = *metadata.add_signatures();
    one.set_signature_header(author.SerializeAsString());
    one.set_signature(
        network_.peer(orderer_).sign(metadata.value() + one.signature_header() + der(header)));
    *message.mutable_metadata()->mutable_metadata(common::SIGNATURES) =
        metadata.SerializeAsString();
    return message.SerializeAsString();
  }
  /// By hand, so that a wrong one in the code under test shows. Numbers below 128 only.
  static Bytes der(const common::BlockHeader& header) {
    const auto octets = [](const Bytes& bytes) {
      return Bytes{'\x04', static_cast<char>(bytes.size())} + bytes;
    };
    const Bytes inside = Bytes{'\x02', '\x01', static_cast<char>(header.number())} +
                         octets(header.previous_hash()) + octets(header.data_hash());
    return Bytes{'\x30', static_cast<char>(inside.size())} + inside;
  }

  Network network_{{"A", "B", "O"}};
  std::string orderer_;
  std::vector<Bytes> blocks_ = {};
  Bytes previous_ = Bytes(32, '\7');
  std::string head_ = {};
  int seq_ = 0;
  bool moves_record_ = false;
  std::optional<devpeer::Version> version_ = {};
};

}  // namespace tradelane::test
