// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contracts/consent/transactions.hpp"
#include "chaincode/contracts/evidence/transactions.hpp"

/// What the CDI gateway, data consumers and the data node say to us over HTTP, and we to them.
/// Plain data. Source: hk-domain.md 4.4, README.md beside this file.
namespace tradelane::cdi {

/// Bytes of the largest body that is read.
inline constexpr std::size_t largest_body = 64 * 1024;

/// The body of `…:grant` and `…:revoke`.
struct ActMessage {
  static constexpr std::string_view name = "ActMessage";
  /// The argument object of the transaction, with the owner's signatures.
  Json args = {};
  /// When the gateway sent this, so that an old request cannot be played again.
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("args", &ActMessage::args), field("at", &ActMessage::at));
  }
};

/// What a recipient asks for. The SHA-256 of its RFC 8785 bytes is the `requestDigest` with which
/// consent:Decide has decided; the salt keeps anybody from guessing it there.
struct DataRequest {
  static constexpr std::string_view name = "DataRequest";
  Set<std::string> categories = {};
  consent::DataPeriod data_period = {};
  std::string purpose = {};
  Set<evidence::EvidenceId> records = {};
  std::string salt = {};  // base64url, 16 bytes or more
  static constexpr auto fields() {
    return listing(field("categories", &DataRequest::categories),
                   field("dataPeriod", &DataRequest::data_period),
                   field("purpose", &DataRequest::purpose), field("records", &DataRequest::records),
                   field("salt", &DataRequest::salt));
  }
};

/// The body of `POST /v1/cdi/data-requests`.
struct DataRequestMessage {
  static constexpr std::string_view name = "DataRequestMessage";
  Digest access_id = {};  // the transaction id of consent:Decide
  consent::ConsentId consent_id = {};
  DataRequest request = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("accessId", &DataRequestMessage::access_id),
                   field("consentId", &DataRequestMessage::consent_id),
                   field("request", &DataRequestMessage::request),
                   field("at", &DataRequestMessage::at));
  }
};

/// What is signed for a request without a body.
struct ReadStatement {
  static constexpr std::string_view name = "ReadStatement";
  Timestamp at = {};
  std::string target = {};
  static constexpr auto fields() {
    return listing(field("at", &ReadStatement::at), field("target", &ReadStatement::target));
  }
};

/// An opening of facts, as it is handed on.
struct FactsOpening {
  static constexpr std::string_view name = "FactsOpening";
  evidence::EvidenceId evidence_id = {};
  std::int64_t version = 1;
  Digest commitment = {};
  std::string opening = {};  // its exact text
  static constexpr auto fields() {
    return listing(
        field("evidenceId", &FactsOpening::evidence_id), field("version", &FactsOpening::version),
        field("commitment", &FactsOpening::commitment), field("opening", &FactsOpening::opening));
  }
  bool operator==(const FactsOpening&) const = default;
};

struct DataAnswer {
  static constexpr std::string_view name = "DataAnswer";
  Digest access_id = {};
  std::vector<FactsOpening> openings = {};
  static constexpr auto fields() {
    return listing(field("accessId", &DataAnswer::access_id),
                   field("openings", &DataAnswer::openings));
  }
  bool operator==(const DataAnswer&) const = default;
};

/// As the data node says it; it may call the record by a name of its own.
struct NodeOpening : FactsOpening {
  static constexpr std::string_view name = "NodeOpening";
  std::optional<std::string> record = {};
  static constexpr auto fields() {
    return joined(inherited<NodeOpening>(FactsOpening::fields()),
                  listing(field("record", &NodeOpening::record)));
  }
};
struct NodeOpenings {
  static constexpr std::string_view name = "NodeOpenings";
  std::vector<NodeOpening> openings = {};
  static constexpr auto fields() { return listing(field("openings", &NodeOpenings::openings)); }
};

/// One transaction that an act has become.
struct Transacted {
  static constexpr std::string_view name = "Transacted";
  std::string transaction = {};  // consent:Grant
  std::string transaction_id = {};
  std::int64_t block = 0;
  Json result = {};
  static constexpr auto fields() {
    return listing(field("transaction", &Transacted::transaction),
                   field("transactionId", &Transacted::transaction_id),
                   field("block", &Transacted::block), field("result", &Transacted::result));
  }
  bool operator==(const Transacted&) const = default;
};

struct ActAnswer {
  static constexpr std::string_view name = "ActAnswer";
  std::string consent_id = {};
  std::vector<Transacted> transactions = {};
  static constexpr auto fields() {
    return listing(field("consentId", &ActAnswer::consent_id),
                   field("transactions", &ActAnswer::transactions));
  }
  bool operator==(const ActAnswer&) const = default;
};

}  // namespace tradelane::cdi
