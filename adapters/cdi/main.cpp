// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/process.hpp"

int main(int count, char** arguments) {
  using namespace tradelane;
  const service::Program program{
      .name = "tradelane-cdi",
      .about =
          "brings signed consent records onto the ledger, and data to whom it allows them.\n"
          "Example: tradelane-cdi --listen 0.0.0.0:8443 --tls-certificate cdi.crt --tls-key "
          "cdi.key\n  --clients clients.json --node https://node.example --node-roots "
          "node-ca.pem --node-token node.token\n  --profile connection-DataMSP.json --msp "
          "users/CDP/msp --endorsers OperatorMSP,DataMSP --store cdi.db"};
  cdi::Config config;
  return service::run(program, cdi::keys_of(config), config.common,
                      {arguments + 1, arguments + count},
                      [&] { return cdi::Process::start(config); });
}
