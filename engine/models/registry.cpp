#include "engine/models/registry.h"

#include <algorithm>

namespace attenscope {

const std::vector<Family>& families()
{
    static const std::vector<Family> kFamilies{
        {.modelType = "attenscope_scenes", .name = "scenes", .load = loadScenes},
        {.modelType = "albef", .name = "ALBEF", .load = loadAlbef},
        {.modelType = "blip", .name = "BLIP", .load = loadBlip},
        {.modelType = "blip-2", .name = "BLIP-2", .load = loadBlip2},
        {.modelType = "bridgetower", .name = "BridgeTower", .load = loadBridgeTower},
        {.modelType = "clip", .name = "CLIP", .load = loadClip},
        {.modelType = "flava", .name = "FLAVA", .load = loadFlava},
        {.modelType = "git", .name = "GIT", .load = loadGit},
        {.modelType = "lxmert", .name = "LXMERT", .load = loadLxmert},
        {.modelType = "owlvit", .name = "OWL-ViT", .load = loadOwlVit},
        {.modelType = "siglip", .name = "SigLIP", .load = loadSiglip},
        {.modelType = "unicoder_vl", .name = "Unicoder-VL", .load = loadUnicoderVl},
        {.modelType = "uniter", .name = "UNITER", .load = loadUniter},
        {.modelType = "vilbert", .name = "ViLBERT", .load = loadVilbert},
        {.modelType = "vilt", .name = "ViLT", .load = loadVilt},
        {.modelType = "visual_bert", .name = "VisualBERT", .load = loadVisualBert},
    };
    return kFamilies;
}

const Family* findFamily(const Config& config)
{
    std::string type = config.text("/model_type", "");
    if (type.empty() && config.contains("/link_tower_type")) {
        type = "bridgetower"; // whose published files name no type (published-checkpoints.md 2)
    }
    const auto found = std::ranges::find(families(), type, &Family::modelType);
    return found == families().end() ? nullptr : &*found;
}

ModelPtr
loadModel(const std::filesystem::path& path, const LoadOptions& options, const Progress& progress)
{
    const ModelFolder folder(path);
    const Config config = folder.readConfig("config.json");
    const Family* family = findFamily(config);
    if (family == nullptr) {
        std::string known;
        for (const Family& candidate : families()) {
            known += (known.empty() ? "" : ", ") + std::string(candidate.modelType);
        }
        throw Error({.id = "E_MODEL_UNSUPPORTED",
                     .file = folder.nameOf("config.json"),
                     .place = "/model_type",
                     .expected = "one of " + known,
                     .found = config.text("/model_type", "nothing"),
                     .remedy = "Choose a checkpoint of a supported family."});
    }
    ModelInfo info;
    info.path = folder.path();
    info.name = std::filesystem::weakly_canonical(folder.path()).filename().string();
    info.family = family->name;
    info.tokenizer = options.tokenizer ? options.tokenizer->string() : std::string();
    info.digest = folder.weightsDigest(progress);
    return family->load({.folder = folder,
                         .config = config,
                         .info = std::move(info),
                         .options = options,
                         .progress = progress});
}

} // namespace attenscope
