// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

/// The chart as its tests see it: files, and what helm makes of them.
namespace tradelane::test {

std::string chart_folder();
/// The files of `ci/`, by name without ending: "least", "locked-down", "failover".
std::map<std::string, std::string> variants();

struct Answer {
  int status;
  std::string text;
};

/// Runs the pinned helm; TRADELANE_HELM says where it is.
Answer helm(const std::vector<std::string>& arguments);
/// `helm template` of the chart as release "trade" with the values of a variant and more flags.
Answer render(const std::string& variant, const std::vector<std::string>& flags = {});
/// The rendered document of this kind; throws when there is not exactly one.
YAML::Node rendered(const std::string& variant, const std::string& kind);
/// How many documents of this kind there are.
std::size_t count(const std::string& variant, const std::string& kind);

}  // namespace tradelane::test
