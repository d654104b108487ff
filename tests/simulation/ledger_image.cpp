// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/ledger_image.hpp"

#include <algorithm>
#include <regex>

#include "chaincode/codec/json.hpp"
#include "chaincode/devpeer/block.hpp"
#include "chaincode/devpeer/store.hpp"
#include "proto/common/common.pb.h"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/events.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"
#include "tests/scenario/step.hpp"

namespace tradelane::simulation {
namespace {

constexpr std::size_t everything = 1'000'000;

template <class T>
T parse(const std::string& bytes) {
  T out;
  if (!out.ParseFromString(bytes)) throw Fault("a block cannot be read");
  return out;
}

/// The payload of the event of an envelope; "" when it has none.
std::string event_payload(const std::string& envelope) {
  const auto payload = parse<common::Payload>(parse<common::Envelope>(envelope).payload());
  const auto transaction = parse<protos::Transaction>(payload.data());
  if (transaction.actions_size() == 0) return "";
  const auto action = parse<protos::ChaincodeActionPayload>(transaction.actions(0).payload());
  const auto response =
      parse<protos::ProposalResponsePayload>(action.action().proposal_response_payload());
  const auto done = parse<protos::ChaincodeAction>(response.extension());
  return parse<protos::ChaincodeEvent>(done.events()).payload();
}

void read_events(const devpeer::Store& store, LedgerImage& out) {
  for (std::uint64_t number = 1; number < store.height(); ++number) {
    const auto block = devpeer::Block::decode(*store.block(number));
    for (std::size_t i = 0; i < block.envelopes.size(); ++i) {
      const std::string payload =
          block.codes[i] == protos::VALID ? event_payload(block.envelopes[i]) : "";
      if (payload.empty()) continue;
      const auto entries = parse_json(payload);
      for (const Json& entry : *entries->as_array()) {
        out.events.push_back(masked(canonical(entry)));
        if (*entry.find("type")->as_string() == "evidence.Submit")
          ++out.effects[*entry.find("id")->as_string() + "/" + canonical(*entry.find("seq"))];
      }
    }
  }
}

}  // namespace

std::string masked(const std::string& text) {
  static const std::pair<std::regex, const char*> words[] = {
      {std::regex("[0-9a-f]{64}"), "DIGEST"},
      {std::regex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"), "TIME"},
      {std::regex("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "DATE"},
      {std::regex("\"[A-Za-z0-9_-]{43,}\""), "\"BYTES\""},
  };
  std::string out = text;
  for (const auto& [pattern, word] : words) out = std::regex_replace(out, pattern, word);
  return out;
}

LedgerImage read_ledger(const std::string& file, const std::string& chaincode) {
  const devpeer::Store store(file);
  LedgerImage out;
  for (const auto& row : store.range({.chaincode = chaincode}, "", everything))
    out.state.push_back(masked(row.key + " = " + row.stored.value));
  std::sort(out.state.begin(), out.state.end());
  for (const std::string& msp : scenario::msps_of("OCDHS2")) {
    const std::string collection = "_implicit_org_" + msp;
    const auto rows =
        store.range({.org = msp, .chaincode = chaincode, .collection = collection}, "", everything);
    out.private_values[msp] = rows.size();
  }
  read_events(store, out);
  return out;
}

std::string difference(const LedgerImage& expected, const LedgerImage& got) {
  const auto first = [](const char* what, const auto& a, const auto& b) -> std::string {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
      if (i >= a.size() || i >= b.size() || a[i] != b[i])
        return std::string(what) + " " + std::to_string(i) + ": expected " +
               (i < a.size() ? a[i] : "nothing") + ", got " + (i < b.size() ? b[i] : "nothing");
    return "";
  };
  std::string out = first("event", expected.events, got.events);
  if (out.empty()) out = first("state", expected.state, got.state);
  for (const auto& [msp, count] : expected.private_values)
    if (out.empty() && got.private_values.at(msp) != count)
      out = msp + " keeps " + std::to_string(got.private_values.at(msp)) +
            " private values instead of " + std::to_string(count);
  return out;
}

}  // namespace tradelane::simulation
