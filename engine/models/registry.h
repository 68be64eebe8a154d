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
    ModelInfo info; ///< name, path and digest are filled in
    const LoadOptions& options;
    const Progress& progress;
};

/// One model family. A new one is a file of its own and a row in the registry.
struct Family {
    std::string_view modelType; ///< of config.json
    std::string_view name;      ///< for people
    std::unique_ptr<const Model> (*load)(LoadContext context);
};

ATTENSCOPE_EXPORT const std::vector<Family>& families();

/// The family of a config, or null.
ATTENSCOPE_EXPORT const Family* findFamily(const Config& config);

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
