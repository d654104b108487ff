// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/distinguished_name.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "chaincode/base/bytes.hpp"

namespace tradelane::crypto {
namespace {

using Keyword = std::pair<std::string_view, std::string_view>;  // object id, keyword

constexpr std::string_view common_name = "2.5.4.3";
constexpr std::string_view serial_number = "2.5.4.5";
constexpr std::uint8_t numeric_string = 18;

/// In the order in which Go prints them.
constexpr std::array<Keyword, 9> go_keywords{{{serial_number, "SERIALNUMBER"},
                                              {common_name, "CN"},
                                              {"2.5.4.11", "OU"},
                                              {"2.5.4.10", "O"},
                                              {"2.5.4.17", "POSTALCODE"},
                                              {"2.5.4.9", "STREET"},
                                              {"2.5.4.7", "L"},
                                              {"2.5.4.8", "ST"},
                                              {"2.5.4.6", "C"}}};
constexpr std::array<Keyword, 7> node_keywords{{{common_name, "CN"},
                                                {"2.5.4.6", "C"},
                                                {"2.5.4.7", "L"},
                                                {"2.5.4.8", "ST"},
                                                {"2.5.4.10", "O"},
                                                {"2.5.4.11", "OU"},
                                                {"1.2.840.113549.1.9.1", "E"}}};
constexpr std::array<Keyword, 17> java_keywords{{{common_name, "CN"},
                                                 {"2.5.4.4", "SURNAME"},
                                                 {serial_number, "SERIALNUMBER"},
                                                 {"2.5.4.6", "C"},
                                                 {"2.5.4.7", "L"},
                                                 {"2.5.4.8", "ST"},
                                                 {"2.5.4.9", "STREET"},
                                                 {"2.5.4.10", "O"},
                                                 {"2.5.4.11", "OU"},
                                                 {"2.5.4.12", "T"},
                                                 {"2.5.4.42", "GIVENNAME"},
                                                 {"2.5.4.43", "INITIALS"},
                                                 {"2.5.4.44", "GENERATION"},
                                                 {"2.5.4.46", "DNQ"},
                                                 {"1.2.840.113549.1.9.1", "EMAILADDRESS"},
                                                 {"0.9.2342.19200300.100.1.25", "DC"},
                                                 {"0.9.2342.19200300.100.1.1", "UID"}}};

template <std::size_t Size>
std::string_view keyword_of(const std::array<Keyword, Size>& keywords, std::string_view oid) {
  for (const auto& [known, keyword] : keywords)
    if (known == oid) return keyword;
  return {};
}

std::string go_escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool first = i == 0 && (c == ' ' || c == '#');
    const bool last = i + 1 == text.size() && c == ' ';
    if (first || last || std::string_view(",+\"\\<>;").find(c) != std::string_view::npos)
      out += '\\';
    out += c;
  }
  return out;
}

/// What Go keeps of one kind when it reads a name.
std::vector<std::string_view> go_values(const DistinguishedName& name, std::string_view oid) {
  std::vector<std::string_view> out;
  for (const NameAttribute& attribute : name)
    if (attribute.oid == oid) out.push_back(attribute.text);
  const bool single = oid == common_name || oid == serial_number;
  if (single && !out.empty()) out.erase(out.begin(), out.end() - 1);
  if (single && !out.empty() && out.back().empty()) out.clear();
  return out;
}

bool is_blank(char c) { return c == ' ' || c == '\n'; }

/// The JDK puts a value in quotes when it holds a special character or blanks that would be lost.
bool java_needs_quotes(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == ' ' || is_blank(text.back())) return true;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (is_blank(text[i]) && is_blank(text[i - 1])) return true;
  return text.find_first_of(",+=\n<>#;\\\"") != std::string_view::npos;
}

std::string java_value(const NameAttribute& attribute) {
  const std::string& text = attribute.text;
  // The JDK knows no text of this kind of string and prints its DER; a name has no long ones.
  if (attribute.tag == numeric_string && text.size() < 128)
    return "#12" + to_hex(std::string(1, static_cast<char>(text.size()))) + to_hex(text);
  const bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool outer = quoted && (i == 0 || i + 1 == text.size());
    if (!outer && (text[i] == '"' || text[i] == '\\')) out += '\\';
    out += text[i];
  }
  return !quoted && java_needs_quotes(text) ? "\"" + out + "\"" : out;
}

std::string java_attribute(const NameAttribute& attribute) {
  const std::string_view keyword = keyword_of(java_keywords, attribute.oid);
  const std::string name = keyword.empty() ? "OID." + attribute.oid : std::string(keyword);
  return name + "=" + java_value(attribute);
}

}  // namespace

std::string go_text(const DistinguishedName& name) {
  std::string out;
  for (const auto& [oid, keyword] : go_keywords) {
    const char* separator = out.empty() ? "" : ",";
    for (const std::string_view value : go_values(name, oid)) {
      out.append(separator).append(keyword).append("=").append(go_escaped(value));
      separator = "+";
    }
  }
  return out;
}

std::string node_text(const DistinguishedName& name) {
  std::string out;
  for (const NameAttribute& attribute : name) {
    std::string value = attribute.text;
    if (const auto slash = value.find('/'); slash != std::string::npos)
      value.insert(slash, 1, '\\');
    out.append("/").append(keyword_of(node_keywords, attribute.oid)).append("=").append(value);
  }
  return out;
}

std::string java_text(const DistinguishedName& name) {
  std::vector<std::string> relative_names;
  for (const NameAttribute& attribute : name) {
    if (attribute.joined && !relative_names.empty())
      relative_names.back().append(" + ").append(java_attribute(attribute));
    else
      relative_names.push_back(java_attribute(attribute));
  }
  std::string out;
  for (auto part = relative_names.rbegin(); part != relative_names.rend(); ++part)
    out.append(out.empty() ? "" : ", ").append(*part);
  return out;
}

}  // namespace tradelane::crypto
