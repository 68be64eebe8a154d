#include <QTest>

#include "engine/models/model.h"
#include "tests/support/error_of.h"
#include "tests/support/model_samples.h"
#include "tests/support/npy_reader.h"
#include "tests/support/published_folder.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace attenscope;

namespace {

const std::filesystem::path kData = TEST_DATA;

} // namespace

/// How a folder's family, heads and sizes are found out, and what is said where they can't be.
class RecognitionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headIsChosenByItsAnswers_data();
    void headIsChosenByItsAnswers();
    void missingSizesAreTheFamilysAndHeldAgainstTensors_data();
    void missingSizesAreTheFamilysAndHeldAgainstTensors();
    void headsThatAreLeftOutAreTheFamilys_data();
    void headsThatAreLeftOutAreTheFamilys();
    void withoutATaskTableThereIsNoTask();
    void albefsPositionsAreStretchedToLargerPictures();
    void withoutAConfigPublishedSizesAreTried_data();
    void withoutAConfigPublishedSizesAreTried();
    void knownButUnreadIsNamed_data();
    void knownButUnreadIsNamed();
    void severalConfigsAreNotGuessedAmong();
    void codeOfAConfigIsNotedAndNotRun();
};

void RecognitionTest::headIsChosenByItsAnswers_data()
{
    QTest::addColumn<int>("answers");
    QTest::addColumn<std::string>("named");
    QTest::addColumn<std::string>("architecture");
    const auto row = [](const char* name, int answers, const char* named, const char* found) {
        QTest::newRow(name) << answers << std::string(named) << std::string(found);
    };
    row("one score", 1, "null", "VisualBertForMultipleChoice");
    row("true or false", 2, "null", "VisualBertForVisualReasoning");
    row("answers", 4, "null", "VisualBertForQuestionAnswering");
    row("three, as the class says", 3, R"(["VisualBertForVisualReasoning"])",
        "VisualBertForVisualReasoning");
    row("two answers, as the class says", 2, R"(["VisualBertForQuestionAnswering"])",
        "VisualBertForQuestionAnswering");
    row("a class without its tensors", 4, R"(["VisualBertForPreTraining"])",
        "VisualBertForQuestionAnswering");
}

void RecognitionTest::headIsChosenByItsAnswers()
{
    QFETCH(int, answers);
    QFETCH(std::string, named);
    QFETCH(std::string, architecture);
    const TemporaryFolder folder;
    const std::string patch = R"({"id2label": null, "architectures": )" + named + "}";
    writePublished(kData,
                   {.name = "",
                    .base = "visual_bert_bypass",
                    .architecture = "",
                    .config = patch.c_str(),
                    .rewrite =
                        [&](FileParts& parts) {
                            const std::int64_t width = parts.at("cls.weight").shape[1];
                            const auto count = static_cast<std::size_t>(answers);
                            parts["cls.weight"] = floatPart(
                                {answers, width},
                                std::vector<float>(count * static_cast<std::size_t>(width), 0.5F));
                            parts["cls.bias"] = floatPart({answers}, std::vector<float>(count, 0));
                        }},
                   folder);
    const ModelPtr model = loadModel(folder.path(), {}, {});
    QCOMPARE(model->info().architecture, architecture);
    // Question answering reads the last word, the others the pooled state: another array's name.
    const TracePtr trace =
        loadModel(folder.path(), {}, {})->run(sampleFor(kData / "visual_bert_bypass"), {}, {});
    const bool isAnswering = architecture == "VisualBertForQuestionAnswering";
    QCOMPARE(trace->outputs.arrays.front().name,
             std::string(isAnswering ? "vqa_logits" : "logits"));
}

void RecognitionTest::missingSizesAreTheFamilysAndHeldAgainstTensors_data()
{
    QTest::addColumn<std::string>("base");
    QTest::addColumn<std::string>("config");
    QTest::addColumn<std::string>("place");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* base, const char* config, const char* place,
                        const char* expected) {
        QTest::newRow(name) << std::string(base) << std::string(config) << std::string(place)
                            << std::string(expected);
    };
    row("VisualBERT's regions", "visual_bert", R"({"visual_embedding_dim": null})",
        "visual_bert.embeddings.visual_projection.weight",
        "[40, 512] (visual_embedding_dim by default)");
    row("LXMERT's answers", "lxmert", R"({"num_qa_labels": null})", "answer_head.logit_fc.3.weight",
        "[9500, 64] (num_qa_labels by default)");
    row("ViLBERT's regions", "vilbert", R"({"v_feature_size": null})",
        "bert.v_embeddings.image_embeddings.weight", "(v_feature_size by default)");
    row("SigLIP's words", "siglip", R"({"text_config": {"vocab_size": null}})",
        "text_model.embeddings.token_embedding.weight",
        "[32000, 24] (text_config/vocab_size by default)");
    row("CLIP's shared width", "clip", R"({"projection_dim": null})", "text_projection.weight",
        "[512, 32] (projection_dim by default)");
    row("BLIP-2's queries", "blip2", R"({"num_query_tokens": null})", "query_tokens",
        "num_query_tokens by default");
    row("ViLT's kinds of units", "vilt", R"({"modality_type_vocab_size": 3})",
        "vilt.embeddings.token_type_embeddings.weight", "modality_type_vocab_size");
}

void RecognitionTest::missingSizesAreTheFamilysAndHeldAgainstTensors()
{
    QFETCH(std::string, base);
    QFETCH(std::string, config);
    QFETCH(std::string, place);
    QFETCH(std::string, expected);
    const TemporaryFolder folder;
    writePublished(kData,
                   {.name = "", .base = base.c_str(), .architecture = "", .config = config.c_str()},
                   folder);
    const ErrorInfo error = errorOf([&] { loadModel(folder.path(), {}, {}); });
    QCOMPARE(error.id, std::string("E_TENSOR_SHAPE"));
    QVERIFY(error.file.ends_with("pytorch_model.bin"));
    QCOMPARE(error.place, place);
    QVERIFY2(error.expected.find(expected) != std::string::npos, error.expected.c_str());
    QVERIFY(error.found.starts_with("["));
}

void RecognitionTest::headsThatAreLeftOutAreTheFamilys_data()
{
    QTest::addColumn<std::string>("base");
    QTest::addColumn<std::string>("config");
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<int>("heads");
    const auto row = [](const char* name, const char* base, const char* config, const char* kind,
                        int heads) {
        QTest::newRow(name) << std::string(base) << std::string(config) << std::string(kind)
                            << heads;
    };
    // The library's, which is not what published files say (12).
    row("BLIP's text", "blip_caption", R"({"text_config": {"num_attention_heads": null}})",
        "text_self", 8);
    row("CLIP's text", "clip", R"({"text_config": {"num_attention_heads": null}})", "text_self", 8);
    row("ViLBERT's regions", "vilbert", R"({"v_num_attention_heads": 4})", "vision_self", 4);
}

/// No tensor's shape says how many heads there are.
void RecognitionTest::headsThatAreLeftOutAreTheFamilys()
{
    QFETCH(std::string, base);
    QFETCH(std::string, config);
    QFETCH(std::string, kind);
    QFETCH(int, heads);
    const TemporaryFolder folder;
    writePublished(kData,
                   {.name = "", .base = base.c_str(), .architecture = "", .config = config.c_str()},
                   folder);
    const ModelPtr model = loadModel(folder.path(), {}, {});
    const std::vector<StackInfo> stacks = model->stacks(model->info().nativeMode);
    const auto stack = std::ranges::find(stacks, kind, &StackInfo::kind);
    QVERIFY(stack != stacks.end());
    QCOMPARE(stack->heads, heads);
}

/// ViLBERT's config does not say whether there are tasks: the table is there, or it is not.
void RecognitionTest::withoutATaskTableThereIsNoTask()
{
    const TemporaryFolder folder;
    writePublished(
        kData,
        {.name = "",
         .base = "vilbert",
         .architecture = "",
         .config = R"({"task_specific_tokens": true})",
         .rewrite =
             [](FileParts& parts) { parts.erase("bert.embeddings.task_embeddings.weight"); }},
        folder);
    const ModelPtr model = loadModel(folder.path(), {}, {});
    const Sample sample = sampleFor(kData / "vilbert", "a cat");
    const TracePtr trace = model->run(sample, {}, {});
    QCOMPARE(trace->tokens.size(), 4); // [CLS] a cat [SEP]
    const ErrorInfo error = errorOf([&] { model->run(sample, {.taskId = 7}, {}); });
    QCOMPARE(error.id, std::string("E_USAGE_INDEX"));
    QCOMPARE(error.expected, std::string("none: this checkpoint has no task tokens"));
}

/// Against positions that torch stretched, stored as those of a checkpoint for larger pictures.
void RecognitionTest::albefsPositionsAreStretchedToLargerPictures()
{
    const TemporaryFolder smaller;
    writePublished(kData,
                   {.name = "",
                    .base = "albef",
                    .architecture = "",
                    .config = R"({"vision_config": {"image_size": 48}})"},
                   smaller);
    const TemporaryFolder larger;
    const NamedArray golden = readNpy(kData / "albef/reference/stretched_positions.npy");
    writePublished(kData,
                   {.name = "",
                    .base = "albef",
                    .architecture = "",
                    .rewrite =
                        [&](FileParts& parts) {
                            parts["visual_encoder.pos_embed"] =
                                floatPart(golden.shape, golden.floats());
                        }},
                   larger);
    const Sample sample = sampleFor(kData / "albef");
    const TracePtr found = loadModel(smaller.path(), {}, {})->run(sample, {}, {});
    const TracePtr expected = loadModel(larger.path(), {}, {})->run(sample, {}, {});
    QCOMPARE(found->units.gridRows, 4);
    for (std::size_t site = 0; site < expected->sites.size(); ++site) {
        const Matrix weights = found->attention.head(site, 0);
        QVERIFY(weights.isApprox(expected->attention.head(site, 0), 1e-5F));
    }
}

void RecognitionTest::withoutAConfigPublishedSizesAreTried_data()
{
    QTest::addColumn<std::string>("base");
    for (const char* base : {"albef", "lxmert", "uniter", "vilbert", "visual_bert"}) {
        QTest::newRow(base) << std::string(base);
    }
}

/// The tiny checkpoints are smaller than the published ones, which is said.
void RecognitionTest::withoutAConfigPublishedSizesAreTried()
{
    QFETCH(std::string, base);
    const TemporaryFolder folder;
    writePublished(kData, {.name = "", .base = base.c_str(), .architecture = ""}, folder);
    std::filesystem::remove(folder.path() / "config.json");
    const ErrorInfo error = errorOf([&] { loadModel(folder.path(), {}, {}); });
    QVERIFY2(error.id == "E_TENSOR_MISSING", error.id.c_str());
    QVERIFY(error.file.ends_with("pytorch_model.bin"));
    QVERIFY2(error.place.find(".11.") != std::string::npos ||
                 error.expected.find("tensors: ") != std::string::npos,
             error.expected.c_str());
    QVERIFY2(error.remedy.find("There is no config.json: the published sizes") != std::string::npos,
             error.remedy.c_str());
}

void RecognitionTest::knownButUnreadIsNamed_data()
{
    QTest::addColumn<std::string>("config"); // "": none
    QTest::addColumn<std::string>("tensor");
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("found");
    const auto row = [](const char* name, const char* config, const char* tensor, const char* id,
                        const char* found) {
        QTest::newRow(name) << std::string(config) << std::string(tensor) << std::string(id)
                            << std::string(found);
    };
    const char* const kUnsupported = "E_MODEL_UNSUPPORTED";
    for (const char* type : {"llava", "llava_onevision", "qwen2_vl", "qwen2_5_vl", "paligemma",
                             "idefics3", "internvl_chat", "internvl", "siglip2", "bart"}) {
        row(type,
            (R"({"model_type": ")" + std::string(type) +
             R"(", "auto_map": {"AutoModel": "modeling_x.Model"}, "image_size": [448, 448]})")
                .c_str(),
            "model.layers.0.weight", kUnsupported, type);
    }
    row("METER", "", "vit_model.visual.conv1.weight", kUnsupported, "METER");
    row("ViLT's authors", "", "transformer.blocks.0.attn.qkv.weight", kUnsupported,
        "ViLT in its authors' layout");
    row("open_clip", "", "visual.transformer.resblocks.0.attn.in_proj_weight", kUnsupported,
        "CLIP in open_clip's layout");
    row("the detector of LXMERT's regions", "", "roi_heads.box_predictor.cls_score.weight",
        kUnsupported, "a detector of regions");
    row("OSCAR", R"({"hidden_size": 768, "img_feature_dim": 2054})", "bert.img_embedding.weight",
        kUnsupported, "OSCAR or VinVL");
    row("X-VLM", R"({"model_type": "bert"})", "vision_encoder.layers.0.blocks.0.attn.qkv.weight",
        kUnsupported, "X-VLM");
    row("BLIP's authors", R"({"model_type": "bert", "architectures": ["BertModel"]})",
        "text_encoder.encoder.layer.0.crossattention.self.query.weight", kUnsupported,
        "BLIP in its authors' layout");
    row("answers of ALBEF", R"({"model_type": "bert"})",
        "text_decoder.bert.encoder.layer.0.crossattention.self.query.weight", kUnsupported,
        "BLIP or ALBEF, tuned to write, in its authors' layout");
    row("nothing known", R"({"hidden_size": 768})", "w", kUnsupported, "nothing");
    row("a config that is needed", "", "text_model.encoder.layers.0.self_attn.q_proj.weight",
        "E_CONFIG_FIELD", "no such file");
    row("no config and nothing known", "", "w", "E_CONFIG_FIELD", "no such file");
    row("half of CLIP", R"({"model_type": "clip", "architectures": ["CLIPTextModel"]})",
        "text_model.encoder.layers.0.self_attn.q_proj.weight", kUnsupported, "CLIPTextModel");
    row("BLIP-2's matching", R"({"model_type": "blip-2",
                                 "architectures": ["Blip2ForImageTextRetrieval"]})",
        "qformer.encoder.layer.0.attention.attention.query.weight", kUnsupported,
        "Blip2ForImageTextRetrieval");
}

void RecognitionTest::knownButUnreadIsNamed()
{
    QFETCH(std::string, config);
    QFETCH(std::string, tensor);
    const TemporaryFolder folder;
    if (!config.empty()) {
        folder.write("config.json", config);
    }
    FileParts parts{{tensor, floatPart({1}, {1})}};
    if (QByteArray(QTest::currentDataTag()) == "X-VLM") { // its text side is ALBEF's
        parts["text_encoder.bert.embeddings.word_embeddings.weight"] = floatPart({1}, {1});
    }
    if (tensor.starts_with("text_encoder.") ||
        tensor.starts_with("text_decoder.")) { // and the image side is a timm tower
        parts["visual_encoder.blocks.0.attn.qkv.weight"] = floatPart({1}, {1});
    }
    folder.write("pytorch_model.bin", torchFile(parts));
    const ErrorInfo error = errorOf([&] { loadModel(folder.path(), {}, {}); });
    QTEST(error.id, "id");
    QTEST(error.found, "found");
    QVERIFY(error.file.ends_with("config.json"));
    QVERIFY(!error.expected.empty() && !error.remedy.empty());
}

void RecognitionTest::severalConfigsAreNotGuessedAmong()
{
    const TemporaryFolder folder;
    folder.write("pytorch_model.bin", torchFile({{"w", floatPart({1}, {1})}}));
    folder.write("bert_base.json", R"({"hidden_size": 768})");
    folder.write("bert_large.json", R"({"hidden_size": 1024})");
    folder.write("answers.json", R"(["yes", "no"])");
    folder.write("broken.json", "{");
    const ErrorInfo error = errorOf([&] { loadModel(folder.path(), {}, {}); });
    QCOMPARE(error.id, std::string("E_CONFIG_FIELD"));
    QCOMPARE(error.found, std::string("several that may be it: bert_base.json, bert_large.json"));
}

void RecognitionTest::codeOfAConfigIsNotedAndNotRun() // M-03
{
    const TemporaryFolder folder;
    writePublished(
        kData,
        {.name = "",
         .base = "clip",
         .architecture = "",
         .config = R"({"auto_map": {"AutoModel": "modeling_x.Model"}, "custom_pipelines": {}})"},
        folder);
    folder.write("modeling_x.py", "raise SystemExit");
    const ModelPtr model = loadModel(folder.path(), {}, {});
    QCOMPARE(model->info().warnings.size(), std::size_t{1});
    QCOMPARE(model->info().warnings.front().id, std::string("W_CONFIG_CODE"));
    QCOMPARE(model->info().warnings.front().text,
             std::string("The config names code (auto_map, custom_pipelines). It is not run."));
}

QTEST_GUILESS_MAIN(RecognitionTest)
#include "recognition_test.moc"
