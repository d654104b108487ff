// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/event.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"

/// Blocks as plain data. Pure functions; what a reader needs besides is in the bytes as received.
namespace tradelane::gateway {

/// One key that a transaction read or wrote in the public state.
struct KeyRead {
  std::string key = {};
  /// Which transaction wrote it last: block and place in it; absent when there was no value.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> version = {};
};
struct KeyWrite {
  std::string key = {};
  bool is_delete = false;
  Bytes value = {};
};
/// A private write: the hashes that every peer has.
struct HashedWrite {
  Bytes key_hash = {};
  bool is_delete = false;
  Bytes value_hash = {};
  bool is_purge = false;
};
/// What a transaction has put beside the value of a key. Every entry is written anew: what is not
/// here is gone.
struct MetadataWrite {
  /// In a private collection the hash of the key.
  Bytes key = {};
  /// Name and bytes. Fabric knows one name, `validation_parameter`.
  std::vector<std::pair<std::string, Bytes>> entries = {};
};
/// Who must endorse what changes the key; `policy_text` makes it readable. Empty: the chaincode's
/// or the collection's own policy again.
inline constexpr const char* validation_parameter = "VALIDATION_PARAMETER";

struct CollectionWrites {
  std::string collection = {};
  std::vector<HashedWrite> writes = {};
  std::vector<MetadataWrite> metadata = {};
};
/// What a transaction did in one namespace, most often the name of a chaincode.
struct NamespaceAccess {
  std::string name = {};
  std::vector<KeyRead> reads = {};
  std::vector<KeyWrite> writes = {};
  std::vector<MetadataWrite> metadata = {};
  std::vector<CollectionWrites> collections = {};
};

struct BlockTransaction {
  /// "" for a change of the channel's configuration.
  std::string id = {};
  std::string channel = {};
  /// Fabric's HeaderType by number and name; 3 is ENDORSER_TRANSACTION.
  int type = 0;
  std::string type_name = {};
  /// Fabric's TxValidationCode by number and name; 0 is VALID.
  int code = 0;
  std::string code_name = {};
  /// As the client claims it.
  Timestamp time = {};
  std::string creator_msp = {};
  /// PEM.
  std::string creator_certificate = {};

  /// Of an ENDORSER_TRANSACTION; empty otherwise.
  std::string chaincode = {};
  /// The function first.
  std::vector<Bytes> args = {};
  int response_status = 0;
  Bytes response_payload = {};
  /// MSP ids of those who endorsed, in order.
  std::vector<std::string> endorsers = {};
  std::vector<NamespaceAccess> accesses = {};
  /// Absent when the chaincode set none. It counts only when the transaction is valid.
  std::optional<Event> event = {};

  bool valid() const { return code == 0; }
};

struct Block {
  std::uint64_t number = 0;
  /// Of the header before, and of the transactions of this one.
  Bytes previous_hash = {};
  Bytes data_hash = {};
  std::vector<BlockTransaction> transactions = {};
  /// common.Block as received.
  Bytes bytes = {};

  /// What to keep after the whole block has been dealt with.
  Checkpoint checkpoint() const { return {.block = number + 1}; }
};

/// Without contents: for whoever may not, or need not, see them.
struct FilteredTransaction {
  std::string id = {};
  int type = 0;
  std::string type_name = {};
  int code = 0;
  std::string code_name = {};
  /// Without payloads.
  std::vector<Event> events = {};

  bool valid() const { return code == 0; }
};
struct FilteredBlock {
  std::string channel = {};
  std::uint64_t number = 0;
  std::vector<FilteredTransaction> transactions = {};

  Checkpoint checkpoint() const { return {.block = number + 1}; }
};

/// What a transaction wrote into one private collection that the reader's organisation belongs to.
struct PrivateWrites {
  std::string chaincode = {};
  std::string collection = {};
  std::vector<KeyWrite> writes = {};
};
struct BlockAndPrivateData {
  Block block = {};
  /// By place of the transaction in the block. Nothing for a transaction without private data, and
  /// for data that this peer does not have (yet).
  std::map<std::uint64_t, std::vector<PrivateWrites>> private_data = {};

  Checkpoint checkpoint() const { return block.checkpoint(); }
};

/// One envelope that is not in a block (yet): without a verdict, in block 0.
BlockTransaction read_transaction(std::string_view envelope);

/// common.Block, protos.FilteredBlock and protos.BlockAndPrivateData. ARG_MALFORMED when the whole
/// cannot be read; a transaction in it that cannot is there with its verdict and nothing else. One
/// without a verdict has Fabric's code for that, NOT_VALIDATED.
Result<Block> read_block(std::string_view bytes);
Result<FilteredBlock> read_filtered_block(std::string_view bytes);
Result<BlockAndPrivateData> read_block_and_private_data(std::string_view bytes);

}  // namespace tradelane::gateway
