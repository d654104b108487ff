// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/ebl/records.hpp"

/// How possession and title pass from hand to hand, and back: pure functions of the bill, the rows
/// of ebl.md 3. Whoever receives one of the two may reject it until it, or whoever it gave it to,
/// has done something with the bill; what may be rejected is what stands in `prev_holder` and
/// `prev_owner`.
namespace tradelane::ebl {

/// The title passes (row 3); possession stays, and whoever has it has acted on it.
Bill endorsed(Bill bill, const PartyId& to);
/// Possession passes (row 4), of a bill to bearer the title with it.
Bill handed_over(Bill bill, const PartyId& to);

/// Possession is offered, maybe with the title, until a time. The sender keeps both, and has acted
/// on them.
struct Offer {
  PartyId holder = {};
  std::optional<PartyId> owner = {};
  std::optional<Timestamp> expires = {};
};
Bill offered(Bill bill, const Offer& offer);
/// The recipient takes what is offered (row 5 when the title is part of it).
Bill taken(Bill bill);
/// The offer is over, and the sender has what it had.
Bill withdrawn(Bill bill);

/// The title goes back (row 6), and the owner before may endorse again.
Bill title_rejected(Bill bill);
/// Possession goes back (row 7).
Bill possession_rejected(Bill bill);

/// Whoever received the bill last has used it: nothing is left to be rejected.
Bill settled(Bill bill);

}  // namespace tradelane::ebl
