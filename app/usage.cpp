#include "app/usage.h"

#include "engine/base/error.h"
#include "ui/figure/language.h"

namespace attenscope {

[[noreturn]] void refuseUsage(const std::string& id,
                              const std::string& place,
                              const std::string& expected,
                              const std::string& found,
                              const std::string& remedy)
{
    throw Error({.id = id,
                 .file = {},
                 .place = place,
                 .expected = expected,
                 .found = found,
                 .remedy = remedy});
}

std::string languageIds()
{
    std::string text;
    for (const Language& language : languages()) {
        text += (text.empty() ? "" : " or ") + language.id;
    }
    return text;
}

void requireLanguage(const std::string& id)
{
    if (!isLanguage(id)) {
        refuseUsage("E_USAGE_VALUE", "--language", languageIds(), id, "");
    }
}

} // namespace attenscope
