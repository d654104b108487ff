// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/base/result.hpp"
#include "chaincode/contracts/ebl/records.hpp"

/// What the fields of a transport document must be to one another, and to the bill's kind (DCSA EBL
/// 3.0.4; ebl.md 2.2, 2.3). Pure functions, on documents whose fields are each as they must be.
namespace tradelane::ebl {

/// EBL_TD_INVALID with the rule (B160 to B173) and the place of the first that is broken.
Result<> check_document(const Json& document);

/// To a named consignee, or to the order of an endorsee, as the bill's kind: EBL_TD_INVALID (B174
/// to B176). A bill to bearer may have been endorsed so, and its document still name the endorsee.
Result<> check_kind(const Json& document, Kind kind);
/// EBL_TD_INVALID (B178) unless a bill that begins to bearer has a document to bearer.
Result<> check_bearer(const Json& document, Kind kind);

/// EBL_TD_INVALID at the document's place `at`, a JSON pointer (RFC 6901).
Error invalid_document(const char* rule, const std::string& at);

}  // namespace tradelane::ebl
