#include "app/selectors.h"

#include <QString>
#include <QStringList>

#include "app/choices.h"
#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attenscope {

namespace {

[[noreturn]] void refuse(const std::string& id,
                         const std::string& option,
                         const std::string& expected,
                         const std::string& found)
{
    throw Error({.id = id,
                 .file = {},
                 .place = option,
                 .expected = expected,
                 .found = found,
                 .remedy = {}});
}

/// The indices of "2,3"; nothing if it is no such list.
std::optional<std::vector<int>> indexList(const std::string& text)
{
    std::vector<int> indices;
    for (const std::string& part : split(text, ',')) {
        const std::optional<int> index = wholeNumber(part);
        if (!index) {
            return std::nullopt;
        }
        indices.push_back(*index);
    }
    return indices;
}

std::vector<int> inOrder(std::vector<int> indices)
{
    std::sort(indices.begin(), indices.end());
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
    return indices;
}

void append(std::vector<int>& all,
            const std::vector<int>& indices,
            int size,
            const std::string& option,
            const std::string& what)
{
    for (const int index : indices) {
        if (index >= size) {
            refuse("E_USAGE_SELECTION", option, what + " 0 to " + std::to_string(size - 1),
                   std::to_string(index));
        }
        all.push_back(index);
    }
}

QStringList folded(const Tokens& tokens)
{
    QStringList texts;
    for (const Word& word : tokens.words) {
        texts.push_back(QString::fromStdString(word.text).toCaseFolded());
    }
    return texts;
}

/// Every place where the phrase's words follow each other.
std::vector<int> places(const std::string& phrase, const QStringList& words)
{
    const QStringList wanted =
        QString::fromStdString(phrase).toCaseFolded().simplified().split(' ', Qt::SkipEmptyParts);
    std::vector<int> indices;
    if (wanted.isEmpty()) {
        return indices;
    }
    for (qsizetype first = 0; first + wanted.size() <= words.size(); ++first) {
        if (words.mid(first, wanted.size()) == wanted) {
            for (qsizetype i = 0; i < wanted.size(); ++i) {
                indices.push_back(static_cast<int>(first + i));
            }
        }
    }
    return indices;
}

/// The four numbers of a box; nothing if there are not four.
std::optional<Box> boxFrom(const std::string& text)
{
    const std::vector<std::string> parts = split(text, ',');
    std::array<double, 4> numbers{};
    if (parts.size() != numbers.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        bool isNumber = false;
        numbers.at(i) = QByteArray::fromStdString(parts[i]).toDouble(&isNumber);
        if (!isNumber || !std::isfinite(numbers.at(i))) {
            return std::nullopt;
        }
    }
    return Box{.x0 = numbers[0], .y0 = numbers[1], .x1 = numbers[2], .y1 = numbers[3]};
}

std::vector<int> unitsIn(const Box& box, const VisualUnits& units)
{
    std::vector<int> indices;
    for (int i = 0; i < units.size(); ++i) {
        const Box& unit = units.units[static_cast<std::size_t>(i)].box;
        if (!unit.isEmpty() && box.contains(unit.centreX(), unit.centreY())) {
            indices.push_back(i);
        }
    }
    if (indices.empty()) {
        if (const std::optional<int> around = units.unitAt(box.centreX(), box.centreY())) {
            indices.push_back(*around);
        }
    }
    return indices;
}

} // namespace

std::vector<int> selectedWords(const std::string& option,
                               const std::vector<std::string>& texts,
                               const Tokens& tokens)
{
    const QStringList words = folded(tokens);
    std::vector<int> all;
    for (const std::string& text : texts) {
        if (const std::optional<std::vector<int>> indices = indexList(text)) {
            append(all, *indices, static_cast<int>(tokens.words.size()), option, "words");
            continue;
        }
        const std::vector<int> found = places(text, words);
        if (found.empty()) {
            std::string known;
            for (std::size_t i = 0; i < tokens.words.size(); ++i) {
                known += (i == 0 ? "" : " ") + std::to_string(i) + ":" + tokens.words[i].text;
            }
            refuse("E_USAGE_SELECTION", option, "words of the caption (" + known + ")",
                   "\"" + text + "\"");
        }
        all.insert(all.end(), found.begin(), found.end());
    }
    return inOrder(std::move(all));
}

std::vector<int> selectedUnits(const std::string& option,
                               const std::vector<std::string>& texts,
                               const VisualUnits& units)
{
    std::vector<int> all;
    for (const std::string& text : texts) {
        if (const std::optional<Box> box = boxFrom(text)) {
            const std::vector<int> found =
                box->isEmpty() ? std::vector<int>{} : unitsIn(*box, units);
            if (found.empty()) {
                refuse(
                    "E_USAGE_SELECTION", option,
                    "a box x0,y0,x1,y1 in pixels with x0 < x1 and y0 < y1 that holds an image unit",
                    "\"" + text + "\"");
            }
            all.insert(all.end(), found.begin(), found.end());
            continue;
        }
        const std::optional<std::vector<int>> indices = indexList(text);
        if (!indices) {
            refuse("E_USAGE_SELECTION", option, "unit indices, or a box x0,y0,x1,y1 in pixels",
                   "\"" + text + "\"");
        }
        append(all, *indices, units.size(), option, "units");
    }
    return inOrder(std::move(all));
}

std::vector<HeadId> parseHeads(const std::vector<std::string>& texts)
{
    std::vector<HeadId> heads;
    for (const std::string& text : texts) {
        std::string kind;
        for (const std::string& part : split(text, ',')) {
            const std::size_t slash = part.rfind('/');
            if (slash != std::string::npos) {
                kind = part.substr(0, slash);
            }
            const std::string place = slash == std::string::npos ? part : part.substr(slash + 1);
            const std::vector<std::string> numbers = split(place, ':');
            const std::optional<int> layer = wholeNumber(numbers.front());
            const std::optional<int> head = wholeNumber(numbers.back());
            if (numbers.size() != 2 || !layer || !head || slash == 0) {
                refuse("E_USAGE_VALUE", "--ablate", "[KIND/]LAYER:HEAD, such as 1:3",
                       "\"" + part + "\"");
            }
            heads.push_back({.kind = kind, .layer = *layer, .head = *head});
        }
    }
    return heads;
}

} // namespace attenscope
