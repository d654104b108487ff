// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/scenario/gateway_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/stage.hpp"
#include "tests/scenario/steps.hpp"

namespace tradelane::scenario {

/// A step that was played, as it was played: resting on what the data node has published.
struct Told {
  Step step = {};
  Played played = {};
  /// What else happened, a line each.
  std::vector<std::string> notes = {};
};

/// The story on a stage: records come from the data node through its adapter, consents from the CDI
/// through its own, facts from the CDI adapter by request, fingerprints from the command;
/// everything else is sent by each member's gateway client. A part that ends is started again on
/// the way.
class StagedStory {
 public:
  StagedStory(Stage& stage, Setting setting);

  std::size_t size() const { return story(setting_).size(); }
  /// Plays the steps in their order, each once.
  Told play(std::size_t index);

  const Setting& setting() const { return setting_; }
  GatewayBackend& clients() { return clients_; }

 private:
  /// The member of the cast that speaks for the story's current step.
  Step step(std::size_t index) const { return story(setting_).at(index); }

  Told publish(std::size_t index);
  Told forge(Step step);
  Told give(const Step& step);
  Told wait_for_adapter(const Step& step);
  Told decide(const Step& step);
  Told accept(Step step);
  Told send(const Step& step);

  Record await_record(const std::string& record);
  Json draft_of(const std::string& record);
  Json served(const std::string& evidence_id);
  void request_data(const Step& step, const std::string& access_id,
                    std::vector<std::string>& notes);
  test::HttpAnswer signed_request(const std::string& bank, const Json& body);
  void make_fingerprints();
  Json fingerprint(const std::vector<std::string>& words);

  Stage& stage_;
  Setting setting_;
  GatewayBackend clients_;
};

}  // namespace tradelane::scenario
