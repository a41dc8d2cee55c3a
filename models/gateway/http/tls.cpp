// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/http/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstring>
#include <sys/stat.h>

namespace mandate::http {

namespace {

Error tlsError(ErrorKind kind, const char *code, const std::string &file, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = std::move(happened);
    error.unaffected = "The gateway was not started.";
    error.remedy = std::move(remedy);
    error.position.file = file;
    return error;
}

/// What OpenSSL says last, and forgets.
std::string openSslWords()
{
    std::array<char, 256> words{};
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    if (code == 0)
        return "it gives no reason";
    ERR_error_string_n(code, words.data(), words.size());
    return words.data();
}

std::optional<Error> unreadable(const std::string &file, const char *what)
{
    struct stat status
    {
    };
    if (::stat(file.c_str(), &status) != 0)
        return tlsError(ErrorKind::Input, "MND-GTW-010", file, std::string("The ") + what + " cannot be read: " + std::strerror(errno) + '.',
                        "Name a PEM file that this account may read.");
    return {};
}

/// Also forbids those who may only read a group's files: who has the key can be the gateway.
std::optional<Error> readableByOthers(const std::string &file)
{
    struct stat status
    {
    };
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRWXO | S_IWGRP)) != 0)
        return tlsError(ErrorKind::Refused, "MND-GTW-011", file, "The private key can be read or changed by others on this machine.",
                        "Run \"chmod 600\" on it; if it was readable for long, have a new key and certificate made.");
    return {};
}

std::string expiryProblem(SSL_CTX *context)
{
    const X509 *certificate = SSL_CTX_get0_certificate(context);
    if (certificate && X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0)
        return "The certificate has expired.";
    if (certificate && X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0)
        return "The certificate is not valid yet.";
    return {};
}

} // namespace

Result<std::shared_ptr<const TlsIdentity>> TlsIdentity::load(const std::string &certificateFile, const std::string &keyFile)
{
    if (auto problem = unreadable(certificateFile, "certificate"))
        return *problem;
    if (auto problem = unreadable(keyFile, "private key"))
        return *problem;
    if (auto problem = readableByOthers(keyFile))
        return *problem;
    ERR_clear_error();
    const std::shared_ptr<TlsIdentity> identity(new TlsIdentity(SSL_CTX_new(TLS_server_method())));
    SSL_CTX *context = identity->m_context;
    if (!context)
        return tlsError(ErrorKind::Internal, "MND-GTW-012", {}, "OpenSSL cannot be set up: " + openSslWords() + '.', "Check the installation of OpenSSL.");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_use_certificate_chain_file(context, certificateFile.c_str()) != 1)
        return tlsError(ErrorKind::Input, "MND-GTW-013", certificateFile, "This is no certificate chain in PEM form: " + openSslWords() + '.',
                        "The file begins with the server's own certificate, followed by those that issued it.");
    if (SSL_CTX_use_PrivateKey_file(context, keyFile.c_str(), SSL_FILETYPE_PEM) != 1)
        return tlsError(ErrorKind::Input, "MND-GTW-014", keyFile, "This is no private key in PEM form that fits the certificate: " + openSslWords() + '.',
                        "Name the key that the certificate was made for, without a passphrase.");
    if (SSL_CTX_check_private_key(context) != 1)
        return tlsError(ErrorKind::Input, "MND-GTW-014", keyFile, "The private key is not the certificate's.", "Name the key that the certificate was made for.");
    if (const std::string problem = expiryProblem(context); !problem.empty())
        return tlsError(ErrorKind::Input, "MND-GTW-015", certificateFile, problem, "Have a new one issued, or correct this machine's clock.");
    return std::shared_ptr<const TlsIdentity>(identity);
}

TlsIdentity::~TlsIdentity()
{
    SSL_CTX_free(m_context);
}

} // namespace mandate::http
