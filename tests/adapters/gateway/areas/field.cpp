// SPDX-License-Identifier: Apache-2.0
#include "tests/adapters/gateway/areas/field.hpp"

#include "adapters/gateway/profile.hpp"

namespace tradelane::test {

namespace gw = tradelane::gateway;

gw::Connection Field::connection(const std::string& msp) const {
  return gw::Connection::open(
             gw::read_profile(files + "/connection-" + msp + ".json").value().connection)
      .value();
}

gw::ClientOptions Field::options(const std::string& msp) const {
  const auto folder = gw::read_msp_folder(files + "/" + msp + "/users/User1/msp").value();
  return {.identity = {.msp = msp, .certificate = folder.certificate},
          .signer = gw::signer_from_pem(folder.key).value()};
}

std::unique_ptr<gw::Gateway> Field::client(const std::string& msp) const {
  return gw::make_client(connection(msp), options(msp));
}

std::unique_ptr<gw::Blocks> Field::blocks(const std::string& msp) const {
  return gw::make_block_client(connection(msp), options(msp));
}

gw::Call Field::call(std::vector<std::string> operations,
                     std::vector<std::string> organisations) const {
  gw::Call out{.channel = channel,
               .chaincode = chaincode,
               .function = operations.front(),
               .organisations = std::move(organisations)};
  out.args.assign(operations.begin() + 1, operations.end());
  return out;
}

}  // namespace tradelane::test
