// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tradelane {

/// Keeps the gRPC library alive from the first call until the process exits, and ends it there
/// before OpenSSL ends. Otherwise the last channel or server lets the library end on a thread of
/// its own, which may still hold random generators and ciphers while OpenSSL is being taken down.
/// Called by whatever makes channels or servers; costs nothing after the first time. Any thread.
void keep_grpc_until_exit();

}  // namespace tradelane
