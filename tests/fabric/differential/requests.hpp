// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fabric/differential/probe.hpp"

/// The messages that a chaincode sends to its peer, for scripts of the probe. `collection` empty
/// means public state. Keys may be anything, also what is no UTF-8.
namespace tradelane::differential {

struct At {
  std::string collection = {};
  Bytes key = {};
};

Message get(const At& at);
Message get_hash(const At& at);
Message get_many(const std::string& collection, const std::vector<std::string>& keys);
Message put(const At& at, const Bytes& value);
Message erase(const At& at);
Message purge(const At& at);
Message get_metadata(const At& at);
Message put_metadata(const At& at, const std::string& name, const Bytes& value);
Message history(const std::string& key);
Message rich_query(const std::string& query);

struct Rows {
  std::string collection = {};
  std::string start = {};
  std::string end = {};
  std::int32_t page_size = 0;
  std::string bookmark = {};
};
Message rows(const Rows& range);
Message next_rows();
Message close_rows();

/// Another chaincode, "name", "name:version" or "name/channel": it sends `requests`, then `end`.
Message invoke(const std::string& target, const std::vector<Message>& requests, const Message& end);

/// Of these, in one message.
Message batch(const std::vector<Message>& writes);

Message completed(int status, const std::string& text = {});
Message completed_with_event(int status, const std::string& name, const Bytes& payload);
Message failed(const std::string& text);

/// A key's endorsement policy: `n` of these organisations' peers.
Bytes key_policy(std::int32_t n, const std::vector<std::string>& msps);

}  // namespace tradelane::differential
