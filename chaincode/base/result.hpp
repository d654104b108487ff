// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cassert>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "chaincode/base/codes.hpp"

/// Three outcomes and no fourth: absence is an `optional`, a refusal is an `Error` inside a
/// `Result`, a fault (lost stream, corrupt state, broken invariant) is the exception `Fault`.
namespace tradelane {

/// A refusal. `rule` is the number in the rule book that asked for it ("" outside the contracts),
/// `at` an RFC 6901 pointer into the argument object ("" when it is about the whole), `detail` a
/// short text without private values, `data` canonical JSON for programs ("" when there is none).
struct Error {
  Code code;
  std::string rule = {};
  std::string detail = {};
  std::string at = {};
  std::string data = {};

  Error with_at(std::string pointer) && {
    at = std::move(pointer);
    return std::move(*this);
  }
  Error with_data(std::string json) && {
    data = std::move(json);
    return std::move(*this);
  }

  /// `EBL_NOT_HOLDER: Only the present holder may do this. (detail)`
  std::string message() const;

  bool operator==(const Error&) const = default;
};

inline Error refuse(Code code, std::string rule = {}, std::string detail = {}) {
  return Error{.code = code, .rule = std::move(rule), .detail = std::move(detail)};
}

inline std::string Error::message() const {
  std::string text{info(code).token};
  text.append(": ").append(info(code).sentence);
  if (!detail.empty()) text.append(" (").append(detail).append(")");
  return text;
}

/// Something is broken; the request is not to blame. Thrown, and caught at the boundary only.
struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Done {
  bool operator==(const Done&) const = default;
};

/// A value or a refusal. Reading the wrong side is a bug and throws `Fault`.
template <class T = Done>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::in_place, std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  const T& value() const& { return ok() ? *value_ : bad(); }
  T& value() & { return ok() ? *value_ : bad(); }
  T&& value() && { return std::move(ok() ? *value_ : bad()); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const {
    if (ok()) throw Fault("a result that holds a value was asked for its error");
    return *error_;
  }

 private:
  [[noreturn]] T& bad() const { throw Fault("a refused result was read: " + error_->message()); }
  // One of both: measured, a little less work for a compiler than a variant.
  std::optional<T> value_;
  std::optional<Error> error_;
};

}  // namespace tradelane
