// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/wire_text.hpp"

#include <stdexcept>

#include "chaincode/base/bytes.hpp"

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;
using TransactionName = std::pair<std::string, std::string>;  // channel, txid

bool is_plain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

std::string type_text(Message::Type type) {
  const std::string name = Message::Type_Name(type);
  return name.empty() ? std::to_string(type) : name;
}

Message::Type type_of(const std::string& text) {
  Message::Type type{};
  if (Message::Type_Parse(text, &type)) return type;
  return static_cast<Message::Type>(std::stoi(text));
}

/// Words, and quoted texts with their quotation marks.
std::vector<std::string> tokens_of(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] == ' ') {
      ++at;
      continue;
    }
    const bool is_text = line[at] == '"';
    const auto end = is_text ? line.find('"', at + 1) : line.find(' ', at);
    if (is_text && end == std::string_view::npos) throw std::invalid_argument("an open quote");
    const auto length = end == std::string_view::npos ? line.size() - at : end - at + is_text;
    out.emplace_back(line.substr(at, length));
    at += length;
  }
  return out;
}

std::string text_of(const WireLine& line, const std::string& transaction) {
  if (line.kind == WireLine::Kind::end)
    return "chaincode ends " + std::to_string(line.status) + " " + quoted(line.why);
  const Message& message = line.message;
  std::string out = line.kind == WireLine::Kind::from_peer ? "peer " : "chaincode ";
  out += type_text(message.type());
  if (!transaction.empty()) out += " " + transaction;
  if (!message.payload().empty()) out += " " + quoted(message.payload());
  if (message.has_proposal()) out += " proposal " + quoted(message.proposal().SerializeAsString());
  if (message.has_chaincode_event())
    out += " event " + quoted(message.chaincode_event().SerializeAsString());
  return out;
}

class Parser {
 public:
  WireDialogue parse(std::string_view text) {
    int number = 0;
    while (!text.empty()) {
      const auto end = text.find('\n');
      ++number;
      try {
        read(text.substr(0, end));
      } catch (const std::exception& problem) {
        throw std::invalid_argument("line " + std::to_string(number) + ": " + problem.what());
      }
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return std::move(out_);
  }

 private:
  void read(std::string_view line) {
    if (line.empty()) return;
    if (line.starts_with("# ")) {
      out_.comment += std::string(line.substr(2)) + "\n";
      return;
    }
    const auto tokens = tokens_of(line);
    if (tokens.at(0) == "set") {
      out_.settings[tokens.at(1)] = std::stoi(tokens.at(2));
    } else if (tokens.at(0) == "tx") {
      names_[tokens.at(1)] = {tokens.at(2), tokens.at(3)};
    } else {
      read_message(tokens);
    }
  }

  void read_message(const std::vector<std::string>& tokens) {
    WireLine line;
    if (tokens.at(0) != "peer" && tokens.at(0) != "chaincode")
      throw std::invalid_argument("who says this? " + tokens.at(0));
    line.kind = tokens.at(0) == "peer" ? WireLine::Kind::from_peer : WireLine::Kind::from_chaincode;
    if (tokens.at(1) == "ends") {
      out_.lines.push_back({.kind = WireLine::Kind::end,
                            .status = std::stoi(tokens.at(2)),
                            .why = unquoted(tokens.at(3))});
      return;
    }
    line.message.set_type(type_of(tokens.at(1)));
    for (std::size_t at = 2; at < tokens.size(); ++at) at = read_part(tokens, at, line.message);
    out_.lines.push_back(std::move(line));
  }

  /// Gives back the place of the last token it has used.
  std::size_t read_part(const std::vector<std::string>& tokens, std::size_t at, Message& into) {
    const std::string& token = tokens[at];
    if (token.front() == '"') {
      into.set_payload(unquoted(token));
    } else if (token == "proposal") {
      if (!into.mutable_proposal()->ParseFromString(unquoted(tokens.at(++at))))
        throw std::invalid_argument("no proposal");
    } else if (token == "event") {
      if (!into.mutable_chaincode_event()->ParseFromString(unquoted(tokens.at(++at))))
        throw std::invalid_argument("no event");
    } else {
      const TransactionName& name = names_.at(token);
      into.set_channel_id(name.first);
      into.set_txid(name.second);
    }
    return at;
  }

  WireDialogue out_;
  std::map<std::string, TransactionName> names_;
};

}  // namespace

std::string quoted(std::string_view bytes) {
  std::string out = "\"";
  for (const char& c : bytes)
    out += is_plain(static_cast<unsigned char>(c)) ? std::string(1, c) : "\\x" + to_hex({&c, 1});
  return out + "\"";
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"')
    throw std::invalid_argument("no quoted text");
  std::string out;
  for (std::size_t at = 1; at < text.size() - 1; ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    const auto byte = text.substr(at, 2) == "\\x" ? from_hex(text.substr(at + 2, 2)) : std::nullopt;
    if (!byte || byte->size() != 1) throw std::invalid_argument("a backslash without a byte");
    out += *byte;
    at += 3;
  }
  return out;
}

std::string text_of(const WireLine& line) {
  const std::string& txid = line.message.txid();
  return text_of(line, txid.empty() ? "" : line.message.channel_id() + "/" + txid.substr(0, 8));
}

std::string text_of(const WireDialogue& dialogue) {
  std::string head;
  for (std::string_view rest = dialogue.comment; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1);
    head += "# " + std::string(rest.substr(0, end)) + "\n";
    rest.remove_prefix(end + 1);
  }
  for (const auto& [name, value] : dialogue.settings)
    head += "set " + name + " " + std::to_string(value) + "\n";
  std::map<TransactionName, std::string> names;
  std::string body;
  for (const WireLine& line : dialogue.lines) {
    const TransactionName id(line.message.channel_id(), line.message.txid());
    if (!id.second.empty() && !names.contains(id)) {
      const std::string name(1, static_cast<char>('A' + names.size()));
      names[id] = name;
      head += "tx " + name + " " + id.first + " " + id.second + "\n";
    }
    body += text_of(line, id.second.empty() ? "" : names[id]) + "\n";
  }
  return head + "\n" + body;
}

WireDialogue parse_dialogue(std::string_view text) { return Parser().parse(text); }

}  // namespace tradelane::test
