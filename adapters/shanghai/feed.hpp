// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/codec/json.hpp"

/// How the data node is pulled, apart from sockets and storage. Pure functions.
namespace tradelane::shanghai {

/// One record as it waits in the inbox.
struct Pulled {
  /// SHA-256 of the envelope: a record served twice is one, two statements under one number stay
  /// two, because the ledger must see both.
  std::string id = {};
  /// RFC 8785 of the node's record.
  Bytes payload = {};
};

struct Pull {
  std::vector<Pulled> items = {};
  std::string cursor = {};  // to ask with next time, once `items` are durable
  bool more = false;
};

/// The request's target for what lies behind `cursor` ("" for the beginning).
std::string pull_target(std::string_view feed, std::string_view cursor, int limit);

/// What the node answered. FEED_SCHEMA when it is no page; a record inside is not judged here.
Result<Pull> read_pull(std::string_view body);

/// The arguments of evidence:Submit for an item of the inbox, or why it goes to the dead letters.
Result<Json> arguments_of(std::string_view payload);

}  // namespace tradelane::shanghai
