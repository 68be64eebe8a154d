#include "app/commands.h"
#include "app/console.h"
#include "app/sources.h"
#include "engine/io/json.h"

namespace attenscope {

void performModels(const ModelsCommand& command, const Surroundings& surroundings)
{
    const Console console(command.answer);
    const std::vector<ListedModel> models = listModels(surroundings.dataFolder);
    std::string text;
    Json list = Json::array();
    for (const auto& [model, origin] : models) {
        const std::string problem = model.problem ? describe(*model.problem) : "";
        list.push(Json::object()
                      .set("name", model.name)
                      .set("origin", origin)
                      .set("type", model.modelType)
                      .set("architecture", model.architecture)
                      .set("path", model.path.string())
                      .set("bytes", model.sizeBytes)
                      .set("problem", problem));
        text += escapedForDisplay(model.name) + "  " + origin + "  " +
                escapedForDisplay(model.path.string(), 4096) + "\n";
        if (!problem.empty()) {
            text += "  can't be opened: " + problem + "\n";
        }
    }
    Console::print(command.answer.isJson ? Json::object().set("models", std::move(list)).pretty()
                                         : text);
}

} // namespace attenscope
