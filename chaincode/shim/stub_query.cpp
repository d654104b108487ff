// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/stub.hpp"

namespace tradelane::shim {
namespace {

/// The first key that is no composite one: what an open start of a range means.
constexpr std::string_view first_simple_key = "\x01";

std::string_view start_of(std::string_view start) {
  return start.empty() ? first_simple_key : start;
}

void require_page(const PageRequest& page) {
  if (page.size <= 0) throw Misuse("a page has no size");
  require_text(page.bookmark, "a bookmark");
}

void require_selector(std::string_view selector) {
  if (selector.empty()) throw Misuse("a rich query is empty");
  require_text(selector, "a rich query");
}

}  // namespace

Rows Stub::open_range(const codec::GetStateByRange& request) {
  return Rows(dialogue_, QueryPage(dialogue_.ask_page(request)));
}

/// The peer must know by now whether this transaction writes.
template <class Request>
PagedRows Stub::open_page(Request request, const PageRequest& wanted) {
  const Bytes metadata =
      codec::encode(codec::QueryMetadata{.page_size = wanted.size, .bookmark = wanted.bookmark});
  request.metadata = metadata;
  writes_.flush();
  QueryPage page(dialogue_.ask_page(request));
  const auto fetched = page.fetched();
  std::string bookmark(page.bookmark());
  return {.rows = Rows(dialogue_, std::move(page)),
          .fetched = fetched,
          .bookmark = std::move(bookmark)};
}

void Stub::range(std::string_view start, std::string_view end, const Visit& visit) {
  for (const std::string_view key : {start, end}) require_text(key, "an end of a range");
  Rows rows = open_range({.start = start_of(start), .end = end});
  while (rows.next())
    if (!visit(rows->key, rows->value)) return rows.close();
}

Rows Stub::query_range(std::string_view start, std::string_view end) {
  require_range(start, end);
  return open_range({.start = start_of(start), .end = end});
}

Rows Stub::query_composite(std::string_view type, const std::vector<std::string>& parts) {
  const std::string prefix = create_composite_key(type, parts);
  const std::string end = end_of_prefix(prefix);
  return open_range({.start = prefix, .end = end});
}

Rows Stub::query_rich(std::string_view selector) {
  require_selector(selector);
  return Rows(dialogue_, QueryPage(dialogue_.ask_page(codec::GetQueryResult{.query = selector})));
}

History Stub::history(std::string_view key) {
  check_key(key);
  return History(dialogue_, QueryPage(dialogue_.ask_page(codec::GetHistoryForKey{.name = key})));
}

PagedRows Stub::page_range(std::string_view start, std::string_view end, const PageRequest& page) {
  require_range(start, end);
  require_page(page);
  return open_page(codec::GetStateByRange{.start = start_of(start), .end = end}, page);
}

PagedRows Stub::page_composite(std::string_view type, const std::vector<std::string>& parts,
                               const PageRequest& page) {
  require_page(page);
  const std::string prefix = create_composite_key(type, parts);
  const std::string end = end_of_prefix(prefix);
  return open_page(codec::GetStateByRange{.start = prefix, .end = end}, page);
}

PagedRows Stub::page_all_composite(const PageRequest& page) {
  require_page(page);
  const std::string first(1, '\0');
  const std::string end = end_of_prefix(first);
  return open_page(codec::GetStateByRange{.start = first, .end = end}, page);
}

PagedRows Stub::page_rich(std::string_view selector, const PageRequest& page) {
  require_selector(selector);
  require_page(page);
  return open_page(codec::GetQueryResult{.query = selector}, page);
}

Rows Stub::query_private_range(std::string_view collection, std::string_view start,
                               std::string_view end) {
  require_collection(collection);
  require_range(start, end);
  writes_.flush();
  return open_range({.start = start_of(start), .end = end, .collection = collection});
}

Rows Stub::query_private_composite(std::string_view collection, std::string_view type,
                                   const std::vector<std::string>& parts) {
  require_collection(collection);
  const std::string prefix = create_composite_key(type, parts);
  const std::string end = end_of_prefix(prefix);
  writes_.flush();
  return open_range({.start = prefix, .end = end, .collection = collection});
}

Rows Stub::query_private_rich(std::string_view collection, std::string_view selector) {
  require_collection(collection);
  require_selector(selector);
  writes_.flush();
  return Rows(dialogue_, QueryPage(dialogue_.ask_page(
                             codec::GetQueryResult{.query = selector, .collection = collection})));
}

}  // namespace tradelane::shim
