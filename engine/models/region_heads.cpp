#include "engine/models/region_heads.h"

#include "engine/models/predictions.h"
#include "engine/tensor/row_operations.h"

#include <sstream>
#include <utility>

namespace attenscope {

namespace {

constexpr std::uint64_t kMaximumBytes = 16U << 20U; // 100,000 answers are about 2 MB

void requireCount(const ModelFolder& folder,
                  const std::string& file,
                  const std::vector<std::string>& labels,
                  Index count)
{
    if (static_cast<Index>(labels.size()) != count) {
        throw Error({.id = "E_CONFIG_FIELD",
                     .file = folder.nameOf(file),
                     .place = "labels",
                     .expected = std::to_string(count) + ", one for each output of the head",
                     .found = std::to_string(labels.size()),
                     .remedy = "Take the list away, or put the one of this checkpoint there."});
    }
}

} // namespace

std::vector<std::string> answerLabels(const ModelFolder& folder, const Config& config, Index count)
{
    const std::string file = "trainval_label2ans.json";
    if (!folder.contains(file)) {
        return labelsOf(config, count);
    }
    const Config list = Config::parse("{\"answers\":" + folder.read(file, kMaximumBytes) + "}",
                                      folder.nameOf(file));
    const auto labels = list.texts("/answers", std::nullopt);
    requireCount(folder, file, labels, count);
    return labels;
}

std::vector<std::string> classLabels(const ModelFolder& folder,
                                     const std::string& file,
                                     const std::string& noun,
                                     Index count)
{
    if (!folder.contains(file)) {
        return unnamedLabels(noun, count);
    }
    std::vector<std::string> labels;
    std::istringstream text(folder.read(file, kMaximumBytes));
    for (std::string line; std::getline(text, line);) {
        labels.push_back(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
    }
    requireCount(folder, file, labels, count);
    return labels;
}

std::vector<std::string> unnamedLabels(const std::string& noun, Index count)
{
    std::vector<std::string> labels;
    for (Index id = 0; id < count; ++id) {
        labels.push_back(noun + " " + std::to_string(id));
    }
    return labels;
}

void addRegionPredictions(const std::string& what,
                          const MatrixView& logits,
                          const std::vector<std::string>& labels,
                          const RegionInput& regions,
                          Outputs& outputs)
{
    for (Index r = 0; r < logits.rows(); ++r) {
        if (regions.units.units[static_cast<std::size_t>(r)].isPadding) {
            continue;
        }
        Matrix probabilities = logits.row(r);
        softmaxRows(probabilities);
        outputs.predictions.push_back(
            mostProbable("region " + std::to_string(r) + ": " + what, probabilities,
                         [&](Index label) { return labels[static_cast<std::size_t>(label)]; }));
    }
}

} // namespace attenscope
