// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/rate_limit.h"
#include "models/gateway/token_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <thread>

using namespace mandate;

namespace {

Token made(const std::string &name, const std::string &secret, const std::string &agent)
{
    Token token;
    token.name = name;
    token.hash = sha256(secret);
    token.agents = {agent};
    token.scopes = {Scope::Evaluate};
    token.created = Instant{1'700'000'000'000'000'000, true};
    return token;
}

} // namespace

class TokenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAre256BitsAndNeverTheSame();
    void whatIsKeptIsNotTheSecret();
    void aTokenSpeaksForItsAgentsOnly();
    void aChangeIsSeenWithTheNextLook();
    void aFileThatOthersMayReadIsRefused();
    void aDamagedFileAcceptsNobodyAndSaysWhere();
    void twoProgramsThatChangeTheTokensLoseNothing();
    void aBucketFillsAgain();
};

void TokenTest::secretsAre256BitsAndNeverTheSame()
{
    const std::string a = newTokenSecret();
    const std::string b = newTokenSecret();
    QCOMPARE(a.size(), std::size_t(47));
    QVERIFY(a.starts_with("mdt_") && a != b);
    QVERIFY(a.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
}

void TokenTest::whatIsKeptIsNotTheSecret()
{
    const std::string secret = newTokenSecret();
    const TokenSet set({made("a", secret, "shop")});
    const std::string json = set.toJson();
    QVERIFY(json.find(secret.substr(4)) == std::string::npos);
    const auto read = TokenSet::fromJson(json);
    QVERIFY(read.ok());
    QCOMPARE(read->tokens(), set.tokens());
    QCOMPARE(read->find(secret)->name, std::string("a"));
    QVERIFY(!read->find(secret + "x"));
    QVERIFY(!read->find({}));
}

void TokenTest::aTokenSpeaksForItsAgentsOnly()
{
    const Token one = made("a", "x", "shop");
    QVERIFY(one.speaksFor("shop") && !one.speaksFor("shop2") && !one.speaksFor(""));
    QCOMPARE(one.onlyAgent(), std::string_view("shop"));
    const Token some = made("a", "x", "shop-*");
    QVERIFY(some.speaksFor("shop-1") && !some.speaksFor("bank"));
    QVERIFY(some.onlyAgent().empty());
}

void TokenTest::aChangeIsSeenWithTheNextLook()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("tokens")).toStdString();
    TokenFile reader(path);
    TokenFile writer(path);
    QVERIFY((*reader.current())->tokens().empty());
    for (int i = 0; i < 50; ++i) {
        QVERIFY(writer.change([i](std::vector<Token> tokens) -> Result<std::vector<Token>> {
            tokens.push_back(made(std::to_string(i), std::to_string(i), "a"));
            return tokens;
        }).ok());
        QVERIFY((*reader.current())->find(std::to_string(i)));
        QVERIFY(writer.change([](std::vector<Token> tokens) -> Result<std::vector<Token>> {
            tokens.back().revoked = systemNow();
            return tokens;
        }).ok());
        QVERIFY((*reader.current())->find(std::to_string(i))->revoked.has_value());
    }
    struct stat state{};
    QCOMPARE(::stat(path.c_str(), &state), 0);
    QCOMPARE(state.st_mode & 0777, mode_t(0600));
}

void TokenTest::aFileThatOthersMayReadIsRefused()
{
    const QTemporaryDir folder;
    TokenFile file(folder.filePath(QStringLiteral("tokens")).toStdString());
    QVERIFY(file.change([](std::vector<Token> tokens) -> Result<std::vector<Token>> { return tokens; }).ok());
    QVERIFY(file.current().ok());
    ::chmod(file.path().c_str(), 0640);
    const auto refused = file.current();
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, std::string("MND-GTW-022"));
    ::chmod(file.path().c_str(), 0600);
    QVERIFY(file.current().ok());
}

void TokenTest::aDamagedFileAcceptsNobodyAndSaysWhere()
{
    for (const char *text : {"", "{", "[]", R"({"schema":"x","tokens":[]})", R"({"schema":"mandate.tokens/1","tokens":[{}]})",
                             R"({"schema":"mandate.tokens/1","tokens":[{"name":"a","sha256":"00","agents":[],"scopes":[]}]})",
                             R"({"schema":"mandate.tokens/1","tokens":[{"name":"a","sha256":"0000000000000000000000000000000000000000000000000000000000000000","agents":["a"],"scopes":["all"]}]})",
                             R"({"schema":"mandate.tokens/1","tokens":[{"name":"a","sha256":"0000000000000000000000000000000000000000000000000000000000000000","agents":["a"],"scopes":[],"expires":"soon"}]})"}) {
        const auto read = TokenSet::fromJson(text);
        QVERIFY2(!read.ok(), text);
        QCOMPARE(read.error().code, std::string("MND-GTW-021"));
    }
}

void TokenTest::twoProgramsThatChangeTheTokensLoseNothing()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("tokens")).toStdString();
    std::vector<std::thread> programs;
    for (int program = 0; program < 4; ++program) {
        programs.emplace_back([&path, program] {
            TokenFile file(path);
            for (int i = 0; i < 10; ++i) {
                const std::string name = std::to_string(program) + '-' + std::to_string(i);
                (void)file.change([&name](std::vector<Token> tokens) -> Result<std::vector<Token>> {
                    tokens.push_back(made(name, name, "a"));
                    return tokens;
                });
            }
        });
    }
    for (std::thread &program : programs)
        program.join();
    TokenFile file(path);
    QCOMPARE((*file.current())->tokens().size(), std::size_t(40));
}

void TokenTest::aBucketFillsAgain()
{
    RateLimit limit(10, 2);
    const std::chrono::steady_clock::time_point start{};
    QCOMPARE(limit.take("a", start).count(), 0);
    QCOMPARE(limit.take("a", start).count(), 0);
    QVERIFY(limit.take("a", start).count() > 0);
    QCOMPARE(limit.take("b", start).count(), 0);
    QVERIFY(limit.take("a", start + std::chrono::milliseconds(50)).count() > 0);
    QCOMPARE(limit.take("a", start + std::chrono::milliseconds(101)).count(), 0);
    RateLimit none(0, 1);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(none.take("a", start).count(), 0);
}

QTEST_GUILESS_MAIN(TokenTest)
#include "token_test.moc"
