// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>
#include <type_traits>

#include "chaincode/shim/codec/decode.hpp"
#include "chaincode/shim/codec/wire.hpp"

namespace tradelane::shim::codec {

/// A repeated field, as a view: of a message that was received, where each pass reads the elements
/// from its bytes again and keeps nothing, or of an array that is to be sent.
template <class T>
class List {
 public:
  using value_type = T;

  List() = default;
  List(std::span<const T> elements) : elements_(elements.data()), size_(elements.size()) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    explicit Iterator(const List& list)
        : next_(list.elements_),
          key_(list.key_),
          left_(list.size_),
          in_(list.message_, wire::deepest) {
      if (next_ == nullptr) find();
    }
    T operator*() const {
      if (next_ != nullptr) return *next_;
      if constexpr (std::is_same_v<T, std::string_view>) {
        return in_.bytes();
      } else {
        return decode<T>(in_.bytes()).value();
      }
    }
    Iterator& operator++() {
      --left_;
      if (next_ != nullptr) {
        ++next_;
      } else {
        find();
      }
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return left_ == 0; }

   private:
    void find() {
      while (left_ > 0 && in_.next())
        if (in_.key() == key_) return;
    }

    const T* next_;
    std::uint32_t key_;
    std::size_t left_;
    wire::Reader in_;
  };

  Iterator begin() const { return Iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

  /// One more element, whose key is `key`, was read in `message`. False when earlier ones came from
  /// another piece of the message.
  bool add(std::string_view message, std::uint32_t key) {
    if (size_ != 0 && message.data() != message_.data()) return false;
    message_ = message;
    key_ = key;
    ++size_;
    return true;
  }

 private:
  const T* elements_ = nullptr;
  std::size_t size_ = 0;
  std::string_view message_;
  std::uint32_t key_ = 0;
};

}  // namespace tradelane::shim::codec
