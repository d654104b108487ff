// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/config.hpp"

#include "adapters/gateway/profile.hpp"
#include "chaincode/crypto/random.hpp"

namespace tradelane::service {
namespace {

constexpr std::int64_t gigabyte = 1024 * 1024 * 1024;

}  // namespace

void add_keys(Keys& keys, Config& config) {
  keys.add_text("profile", "FILE", "connection profile of our organisation, JSON", config.profile);
  keys.add_text("msp", "FOLDER", "our identity: an MSP folder with signcerts and keystore",
                config.msp);
  keys.add_text("channel", "NAME", "channel of the consortium", config.channel);
  keys.add_text("chaincode", "NAME", "name of the chaincode on the channel", config.chaincode);
  keys.add_list("endorsers", "MSP,MSP", "organisations that endorse: the operator's and our own",
                config.endorsers);
  keys.add_text("store", "FILE", "SQLite file of inbox, outbox and dead letters", config.store);
  keys.add_number("inbox-items", "count", "records that may wait, dead letters included",
                  config.inbox_items, 1, 10'000'000);
  keys.add_number("inbox-bytes", "bytes", "that these may take", config.inbox_bytes, 1,
                  64 * gigabyte);
  keys.add_number("retry-attempts", "count", "after so many, and", config.retry_attempts, 1,
                  1'000'000);
  keys.add_number("retry-hours", "hours", "so long, a record goes to the dead letters",
                  config.retry_hours, 0, 8'760);
  keys.add_number("retry-longest-ms", "milliseconds", "the longest wait between two attempts",
                  config.retry_longest_ms, 1, 3'600'000);
  keys.add_address("operations", "health, readiness and status over plain HTTP", config.operations);
  keys.add_level("log-level", "debug, info, warn or error", config.log_level);
  keys.add_number("drain", "seconds", "to finish what is under way after SIGTERM", config.drain_s,
                  0, 3'600);
}

Result<> check(const Config& config) {
  const std::pair<const char*, bool> needed[] = {
      {"profile", config.profile.empty()},     {"msp", config.msp.empty()},
      {"channel", config.channel.empty()},     {"chaincode", config.chaincode.empty()},
      {"endorsers", config.endorsers.empty()}, {"store", config.store.empty()}};
  for (const auto& [name, missing] : needed)
    if (missing)
      return refuse(Code::arg_malformed, "", std::string(name) + ": it is missing; see --help");
  return Done{};
}

feed::StoreLimits store_limits(const Config& config) {
  return {.open_items = config.inbox_items, .open_bytes = config.inbox_bytes};
}

feed::RetryPolicy retry_policy(const Config& config) {
  return {.attempts = config.retry_attempts,
          .give_up_after = std::chrono::hours(config.retry_hours),
          .longest = feed::Milliseconds(config.retry_longest_ms),
          .jitter = crypto::random_thousandths};
}

Result<std::unique_ptr<gateway::Gateway>> connect(const Config& config) {
  const auto profile = gateway::read_profile(config.profile);
  if (!profile) return profile.error();
  if (profile->msp.empty())
    return refuse(Code::gw_config, "", config.profile + ": client.organization is missing");
  const auto folder = gateway::read_msp_folder(config.msp);
  if (!folder) return folder.error();
  const auto signer = gateway::signer_from_pem(folder->key);
  if (!signer) return signer.error();
  const auto connection = gateway::Connection::open(profile->connection);
  if (!connection) return connection.error();
  return gateway::make_client(
      *connection,
      {.identity = {.msp = profile->msp, .certificate = folder->certificate}, .signer = *signer});
}

gateway::Call call_of(const Config& config, const std::string& function, const Bytes& argument) {
  return {.channel = config.channel,
          .chaincode = config.chaincode,
          .function = function,
          .args = {argument},
          .organisations = config.endorsers};
}

}  // namespace tradelane::service
