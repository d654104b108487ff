// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/query.hpp"

#include <utility>

namespace tradelane::shim {

template <class Row>
Query<Row>::Query(Dialogue& dialogue, QueryPage first) : dialogue_(&dialogue) {
  fetch(std::move(first));
}

template <class Row>
Query<Row>::Query(Query&& other) noexcept
    : dialogue_(std::exchange(other.dialogue_, nullptr)),
      page_(std::move(other.page_)),
      row_(std::move(other.row_)),
      at_(other.at_),
      fetched_(other.fetched_) {}

template <class Row>
Query<Row>::~Query() {
  if (dialogue_ == nullptr) return;
  // Asking the peer is not possible in a destructor that may run while an exception is thrown.
  if (page_.has_more()) dialogue_->close_later(page_.id());
  leave();
}

template <class Row>
bool Query<Row>::next() {
  if (dialogue_ == nullptr) return false;
  while (at_ == page_.size()) {
    if (!page_.has_more()) return false;
    fetch(QueryPage(dialogue_->ask(
        cursor_message(MessageType::query_state_next, dialogue_->id(), page_.id()))));
  }
  read_row(page_.row(at_++), row_);
  return true;
}

template <class Row>
void Query<Row>::close() {
  if (dialogue_ == nullptr) return;
  Dialogue& dialogue = *dialogue_;
  const bool is_open = page_.has_more();
  leave();
  // The peer frees a query with its last page by itself.
  if (is_open)
    dialogue.ask(cursor_message(MessageType::query_state_close, dialogue.id(), page_.id()));
}

template <class Row>
bool Query<Row>::may_be_truncated() const {
  return dialogue_ != nullptr && !page_.has_more() &&
         fetched_ >= dialogue_->settings().limits.query_rows;
}

template <class Row>
void Query<Row>::fetch(QueryPage page) {
  dialogue_->release(page_.bytes());
  page_ = std::move(page);
  dialogue_->hold(page_.bytes());
  dialogue_->count_reads(page_.size());
  fetched_ += page_.size();
  at_ = 0;
}

template <class Row>
void Query<Row>::leave() {
  dialogue_->release(page_.bytes());
  dialogue_ = nullptr;
}

template class Query<KeyValue>;
template class Query<KeyModification>;

}  // namespace tradelane::shim
