// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/pkcs11_session.hpp"

#include <array>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <dlfcn.h>

namespace tradelane::gateway::pkcs11 {

namespace {

std::string name_of(CK_RV value) {
  switch (value) {
    case CKR_PIN_INCORRECT:
      return "CKR_PIN_INCORRECT";
    case CKR_PIN_LOCKED:
      return "CKR_PIN_LOCKED";
    case CKR_PIN_LEN_RANGE:
      return "CKR_PIN_LEN_RANGE";
    case CKR_TOKEN_NOT_PRESENT:
      return "CKR_TOKEN_NOT_PRESENT";
    case CKR_DEVICE_ERROR:
      return "CKR_DEVICE_ERROR";
    case CKR_DEVICE_REMOVED:
      return "CKR_DEVICE_REMOVED";
    case CKR_SESSION_HANDLE_INVALID:
      return "CKR_SESSION_HANDLE_INVALID";
    case CKR_MECHANISM_INVALID:
      return "CKR_MECHANISM_INVALID";
    case CKR_GENERAL_ERROR:
      return "CKR_GENERAL_ERROR";
    default: {
      std::array<char, 24> text{};
      std::snprintf(text.data(), text.size(), "CKR 0x%08lx", value);
      return text.data();
    }
  }
}

void require(CK_RV value, const char* call) {
  if (value != CKR_OK) throw Refused(call, value);
}

unsigned char* octets(std::string_view bytes) {
  // The interface takes what it only reads as if it could write.
  return reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
}

std::string label_of(const CK_TOKEN_INFO& info) {
  std::string label(reinterpret_cast<const char*>(info.label), sizeof info.label);
  label.erase(label.find_last_not_of(' ') + 1);
  return label;
}

CK_SLOT_ID slot_of(const CK_FUNCTION_LIST& functions, const std::string& token) {
  CK_ULONG count = 0;
  require(functions.C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
  std::vector<CK_SLOT_ID> slots(count);
  require(functions.C_GetSlotList(CK_TRUE, slots.data(), &count), "C_GetSlotList");
  slots.resize(count);
  std::vector<CK_SLOT_ID> found;
  for (const CK_SLOT_ID slot : slots) {
    CK_TOKEN_INFO info{};
    if (functions.C_GetTokenInfo(slot, &info) == CKR_OK && label_of(info) == token)
      found.push_back(slot);
  }
  if (found.empty()) throw Fault("there is no token \"" + token + "\"");
  if (found.size() > 1) throw Fault("there are several tokens \"" + token + "\"");
  return found.front();
}

}  // namespace

Refused::Refused(const std::string& call, CK_RV code)
    : Fault(call + ": " + name_of(code)), value(code) {}

struct Module::Registry {
  struct Entry {
    std::unique_ptr<Module> module;
    std::size_t users = 0;
  };

  // Never destroyed: a signer may live to the end of the process.
  static Registry& only() {
    static auto* const registry = new Registry;
    return *registry;
  }
  void let_go(const std::string& path) {
    const std::lock_guard lock(mutex);
    Entry& entry = loaded[path];
    if (--entry.users == 0) entry.module.reset();
  }

  /// Held while a library is started and while it is ended: who starts it anew meanwhile would be
  /// told that it runs already, and then have it ended under his feet.
  std::mutex mutex;
  std::map<std::string, Entry> loaded;
};

std::shared_ptr<Module> Module::load(const std::string& path) {
  Registry& registry = Registry::only();
  const std::lock_guard lock(registry.mutex);
  Registry::Entry& entry = registry.loaded[path];
  if (!entry.module) entry.module.reset(new Module(path));
  ++entry.users;
  return {entry.module.get(), [path](Module*) { Registry::only().let_go(path); }};
}

Module::Module(const std::string& path) {
  // Never unloaded: what such a library leaves behind for the end of the process must still be
  // there.
  void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) throw Fault("the library cannot be loaded: " + std::string(::dlerror()));
  const auto list = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
  if (list == nullptr) throw Fault("the library is none of PKCS#11: " + path);
  require(list(&functions_), "C_GetFunctionList");
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV started = functions_->C_Initialize(&arguments);
  if (started != CKR_CRYPTOKI_ALREADY_INITIALIZED) require(started, "C_Initialize");
  started_here_ = started == CKR_OK;
}

Module::~Module() {
  if (started_here_) functions_->C_Finalize(nullptr);
}

Session::Session(std::shared_ptr<Module> module, const std::string& token, const std::string& pin)
    : module_(std::move(module)) {
  const auto& functions = module_->functions();
  const CK_SLOT_ID slot = slot_of(functions, token);
  require(functions.C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle_),
          "C_OpenSession");
  const CK_RV login = functions.C_Login(handle_, CKU_USER, octets(pin), pin.size());
  if (login != CKR_OK && login != CKR_USER_ALREADY_LOGGED_IN) {
    functions.C_CloseSession(handle_);
    throw Refused("C_Login", login);
  }
}

Session::~Session() { module_->functions().C_CloseSession(handle_); }

CK_OBJECT_HANDLE Session::private_key(std::string_view id) const {
  const auto& functions = module_->functions();
  CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
  std::array<CK_ATTRIBUTE, 2> wanted{CK_ATTRIBUTE{CKA_CLASS, &kind, sizeof kind},
                                     CK_ATTRIBUTE{CKA_ID, octets(id), id.size()}};
  require(functions.C_FindObjectsInit(handle_, wanted.data(), wanted.size()), "C_FindObjectsInit");
  std::array<CK_OBJECT_HANDLE, 2> found{};
  CK_ULONG count = 0;
  const CK_RV looked = functions.C_FindObjects(handle_, found.data(), found.size(), &count);
  functions.C_FindObjectsFinal(handle_);
  require(looked, "C_FindObjects");
  if (count == 0) throw Fault("there is no private key with the id " + to_hex(id));
  if (count > 1) throw Fault("there are several private keys with the id " + to_hex(id));
  return found.front();
}

Bytes Session::bytes(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE attribute) const {
  CK_ATTRIBUTE wanted{attribute, nullptr, 0};
  const auto& functions = module_->functions();
  require(functions.C_GetAttributeValue(handle_, object, &wanted, 1), "C_GetAttributeValue");
  Bytes out(wanted.ulValueLen, '\0');
  wanted.pValue = out.data();
  require(functions.C_GetAttributeValue(handle_, object, &wanted, 1), "C_GetAttributeValue");
  return out;
}

Bytes Session::sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism,
                    std::string_view text) const {
  CK_MECHANISM how{mechanism, nullptr, 0};
  const auto& functions = module_->functions();
  require(functions.C_SignInit(handle_, &how, key), "C_SignInit");
  // The longest of our kinds: two numbers of 48 bytes.
  Bytes out(96, '\0');
  CK_ULONG size = out.size();
  require(functions.C_Sign(handle_, octets(text), text.size(),
                           reinterpret_cast<unsigned char*>(out.data()), &size),
          "C_Sign");
  out.resize(size);
  return out;
}

}  // namespace tradelane::gateway::pkcs11
