// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/seen.hpp"

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/msp/identities.pb.h"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/transaction.pb.h"
#include "tests/fabric/differential/parse.hpp"
#include "tests/fabric/differential/probe.hpp"
#include "tests/fabric/differential/sets.hpp"

namespace tradelane::differential {
namespace {

constexpr std::size_t longest_printed = 120;
constexpr const char* mismatch_text = "ProposalResponsePayloads do not match";

protos::ChaincodeActionPayload action_of(const common::Envelope& envelope) {
  const auto payload = parse<common::Payload>(envelope.payload());
  const auto transaction = parse<protos::Transaction>(payload.data());
  if (transaction.actions_size() != 1) throw Fault("a transaction without its one action");
  return parse<protos::ChaincodeActionPayload>(transaction.actions(0).payload());
}

protos::ChaincodeAction done_in(const protos::ChaincodeActionPayload& action) {
  const auto response =
      parse<protos::ProposalResponsePayload>(action.action().proposal_response_payload());
  return parse<protos::ChaincodeAction>(response.extension());
}

std::string response_line(const Side& side, const protos::Response& response) {
  return std::to_string(response.status()) + " '" + plain(side, printable(response.message())) +
         "'";
}

std::string with_sorted_collections(std::string text) {
  const std::string before = "collection(s): [";
  const auto start = text.find(before);
  if (start == std::string::npos) return text;
  const auto first = start + before.size();
  const auto end = text.find(']', first);
  std::istringstream words(text.substr(first, end - first));
  const std::set<std::string> sorted{std::istream_iterator<std::string>(words), {}};
  std::string out;
  for (const std::string& word : sorted) out += (out.empty() ? "" : " ") + word;
  return text.replace(first, end - first, out);
}

}  // namespace

const std::vector<std::string>& left_out() {
  static const std::vector<std::string> all{
      "addresses of peers: the organisation stands for them",
      "versions (block and place): the transaction that wrote there stands for them",
      "the order of a failure's details, of the collections in its text, and of endorsements",
      "what follows 'unmarshal failed': a library's own words",
      "where two payloads differ, which only the embedded peer says, and whose was the later one",
      "a gateway that gives up a connection and other calls with it ('the client connection is "
      "closing', after a peer has refused a proposal): it is asked again",
      "why a later copy of an envelope is refused: that depends on whether it shares a block",
      "ids of queries",
      "queries that are open behind the answer: a peer may crash, so the probe closes them",
      "signatures",
      "the read of a chaincode's own definition (_lifecycle): the embedded peer has no lifecycle",
      "the rows of a range of more than fifty: a peer hashes them together with their versions",
  };
  return all;
}

std::string printable(const Bytes& bytes) {
  if (bytes.size() > 4 * longest_printed)
    return "<" + std::to_string(bytes.size()) + " bytes " +
           to_hex(crypto::sha256(bytes)).substr(0, 16) + ">";
  static const char* digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '\\') {
      out += c;
    } else {
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

std::string plain(const Side& side, const std::string& text) {
  static const std::regex version(R"(\{BlockNum: \d+, TxNum: \d+\})");
  static const std::regex library(R"(unmarshal failed: [^\n]*)");
  static const std::regex mismatch(R"(ProposalResponsePayloads do not match: [^\n]*)");
  std::string out = std::regex_replace(text, version, "{version}");
  out = std::regex_replace(out, library, "unmarshal failed");
  out = std::regex_replace(out, mismatch, mismatch_text);
  return side.without_addresses(with_sorted_collections(out));
}

std::string text_of(const Side& side, const gateway::Failure& failure) {
  std::vector<std::string> details;
  for (const auto& detail : failure.details) {
    const std::string message = plain(side, printable(detail.message));
    // Of two that differ it is the later one.
    details.push_back(message == mismatch_text
                          ? "\n  " + message
                          : "\n  " + detail.msp + " at " + side.without_address(detail.address) +
                                ": " + message);
  }
  std::sort(details.begin(), details.end());
  std::string out =
      std::string(gateway::text_of(failure.code)) + ": " + plain(side, printable(failure.message));
  for (const std::string& detail : details) out += detail;
  return out;
}

std::string text_of(const Side& side, const protos::Response& response, bool is_probe) {
  std::string out = response_line(side, response);
  if (!is_probe) return out + " " + printable(response.payload());
  for (const Message& reply : read_replies(response.payload()))
    out +=
        "\n  " + Message::Type_Name(reply.type()) + " " + plain(side, printable(reply.payload()));
  return out;
}

protos::ChaincodeEvent event_of(const common::Envelope& envelope) {
  return parse<protos::ChaincodeEvent>(done_in(action_of(envelope)).events());
}

protos::Response response_of(const common::Envelope& envelope) {
  return done_in(action_of(envelope)).response();
}

void Ledger::add(const common::Block& block) {
  if (block.metadata().metadata_size() <= common::TRANSACTIONS_FILTER)
    throw Fault("a block without validation codes");
  const std::string& filter = block.metadata().metadata(common::TRANSACTIONS_FILTER);
  for (int i = 0; i < block.data().data_size(); ++i) {
    const auto payload =
        parse<common::Payload>(parse<common::Envelope>(block.data().data(i)).payload());
    const auto header = parse<common::ChannelHeader>(payload.header().channel_header());
    const auto place = static_cast<std::uint64_t>(i);
    writers_[{block.header().number(), place}] = header.tx_id();
    // The first block of a channel has no codes.
    const auto at = static_cast<std::size_t>(i);
    if (at < filter.size())
      codes_[header.tx_id()].push_back(static_cast<unsigned char>(filter[at]));
  }
}

void Ledger::add(const protos::FilteredBlock& block) {
  for (const auto& transaction : block.filtered_transactions()) {
    std::string text = block.channel_id() + " " + common::HeaderType_Name(transaction.type()) +
                       " " + protos::TxValidationCode_Name(transaction.tx_validation_code());
    for (const auto& action : transaction.transaction_actions().chaincode_actions())
      text += " event " + printable(action.chaincode_event().SerializeAsString());
    told_.emplace(transaction.txid(), text);
  }
}

std::string Ledger::told(const std::string& txid) const {
  const auto at = told_.find(txid);
  return at == told_.end() ? "" : at->second;
}

std::string Ledger::writer(std::uint64_t block, std::uint64_t place) const {
  const auto at = writers_.find({block, place});
  return at == writers_.end() ? "?" : at->second.substr(0, 12);
}

std::string Ledger::codes(const std::string& txid) const {
  const auto at = codes_.find(txid);
  if (at == codes_.end()) return "";
  std::string out;
  for (const int code : at->second)
    out += !out.empty() && code != protos::VALID
               ? "refused "
               : protos::TxValidationCode_Name(static_cast<protos::TxValidationCode>(code)) + " ";
  return out;
}

std::size_t Ledger::count(int code) const {
  std::size_t out = 0;
  for (const auto& [txid, codes] : codes_)
    out += static_cast<std::size_t>(std::count(codes.begin(), codes.end(), code));
  return out;
}

std::string text_of(const Side& side, const common::Envelope& envelope, const Ledger& ledger,
                    bool is_probe) {
  const auto action = action_of(envelope);
  const auto done = done_in(action);
  std::vector<std::string> endorsers;
  for (const auto& endorsement : action.action().endorsements())
    endorsers.push_back(parse<msp::SerializedIdentity>(endorsement.endorser()).mspid());
  std::sort(endorsers.begin(), endorsers.end());
  std::string out = done.chaincode_id().name() + " " + done.chaincode_id().version() + " by";
  for (const std::string& msp : endorsers) out += " " + msp;
  out += "\n" + text_of(side, done.response(), is_probe);
  const auto event = parse<protos::ChaincodeEvent>(done.events());
  out += "\nevent '" + printable(event.event_name()) + "' " + event.chaincode_id() + " " +
         event.tx_id() + " " + printable(event.payload());
  return out + sets_text(done.results(), ledger);
}

}  // namespace tradelane::differential
