// SPDX-License-Identifier: Apache-2.0
#include "tests/support/data_node/manifest.hpp"

#include <fstream>
#include <regex>
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
  static const std::regex pattern(R"(([0-9]{4})(-)([0-9]{2})-([0-9]{2})|>([0-9]{8})<)");
  Bytes out;
  auto from = bytes.cbegin();
  for (std::sregex_iterator at(bytes.begin(), bytes.end(), pattern), end; at != end; ++at) {
    const std::smatch& match = *at;
    const std::string compact = match[5];
    const std::string dashed = compact.empty() ? match.str()
                                               : compact.substr(0, 4) + "-" + compact.substr(4, 2) +
                                                     "-" + compact.substr(6);
    const auto date = Date::parse(dashed);
    out.append(from, match[0].first);
    from = match[0].second;
    if (!date) {
      out.append(match[0].first, match[0].second);
      continue;
    }
    const std::string moved = date->plus_days(days).text();
    out += compact.empty() ? moved
                           : ">" + moved.substr(0, 4) + moved.substr(5, 2) + moved.substr(8) + "<";
  }
  out.append(from, bytes.cend());
  return out;
}

}  // namespace tradelane::data_node
