// SPDX-License-Identifier: Apache-2.0
// Values and their schema, without helm.
#include <fstream>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "chaincode/server/options.hpp"
#include "tests/charts/chart.hpp"

using namespace tradelane;

namespace {

YAML::Node load(const std::string& name) {
  return YAML::LoadFile(test::chart_folder() + "/" + name);
}

/// Paths of objects in the schema that take keys which they do not name.
void find_open(const YAML::Node& schema, const std::string& path, std::vector<std::string>& out) {
  if (schema["properties"]) {
    const YAML::Node more = schema["additionalProperties"];
    if (!more || more.as<std::string>("") != "false") out.push_back(path);
    for (const auto& property : schema["properties"])
      find_open(property.second, path + "/" + property.first.as<std::string>(), out);
  }
  if (schema["items"]) find_open(schema["items"], path + "/*", out);
}

/// The keys of the server, which have their defaults there.
const std::string open_map = "/server/settings";

/// Paths of values that the schema does not know, or the other way round.
void compare(const YAML::Node& values, const YAML::Node& schema, const std::string& path,
             std::vector<std::string>& out) {
  const YAML::Node properties = schema["properties"];
  if (!properties) return;
  for (const auto& value : values) {
    const auto name = value.first.as<std::string>();
    if (!properties[name])
      out.push_back(path + "/" + name);
    else if (path + "/" + name != open_map)
      compare(value.second, properties[name], path + "/" + name, out);
  }
  for (const auto& property : properties)
    if (!values[property.first.as<std::string>()])
      out.push_back(path + "/" + property.first.as<std::string>());
}

std::string joined(const std::vector<std::string>& paths) {
  std::string out;
  for (const auto& path : paths) out += path + "\n";
  return out;
}

}  // namespace

TEST_CASE("values: the schema is closed, but for what belongs to a parent chart") {
  std::vector<std::string> open;
  find_open(load("values.schema.json"), "", open);
  CHECK(joined(open) == "/global\n");
}

TEST_CASE("values: the schema knows every value, and every value has its default") {
  std::vector<std::string> differences;
  compare(load("values.yaml"), load("values.schema.json"), "", differences);
  CHECK(joined(differences) == "");
}

TEST_CASE("values: the settings are the server's keys, with its ranges") {
  // What has a value of its own, or is the chart's to say.
  const std::set<std::string> elsewhere{"package-id",
                                        "listen",
                                        "peer",
                                        "peer-name",
                                        "tls",
                                        "tls-key",
                                        "tls-certificate",
                                        "tls-client-roots",
                                        "tls-clients",
                                        "operations",
                                        "log-level",
                                        "log-file",
                                        "drain",
                                        "deadline",
                                        "time-window",
                                        "message-bytes",
                                        "transactions"};
  const auto known =
      load("values.schema.json")["properties"]["server"]["properties"]["settings"]["properties"];
  std::size_t count = 0;
  for (const server::Option& option : server::options()) {
    CAPTURE(option.name);
    const YAML::Node one = known[option.name];
    CHECK(one.IsDefined() != elsewhere.contains(option.name));
    if (!one) continue;
    ++count;
    CHECK(one["type"].as<std::string>() == (option.range ? "integer" : "string"));
    if (!option.range) continue;
    CHECK(one["minimum"].as<std::int64_t>() == option.range->least);
    CHECK(one["maximum"].as<std::int64_t>() == option.range->most);
  }
  CHECK(count == known.size());
}

TEST_CASE("values: each has a comment") {
  std::ifstream file(test::chart_folder() + "/values.yaml");
  std::string line;
  std::string before;
  std::string bare;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    const auto first = line.find_first_not_of(' ');
    const bool is_value =
        first != std::string::npos && line[first] != '#' && line.find(':') != std::string::npos;
    const auto above = before.find_first_not_of(' ');
    if (is_value && (above == std::string::npos || before[above] != '#'))
      bare += std::to_string(number) + ": " + line + "\n";
    before = line;
  }
  CHECK(bare == "");
}

TEST_CASE("values: chart and project have one version") {
  std::ifstream file(std::string(TRADELANE_SOURCE_DIR) + "/CMakeLists.txt");
  std::stringstream text;
  text << file.rdbuf();
  const auto version = load("Chart.yaml")["appVersion"].as<std::string>();
  CHECK(text.str().find("project(tradelane VERSION " + version + " ") != std::string::npos);
}
