// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/endorsers.hpp"

#include "adapters/gateway/gateway.hpp"
#include "adapters/gateway/profile.hpp"

namespace tradelane::fabric {
namespace {

std::unique_ptr<gateway::Gateway> client_of(const Plan& plan, const std::string& msp) {
  const auto profile = gateway::read_profile(plan.files() + "/connection-" + msp + ".json").value();
  const auto folder =
      gateway::read_msp_folder(plan.files() + "/" + msp + "/users/User1/msp").value();
  return gateway::make_client(gateway::Connection::open(profile.connection).value(),
                              {.identity = {.msp = msp, .certificate = folder.certificate},
                               .signer = gateway::signer_from_pem(folder.key).value()});
}

}  // namespace

void wait_for_endorsers(const Plan& plan, const Definition& definition) {
  for (const std::string& msp : plan.msps) {
    const auto client = client_of(plan, msp);
    std::string last;
    const auto is_endorsed = [&] {
      const auto proposal = client->propose({.channel = plan.channel,
                                             .chaincode = definition.name,
                                             .function = "org.hyperledger.fabric:GetMetadata",
                                             .organisations = plan.msps});
      const auto endorsed = client->endorse(proposal.value());
      if (!endorsed) last = endorsed.failure().text();
      return endorsed.ok();
    };
    try {
      wait_until("every peer endorses for a client of " + msp, is_endorsed);
    } catch (const Fault& fault) {
      throw Fault(std::string(fault.what()) + ": " + last);
    }
  }
}

}  // namespace tradelane::fabric
