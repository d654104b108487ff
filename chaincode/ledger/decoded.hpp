// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <utility>

#include "chaincode/codec/fields.hpp"

namespace tradelane::ledger {

/// Some bytes of the ledger as the record that they are, decoded when it is first asked for and
/// then kept. Used on one thread.
class Decoded {
 public:
  /// Absent without bytes; they are the same in each call. Bytes that are no R are a `Fault`. The
  /// record stays where it is as long as this object lives.
  template <Record R>
  const std::optional<R>& as(const Bytes* bytes) const {
    static const std::optional<R> absent;
    if (bytes == nullptr) return absent;
    for (const Kept* kept = first_.get(); kept != nullptr; kept = kept->next.get())
      if (kept->type == &absent) return static_cast<const KeptAs<R>*>(kept)->record;
    auto kept = std::make_unique<KeptAs<R>>(decode_record<R>(*bytes));
    kept->type = &absent;
    kept->next = std::move(first_);
    const std::optional<R>& record = kept->record;
    first_ = std::move(kept);
    return record;
  }

 private:
  struct Kept {
    virtual ~Kept() = default;
    const void* type = nullptr;
    std::unique_ptr<Kept> next = {};
  };
  template <class R>
  struct KeptAs : Kept {
    explicit KeptAs(R decoded) : record(std::move(decoded)) {}
    std::optional<R> record;
  };

  mutable std::unique_ptr<Kept> first_;
};

}  // namespace tradelane::ledger
