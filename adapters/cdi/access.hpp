// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cdi/wire.hpp"
#include "chaincode/base/result.hpp"

/// The rules by which data go to a recipient, in their order. Pure functions of what the ledger
/// says. Source: hk-domain.md 2.5 (DataDeliver), story.md 3; the table: README.md beside this file.
namespace tradelane::cdi {

struct AccessAsk {
  const DataRequestMessage& message;
  PartyId caller = {};
  Timestamp now = {};
  /// How long after the decision data are handed out.
  std::int64_t ttl_s = 0;
};

/// The row of the journal allows what is asked for. ACC_UNKNOWN also for somebody else's access,
/// so that nobody learns of it; CNS_<reason> for a denial; ACC_EXPIRED; PRIVATE_DIGEST when the
/// request is not the one that was decided on; CNS_PURPOSE and CNS_CATEGORY when it says more.
Result<> check_access(const consent::JournalView& journal, const AccessAsk& ask);

/// The consent still holds, and for this: CNS_REVOKED_SINCE, CNS_EXPIRED, CNS_EXPORT_BASIS where no
/// payload may leave, CNS_PERIOD.
Result<> check_consent(const consent::ConsentView& view, const AccessAsk& ask);

/// The record belongs to the consent's owner (else CNS_NOT_FOUND, nothing covers it), is of a
/// category that was asked for (CNS_CATEGORY) and of the period (CNS_PERIOD).
Result<> check_record(const evidence::EvidenceView& view, const consent::ConsentView& consent,
                      const AccessAsk& ask);

/// The digest that consent:Decide is given for a request.
Digest request_digest(const DataRequest& request);

}  // namespace tradelane::cdi
