// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "chaincode/contract/context.hpp"
#include "chaincode/ledger/changes.hpp"

/// A contract as a table of plain functions. Nothing registers itself: `contract.cpp` of each
/// contract returns its table as a value.
namespace tradelane::contract {

/// AUTH_DENIED (A10), PARTY_INACTIVE (A14) or TERMS_NOT_ACCEPTED (A15).
Result<> authorise(const Who& who, const Caller& caller);

/// What one call gives: bytes for the client, and for a submit the changes.
struct Reply {
  Bytes payload = {};
  ledger::Changes changes = {};
};

/// What the client of a submit gets: the first event entry without its type.
struct Answer {
  static constexpr std::string_view name = "Answer";
  std::string id = {};
  std::optional<std::int64_t> seq = {};
  std::optional<std::string> code = {};

  static constexpr auto fields() {
    return listing(field("id", &Answer::id), field("seq", &Answer::seq),
                   field("code", &Answer::code));
  }
};

/// One row of a contract's table.
struct Transaction {
  std::string name = {};
  /// Evaluate only: it writes nothing.
  bool is_query = false;
  Who who = {};
  /// The argument object has a place for the detached signatures of companies.
  bool takes_signatures = false;
  /// What a malformed argument object is called here.
  Code malformed = Code::arg_malformed;
  std::function<Result<Reply>(const Context&)> run = {};
  std::function<Json(Schemas&)> parameter = {};
  std::function<Json(Schemas&)> returns = {};
};

namespace detail {

/// A11, with the place in the text too: clients of a gateway get nothing but the text.
Error misread(Error error, Code malformed_code);
/// Of arguments that are no object; ARG_LIMIT stays.
Error unread(Error error, Code malformed_code);

template <class In>
Result<In> decode_arguments(const Context& tx, Code malformed_code) {
  if (auto in = read_quickly<In>(tx.args.text())) return std::move(*in);
  const auto& object = tx.args.object();
  if (!object) return unread(object.error(), malformed_code);
  auto in = from_json<In>(*object);
  if (in) return std::move(*in);
  return misread(in.error(), malformed_code);
}

inline Bytes answer_payload(const ledger::Changes& changes) {
  const auto entry = changes.answer();
  if (!entry) throw Fault("a transaction succeeded without an answer");
  return print_json(Answer{.id = entry->id, .seq = entry->seq, .code = entry->code});
}

}  // namespace detail

/// A transaction that may write.
template <class In>
Transaction on(std::string_view name, Who who,
               Result<ledger::Changes> (*act)(const In&, const Context&),
               Code malformed = Code::arg_malformed) {
  return {.name = std::string(name),
          .is_query = false,
          .who = std::move(who),
          .takes_signatures = tradelane::detail::has_field<In>("signatures"),
          .malformed = malformed,
          .run = [act, malformed](const Context& tx) -> Result<Reply> {
            const auto in = detail::decode_arguments<In>(tx, malformed);
            if (!in) return in.error();
            auto changes = act(*in, tx);
            if (!changes) return changes.error();
            if (!changes->empty()) {
              if (const auto unused = tx.openings.nothing_unused(); !unused) return unused.error();
              changes =
                  std::move(*changes).merge(tx.signed_acts.rows(tx.time, tx.txid, tx.transaction));
            }
            Bytes payload = detail::answer_payload(*changes);
            return Reply{.payload = std::move(payload), .changes = std::move(*changes)};
          },
          .parameter = [](Schemas& schemas) { return Codec<In>::schema(schemas); },
          .returns = [](Schemas& schemas) { return Codec<Answer>::schema(schemas); }};
}

/// A query: its result is printed as canonical JSON.
template <class In, class Out>
Transaction query(std::string_view name, Who who, Result<Out> (*ask)(const In&, const Context&)) {
  return {.name = std::string(name),
          .is_query = true,
          .who = std::move(who),
          .takes_signatures = tradelane::detail::has_field<In>("signatures"),
          .malformed = Code::arg_malformed,
          .run = [ask](const Context& tx) -> Result<Reply> {
            const auto in = detail::decode_arguments<In>(tx, Code::arg_malformed);
            if (!in) return in.error();
            const auto out = ask(*in, tx);
            if (!out) return out.error();
            return Reply{.payload = print_json(*out)};
          },
          .parameter = [](Schemas& schemas) { return Codec<In>::schema(schemas); },
          .returns = [](Schemas& schemas) { return Codec<Out>::schema(schemas); }};
}

}  // namespace tradelane::contract
