// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>

#include "tests/scenario/backend.hpp"
#include "tests/scenario/staged_story.hpp"

/// What the demo shows of the story: text for a terminal, nothing that needs colour to be read.
namespace tradelane::scenario {

/// A step: who, what, transaction id and result; a refusal with its code and the proof that nothing
/// was written.
void print_step(std::ostream& out, const Told& told);

/// Chain of title, consent journals, match report and loan, asked by those whom they concern.
void print_ending(std::ostream& out, Backend& backend);

/// The explorer of the ledger (tradelane web), as BKH.
std::vector<std::string> explorer_command(const Stage& stage);

/// How to talk to servers that are left up, and where to look at them.
void print_access(std::ostream& out, const Stage& stage, const std::string& explorer);

}  // namespace tradelane::scenario
