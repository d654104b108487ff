// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

#include "chaincode/shim/codec/engine.hpp"
#include "chaincode/shim/codec/proposal.hpp"
#include "chaincode/shim/codec/requests.hpp"

/// The bytes by which a message of the codec and one of the generated code are compared.
namespace tradelane::test {

inline std::string deterministic(const google::protobuf::Message& message) {
  std::string out;
  google::protobuf::io::StringOutputStream stream(&out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return out;
}

template <class M>
std::string written(const M& message) {
  shim::codec::wire::Writer out(shim::codec::engine::size_of(message));
  shim::codec::engine::append(out, message);
  return out.finish();
}

template <class M>
std::string canonical(const M& message) {
  return written(message);
}

/// A map as protobuf keeps it: one entry for each key, the last one, in order.
inline std::vector<shim::codec::MapEntry> as_map(
    const shim::codec::List<shim::codec::MapEntry>& list) {
  std::map<std::string_view, std::string_view> sorted;
  for (const auto& entry : list) sorted[entry.key] = entry.value;
  std::vector<shim::codec::MapEntry> out;
  for (const auto& [key, value] : sorted) out.push_back({key, value});
  return out;
}

template <>
inline std::string canonical(const shim::codec::ChaincodeInput& input) {
  const auto decorations = as_map(input.decorations);
  shim::codec::ChaincodeInput out = input;
  out.decorations = std::span<const shim::codec::MapEntry>(decorations);
  return written(out);
}

template <>
inline std::string canonical(const shim::codec::ChaincodeProposalPayload& payload) {
  const auto entries = as_map(payload.transient);
  shim::codec::ChaincodeProposalPayload out = payload;
  out.transient = std::span<const shim::codec::MapEntry>(entries);
  return written(out);
}

template <>
inline std::string canonical(const shim::codec::InvokeChaincode& spec) {
  if (!spec.input) return written(spec);
  const auto decorations = as_map(spec.input->decorations);
  shim::codec::InvokeChaincode out = spec;
  out.input->decorations = std::span<const shim::codec::MapEntry>(decorations);
  return written(out);
}

}  // namespace tradelane::test
