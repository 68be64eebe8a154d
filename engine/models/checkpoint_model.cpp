#include "engine/models/checkpoint_model.h"

#include "engine/models/config_fields.h"

namespace attenscope {

CheckpointModel::CheckpointModel(ModelInfo info, const LoadContext& context)
    : CheckpointModel(std::move(info),
                      context,
                      loadTokenizer(context),
                      context.folder.readWeights(context.progress))
{
}

CheckpointModel::CheckpointModel(ModelInfo info,
                                 const LoadContext& context,
                                 std::unique_ptr<const Tokenizer> tokenizer,
                                 Weights checkpoint)
    : Model(std::move(info)),
      tokenizer_(std::move(tokenizer)),
      checkpoint_(std::move(checkpoint)),
      pool_(std::make_unique<ThreadPool>(context.options.threads))
{
}

void CheckpointModel::bindWeights(const LoadContext& context,
                                  const std::function<void(WeightBinder&)>& bind)
{
    WeightBinder binder(checkpoint_, context.config);
    bind(binder);
    finishLoading(binder, checkpoint_);
}

TextInput CheckpointModel::readCaption(const Sample& sample,
                                       Index positions,
                                       Index vocabulary,
                                       const RunOptions& options) const
{
    TextInput text = prepareText(tokenizer(), sample.caption, static_cast<int>(positions), options);
    checkTokenIds(text.tokens, vocabulary, info().path);
    return text;
}

} // namespace attenscope
