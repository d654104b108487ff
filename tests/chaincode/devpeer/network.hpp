// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/devpeer/membership.hpp"
#include "chaincode/devpeer/transaction.hpp"
#include "proto/peer/proposal.pb.h"

namespace tradelane::test {

/// Somebody with a certificate and its key.
struct Signer {
  Bytes identity = {};  // a msp.SerializedIdentity
  crypto::PrivateKey key;

  Bytes sign(std::string_view message) const;
};

/// Organisations with an authority, a peer and a client each; keys of their own in every run.
class Network {
 public:
  explicit Network(const std::vector<std::string>& organisations);

  const devpeer::Membership& membership() const { return membership_; }
  const Signer& peer(const std::string& msp) const { return peers_.at(msp); }
  const Signer& client(const std::string& msp) const { return clients_.at(msp); }
  /// PEM.
  const std::string& root(const std::string& msp) const {
    return authorities_.at(msp).certificate_pem();
  }
  /// A certificate of one organisation's authority under another's name.
  Signer impostor(const std::string& issuer, const std::string& claimed) const;

  struct Call {
    std::string channel = "trade";
    std::string chaincode = "toy";
    std::vector<std::string> args = {"toy:Put", "{}"};
    std::map<std::string, std::string> transient = {};
    /// Makes the transaction id; never use one twice unless you mean it.
    std::string nonce = "nonce";
    std::int64_t seconds = 1'800'000'000;
  };
  static protos::SignedProposal propose(const Signer& client, const Call& call);

  /// A signed envelope around `sets`, endorsed by the peers of `endorsers`; `event` is a serialised
  /// protos.ChaincodeEvent.
  Bytes envelope(const Call& call, const devpeer::ReadWriteSets& sets,
                 const std::vector<std::string>& endorsers, const devpeer::PrivateSets& clear = {},
                 const Bytes& event = {}) const;

 private:
  Signer issue(const crypto::CertificateAuthority& authority, const std::string& msp,
               const std::string& unit) const;
  std::map<std::string, crypto::CertificateAuthority> authorities_;
  devpeer::Membership membership_;
  std::map<std::string, Signer> peers_;
  std::map<std::string, Signer> clients_;
};

/// A signed common.Envelope of `payload`.
Bytes sign_envelope(const Signer& signer, const Bytes& payload);

}  // namespace tradelane::test
