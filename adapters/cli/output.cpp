// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/output.hpp"

#include <algorithm>
#include <ostream>
#include <set>

#include "adapters/cli/yaml.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/codec/foreign_json.hpp"

namespace tradelane::cli {

std::string printable(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // U+0080 to U+009F are controls as well: terminals take U+009B for the start of a sequence.
    const bool is_c1 =
        byte(i) == 0xc2 && i + 1 < text.size() && byte(i + 1) >= 0x80 && byte(i + 1) < 0xa0;
    if (is_c1) ++i;
    out += is_c1 || byte(i) < 0x20 || byte(i) == 0x7f ? ' ' : text[i];
  }
  return out;
}

Problem unwritten() {
  return {Exit::no_output, "The output cannot be written: the disk is full, or nobody reads it.",
          "What was asked for is done: before an `invoke` is repeated, ask `tradelane status` or "
          "`tradelane blocks`."};
}

namespace {

using Row = std::vector<std::string>;

std::string cell(const Json* value) {
  if (value == nullptr) return "";
  return printable(value->as_string() != nullptr ? *value->as_string() : canonical(*value));
}

/// Code points, not bytes; wide characters may still look uneven.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

void print_rows(std::ostream& out, const std::vector<Row>& rows) {
  Row::size_type columns = rows.empty() ? 0 : rows.front().size();
  std::vector<std::size_t> widths(columns);
  for (const Row& row : rows)
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], width(row[i]));
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < columns; ++i)
      out << row[i] << std::string(widths[i] - width(row[i]) + 2, ' ');
    out << row.back() << "\n";
  }
}

bool holds_objects(const Json::Array& array) {
  return !array.empty() && std::all_of(array.begin(), array.end(), [](const Json& item) {
    return item.as_object() != nullptr && !item.as_object()->empty();
  });
}

void print_array(std::ostream& out, const Json::Array& array) {
  std::set<std::string> names;
  for (const Json& item : array)
    for (const auto& [name, value] : *item.as_object()) names.insert(name);
  print_table(out, {names.begin(), names.end()}, array);
}

/// An object in an object: its members below its name, as NAME=VALUE spells them.
void add_members(std::vector<Row>& rows, const std::string& prefix, const Json::Object& object) {
  for (const auto& [name, item] : object) {
    const auto* inner = item.as_object();
    if (inner != nullptr && !inner->empty())
      add_members(rows, prefix + printable(name) + ".", *inner);
    else
      rows.push_back({prefix + printable(name), cell(&item)});
  }
}

}  // namespace

void print(std::ostream& out, const Json& value, Output output) {
  if (output == Output::json) {
    out << canonical(value) << "\n";
  } else if (output == Output::yaml) {
    out << to_yaml(value);
  } else if (const auto* object = value.as_object()) {
    std::vector<Row> rows;
    add_members(rows, "", *object);
    print_rows(out, rows);
  } else if (value.as_array() != nullptr && holds_objects(*value.as_array())) {
    print_array(out, *value.as_array());
  } else {
    out << cell(&value) << "\n";
  }
  out.flush();
}

void print_table(std::ostream& out, const std::vector<std::string>& columns,
                 const Json::Array& objects) {
  Row head;
  for (const std::string& name : columns) head.push_back(printable(name));
  std::vector<Row> rows{std::move(head)};
  for (const Json& object : objects) {
    Row row;
    for (const std::string& name : columns) row.push_back(cell(object.find(name)));
    rows.push_back(std::move(row));
  }
  print_rows(out, rows);
}

Json answer_of(std::string_view bytes) {
  if (bytes.empty()) return Json::Object{};
  if (auto json = parse_foreign_json(bytes)) return std::move(*json);
  return answer_text(bytes);
}

Json answer_text(std::string_view bytes) {
  if (!is_utf8(bytes)) return Json::Object{{"base64", to_base64(bytes)}};
  return bytes;
}

}  // namespace tradelane::cli
