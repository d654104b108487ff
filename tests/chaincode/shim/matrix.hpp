// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "proto/peer/shim.pb.h"

/// Every message in every state of a stream: one table of what the chaincode does then, for streams
/// of all kinds.
namespace tradelane::test {

/// A chaincode's stream, as its peer sees it. The chaincode does what its arguments say.
class MatrixStream {
 public:
  using Message = protos::ChaincodeMessage;

  virtual ~MatrixStream() = default;
  virtual void say(const Message& message) = 0;
  /// The next thing that the chaincode says; type UNDEFINED once it has ended the stream.
  virtual Message hear() = 0;
  virtual void drain() = 0;
  /// Transactions that are not over.
  virtual std::size_t in_flight() = 0;
};

/// A request that a transaction waits for, and how it gets there.
struct MatrixRequest {
  protos::ChaincodeMessage::Type type;
  std::vector<std::string> args;
  /// Answers to what it asks before.
  std::vector<std::string> before;
  std::string answer;
  /// What it says then, and what it says to an ERROR.
  const char* next = "COMPLETED";
  const char* after_error = "ERROR";
};
std::vector<MatrixRequest> matrix_requests();

enum class MatrixState : std::uint8_t {
  created,         // REGISTER has been said
  established,     // REGISTERED has been heard
  ready,           // nothing is under way
  asking,          // a transaction waits, and the message is for it
  asking_others,   // a transaction waits, and the message is for one that there is not
  draining,        // as asking, and the process is about to end
  draining_others  // as asking_others
};

/// What is the matter with the reaction to a message of `type` in `state`, in one sentence for each
/// thing; "" when nothing is. `stream` is new, and over afterwards.
std::string matrix_faults(MatrixStream& stream, MatrixState state, const MatrixRequest& request,
                          int type);

/// Brings a new stream to `state`, and says what went wrong on the way.
std::string matrix_reach(MatrixStream& stream, MatrixState state, const MatrixRequest& request);

/// Every number that means something, some that do not, and the row of the table for each.
std::vector<int> matrix_types();
std::string matrix_row(int type);

}  // namespace tradelane::test
