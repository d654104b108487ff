// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/gateway/block.hpp"
#include "proto/common/common.pb.h"
#include "proto/peer/events.pb.h"

/// Blocks from Fabric's messages, for the .cpp files of this folder only.
namespace tradelane::gateway {

Block block_from(const common::Block& block);
FilteredBlock block_from(const protos::FilteredBlock& block);
BlockAndPrivateData block_from(const protos::BlockAndPrivateData& both);

}  // namespace tradelane::gateway
