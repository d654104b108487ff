// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/stub.hpp"

#include <algorithm>

#include "chaincode/base/spare_bytes.hpp"
#include "chaincode/ledger/endorsement_policy.hpp"

namespace tradelane::shim {
namespace {

/// The first request for several keys is small, and what it brings decides on the size of the next
/// ones, so that answers stay within the limit of a message.
constexpr std::size_t first_chunk = 100;
/// Peers up to v3.1.5 know no limit on what they answer, and more than 100 MiB ends the stream for
/// every transaction on it: so many values of the largest size are never asked for.
constexpr std::size_t largest_answer = 100 * 1024 * 1024 - 64 * 1024;
constexpr std::size_t around_value = 8;

std::size_t most_keys(const Settings& settings) {
  const std::size_t each = settings.limits.value_bytes + around_value;
  return std::max<std::size_t>(1, largest_answer / each);
}

constexpr std::string_view policy_name = "VALIDATION_PARAMETER";

std::optional<Bytes> present(std::string_view value) {
  if (value.empty()) return std::nullopt;
  Bytes out = with_room(value.size());
  out.append(value);
  return out;
}

}  // namespace

Stub::Stub(StubParts parts, PeerPort& port)
    : parts_(std::move(parts)),
      proposal_(parts_.message),
      dialogue_(parts_.message.transaction(), parts_.abilities, parts_.settings, port),
      cache_(parts_.settings.limits.cache_bytes),
      writes_(dialogue_) {
  dialogue_.hold(parts_.message.bytes().size());
}

void Stub::check_key(std::string_view key) {
  require_key(key);
  if (key.size() > parts_.settings.limits.key_bytes)
    dialogue_.fail(LimitExceeded("a key of " + std::to_string(key.size()) +
                                 " bytes exceeds the limit of " +
                                 std::to_string(parts_.settings.limits.key_bytes)));
}

void Stub::check_place(const StatePlace& place) {
  if (!place.collection.empty()) require_collection(place.collection);
  check_key(place.key);
}

std::optional<Bytes> Stub::get(std::string_view key) { return read_one({"", key}); }

std::optional<Bytes> Stub::get_private(std::string_view collection, std::string_view key) {
  require_collection(collection);
  return read_one({collection, key});
}

std::optional<Bytes> Stub::read_one(const StatePlace& place) {
  check_place(place);
  dialogue_.require_intact();
  // What the cache answers counts too: no round trip interrupts a chaincode that only looks there.
  dialogue_.count_reads(1);
  if (const auto known = cache_.find(place)) {
    ++dialogue_.tally().saved_by_cache;
    return present(*known);
  }
  return ask_one(place);
}

std::optional<Bytes> Stub::ask_one(const StatePlace& place) {
  const PeerMessage answer =
      dialogue_.ask(codec::GetState{.key = place.key, .collection = place.collection});
  dialogue_.hold(answer.payload().size());
  cache_.keep(place, answer.payload(), answer);
  return present(answer.payload());
}

std::vector<std::optional<Bytes>> Stub::get_all(const std::vector<std::string>& keys) {
  return read_all("", keys);
}

std::vector<std::optional<Bytes>> Stub::get_all_private(std::string_view collection,
                                                        const std::vector<std::string>& keys) {
  require_collection(collection);
  return read_all(collection, keys);
}

std::vector<std::optional<Bytes>> Stub::read_all(std::string_view collection,
                                                 const std::vector<std::string>& keys) {
  std::vector<std::optional<Bytes>> out(keys.size());
  std::vector<std::string_view> missing;
  std::vector<std::size_t> places;
  for (const std::string& key : keys) check_key(key);
  dialogue_.require_intact();
  dialogue_.count_reads(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (const auto known = cache_.find({collection, keys[i]})) {
      ++dialogue_.tally().saved_by_cache;
      out[i] = present(*known);
    } else {
      missing.push_back(keys[i]);
      places.push_back(i);
    }
  }
  auto asked = ask_all(collection, missing);
  for (std::size_t i = 0; i < missing.size(); ++i) out[places[i]] = std::move(asked[i]);
  return out;
}

std::vector<std::optional<Bytes>> Stub::ask_all(std::string_view collection,
                                                std::span<const std::string_view> keys) {
  std::vector<std::optional<Bytes>> out;
  out.reserve(keys.size());
  if (dialogue_.abilities().get_multiple == 0 || keys.size() == 1) {
    for (const std::string_view key : keys) out.push_back(ask_one({collection, key}));
    return out;
  }
  const std::size_t most =
      std::min<std::size_t>(dialogue_.abilities().get_multiple, most_keys(parts_.settings));
  std::size_t chunk = std::min(first_chunk, most);
  while (!keys.empty()) {
    const auto some = keys.first(std::min(keys.size(), chunk));
    const PeerMessage answer =
        dialogue_.ask(codec::GetStateMultiple{.keys = some, .collection = collection});
    const auto values = read_chunk(answer, some.size()).values;
    std::size_t bytes = 0;
    auto key = some.begin();
    for (const std::string_view value : values) {
      bytes += value.size();
      out.push_back(present(value));
      // Of private data absence is not certain here.
      if (!value.empty() || collection.empty()) cache_.keep({collection, *key}, value, answer);
      ++key;
    }
    keys = keys.subspan(some.size());
    const std::size_t small_enough =
        parts_.settings.message_bytes / (2 * (bytes / some.size() + 1));
    chunk = std::clamp<std::size_t>(small_enough, 1, most);
  }
  return out;
}

codec::GetStateMultipleResult Stub::read_chunk(const PeerMessage& answer, std::size_t keys) {
  dialogue_.hold(answer.payload().size());
  dialogue_.tally().saved_by_multi_get += keys - 1;
  const auto result = read_answer<codec::GetStateMultipleResult>(answer);
  // Peers up to v3.1.5 answer with an empty list when their database fails.
  if (result.values.size() != keys)
    dialogue_.fail(Fault("the peer answered a request for " + std::to_string(keys) + " keys with " +
                         std::to_string(result.values.size()) + " values"));
  return result;
}

void Stub::write(PendingWrite write) {
  check_place({write.collection, write.key});
  if (write.value.size() > parts_.settings.limits.value_bytes)
    dialogue_.fail(LimitExceeded("a value of " + std::to_string(write.value.size()) +
                                 " bytes exceeds the limit of " +
                                 std::to_string(parts_.settings.limits.value_bytes)));
  if (write.type == MessageType::put_state && write.value.empty())
    throw Misuse("an empty value would delete the key: say so with del");
  writes_.add(std::move(write));
}

void Stub::put(std::string_view key, Bytes value) {
  write({.type = MessageType::put_state, .key = std::string(key), .value = std::move(value)});
}

void Stub::del(std::string_view key) {
  write({.type = MessageType::del_state, .key = std::string(key)});
}

void Stub::put_private(std::string_view collection, std::string_view key, Bytes value) {
  require_collection(collection);
  write({.type = MessageType::put_state,
         .collection = std::string(collection),
         .key = std::string(key),
         .value = std::move(value)});
}

void Stub::del_private(std::string_view collection, std::string_view key) {
  require_collection(collection);
  write({.type = MessageType::del_state,
         .collection = std::string(collection),
         .key = std::string(key)});
}

void Stub::purge_private(std::string_view collection, std::string_view key) {
  require_collection(collection);
  write({.type = MessageType::purge_private_data,
         .collection = std::string(collection),
         .key = std::string(key)});
}

std::optional<Bytes> Stub::private_hash(std::string_view collection, std::string_view key) {
  require_collection(collection);
  check_key(key);
  dialogue_.count_reads(1);
  return present(
      dialogue_.ask(codec::GetPrivateDataHash{.key = key, .collection = collection}).payload());
}

std::optional<Bytes> Stub::validation_parameter(const StatePlace& place) {
  check_place(place);
  dialogue_.count_reads(1);
  const PeerMessage answer =
      dialogue_.ask(codec::GetStateMetadata{.key = place.key, .collection = place.collection});
  for (const auto& [name, value] : read_answer<codec::StateMetadataResult>(answer).entries)
    if (name == policy_name) return present(value);
  return std::nullopt;
}

void Stub::set_validation_parameter(const StatePlace& place, Bytes policy) {
  if (!policy.empty())
    if (const auto read = ledger::EndorsementPolicy::parse(policy); !read)
      throw Misuse(read.error().message());
  write({.type = MessageType::put_state_metadata,
         .collection = std::string(place.collection),
         .key = std::string(place.key),
         .value = std::move(policy),
         .metakey = std::string(policy_name)});
}

Bytes Stub::complete(const Response& response) {
  dialogue_.require_intact();
  if (response.status < 200 || response.status > 599)
    throw Misuse("a response has the status " + std::to_string(response.status));
  require_text(response.message, "the message of a response");
  const codec::Response wire{
      .status = response.status, .message = response.message, .payload = response.payload};
  codec::ChaincodeEvent event;
  if (event_ && response.is_success()) event = {.name = event_->name, .payload = event_->payload};
  Bytes message = codec::encode_completed(dialogue_.transaction(), wire, event);
  if (message.size() > parts_.settings.message_bytes)
    throw LimitExceeded("the answer is larger than the limit of " +
                        std::to_string(parts_.settings.message_bytes));
  if (response.is_success()) writes_.flush();
  return message;
}

}  // namespace tradelane::shim
