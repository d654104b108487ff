// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/keys.hpp"
#include "chaincode/contracts/evidence/effects.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/evidence/verbs.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::evidence {
namespace {

// A clock of a source may be this much ahead.
constexpr std::int64_t tolerated_future_s = 300;
constexpr std::string_view envelope_schema = "tradelane.envelope/1";

std::string text_at(const Json& object, std::string_view name) {
  const Json* member = object.find(name);
  return member != nullptr && member->as_string() != nullptr ? *member->as_string() : "";
}

Error bad_schema(const std::string& at) {
  return refuse(Code::feed_schema, "E6", at).with_at("/envelope" + at);
}

/// What the fields mean together, beyond the form of each.
Result<Envelope> read_envelope(const Json& json, const Feed& feed, const Context& tx) {
  auto envelope = from_json<Envelope>(json);
  if (!envelope) return bad_schema(envelope.error().at);
  if (envelope->schema_name != envelope_schema) return bad_schema("/schema");
  if (envelope->source_node != feed.source_node) return bad_schema("/sourceNode");
  if (!feed.record_types.contains(envelope->record_type)) return bad_schema("/recordType");
  if (envelope->seq < 1 || envelope->prev_digest.has_value() != (envelope->seq > 1))
    return bad_schema("/prevDigest");
  const std::string& alg = envelope->payload_digest.alg;
  if (alg != "SM3" && alg != "SHA-256") return bad_schema("/payloadDigest/alg");
  const auto owner = tx.ledger.find(contract::key::party(envelope->owner));
  if (!owner || !owner->has(contract::Role::data_owner)) return bad_schema("/ownerId");
  return envelope;
}

std::optional<contract::UsableKey> signing_key(const Feed& feed, const EnvelopeSignature& sig,
                                               Timestamp now) {
  for (const FeedKey& key : feed.keys) {
    if (key.kid != sig.kid || key.alg != sig.alg) continue;
    if (now < key.valid_from || !(now < key.valid_to)) return std::nullopt;
    auto usable = contract::usable_key(key.jwk);
    if (!usable) throw Fault("a stored feed key cannot be used");
    return std::move(*usable);
  }
  return std::nullopt;
}

bool verifies(const contract::UsableKey& key, const Bytes& message, const std::string& value) {
  const auto signature = from_base64url(value);
  if (!signature) return false;
  const auto encoding = signature->size() == 64 ? crypto::Encoding::raw : crypto::Encoding::der;
  return crypto::verify(key.algorithm, key.key, message, *signature, encoding);
}

/// The same words; a source may have signed them twice.
bool same_statement(Envelope one, const Envelope& other) {
  one.sig = other.sig;
  return one == other;
}

/// Two signed statements at one number: the one thing about a feed that must be recorded although
/// it is wrong, so the transaction succeeds and freezes the feed.
Changes freeze(const Feed& feed, const Digest& known, const Digest& other) {
  Feed next = feed;
  next.state = FeedState::frozen;
  next.equivocation = {known, other};
  return Changes{}
      .put(key::feed(feed.id), next)
      .emit({.type = "evidence.Submit",
             .id = feed.id.text(),
             .code = std::string(info(Code::feed_equivocation).token)});
}

}  // namespace

/// Submit: a source publishes one version of one object. Rules: README.md, E4 to E14.
Result<Changes> submit(const Submit& in, const Context& tx) {
  // authorise: the source itself, for its own feed
  const std::string source = text_at(in.envelope.json, "sourceNode");
  if (!source.empty() && source != tx.caller.party->id.text())
    return refuse(Code::auth_denied, "E4");
  const auto feed_id = FeedId::parse(text_at(in.envelope.json, "feedId"));
  const auto feed = feed_id ? tx.ledger.find(key::feed(*feed_id)) : std::nullopt;
  if (!feed) return refuse(Code::feed_unknown, "E5");

  // check: form, then signature over the whole, then what it says
  const auto envelope = read_envelope(in.envelope.json, *feed, tx);
  if (!envelope) return envelope.error();
  const auto signer = signing_key(*feed, envelope->sig, tx.time);
  if (!signer) return refuse(Code::feed_key_revoked, "E7");
  const Bytes message = signed_bytes(in.envelope.json);
  if (!verifies(*signer, message, envelope->sig.value)) return refuse(Code::feed_sig_invalid, "E8");
  const Timestamp latest = tx.time.plus_seconds(tolerated_future_s);
  if (latest < envelope->published_at || latest < envelope->event_time)
    return refuse(Code::feed_future, "E9");
  if (!basis_holds(envelope->classification)) return refuse(Code::feed_export_basis, "E10");

  // check: the place in the feed
  const FeedHead head = *tx.ledger.find(key::head(feed->id));
  const Digest digest = crypto::sha256_hex(message);
  const EvidenceId id = envelope->evidence_id();
  const auto known = tx.ledger.find(key::version(id, envelope->record_version));
  if (known && same_statement(known->envelope, *envelope))
    return Changes::unchanged({.type = "evidence.Submit", .id = id.text(), .seq = envelope->seq});
  if (feed->state == FeedState::frozen) return refuse(Code::feed_frozen, "E11");
  if (envelope->seq < head.seq) return refuse(Code::feed_seq_replay, "E12");
  if (envelope->seq > head.seq + 1) return refuse(Code::feed_seq_gap, "E13");
  const bool contradicts_head = envelope->seq == head.seq || envelope->prev_digest != head.digest;
  if (contradicts_head)
    return freeze(*feed, *head.digest, envelope->seq == head.seq ? digest : *envelope->prev_digest);
  const auto old = tx.ledger.find(key::evidence(id));
  if (envelope->record_version != (old ? old->latest_version + 1 : 1) ||
      (old && old->owner != envelope->owner))
    return refuse(Code::feed_schema, "E14", "recordVersion");

  // apply
  const Evidence next{
      .id = id,
      .latest_version = envelope->record_version,
      .published_at =
          old ? contract::later(old->published_at, envelope->published_at) : envelope->published_at,
      .owner = envelope->owner};

  // emit
  return Changes{}
      .put(key::head(feed->id), FeedHead{.seq = envelope->seq, .digest = digest})
      .put(key::evidence(id), next)
      .put(key::version(id, envelope->record_version), EvidenceVersion{.envelope = *envelope})
      .emit({.type = "evidence.Submit", .id = id.text(), .seq = envelope->seq});
}

}  // namespace tradelane::evidence
