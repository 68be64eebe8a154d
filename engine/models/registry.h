#pragma once

#include "engine/base/progress.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/models/model.h"

#include <memory>
#include <string_view>
#include <vector>

namespace attenscope {

/// What a family gets to build a model from.
struct LoadContext {
    const ModelFolder& folder;
    const Config& config;
    ModelInfo info; ///< name, path, tokenizer and digest are filled in
    const LoadOptions& options;
    const Progress& progress;
};

/// One model family. A new one is a file of its own and a row in the registry.
struct Family {
    std::string_view modelType; ///< of config.json
    std::string_view name;      ///< for people
    std::unique_ptr<const Model> (*load)(LoadContext context);
    /// Whether the authors' files come without a config: the published sizes are then held against
    /// the tensors.
    bool mayLackConfig = false;
};

ATTENSCOPE_EXPORT const std::vector<Family>& families();

/// The family that a config names by its model_type; where it names none, or the text half's
/// ("bert"), the one that its first architecture's class or fields that only one family has speak
/// of. Null if nothing does.
ATTENSCOPE_EXPORT const Family* findFamily(const Config& config);

/// As above; a config that tells nothing is asked last by the names of the folder's tensors.
/// Throws what reading the weights' headers gives cause for.
ATTENSCOPE_EXPORT const Family* findFamily(const Config& config, const ModelFolder& folder);

/// As above. Throws E_MODEL_UNSUPPORTED, listing the families, where nothing does, and
/// E_CONFIG_FIELD where the config is missing and the family needs it.
ATTENSCOPE_EXPORT const Family& requireFamily(const Config& config, const ModelFolder& folder);

std::unique_ptr<const Model> loadScenes(LoadContext context);
std::unique_ptr<const Model> loadAlbef(LoadContext context);
std::unique_ptr<const Model> loadBlip(LoadContext context);
std::unique_ptr<const Model> loadBlip2(LoadContext context);
std::unique_ptr<const Model> loadBridgeTower(LoadContext context);
std::unique_ptr<const Model> loadClip(LoadContext context);
std::unique_ptr<const Model> loadFlava(LoadContext context);
std::unique_ptr<const Model> loadGit(LoadContext context);
std::unique_ptr<const Model> loadLxmert(LoadContext context);
std::unique_ptr<const Model> loadOwlVit(LoadContext context);
std::unique_ptr<const Model> loadSiglip(LoadContext context);
std::unique_ptr<const Model> loadUnicoderVl(LoadContext context);
std::unique_ptr<const Model> loadUniter(LoadContext context);
std::unique_ptr<const Model> loadVilbert(LoadContext context);
std::unique_ptr<const Model> loadVilt(LoadContext context);
std::unique_ptr<const Model> loadVisualBert(LoadContext context);

} // namespace attenscope
