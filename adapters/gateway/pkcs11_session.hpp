// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>

#define CRYPTOKI_COMPAT
#include <p11-kit/pkcs11.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"

/// A thin hold on a PKCS#11 library, for the .cpp files of this folder only.
namespace tradelane::gateway::pkcs11 {

/// A call that the library did not take.
struct Refused : Fault {
  Refused(const std::string& call, CK_RV value);
  CK_RV value;
};

/// A loaded library. It stays in the process, and is finalised with the last who uses it.
class Module {
 public:
  /// A `Fault` when it cannot be loaded or started. From any thread.
  static std::shared_ptr<Module> load(const std::string& path);
  ~Module();
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  const CK_FUNCTION_LIST& functions() const { return *functions_; }

 private:
  struct Registry;
  explicit Module(const std::string& path);
  CK_FUNCTION_LIST* functions_ = nullptr;
  bool started_here_ = false;
};

/// A session of the user at one token. For one thread at a time.
class Session {
 public:
  /// `Refused`, or a `Fault` when there is no such token, or more than one.
  Session(std::shared_ptr<Module> module, const std::string& token, const std::string& pin);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// The one private key with this CKA_ID; a `Fault` for none or several.
  CK_OBJECT_HANDLE private_key(std::string_view id) const;
  Bytes bytes(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE attribute) const;
  Bytes sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism, std::string_view data) const;

 private:
  std::shared_ptr<Module> module_;
  CK_SESSION_HANDLE handle_ = CK_INVALID_HANDLE;
};

}  // namespace tradelane::gateway::pkcs11
