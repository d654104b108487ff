// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

namespace common {
class Block;
}
namespace protos {
class FilteredBlock;
}

namespace tradelane::devpeer {

/// What protos.Deliver/DeliverFiltered tells of a block: per envelope that can be read its id, type
/// and validation code, and the events of its transactions without their payloads. Absent for a
/// block that a peer cannot filter: a readable header around a transaction that is none. Pure.
std::optional<protos::FilteredBlock> filter_block(const common::Block& block);

}  // namespace tradelane::devpeer
