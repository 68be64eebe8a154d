#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace {

/// One text of a .ts file.
struct Message {
    QString context;
    QString source;
    QString type;      ///< "unfinished", "vanished", "obsolete" or empty
    QStringList forms; ///< translations: one, or as many as there are plural forms
    bool isNumerous = false;
};

QList<Message> messagesOf(const std::filesystem::path& file)
{
    const std::string bytes = attenscope::bytesOf(file);
    QXmlStreamReader xml(QByteArray::fromStdString(bytes));
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        const QString name = xml.name().toString();
        if (name == "name") {
            context = xml.readElementText();
        } else if (name == "message") {
            messages.append(
                {.context = context, .isNumerous = xml.attributes().value("numerus") == u"yes"});
        } else if (name == "source") {
            messages.last().source = xml.readElementText();
        } else if (name == "translation") {
            messages.last().type = xml.attributes().value("type").toString();
            if (!messages.last().isNumerous) {
                messages.last().forms << xml.readElementText();
            }
        } else if (name == "numerusform") {
            messages.last().forms << xml.readElementText();
        }
    }
    return messages;
}

QStringList found(const QString& pattern, const QString& text)
{
    QStringList all;
    for (auto matches = QRegularExpression(pattern).globalMatch(text); matches.hasNext();) {
        all << matches.next().captured();
    }
    all.sort();
    return all;
}

} // namespace

/// The files of resources/translations.
class TranslationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated_data();
    void everyTextIsTranslated();

    void placesForNumbersAreTheSame_data() { everyTextIsTranslated_data(); }

    void placesForNumbersAreTheSame();

    void mnemonicsAreKept_data() { everyTextIsTranslated_data(); }

    void mnemonicsAreKept();

    void theFilesHoldTheTextsOfTheCode_data() { everyTextIsTranslated_data(); }

    void theFilesHoldTheTextsOfTheCode();

private:
    const std::filesystem::path folder_{SOURCE_FOLDER "/resources/translations"};
};

void TranslationsTest::everyTextIsTranslated_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("English") << "attenscope_en.ts";
    QTest::newRow("Chinese") << "attenscope_zh_CN.ts";
}

void TranslationsTest::everyTextIsTranslated()
{
    QFETCH(QString, file);
    const QList<Message> messages = messagesOf(folder_ / file.toStdString());
    QVERIFY(!messages.isEmpty());
    for (const Message& message : messages) {
        const QByteArray what = (message.context + ": " + message.source).toUtf8();
        QVERIFY2(message.type.isEmpty(), what);
        QVERIFY2(!message.forms.isEmpty() && !message.forms.contains(QString()), what);
    }
}

void TranslationsTest::placesForNumbersAreTheSame()
{
    QFETCH(QString, file);
    for (const Message& message : messagesOf(folder_ / file.toStdString())) {
        for (const QString& form : message.forms) {
            const QByteArray what = (message.source + " / " + form).toUtf8();
            QVERIFY2(found("%(L?[1-9]|n)", message.source) == found("%(L?[1-9]|n)", form), what);
            QVERIFY2(found("\\*\\.\\w+", message.source) == found("\\*\\.\\w+", form), what);
        }
    }
}

void TranslationsTest::mnemonicsAreKept()
{
    QFETCH(QString, file);
    const QString mnemonic = "&(?=[^&\\s;])";
    for (const Message& message : messagesOf(folder_ / file.toStdString())) {
        for (const QString& form : message.forms) {
            QVERIFY2(found(mnemonic, message.source).size() == found(mnemonic, form).size(),
                     (message.source + " / " + form).toUtf8());
        }
    }
}

/// packaging/update-translations has nothing to add or to drop.
void TranslationsTest::theFilesHoldTheTextsOfTheCode()
{
    QFETCH(QString, file);
    const QTemporaryDir fresh; // other than the repository's, whatever comes of it
    QProcess update;
    update.setProcessChannelMode(QProcess::MergedChannels);
    update.start(SOURCE_FOLDER "/packaging/update-translations", {fresh.path()});
    QVERIFY(update.waitForFinished(120'000));
    QVERIFY2(update.exitCode() == 0, update.readAll());
    const auto sources = [](const std::filesystem::path& path) {
        QStringList texts;
        for (const Message& message : messagesOf(path)) {
            texts << message.context + " | " + message.source;
        }
        texts.sort();
        return texts;
    };
    const QStringList code = sources(fresh.filePath(file).toStdString());
    const QStringList kept = sources(folder_ / file.toStdString());
    for (const QString& text : code) {
        QVERIFY2(kept.contains(text), qPrintable("not translated: " + text));
    }
    for (const QString& text : kept) {
        QVERIFY2(code.contains(text), qPrintable("no longer in the code: " + text));
    }
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
