// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "chaincode/contract/act.hpp"
#include "chaincode/contracts/party/records.hpp"

/// The argument objects of `party:…`: plain data, the contract's public face.
namespace tradelane::party {

struct Bootstrap {
  static constexpr std::string_view name = "Bootstrap";
  Set<MspId> operator_msps = {};
  Set<std::string> fingerprint_kids = {};
  Rulebook rulebook = {};
  static constexpr auto fields() {
    return listing(field("operatorMsps", &Bootstrap::operator_msps),
                   field("fingerprintKids", &Bootstrap::fingerprint_kids),
                   field("rulebook", &Bootstrap::rulebook));
  }
};

struct RegisterCommitments {
  static constexpr std::string_view name = "RegisterCommitments";
  Digest identity = {};
  static constexpr auto fields() {
    return listing(field("identity", &RegisterCommitments::identity));
  }
};

struct Register {
  static constexpr std::string_view name = "Register";
  PartyId party_id = {};
  MspId msp = {};
  bool default_party = false;
  ActsBy acts_by = ActsBy::certificate;
  Set<Role> roles = {};
  Country jurisdiction = {};
  std::vector<VerificationKey> keys = {};
  RegisterCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("partyId", &Register::party_id), field("msp", &Register::msp),
                   field("defaultParty", &Register::default_party),
                   field("actsBy", &Register::acts_by), field("roles", &Register::roles),
                   field("jurisdiction", &Register::jurisdiction), field("keys", &Register::keys),
                   field("commitments", &Register::commitments));
  }
};

struct AcceptTerms {
  static constexpr std::string_view name = "AcceptTerms";
  PartyId party_id = {};
  Rulebook rulebook = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("partyId", &AcceptTerms::party_id),
                   field("rulebook", &AcceptTerms::rulebook),
                   optional_field("signatures", &AcceptTerms::signatures));
  }
};

struct Get {
  static constexpr std::string_view name = "PartyGet";
  PartyId party_id = {};
  /// Also the identity, as far as the caller's own organisation keeps it.
  bool open = false;
  static constexpr auto fields() {
    return listing(field("partyId", &Get::party_id), optional_field("open", &Get::open));
  }
};

struct PartyView {
  static constexpr std::string_view name = "PartyView";
  Party party = {};
  /// Absent unless asked for and kept by the caller's organisation.
  std::optional<Identity> identity = {};
  static constexpr auto fields() {
    return listing(field("party", &PartyView::party), field("identity", &PartyView::identity));
  }
};

}  // namespace tradelane::party
