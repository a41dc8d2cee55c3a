// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 8785 against the public vectors, and strict reading.
#include "models/base/canonical_json.h"
#include "models/base/digest.h"
#include "models/base/json_reader.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace mandate;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

class CanonicalJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPublicVectorBecomesItsCanonicalForm_data()
    {
        QTest::addColumn<QString>("name");
        const QDir inputs(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/vectors/rfc8785/input"));
        const QStringList names = inputs.entryList(QDir::Files);
        QVERIFY(names.size() >= 6);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyPublicVectorBecomesItsCanonicalForm()
    {
        QFETCH(QString, name);
        const QString folder = QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/vectors/rfc8785/");
        JsonReader reader;
        Arena arena;
        const auto value = reader.read(viewOf(contentOf(folder + QStringLiteral("input/") + name)), arena);
        QVERIFY2(value.ok(), value ? "" : describe(value.error()).c_str());
        QCOMPARE(QByteArray::fromStdString(canonicalJson(*value)), contentOf(folder + QStringLiteral("output/") + name));
    }
    void aKeyGivenTwiceIsRefused()
    {
        JsonReader reader;
        Arena arena;
        const auto value = reader.read(R"({"a":1,"a":2})", arena);
        QVERIFY(!value);
        QCOMPARE(value.error().code, std::string("MND-JSN-004"));
    }
    void base64WithWhiteSpaceOrStrayPaddingIsRefused()
    {
        QCOMPARE(fromBase64("aGVsbG8="), std::optional<std::string>("hello"));
        QVERIFY(!fromBase64("aGVs bG8="));
        QVERIFY(!fromBase64("aGVsbG9="));
        QVERIFY(!fromBase64("aGVsbG8"));
    }
};

QTEST_APPLESS_MAIN(CanonicalJsonTest)
#include "canonical_json_test.moc"
