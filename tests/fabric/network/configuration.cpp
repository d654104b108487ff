// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/configuration.hpp"

#include <filesystem>

#include "chaincode/devpeer/files.hpp"

namespace tradelane::fabric {
namespace {

using Object = Json::Object;
using Array = Json::Array;

/// Plain loopback addresses besides the name; cryptogen adds host and domain itself.
const Json& names() {
  static const Json all = Array{"localhost", "127.0.0.1"};
  return all;
}

std::string ms(std::uint32_t count) { return std::to_string(count) + "ms"; }

Object policy(const char* type, const std::string& rule) {
  return {{"Type", type}, {"Rule", rule}};
}

Object policies_of_organisation(const std::string& msp, const char* endorsers) {
  const auto role = [&](const char* name) {
    return policy("Signature", "OR('" + msp + "." + name + "')");
  };
  return {{"Readers", role("member")},
          {"Writers", role("member")},
          {"Admins", role("admin")},
          {"Endorsement", role(endorsers)}};
}

Object policies(Object more = {}) {
  more.emplace("Readers", policy("ImplicitMeta", "ANY Readers"));
  more.emplace("Writers", policy("ImplicitMeta", "ANY Writers"));
  more.emplace("Admins", policy("ImplicitMeta", "MAJORITY Admins"));
  return more;
}

Object organisation(const std::string& msp, const std::string& folder, const char* endorsers) {
  return {{"Name", msp},
          {"ID", msp},
          {"MSPDir", folder},
          {"Policies", policies_of_organisation(msp, endorsers)}};
}

Object orderer_section(const Plan& plan) {
  Object own = organisation(orderer_msp,
                            plan.file("crypto/ordererOrganizations/orderermsp.test/msp"), "member");
  own.emplace("OrdererEndpoints", Array{address(plan.orderer_ports().listen)});
  const std::string certificate = orderer_material(plan) + "/tls/server.crt";
  const Object consenter{{"Host", "127.0.0.1"},
                         {"Port", plan.orderer_ports().listen},
                         {"ClientTLSCert", certificate},
                         {"ServerTLSCert", certificate}};
  const Object raft{{"Consenters", Array{consenter}},
                    {"Options", Object{{"TickInterval", "100ms"},
                                       {"ElectionTick", 10},
                                       {"HeartbeatTick", 1},
                                       {"MaxInflightBlocks", 5},
                                       {"SnapshotIntervalSize", "16 MB"}}}};
  return {{"OrdererType", "etcdraft"},
          {"EtcdRaft", raft},
          {"BatchTimeout", ms(plan.batch_ms)},
          {"BatchSize", Object{{"MaxMessageCount", std::int64_t{plan.batch_count}},
                               {"AbsoluteMaxBytes", "99 MB"},
                               {"PreferredMaxBytes", "2 MB"}}},
          {"Organizations", Array{own}},
          {"Policies", policies({{"BlockValidation", policy("ImplicitMeta", "ANY Writers")}})},
          {"Capabilities", Object{{"V2_0", true}}}};
}

Object application_section(const Plan& plan) {
  Array organisations;
  for (const std::string& msp : plan.msps) {
    Object one = organisation(msp, organisation_material(plan, msp) + "/msp", "peer");
    one.emplace("AnchorPeers",
                Array{Object{{"Host", "127.0.0.1"}, {"Port", plan.peer_ports(msp).listen}}});
    organisations.emplace_back(one);
  }
  const Object endorsed = policy("ImplicitMeta", "MAJORITY Endorsement");
  return {{"Organizations", organisations},
          {"Policies", policies({{"Endorsement", endorsed}, {"LifecycleEndorsement", endorsed}})},
          {"Capabilities", Object{{"V2_5", true}}}};
}

Object tls_of_node(const std::string& folder) {
  return {{"Enabled", true},
          {"Certificate", folder + "/tls/server.crt"},
          {"PrivateKey", folder + "/tls/server.key"},
          {"RootCAs", Array{folder + "/tls/ca.crt"}},
          {"ClientAuthRequired", false}};
}

Object software_keys(const char* hash) {
  return {{"Default", "SW"}, {"SW", Object{{"Hash", hash}, {"Security", 256}}}};
}

/// Quick to notice who has come and gone, for drills. One peer an organisation: nobody else has the
/// private data that a peer lacks, and each block with such data waits for the threshold, but not
/// for those of a transaction that is invalid anyhow.
Object gossip_section(const Plan& plan, const std::string& own) {
  return {{"bootstrap", own},
          {"endpoint", own},
          {"externalEndpoint", own},
          {"useLeaderElection", false},
          {"orgLeader", true},
          {"membershipTrackerInterval", "1s"},
          {"maxBlockCountToStore", 10},
          {"maxPropagationBurstLatency", "10ms"},
          {"maxPropagationBurstSize", 10},
          {"propagateIterations", 1},
          {"propagatePeerNum", 3},
          {"pullInterval", "1s"},
          {"pullPeerNum", 3},
          {"requestStateInfoInterval", "1s"},
          {"publishStateInfoInterval", "1s"},
          {"publishCertPeriod", "10s"},
          {"dialTimeout", "3s"},
          {"connTimeout", "2s"},
          {"recvBuffSize", 20},
          {"sendBuffSize", 200},
          {"digestWaitTime", "1s"},
          {"requestWaitTime", "1500ms"},
          {"responseWaitTime", "2s"},
          {"aliveTimeInterval", "1s"},
          {"aliveExpirationTimeout", ms(plan.alive_expiration_ms)},
          {"reconnectInterval", "2s"},
          {"maxConnectionAttempts", 120},
          {"msgExpirationFactor", 20},
          {"pvtData", Object{{"pullRetryThreshold", ms(plan.private_data_ms)},
                             {"skipPullingInvalidTransactionsDuringCommit", true},
                             {"transientstoreMaxBlockRetention", 1'000},
                             {"pushAckTimeout", "3s"},
                             {"btlPullMargin", 10},
                             {"reconcileBatchSize", 10},
                             {"reconcileSleepInterval", "5s"},
                             {"reconciliationEnabled", true},
                             {"implicitCollectionDisseminationPolicy",
                              Object{{"requiredPeerCount", 0}, {"maxPeerCount", 1}}}}},
          {"state", Object{{"enabled", false}}}};
}

Object keepalive_section() {
  const Object minute{{"interval", "60s"}, {"timeout", "20s"}};
  return {{"interval", "7200s"},
          {"timeout", "20s"},
          {"minInterval", "60s"},
          {"client", minute},
          {"deliveryClient", minute}};
}

Object handlers_section(Line line) {
  Array filters{Object{{"name", "DefaultAuth"}}, Object{{"name", "ExpirationCheck"}}};
  if (line == Line::v3_1) filters.emplace_back(Object{{"name", "TimeWindowCheck"}});
  return {{"authFilters", filters},
          {"decorators", Array{Object{{"name", "DefaultDecorator"}}}},
          {"endorsers", Object{{"escc", Object{{"name", "DefaultEndorsement"}}}}},
          {"validators", Object{{"vscc", Object{{"name", "DefaultValidation"}}}}}};
}

Object peer_section(const Plan& plan, const std::string& msp) {
  const Ports ports = plan.peer_ports(msp);
  const std::string material = host_material(plan, msp, "peer0");
  const auto file = [&](const char* name) { return Object{{"file", material + "/tls/" + name}}; };
  return {{"id", "peer0." + domain_of(msp)},
          {"networkId", "tradelane"},
          {"listenAddress", address(ports.listen)},
          {"address", address(ports.listen)},
          {"chaincodeListenAddress", address(ports.other)},
          {"chaincodeAddress", address(ports.other)},
          {"localMspId", msp},
          {"localMspType", "bccsp"},
          {"mspConfigPath", material + "/msp"},
          {"fileSystemPath", plan.file("data/" + msp)},
          {"BCCSP", software_keys("SHA2")},
          {"tls", Object{{"enabled", true},
                         {"clientAuthRequired", false},
                         {"cert", file("server.crt")},
                         {"key", file("server.key")},
                         {"rootcert", file("ca.crt")}}},
          {"gateway", Object{{"enabled", true},
                             {"endorsementTimeout", "30s"},
                             {"broadcastTimeout", "30s"},
                             {"dialTimeout", "30s"}}},
          {"keepalive", keepalive_section()},
          {"gossip", gossip_section(plan, address(ports.listen))},
          {"authentication", Object{{"timewindow", "15m"}}},
          {"client", Object{{"connTimeout", "20s"}}},
          {"deliveryclient", Object{{"blockGossipEnabled", false},
                                    {"reconnectTotalTimeThreshold", "3600s"},
                                    {"connTimeout", "3s"},
                                    {"reConnectBackoffThreshold", "2s"},
                                    {"policy", "simple"}}},
          {"handlers", handlers_section(plan.line)},
          {"discovery", Object{{"enabled", true},
                               {"authCacheEnabled", true},
                               {"authCacheMaxSize", 1'000},
                               {"authCachePurgeRetentionRatio", Json::Number{"0.75"}},
                               {"orgMembersAllowedAccess", false}}},
          {"limits", Object{{"concurrency", Object{{"endorserService", 2'500},
                                                   {"deliverService", 2'500},
                                                   {"gatewayService", 500}}}}}};
}

Object chaincode_section(const Plan& plan) {
  return {
      {"mode", "net"},
      {"externalBuilders", Array{Object{{"name", "tradelane"}, {"path", plan.file("builder")}}}},
      {"installTimeout", "60s"},
      {"startuptimeout", "15s"},
      {"executetimeout", ms(plan.execute_timeout_ms)},
      {"keepalive", 0},
      {"system",
       Object{
           {"_lifecycle", "enable"}, {"cscc", "enable"}, {"lscc", "enable"}, {"qscc", "enable"}}},
      {"logging", Object{{"level", "info"}, {"shim", "warning"}}},
      {"runtimeParams", Object{{"useWriteBatch", true},
                               {"maxSizeWriteBatch", 1'000},
                               {"useGetMultipleKeys", true},
                               {"maxSizeGetMultipleKeys", 1'000}}}};
}

void write_yaml(const std::string& path, const Json& content) {
  devpeer::write_file(path, canonical(content) + "\n");
}

/// A program of the external builder: what the peer calls with folders to read and to fill.
void write_program(const Plan& plan, const std::string& name, const std::string& body) {
  const std::string path = plan.file("builder/bin/" + name);
  devpeer::write_file(path, "#!/bin/sh\nset -e\n" + body);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

}  // namespace

std::string orderer_material(const Plan& plan) {
  return plan.file("crypto/ordererOrganizations/orderermsp.test/orderers/orderer.orderermsp.test");
}

std::string organisation_material(const Plan& plan, const std::string& msp) {
  return plan.file("crypto/peerOrganizations/" + domain_of(msp));
}

std::string host_material(const Plan& plan, const std::string& msp, const std::string& host) {
  return organisation_material(plan, msp) + "/peers/" + host + "." + domain_of(msp);
}

Json crypto_configuration(const Plan& plan) {
  const auto host = [](const char* name) { return Object{{"Hostname", name}, {"SANS", names()}}; };
  Array peers;
  for (const std::string& msp : plan.msps)
    peers.emplace_back(Object{{"Name", msp},
                              {"Domain", domain_of(msp)},
                              {"EnableNodeOUs", true},
                              {"Specs", Array{host("peer0"), host("chaincode")}},
                              {"Users", Object{{"Count", 0}}}});
  const Object orderer{{"Name", orderer_msp},
                       {"Domain", domain_of(orderer_msp)},
                       {"EnableNodeOUs", true},
                       {"Specs", Array{host("orderer")}}};
  return Object{{"OrdererOrgs", Array{orderer}}, {"PeerOrgs", peers}};
}

Json channel_configuration(const Plan& plan) {
  const Object trade{{"Policies", policies()},
                     {"Capabilities", Object{{plan.capability, true}}},
                     {"Orderer", orderer_section(plan)},
                     {"Application", application_section(plan)}};
  return Object{{"Profiles", Object{{profile, trade}}}};
}

Json orderer_configuration(const Plan& plan) {
  const Ports ports = plan.orderer_ports();
  const std::string material = orderer_material(plan);
  const Object general{
      {"ListenAddress", "127.0.0.1"},
      {"ListenPort", ports.listen},
      {"TLS", tls_of_node(material)},
      {"Keepalive",
       Object{{"ServerMinInterval", "60s"}, {"ServerInterval", "7200s"}, {"ServerTimeout", "20s"}}},
      {"Cluster", Object{{"SendBufferSize", 100}}},
      // The 2.5 line would otherwise look for a block of a system channel.
      {"BootstrapMethod", "none"},
      {"LocalMSPDir", material + "/msp"},
      {"LocalMSPID", orderer_msp},
      {"BCCSP", software_keys("SHA2")},
      {"Authentication", Object{{"TimeWindow", "15m"}}}};
  return Object{{"General", general},
                {"FileLedger", Object{{"Location", plan.file("data/orderer/ledger")}}},
                {"Operations", Object{{"ListenAddress", address(ports.operations)}}},
                {"Metrics", Object{{"Provider", "prometheus"}}},
                {"Admin", Object{{"ListenAddress", address(ports.other)}}},
                {"ChannelParticipation", Object{{"Enabled", true}, {"MaxRequestBodySize", "4 MB"}}},
                {"Consensus", Object{{"WALDir", plan.file("data/orderer/wal")},
                                     {"SnapDir", plan.file("data/orderer/snapshots")}}}};
}

Json peer_configuration(const Plan& plan, const std::string& msp) {
  return Object{
      {"peer", peer_section(plan, msp)},
      {"vm", Object{{"endpoint", ""}}},
      {"chaincode", chaincode_section(plan)},
      {"ledger",
       Object{{"state", Object{{"stateDatabase", "goleveldb"}, {"totalQueryLimit", 100'000}}},
              {"history", Object{{"enableHistoryDatabase", true}}},
              {"pvtdataStore", Object{{"collElgProcMaxDbBatchSize", 5'000},
                                      {"collElgProcDbBatchesInterval", 1'000},
                                      {"deprioritizedDataReconcilerInterval", "60m"},
                                      {"purgeInterval", 100},
                                      {"purgedKeyAuditLogging", true}}},
              {"snapshots", Object{{"rootDir", plan.file("data/" + msp + "/snapshots")}}}}},
      {"operations", Object{{"listenAddress", address(plan.peer_ports(msp).operations)}}},
      {"metrics", Object{{"provider", "prometheus"}}}};
}

void write_configuration(const Plan& plan) {
  write_yaml(plan.file("cfg/crypto.yaml"), crypto_configuration(plan));
  write_yaml(plan.file("cfg/configtx.yaml"), channel_configuration(plan));
  write_yaml(plan.file("cfg/orderer.yaml"), orderer_configuration(plan));
  for (const std::string& msp : plan.msps)
    write_yaml(plan.file("cfg/" + msp + "/core.yaml"), peer_configuration(plan, msp));
  // $1 source, $2 metadata (detect); $3 output (build); $1 output, $2 release (release).
  write_program(plan, "detect", "grep -q '\"type\" *: *\"ccaas\"' \"$2/metadata.json\"\n");
  write_program(plan, "build", "cp -R \"$1/.\" \"$3\"\n");
  write_program(plan, "release",
                "mkdir -p \"$2/chaincode/server\"\n"
                "cp \"$1/connection.json\" \"$2/chaincode/server/\"\n");
}

}  // namespace tradelane::fabric
