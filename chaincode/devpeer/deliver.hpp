// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "chaincode/devpeer/channel.hpp"
#include "chaincode/devpeer/wall_clock.hpp"
#include "proto/common/common.pb.h"
#include "proto/orderer/seek_info.pb.h"
#include "proto/peer/events.pb.h"

namespace tradelane::devpeer {

/// What a stream of protos.Deliver carries.
enum class BlockForm : std::uint8_t { whole, filtered, with_private };

/// protos.Deliver of one organisation's peer, without transport: a signed request after the other,
/// each answered with its blocks and one final status, with Fabric's checks. Safe from any thread.
class Deliver {
 public:
  struct Settings {
    /// How far a request's time may be from the clock.
    std::chrono::seconds time_window{900};
    WallClock now = system_time;
    /// Every client shows a TLS certificate, and names its hash in the request.
    bool binds_tls = false;
  };
  /// One client's stream.
  struct Stream {
    BlockForm form = BlockForm::whole;
    /// SHA-256 of its TLS certificate's DER; empty without one.
    Bytes tls_certificate_hash = {};
    /// False when the client is gone.
    std::function<bool(const protos::DeliverResponse&)> send = {};
    Channel::Stop stop = {};
  };
  enum class Outcome : std::uint8_t {
    next,       // the blocks are sent, and SUCCESS: another request may follow
    ended,      // the last thing sent was a status that says why, or the client is gone
    abandoned,  // `stop` said so before a block came
  };

  /// `channel` outlives it. `msp` is whose peer this is: only its own private values are here.
  Deliver(std::string msp, Channel& channel, Settings settings)
      : msp_(std::move(msp)), channel_(channel), settings_(std::move(settings)) {}

  /// Blocks until the last block that `request` asks for was sent.
  Outcome answer(const common::Envelope& request, const Stream& stream);

 private:
  /// What an accepted request asks for.
  struct Session {
    orderer::SeekInfo seek = {};
    /// MSP id of the client.
    std::string reader = {};
    /// When the client's certificate ends.
    Timestamp not_after = {};
  };
  common::Status open(const common::Envelope& request, const Stream& stream, Session& out) const;
  bool is_bound(const common::ChannelHeader& header, const Stream& stream) const;
  /// The status to send; absent when there is nobody to send it to.
  std::optional<common::Status> send_blocks(const Session& session, const Stream& stream);
  bool send_block(std::uint64_t number, const Session& session, const Stream& stream) const;
  protos::BlockAndPrivateData with_private(common::Block block, const Session& session) const;

  const std::string msp_;
  Channel& channel_;
  const Settings settings_;
};

}  // namespace tradelane::devpeer
