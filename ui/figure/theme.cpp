#include "ui/figure/theme.h"

namespace attenscope {

namespace {

const Theme kLight{
    .window = QColor(0xF3F4F6),
    .panel = QColor(0xFFFFFF),
    .stage = QColor(0xE7E9ED),
    .line = QColor(0xDCDFE4),
    .control = QColor(0xAEB4BE),
    .button = QColor(0xFFFFFF),
    .field = QColor(0xFFFFFF),
    .hover = QColor(0xECEEF1),
    .text1 = QColor(0x1B1F25),
    .text2 = QColor(0x454C57),
    .text3 = QColor(0x5F6773),
    .disabledText = QColor(0x666E7A),
    .accent = QColor(0x0B6E69),
    .accentText = QColor(0xFFFFFF),
    .accentSoft = QColor(0xDDF0EE),
    .accentSoftText = QColor(0x075A55),
    .intervention = QColor(0x7A4B00),
    .interventionSoft = QColor(0xFFF3DC),
    .error = QColor(0xA8261C),
    .errorSoft = QColor(0xFCEEEC),
    .errorLine = QColor(0xE9B9B4),
    .hatchLine = QColor(0x8A929D),
    .hatchBackground = QColor(0xE7E9ED),
};

const Theme kDark{
    .window = QColor(0x1D1F23),
    .panel = QColor(0x25282D),
    .stage = QColor(0x17191C),
    .line = QColor(0x363A41),
    .control = QColor(0x575D67),
    .button = QColor(0x2D3137),
    .field = QColor(0x1A1C20),
    .hover = QColor(0x31353C),
    .text1 = QColor(0xECEEF1),
    .text2 = QColor(0xC0C6CE),
    .text3 = QColor(0x9DA4AF),
    .disabledText = QColor(0x949BA6),
    .accent = QColor(0x62CFC4),
    .accentText = QColor(0x0E1F1E),
    .accentSoft = QColor(0x1E4744),
    .accentSoftText = QColor(0xA6EBE3),
    .intervention = QColor(0xF0C368),
    .interventionSoft = QColor(0x3B3019),
    .error = QColor(0xFFA79D),
    .errorSoft = QColor(0x3B2422),
    .errorLine = QColor(0x6B3B36),
    .hatchLine = QColor(0x7A828E),
    .hatchBackground = QColor(0x363A41),
};

} // namespace

std::string_view themeId(ThemeKind kind)
{
    return kind == ThemeKind::Dark ? "dark" : "light";
}

std::optional<ThemeKind> themeFromId(std::string_view id)
{
    for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
        if (id == themeId(kind)) {
            return kind;
        }
    }
    return std::nullopt;
}

const Theme& theme(ThemeKind kind)
{
    return kind == ThemeKind::Dark ? kDark : kLight;
}

} // namespace attenscope
