#include "engine/models/registry.h"

#include "engine/models/weights_digest.h"

#include <algorithm>
#include <array>
#include <cctype>

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

namespace {

/// What tells a family apart in a config without model_type.
struct Evidence {
    std::string_view modelType;
    std::string_view classes; ///< architectures begin so, before the next word's capital
    std::string_view field;   ///< of config.json, that no other family has; or empty
    std::string_view tensor;  ///< part of a tensor's name, likewise
};

constexpr std::array kEvidence{
    Evidence{"bridgetower", "BridgeTower", "/link_tower_type", "cross_modal_text_link_tower."},
    Evidence{"albef", "ALBEF", "", "visual_encoder.blocks.0."},
    Evidence{"blip", "Blip", "", "text_encoder.encoder.layer.0.crossattention."},
    Evidence{"blip-2", "Blip2", "/qformer_config", "qformer.encoder."},
    Evidence{"flava", "Flava", "/multimodal_config", "multimodal_model."},
    Evidence{"lxmert", "Lxmert", "/x_layers", "encoder.x_layers.0."},
    Evidence{"owlvit", "OwlViT", "", "owlvit."},
    Evidence{"git", "Git", "", "git.image_encoder."},
    Evidence{"siglip", "Siglip", "", "vision_model.head.probe"},
    Evidence{"clip", "CLIP", "", "text_model.encoder.layers.0.self_attn."},
    Evidence{"uniter", "Uniter", "", "img_embeddings.pos_linear"},
    Evidence{"vilbert", "BertForMultiModal", "/v_biattention_id", "encoder.c_layer.0."},
    Evidence{"vilt", "Vilt", "/modality_type_vocab_size", "embeddings.text_embeddings."},
    Evidence{"visual_bert", "VisualBert", "/visual_embedding_dim", "visual_token_type_embeddings"},
    Evidence{"visual_bert", "VisualBert", "/bypass_transformer", "token_type_embeddings_visual"},
};

const Family* familyOfType(std::string_view type)
{
    const auto found = std::ranges::find(families(), type, &Family::modelType);
    return found == families().end() ? nullptr : &*found;
}

/// "Blip" is the family of BlipModel and not of Blip2Model.
bool isClassOf(std::string_view name, std::string_view family)
{
    return name.starts_with(family) && name.size() > family.size() &&
           std::isupper(static_cast<unsigned char>(name[family.size()])) != 0;
}

/// The first piece of evidence that `holds`.
template <typename Predicate>
const Family* familyWhere(Predicate holds)
{
    const auto* const found = std::ranges::find_if(kEvidence, holds);
    return found == kEvidence.end() ? nullptr : familyOfType(found->modelType);
}

} // namespace

const Family* findFamily(const Config& config)
{
    const std::string type = config.text("/model_type", "");
    if (!type.empty()) {
        return familyOfType(type);
    }
    const auto classes = config.texts("/architectures", std::vector<std::string>{});
    const Family* const byClass = familyWhere([&](const Evidence& evidence) {
        return !classes.empty() && isClassOf(classes.front(), evidence.classes);
    });
    return byClass != nullptr ? byClass : familyWhere([&](const Evidence& evidence) {
        return !evidence.field.empty() && config.contains(std::string(evidence.field));
    });
}

const Family* findFamily(const Config& config, const ModelFolder& folder)
{
    const Family* const family = findFamily(config);
    if (family != nullptr || !config.text("/model_type", "").empty()) {
        return family;
    }
    const auto shapes = folder.tensorShapes();
    return familyWhere([&](const Evidence& evidence) {
        return std::ranges::any_of(shapes, [&](const auto& tensor) {
            return tensor.first.find(evidence.tensor) != std::string::npos;
        });
    });
}

const Family& requireFamily(const Config& config, const ModelFolder& folder)
{
    const Family* const family = findFamily(config, folder);
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
    return *family;
}

ModelPtr
loadModel(const std::filesystem::path& path, const LoadOptions& options, const Progress& progress)
{
    const ModelFolder folder(path);
    const Config config = folder.readConfig("config.json");
    const Family& family = requireFamily(config, folder);
    ModelInfo info;
    info.path = folder.path();
    info.name = std::filesystem::weakly_canonical(folder.path()).filename().string();
    info.family = family.name;
    info.tokenizer = options.tokenizer ? options.tokenizer->string() : std::string();
    info.digest = weightsDigest(folder.openWeightFiles(), options.digests);
    return family.load({.folder = folder,
                        .config = config,
                        .info = std::move(info),
                        .options = options,
                        .progress = progress});
}

} // namespace attenscope
