// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/inspect.hpp"

#include <algorithm>
#include <ostream>

#include "adapters/cli/archive_reader.hpp"
#include "adapters/cli/connection_json.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/package.hpp"
#include "adapters/cli/problem.hpp"

namespace tradelane::cli {

namespace {

using Level = Finding::Level;

constexpr const char* repack = "Pack it anew with `tradelane package`.";

const ArchiveEntry* find(const std::vector<ArchiveEntry>& entries, std::string_view name) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const ArchiveEntry& entry) {
    return entry.file.name == name && entry.is_regular();
  });
  return found == entries.end() ? nullptr : &*found;
}

class Reader {
 public:
  explicit Reader(Timestamp now) : now_(now) {}

  PackageContent read(std::string_view file) {
    const auto outer = unpack(file, "package");
    if (!outer) return std::move(out_);
    for (const ArchiveEntry& entry : *outer)
      if (!entry.is_regular() ||
          (entry.file.name != "metadata.json" && entry.file.name != "code.tar.gz"))
        error("package", "It holds \"" + entry.file.name +
                             "\", and peers take nothing but the files metadata.json and "
                             "code.tar.gz, without folders and without ./ before the name.");
    read_metadata(find(*outer, "metadata.json"));
    if (!out_.label.empty()) out_.id = package_id(out_.label, file);
    read_code(find(*outer, "code.tar.gz"));
    if (out_.findings.empty()) out_.findings.push_back({Level::ok, "package", "A peer takes it."});
    return std::move(out_);
  }

 private:
  void error(const std::string& about, const std::string& text) {
    out_.findings.push_back({Level::error, about, text, repack});
  }

  std::optional<std::vector<ArchiveEntry>> unpack(std::string_view bytes, const char* what) {
    const auto plain = gunzip(bytes);
    if (!plain) {
      error(what, "It is no .tar.gz: " + plain.error().detail + ".");
      return std::nullopt;
    }
    auto entries = untar(*plain);
    if (entries) return std::move(*entries);
    error(what, "It is no .tar.gz: " + entries.error().detail + ".");
    return std::nullopt;
  }

  void read_metadata(const ArchiveEntry* entry) {
    constexpr const char* about = "metadata.json";
    if (entry == nullptr) return error(about, "It is missing.");
    const auto json = parse_json(entry->file.content);
    if (!json) return error(about, "It is no JSON: " + json.error().detail + ".");
    out_.label = text_at(*json, "label");
    out_.type = text_at(*json, "type");
    if (!is_label(out_.label)) {
      out_.label.clear();
      error(about, "Its label is not one that peers accept.");
    }
    if (lower_case(out_.type) != "ccaas")
      out_.findings.push_back({Level::warning, about,
                               "The type is \"" + out_.type +
                                   "\": Fabric's builder for chaincode "
                                   "as a service takes ccaas only.",
                               "Pack it anew, unless your peers have a builder for that type."});
  }

  void read_code(const ArchiveEntry* entry) {
    if (entry == nullptr) return error("code.tar.gz", "It is missing.");
    const auto inner = unpack(entry->file.content, "code.tar.gz");
    if (!inner) return;
    for (const ArchiveEntry& one : *inner) out_.code.push_back(one.file.name);
    const ArchiveEntry* connection = find(*inner, "connection.json");
    if (connection == nullptr) connection = find(*inner, "./connection.json");
    if (connection == nullptr) return error("connection.json", "It is not in code.tar.gz.");
    auto json = parse_json(connection->file.content);
    if (!json) return error("connection.json", "It is no JSON: " + json.error().detail + ".");
    out_.connection = std::move(*json);
    for (Finding& one : lint_connection(*out_.connection, now_))
      if (one.level != Level::ok) out_.findings.push_back(std::move(one));
  }

  Timestamp now_;
  PackageContent out_ = {};
};

/// The key is nobody's business.
Json without_key(const Json& connection) {
  Json out = connection;
  if (auto* object = out.as_object())
    if (const auto key = object->find("client_key"); key != object->end()) {
      const bool filled =
          key->second.as_string() != nullptr && !is_template(*key->second.as_string());
      if (filled) key->second = "(hidden)";
    }
  return out;
}

Json to_json(const PackageContent& content) {
  Json::Array code;
  for (const std::string& name : content.code) code.emplace_back(name);
  Json::Array findings;
  for (const Finding& finding : content.findings) findings.push_back(cli::to_json(finding));
  return Json::Object{
      {"code", std::move(code)},
      {"connection", content.connection ? without_key(*content.connection) : Json()},
      {"findings", std::move(findings)},
      {"label", content.label},
      {"packageId", content.id},
      {"type", content.type}};
}

std::string switch_text(const Json& connection, const char* name) {
  return is_on(connection, name) ? "yes" : "no";
}

void print_table_of(const Screen& screen, const PackageContent& content) {
  Json::Object rows;
  for (const auto& [name, text] : {std::pair<const char*, std::string>{"packageId", content.id},
                                   {"label", content.label},
                                   {"type", content.type},
                                   {"code", joined(content.code, ", ")}})
    if (!text.empty()) rows.emplace(name, text);
  if (content.connection) {
    const Json* address = content.connection->find("address");
    rows.emplace("address", address == nullptr ? Json("") : *address);
    rows.emplace("tls", switch_text(*content.connection, "tls_required"));
    rows.emplace("mutualTls", switch_text(*content.connection, "client_auth_required"));
  }
  print(screen.out, rows, Output::table);
  if (!rows.empty()) screen.out << "\n";
  print(screen, content.findings, Output::table);
}

}  // namespace

PackageContent read_package(std::string_view file, Timestamp now) { return Reader(now).read(file); }

bool run(const Inspect& command, Timestamp now, const Screen& screen) {
  const PackageContent content = read_package(read_file(command.file), now);
  if (command.output == Output::table)
    print_table_of(screen, content);
  else
    print(screen.out, to_json(content), command.output);
  return !has_errors(content.findings);
}

}  // namespace tradelane::cli
