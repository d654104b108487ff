// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/deliver_service.hpp"

#include <grpc/grpc_security_constants.h>

#include "chaincode/crypto/certificate_check.hpp"
#include "chaincode/devpeer/call_count.hpp"

namespace tradelane::devpeer {
namespace {

/// SHA-256 of the DER of the certificate that the client showed; empty without one.
Bytes certificate_hash(const grpc::ServerContext& context) {
  const auto shown = context.auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (shown.empty()) return {};
  return crypto::certificate_hash({shown.front().data(), shown.front().size()}).value_or("");
}

}  // namespace

grpc::Status DeliverService::serve(grpc::ServerContext& context, Wire& wire, BlockForm form) {
  const CallCount count(streams_);
  if (!open_) return {grpc::StatusCode::UNAVAILABLE, "the peer is starting"};
  if (stopping_) return {grpc::StatusCode::UNAVAILABLE, "the peer is stopping"};
  if (count.exceeds(stream_limit)) return CallCount::refusal("protos.Deliver", stream_limit);
  const devpeer::Deliver::Stream stream{
      .form = form,
      .tls_certificate_hash = certificate_hash(context),
      .send = [&](const protos::DeliverResponse& response) { return wire.Write(response); },
      .stop = [&] { return stopping_ || context.IsCancelled(); }};
  using Outcome = devpeer::Deliver::Outcome;
  try {
    for (common::Envelope request; wire.Read(&request);) {
      const Outcome outcome = deliver_.answer(request, stream);
      if (outcome == Outcome::ended) break;
      if (outcome == Outcome::abandoned)
        return {grpc::StatusCode::UNKNOWN,
                "context finished before block retrieved: context canceled"};
    }
  } catch (const std::exception& error) {
    return {grpc::StatusCode::INTERNAL, error.what()};
  }
  return grpc::Status::OK;
}

}  // namespace tradelane::devpeer
