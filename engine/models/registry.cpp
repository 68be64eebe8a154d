#include "engine/models/registry.h"

#include "engine/base/listed.h"
#include "engine/models/task_head.h"
#include "engine/models/weights_digest.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace attenscope {

const std::vector<Family>& families()
{
    static const std::vector<Family> kFamilies{
        {.modelType = "attenscope_scenes", .name = "scenes", .load = loadScenes},
        {.modelType = "albef", .name = "ALBEF", .load = loadAlbef, .mayLackConfig = true},
        {.modelType = "blip", .name = "BLIP", .load = loadBlip},
        {.modelType = "blip-2", .name = "BLIP-2", .load = loadBlip2},
        {.modelType = "bridgetower", .name = "BridgeTower", .load = loadBridgeTower},
        {.modelType = "clip", .name = "CLIP", .load = loadClip},
        {.modelType = "flava", .name = "FLAVA", .load = loadFlava},
        {.modelType = "git", .name = "GIT", .load = loadGit},
        {.modelType = "lxmert", .name = "LXMERT", .load = loadLxmert, .mayLackConfig = true},
        {.modelType = "owlvit", .name = "OWL-ViT", .load = loadOwlVit},
        {.modelType = "siglip", .name = "SigLIP", .load = loadSiglip},
        {.modelType = "unicoder_vl", .name = "Unicoder-VL", .load = loadUnicoderVl},
        {.modelType = "uniter", .name = "UNITER", .load = loadUniter, .mayLackConfig = true},
        {.modelType = "vilbert", .name = "ViLBERT", .load = loadVilbert, .mayLackConfig = true},
        {.modelType = "vilt", .name = "ViLT", .load = loadVilt},
        {.modelType = "visual_bert",
         .name = "VisualBERT",
         .load = loadVisualBert,
         .mayLackConfig = true},
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
    Evidence{"bridgetower", "BridgeTower", "/link_tower_type", "cross_modal_text_link_tower"},
    Evidence{"albef", "ALBEF", "/fusion_layer", "text_encoder.bert.embeddings"},
    Evidence{"blip", "Blip", "", "text_encoder.encoder.layer.0.crossattention"},
    Evidence{"blip", "Blip", "", "text_decoder.bert.encoder.layer.0.crossattention"},
    Evidence{"albef", "ALBEF", "", "visual_encoder.blocks.0"}, // tuned for retrieval
    Evidence{"blip-2", "Blip2", "/qformer_config", "qformer.encoder"},
    Evidence{"flava", "Flava", "/multimodal_config", "multimodal_model"},
    Evidence{"lxmert", "Lxmert", "/x_layers", "encoder.x_layers.0"},
    Evidence{"owlvit", "OwlViT", "", "vision_model.pre_layernorm"},
    Evidence{"git", "Git", "", "git.image_encoder"},
    Evidence{"siglip", "Siglip", "", "vision_model.head.probe"},
    Evidence{"clip", "CLIP", "", "text_model.encoder.layers.0.self_attn"},
    Evidence{"uniter", "Uniter", "", "img_embeddings.pos_linear"},
    Evidence{"vilbert", "BertForMultiModal", "/v_biattention_id", "encoder.c_layer.0"},
    Evidence{"vilbert", "VILBert", "/v_biattention_id", "encoder.c_layer.0"},
    Evidence{"vilt", "Vilt", "/modality_type_vocab_size", "embeddings.text_embeddings"},
    Evidence{"visual_bert", "VisualBert", "/visual_embedding_dim", "visual_token_type_embeddings"},
    Evidence{"visual_bert", "VisualBert", "/bypass_transformer", "token_type_embeddings_visual"},
};

/// Files of known models that this program does not read, by tensors that only they have.
struct Foreign {
    std::string_view tensor;
    std::string_view name;
    std::string_view remedy;
    std::string_view beside = {}; ///< another tensor that must be there; or empty
};

constexpr std::array kForeign{
    Foreign{"transformer.blocks.0.attn.qkv", "ViLT in its authors' layout",
            "Use the library's folder, such as dandelin/vilt-b32-mlm."},
    Foreign{"vit_model.visual", "METER", "Choose a checkpoint of a supported family."},
    Foreign{"visual.transformer.resblocks.0", "CLIP in open_clip's layout",
            "Use the library's folder, such as openai/clip-vit-base-patch32."},
    Foreign{"roi_heads.box_predictor", "a detector of regions",
            "It makes region files for other models: see the guide's page on them."},
    Foreign{"bert.img_embedding", "OSCAR or VinVL", "Choose a checkpoint of a supported family."},
};

/// The same, of files that look like another family's in all but these tensors.
constexpr std::array kAlike{
    Foreign{"vision_encoder.layers.0.blocks.0", "X-VLM",
            "Choose a checkpoint of a supported family."},
    Foreign{"visual_encoder.blocks.0", "BLIP in its authors' layout",
            "Use the library's folder, such as Salesforce/blip-itm-base-coco.",
            "text_encoder.encoder.layer.0.crossattention"},
    Foreign{"visual_encoder.blocks.0", "BLIP or ALBEF, tuned to write, in its authors' layout",
            "Use the library's folder, such as Salesforce/blip-vqa-base.", "text_decoder.bert"},
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

/// The type that a config gives, unless it is that of the text half alone, with which ALBEF's and
/// OSCAR's authors began.
std::string typeOf(const Config& config)
{
    const std::string type = config.text("/model_type", "");
    return type == "bert" ? std::string() : type;
}

const Foreign* foreignOf(const TensorNames& names, std::span<const Foreign> known)
{
    const auto found = std::ranges::find_if(known, [&](const Foreign& foreign) {
        return names.has(foreign.tensor) && (foreign.beside.empty() || names.has(foreign.beside));
    });
    return found == known.end() ? nullptr : &*found;
}

[[noreturn]] void throwUnsupported(const Config& config, const ModelFolder& folder)
{
    std::vector<std::string> known;
    for (const Family& family : families()) {
        known.emplace_back(family.modelType);
    }
    ErrorInfo info{.id = "E_MODEL_UNSUPPORTED",
                   .file = config.file(),
                   .place = "/model_type",
                   .expected = "one of " + listed(known),
                   .found = config.text("/model_type", "nothing"),
                   .remedy = "Choose a checkpoint of a supported family."};
    if (typeOf(config).empty()) {
        const TensorNames names(folder);
        const Foreign* foreign = foreignOf(names, kAlike);
        foreign = foreign == nullptr ? foreignOf(names, kForeign) : foreign;
        if (foreign != nullptr) {
            info.found = foreign->name;
            info.remedy = foreign->remedy;
        } else if (config.isAbsent()) {
            folder.readConfig("config.json"); // says that it is missing
        }
    }
    throw Error(std::move(info));
}

/// Says that code which a config names is not run.
Warnings codeWarnings(const Config& config)
{
    constexpr std::array kCode{"/auto_map", "/custom_pipelines", "/kernel_config", "/use_kernels"};
    std::vector<std::string> named;
    for (const std::string key : kCode) {
        if (config.contains(key)) {
            named.push_back(key.substr(1));
        }
    }
    if (named.empty()) {
        return {};
    }
    return {{.id = "W_CONFIG_CODE",
             .text = "The config names code (" + listed(named) + "). It is not run."}};
}

} // namespace

const Family* findFamily(const Config& config)
{
    if (const std::string type = typeOf(config); !type.empty()) {
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
    if (family != nullptr || !typeOf(config).empty()) {
        return family;
    }
    const TensorNames names(folder);
    if (foreignOf(names, kAlike) != nullptr) {
        return nullptr;
    }
    return familyWhere([&](const Evidence& evidence) { return names.has(evidence.tensor); });
}

const Family& requireFamily(const Config& config, const ModelFolder& folder)
{
    const Family* const family = findFamily(config, folder);
    if (family == nullptr) {
        throwUnsupported(config, folder);
    }
    if (config.isAbsent() && !family->mayLackConfig) {
        folder.readConfig("config.json"); // says that it is missing
    }
    return *family;
}

ModelPtr
loadModel(const std::filesystem::path& path, const LoadOptions& options, const Progress& progress)
{
    const ModelFolder folder(path);
    const Config config = folder.readModelConfig();
    const Family& family = requireFamily(config, folder);
    ModelInfo info;
    info.path = folder.path();
    info.name = std::filesystem::weakly_canonical(folder.path()).filename().string();
    info.family = family.name;
    info.tokenizer = options.tokenizer ? options.tokenizer->string() : std::string();
    info.warnings = codeWarnings(config);
    info.digest = weightsDigest(folder.openWeightFiles(), options.digests);
    return family.load({.folder = folder,
                        .config = config,
                        .info = std::move(info),
                        .options = options,
                        .progress = progress});
}

} // namespace attenscope
