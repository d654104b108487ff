// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/host.hpp"

#include <algorithm>
#include <utility>

#include "chaincode/shim/ledger_chaincode.hpp"
#include "chaincode/shim/runner.hpp"

namespace tradelane::shim {

Host::Host(std::shared_ptr<const Chaincode> chaincode, Settings settings, Log& log)
    : chaincode_(std::move(chaincode)),
      settings_(std::move(settings)),
      log_(log),
      watchdog_(settings_.stuck, log_) {
  if (settings_.workers > 0) workers_.emplace(settings_.workers, watchdog_);
}

http2::AcceptStream Host::accept(const std::string& package_id) {
  Package& package = packages_[named(package_id)];
  if (!package.environment)
    package.environment.reset(new Environment{.chaincode = *chaincode_,
                                              .settings = settings_,
                                              .counters = package.counters,
                                              .log = log_,
                                              .workers = workers_ ? &*workers_ : nullptr,
                                              .watchdog = &watchdog_,
                                              .package_id = named(package_id)});
  Environment& environment = *package.environment;
  return [&environment](http2::Outlet& outlet, const http2::Remote& remote, http2::Loop& loop) {
    environment.log.info("stream_opened",
                         {{"remote", remote.address}, {"certificate", remote.fingerprint}});
    return std::make_unique<Runner>(outlet, environment, &loop);
  };
}

void Host::drain() {
  for (auto& [id, package] : packages_) package.counters.draining = true;
}

bool Host::is_draining() const {
  return std::all_of(packages_.begin(), packages_.end(),
                     [](const auto& entry) { return entry.second.counters.draining.load(); });
}

bool Host::is_drained() const {
  return std::all_of(packages_.begin(), packages_.end(), [](const auto& entry) {
    const Counters& counters = entry.second.counters;
    return counters.in_flight == 0 && counters.ready_streams == 0;
  });
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
