// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/proof.hpp"

#include <algorithm>

#include "adapters/gateway/proof_parts.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::gateway {

namespace {

constexpr const char* policy_unknown =
    "the chaincode's endorsement policy is not in the file: whether each act met it";

class Verifier {
 public:
  Verifier(const Proof& proof, const Trust& trust)
      : proof_(proof),
        trust_(trust),
        endorsing_(proof, trust),
        replay_(proof.bill, proof.chaincode) {
    if (!trust.policy) out_.unchecked.emplace_back(policy_unknown);
  }

  ProofReport verify() {
    if (proof_.blocks.empty() || proof_.blocks.front().transactions.empty() ||
        proof_.blocks.back().transactions.empty())
      refuse_proof(ProofFault::form, "blocks",
                   "the first and the last block must be ones in which the bill changed");
    for (std::size_t i = 0; i < proof_.blocks.size(); ++i) check_block(i);
    if (digest_of_rows(replay_.rows()) != proof_.state)
      refuse_proof(ProofFault::record, "state",
                   "the rows that the transactions leave are not those of the export");
    out_.first_block = proof_.blocks.front().number;
    out_.last_block = proof_.blocks.back().number;
    out_.steps = replay_.steps();
    out_.record = replay_.record();
    return std::move(out_);
  }

 private:
  void check_block(std::size_t i) {
    const ProofBlock& block = proof_.blocks[i];
    const std::string where = "block " + std::to_string(block.number);
    if (i > 0) check_link(proof_.blocks[i - 1], block, where);
    if (block.hash != crypto::sha256(header_der(block)))
      refuse_proof(ProofFault::link, where, "its hash is not that of its header");
    if (block.transactions.empty()) {
      if (!block.data.empty() || !block.signatures.empty())
        refuse_proof(ProofFault::form, where, "it has contents and no transaction of the bill");
      return;
    }
    if (hash_of_data(block.data) != block.data_hash)
      refuse_proof(ProofFault::data, where, "its envelopes are not those of its header");
    check_contents(block, where);
  }

  static void check_link(const ProofBlock& before, const ProofBlock& block,
                         const std::string& where) {
    if (block.number != before.number + 1)
      refuse_proof(ProofFault::link, where,
                   "it does not follow block " + std::to_string(before.number));
    if (block.previous_hash != before.hash)
      refuse_proof(ProofFault::link, where, "it was made upon another block than the one before");
  }

  /// Orderers state no time: that of the newest transaction of the bill in it stands for it.
  void check_contents(const ProofBlock& block, const std::string& where) {
    std::int64_t seconds = 0;
    std::optional<std::uint64_t> last;
    for (const auto& [place, id] : block.transactions) {
      const std::string here = where + ", transaction " + std::to_string(place);
      if ((last && place <= *last) || place >= block.data.size())
        refuse_proof(ProofFault::transaction, here, "it is not at its place in the block");
      last = place;
      const auto transaction = check_envelope(proof_, block.data[place], trust_, here);
      if (transaction.id != id) refuse_proof(ProofFault::transaction, here, "it has another id");
      endorsing_.check(transaction, touched_rows(transaction, proof_.chaincode, proof_.bill), here);
      replay_.add(transaction, block.number, place, here);
      endorsing_.add(transaction);
      seconds = std::max(seconds, transaction.time.seconds);
      add_act(transaction, block.number);
    }
    check_orderers(block, trust_, seconds, where, out_);
  }

  void add_act(const BlockTransaction& transaction, std::uint64_t block) {
    out_.acts.push_back({.block = block,
                         .transaction_id = transaction.id,
                         .seconds = transaction.time.seconds,
                         .function = transaction.args.empty() ? "" : transaction.args.front(),
                         .creator_msp = transaction.creator_msp,
                         .endorsers = transaction.endorsers});
  }

  const Proof& proof_;
  const Trust& trust_;
  Endorsing endorsing_;
  Replay replay_;
  ProofReport out_ = {};
};

}  // namespace

std::string_view token_of(ProofFault fault) {
  switch (fault) {
    case ProofFault::form:
      return "PROOF_FORM";
    case ProofFault::link:
      return "PROOF_LINK";
    case ProofFault::data:
      return "PROOF_DATA";
    case ProofFault::orderer:
      return "PROOF_ORDERER";
    case ProofFault::transaction:
      return "PROOF_TRANSACTION";
    case ProofFault::creator:
      return "PROOF_CREATOR";
    case ProofFault::endorser:
      return "PROOF_ENDORSER";
    case ProofFault::verdict:
      return "PROOF_VERDICT";
    case ProofFault::chain:
      return "PROOF_CHAIN";
    case ProofFault::record:
      break;
  }
  return "PROOF_RECORD";
}

std::string ProofRefusal::text() const {
  return std::string(token_of(fault)) + ": " + where + ": " + why;
}

Outcome<ProofReport, ProofRefusal> verify_proof(const Proof& proof, const Trust& trust) {
  try {
    return Verifier(proof, trust).verify();
  } catch (const Refused& refused) {
    return refused.refusal;
  }
}

}  // namespace tradelane::gateway
