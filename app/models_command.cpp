#include <QLocale>

#include "app/commands.h"
#include "app/console.h"
#include "app/sources.h"
#include "engine/io/json.h"

namespace attenscope {

namespace {

std::string sizeText(std::uint64_t bytes)
{
    return QLocale::c()
        .formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat)
        .toStdString();
}

} // namespace

void performModels(const ModelsCommand& command, const Surroundings& surroundings)
{
    const Console console(command.answer);
    const std::vector<ListedModel> models = listModels(surroundings.places.dataFolder);
    std::string text;
    Json list = Json::array();
    for (const auto& [model, origin, family] : models) {
        const std::string problem = model.problem ? describe(*model.problem) : "";
        list.push(Json::object()
                      .set("name", model.name)
                      .set("origin", origin)
                      .set("family", family)
                      .set("type", model.modelType)
                      .set("architecture", model.architecture)
                      .set("path", model.path.string())
                      .set("bytes", model.sizeBytes)
                      .set("problem", problem));
        text += escapedForDisplay(model.name) + "  " +
                (family.empty() ? "" : escapedForDisplay(family) + "  ") +
                sizeText(model.sizeBytes) + "  " + origin + "\n  " +
                escapedForDisplay(model.path.string(), 4096) + "\n";
        if (!problem.empty()) {
            text += "  can't be opened: " + problem + "\n";
        }
    }
    Console::print(command.answer.isJson ? Json::object().set("models", std::move(list)).pretty()
                                         : text);
}

} // namespace attenscope
