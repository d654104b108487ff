// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/http/message.hpp"
#include "chaincode/base/result.hpp"

/// Refusals over HTTP: RFC 9457, application/problem+json, with the members
/// `{title, status, detail, code, at}`; those that say nothing are left out. Pure functions.
namespace tradelane::http {

struct Problem {
  int status = 400;
  /// One sentence, the same for every problem of its kind; "" stands for the status' own phrase.
  std::string title = {};
  /// What is wrong here; no private values.
  std::string detail = {};
  /// `FEED_SIG_INVALID`
  std::string code = {};
  /// RFC 6901 pointer into the request's body.
  std::string at = {};
};

Response problem(const Problem& problem);

/// 400, 403, 404 or 409, by the class of the code.
Response problem(const Error& error);

/// The phrase of RFC 9110 for a status; "" for one without.
std::string phrase_of(int status);

}  // namespace tradelane::http
