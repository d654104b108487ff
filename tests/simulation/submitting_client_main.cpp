// SPDX-License-Identifier: Apache-2.0
// A client that keeps what it sends, to be killed by client_kill_test.cpp. Usage: submitting-client
// FILES JOURNAL [--settle], where FILES is the embedded peer's --out. It finds out about whatever
// its last life has left behind, says each key on a line and then, without --settle, submits new
// ones for ever.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <thread>

#include "adapters/gateway/invoke.hpp"
#include "adapters/gateway/profile.hpp"
#include "chaincode/base/fault_point.hpp"
#include "chaincode/base/result.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
namespace fs = std::filesystem;

namespace {

constexpr int writers = 2;
constexpr const char* channel = "trade";

/// JOURNAL/KEY.sent holds the id and the envelope of what may have been sent; KEY.done is empty.
/// Renaming is enough here: what dies is the process and not the machine.
class Journal {
 public:
  explicit Journal(fs::path folder) : folder_(std::move(folder)) {}

  void keep(const std::string& key, const SignedTransaction& transaction) const {
    const fs::path half = folder_ / (key + ".half");
    std::ofstream file(half, std::ios::binary);
    file << transaction.transaction_id << '\n' << transaction.envelope;
    file.close();
    if (!file) throw Fault("the journal cannot be written");
    fs::rename(half, folder_ / (key + ".sent"));
  }
  void done(const std::string& key) const {
    fs::rename(folder_ / (key + ".sent"), folder_ / (key + ".done"));
  }
  std::vector<std::string> in_doubt() const {
    std::vector<std::string> out;
    for (const auto& file : fs::directory_iterator(folder_))
      if (file.path().extension() == ".sent") out.push_back(file.path().stem());
    return out;
  }
  SignedTransaction read(const std::string& key) const {
    std::ifstream file(folder_ / (key + ".sent"), std::ios::binary);
    SignedTransaction out{.channel = channel};
    std::getline(file, out.transaction_id);
    out.envelope.assign(std::istreambuf_iterator<char>(file), {});
    return out;
  }
  bool knows(const std::string& key) const { return fs::exists(folder_ / (key + ".done")); }

 private:
  fs::path folder_;
};

/// May die behind each of the calls that a transaction consists of.
class Mortal : public Gateway {
 public:
  explicit Mortal(std::unique_ptr<Gateway> inner) : inner_(std::move(inner)) {}

  const Identity& identity() const override { return inner_->identity(); }
  Result<Proposal> propose(const Call& call) override {
    return passed("client.proposed", inner_->propose(call));
  }
  Outcome<Bytes, EvaluateFailure> evaluate(const Proposal& proposal) override {
    return inner_->evaluate(proposal);
  }
  Outcome<SignedTransaction, EndorseFailure> endorse(const Proposal& proposal) override {
    return passed("client.endorsed", inner_->endorse(proposal));
  }
  Outcome<Done, SubmitFailure> submit(const SignedTransaction& transaction) override {
    return passed("client.submitted", inner_->submit(transaction));
  }
  Outcome<Commit, CommitStatusFailure> commit_status(const StatusRequest& request) override {
    return passed("client.known", inner_->commit_status(request));
  }
  std::unique_ptr<EventStream> events(const EventsRequest& request) override {
    return inner_->events(request);
  }

 private:
  template <class Answer>
  static Answer passed(const char* place, Answer answer) {
    fault_point(place);
    return answer;
  }

  std::unique_ptr<Gateway> inner_;
};

Mortal connect(const std::string& files) {
  const auto profile = read_profile(files + "/connection-A.json");
  const auto msp = read_msp_folder(files + "/A/users/User1/msp");
  const auto connection = Connection::open(profile->connection);
  return Mortal(
      make_client(*connection, {.identity = {.msp = profile->msp, .certificate = msp->certificate},
                                .signer = *signer_from_pem(msp->key)}));
}

/// Says the key once its journal says so too.
void settled(const Journal& journal, const std::string& key, const Outcome<Commit>& commit) {
  if (!commit) throw Fault(key + ": " + commit.failure().text());
  journal.done(key);
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::cout << key << std::endl;
}

void submit_for_ever(Gateway& client, const Journal& journal, int writer) {
  for (int number = 0;; ++number) {
    const std::string key = "w" + std::to_string(writer) + "-" + std::to_string(number);
    if (journal.knows(key)) continue;
    const auto keep = [&](const SignedTransaction& transaction) {
      journal.keep(key, transaction);
      fault_point("client.kept");
    };
    const auto done = invoke(client,
                             {.channel = channel,
                              .chaincode = "toy",
                              .function = "put",
                              .args = {key, "value of " + key},
                              .organisations = {"A"}},
                             {}, keep);
    if (!done) throw Fault(key + ": " + done.failure().text());
    settled(journal, key, done->commit);
  }
}

void live(const std::vector<std::string>& words) {
  Mortal client = connect(words.at(1));
  const Journal journal(words.at(2));
  for (const std::string& key : journal.in_doubt())
    settled(journal, key, resolve(client, journal.read(key)));
  if (words.size() > 3) return;
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < writers; ++writer)
    threads.emplace_back([&, writer] {
      try {
        submit_for_ever(client, journal, writer);
      } catch (const std::exception& error) {
        std::cerr << "submitting-client: " << error.what() << std::endl;
        std::quick_exit(1);
      }
    });
}

}  // namespace

int main(int count, char** arguments) {
  try {
    live({arguments, arguments + count});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "submitting-client: " << error.what() << "\n";
    return 1;
  }
}
