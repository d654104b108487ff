// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "adapters/gateway/block.hpp"
#include "adapters/gateway/proof.hpp"

/// What making and checking a proof share, for the .cpp files of this folder only.
namespace tradelane::gateway {

/// The DER of a block's header: SEQUENCE { INTEGER, OCTET STRING, OCTET STRING }.
Bytes header_der(const ProofBlock& block);
/// SHA-256 over all envelopes, one after the other.
Bytes hash_of_data(const std::vector<Bytes>& data);

/// Ends a check; caught in `verify_proof` and `read_proof`.
struct Refused {
  ProofRefusal refusal;
};
[[noreturn]] inline void refuse_proof(ProofFault fault, std::string where, std::string why) {
  throw Refused{{fault, std::move(where), std::move(why)}};
}

/// The public writes of `chaincode` that are rows of the bill.
std::vector<KeyWrite> row_writes(const BlockTransaction& transaction, const std::string& chaincode,
                                 const std::string& bill);
void apply_writes(const std::vector<KeyWrite>& writes, BillRows& rows);
/// The rows of the bill whose version it changes: by a value, or by a policy beside it.
std::vector<std::string> touched_rows(const BlockTransaction& transaction,
                                      const std::string& chaincode, const std::string& bill);

/// Who must endorse: by the policies that the bill's own transactions have set on its rows, and by
/// the chaincode's, where it is known.
class Endorsing {
 public:
  Endorsing(const Proof& proof, const Trust& trust);

  /// Throws `Refused` unless those who endorsed were enough for what it changes, `rows`.
  void check(const BlockTransaction& transaction, const std::vector<std::string>& rows,
             const std::string& where) const;
  /// From now on what it has set.
  void add(const BlockTransaction& transaction);

 private:
  const std::string& bill_;
  const std::string& chaincode_;
  const std::optional<Policy>& policy_;
  /// Row to common.SignaturePolicyEnvelope.
  std::map<std::string, Bytes> keys_ = {};
};

/// The history as the transactions of a proof tell it, one after the other.
class Replay {
 public:
  Replay(const std::string& bill, const std::string& chaincode)
      : bill_(bill), chaincode_(chaincode) {}

  /// Throws `Refused`.
  void add(const BlockTransaction& transaction, std::uint64_t block, std::uint64_t place,
           const std::string& where);
  const BillRows& rows() const { return rows_; }
  std::int64_t steps() const { return steps_; }
  /// The bill's record; "" before there is one.
  Bytes record() const;

 private:
  void check_reads(const BlockTransaction& transaction, const std::string& where) const;
  void check_step(const KeyWrite& write, const std::string& id, const std::string& where);
  void check_record(const std::string& where) const;

  const std::string& bill_;
  const std::string& chaincode_;
  BillRows rows_ = {};
  /// Which transaction wrote each row last, also where it took it away.
  std::map<std::string, std::optional<std::pair<std::uint64_t, std::uint64_t>>> versions_ = {};
  std::int64_t steps_ = 0;
  std::string head_ = {};
};

/// Checks an envelope: form, id, channel, chaincode, creator, endorsers. Throws `Refused`. Its
/// endorsers are the peers whose endorsements are good, each once.
BlockTransaction check_envelope(const Proof& proof, const Bytes& envelope, const Trust& trust,
                                const std::string& where);
/// Checks the orderers' signatures of a block. `seconds`: when it was made, about. Throws
/// `Refused`; adds to the report who signed and what could not be checked.
void check_orderers(const ProofBlock& block, const Trust& trust, std::int64_t seconds,
                    const std::string& where, ProofReport& report);

}  // namespace tradelane::gateway
