// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contract/toy_contract.hpp"

namespace tradelane::contract::toy {
namespace {

using ledger::Changes;

Result<Changes> fill(const Fill& in, const Context& tx) {
  const auto old = tx.ledger.find(box(in.box));
  const Subject subject{.name = "box/" + in.box,
                        .seq = old ? old->seq : 0,
                        .last_act = old ? old->last_act : Digest{}};
  const auto act = company_act(tx, *tx.caller.party, in.signatures, subject);
  if (!act) return act.error();
  if (act->repeated)
    return Changes::unchanged({.type = "toy.Fill", .id = in.box, .seq = subject.seq});
  if (in.weight == 0) return refuse(Code::ebl_state, "T1").with_at("/weight");
  if (in.weight == 99) return refuse(Code::fp_duplicate, "T2").with_data(R"({"level":"EXACT"})");
  Changes changes = Changes{}.put(
      box(in.box), Box{.weight = in.weight, .seq = subject.seq + 1, .last_act = act->digest});
  if (in.weight >= 70 && in.weight <= 72) {
    const auto policy = ledger::EndorsementPolicy::of_all({{*MspId::parse("OneMSP")}});
    if (!policy) return policy.error();
    changes.endorse({in.weight == 72 ? "secret" : "", box(in.weight == 70 ? in.box : "lid").text()},
                    *policy);
  }
  if (in.secret) {
    const auto opened = tx.openings.take<std::string>(*in.secret, "secret");
    if (!opened) return opened.error();
    changes = std::move(changes).merge(tx.openings.copy(*in.secret, {*MspId::parse("OneMSP")}));
  }
  return std::move(changes).emit({.type = "toy.Fill", .id = in.box, .seq = subject.seq + 1});
}

/// What two operators decide; the box shows it by its weight.
Result<Changes> seal(const Look& in, const Context& tx) {
  const ledger::Entry entry{.type = "toy.Seal", .id = in.box};
  if (tx.ledger.exists(box(in.box)) && is_decided_already(tx, "box/" + in.box))
    return Changes::unchanged(entry);
  auto joint = two_operators(tx, "box/" + in.box);
  if (!joint) return joint.error();
  if (!joint->is_decided) return proposed(std::move(*joint), entry);
  return std::move(joint->changes)
      .put(box(in.box), Box{.weight = 1, .last_act = unsigned_act(tx, {.name = in.box}).digest})
      .emit(entry);
}

Result<Box> look(const Look& in, const Context& tx) {
  const auto found = tx.ledger.find(box(in.box));
  if (!found) return refuse(Code::ebl_unknown, "T3");
  return *found;
}

bool no_thirteen(const std::optional<Box>&, const std::optional<Box>& after) {
  return !after || after->weight != 13;
}

}  // namespace

Router router() {
  return Router(
      {{.name = "toy",
        .transactions = {on<Fill>("Fill", who::members(), fill),
                         on<Fill>("Strict", who::with({Role::bank}), fill, Code::cns_bad_field),
                         on<Look>("Seal", who::operators(), seal),
                         query<Look, Box>("Look", who::anyone(), look)},
        .invariants = {on_each<Box>("T1", "BOX", no_thirteen)}}});
}

Party party(const PartyId& id, const std::string& msp, ActsBy acts_by,
            const std::vector<VerificationKey>& keys) {
  const Digest digest = *Digest::parse(std::string(64, '0'));
  return {.id = id,
          .msp = *MspId::parse(msp),
          .acts_by = acts_by,
          .jurisdiction = *Country::parse("HK"),
          .keys = keys,
          .identity = digest,
          .terms = Rulebook{.id = "r", .sha256 = digest},
          .seq = 1,
          .last_act = digest};
}

void put(test::World& world, const Party& record) {
  world.state.apply(ledger::Changes{}.put(key::party(record.id), record));
}

VerificationKey verification_key(const test::Signer& signer) {
  const auto text = [](const std::string& member) {
    return member.empty() ? std::optional<std::string>() : member;
  };
  const crypto::Jwk jwk = signer.key.public_key().jwk();
  return {.kid = signer.kid,
          .jwk = {.kty = jwk.kty,
                  .crv = text(jwk.crv),
                  .x = text(jwk.x),
                  .y = text(jwk.y),
                  .n = text(jwk.n),
                  .e = text(jwk.e)},
          .valid_from = *Timestamp::parse("2026-01-01T00:00:00Z"),
          .valid_to = *Timestamp::parse("2027-01-01T00:00:00Z")};
}

}  // namespace tradelane::contract::toy
