#pragma once

#include "engine/text/added_tokens.h"
#include "engine/text/tokenizer_options.h"
#include "engine/text/vocabulary.h"

#include <string>
#include <vector>

namespace attenscope {

/// What a folder's files add to a vocabulary.
/// vocabulary  gets those that it lacks. Throws as Vocabulary::append.
/// ofFile      what the vocabulary's own file adds; TokenizerOptions::added wins
std::vector<AddedToken> addTokens(Vocabulary& vocabulary,
                                  const TokenizerOptions& options,
                                  const std::vector<AddedToken>& ofFile = {});

/// Appends the special tokens that the files name and the vocabulary has, unless they are there;
/// other names are text.
void addNamed(std::vector<AddedToken>& tokens,
              const Vocabulary& vocabulary,
              const TokenizerOptions& options);

/// A name as an added token of that id.
AddedToken specialToken(const SpecialName& name, std::int64_t id);

} // namespace attenscope
