#include "engine/text/special_tokens.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

namespace attenscope {

AddedToken specialToken(const SpecialName& name, std::int64_t id)
{
    return {.text = name.text,
            .id = id,
            .isSpecial = true,
            .isWholeWord = name.isWholeWord,
            .takesBlanksBefore = name.takesBlanksBefore,
            .takesBlanksAfter = name.takesBlanksAfter,
            .isNormalized = name.isNormalized};
}

std::vector<AddedToken> addTokens(Vocabulary& vocabulary,
                                  const TokenizerOptions& options,
                                  const std::vector<AddedToken>& ofFile)
{
    std::vector<AddedToken> tokens = options.added();
    std::vector<VocabularyEntry> entries;
    std::map<std::string_view, std::int64_t> ids;
    const auto add = [&](const AddedToken& token) {
        const auto [known, isNew] = ids.emplace(token.text, token.id);
        if (isNew || known->second != token.id) { // two ids are an error
            entries.push_back({token.text, token.id});
        }
        return isNew;
    };
    std::for_each(tokens.begin(), tokens.end(), add);
    std::vector<AddedToken> more;
    std::copy_if(ofFile.begin(), ofFile.end(), std::back_inserter(more), add);
    vocabulary.append(std::move(entries));
    std::move(more.begin(), more.end(), std::back_inserter(tokens));
    return tokens;
}

void addNamed(std::vector<AddedToken>& tokens,
              const Vocabulary& vocabulary,
              const TokenizerOptions& options)
{
    for (const SpecialName& name : options.named()) {
        if (const std::optional<std::int64_t> id = vocabulary.id(name.text)) {
            addUnlessThere(tokens, specialToken(name, *id));
        }
    }
}

} // namespace attenscope
