#pragma once

#include "engine/base/thread_pool.h"
#include "engine/models/model.h"
#include "engine/models/registry.h"
#include "engine/models/sample_inputs.h"
#include "engine/text/tokenizer.h"
#include "engine/vision/preprocessor.h"

#include <functional>
#include <memory>
#include <utility>

namespace attenscope {

/// What every model from a checkpoint's folder holds: its weights, its tokenizer, its threads.
class CheckpointModel : public Model {
protected:
    /// Reads tokenizer and weights of the folder.
    CheckpointModel(ModelInfo info, const LoadContext& context);

    /// tokenizer  null for a model that reads no text
    CheckpointModel(ModelInfo info,
                    const LoadContext& context,
                    std::unique_ptr<const Tokenizer> tokenizer,
                    Weights checkpoint);

    /// Binds all weights and closes the binding; throws what `bind` and finishLoading throw.
    void bindWeights(const LoadContext& context, const std::function<void(WeightBinder&)>& bind);

    /// The caption as the model is fed with it; E_TOKEN_ID for a token beyond the word table.
    /// positions   most tokens that the model takes
    /// vocabulary  rows of its word table
    TextInput readCaption(const Sample& sample,
                          Index positions,
                          Index vocabulary,
                          const RunOptions& options) const;

    const Tokenizer& tokenizer() const { return *tokenizer_; }

    const Weights& checkpoint() const { return checkpoint_; }

    ThreadPool& pool() const { return *pool_; }

private:
    std::unique_ptr<const Tokenizer> tokenizer_;
    Weights checkpoint_;
    std::unique_ptr<ThreadPool> pool_;
};

/// One that sees pictures.
class PictureModel : public CheckpointModel {
protected:
    /// The arguments after `preprocessor` are CheckpointModel's.
    template <typename... Arguments>
    PictureModel(ModelInfo info,
                 const LoadContext& context,
                 Preprocessor preprocessor,
                 Arguments... arguments)
        : CheckpointModel(std::move(info), context, std::move(arguments)...),
          preprocessor_(std::move(preprocessor))
    {
    }

    const Preprocessor& preprocessor() const { return preprocessor_; }

private:
    Preprocessor preprocessor_;
};

} // namespace attenscope
