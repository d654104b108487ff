// SPDX-License-Identifier: Apache-2.0
// What helm makes of the chart. These tests need helm: tests/charts/run leaves them out without it.
#include <algorithm>

#include <doctest/doctest.h>

#include "chaincode/server/metrics.hpp"
#include "chaincode/server/options.hpp"
#include "chaincode/server/sources.hpp"
#include "tests/charts/chart.hpp"

using namespace tradelane;
using test::rendered;

namespace {

const std::string digest = "sha256:" + std::string(64, 'a');

YAML::Node pod(const std::string& variant) {
  return rendered(variant, "Deployment")["spec"]["template"]["spec"];
}
YAML::Node container(const std::string& variant) { return pod(variant)["containers"][0]; }

std::string variable(const YAML::Node& of, const std::string& name) {
  for (const auto& entry : of["env"])
    if (entry["name"].as<std::string>() == name) return entry["value"].as<std::string>();
  return "";
}

std::string text(const YAML::Node& node) { return node.as<std::string>(); }

/// A key of the server's configuration that `word`, a flag or an environment name, stands for.
bool is_known(const std::string& word) {
  const auto& all = server::options();
  return std::any_of(all.begin(), all.end(), [&](const server::Option& option) {
    return word == "--" + option.name ||
           std::count(option.environment.begin(), option.environment.end(), word) > 0;
  });
}

/// Every `tradelane_...` in an expression.
std::vector<std::string> metrics_in(const std::string& expression) {
  const std::string begin = "tradelane_";
  std::vector<std::string> out;
  for (auto at = expression.find(begin); at != std::string::npos;) {
    const auto end = expression.find('{', at);
    out.push_back(expression.substr(at, end - at));
    at = expression.find(begin, end);
  }
  return out;
}

/// What `/metrics` has, but for the one number that needs a certificate.
std::string shown_by_a_server() {
  const shim::Counters counters;
  operations::Metrics metrics;
  server::add_shim_metrics(metrics, counters, {}, {{"package_id", "t:1"}});
  server::add_thread_metrics(metrics, {}, [] { return std::size_t{0}; });
  return "\n" + metrics.text() + "\ntradelane_certificate_expiry_timestamp_seconds{";
}

}  // namespace

TEST_CASE("helm: lint --strict accepts the defaults and each variant") {
  const auto plain = test::helm({"lint", "--strict", test::chart_folder()});
  CHECK_MESSAGE(plain.status == 0, plain.text);
  CHECK(test::variants().size() == 3);
  for (const auto& [name, file] : test::variants()) {
    CAPTURE(name);
    const auto answer = test::helm({"lint", "--strict", test::chart_folder(), "--values", file});
    CHECK_MESSAGE(answer.status == 0, answer.text);
  }
}

TEST_CASE("helm: wrong values are refused with a reason") {
  struct Row {
    std::string set;
    std::string reason;
  };
  const Row rows[] = {
      {"image.digest=", "image.digest is needed"},
      {"image.digest=latest", "/image/digest"},
      {"image.tag=latest", "tag"},
      {"packageId=", "packageId is needed"},
      {"packageId=tradelane_1", "packageId"},
      {"tls.existingSecret=", "tls.existingSecret is needed"},
      {"tls.mode=off", "mode"},
      {"replica=2", "replica"},
      {"replicas=two", "replicas"},
      {"security.runAsUser=0", "runAsUser"},
      {"server.logLevel=loud", "logLevel"},
      {"server.drainSeconds=20", "server.drainSeconds must be at least"},
      {"server.settings.worker=2", "worker"},
      {"server.settings.workers=257", "workers"},
      {"server.settings.listen=0.0.0.0:1", "listen"},
      {"monitoring.podMonitor.interval=often", "interval"},
      {"terminationGracePeriodSeconds=35", "terminationGracePeriodSeconds must exceed"},
      {"operations.port=9999", "must differ"},
      {"networkPolicy.enabled=true", "networkPolicy.peers is needed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.set);
    const auto answer = test::render("least", {"--set", row.set});
    CHECK(answer.status != 0);
    CHECK_MESSAGE(answer.text.find(row.reason) != std::string::npos, answer.text);
  }
  CHECK(test::render("least", {"--set", "terminationGracePeriodSeconds=36"}).status == 0);
  CHECK(test::render("least", {"--set", "image.digest=" + digest}).status == 0);
}

TEST_CASE("helm: the pods may do nothing that they need not do") {
  for (const auto& [name, file] : test::variants()) {
    CAPTURE(name);
    const auto spec = pod(name);
    CHECK(text(spec["automountServiceAccountToken"]) == "false");
    CHECK(text(spec["securityContext"]["runAsNonRoot"]) == "true");
    CHECK(spec["securityContext"]["runAsUser"].as<int>() >= 10000);
    CHECK(text(spec["securityContext"]["seccompProfile"]["type"]) == "RuntimeDefault");
    CHECK_FALSE(spec["hostNetwork"]);
    REQUIRE(spec["containers"].size() == 1);
    const auto rights = spec["containers"][0]["securityContext"];
    CHECK(text(rights["allowPrivilegeEscalation"]) == "false");
    CHECK(text(rights["privileged"]) == "false");
    CHECK(text(rights["readOnlyRootFilesystem"]) == "true");
    CHECK(text(rights["capabilities"]["drop"][0]) == "ALL");
    CHECK_FALSE(rights["capabilities"]["add"]);
    for (const auto& mount : spec["containers"][0]["volumeMounts"])
      CHECK(text(mount["readOnly"]) == "true");
    CHECK(spec["containers"][0]["resources"]["limits"]["memory"]);
  }
}

TEST_CASE("helm: the image is named by its digest") {
  const std::string least = text(container("least")["image"]);
  CHECK(least.starts_with("tradelane-chaincode@sha256:"));
  CHECK(
      text(container("failover")["image"]).starts_with("mirror.example.com/tradelane-chaincode@"));
  CHECK(text(pod("locked-down")["imagePullSecrets"][0]["name"]) == "registry-login");
}

TEST_CASE("helm: the program is ours, or any other that is configured in the same way") {
  CHECK(text(container("least")["command"][0]) == "tradelane-chaincode");
  CHECK(text(container("failover")["command"][0]) == "asset-transfer");
}

TEST_CASE("helm: every flag and variable is one of the server's") {
  const auto server = container("failover");
  CHECK(server["env"].size() == 7);
  for (const auto& entry : server["env"]) {
    const auto name = text(entry["name"]);
    CAPTURE(name);
    CHECK(is_known(name));
  }
  CHECK(server["args"].size() == 9);
  for (const auto& argument : server["args"]) {
    const auto word = text(argument);
    CAPTURE(word);
    CHECK(is_known(word.substr(0, word.find('='))));
  }
  CHECK(text(server["args"][0]) == "--tls=mutual");
  CHECK(text(server["args"][4]) == "--message-bytes=16777216");
  CHECK(text(server["args"][6]) == "--callers=registry");
  CHECK(text(server["args"][7]) == "--memory-bytes=134217728");
  CHECK(text(server["args"][8]) == "--workers=2");
  CHECK(variable(server, "CHAINCODE_SERVER_ADDRESS") == "0.0.0.0:7052");
  CHECK(variable(server, "CORE_CHAINCODE_LOGGING_LEVEL") == "debug");
  CHECK(variable(server, "CHAINCODE_ID").starts_with("tradelane_1:"));
}

TEST_CASE("helm: the server's configuration accepts what the chart gives it") {
  const auto server = container("failover");
  std::map<std::string, std::string> environment;
  for (const auto& entry : server["env"]) environment[text(entry["name"])] = text(entry["value"]);
  server::Values flags;
  for (const auto& argument : server["args"]) {
    const auto word = text(argument);
    flags.emplace(word.substr(2, word.find('=') - 2), word.substr(word.find('=') + 1));
  }
  const auto config = server::make_config({server::environment_values(environment).value(), flags});
  REQUIRE(config);
  CHECK(config->tls);
  CHECK(config->listen[0].at.port == 7052);
  CHECK(config->operations.port == 9443);
  CHECK(config->drain == std::chrono::seconds(65));
  CHECK(config->run.workers == 2);
  CHECK(pod("failover")["terminationGracePeriodSeconds"].as<int>() > config->drain.count());
}

TEST_CASE("helm: mutual TLS comes from the secret that is named") {
  const auto volume = pod("failover")["volumes"][0];
  CHECK(text(volume["secret"]["secretName"]) == "chaincode-server");
  const auto mount = container("failover")["volumeMounts"][0];
  CHECK(text(mount["name"]) == text(volume["name"]));
  const auto server = container("failover");
  const std::vector<std::pair<std::string, std::string>> files{
      {"CHAINCODE_TLS_CERT", "cert.pem"},
      {"CHAINCODE_TLS_KEY", "key.pem"},
      {"CHAINCODE_CLIENT_CA_CERT", "tlsroot.crt"}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto item = volume["secret"]["items"][i];
    CHECK(text(item["key"]) == files[i].second);
    CHECK(variable(server, files[i].first) == text(mount["mountPath"]) + "/" + text(item["path"]));
  }
}

TEST_CASE("helm: probes ask the operations port, and the service leads to the other") {
  const auto server = container("least");
  CHECK(text(server["livenessProbe"]["httpGet"]["path"]) == "/healthz");
  CHECK(text(server["startupProbe"]["httpGet"]["path"]) == "/healthz");
  CHECK(text(server["readinessProbe"]["httpGet"]["path"]) == "/readyz");
  for (const char* probe : {"livenessProbe", "startupProbe", "readinessProbe"})
    CHECK(text(server[probe]["httpGet"]["port"]) == "operations");
  const auto service = rendered("failover", "Service");
  REQUIRE(service["spec"]["ports"].size() == 1);
  CHECK(service["spec"]["ports"][0]["port"].as<int>() == 7052);
  CHECK(text(service["spec"]["ports"][0]["targetPort"]) == "chaincode");
  CHECK(text(service["metadata"]["name"]) == "trade-chaincode");
}

TEST_CASE("helm: only the peers get in, and nothing gets out") {
  CHECK(test::count("least", "NetworkPolicy") == 0);
  const auto spec = rendered("locked-down", "NetworkPolicy")["spec"];
  CHECK(spec["egress"].size() == 0);
  REQUIRE(spec["ingress"].size() == 2);
  CHECK(text(spec["ingress"][0]["ports"][0]["port"]) == "chaincode");
  CHECK(
      text(spec["ingress"][0]["from"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"]) ==
      "fabric-peer");
  CHECK(text(spec["ingress"][1]["ports"][0]["port"]) == "operations");
}

TEST_CASE("helm: metrics are read and watched only when it is asked for") {
  CHECK(test::count("least", "PodMonitor") == 0);
  CHECK(test::count("least", "PrometheusRule") == 0);
  const auto monitor = rendered("locked-down", "PodMonitor");
  CHECK(text(monitor["metadata"]["labels"]["release"]) == "prometheus");
  CHECK(text(monitor["spec"]["selector"]["matchLabels"]["app.kubernetes.io/instance"]) == "trade");
  CHECK(text(monitor["spec"]["podMetricsEndpoints"][0]["port"]) == "operations");
}

TEST_CASE("helm: every alert asks for numbers that the server has, and says what to do") {
  const auto rules = rendered("locked-down", "PrometheusRule")["spec"]["groups"][0]["rules"];
  CHECK(rules.size() == 6);
  const std::string shown = shown_by_a_server();
  for (const auto& rule : rules) {
    CAPTURE(text(rule["alert"]));
    CHECK_FALSE(text(rule["annotations"]["mend"]).empty());
    const auto names = metrics_in(text(rule["expr"]));
    CHECK_FALSE(names.empty());
    for (const std::string& name : names) {
      CAPTURE(name);
      const bool has_it = shown.find("\n" + name + "{") != std::string::npos ||
                          shown.find("\n" + name + " ") != std::string::npos;
      CHECK(has_it);
    }
    CHECK(text(rule["expr"]).find("{namespace=\"default\",pod=~\"trade-tradelane-.*\"") !=
          std::string::npos);
  }
}

TEST_CASE("helm: everything selects the same pods, by labels that never change") {
  for (const auto& [name, file] : test::variants()) {
    CAPTURE(name);
    const auto deployment = rendered(name, "Deployment")["spec"];
    const auto selector = deployment["selector"]["matchLabels"];
    CHECK(selector.size() == 2);
    CHECK(text(selector["app.kubernetes.io/name"]) == "tradelane");
    CHECK(text(selector["app.kubernetes.io/instance"]) == "trade");
    for (const auto& label : selector)
      CHECK(text(deployment["template"]["metadata"]["labels"][text(label.first)]) ==
            text(label.second));
    CHECK(rendered(name, "Service")["spec"]["selector"].size() == 2);
    CHECK(rendered(name, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"].size() == 2);
  }
}

TEST_CASE("helm: the service account is the release's own, or the one that is there") {
  CHECK(text(rendered("least", "ServiceAccount")["automountServiceAccountToken"]) == "false");
  CHECK(text(pod("least")["serviceAccountName"]) == "trade-tradelane");
  CHECK(test::count("locked-down", "ServiceAccount") == 0);
  CHECK(text(pod("locked-down")["serviceAccountName"]) == "default");
}
