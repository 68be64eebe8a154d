#include <QTest>

#include "engine/models/model.h"
#include "tests/support/model_samples.h"
#include "tests/support/published_folder.h"

#include <algorithm>
#include <string>

using namespace attenscope;

namespace {

const std::filesystem::path kData = TEST_DATA;

void rename(FileParts& parts, const std::string& from, const std::string& to) // how names begin
{
    FileParts renamed;
    for (auto& [name, part] : parts) {
        renamed[name.starts_with(from) ? to + name.substr(from.size()) : name] = std::move(part);
    }
    parts = std::move(renamed);
}

/// Layer norms as old programs call their weights.
void age(FileParts& parts)
{
    FileParts aged;
    for (auto& [name, part] : parts) {
        const std::size_t norm = name.find("orm.");
        const bool isNorm = norm != std::string::npos && part.shape.size() == 1;
        const std::string old = name.ends_with(".weight") ? ".gamma" : ".beta";
        aged[isNorm ? name.substr(0, name.rfind('.')) + old : name] = std::move(part);
    }
    parts = std::move(aged);
}

void drop(FileParts& parts, const std::string& from)
{
    std::erase_if(parts, [&](const auto& part) { return part.first.starts_with(from); });
}

/// Buffers and training state, which say nothing to a reader.
void addBuffers(FileParts& parts)
{
    parts["x.embeddings.position_ids"] = integerPart({1, 2}, {0, 1});
    parts["x.embeddings.token_type_ids"] = integerPart({1, 2}, {0, 0});
    parts["x.rotary.inv_freq"] = floatPart({2}, {1, 2});
    parts["x.norm.num_batches_tracked"] = integerPart({1}, {7});
}

/// A third token type, of the second picture.
void addType(FilePart& table)
{
    table.bytes += table.bytes.substr(table.bytes.size() / 2);
    table.shape[0] = 3;
}

/// Another tensor's numbers under a name of their own.
void copy(FileParts& parts, const std::string& from, const std::string& to)
{
    parts[to] = parts.at(from);
}

std::vector<Published> blipRows()
{
    const std::string head = "text_decoder.cls.predictions.";
    return {
        {.name = "BLIP, bare fields of the full dump",
         .base = "blip_itm",
         .architecture = "BlipForImageTextRetrieval",
         .config =
             R"({"projection_dim": 999, "torch_dtype": "float32", "transformers_version": null,
                       "text_config": {"encoder_hidden_size": 4711, "is_decoder": true,
                                       "projection_dim": 999, "torch_dtype": null,
                                       "eos_token_id": 2, "hidden_act": null,
                                       "layer_norm_eps": null},
                       "vision_config": {"projection_dim": 999, "layer_norm_eps": null}})",
         .rewrite = addBuffers,
         .others = {{"tf_model.h5", ""}, {"flax_model.msgpack", ""}, {"training_args.bin", ""}}},
        {.name = "BLIP matching without a class",
         .base = "blip_itm",
         .architecture = "BlipForImageTextRetrieval",
         .config = R"({"architectures": null})"},
        {.name = "BLIP matching under another class",
         .base = "blip_itm",
         .architecture = "BlipForImageTextRetrieval",
         .config = R"({"architectures": ["BlipModel"]})"},
        {.name = "BLIP questions without a class",
         .base = "blip_vqa",
         .architecture = "BlipForQuestionAnswering",
         .config = R"({"architectures": null, "model_type": null})"},
        {.name = "BLIP captions without a class, head's own words",
         .base = "blip_caption",
         .architecture = "BlipForConditionalGeneration",
         .config = R"({"architectures": null, "model_type": null, "tie_word_embeddings": true,
                       "text_config": {"eos_token_id": 2, "tie_word_embeddings": true}})"},
        {.name = "BLIP captions, bias beside the decoder alone",
         .base = "blip_caption",
         .architecture = "BlipForConditionalGeneration",
         .rewrite = [=](FileParts& parts) { rename(parts, head + "bias", head + "decoder.bias"); }},
        {.name = "BLIP captions, both biases",
         .base = "blip_caption",
         .architecture = "BlipForConditionalGeneration",
         .rewrite = [=](FileParts& parts) { copy(parts, head + "bias", head + "decoder.bias"); }},
    };
}

std::vector<Published> regionRows()
{
    return {
        {.name = "LXMERT base says LxmertModel",
         .base = "lxmert",
         .architecture = "LxmertForPreTraining",
         .config = R"({"architectures": ["LxmertModel"], "layer_norm_eps": 0.5})",
         .rewrite = addBuffers},
        {.name = "LXMERT's layer numbers as an object",
         .base = "lxmert",
         .architecture = "LxmertForPreTraining",
         .config = R"({"num_hidden_layers": {"vision": 5, "cross_encoder": 5, "language": 9},
                       "visual_pos_dim": null, "hidden_act": null, "type_vocab_size": null})"},
        {.name = "LXMERT questions without a class",
         .base = "lxmert",
         .architecture = "LxmertForQuestionAnswering",
         .config = R"({"architectures": null})",
         .rewrite =
             [](FileParts& parts) {
                 drop(parts, "cls.");
                 drop(parts, "obj_predict_head.");
             },
         .lost = {"itm_logits", "mlm_logits", "object_logits", "attribute_logits"}},
        {.name = "LXMERT with a tokenizer's path on its author's disk",
         .base = "lxmert",
         .architecture = "LxmertForPreTraining",
         .others =
             {{"tokenizer_config.json",
               R"({"do_lower_case": true, "model_max_length": 512, "tokenize_chinese_chars": true,
                         "special_tokens_map_file": "/root/.cache/torch/transformers/1.bin",
                         "name_or_path": "/somewhere/else", "tokenizer_file": null})"}}},
        {.name = "LXMERT, authors' file",
         .base = "lxmert",
         .architecture = "LxmertForPreTraining",
         .config = R"({"architectures": null, "model_type": null})",
         .rewrite =
             [](FileParts& parts) {
                 rename(parts, "lxmert.", "bert.");
                 age(parts);
                 rename(parts, "", "module.");
             },
         .weights = "Epoch20_LXRT.pth"},
        {.name = "VisualBERT with its wrong ids",
         .base = "visual_bert",
         .architecture = "VisualBertForPreTraining",
         .config = R"({"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2})",
         .rewrite = addBuffers},
        {.name = "VisualBERT questions without a class",
         .base = "visual_bert_bypass",
         .architecture = "VisualBertForQuestionAnswering",
         .config = R"({"architectures": null})"},
        {.name = "VisualBERT's phrases without a class",
         .base = "visual_bert_phrases",
         .architecture = "VisualBertForRegionToPhraseAlignment",
         .config = R"({"architectures": null, "model_type": null})"},
        {.name = "VisualBERT, authors' file",
         .base = "visual_bert",
         .architecture = "VisualBertForPreTraining",
         .config = R"({"architectures": null, "model_type": null})",
         .rewrite =
             [](FileParts& parts) {
                 const std::string embeddings = "visual_bert.embeddings.";
                 const std::string own = "bert.bert.embeddings.";
                 rename(parts, embeddings + "visual_projection", own + "projection");
                 rename(parts, embeddings + "visual_token_type_embeddings",
                        own + "token_type_embeddings_visual");
                 rename(parts, embeddings + "visual_position_embeddings",
                        own + "position_embeddings_visual");
                 rename(parts, "visual_bert.", "bert.bert.");
                 rename(parts, "cls.", "bert.cls.");
                 parts["detector.layer.weight"] = floatPart({1}, {1});
             },
         .weights = "vqa.th"},
        {.name = "ViLBERT, JSON under its own name, with a field that no code reads",
         .base = "vilbert",
         .architecture = "ViLBERT",
         .config = R"({"architectures": null, "model_type": null, "fusion_method": null,
                       "pooling_method": "mul", "task_specific_tokens": null})",
         .rewrite = [](FileParts& parts) { rename(parts, "", "module."); },
         .weights = "multi_task_model.bin",
         .configName = "bert_base_6layer_6conect.json"},
        {.name = "ViLBERT from its trainer",
         .base = "vilbert",
         .architecture = "ViLBERT",
         .config = R"({"architectures": null, "model_type": null})",
         .weights = "pytorch_ckpt_latest.tar",
         .wrapper = "model_state_dict"},
        {.name = "UNITER, flat file and its JSON",
         .base = "uniter",
         .architecture = "UNITER",
         .config = R"({"model_type": null, "layer_norm_eps": null})",
         .rewrite = age,
         .weights = "uniter-base.pt",
         .configName = "uniter-base.json"},
        {.name = "UNITER about two pictures",
         .base = "uniter",
         .architecture = "UNITER",
         .config = R"({"model_type": null})",
         .rewrite =
             [](FileParts& parts) {
                 addType(parts.at("uniter.embeddings.token_type_embeddings.weight"));
                 for (const char* name :
                      {"nlvr2_output.weight", "attn1.in_proj_weight", "attn2.out_proj.weight",
                       "attn_pool.fc.0.weight", "fc.0.weight"}) {
                     parts[name] = floatPart({1}, {1});
                 }
             },
         .weights = "model_step_6500.pt",
         .warning = "W_TWO_PICTURES"},
        {.name = "Unicoder-VL of one's own",
         .base = "unicoder_vl",
         .architecture = "Unicoder-VL",
         .rewrite = addBuffers,
         .weights = "mine.ckpt",
         .wrapper = "state_dict"},
    };
}

std::vector<Published> pictureRows()
{
    return {
        {.name = "ViLT questions under a class that is gone",
         .base = "vilt_heads",
         .architecture = "ViltForQuestionAnswering",
         .config = R"({"architectures": ["ViltForVisualQuestionAnswering"], "num_images": null,
                       "modality_type_vocab_size": null, "tie_word_embeddings": null})",
         .rewrite = addBuffers},
        {.name = "ViLT masked words, decoder's bias an alias",
         .base = "vilt_heads",
         .architecture = "ViltForMaskedLM",
         .config = R"({"architectures": ["ViltForPreTraining"]})",
         .rewrite =
             [](FileParts& parts) {
                 drop(parts, "classifier.");
                 copy(parts, "mlm_score.bias", "mlm_score.decoder.bias");
             },
         .lost = {"vqa_logits"}},
        {.name = "ViLT about two pictures",
         .base = "vilt_heads",
         .architecture = "ViltForImagesAndTextClassification",
         .config = R"({"architectures": ["ViltForImagesAndTextClassification"], "num_images": 2,
                       "modality_type_vocab_size": 3})",
         .rewrite =
             [](FileParts& parts) {
                 addType(parts.at("vilt.embeddings.token_type_embeddings.weight"));
             },
         .lost = {"vqa_logits"},
         .warning = "W_TWO_PICTURES"},
        {.name = "ViLT retrieval without a class",
         .base = "vilt",
         .architecture = "ViltForImageAndTextRetrieval",
         .config = R"({"architectures": null, "model_type": null})",
         .weights = "vilt.ckpt",
         .wrapper = "state_dict"},
        {.name = "FLAVA with empty twins and its codebook",
         .base = "flava",
         .architecture = "FlavaModel",
         .config = R"({"text_config_dict": {}, "image_config_dict": {}, "model_type": null,
                       "multimodal_config_dict": {}, "image_codebook_config_dict": {}})",
         .rewrite =
             [](FileParts& parts) {
                 parts["image_codebook.blocks.input.weight"] = floatPart({1}, {1});
                 addBuffers(parts);
             }},
        {.name = "FLAVA's heads without their class",
         .base = "flava_heads",
         .architecture = "FlavaForPreTraining",
         .config = R"({"architectures": ["FlavaModel"]})"},
        {.name = "BridgeTower without type and class, by old names",
         .base = "bridgetower",
         .architecture = "BridgeTowerForImageAndTextRetrieval",
         .config = R"({"architectures": null, "model_type": null,
                       "init_layernorm_from_vit": false,
                       "vision_config": {"remove_last_layer": null, "vit_remove_last": false}})",
         .rewrite = addBuffers},
        {.name = "CLIP, null twins and placeholder ids",
         .base = "clip",
         .architecture = "CLIPModel",
         .config = R"({"text_config_dict": null, "vision_config_dict": null,
                       "text_config": {"bos_token_id": 0, "eos_token_id": 2, "pad_token_id": 1,
                                       "projection_dim": 999},
                       "vision_config": {"projection_dim": 999}})",
         .rewrite = addBuffers,
         .weights = "model.safetensors",
         .others = {{"pytorch_model.bin", "older"},
                    {"open_clip_pytorch_model.bin", "another layout"},
                    {"open_clip_model.safetensors", "another layout"},
                    {"open_clip_config.json", "{}"}}},
        {.name = "OWL-ViT's detector without type and class",
         .base = "owlvit",
         .architecture = "OwlViTForObjectDetection",
         .config = R"({"architectures": null, "model_type": null})",
         .rewrite =
             [](FileParts& parts) {
                 rename(parts, "", "owlvit.");
                 parts["class_head.dense0.weight"] = floatPart({1}, {1});
                 parts["box_head.dense0.weight"] = floatPart({1}, {1});
             }},
        {.name = "SigLIP by its tensors",
         .base = "siglip",
         .architecture = "SiglipModel",
         .config = R"({"architectures": null, "model_type": null})",
         .rewrite = addBuffers,
         .weights = "model.safetensors"},
        {.name = "GIT without a class",
         .base = "git",
         .architecture = "GitForCausalLM",
         .config = R"({"architectures": null, "model_type": null, "tie_word_embeddings": false})",
         .rewrite = addBuffers},
        {.name = "BLIP-2, image width of the queries by the tower",
         .base = "blip2",
         .architecture = "Blip2ForConditionalGeneration",
         .config = R"({"architectures": null, "qformer_config": {"encoder_hidden_size": 1408}})",
         .rewrite = addBuffers},
        {.name = "ALBEF from its trainer, BERT's config beside it",
         .base = "albef",
         .architecture = "ALBEF",
         .config = R"({"architectures": ["BertForMaskedLM"], "model_type": "bert",
                       "encoder_width": 32})",
         .rewrite =
             [](FileParts& parts) {
                 copy(parts, "vision_proj.weight", "visual_encoder_m.cls_token");
                 copy(parts, "vision_proj.weight", "text_encoder_m.bert.pooler.dense.weight");
                 copy(parts, "vision_proj.weight", "image_queue");
                 copy(parts, "vision_proj.weight", "text_queue");
                 parts["queue_ptr"] = integerPart({1}, {0});
                 addBuffers(parts);
             },
         .weights = "ALBEF.pth",
         .wrapper = "model",
         .configName = "config_bert.json",
         .others = {{"training_args.bin", ""},
                    {"optimizer.pt", ""},
                    {"scheduler.pt", ""},
                    {"model.onnx", ""},
                    {"onnx/model.onnx", ""}}},
        {.name = "ALBEF tuned for retrieval, fusion layer by its tensors",
         .base = "albef",
         .architecture = "ALBEF",
         .config = R"({"model_type": null, "fusion_layer": null})",
         .rewrite =
             [](FileParts& parts) {
                 rename(parts, "text_encoder.bert.", "text_encoder.");
                 drop(parts, "text_encoder.cls.");
                 copy(parts, "vision_proj.weight", "text_encoder_m.embeddings.LayerNorm.weight");
                 parts["idx_queue"] = integerPart({1, 2}, {0, 1});
             },
         .weights = "mscoco.pth",
         .wrapper = "model",
         .lost = {"mlm_logits"}},
    };
}

const std::vector<Published>& rows()
{
    static const std::vector<Published> kRows = [] {
        std::vector<Published> all = blipRows();
        for (const auto& more : {regionRows(), pictureRows()}) {
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }();
    return kRows;
}

TracePtr run(const std::filesystem::path& folder, const char* base)
{
    return loadModel(folder, {}, {})->run(sampleFor(kData / base, "a [MASK] cat"), {}, {});
}

/// The first difference, or nothing.
std::string
difference(const Trace& expected, const Trace& found, const std::vector<std::string>& lost)
{
    if (expected.sites.size() != found.sites.size()) {
        return "other sites";
    }
    for (std::size_t site = 0; site < expected.sites.size(); ++site) {
        for (int head = 0; head < expected.sites[site].heads; ++head) {
            if (expected.attention.head(site, head) != found.attention.head(site, head)) {
                return expected.sites[site].name();
            }
        }
    }
    std::size_t compared = 0;
    for (const NamedArray& array : expected.outputs.arrays) {
        const auto same = std::ranges::find(found.outputs.arrays, array.name, &NamedArray::name);
        const bool isLost = std::ranges::find(lost, array.name) != lost.end();
        if (isLost == (same != found.outputs.arrays.end()) ||
            (!isLost && same->values != array.values)) {
            return array.name;
        }
        compared += isLost ? 0 : 1;
    }
    return compared == found.outputs.arrays.size() ? "" : "more outputs";
}

} // namespace

/// What users' folders look like (published-checkpoints.md), as rows. Numbers are held against the
/// untouched folder's, which parity_test holds against the reference's.
class PublishedFoldersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void folderGivesTheNumbersOfItsBase_data();
    void folderGivesTheNumbersOfItsBase();
};

void PublishedFoldersTest::folderGivesTheNumbersOfItsBase_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < rows().size(); ++i) {
        QTest::newRow(rows()[i].name) << static_cast<int>(i);
    }
}

void PublishedFoldersTest::folderGivesTheNumbersOfItsBase()
{
    QFETCH(int, index);
    const Published& row = rows()[static_cast<std::size_t>(index)];
    const TemporaryFolder folder;
    writePublished(kData, row, folder);
    const bool isTar = std::string(row.weights).ends_with(".tar"); // opened by its name alone
    const auto path = isTar ? folder.path() / row.weights : folder.path();
    const ModelPtr model = loadModel(path, {}, {});
    QCOMPARE(model->info().architecture, std::string(row.architecture));
    for (const Warning& warning : model->info().warnings) {
        QVERIFY2(warning.id == row.warning, warning.text.c_str());
    }
    QCOMPARE(model->info().warnings.empty(), std::string(row.warning).empty());
    const TracePtr expected = run(kData / row.base, row.base);
    const std::string found = difference(*expected, *run(path, row.base), row.lost);
    QVERIFY2(found.empty(), found.c_str());
}

QTEST_GUILESS_MAIN(PublishedFoldersTest)
#include "published_folders_test.moc"
