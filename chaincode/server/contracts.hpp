// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"

namespace tradelane::server {

/// The chaincode `tradelane`: every contract of ours.
contract::Router every_contract();

}  // namespace tradelane::server
