#include "ui/figure/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

#include "engine/base/error.h"

#include <algorithm>

// As in fonts.cpp: a static library's resources are linked in only when something names them.
static void initialiseTranslationResource()
{
    Q_INIT_RESOURCE(translations);
}

namespace attenscope {

const std::vector<Language>& languages()
{
    static const std::vector<Language> kLanguages{{"en", QStringLiteral("English")},
                                                  {"zh_CN", QStringLiteral("简体中文")}};
    return kLanguages;
}

bool isLanguage(std::string_view id)
{
    return std::ranges::find(languages(), id, &Language::id) != languages().end();
}

std::string languageFor(const QStringList& wishes)
{
    for (const QString& wish : wishes) {
        const QLocale locale(wish);
        if (locale.language() == QLocale::English) {
            return "en";
        }
        // Readers of traditional characters have chosen something else.
        if (locale.language() == QLocale::Chinese &&
            locale.script() == QLocale::SimplifiedHanScript) {
            return "zh_CN";
        }
    }
    return "en";
}

Translation::Translation(std::string_view id)
    : id_(id), texts_(std::make_unique<QTranslator>()), qtTexts_(std::make_unique<QTranslator>())
{
    initialiseTranslationResource();
    const QString name = QString::fromStdString(id_);
    const QString file = QStringLiteral(":/attenscope/translations/attenscope_%1.qm").arg(name);
    if (!texts_->load(file)) {
        throw Error({.id = "E_INTERNAL",
                     .file = file.toStdString(),
                     .place = "translations",
                     .expected = "the program's texts",
                     .found = "none that Qt can read",
                     .remedy = {}});
    }
    if (qtTexts_->load(QStringLiteral("qtbase_") + name,
                       QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(qtTexts_.get());
    }
    QCoreApplication::installTranslator(texts_.get());
}

Translation::~Translation()
{
    QCoreApplication::removeTranslator(texts_.get());
    QCoreApplication::removeTranslator(qtTexts_.get());
}

std::string currentLanguage()
{
    //: The id of this translation's language; not shown to anybody.
    return QCoreApplication::translate("Language", "en").toStdString();
}

} // namespace attenscope
