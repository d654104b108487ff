// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/contract/act.hpp"
#include "chaincode/contract/context.hpp"

/// Who really acts, and whether the same act was done before. Source: contracts.md 2, story.md 2.
namespace tradelane::contract {

/// What an act is about, in its present state: `seq` 0 and an empty `last_act` without a record.
struct Subject {
  std::string name = {};  // "bill/<id>"
  std::int64_t seq = 0;
  Digest last_act = {};
};

struct Act {
  /// The very act that the subject remembers as its last one: answer success, change nothing.
  bool repeated = false;
  /// To be stored as the subject's `lastAct` together with `seq` + 1.
  Digest digest = {};
};

/// Finds whether the present call repeats the last act on `subject`; nobody is authorised by it.
Act unsigned_act(const Context& tx, const Subject& subject);

/// Demands the detached signature of `signer` over the present call, whoever submits it; of a joint
/// party as many as it needs, each with another key. Refusals in order: ACT_MISSING (A1) ACT_KEY
/// (A2) `invalid` (A3) ACT_EXPIRED (A4), and after the question whether it is a repetition ACT_SEQ
/// (A5).
Result<Act> signed_act(const Context& tx, const Party& signer,
                       const std::vector<Signature>& signatures, const Subject& subject,
                       Code invalid = Code::act_sig_invalid);

/// The act of a company: by its certificate (the caller is `signer`, else AUTH_DENIED A10) or, when
/// its record says SIGNATURE, by its signature.
Result<Act> company_act(const Context& tx, const Party& signer,
                        const std::vector<Signature>& signatures, const Subject& subject,
                        Code invalid = Code::act_sig_invalid);

/// Whoever submits, the company itself must be able to act: PARTY_INACTIVE (A14),
/// TERMS_NOT_ACCEPTED (A15).
Result<> may_act(const Party& actor);

/// A company's act may be submitted by the MSP of its own record or of the party it is addressed
/// to, and by nobody else.
bool may_submit(const Caller& caller, const Party& signer, const Party& addressee);
bool may_submit(const Caller& caller, const Party& signer);

}  // namespace tradelane::contract
