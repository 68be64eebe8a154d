#pragma once

#include "engine/models/bert_layers.h"
#include "engine/models/checkpoint_model.h"
#include "engine/modes/single_stream.h"

#include <memory>
#include <string>
#include <vector>

namespace attenscope {

struct JointBertConfig {
    LayerSizes sizes;
    Activation activation = Activation::Gelu;
    BertVocabulary vocabulary;
    int layers = 0;
    Index featureWidth = 0;        ///< of a region
    float maskedScore = -10000.0F; ///< added to the scores of a hidden key

    /// The fields of a BERT config, with BERT base's sizes where they are missing.
    /// features  the field that holds the width of a region's feature
    static JointBertConfig
    read(const Config& config, const std::string& features, Index featureFallback);
};

/// What a BERT consists of whatever its heads are.
struct JointBertWeights {
    BertEmbeddings embeddings;
    std::vector<SingleStream> layers;
    Linear pooler;

    /// `prefix`embeddings, `prefix`encoder.layer.N, `prefix`pooler.dense
    static JointBertWeights
    bind(WeightBinder& weights, const std::string& prefix, const JointBertConfig& config);
};

/// `prefix`.attention, .intermediate and .output as a layer over both modalities.
SingleStream bindJointBertLayer(WeightBinder& weights,
                                const std::string& prefix,
                                const JointBertConfig& config,
                                int layer);

/// A BERT that reads the words of a caption and a detector's regions as one sequence: VisualBERT,
/// UNITER, Unicoder-VL. They differ in how regions are embedded and in their heads.
class JointBert : public CheckpointModel {
public:
    std::vector<StackInfo> stacks(Mode mode) const override;

protected:
    /// Fills in of `info` what all of them have in common. Whoever derives binds its weights from
    /// `checkpoint` and then calls finishLoading.
    JointBert(ModelInfo info, const JointBertConfig& config, LoadContext& context);

    /// What the model was fed with, for its heads.
    struct Inputs {
        const Tokens& tokens;
        const RegionInput& regions;
        const KeyMasks& masks;
    };

    /// The states after the last layer.
    struct Encoded {
        Matrix joint;  ///< [tokens and regions, width]
        States states; ///< its two parts
        Matrix pooled; ///< [1, width], of [CLS], as most heads read it
    };

    virtual const JointBertWeights& base() const = 0;

    /// returns  [regions, width]
    virtual Matrix embedRegions(const Regions& regions) const = 0;

    /// The states after the last layer. All layers are joint ones unless a model says otherwise.
    virtual States encode(States states,
                          Mode mode,
                          const KeyMasks& masks,
                          TraceBuilder& sites,
                          const Progress& progress) const;

    /// What the heads say. Heads that are an attention of their own record it.
    virtual Outputs
    heads(const Encoded& encoded, const Inputs& inputs, TraceBuilder& sites) const = 0;

    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const final;

    const JointBertConfig& config() const { return config_; }

private:
    JointBertConfig config_;
};

} // namespace attenscope
