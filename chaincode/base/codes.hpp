// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

/// The only list of refusal codes. A token is part of the public interface: it leads the error
/// message that a Fabric client sees, is never renamed and never reused. The class alone decides
/// the response status and whether a retry makes sense.
namespace tradelane {

enum class CodeClass : std::uint8_t {
  malformed,  // 400: the request cannot be understood, whatever the ledger says
  denied,     // 403: the caller may not do this
  unknown,    // 404: the thing named does not exist
  conflict,   // 409: the ledger is in another state
};

// X(enumerator, token, class, sentence)
// clang-format off
#define TRADELANE_CODES(X)                                                                         \
  /* every contract */                                                                             \
  X(arg_malformed, "ARG_MALFORMED", malformed, "The argument object is malformed.")                \
  X(arg_limit, "ARG_LIMIT", malformed, "A limit is exceeded.")                                     \
  X(tx_unknown, "TX_UNKNOWN", unknown, "There is no such transaction.")                            \
  X(tx_time, "TX_TIME", malformed, "The proposal's time is too far from the server's clock.")      \
  X(auth_denied, "AUTH_DENIED", denied, "The caller may not do this.")                             \
  X(id_check_digit, "ID_CHECK_DIGIT", malformed, "The identifier's check digit is wrong.")         \
  X(record_conflict, "RECORD_CONFLICT", conflict, "The same id exists with other content.")        \
  X(act_missing, "ACT_MISSING", denied, "The signature of the acting party is missing.")           \
  X(act_key, "ACT_KEY", denied, "The signing key is unknown, not valid now or revoked.")           \
  X(act_sig_invalid, "ACT_SIG_INVALID", denied, "The signature of the act does not verify.")       \
  X(act_expired, "ACT_EXPIRED", denied, "The signed act has expired.")                             \
  X(act_seq, "ACT_SEQ", conflict, "The act was signed for another state of its subject.")          \
  X(private_missing, "PRIVATE_MISSING", malformed, "A needed opening is absent.")                  \
  X(private_digest, "PRIVATE_DIGEST", malformed, "An opening does not match its commitment.")      \
  X(private_unused, "PRIVATE_UNUSED", malformed, "An opening was sent that nothing asks for.")     \
  X(private_value, "PRIVATE_VALUE", malformed, "A private value differs from the recomputed one.") \
  /* party */                                                                                      \
  X(boot_conflict, "BOOT_CONFLICT", conflict, "The channel was bootstrapped with other content.")  \
  X(party_unknown, "PARTY_UNKNOWN", unknown, "There is no such party.")                            \
  X(party_exists, "PARTY_EXISTS", conflict, "The party id exists with other content.")             \
  X(party_inactive, "PARTY_INACTIVE", denied, "The party is not active.")                          \
  X(party_role, "PARTY_ROLE", denied, "The party does not have the role that this asks for.")      \
  X(party_default_taken, "PARTY_DEFAULT_TAKEN", conflict, "The MSP has a default party already.")  \
  X(party_key, "PARTY_KEY", malformed, "A verification key cannot be used.")                       \
  X(party_state, "PARTY_STATE", conflict, "The party is in that state already.")                   \
  X(party_key_unknown, "PARTY_KEY_UNKNOWN", unknown, "The party has no such key.")                 \
  X(party_key_time, "PARTY_KEY_TIME", malformed, "A key cannot end at this time.")                 \
  X(party_act_unknown, "PARTY_ACT_UNKNOWN", unknown, "The key has signed no such act since.")      \
  X(format_unknown, "FORMAT_UNKNOWN", malformed, "This chaincode does not know the format.")       \
  X(format_state, "FORMAT_STATE", conflict, "The channel's format does not allow this.")           \
  X(ebl_code_ambiguous, "EBL_CODE_AMBIGUOUS", conflict, "The code stands for something else.")     \
  X(terms_mismatch, "TERMS_MISMATCH", conflict, "The rulebook is not the channel's.")              \
  X(terms_not_accepted, "TERMS_NOT_ACCEPTED", denied, "The party has not accepted the terms.")     \
  /* consent */                                                                                    \
  X(cns_bad_field, "CNS_BAD_FIELD", malformed, "A field of the consent is malformed.")             \
  X(cns_unknown, "CNS_UNKNOWN", unknown, "There is no such consent.")                              \
  X(cns_duplicate_id, "CNS_DUPLICATE_ID", conflict, "The consent id exists with other content.")   \
  X(cns_purpose_unknown, "CNS_PURPOSE_UNKNOWN", malformed, "The purpose or category is unknown.")  \
  X(cns_validity_too_long, "CNS_VALIDITY_TOO_LONG", malformed, "The consent would run too long.")  \
  X(cns_state, "CNS_STATE", conflict, "The consent is in another state.")                          \
  X(cns_widened, "CNS_WIDENED", denied, "The grant is wider than the request.")                    \
  X(cns_sig_invalid, "CNS_SIG_INVALID", denied, "The owner's signature does not verify.")          \
  X(cns_signatory, "CNS_SIGNATORY", denied, "The signatory's authority does not suffice.")         \
  X(cns_lapsed, "CNS_LAPSED", conflict, "The request was not answered in time.")                   \
  X(cns_provider_mismatch, "CNS_PROVIDER_MISMATCH", denied, "The caller is not the provider.")     \
  X(cns_already_terminal, "CNS_ALREADY_TERMINAL", conflict, "The consent has ended.")              \
  X(cns_not_found, "CNS_NOT_FOUND", denied, "No consent covers this.")                             \
  X(cns_not_granted, "CNS_NOT_GRANTED", denied, "The consent has not been granted.")               \
  X(cns_not_acknowledged, "CNS_NOT_ACKNOWLEDGED", denied, "The provider has not acknowledged.")    \
  X(cns_not_yet_valid, "CNS_NOT_YET_VALID", denied, "The consent is not valid yet.")               \
  X(cns_expired, "CNS_EXPIRED", denied, "The consent has expired.")                                \
  X(cns_revoked, "CNS_REVOKED", denied, "The consent was revoked.")                                \
  X(cns_superseded, "CNS_SUPERSEDED", denied, "A newer version replaced the consent.")             \
  X(cns_suspended, "CNS_SUSPENDED", denied, "The consent is suspended.")                           \
  X(cns_exhausted, "CNS_EXHAUSTED", denied, "The consent has no use left.")                        \
  X(cns_purpose, "CNS_PURPOSE", denied, "The consent does not cover the purpose.")                 \
  X(cns_category, "CNS_CATEGORY", denied, "The consent does not cover the category.")              \
  X(cns_period, "CNS_PERIOD", denied, "The consent does not cover the period of the data.")        \
  X(cns_too_soon, "CNS_TOO_SOON", denied, "The last use was too short ago.")                       \
  X(cns_jurisdiction, "CNS_JURISDICTION", denied, "The consent does not allow this border.")       \
  X(cns_export_basis, "CNS_EXPORT_BASIS", denied, "The export basis does not allow this.")         \
  X(cns_sensitive_multi_recipient, "CNS_SENSITIVE_MULTI_RECIPIENT", denied,                        \
    "Sensitive data need a consent for exactly one recipient.")                                    \
  X(cns_revoked_since, "CNS_REVOKED_SINCE", denied, "The consent was revoked since.")              \
  /* delivery of data under a consent: at the data provider */                                     \
  X(acc_unknown, "ACC_UNKNOWN", unknown, "There is no such access.")                               \
  X(acc_expired, "ACC_EXPIRED", conflict, "The access was decided too long ago.")                  \
  X(acc_already_delivered, "ACC_ALREADY_DELIVERED", conflict,                                      \
    "The access was delivered already.")                                                           \
  /* signed requests to an adapter */                                                              \
  X(req_sig_invalid, "REQ_SIG_INVALID", denied, "The request's signature does not verify.")        \
  X(req_time, "REQ_TIME", denied, "The request's time is too far from this clock.")                \
  /* evidence */                                                                                   \
  X(feed_unknown, "FEED_UNKNOWN", unknown, "There is no such feed.")                               \
  X(feed_schema, "FEED_SCHEMA", malformed, "The envelope is malformed.")                           \
  X(feed_key_revoked, "FEED_KEY_REVOKED", denied, "The feed's key is unknown or not valid.")       \
  X(feed_sig_invalid, "FEED_SIG_INVALID", denied, "The envelope's signature does not verify.")     \
  X(feed_future, "FEED_FUTURE", malformed, "The record lies in the future.")                       \
  X(feed_digest, "FEED_DIGEST", malformed, "The digest does not match.")                           \
  X(feed_charset, "FEED_CHARSET", malformed, "The character encoding is wrong.")                   \
  X(feed_export_basis, "FEED_EXPORT_BASIS", denied, "The export basis does not allow this.")       \
  X(feed_consent, "FEED_CONSENT", denied, "The consent that the record names does not hold.")      \
  X(feed_seq_gap, "FEED_SEQ_GAP", conflict, "A record before this one is missing.")                \
  X(feed_seq_replay, "FEED_SEQ_REPLAY", conflict, "The sequence number lies in the past.")         \
  X(feed_equivocation, "FEED_EQUIVOCATION", conflict, "The feed said two things at one number.")   \
  X(feed_frozen, "FEED_FROZEN", conflict, "The feed is frozen.")                                   \
  X(evd_unknown, "EVD_UNKNOWN", unknown, "There is no such evidence.")                             \
  X(evd_amended, "EVD_AMENDED", conflict, "The evidence was amended since.")                       \
  X(evd_stale, "EVD_STALE", conflict, "The evidence is too old.")                                  \
  X(evd_mismatch, "EVD_MISMATCH", conflict, "The evidence does not match the bill.")               \
  /* ebl */                                                                                        \
  X(ebl_unknown, "EBL_UNKNOWN", unknown, "There is no such bill.")                                 \
  X(ebl_duplicate, "EBL_DUPLICATE", conflict, "The bill id exists with other content.")            \
  X(ebl_bsig, "EBL_BSIG", denied, "The issuance manifest does not verify.")                        \
  X(ebl_checksum, "EBL_CHECKSUM", malformed, "A checksum of the issuance manifest differs.")       \
  X(ebl_td_invalid, "EBL_TD_INVALID", malformed, "The transport document is not valid.")           \
  X(ebl_not_holder, "EBL_NOT_HOLDER", denied, "Only the present holder may do this.")              \
  X(ebl_not_entitled, "EBL_NOT_ENTITLED", denied, "The party is not entitled to this.")            \
  X(ebl_state, "EBL_STATE", conflict, "The bill is in another state.")                             \
  X(ebl_pledged, "EBL_PLEDGED", conflict, "The bill is pledged.")                                  \
  X(ebl_pledge_bound, "EBL_PLEDGE_BOUND", conflict, "The pledge is bound to a loan.")              \
  X(ebl_non_negotiable, "EBL_NON_NEGOTIABLE", conflict, "The bill is not negotiable.")             \
  X(ebl_expired, "EBL_EXPIRED", conflict, "The pending transfer has expired.")                     \
  X(ebl_recipient_already_holder, "EBL_RECIPIENT_ALREADY_HOLDER", conflict,                        \
    "The recipient holds the bill already.")                                                       \
  X(ebl_ref_reused, "EBL_REF_REUSED", conflict, "The surrender reference was used before.")        \
  X(ebl_already_answered, "EBL_ALREADY_ANSWERED", conflict, "The surrender was answered before.")  \
  X(ebl_comment_required, "EBL_COMMENT_REQUIRED", malformed, "A refusal needs a comment.")         \
  X(ebl_paused, "EBL_PAUSED", conflict, "All bills are paused.")                                   \
  X(ebl_frozen, "EBL_FROZEN", conflict, "The bill is frozen.")                                     \
  X(ebl_already_nominated, "EBL_ALREADY_NOMINATED", conflict, "The party is nominated already.")   \
  X(ebl_already_owner, "EBL_ALREADY_OWNER", conflict, "The party owns the bill already.")          \
  X(ebl_not_endorsable, "EBL_NOT_ENDORSABLE", conflict, "The bill cannot be endorsed any more.")   \
  X(ebl_invalid_nominee, "EBL_INVALID_NOMINEE", denied,                                            \
    "Who does not own the bill endorses it to the owner's nominee only.")                          \
  X(ebl_nothing_to_reject, "EBL_NOTHING_TO_REJECT", conflict, "The last hop cannot be rejected.")  \
  X(ebl_dual_role_rejection_required, "EBL_DUAL_ROLE_REJECTION_REQUIRED", conflict,                \
    "Who owns and holds the bill rejects both or nothing.")                                        \
  X(ebl_notice_period, "EBL_NOTICE_PERIOD", conflict, "The notice period has not passed.")         \
  X(ebl_held_by_other, "EBL_HELD_BY_OTHER", conflict, "Somebody else holds rights in the bill.")   \
  X(ebl_over_delivery, "EBL_OVER_DELIVERY", conflict, "More than the bill covers.")                \
  X(ebl_hash_mismatch, "EBL_HASH_MISMATCH", malformed, "The document has another digest.")         \
  X(ebl_size, "EBL_SIZE", malformed, "A text or document is too long.")                            \
  X(ebl_version, "EBL_VERSION", conflict, "The new bill does not follow the old one.")             \
  X(ebl_paper_live, "EBL_PAPER_LIVE", conflict, "The paper set is not known to be surrendered.")   \
  X(ebl_quantity_mismatch, "EBL_QUANTITY_MISMATCH", conflict,                                      \
    "The parts do not add up to the whole.")                                                       \
  X(ebl_waiting, "EBL_WAITING", conflict, "The waiting period has not passed.")                    \
  /* finance */                                                                                    \
  X(fac_unknown, "FAC_UNKNOWN", unknown, "There is no such facility.")                             \
  X(fac_exists, "FAC_EXISTS", conflict, "The facility id exists with other content.")              \
  X(fac_frozen, "FAC_FROZEN", conflict, "The facility is frozen.")                                 \
  X(fin_unknown, "FIN_UNKNOWN", unknown, "There is no such loan.")                                 \
  X(fin_state, "FIN_STATE", conflict, "The loan is in another state.")                             \
  X(fin_limit, "FIN_LIMIT", conflict, "The amount exceeds the facility's headroom.")               \
  X(fin_tenor, "FIN_TENOR", conflict, "The tenor is longer than allowed.")                         \
  X(fin_outstanding, "FIN_OUTSTANDING", conflict, "An amount is still outstanding.")               \
  X(adv_rate, "ADV_RATE", conflict, "The amount exceeds the advance rate on the goods.")           \
  X(ccy_mismatch, "CCY_MISMATCH", conflict, "The currencies differ.")                              \
  X(fp_missing, "FP_MISSING", malformed, "A required fingerprint is missing.")                     \
  X(fp_duplicate, "FP_DUPLICATE", conflict, "The cargo is financed already.")                      \
  X(scr_unknown, "SCR_UNKNOWN", unknown, "There is no such screening.")                            \
  X(scr_hit, "SCR_HIT", denied, "The screening found a hit.")                                      \
  X(scr_stale, "SCR_STALE", conflict, "The screening is too old.")                                 \
  X(offer_lapsed, "OFFER_LAPSED", conflict, "The offer has lapsed.")                               \
  X(terms_hash, "TERMS_HASH", conflict, "The terms accepted are not the terms offered.")           \
  X(cash_not_final, "CASH_NOT_FINAL", conflict, "The payment is not final.")                       \
  X(int_overlap, "INT_OVERLAP", conflict, "The interest period overlaps a posted one.")            \
  X(int_overflow, "INT_OVERFLOW", malformed, "The interest does not fit into an amount.")          \
  X(repay_over, "REPAY_OVER", conflict, "The payment exceeds what is owed.")                       \
  X(value_date, "VALUE_DATE", conflict, "The value date is out of range.")                         \
  /* gateway client: never sent by a contract */                                                   \
  X(gw_config, "GW_CONFIG", malformed, "The settings of the gateway client cannot be used.")       \
  X(gw_endorsers, "GW_ENDORSERS", malformed,                                                       \
    "A call with private data must name its endorsing organisations.")
// clang-format on

enum class Code : std::uint16_t {
#define X(enumerator, token, kind, sentence) enumerator,
  TRADELANE_CODES(X)
#undef X
};

struct CodeInfo {
  Code code;
  std::string_view token;
  CodeClass kind;
  std::string_view sentence;
};

/// The entry of `code`; it always exists.
const CodeInfo& info(Code code);

/// The code with this token, absent when there is none.
std::optional<Code> find_code(std::string_view token);

/// 400, 403, 404 or 409.
int status_of(CodeClass kind);

}  // namespace tradelane
