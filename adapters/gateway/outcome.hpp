// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "chaincode/base/result.hpp"

/// How a call through a Fabric gateway can end. Plain values, safe to copy between threads.
namespace tradelane::gateway {

/// Where a call ended. A failure at `submit` or `commit_status` leaves the outcome unknown; one
/// before them means that nothing can have happened; `commit` means that it is known and invalid.
enum class Stage : std::uint8_t {
  proposal,
  evaluate,
  endorse,
  submit,
  commit_status,
  commit,
  events
};
std::string_view text_of(Stage stage);

/// gRPC's status codes, numbered as on the wire.
enum class GrpcCode : std::uint8_t {
  ok = 0,
  cancelled = 1,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  already_exists = 6,
  permission_denied = 7,
  resource_exhausted = 8,
  failed_precondition = 9,
  aborted = 10,
  out_of_range = 11,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  data_loss = 15,
  unauthenticated = 16,
};
/// `FAILED_PRECONDITION` …
std::string_view text_of(GrpcCode code);

/// What one node said, from Fabric's gateway.ErrorDetail.
struct Detail {
  std::string address = {};
  std::string msp = {};
  std::string message = {};
  bool operator==(const Detail&) const = default;
};

struct Failure {
  Stage stage = Stage::proposal;
  GrpcCode code = GrpcCode::unknown;
  std::string message = {};
  /// "" when no proposal was made.
  std::string transaction_id = {};
  std::vector<Detail> details = {};
  /// At `commit`: Fabric's validation code and its name. 0 and "" otherwise.
  int validation = 0;
  std::string validation_name = {};

  /// One line: stage, code, message and every detail.
  std::string text() const;
};

/// A failure of which the type says the stage.
template <Stage S>
struct StageFailure : Failure {
  explicit StageFailure(Failure failure) : Failure(std::move(failure)) { stage = S; }
};
using EvaluateFailure = StageFailure<Stage::evaluate>;
using EndorseFailure = StageFailure<Stage::endorse>;
using SubmitFailure = StageFailure<Stage::submit>;
using CommitStatusFailure = StageFailure<Stage::commit_status>;
using CommitFailure = StageFailure<Stage::commit>;
using EventsFailure = StageFailure<Stage::events>;

/// A value or a failure. Reading the wrong side is a bug and throws `Fault`.
template <class T, class F = Failure>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Outcome(F failure) : state_(std::in_place_index<1>, std::move(failure)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(mutable_value()); }
  const T* operator->() const { return &value(); }
  const T& value() const {
    if (!ok()) throw Fault("a failed outcome was read: " + std::get<1>(state_).text());
    return std::get<0>(state_);
  }
  const F& failure() const {
    if (ok()) throw Fault("an outcome that holds a value was asked for its failure");
    return std::get<1>(state_);
  }

 private:
  T& mutable_value() {
    value();
    return std::get<0>(state_);
  }
  std::variant<T, F> state_;
};

}  // namespace tradelane::gateway
