// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/twin.hpp"

#include "tests/fabric/differential/probe.hpp"

namespace tradelane::differential {
namespace {

/// What was asked, for people.
std::string text_of(const Act& act) {
  std::string out =
      act.where + ": " + act.call.channel + " " + act.call.chaincode + " by " + act.msp + " at";
  for (const std::string& msp : act.call.organisations) out += " " + msp;
  if (!act.call.transient.empty()) out += ", with transient data";
  if (!act.is_probe) {
    out += "\n  " + act.call.function;
    for (const Bytes& arg : act.call.args) out += " " + printable(arg);
    return out;
  }
  for (std::size_t i = 0; i < act.call.args.size(); ++i) {
    Message message;
    message.ParseFromString(act.call.args[i]);
    out += "\n  " + Message::Type_Name(message.type()) + " " + printable(message.payload());
  }
  return out;
}

}  // namespace

void Twin::compare(const Act& act, const std::string& what, const std::string& real,
                   const std::string& embedded) {
  if (real == embedded) return;
  const std::lock_guard lock(mutex_);
  differences_.push_back(text_of(act) + "\n" + what + " on " + sides_[0]->name() + ":\n" + real +
                         "\n" + what + " on " + sides_[1]->name() + ":\n" + embedded + "\n");
}

std::vector<std::string> Twin::differences() const {
  const std::lock_guard lock(mutex_);
  return differences_;
}

Ended Twin::evaluate(const Act& act) {
  const auto proposal = users_.propose(act.msp, act.user, act.call);
  Evaluated got[2];
  std::string texts[2];
  for (int i = 0; i < 2; ++i) {
    got[i] = sides_[i]->evaluate(proposal, act.call.organisations);
    texts[i] = got[i].failure ? differential::text_of(*sides_[i], *got[i].failure)
                              : differential::text_of(*sides_[i], got[i].response, act.is_probe);
  }
  compare(act, "evaluate", texts[0], texts[1]);
  ++evaluates_;
  return {.failure = got[0].failure, .response = got[0].response};
}

Twin::Sent Twin::endorse(const Act& act) {
  Sent out{.act = act, .proposal = users_.propose(act.msp, act.user, act.call)};
  std::string texts[2];
  for (int i = 0; i < 2; ++i) {
    out.endorsed[i] = sides_[i]->endorse(out.proposal, act.call.organisations);
    texts[i] = "endorsed";
    if (const auto& failure = out.endorsed[i].failure)
      texts[i] = differential::text_of(*sides_[i], *failure);
  }
  compare(act, "endorse", texts[0], texts[1]);
  ++submits_;
  return out;
}

void Twin::order(Sent& sent, int copies) {
  std::string texts[2];
  for (int i = 0; i < 2; ++i)
    for (int copy = 0; copy < copies && !sent.endorsed[i].failure; ++copy) {
      const auto failure = sides_[i]->submit(sent.proposal, sent.endorsed[i].envelope);
      texts[i] += failure ? differential::text_of(*sides_[i], *failure) : "taken ";
    }
  compare(sent.act, "submit", texts[0], texts[1]);
}

void Twin::wait(Sent& sent) {
  std::string texts[2];
  for (int i = 0; i < 2; ++i) {
    if (sent.endorsed[i].failure) continue;
    const Ordered ordered = sides_[i]->commit_status(sent.proposal);
    if (i == 0) sent.block = ordered.block;
    texts[i] = ordered.failure ? differential::text_of(*sides_[i], *ordered.failure) : ordered.code;
  }
  compare(sent.act, "commit", texts[0], texts[1]);
  sent.code = texts[0];
}

void Twin::keep(const Sent& sent) {
  if (sent.endorsed[0].failure || sent.endorsed[1].failure) return;
  const std::lock_guard lock(mutex_);
  kept_.push_back(sent);
}

Ended Twin::submit(const Act& act, int copies) {
  Sent sent = endorse(act);
  order(sent, copies);
  wait(sent);
  keep(sent);
  Ended out{.failure = sent.endorsed[0].failure,
            .envelope = sent.endorsed[0].envelope,
            .code = sent.code,
            .txid = sent.proposal.txid,
            .block = sent.block};
  if (!out.failure) out.response = response_of(out.envelope);
  return out;
}

void Twin::submit_together(const Act& first, const Act& second) {
  Sent one = endorse(first);
  Sent two = endorse(second);
  for (Sent* sent : {&one, &two}) order(*sent, 1);
  for (Sent* sent : {&one, &two}) wait(*sent);
  for (Sent* sent : {&one, &two}) keep(*sent);
}

void Twin::submit_and_propose_again(const Act& act) {
  Sent sent = endorse(act);
  order(sent, 1);
  wait(sent);
  keep(sent);
  if (sent.code.empty()) return;
  std::string texts[4];
  for (int i = 0; i < 2; ++i) {
    const auto again = sides_[i]->endorse(sent.proposal, act.call.organisations);
    texts[i] = again.failure ? differential::text_of(*sides_[i], *again.failure) : "endorsed";
    const auto asked = sides_[i]->evaluate(sent.proposal, {});
    texts[2 + i] = asked.failure ? differential::text_of(*sides_[i], *asked.failure) : "answered";
  }
  compare(act, "endorse again", texts[0], texts[1]);
  compare(act, "evaluate again", texts[2], texts[3]);
}

void Twin::compare_ledgers(const Ledger& real, const Ledger& embedded) {
  for (const Sent& sent : kept_) {
    const auto text = [&](int i, const Ledger& ledger) {
      return ledger.codes(sent.proposal.txid) + "\n" + ledger.told(sent.proposal.txid) + "\n" +
             differential::text_of(*sides_[i], sent.endorsed[i].envelope, ledger,
                                   sent.act.is_probe);
    };
    compare(sent.act, "transaction " + sent.code, text(0, real), text(1, embedded));
  }
}

}  // namespace tradelane::differential
