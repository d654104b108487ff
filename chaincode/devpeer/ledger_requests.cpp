// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/ledger_requests.hpp"

#include "proto/ledger/query_result.pb.h"

namespace tradelane::devpeer {
namespace {

using Message = protos::ChaincodeMessage;

constexpr int page_size = 100;

template <class Payload>
Payload read(const Message& request) {
  Payload out;
  if (!out.ParseFromString(request.payload())) throw LedgerError("unmarshal failed");
  return out;
}

Bytes row_bytes(const std::string& chaincode, const StoredRow& row) {
  queryresult::KV kv;
  kv.set_namespace_(chaincode);
  kv.set_key(row.key);
  kv.set_value(row.stored.value);
  return kv.SerializeAsString();
}

Bytes row_bytes(const HistoryEntry& entry) {
  queryresult::KeyModification out;
  out.set_tx_id(entry.txid);
  out.set_value(entry.value);
  out.set_is_delete(entry.is_delete);
  out.mutable_timestamp()->set_seconds(entry.seconds);
  out.mutable_timestamp()->set_nanos(entry.nanos);
  return out.SerializeAsString();
}

Metadata metadata_of(const protos::StateMetadata& metadata) {
  return {{metadata.metakey(), metadata.value()}};
}

}  // namespace

bool is_ledger_request(Message::Type type) {
  switch (type) {
    case Message::GET_STATE:
    case Message::GET_STATE_MULTIPLE:
    case Message::GET_PRIVATE_DATA_HASH:
    case Message::GET_STATE_METADATA:
    case Message::GET_STATE_BY_RANGE:
    case Message::GET_QUERY_RESULT:
    case Message::GET_HISTORY_FOR_KEY:
    case Message::QUERY_STATE_NEXT:
    case Message::QUERY_STATE_CLOSE:
    case Message::PUT_STATE:
    case Message::DEL_STATE:
    case Message::PUT_STATE_METADATA:
    case Message::PURGE_PRIVATE_DATA:
    case Message::WRITE_BATCH_STATE:
    case Message::INVOKE_CHAINCODE:
      return true;
    default:
      return false;
  }
}

Message TransactionContext::answer(const Message& request) {
  Message out;
  out.set_txid(request.txid());
  out.set_channel_id(request.channel_id());
  try {
    out.set_payload(execute(request));
    out.set_type(Message::RESPONSE);
  } catch (const LedgerError& error) {
    out.set_type(Message::ERROR);
    out.set_payload(protos::ChaincodeMessage_Type_Name(request.type()) +
                    " failed: transaction ID: " + request.txid() + ": " + error.what());
  }
  return out;
}

Bytes TransactionContext::execute(const Message& request) {
  switch (request.type()) {
    case Message::GET_STATE:
    case Message::GET_PRIVATE_DATA_HASH:
      return get_state(request);
    case Message::GET_STATE_MULTIPLE:
      return get_states(request);
    case Message::GET_STATE_METADATA:
      return get_metadata(request);
    case Message::GET_STATE_BY_RANGE:
      return range(request);
    case Message::GET_HISTORY_FOR_KEY:
      return history(request);
    case Message::QUERY_STATE_NEXT:
      return next_page(request);
    case Message::QUERY_STATE_CLOSE: {
      const auto close = read<protos::QueryStateClose>(request);
      queries_.erase(close.id());
      protos::QueryResponse out;
      out.set_id(close.id());
      return out.SerializeAsString();
    }
    case Message::PUT_STATE: {
      const auto put = read<protos::PutState>(request);
      simulator_.put(put.collection(), put.key(), put.value());
      return {};
    }
    case Message::DEL_STATE: {
      const auto del = read<protos::DelState>(request);
      simulator_.put(del.collection(), del.key(), {});
      return {};
    }
    case Message::PURGE_PRIVATE_DATA: {
      const auto purge = read<protos::PurgePrivateState>(request);
      simulator_.purge(purge.collection(), purge.key());
      return {};
    }
    case Message::PUT_STATE_METADATA: {
      const auto put = read<protos::PutStateMetadata>(request);
      simulator_.put_metadata(put.collection(), put.key(), metadata_of(put.metadata()));
      return {};
    }
    case Message::WRITE_BATCH_STATE:
      write_batch(request);
      return {};
    case Message::GET_QUERY_RESULT:
      throw LedgerError("ExecuteQuery not supported for leveldb");
    default:
      return invoke_(read<protos::ChaincodeSpec>(request), simulator_).SerializeAsString();
  }
}

Bytes TransactionContext::get_state(const Message& request) {
  const auto get = read<protos::GetState>(request);
  return request.type() == Message::GET_PRIVATE_DATA_HASH
             ? simulator_.get_hash(get.collection(), get.key())
             : simulator_.get(get.collection(), get.key());
}

Bytes TransactionContext::get_states(const Message& request) {
  const auto get = read<protos::GetStateMultiple>(request);
  protos::GetStateMultipleResult out;
  for (Bytes& value : simulator_.get_many(get.collection(), {get.keys().begin(), get.keys().end()}))
    out.add_values(std::move(value));
  return out.SerializeAsString();
}

Bytes TransactionContext::get_metadata(const Message& request) {
  const auto get = read<protos::GetStateMetadata>(request);
  protos::StateMetadataResult out;
  for (const auto& [name, value] : simulator_.get_metadata(get.collection(), get.key())) {
    auto* entry = out.add_entries();
    entry->set_metakey(name);
    entry->set_value(value);
  }
  return out.SerializeAsString();
}

void TransactionContext::write_batch(const Message& request) {
  const auto batch = read<protos::WriteBatchState>(request);
  for (const auto& record : batch.rec()) {
    switch (record.type()) {
      case protos::WriteRecord::PUT_STATE:
        simulator_.put(record.collection(), record.key(), record.value());
        break;
      case protos::WriteRecord::DEL_STATE:
        simulator_.put(record.collection(), record.key(), {});
        break;
      case protos::WriteRecord::PURGE_PRIVATE_DATA:
        simulator_.purge(record.collection(), record.key());
        break;
      case protos::WriteRecord::PUT_STATE_METADATA:
        simulator_.put_metadata(record.collection(), record.key(), metadata_of(record.metadata()));
        break;
      default:
        throw LedgerError("unknown operation type");
    }
  }
}

Bytes TransactionContext::range(const Message& request) {
  const auto get = read<protos::GetStateByRange>(request);
  protos::QueryMetadata paging;
  if (!paging.ParseFromString(get.metadata())) throw LedgerError("unmarshal failed");
  const std::string& chaincode = simulator_.scope().chaincode;
  if (paging.pagesize() <= 0 || !get.collection().empty()) {
    const auto scan = simulator_.scan(get.collection(), get.startkey(), get.endkey());
    return first_page({.next = [scan, &chaincode]() -> std::optional<Bytes> {
      const auto row = scan->next();
      if (!row) return std::nullopt;
      return row_bytes(chaincode, *row);
    }});
  }
  const std::string& start = paging.bookmark().empty() ? get.startkey() : paging.bookmark();
  const auto page =
      simulator_.page(start, get.endkey(), static_cast<std::size_t>(paging.pagesize()));
  protos::QueryResponse out;
  for (const StoredRow& row : page.rows)
    out.add_results()->set_resultbytes(row_bytes(chaincode, row));
  protos::QueryResponseMetadata metadata;
  metadata.set_fetched_records_count(static_cast<std::int32_t>(page.rows.size()));
  metadata.set_bookmark(page.bookmark);
  out.set_metadata(metadata.SerializeAsString());
  out.set_id(std::to_string(++next_query_));
  return out.SerializeAsString();
}

Bytes TransactionContext::history(const Message& request) {
  const auto get = read<protos::GetHistoryForKey>(request);
  auto entries = std::make_shared<std::vector<HistoryEntry>>(simulator_.history(get.key()));
  return first_page({.next = [entries, at = std::size_t{0}]() mutable -> std::optional<Bytes> {
    if (at == entries->size()) return std::nullopt;
    return row_bytes((*entries)[at++]);
  }});
}

Bytes TransactionContext::first_page(Query query) {
  const std::string id = std::to_string(++next_query_);
  bool more = false;
  Bytes out = page_of(id, query, more);
  if (more) queries_.emplace(id, std::move(query));
  return out;
}

Bytes TransactionContext::next_page(const Message& request) {
  const auto next = read<protos::QueryStateNext>(request);
  const auto at = queries_.find(next.id());
  if (at == queries_.end()) throw LedgerError("query iterator not found");
  bool more = false;
  Bytes out = page_of(next.id(), at->second, more);
  if (!more) queries_.erase(at);
  return out;
}

// Whether there is more is found out by looking one row ahead; that row counts as read.
Bytes TransactionContext::page_of(const std::string& id, Query& query, bool& more) {
  protos::QueryResponse out;
  for (;;) {
    auto row = query.look_ahead ? std::exchange(query.look_ahead, std::nullopt) : query.next();
    if (!row) break;
    if (out.results_size() == page_size) {
      query.look_ahead = std::move(row);
      break;
    }
    out.add_results()->set_resultbytes(std::move(*row));
  }
  more = query.look_ahead.has_value();
  out.set_has_more(more);
  out.set_id(id);
  return out.SerializeAsString();
}

}  // namespace tradelane::devpeer
