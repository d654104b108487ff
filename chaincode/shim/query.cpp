// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/query.hpp"

#include <utility>

#include "chaincode/shim/codec/decode.hpp"
#include "chaincode/shim/codec/requests.hpp"

namespace tradelane::shim {
namespace {

template <class Wire>
Wire decoded(std::string_view bytes) {
  auto out = codec::decode<Wire>(bytes);
  if (!out) throw Fault("a row of the peer's answer cannot be read");
  return *out;
}

/// Into `row`, whose memory is used again.
void read_row(std::string_view bytes, KeyValue& row) {
  const auto wire = decoded<codec::KV>(bytes);
  row.key = wire.key;
  row.value = wire.value;
}

void read_row(std::string_view bytes, KeyModification& row) {
  const auto wire = decoded<codec::KeyModification>(bytes);
  const auto time = wire.timestamp.value_or(codec::WireTime{});
  row.txid = wire.txid;
  row.value = wire.value;
  row.seconds = time.seconds;
  row.nanos = time.nanos;
  row.is_delete = wire.is_delete;
}

codec::QueryResponseMetadata read_paging(std::string_view bytes) {
  const auto out = codec::decode<codec::QueryResponseMetadata>(bytes);
  if (!out) throw Fault("the peer's answer cannot be read");
  return *out;
}

}  // namespace

QueryPage::QueryPage(PeerMessage answer)
    : answer_(std::move(answer)),
      page_(read_answer<codec::QueryResponse>(answer_)),
      paging_(read_paging(page_.metadata)),
      next_(page_.rows.begin()),
      left_(page_.rows.size()) {}

std::string_view QueryPage::take_row() {
  const std::string_view row = (*next_).bytes;
  ++next_;
  --left_;
  return row;
}

template <class Row>
Query<Row>::Query(Dialogue& dialogue, QueryPage first)
    : dialogue_(&dialogue), page_(std::move(first)) {
  try {
    account();
  } catch (...) {
    leave_open();  // no destructor runs for what was not made
    throw;
  }
}

template <class Row>
Query<Row>::Query(Query&& other) noexcept
    : dialogue_(std::exchange(other.dialogue_, nullptr)),
      page_(std::move(other.page_)),
      row_(std::move(other.row_)),
      fetched_(other.fetched_) {}

template <class Row>
Query<Row>::~Query() {
  if (dialogue_ != nullptr) leave_open();
}

/// Where the peer cannot be asked, because an exception may be on its way.
template <class Row>
void Query<Row>::leave_open() {
  if (page_.has_more()) dialogue_->close_later(std::string(page_.id()));
  leave();
}

template <class Row>
bool Query<Row>::next() {
  if (dialogue_ == nullptr) return false;
  while (page_.left() == 0) {
    if (!page_.has_more()) return false;
    fetch_more();
  }
  read_row(page_.take_row(), row_);
  return true;
}

template <class Row>
void Query<Row>::fetch_more() {
  try {
    QueryPage more(dialogue_->ask_page(codec::QueryStateNext{.name = page_.id()}));
    dialogue_->release(page_.bytes());
    page_ = std::move(more);
  } catch (const PeerError&) {
    leave();  // the peer has closed it
    throw;
  }
  account();
}

template <class Row>
void Query<Row>::close() {
  if (dialogue_ == nullptr) return;
  Dialogue& dialogue = *dialogue_;
  const bool is_open = page_.has_more();
  leave();
  // The peer frees a query with its last page by itself.
  if (is_open) (void)dialogue.ask(codec::QueryStateClose{.name = page_.id()});
}

template <class Row>
bool Query<Row>::may_be_truncated() const {
  return dialogue_ != nullptr && !page_.has_more() &&
         fetched_ >= dialogue_->settings().limits.query_rows;
}

/// The page has just come.
template <class Row>
void Query<Row>::account() {
  dialogue_->hold(page_.bytes());
  dialogue_->count_reads(page_.size());
  dialogue_->measure(page_.bytes());
  fetched_ += page_.size();
}

template <class Row>
void Query<Row>::leave() {
  dialogue_->release(page_.bytes());
  dialogue_ = nullptr;
}

template class Query<KeyValue>;
template class Query<KeyModification>;

}  // namespace tradelane::shim
