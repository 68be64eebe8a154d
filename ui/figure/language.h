#pragma once

#include <QString>
#include <QStringList>
#include <QTranslator>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// A language that the program speaks.
struct Language {
    std::string id; ///< as a locale's name: "zh_CN"
    QString name;   ///< in itself: "简体中文"
};

/// English first.
const std::vector<Language>& languages();

/// Whether the program speaks the language of this id.
bool isLanguage(std::string_view id);

/// The first of these languages that the program speaks; English if it speaks none.
/// wishes  as QLocale::uiLanguages gives them: "zh-Hans-CN", "zh-CN", "en"
std::string languageFor(const QStringList& wishes);

/// The language that texts come in, Qt's own included, for as long as this lives. Needs a
/// QCoreApplication. What has been translated before stays as it is.
class Translation {
public:
    /// id  of `languages`. Throws E_INTERNAL if its texts cannot be read.
    explicit Translation(std::string_view id);
    ~Translation();
    Translation(const Translation&) = delete;
    Translation& operator=(const Translation&) = delete;

    const std::string& id() const { return id_; }

private:
    std::string id_;
    std::unique_ptr<QTranslator> texts_;
    std::unique_ptr<QTranslator> qtTexts_; ///< of its dialogs and menus, if Qt brings them
};

/// The id of the language that texts come in now: "en" without a Translation.
std::string currentLanguage();

} // namespace attenscope
