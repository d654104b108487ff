// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/outcome.hpp"

#include <array>

namespace tradelane::gateway {

std::string_view text_of(Stage stage) {
  switch (stage) {
    case Stage::proposal:
      return "proposal";
    case Stage::evaluate:
      return "evaluate";
    case Stage::endorse:
      return "endorse";
    case Stage::submit:
      return "submit";
    case Stage::commit_status:
      return "commit status";
    case Stage::commit:
      return "commit";
    case Stage::events:
      return "events";
  }
  return "";
}

std::string_view text_of(GrpcCode code) {
  constexpr std::array<std::string_view, 17> names{"OK",
                                                   "CANCELLED",
                                                   "UNKNOWN",
                                                   "INVALID_ARGUMENT",
                                                   "DEADLINE_EXCEEDED",
                                                   "NOT_FOUND",
                                                   "ALREADY_EXISTS",
                                                   "PERMISSION_DENIED",
                                                   "RESOURCE_EXHAUSTED",
                                                   "FAILED_PRECONDITION",
                                                   "ABORTED",
                                                   "OUT_OF_RANGE",
                                                   "UNIMPLEMENTED",
                                                   "INTERNAL",
                                                   "UNAVAILABLE",
                                                   "DATA_LOSS",
                                                   "UNAUTHENTICATED"};
  return names.at(static_cast<std::size_t>(code));
}

std::string Failure::text() const {
  std::string out = std::string(text_of(stage)) + " failed: ";
  out += stage == Stage::commit ? validation_name : std::string(text_of(code));
  if (!message.empty()) out += ": " + message;
  for (const Detail& detail : details)
    out += "; " + detail.msp + " at " + detail.address + ": " + detail.message;
  return out;
}

}  // namespace tradelane::gateway
