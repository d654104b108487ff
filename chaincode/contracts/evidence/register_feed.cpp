// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/keys.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/evidence/verbs.hpp"

namespace tradelane::evidence {
namespace {

Feed registered(const RegisterFeed& in) {
  return {.id = in.feed_id,
          .source_node = in.source_node,
          .record_types = in.record_types,
          .keys = in.keys,
          .product_id = in.product_id,
          .contract_id = in.contract_id};
}

/// `old` as it was registered, whatever became of it.
Feed as_registered(const Feed& old) {
  Feed out = old;
  out.state = FeedState::active;
  out.equivocation.clear();
  return out;
}

bool keys_are_sound(const std::vector<FeedKey>& keys) {
  Set<std::string> kids;
  for (const FeedKey& key : keys) {
    if (key.kid.empty() || !(key.valid_from < key.valid_to)) return false;
    const auto usable = contract::usable_key(key.jwk);
    if (!usable || crypto::text_of(usable->algorithm) != key.alg) return false;
    kids.push_back(key.kid);
  }
  return !keys.empty() && Set<std::string>::of(kids).size() == keys.size();
}

}  // namespace

/// RegisterFeed: a source node opens a feed with its keys. Rules: README.md, E1 to E3.
Result<Changes> register_feed(const RegisterFeed& in, const Context& tx) {
  // authorise: the source node itself
  if (!tx.caller.is(in.source_node)) return refuse(Code::auth_denied, "E1");

  // check: the same again is harmless
  const Feed next = registered(in);
  const ledger::Entry entry{.type = "evidence.RegisterFeed", .id = in.feed_id.text()};
  if (const auto old = tx.ledger.find(key::feed(in.feed_id))) {
    const auto different = first_difference(as_registered(*old), next);
    if (different.empty()) return Changes::unchanged(entry);
    return refuse(Code::record_conflict, "E2", std::string(different));
  }
  if (in.record_types.empty() || !keys_are_sound(in.keys)) return refuse(Code::feed_schema, "E3");

  // apply and emit
  return Changes{}
      .put(key::feed(in.feed_id), next)
      .put(key::head(in.feed_id), FeedHead{})
      .emit(entry);
}

}  // namespace tradelane::evidence
