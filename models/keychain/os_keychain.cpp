// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/keychain/os_keychain.h"

#include "models/keychain/locked_secret.h"
#include "models/people/key_store.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QPointer>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <cstdlib>
#include <mutex>

namespace mandate {

namespace {

const QString service = QStringLiteral("mandate");

Error keychainError(ErrorKind kind, std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "The workspace and the secrets kept elsewhere are unchanged.";
    error.remedy = std::move(remedy);
    return error;
}

/// Runs a job in this thread until it is done or time is over. A job that goes on then deletes itself when it ends.
Result<void> run(QKeychain::Job *job, std::string_view name, std::chrono::milliseconds patience)
{
    if (!QCoreApplication::instance()) {
        delete job;
        return keychainError(ErrorKind::Storage, "MND-KEY-012", "The keychain cannot be asked by this program.", "Use the console, or a passphrase.");
    }
    job->setKey(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    job->setInsecureFallback(false);
    QEventLoop loop;
    bool finished = false;
    QKeychain::Error code = QKeychain::NoError;
    QString why;
    QObject::connect(job, &QKeychain::Job::finished, &loop, [&](QKeychain::Job *done) {
        finished = true;
        code = done->error();
        why = done->errorString();
        loop.quit();
    });
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    job->start();
    if (!finished)
        loop.exec();
    if (!finished)
        return keychainError(ErrorKind::Storage, "MND-KEY-013",
                             "The keychain did not answer within " + std::to_string(patience.count() / 1000) + " seconds.",
                             "Unlock it, or set MANDATE_KEYCHAIN=off to use a passphrase.");
    switch (code) {
    case QKeychain::NoError: return {};
    case QKeychain::EntryNotFound: return keychainError(ErrorKind::Missing, "MND-KEY-002", "The keychain does not hold this secret.", "Make it again.");
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return keychainError(ErrorKind::Refused, "MND-KEY-014", "The keychain did not let this program in.", "Unlock it and allow the access.");
    default: break;
    }
    return keychainError(ErrorKind::Storage, "MND-KEY-012", "There is no keychain that works here: " + why.toStdString(), "A passphrase is used instead.");
}

/// Keeps new secrets in the keychain while it answers.
class EitherStore final : public SecretStore
{
public:
    explicit EitherStore(AskPassphrase ask) : m_file(KeyStore::userFolder(), std::move(ask)) {}

    Result<Secret> get(std::string_view name) override
    {
        if (auto sealed = m_file.get(name); sealed || sealed.error().kind != ErrorKind::Missing)
            return sealed;
        return usesKeychain() ? m_keychain.get(name) : m_file.get(name);
    }
    Result<void> put(std::string_view name, std::string_view secret) override { return chosen().put(name, secret); }
    Result<void> remove(std::string_view name) override
    {
        if (auto removed = m_file.remove(name); !removed || !usesKeychain())
            return removed;
        return m_keychain.remove(name);
    }
    SecretStoreKind kind() override { return chosen().kind(); }
    std::string description() override { return usesKeychain() ? m_keychain.description() : m_file.description() + " " + m_whyNot; }
    Result<void> unlock(std::string_view passphrase) override { return m_file.unlock(passphrase); }
    bool isLocked() override { return (!m_file.isEmpty() || !usesKeychain()) && m_file.isLocked(); }

private:
    SecretStore &chosen() { return usesKeychain() ? static_cast<SecretStore &>(m_keychain) : m_file; }
    bool usesKeychain()
    {
        const std::scoped_lock guard(m_mutex);
        if (!m_asked) {
            m_asked = true;
            m_whyNot = m_keychain.whyNot();
        }
        return m_whyNot.empty();
    }

    SecretFile m_file;
    OsKeychain m_keychain;
    std::mutex m_mutex;
    bool m_asked = false;
    std::string m_whyNot;
};

} // namespace

Result<Secret> OsKeychain::get(std::string_view name)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    const QPointer<QKeychain::Job> alive(job);
    Secret secret;
    QObject::connect(job, &QKeychain::Job::finished, job, [&secret, alive, job] {
        if (alive && job->error() == QKeychain::NoError)
            secret.text = job->textData().toStdString();
    });
    if (auto done = run(job, name, m_patience); !done) {
        if (alive)
            QObject::disconnect(job, nullptr, job, nullptr); // it may end after `secret` is gone
        if (done.error().kind == ErrorKind::Missing && isLockedAway(service.toStdString(), name, m_patience))
            return keychainError(ErrorKind::Refused, "MND-KEY-014", "The keychain is locked, and this secret is in it.", "Unlock it and try again.");
        return done.error();
    }
    return secret;
}

Result<void> OsKeychain::put(std::string_view name, std::string_view secret)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setTextData(QString::fromUtf8(secret.data(), static_cast<qsizetype>(secret.size())));
    return run(job, name, m_patience);
}

Result<void> OsKeychain::remove(std::string_view name)
{
    auto done = run(new QKeychain::DeletePasswordJob(service), name, m_patience);
    return !done && done.error().kind == ErrorKind::Missing ? Result<void>() : done;
}

std::string OsKeychain::description()
{
    return "The keychain of your desktop, under \"mandate\".";
}

std::string OsKeychain::whyNot()
{
    const char *off = std::getenv("MANDATE_KEYCHAIN");
    if (off && std::string_view(off) == "off")
        return "The keychain is switched off by MANDATE_KEYCHAIN.";
    const char *bus = std::getenv("DBUS_SESSION_BUS_ADDRESS");
    if (!bus || *bus == '\0')
        return "No keychain runs here: there is no session bus.";
    const auto answer = OsKeychain(std::chrono::seconds(2)).get("is anybody there");
    return answer || answer.error().kind == ErrorKind::Missing ? std::string() : answer.error().happened;
}

std::shared_ptr<SecretStore> personSecrets(AskPassphrase ask)
{
    return std::make_shared<EitherStore>(std::move(ask));
}

} // namespace mandate
