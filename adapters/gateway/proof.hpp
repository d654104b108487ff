// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/gateway/outcome.hpp"
#include "chaincode/base/bytes.hpp"
#include "proto/policy.hpp"

/// The proof of one bill: every block in which it changed, with the headers between, so that who
/// has nothing but the organisations' root certificates can check it without a network. Pure
/// functions over plain data, safe from any thread.
///
/// As a file a proof is one line of canonical JSON (RFC 8785), hashes in hexadecimal and bytes in
/// base64:
///
///   {form: "tradelane.billProof/1", bill, channel, chaincode, state, blocks: [
///     {number, previousHash, dataHash, hash}                     a header between, or
///     {… , data: [envelope], transactions: [{place, id}],        a block in which the bill changed
///      signatures: {value, by: [{header, identifier, signature}]}}]}
///
/// What is in a block and in no digest or signature (Fabric's metadata but for the signatures) is
/// not in the file: nothing in it can be changed unseen. A block's verdicts are such metadata, so a
/// file names the transactions that its peer found VALID; `verify_proof` tries them as a peer does:
/// by what each has read, by the endorsement policies that the bill's own transactions have set on
/// its rows, and by the chaincode's where the verifier knows it.
namespace tradelane::gateway {

struct ProvenTransaction {
  /// Its place in the block.
  std::uint64_t place = 0;
  std::string id = {};
};
struct OrdererSignature {
  /// A common.SignatureHeader; of a SmartBFT orderer empty, with `identifier` instead.
  Bytes header = {};
  Bytes identifier = {};
  Bytes signature = {};
};
struct ProofBlock {
  std::uint64_t number = 0;
  Bytes previous_hash = {};
  Bytes data_hash = {};
  /// SHA-256 of the header's DER.
  Bytes hash = {};
  /// All envelopes of the block; none of a block that is only a link.
  std::vector<Bytes> data = {};
  /// Those that are VALID and wrote a row of the bill, in their order; of a link none.
  std::vector<ProvenTransaction> transactions = {};
  /// What the orderers signed besides the header.
  Bytes signed_value = {};
  std::vector<OrdererSignature> signatures = {};
};
struct Proof {
  /// As BillId has it: `HLCU/B1/1`.
  std::string bill = {};
  std::string channel = {};
  std::string chaincode = {};
  /// Digest of all rows of the bill after the last block: `digest_of_rows`.
  Bytes state = {};
  /// Without a gap, the first and the last with data.
  std::vector<ProofBlock> blocks = {};
};

/// Certificates in PEM by MSP id, of the verifier's own knowledge: never out of the file.
struct Authorities {
  std::string roots = {};
  std::string intermediates = {};
};
struct Trust {
  std::map<std::string, Authorities> organisations = {};
  /// MSP ids of the ordering organisations. Empty: whoever's certificate has the unit `orderer`.
  std::vector<std::string> orderers = {};
  /// The chaincode's endorsement policy, which is not in the file. Absent: that it was met is named
  /// among what could not be checked.
  std::optional<Policy> policy = {};
};

/// What was found wrong: the first of it, in the order of the file.
enum class ProofFault : std::uint8_t {
  form,         // not such a file, or not written as it was
  link,         // a header: its hash, its number, the hash of the one before
  data,         // the envelopes are not those of the header
  orderer,      // a signature of the block
  transaction,  // form, id, channel, chaincode, what was proposed
  creator,      // the certificate or signature of who proposed it
  endorser,     // the same of an endorser, or those who endorsed were not enough
  verdict,      // it cannot have been valid after what is there before it
  chain,        // a step of the history is missing, or not linked to the one before
  record,       // the bill's record, or the state of all rows, is not what the steps end in
};
/// `PROOF_LINK`
std::string_view token_of(ProofFault fault);

struct ProofRefusal {
  ProofFault fault = ProofFault::form;
  /// "block 7, transaction 0, endorsement 1"
  std::string where = {};
  std::string why = {};

  std::string text() const;
};

/// One act on the bill.
struct ProvenAct {
  std::uint64_t block = 0;
  std::string transaction_id = {};
  std::int64_t seconds = 0;  // as the creator claims it
  std::string function = {};
  std::string creator_msp = {};
  /// MSP ids of the peers whose endorsements are good, each peer once.
  std::vector<std::string> endorsers = {};
};
struct ProofReport {
  std::uint64_t first_block = 0;
  std::uint64_t last_block = 0;
  std::vector<ProvenAct> acts = {};
  std::int64_t steps = 0;
  /// The bill's record at the end, as JSON.
  Bytes record = {};
  /// MSP ids of those whose signatures of blocks were good.
  std::vector<std::string> orderers = {};
  /// What could not be checked, for people; with none of it the proof is whole.
  std::vector<std::string> unchecked = {};
};

/// The rows of a bill, key to value.
using BillRows = std::map<std::string, Bytes>;
Bytes digest_of_rows(const BillRows& rows);
/// The key belongs to the bill: its record, a step, a document, freeze, recovery, who holds it.
bool is_row_of(const std::string& bill, std::string_view key);

/// Puts a proof together from the blocks of a channel, which come in their order without a gap.
class ProofMaker {
 public:
  ProofMaker(std::string bill, std::string channel, std::string chaincode);
  /// `bytes`: common.Block as received. Throws `Fault` for what is none.
  void add(std::string_view bytes);
  bool is_empty() const { return proof_.blocks.empty(); }
  /// Up to the last block in which the bill changed.
  Proof take();

 private:
  Proof proof_;
  BillRows rows_ = {};
  std::size_t used_ = 0;
};

std::string write_proof(const Proof& proof);
Outcome<Proof, ProofRefusal> read_proof(std::string_view text);

Outcome<ProofReport, ProofRefusal> verify_proof(const Proof& proof, const Trust& trust);

}  // namespace tradelane::gateway
