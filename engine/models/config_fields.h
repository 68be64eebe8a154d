#pragma once

#include "engine/blocks/residual_steps.h"
#include "engine/checkpoint/config.h"
#include "engine/models/registry.h"
#include "engine/text/tokenizer.h"
#include "engine/vision/preprocessor.h"

#include <memory>
#include <string>
#include <vector>

namespace attenscope {

/// The fields that all families have, below one object of a config, checked against the limits
/// (bad-input.md M-02) before any memory is taken. Every accessor throws E_CONFIG_FIELD or
/// E_CONFIG_RANGE.
class ConfigFields {
public:
    /// object   JSON pointer of the object ("/text_config"), "" for the whole file
    /// twin     another object whose fields win where it has them ("/text_config_dict" of old CLIP
    ///          files); it may be missing, null or empty
    ConfigFields(const Config& config, std::string object, std::string twin = {});

    const Config& config() const { return config_; }

    /// Where a field of this name is read.
    std::string pointer(const std::string& name) const;

    /// Any positive number up to `limits::kHiddenWidth`.
    Index width(const std::string& name, Index fallback) const;
    /// Any positive number up to the vocabulary's limit.
    Index count(const std::string& name, Index fallback) const;
    /// max_position_embeddings: room for two special tokens at least.
    Index positions(Index fallback) const;

    int layers(int fallback) const { return layers("num_hidden_layers", fallback); }

    int layers(const std::string& name, int fallback) const;
    /// hidden_size, intermediate_size, num_attention_heads and layer_norm_eps, each with `prefix`
    /// ("v_") before its name. The heads must divide the width.
    LayerSizes layerSizes(const LayerSizes& fallback, const std::string& prefix = "") const;
    /// A token's id, below `vocabulary`; for a missing field the fallback is held to that as well.
    std::int64_t tokenId(const std::string& name, std::int64_t fallback, Index vocabulary) const;
    int imageSize(int fallback) const;
    /// patch_size, which must divide nothing but fit into the image.
    int patchSize(int fallback, int imageSize) const;

private:
    std::int64_t integer(const std::string& name, std::int64_t fallback, Config::Range range) const;
    [[noreturn]] void
    refuse(const std::string& name, std::string expected, std::string found) const;

    const Config& config_;
    std::string object_;
    std::string twin_; ///< empty: there is none
};

/// The folder's tokenizer, or that of the folder which the options name.
/// Throws E_TOKENIZER_MISSING when there is neither, other E_TOKENIZER_… when it can't be used.
std::unique_ptr<const Tokenizer> loadTokenizer(const LoadContext& context);

/// preprocessor_config.json of the folder, or `fallback` where there is none.
Preprocessor readPreprocessor(const ModelFolder& folder, const Preprocessor& fallback);

/// The same for a model that reads pictures of one size.
/// Throws E_PREPROC if it does not give pictures of width × height.
Preprocessor
readPreprocessor(const ModelFolder& folder, const Preprocessor& fallback, int width, int height);

/// Throws E_TOKENIZER_ID for an id that the word table does not have.
void checkTokenIds(const Tokens& tokens, Index vocabulary, const std::filesystem::path& folder);

} // namespace attenscope
