#include "engine/io/tokenizer_choices.h"

#include <string>
#include <system_error>

namespace attenscope {

std::optional<std::filesystem::path>
TokenizerChoices::find(const std::filesystem::path& checkpoint) const
{
    const std::optional<std::string> chosen = choices_.find(rememberedName(checkpoint));
    std::error_code ignored; // what can't be looked at is no choice
    if (!chosen || !std::filesystem::is_directory(*chosen, ignored)) {
        return std::nullopt;
    }
    return *chosen;
}

void TokenizerChoices::remember(const std::filesystem::path& checkpoint,
                                const std::filesystem::path& tokenizer) const
{
    choices_.remember(rememberedName(checkpoint), rememberedName(tokenizer));
}

} // namespace attenscope
