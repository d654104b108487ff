// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/host.hpp"

#include <utility>

#include "chaincode/shim/ledger_chaincode.hpp"
#include "chaincode/shim/runner.hpp"

namespace tradelane::shim {

Host::Host(std::shared_ptr<const Chaincode> chaincode, Settings settings, Log& log)
    : chaincode_(std::move(chaincode)),
      settings_(std::move(settings)),
      log_(log),
      watchdog_(settings_.stuck, counters_, log_) {
  if (settings_.workers > 0) workers_.emplace(settings_.workers, watchdog_);
}

http2::AcceptStream Host::accept(const std::string& package_id) {
  environments_.push_back(
      std::unique_ptr<Environment>(new Environment{.chaincode = *chaincode_,
                                                   .settings = settings_,
                                                   .counters = counters_,
                                                   .log = log_,
                                                   .workers = workers_ ? &*workers_ : nullptr,
                                                   .watchdog = &watchdog_,
                                                   .package_id = package_id}));
  Environment& environment = *environments_.back();
  return [&environment](http2::Outlet& outlet, const http2::Remote& remote, http2::Loop& loop) {
    environment.log.info("stream_opened",
                         {{"remote", remote.address}, {"certificate", remote.fingerprint}});
    return std::make_unique<Runner>(outlet, environment, &loop);
  };
}

void Host::stop() {
  if (workers_) workers_->stop();
}

std::shared_ptr<const Chaincode> borrowed(const Chaincode& chaincode) {
  return {std::shared_ptr<void>(), &chaincode};
}

std::shared_ptr<const Chaincode> adapted(const ledger::Chaincode& chaincode,
                                         const Settings& settings) {
  return std::make_shared<LedgerChaincode>(chaincode, settings.callers);
}

}  // namespace tradelane::shim
