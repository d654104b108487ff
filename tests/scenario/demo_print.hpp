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

/// How to talk to servers that are left up.
void print_access(std::ostream& out, const Stage& stage);

}  // namespace tradelane::scenario
