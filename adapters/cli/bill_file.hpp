// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"
#include "chaincode/codec/json.hpp"

/// A bill that came as a file: is it what the ledger knows, and does it still count?
namespace tradelane::cli {

struct BillFile {
  std::string bill = {};
  /// SHA-256 of the document's RFC 8785 bytes.
  std::string checksum = {};
  std::string salt = {};
  /// Of an opening: its commitment, as the bill's record has it; "" of a document alone.
  std::string commitment = {};
};
/// `json`: the opening {issuance: {document}, salt}, or the transport document alone. `bill` and
/// `salt` override what is in it. `Problem` (bad_input) when either is not known.
BillFile read_bill_file(const Json& json, const std::string& bill, const std::string& salt);

/// What to tell: `genuine`, `altered`, `unproven` (another salt) or `unknown` as verdict, and why.
struct BillVerdict {
  std::string verdict = {};
  std::string why = {};
  /// Genuine, and no later bill has taken its place.
  bool is_current = false;
  std::string state = {};
  std::string status = {};
};
/// `record`: the bill of ebl:Get; `reason`: that of ebl:Verify.
BillVerdict judge(const BillFile& file, const Json& record, const std::string& reason);

/// True when it is genuine and current.
bool run(const VerifyBill& command, const Screen& screen);

}  // namespace tradelane::cli
