// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 8785 against the public vectors and against another printer of numbers, and strict reading.
#include "models/base/canonical_json.h"
#include "models/base/digest.h"
#include "models/base/json_reader.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <bit>

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
    /// RFC 8785, section 3.2.2.3: as ECMAScript prints them. The other printer is es6_numbers.py.
    void aMillionRandomDoublesArePrintedAsEcmaScriptPrintsThem()
    {
        QProcess printer;
        printer.start(QStringLiteral("python3"),
                      {QStringLiteral(MANDATE_SOURCE_DIR "/tests/models/base/es6_numbers.py"), QStringLiteral("1000000"), QStringLiteral("8785")});
        QVERIFY2(printer.waitForFinished(180'000), qPrintable(printer.errorString()));
        QCOMPARE(printer.exitCode(), 0);
        const QByteArray lines = printer.readAllStandardOutput();
        std::string ours;
        std::size_t compared = 0;
        for (qsizetype at = 0; at < lines.size();) {
            const qsizetype end = lines.indexOf('\n', at);
            const double number = std::bit_cast<double>(static_cast<std::uint64_t>(lines.mid(at, 16).toULongLong(nullptr, 16)));
            ours.clear();
            appendCanonicalNumber(ours, number);
            const QByteArrayView theirs = QByteArrayView(lines).sliced(at + 17, end - at - 17);
            QVERIFY2(theirs == QByteArrayView(ours), (ours + " instead of " + theirs.toByteArray().toStdString()).c_str());
            ++compared;
            at = end + 1;
        }
        QCOMPARE(compared, std::size_t{1'000'000});
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
