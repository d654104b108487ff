// SPDX-License-Identifier: Apache-2.0
// Prints what our .proto files define, one fact a line, in the form of PrintDescriptors.java.
#include <iostream>
#include <set>
#include <string>

#include <google/protobuf/descriptor.h>

#include "proto/common/common.pb.h"
#include "proto/common/policies.pb.h"
#include "proto/common/status.pb.h"
#include "proto/gateway/gateway.pb.h"
#include "proto/ledger/kv_rwset.pb.h"
#include "proto/ledger/query_result.pb.h"
#include "proto/ledger/rwset.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/msp/msp_principal.pb.h"
#include "proto/orderer/ab.pb.h"
#include "proto/orderer/seek_info.pb.h"
#include "proto/peer/events.pb.h"
#include "proto/peer/shim.pb.h"
#include "proto/peer/transaction.pb.h"

namespace pb = google::protobuf;

namespace {

std::set<std::string> lines;

void print(const pb::EnumDescriptor& values) {
  for (int i = 0; i < values.value_count(); ++i)
    lines.insert("value " + values.full_name() + " " + values.value(i)->name() + " " +
                 std::to_string(values.value(i)->number()));
}

void print(const pb::Descriptor& message) {
  for (int i = 0; i < message.nested_type_count(); ++i) print(*message.nested_type(i));
  for (int i = 0; i < message.enum_type_count(); ++i) print(*message.enum_type(i));
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.field(i);
    std::string type = field.type_name();
    if (field.message_type() != nullptr) type = field.message_type()->full_name();
    if (field.enum_type() != nullptr) type = field.enum_type()->full_name();
    lines.insert("field " + message.full_name() + " " + field.name() + " " +
                 std::to_string(field.number()) +
                 (field.is_repeated() ? " repeated " : " single ") + type);
  }
}

std::string side(bool streaming) { return streaming ? " stream " : " one "; }

void print(const pb::FileDescriptor& file) {
  for (int i = 0; i < file.message_type_count(); ++i) print(*file.message_type(i));
  for (int i = 0; i < file.enum_type_count(); ++i) print(*file.enum_type(i));
  for (int i = 0; i < file.service_count(); ++i)
    for (int k = 0; k < file.service(i)->method_count(); ++k) {
      const pb::MethodDescriptor& method = *file.service(i)->method(k);
      lines.insert("method " + file.service(i)->full_name() + " " + method.name() +
                   side(method.client_streaming()) + method.input_type()->full_name() +
                   side(method.server_streaming()) + method.output_type()->full_name());
    }
}

}  // namespace

int main() {
  for (const pb::FileDescriptor* file :
       {common::Envelope::descriptor()->file(), common::SignaturePolicy::descriptor()->file(),
        common::MSPRole::descriptor()->file(), gateway::EndorseRequest::descriptor()->file(),
        kvrwset::KVRWSet::descriptor()->file(), orderer::SeekPosition::descriptor()->file(),
        protos::Transaction::descriptor()->file(), rwset::TxReadWriteSet::descriptor()->file(),
        queryresult::KV::descriptor()->file(), msp::SerializedIdentity::descriptor()->file(),
        protos::ChaincodeID::descriptor()->file(), protos::SignedProposal::descriptor()->file(),
        protos::ChaincodeMessage::descriptor()->file(),
        protos::DeliverResponse::descriptor()->file(), orderer::SeekInfo::descriptor()->file(),
        common::Status_descriptor()->file()})
    print(*file);
  for (const std::string& line : lines) std::cout << line << "\n";
}
