#pragma once

#include "engine/checkpoint/config.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/models/sample_inputs.h"
#include "engine/trace/trace.h"

#include <string>
#include <vector>

namespace attenscope {

/// What the answers of a head are called: the JSON list trainval_label2ans.json that LXMERT's and
/// ViLBERT's authors keep beside their weights, else the config's id2label, else "answer 17".
/// count  answers that the head has
/// Throws E_CONFIG_FIELD for a list of another length.
std::vector<std::string> answerLabels(const ModelFolder& folder, const Config& config, Index count);

/// The lines of a file of the folder (objects_vocab.txt as the detectors have it), else "object
/// 17". Throws E_CONFIG_FIELD for another number of lines than there are classes.
std::vector<std::string> classLabels(const ModelFolder& folder,
                                     const std::string& file,
                                     const std::string& noun,
                                     Index count);

/// "class 0" to the last of `count`.
std::vector<std::string> unnamedLabels(const std::string& noun, Index count);

/// Adds what a head says of every region that there is: "region 3: object".
/// logits  [regions, classes]
void addRegionPredictions(const std::string& what,
                          const MatrixView& logits,
                          const std::vector<std::string>& labels,
                          const RegionInput& regions,
                          Outputs& outputs);

} // namespace attenscope
