// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/client.hpp"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <mutex>
#include <thread>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <httplib.h>
#include <openssl/ssl.h>

namespace tradelane::http {
namespace {

Error bad(const std::string& what) { return refuse(Code::arg_malformed, "", what); }

struct Place {
  bool tls = true;
  std::string host = {};
  int port = 0;
};

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

Result<Place> read_url(const std::string& text) {
  constexpr int https_port = 443;
  constexpr int http_port = 80;
  const auto url = boost::urls::parse_uri(text);
  const bool tls = url && url->scheme() == "https";
  if (!url || (!tls && url->scheme() != "http") || url->host().empty())
    return bad("url: https://host:port is needed, or http:// on loopback");
  if (url->has_userinfo() || url->has_query() || url->has_fragment() ||
      (url->path() != "" && url->path() != "/"))
    return bad("url: nothing but scheme, host and port");
  Place out{.tls = tls,
            .host = url->host_address(),
            .port = url->has_port() ? url->port_number()
                    : tls           ? https_port
                                    : http_port};
  if (out.port == 0) return bad("url: the port is no port");
  if (!tls && !is_loopback(out.host)) return bad("url: without TLS only on loopback; use https");
  return out;
}

Result<> check(const ClientOptions& options, bool tls) {
  const bool certified = !options.certificate_file.empty();
  if (certified != !options.key_file.empty()) return bad("a certificate and its key go together");
  if (!tls && (certified || !options.roots_file.empty()))
    return bad("roots and certificates are for https");
  if (tls && options.roots_file.empty())
    return bad("with https the authorities that the server is checked against are needed");
  return Done{};
}

Result<std::unique_ptr<httplib::Client>> open(const ClientOptions& options, const Place& place) {
  const std::string host =
      place.host.find(':') == std::string::npos ? place.host : "[" + place.host + "]";
  auto client = std::make_unique<httplib::Client>(
      (place.tls ? "https://" : "http://") + host + ":" + std::to_string(place.port),
      options.certificate_file, options.key_file);
  if (!client->is_valid()) return bad("the client's certificate or key cannot be read");
  client->set_follow_location(false);
  client->set_decompress(false);
  client->set_url_encode(false);
  client->set_connection_timeout(options.connect);
  client->set_read_timeout(options.silence);
  client->set_write_timeout(options.silence);
  if (!place.tls) return client;
  SSL_CTX* context = client->ssl_context();
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
      SSL_CTX_load_verify_locations(context, options.roots_file.c_str(), nullptr) != 1)
    return bad(options.roots_file + ": no authorities can be read from it");
  client->set_ca_cert_path(options.roots_file);
  client->enable_server_certificate_verification(true);
  return client;
}

/// Cuts a request off when it takes too long as a whole, however steadily bytes come.
class Watch {
 public:
  Watch(httplib::Client& client, std::chrono::milliseconds most)
      : thread_([this, &client, most] {
          std::unique_lock lock(mutex_);
          if (!wake_.wait_for(lock, most, [this] { return over_; })) {
            late_ = true;
            client.stop();
          }
        }) {}
  ~Watch() { end(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// Whether it had to be cut off.
  bool end() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    return late_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  bool late_ = false;
  std::thread thread_;
};

class HttpClient : public Client {
 public:
  HttpClient(ClientOptions options, std::unique_ptr<httplib::Client> client)
      : options_(std::move(options)), client_(std::move(client)) {}

  std::variant<Answer, NoAnswer> get(const std::string& target) override {
    httplib::Headers headers{{"Accept-Encoding", "identity"}};
    if (!options_.token_file.empty()) {
      const auto token = read_token();
      if (!token) return NoAnswer{options_.token_file + ": no token can be read from it"};
      headers.emplace("Authorization", "Bearer " + *token);
    }
    return ask(target, headers);
  }

 private:
  std::variant<Answer, NoAnswer> ask(const std::string& target, const httplib::Headers& headers) {
    Answer out;
    bool too_much = false;
    Watch watch(*client_, options_.whole);
    const auto result = client_->Get(target, headers, [&](const char* data, std::size_t size) {
      too_much = size > options_.largest_answer - out.body.size();
      if (!too_much) out.body.append(data, size);
      return !too_much;
    });
    const bool late = watch.end();
    if (too_much)
      return NoAnswer{"the answer is larger than " + std::to_string(options_.largest_answer) +
                      " bytes"};
    if (late)
      return NoAnswer{"no whole answer within " + std::to_string(options_.whole.count()) + " ms"};
    if (!result) return NoAnswer{"no answer: " + httplib::to_string(result.error())};
    out.status = result->status;
    out.content_type = result->get_header_value("Content-Type");
    return out;
  }

  std::optional<std::string> read_token() const {
    std::ifstream file(options_.token_file);
    std::string token;
    if (!std::getline(file, token) || token.empty()) return std::nullopt;
    const bool visible =
        std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
    return visible ? std::optional(token) : std::nullopt;
  }

  ClientOptions options_;
  std::unique_ptr<httplib::Client> client_;
};

}  // namespace

Result<std::unique_ptr<Client>> make_client(const ClientOptions& options) {
  const auto place = read_url(options.url);
  if (!place) return place.error();
  if (const auto fine = check(options, place->tls); !fine) return fine.error();
  auto client = open(options, *place);
  if (!client) return client.error();
  // The library writes to sockets that may be closed at the other end.
  std::signal(SIGPIPE, SIG_IGN);
  return std::unique_ptr<Client>(std::make_unique<HttpClient>(options, std::move(*client)));
}

}  // namespace tradelane::http
