// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timestamps/timestamp.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <climits>
#include <ctime>
#include <memory>
#include <vector>

namespace mandate {

namespace {

template<auto Free>
struct Freed
{
    template<typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};
template<typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using Request = Owned<TS_REQ, TS_REQ_free>;
using Response = Owned<TS_RESP, TS_RESP_free>;
using Trust = Owned<X509_STORE, X509_STORE_free>;
using Certificate = Owned<X509, X509_free>;
using Memory = Owned<BIO, BIO_free_all>;
using Number = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using BigNumber = Owned<BIGNUM, BN_free>;

Error untrue(std::string why)
{
    return {ErrorKind::Corrupt, "MND-TSA-001", "The time stamp does not hold: " + std::move(why) + '.', "The ledger and its own signatures are unaffected.",
            "Ask the authority again, or check its certificates.", {}};
}

/// The library's newest reason, in its words.
std::string libraryReason()
{
    const unsigned long code = ERR_peek_last_error();
    const char *reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    ERR_clear_error();
    return reason ? reason : "it cannot be read";
}

Memory reading(std::string_view octets)
{
    return Memory(octets.size() > INT_MAX ? nullptr : BIO_new_mem_buf(octets.data(), static_cast<int>(octets.size())));
}

std::string written(BIO *memory)
{
    char *data = nullptr;
    const long length = BIO_get_mem_data(memory, &data);
    return length > 0 ? std::string(data, static_cast<std::size_t>(length)) : std::string();
}

std::vector<Certificate> certificatesIn(std::string_view pem)
{
    std::vector<Certificate> found;
    const Memory memory = reading(pem);
    while (memory) {
        Certificate next(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
        if (!next)
            break;
        found.push_back(std::move(next));
    }
    ERR_clear_error();
    return found;
}

/// The number, or null for 0.
Number numberOf(std::uint64_t value)
{
    if (value == 0)
        return nullptr;
    Number number(ASN1_INTEGER_new());
    ASN1_INTEGER_set_uint64(number.get(), value);
    return number;
}

Request requestFor(const Digest &imprint, std::uint64_t nonce)
{
    Request request(TS_REQ_new());
    const Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> message(TS_MSG_IMPRINT_new());
    const Owned<X509_ALGOR, X509_ALGOR_free> algorithm(X509_ALGOR_new());
    X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
    std::string octets(imprint.view());
    TS_REQ_set_version(request.get(), 1);
    TS_MSG_IMPRINT_set_algo(message.get(), algorithm.get());
    TS_MSG_IMPRINT_set_msg(message.get(), reinterpret_cast<unsigned char *>(octets.data()), static_cast<int>(octets.size()));
    TS_REQ_set_msg_imprint(request.get(), message.get());
    TS_REQ_set_cert_req(request.get(), 1);
    if (const Number number = numberOf(nonce))
        TS_REQ_set_nonce(request.get(), number.get());
    return request;
}

std::string textOf(const X509_NAME *name)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    return written(memory.get());
}

std::string textOf(const ASN1_OBJECT *object)
{
    std::string text(128, '\0');
    const int length = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    text.resize(length > 0 ? std::min(text.size() - 1, static_cast<std::size_t>(length)) : 0);
    return text;
}

std::string hexOf(const ASN1_INTEGER *integer)
{
    const BigNumber number(ASN1_INTEGER_to_BN(integer, nullptr));
    char *hex = number ? BN_bn2hex(number.get()) : nullptr;
    const std::string text = hex ? hex : "";
    OPENSSL_free(hex);
    return text;
}

/// "20261129193501.25Z" as ISO 8601; RFC 3161 allows fractions that ASN1_TIME_to_tm() drops.
std::optional<Instant> instantOf(const ASN1_GENERALIZEDTIME *time)
{
    const std::string text(reinterpret_cast<const char *>(ASN1_STRING_get0_data(time)), static_cast<std::size_t>(ASN1_STRING_length(time)));
    if (text.size() < 15 || text.back() != 'Z')
        return std::nullopt;
    return parseInstant(text.substr(0, 4) + '-' + text.substr(4, 2) + '-' + text.substr(6, 2) + 'T' + text.substr(8, 2) + ':' + text.substr(10, 2) + ':' + text.substr(12));
}

} // namespace

std::string timestampRequest(const Digest &imprint, std::uint64_t nonce)
{
    const Request request = requestFor(imprint, nonce);
    unsigned char *der = nullptr;
    const int length = i2d_TS_REQ(request.get(), &der);
    const std::string octets(reinterpret_cast<char *>(der), length > 0 ? static_cast<std::size_t>(length) : 0);
    OPENSSL_free(der);
    return octets;
}

Result<void> checkCertificates(std::string_view pem)
{
    std::size_t begun = 0;
    for (std::size_t at = pem.find("-----BEGIN CERTIFICATE-----"); at != std::string_view::npos; at = pem.find("-----BEGIN CERTIFICATE-----", at + 1))
        ++begun;
    const std::size_t read = certificatesIn(pem).size();
    if (begun > 0 && read == begun)
        return {};
    return Error{ErrorKind::Input, "MND-TSA-002", begun == 0 ? "The text holds no certificate in PEM." : "A certificate of the text cannot be read.", "Nothing was changed.",
                 "Give the authority's certificates as it publishes them, beginning with -----BEGIN CERTIFICATE-----.", {}};
}

Result<Timestamp> openTimestamp(std::string_view response, const Digest &imprint, std::string_view trusted, std::uint64_t nonce)
{
    ERR_clear_error();
    const auto *begin = reinterpret_cast<const unsigned char *>(response.data());
    const unsigned char *end = begin;
    const Response read(response.size() > LONG_MAX ? nullptr : d2i_TS_RESP(nullptr, &end, static_cast<long>(response.size())));
    if (!read || end != begin + response.size())
        return untrue("it is no time-stamp response");
    TS_TST_INFO *info = TS_RESP_get_tst_info(read.get());
    if (!info) {
        const Memory why(BIO_new(BIO_s_mem()));
        TS_STATUS_INFO_print_bio(why.get(), TS_RESP_get_status_info(read.get()));
        return untrue("the authority granted none");
    }
    const auto at = instantOf(TS_TST_INFO_get_time(info));
    if (!at)
        return untrue("its time cannot be read");
    const std::vector<Certificate> roots = certificatesIn(trusted);
    Trust store(X509_STORE_new());
    for (const Certificate &root : roots)
        X509_STORE_add_cert(store.get(), root.get());
    const Owned<X509_VERIFY_PARAM, X509_VERIFY_PARAM_free> parameters(X509_VERIFY_PARAM_new());
    X509_VERIFY_PARAM_set_time(parameters.get(), static_cast<time_t>(at->nanoseconds / 1'000'000'000)); // certificates end, what they signed before stays
    X509_VERIFY_PARAM_set_flags(parameters.get(), X509_V_FLAG_PARTIAL_CHAIN); // what somebody chose to trust need be no root
    X509_STORE_set1_param(store.get(), parameters.get());

    const Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free> context(TS_VERIFY_CTX_new());
    TS_REQ_to_TS_VERIFY_CTX(requestFor(imprint, nonce).get(), context.get());
    TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE | TS_VFY_SIGNER);
    TS_VERIFY_CTX_set_store(context.get(), store.release()); // the context owns it from here on
    ERR_clear_error();
    if (TS_RESP_verify_response(context.get(), read.get()) != 1)
        return untrue(libraryReason());

    Timestamp stamp;
    stamp.at = *at;
    stamp.serial = hexOf(TS_TST_INFO_get_serial(info));
    stamp.policy = textOf(TS_TST_INFO_get_policy_id(info));
    PKCS7 *token = TS_RESP_get_token(read.get());
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, nullptr, 0);
    if (signers && sk_X509_num(signers) > 0)
        stamp.authority = textOf(X509_get_subject_name(sk_X509_value(signers, 0)));
    sk_X509_free(signers);
    return stamp;
}

} // namespace mandate
