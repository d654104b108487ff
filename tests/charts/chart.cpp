// SPDX-License-Identifier: Apache-2.0
#include "tests/charts/chart.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "tests/support/child.hpp"

namespace tradelane::test {
namespace {

std::vector<YAML::Node> of_kind(const std::string& variant, const std::string& kind) {
  const Answer answer = render(variant);
  if (answer.status != 0) throw std::runtime_error(answer.text);
  std::vector<YAML::Node> out;
  for (const YAML::Node& document : YAML::LoadAll(answer.text))
    if (document.IsMap() && document["kind"].as<std::string>() == kind) out.push_back(document);
  return out;
}

}  // namespace

std::string chart_folder() { return std::string(TRADELANE_SOURCE_DIR) + "/charts/tradelane"; }

std::map<std::string, std::string> variants() {
  const std::string ending = "-values";
  std::map<std::string, std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(chart_folder() + "/ci")) {
    const std::string name = entry.path().stem().string();
    out.emplace(name.substr(0, name.size() - ending.size()), entry.path().string());
  }
  return out;
}

Answer helm(const std::vector<std::string>& arguments) {
  const char* path = std::getenv("TRADELANE_HELM");
  if (path == nullptr) throw std::runtime_error("TRADELANE_HELM does not say where helm is");
  std::vector<std::string> command{path};
  command.insert(command.end(), arguments.begin(), arguments.end());
  Child child(command);
  const int status = child.wait();
  return {.status = status, .text = child.output()};
}

Answer render(const std::string& variant, const std::vector<std::string>& flags) {
  // A helm built from its module does not know which Kubernetes it stands for.
  std::vector<std::string> arguments{
      "template", "trade",    chart_folder(),        "--kube-version",
      "1.32.0",   "--values", variants().at(variant)};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  return helm(arguments);
}

YAML::Node rendered(const std::string& variant, const std::string& kind) {
  const auto found = of_kind(variant, kind);
  if (found.size() != 1) throw std::runtime_error(std::to_string(found.size()) + " of " + kind);
  return found.front();
}

std::size_t count(const std::string& variant, const std::string& kind) {
  return of_kind(variant, kind).size();
}

}  // namespace tradelane::test
