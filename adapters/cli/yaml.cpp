// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/yaml.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <yaml-cpp/yaml.h>

#include "adapters/cli/json_texts.hpp"
#include "chaincode/base/id.hpp"

namespace tradelane::cli {

namespace {

/// What some reader of YAML takes for a truth value or for nothing.
bool is_word_of_yaml(const std::string& text) {
  constexpr std::array<std::string_view, 9> words{"y",   "n",    "yes",   "no",  "on",
                                                  "off", "true", "false", "null"};
  return std::find(words.begin(), words.end(), lower_case(text)) != words.end();
}

bool may_stand_plain(const std::string& text) {
  const auto is_letter = [](char c) { return is_lower(c) || is_upper(c); };
  if (text.empty() || !is_letter(text.front()) || text.back() == ' ') return false;
  return !is_word_of_yaml(text) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(" _./@-").find(c) != std::string_view::npos;
  });
}

/// What YAML calls not printable, and JSON leaves as it is. UTF-8 on both sides.
struct Unprintable {
  std::string_view first;
  std::string_view last;
  unsigned code;
};
constexpr std::array<Unprintable, 3> unprintable{{{"\x7f", "\x7f", 0x7f},
                                                  {"\xc2\x80", "\xc2\x9f", 0x80},
                                                  {"\xef\xbf\xbe", "\xef\xbf\xbf", 0xfffe}}};

/// A double-quoted text of YAML 1.2.2 5.1: JSON's, with the rest of what is not printable escaped.
std::string quoted(const std::string& json) {
  std::string out;
  for (std::size_t i = 0; i < json.size();) {
    const std::string_view rest = std::string_view(json).substr(i);
    const auto found =
        std::find_if(unprintable.begin(), unprintable.end(), [&](const Unprintable& one) {
          const std::string_view here = rest.substr(0, one.first.size());
          return here >= one.first && here <= one.last && here.size() == one.first.size();
        });
    if (found == unprintable.end()) {
      out += json[i++];
      continue;
    }
    const unsigned code = found->code + static_cast<unsigned char>(rest[found->first.size() - 1]) -
                          static_cast<unsigned char>(found->first.back());
    std::array<char, 7> escape{};
    std::snprintf(escape.data(), escape.size(), "\\u%04x", code);
    out += escape.data();
    i += found->first.size();
  }
  return out;
}

std::string scalar(const Json& value) {
  const auto* text = value.as_string();
  return text != nullptr && may_stand_plain(*text) ? *text : quoted(canonical(value));
}

bool has_lines(const Json& value) {
  return (value.as_object() != nullptr && !value.as_object()->empty()) ||
         (value.as_array() != nullptr && !value.as_array()->empty());
}

void write(std::string& out, const Json& value, std::size_t indent);

/// Behind "name:" or "-"; the first line of an object may follow a dash at once.
void write_behind(std::string& out, const Json& value, std::size_t indent, bool behind_dash) {
  if (!has_lines(value)) {
    out += " " + scalar(value) + "\n";
  } else if (behind_dash) {
    std::string lines;
    write(lines, value, indent + 2);
    out += " " + lines.substr(indent + 2);
  } else {
    out += "\n";
    write(out, value, indent + 2);
  }
}

void write(std::string& out, const Json& value, std::size_t indent) {
  const std::string margin(indent, ' ');
  if (const auto* object = value.as_object(); object != nullptr && !object->empty()) {
    for (const auto& [name, item] : *object) {
      out += margin + scalar(Json(name)) + ":";
      write_behind(out, item, indent, false);
    }
  } else if (const auto* array = value.as_array(); array != nullptr && !array->empty()) {
    for (const Json& item : *array) {
      out += margin + "-";
      write_behind(out, item, indent, true);
    }
  } else {
    out += margin + scalar(value) + "\n";
  }
}

/// Counts what it makes, so that aliases of aliases cannot fill the memory.
class Converter {
 public:
  Json convert(const YAML::Node& node, std::size_t depth) {
    if (++nodes_ > limits_.nodes || depth > limits_.depth) throw TooMuch();
    if (node.IsMap()) return convert_map(node, depth);
    if (node.IsSequence()) {
      Json::Array out;
      for (const YAML::Node& item : node) out.push_back(convert(item, depth + 1));
      return out;
    }
    return node.IsScalar() ? convert_scalar(node) : Json();
  }

  struct TooMuch {};

 private:
  Json convert_map(const YAML::Node& node, std::size_t depth) {
    Json::Object out;
    for (const auto& member : node)
      out.emplace(member.first.as<std::string>(), convert(member.second, depth + 1));
    return out;
  }

  static Json convert_scalar(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    const bool is_plain = node.Tag() == "?";
    if (is_plain && (text == "true" || text == "false")) return text == "true";
    return text;
  }

  JsonLimits limits_ = {};
  std::size_t nodes_ = 0;
};

}  // namespace

std::string to_yaml(const Json& value) {
  std::string out;
  write(out, value, 0);
  return out;
}

Result<Json> from_yaml(const std::string& text) {
  if (text.size() > JsonLimits{}.bytes) return refuse(Code::arg_limit, "", "too many bytes");
  try {
    return Converter().convert(YAML::Load(text), 0);
  } catch (const Converter::TooMuch&) {
    return refuse(Code::arg_limit, "", "too large or too deep");
  } catch (const YAML::Exception& error) {
    return refuse(Code::arg_malformed, "", "no YAML: line " + std::to_string(error.mark.line + 1));
  }
}

}  // namespace tradelane::cli
