// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/process.hpp"

int main(int count, char** arguments) {
  using namespace tradelane;
  const service::Program program{
      .name = "tradelane-shanghai",
      .about =
          "brings the feeds of a Shanghai data node onto the ledger.\n"
          "Example: tradelane-shanghai --node https://node.example --node-roots node-ca.pem "
          "--feed decl\n  --feed events --profile connection-DataMSP.json --msp users/SDN/msp "
          "--endorsers OperatorMSP,DataMSP\n  --store shanghai.db"};
  shanghai::Config config;
  return service::run(program, shanghai::keys_of(config), config.common,
                      {arguments + 1, arguments + count},
                      [&] { return shanghai::Process::start(config); });
}
