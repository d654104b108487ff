// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/requests.hpp"

#include <algorithm>

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;
using Kind = PeerWrite::Kind;

template <class Payload>
Payload read(const std::string& bytes) {
  Payload out;
  if (!out.ParseFromString(bytes)) throw PeerRefusal("unmarshal failed: proto: cannot parse");
  return out;
}

struct Access {
  bool read;
  bool write;
};

/// By the creator's organisation, not by the organisation of this peer.
Access access(PeerContext& context, const std::string& collection) {
  if (context.is_init) throw PeerRefusal("private data APIs are not allowed in chaincode Init()");
  const auto found = context.simulator->space(context.chaincode).collection(collection);
  if (!found)
    throw PeerRefusal("collection " + context.channel + "/" + context.chaincode + "/" + collection +
                      " could not be found");
  const bool is_member = found->members.contains(context.creator_msp);
  return {.read = is_member || !found->member_only_read,
          .write = is_member || !found->member_only_write};
}

[[noreturn]] void refuse_access(const PeerContext& context, const std::string& collection,
                                const char* what) {
  throw PeerRefusal("tx creator does not have " + std::string(what) +
                    " access permission on privatedata in chaincodeName:" + context.chaincode +
                    " collectionName: " + collection);
}

void require_read(PeerContext& context, const std::string& collection) {
  if (!collection.empty() && !access(context, collection).read)
    refuse_access(context, collection, "read");
}

void require_write(PeerContext& context, const std::string& collection) {
  if (!collection.empty() && !access(context, collection).write)
    refuse_access(context, collection, "write");
}

bool is_paginated(const protos::QueryMetadata& metadata) {
  return metadata.pagesize() != 0 || !metadata.bookmark().empty();
}

std::size_t row_limit(const PeerRules& rules, const protos::QueryMetadata& metadata) {
  const auto size = metadata.pagesize();
  return size > 0 ? std::min(rules.total_query_limit, static_cast<std::size_t>(size))
                  : rules.total_query_limit;
}

}  // namespace

protos::ChaincodeAdditionalParams announced_by_v3_1() {
  protos::ChaincodeAdditionalParams out;
  out.set_use_write_batch(true);
  out.set_max_size_write_batch(1000);
  out.set_use_get_multiple_keys(true);
  out.set_max_size_get_multiple_keys(1000);
  return out;
}

std::string PeerRequests::answer(PeerContext& context, const Message& request) {
  switch (request.type()) {
    case Message::GET_STATE:
      return get(context, request);
    case Message::GET_STATE_MULTIPLE:
      return get_multiple(context, request);
    case Message::GET_PRIVATE_DATA_HASH:
      return get_hash(context, request);
    case Message::GET_STATE_METADATA:
      return get_metadata(context, request);
    case Message::GET_STATE_BY_RANGE:
      return range(context, request);
    case Message::GET_QUERY_RESULT:
      return rich_query(context, request);
    case Message::GET_HISTORY_FOR_KEY:
      return history(context, request);
    case Message::QUERY_STATE_NEXT:
      return next(context, request);
    case Message::QUERY_STATE_CLOSE:
      return context.queries.close(read<protos::QueryStateClose>(request.payload()).id())
          .SerializeAsString();
    case Message::WRITE_BATCH_STATE:
      write_batch(context, request);
      return "";
    default:
      write_one(context, request);
      return "";
  }
}

std::string PeerRequests::get(PeerContext& context, const Message& request) const {
  const auto get = read<protos::GetState>(request.payload());
  require_read(context, get.collection());
  if (get.collection().empty()) return context.simulator->get(context.chaincode, get.key());
  return context.simulator->get_private(context.chaincode, get.collection(), get.key(), true);
}

std::string PeerRequests::get_multiple(PeerContext& context, const Message& request) const {
  const auto get = read<protos::GetStateMultiple>(request.payload());
  require_read(context, get.collection());
  protos::GetStateMultipleResult out;
  if (rules_.multi_get_fails) return out.SerializeAsString();
  for (const std::string& key : get.keys())
    out.add_values(get.collection().empty() ? context.simulator->get(context.chaincode, key)
                                            : context.simulator->get_private(
                                                  context.chaincode, get.collection(), key, false));
  return out.SerializeAsString();
}

std::string PeerRequests::get_hash(PeerContext& context, const Message& request) const {
  const auto get = read<protos::GetState>(request.payload());
  if (context.is_init) throw PeerRefusal("private data APIs are not allowed in chaincode Init()");
  return context.simulator->get_private_hash(context.chaincode, get.collection(), get.key());
}

std::string PeerRequests::get_metadata(PeerContext& context, const Message& request) const {
  if (!rules_.has_key_level_endorsement)
    throw PeerRefusal(
        "key level endorsement is not enabled, channel application capability of "
        "V1_3 or later is required");
  const auto get = read<protos::GetStateMetadata>(request.payload());
  require_read(context, get.collection());
  protos::StateMetadataResult out;
  for (const auto& [name, value] :
       context.simulator->get_metadata(context.chaincode, get.collection(), get.key())) {
    auto& entry = *out.add_entries();
    entry.set_metakey(name);
    entry.set_value(value);
  }
  return out.SerializeAsString();
}

std::string PeerRequests::open(PeerContext& context, PeerRows rows,
                               const protos::QueryMetadata& metadata, bool paginated) {
  const std::string id = "query-" + std::to_string(++queries_);
  return context.queries.open(id, std::move(rows), row_limit(rules_, metadata), paginated)
      .SerializeAsString();
}

std::string PeerRequests::range(PeerContext& context, const Message& request) {
  const auto query = read<protos::GetStateByRange>(request.payload());
  const auto metadata = read<protos::QueryMetadata>(query.metadata());
  PeerSimulator& simulator = *context.simulator;
  if (!query.collection().empty()) {
    require_read(context, query.collection());
    return open(context,
                simulator.private_range(context.chaincode, query.collection(), query.startkey(),
                                        query.endkey()),
                metadata, false);
  }
  const bool paginated = is_paginated(metadata);
  if (paginated) simulator.begin_paginated_query();
  const std::string& start = metadata.bookmark().empty() ? query.startkey() : metadata.bookmark();
  return open(context, simulator.range(context.chaincode, start, query.endkey()), metadata,
              paginated);
}

std::string PeerRequests::rich_query(PeerContext& context, const Message& request) {
  const auto query = read<protos::GetQueryResult>(request.payload());
  const auto metadata = read<protos::QueryMetadata>(query.metadata());
  require_read(context, query.collection());
  const bool is_private = !query.collection().empty();
  const bool paginated = !is_private && is_paginated(metadata);
  if (is_private) context.simulator->begin_private_query();
  if (paginated) context.simulator->begin_paginated_query();
  if (!rules_.rich_query)
    throw PeerRefusal(paginated ? "ExecuteQueryWithMetadata not supported for leveldb"
                                : "ExecuteQuery not supported for leveldb");
  return open(context,
              rules_.rich_query(context.simulator->space(context.chaincode), query.query()),
              metadata, paginated);
}

std::string PeerRequests::history(PeerContext& context, const Message& request) {
  if (!rules_.has_history) throw PeerRefusal("history database is not enabled");
  const auto get = read<protos::GetHistoryForKey>(request.payload());
  return open(context, context.simulator->history(context.chaincode, get.key()), {}, false);
}

std::string PeerRequests::next(PeerContext& context, const Message& request) const {
  const auto page = context.queries.next(read<protos::QueryStateNext>(request.payload()).id(),
                                         rules_.total_query_limit);
  if (!page) throw PeerRefusal("query iterator not found");
  return page->SerializeAsString();
}

void PeerRequests::write(PeerContext& context, PeerWrite write) const {
  write.chaincode = context.chaincode;
  if (write.kind == Kind::metadata && !rules_.has_key_level_endorsement)
    throw PeerRefusal(
        "key level endorsement is not enabled, channel application capability of "
        "V1_3 or later is required");
  if (write.kind == Kind::purge && !rules_.has_purge)
    throw PeerRefusal(
        "purge private data is not enabled, channel application capability of V2_5 "
        "or later is required");
  if (write.kind == Kind::purge && write.collection.empty())
    throw PeerRefusal("only applicable for private data");
  require_write(context, write.collection);
  context.simulator->write(std::move(write));
}

void PeerRequests::write_one(PeerContext& context, const Message& request) const {
  if (request.type() == Message::PUT_STATE) {
    const auto put = read<protos::PutState>(request.payload());
    return write(context, {.collection = put.collection(), .key = put.key(), .value = put.value()});
  }
  if (request.type() == Message::PUT_STATE_METADATA) {
    const auto put = read<protos::PutStateMetadata>(request.payload());
    return write(context, {.collection = put.collection(),
                           .key = put.key(),
                           .kind = Kind::metadata,
                           .value = put.metadata().value(),
                           .metakey = put.metadata().metakey()});
  }
  const auto del = read<protos::DelState>(request.payload());
  const bool purge = request.type() == Message::PURGE_PRIVATE_DATA;
  write(
      context,
      {.collection = del.collection(), .key = del.key(), .kind = purge ? Kind::purge : Kind::del});
}

/// In order; what comes before a record that fails has been done.
void PeerRequests::write_batch(PeerContext& context, const Message& request) const {
  const auto batch = read<protos::WriteBatchState>(request.payload());
  for (const auto& record : batch.rec()) {
    PeerWrite out{.collection = record.collection(), .key = record.key()};
    switch (record.type()) {
      case protos::WriteRecord::PUT_STATE:
        out.value = record.value();
        break;
      case protos::WriteRecord::DEL_STATE:
        out.kind = Kind::del;
        break;
      case protos::WriteRecord::PURGE_PRIVATE_DATA:
        out.kind = Kind::purge;
        break;
      case protos::WriteRecord::PUT_STATE_METADATA:
        out.kind = Kind::metadata;
        out.metakey = record.metadata().metakey();
        out.value = record.metadata().value();
        break;
      default:
        throw PeerRefusal("unknown operation type");
    }
    write(context, std::move(out));
  }
}

}  // namespace tradelane::test
