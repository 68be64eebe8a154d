#include "engine/text/json_file.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/strict_json.h"

#include <utility>

namespace attenscope {

nlohmann::ordered_json readTokenizerJson(const ModelFolder& folder, const std::string& name)
{
    const std::string text = folder.read(name, limits::kTokenizerBytes);
    try {
        return parseStrictJson(text, folder.nameOf(name));
    } catch (const Error& error) {
        if (error.info().id != "E_CONFIG_FIELD") {
            throw;
        }
        ErrorInfo info = error.info();
        info.id = "E_TOKENIZER_JSON";
        throw Error(std::move(info));
    }
}

} // namespace attenscope
