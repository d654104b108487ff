// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "adapters/cli/commands.hpp"

/// Settings that stand in the environment, under the names that people around Fabric have there
/// already: our own, those of the `peer` command, those of the samples. The first that is set and
/// not empty counts; a flag wins over each of them.
namespace tradelane::cli {

/// The value of a variable; absent when it is not set.
using Variables = std::function<std::optional<std::string>(const std::string& name)>;
Variables variables_of_process();

// clang-format off
/// `flags` with what they leave open. Where a profile is given, by flag or by TRADELANE_PROFILE, it
/// alone tells of peer, TLS and MSP id. Otherwise all of it comes from one column, lest the roots
/// of one peer go with the address of another: that of `peer` when any variable of its first three
/// rows is set.
///
///                `peer`, paths from FABRIC_CFG_PATH on           samples
///   MSP folder   TRADELANE_MSP, CORE_PEER_MSPCONFIGPATH          the folder that holds those of
///                                                                CERT_DIRECTORY_PATH and
///                                                                KEY_DIRECTORY_PATH; CRYPTO_PATH
///   MSP id       CORE_PEER_LOCALMSPID                            MSP_ID
///   peer         CORE_PEER_ADDRESS, CORE_PEER_TLS_ENABLED=false  PEER_ENDPOINT
///   TLS roots    CORE_PEER_TLS_ROOTCERT_FILE                     TLS_CERT_PATH, CRYPTO_PATH
///   TLS client   CORE_PEER_TLS_CLIENTCERT_FILE, …CLIENTKEY_FILE
///   server name  CORE_PEER_TLS_SERVERHOSTOVERRIDE                PEER_HOST_ALIAS
///
/// `Problem` (bad_input) when certificate and key of the samples are not in signcerts and keystore
/// of one folder: there is no place to name them one by one.
// clang-format on
ConnectionFlags with_environment(ConnectionFlags flags, const Variables& variables);

/// CHANNEL_NAME, CHAINCODE_NAME; `trade` and `tradelane` without them.
void fill_names(std::string& channel, std::string& chaincode, const Variables& variables);

}  // namespace tradelane::cli
