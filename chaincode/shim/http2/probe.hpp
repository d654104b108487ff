// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>

#include "chaincode/base/result.hpp"
#include "chaincode/shim/http2/admission.hpp"

namespace tradelane::shim::http2 {

/// Dials a listener of this process as a client would, and waits for its first answer: SETTINGS in
/// plain text, the server's certificate under TLS. `admission` is told beforehand who is coming.
/// ARG_MALFORMED says what did not come. Blocks up to `within`; from any thread that is not the
/// listener's.
Result<> probe_listener(const Address& address, bool is_tls, std::chrono::milliseconds within,
                        Admission& admission);

}  // namespace tradelane::shim::http2
