// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/stub.hpp"

#include "chaincode/base/bytes.hpp"
#include "proto/ledger/query_result.pb.h"

namespace tradelane::shim {
namespace {

std::optional<Bytes> present(Bytes value) {
  if (value.empty()) return std::nullopt;
  return value;
}

std::string text(std::string_view key) {
  if (!is_utf8(key)) throw Fault("a key is not UTF-8");
  return std::string(key);
}

/// Fabric's shims take an open start for the first simple key; we range over composite keys too, so
/// an empty start is for the caller to choose.
protos::GetStateByRange range_request(std::string_view start, std::string_view end) {
  protos::GetStateByRange request;
  request.set_startkey(text(start.empty() ? std::string_view("\x01") : start));
  request.set_endkey(text(end));
  return request;
}

template <class T>
T parse(const Bytes& payload) {
  T out;
  if (!out.ParseFromString(payload)) throw Fault("the peer's answer cannot be read");
  return out;
}

}  // namespace

Bytes Stub::call(Message::Type type, const google::protobuf::Message& payload) {
  if (!poison_.empty()) throw PeerError(poison_);
  const Message message = request(type, id_, payload);
  if (message.ByteSizeLong() > message_bytes_)
    throw Fault("a request of " + std::to_string(message.ByteSizeLong()) +
                " bytes exceeds the limit of " + std::to_string(message_bytes_));
  try {
    return ask_(message);
  } catch (const PeerError& error) {
    poison_ = error.what();
    throw;
  }
}

std::optional<Bytes> Stub::get(std::string_view key) { return get_private({}, key); }

std::optional<Bytes> Stub::get_private(std::string_view collection, std::string_view key) {
  protos::GetState get;
  get.set_key(text(key));
  get.set_collection(text(collection));
  return present(call(Message::GET_STATE, get));
}

std::vector<std::optional<Bytes>> Stub::get_all(const std::vector<std::string>& keys) {
  std::vector<std::optional<Bytes>> out;
  if (abilities_.get_multiple == 0 || keys.size() < 2) {
    for (const std::string& key : keys) out.push_back(get(key));
    return out;
  }
  for (std::size_t at = 0; at < keys.size(); at += abilities_.get_multiple) {
    const auto end = std::min<std::size_t>(keys.size(), at + abilities_.get_multiple);
    using Difference = std::vector<std::string>::difference_type;
    for (auto& value : get_multiple({keys.begin() + static_cast<Difference>(at),
                                     keys.begin() + static_cast<Difference>(end)}))
      out.push_back(std::move(value));
  }
  return out;
}

std::vector<std::optional<Bytes>> Stub::get_multiple(const std::vector<std::string>& keys) {
  protos::GetStateMultiple get;
  for (const std::string& key : keys) get.add_keys(text(key));
  const auto result = parse<protos::GetStateMultipleResult>(call(Message::GET_STATE_MULTIPLE, get));
  // Peers up to v3.1.5 answer with an empty list when their database fails.
  if (static_cast<std::size_t>(result.values_size()) != keys.size())
    throw Fault("the peer answered a request for several keys with another count");
  std::vector<std::optional<Bytes>> out;
  for (const auto& value : result.values()) out.push_back(present(value));
  return out;
}

void Stub::range(std::string_view start, std::string_view end, const Visit& visit) {
  Bytes payload = call(Message::GET_STATE_BY_RANGE, range_request(start, end));
  for (;;) {
    const auto page = parse<protos::QueryResponse>(payload);
    bool wanted = true;
    for (const auto& row : page.results()) {
      const auto kv = parse<queryresult::KV>(row.resultbytes());
      wanted = visit(kv.key(), kv.value());
      if (!wanted) break;
    }
    // The peer frees an iterator with its last page by itself.
    if (!page.has_more()) return;
    if (!wanted) {
      protos::QueryStateClose close;
      close.set_id(page.id());
      call(Message::QUERY_STATE_CLOSE, close);
      return;
    }
    protos::QueryStateNext next;
    next.set_id(page.id());
    payload = call(Message::QUERY_STATE_NEXT, next);
  }
}

void Stub::write(const ledger::Changes& changes) {
  for (const auto& [place, change] : changes.writes()) write_one(place, change);
}

void Stub::write_one(const ledger::Changes::Place& place, const ledger::Changes::Write& write) {
  using Kind = ledger::Changes::Kind;
  if (write.kind == Kind::put) {
    protos::PutState put;
    put.set_key(text(place.key));
    put.set_value(write.value);
    put.set_collection(text(place.collection));
    call(Message::PUT_STATE, put);
    return;
  }
  protos::DelState del;
  del.set_key(text(place.key));
  del.set_collection(text(place.collection));
  call(write.kind == Kind::purge ? Message::PURGE_PRIVATE_DATA : Message::DEL_STATE, del);
}

}  // namespace tradelane::shim
