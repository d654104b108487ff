// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tradelane {

/// Whoever links this leaves OpenSSL as it is when the process exits, which then gives everything
/// back to the system. Threads of the gRPC library are still there at that time: OpenSSL's own end
/// would take ciphers and keys away under them, and leave behind what it keeps for each of them.
/// The linker takes this file for who calls the function; what it does is done before main, because
/// OpenSSL asks for its end when it is first used. Any thread.
void keep_openssl_until_exit();

}  // namespace tradelane
