// SPDX-License-Identifier: GPL-3.0-or-later
// The server's certificate and key, ready for connections of TLS 1.2 and newer (OpenSSL).
#pragma once

#include "models/base/result.h"

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace mandate::http {

class TlsIdentity
{
public:
    /// Reads a certificate chain and its private key, both PEM. Input or Refused errors name the file and what to do.
    static Result<std::shared_ptr<const TlsIdentity>> load(const std::string &certificateFile, const std::string &keyFile);
    ~TlsIdentity();
    TlsIdentity(const TlsIdentity &) = delete;
    TlsIdentity &operator=(const TlsIdentity &) = delete;

    [[nodiscard]] ssl_ctx_st *context() const { return m_context; }

private:
    explicit TlsIdentity(ssl_ctx_st *context) : m_context(context) {}
    ssl_ctx_st *m_context;
};

} // namespace mandate::http
