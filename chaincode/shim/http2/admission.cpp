// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/admission.hpp"

#include <utility>

namespace tradelane::shim::http2 {

Admission::Place::Place(Place&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), host_(std::move(other.host_)) {}

Admission::Place::~Place() {
  if (owner_ == nullptr || is_probe()) return;
  const std::lock_guard lock(owner_->counts_);
  --owner_->all_;
  const auto at = owner_->by_host_.find(host_);
  if (--at->second == 0) owner_->by_host_.erase(at);
}

std::optional<Admission::Place> Admission::admit(const Address& from) {
  const std::lock_guard lock(counts_);
  if (probes_.contains(from.text())) return Place(*this, "");
  const std::string host = from.host();
  const auto at = by_host_.find(host);
  const std::size_t of_host = at == by_host_.end() ? 0 : at->second;
  if (all_ >= limits_.connections || of_host >= limits_.connections_per_address) {
    ++refused_;
    return std::nullopt;
  }
  ++all_;
  ++by_host_[host];
  return Place(*this, host);
}

std::size_t Admission::take_refused() {
  const std::lock_guard lock(counts_);
  return std::exchange(refused_, 0);
}

std::size_t Admission::connections() const {
  const std::lock_guard lock(counts_);
  return all_;
}

void Admission::expect_probe(const Address& address) {
  const std::lock_guard lock(counts_);
  probes_.insert(address.text());
}

void Admission::forget_probe(const Address& address) {
  const std::lock_guard lock(counts_);
  probes_.erase(address.text());
}

}  // namespace tradelane::shim::http2
