// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/base/bytes.hpp"

namespace tradelane::differential {

class Ledger;

/// A serialised rwset.TxReadWriteSet, one line for each read and write, with the transactions that
/// wrote what was read.
std::string sets_text(const Bytes& results, const Ledger& ledger);

}  // namespace tradelane::differential
