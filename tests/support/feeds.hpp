// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/support/cast.hpp"
#include "tests/support/edit.hpp"

/// The feeds `decl` and `events` of story.md, and envelopes as the data node SDN signs them.
namespace tradelane::test {

Json feed_registration(const std::string& feed, const std::string& record_type);

/// The facts of declaration D1 or D2 (fixtures/shanghai/facts.json).
Json declaration_facts(const std::string& which);

Opening declaration_opening(const std::string& which);

/// The facts of container event G1 (gate in), L1 (loaded) or P1 (vessel departed).
Json event_facts(const std::string& which);

Opening event_opening(const std::string& which);

/// An envelope before it is signed: published an hour before `now`.
Json envelope(Timestamp now, const std::string& object, const Opening& facts);

Json envelope(const World& world, const std::string& object, const Opening& facts);

/// The arguments of evidence:Submit, signed by SDN's SM2 key.
Json signed_envelope(Json unsigned_envelope);

std::string digest_of(const Json& unsigned_envelope);

std::string evidence_id(const std::string& object, const std::string& type = "CUSTOMS_DECL");

}  // namespace tradelane::test
