// SPDX-License-Identifier: Apache-2.0
#include "tests/support/data_node/manifest.hpp"

#include <fstream>
#include <sstream>

namespace tradelane::data_node {
namespace {

Bytes read_file(const std::filesystem::path& path) {
  const std::ifstream file(path, std::ios::binary);
  if (!file) throw Fault("cannot read " + path.string());
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

Json read_json(const std::filesystem::path& path) {
  auto json = parse_json(read_file(path));
  if (!json) throw Fault(path.string() + ": " + json.error().message());
  return std::move(*json);
}

/// The day in `>yyyyMMdd<`.
std::optional<Date> element_day(std::string_view text) {
  if (text.size() != 10 || text.front() != '>' || text.back() != '<') return std::nullopt;
  std::string dashed{text.substr(1, 4)};
  dashed.append("-").append(text.substr(5, 2)).append("-").append(text.substr(7, 2));
  return Date::parse(dashed);
}

}  // namespace

Fixtures::Fixtures(const std::filesystem::path& folder) : facts_(read_json(folder / "facts.json")) {
  auto manifest = from_json<Manifest>(read_json(folder / "node.json"));
  if (!manifest) throw Fault("node.json at " + manifest.error().at);
  manifest_ = std::move(*manifest);
  for (const ManifestRecord& record : manifest_.records) {
    files_[record.file] = read_file(folder / "valid" / record.file);
    if (facts_.find(record.file) == nullptr) throw Fault("no facts of " + record.file);
  }
}

const ManifestRecord* Fixtures::find(std::string_view record) const {
  for (const ManifestRecord& item : manifest_.records)
    if (item.record == record) return &item;
  return nullptr;
}

bool Fixtures::has_feed(std::string_view feed) const {
  for (const ManifestRecord& item : manifest_.records)
    if (item.feed == feed) return true;
  return false;
}

Bytes Fixtures::original(const ManifestRecord& record, Date today) const {
  return move_dates(files_.at(record.file), today.days - manifest_.base_day.days);
}

Json Fixtures::facts(const ManifestRecord& record, Date today) const {
  const Bytes text = canonical(*facts_.find(record.file));
  return *parse_json(move_dates(text, today.days - manifest_.base_day.days));
}

Bytes move_dates(const Bytes& bytes, std::int64_t days) {
  constexpr std::size_t dashed_size = 10;   // 2026-03-05
  constexpr std::size_t element_size = 10;  // >20260305<
  Bytes out;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string_view here = std::string_view(bytes).substr(at);
    if (const auto date = Date::parse(here.substr(0, dashed_size))) {
      out += date->plus_days(days).text();
      at += dashed_size;
    } else if (const auto day = element_day(here.substr(0, element_size))) {
      const std::string moved = day->plus_days(days).text();
      out += ">" + moved.substr(0, 4) + moved.substr(5, 2) + moved.substr(8) + "<";
      at += element_size;
    } else {
      out += bytes[at++];
    }
  }
  return out;
}

}  // namespace tradelane::data_node
