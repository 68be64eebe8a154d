#include <QTest>

#include "engine/models/model.h"
#include "tests/support/error_of.h"
#include "tests/support/npy_reader.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>

using namespace attenscope;

namespace {

const std::filesystem::path kData = TEST_DATA;

ModelPtr load(const std::filesystem::path& folder)
{
    return loadModel(folder, {.threads = 2}, Progress());
}

/// Six regions of the tiny checkpoints' width.
Sample sampleOf(const std::string& caption)
{
    Regions regions{.features = Matrix(6, 24),
                    .boxes = Matrix(6, 4),
                    .isPadding = {},
                    .wholeImage = {},
                    .labels = {}};
    for (Index i = 0; i < regions.features.size(); ++i) {
        regions.features(i / 24, i % 24) = std::sin(static_cast<float>(7 * i + 1));
    }
    for (Index i = 0; i < 6; ++i) {
        const float corner = 0.1F * static_cast<float>(i);
        regions.boxes.row(i) << corner, corner / 2, corner + 0.3F, corner / 2 + 0.4F;
    }
    return {.image = {.width = 40, .height = 30, .rgb = std::vector<std::uint8_t>(3600, 90)},
            .caption = caption,
            .regions = regions};
}

TracePtr run(const std::string& name,
             const RunOptions& options = {},
             const Sample& sample = sampleOf("a cat sitting on a red sofa"))
{
    return load(kData / name)->run(sample, options, Progress());
}

const Prediction* find(const Trace& trace, const std::string& what)
{
    const auto found = std::ranges::find(trace.outputs.predictions, what, &Prediction::what);
    return found == trace.outputs.predictions.end() ? nullptr : &*found;
}

const NamedArray& array(const std::vector<NamedArray>& arrays, const std::string& name)
{
    return *std::ranges::find(arrays, name, &NamedArray::name);
}

/// The classes of one row of logits by softmax, most probable first.
std::vector<std::pair<double, int>> ranked(const NamedArray& logits, std::int64_t row)
{
    const std::int64_t classes = logits.shape.back();
    std::vector<std::pair<double, int>> result;
    double sum = 0;
    for (std::int64_t i = 0; i < classes; ++i) {
        const double value = std::exp(
            static_cast<double>(logits.floats()[static_cast<std::size_t>(row * classes + i)]));
        result.emplace_back(value, static_cast<int>(i));
        sum += value;
    }
    for (auto& [probability, id] : result) {
        probability /= sum;
    }
    std::ranges::sort(result, std::ranges::greater());
    return result;
}

/// A copy of a checkpoint with one more file.
std::filesystem::path withFile(const TemporaryFolder& target,
                               const std::string& model,
                               const std::string& name,
                               const std::string& text)
{
    for (const char* file : {"config.json", "model.safetensors", "vocab.txt",
                             "tokenizer_config.json", "special_tokens_map.json"}) {
        target.write(file, bytesOf(kData / model / file));
    }
    target.write(name, text);
    return target.path();
}

/// A list of `count` names: "name 0" and so on.
std::string lines(const std::string& noun, int count)
{
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += noun + " " + std::to_string(i) + "\r\n";
    }
    return text;
}

} // namespace

/// What the models of a detector's regions share, beyond the recordings of parity_test.
class RegionModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void maskedKeysAreExactZeroEverywhere_data();
    void maskedKeysAreExactZeroEverywhere();
    void paddingChangesNothing_data();
    void paddingChangesNothing();
    void maskedWordsAreGuessed_data();
    void maskedWordsAreGuessed();
    void matchIsTheHeadsOwnColumn_data();
    void matchIsTheHeadsOwnColumn();
    void regionsAreClassified_data();
    void regionsAreClassified();
    void listsNameTheClasses();
    void listsOfAnotherLengthAreRefused_data();
    void listsOfAnotherLengthAreRefused();
    void answersHaveTheConfigsNames();
    void taskTokenStandsBehindTheFirstToken();
    void tasksThatAreNotThereAreRefused();
    void wholeImageIsTheMeanOfItsRegions();
    void givenWholeImageWins();
    void modesWithoutWeightsAreRefused_data();
    void modesWithoutWeightsAreRefused();
    void alignmentSumsToOneOverTheRegions();
};

void RegionModelsTest::maskedKeysAreExactZeroEverywhere_data()
{
    QTest::addColumn<std::string>("model");
    for (const char* model : {"lxmert", "vilbert", "visual_bert", "visual_bert_phrases",
                              "visual_bert_bypass", "uniter", "unicoder_vl"}) {
        QTest::newRow(model) << std::string(model);
    }
}

void RegionModelsTest::maskedKeysAreExactZeroEverywhere()
{
    QFETCH(std::string, model);
    RunOptions options;
    options.intervention.maskedWords = {3};
    options.intervention.maskedUnits = {2};
    const TracePtr trace = run(model, options);
    const Index token = trace->tokens.words[3].tokens.front();
    QVERIFY(trace->isTokenMasked[static_cast<std::size_t>(token)]);
    QVERIFY(!trace->sites.empty());
    for (std::size_t site = 0; site < trace->sites.size(); ++site) {
        const Axis& key = trace->sites[site].key;
        for (int head = 0; head < trace->sites[site].heads; ++head) {
            const Matrix weights = trace->attention.head(site, head);
            if (key.text.covers(token)) {
                QCOMPARE(weights.col(key.text.rowOf(token)).cwiseAbs().maxCoeff(), 0.0F);
            }
            if (key.image.covers(2)) {
                QCOMPARE(weights.col(key.image.rowOf(2)).cwiseAbs().maxCoeff(), 0.0F);
            }
            QVERIFY((weights.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-5F);
        }
    }
}

void RegionModelsTest::paddingChangesNothing_data()
{
    maskedKeysAreExactZeroEverywhere_data();
}

void RegionModelsTest::paddingChangesNothing()
{
    QFETCH(std::string, model);
    const TracePtr plain = run(model);
    const TracePtr padded = run(model, {.padText = 13, .padUnits = 10});
    QCOMPARE(padded->units.size(), 10);
    for (const NamedArray& expected : plain->outputs.arrays) {
        const NamedArray& found = array(padded->outputs.arrays, expected.name);
        if (expected.shape.size() == 2) { // those about tokens or regions have rows of padding
            for (std::size_t i = 0; i < expected.floats().size(); ++i) {
                QVERIFY2(std::abs(found.floats()[i] - expected.floats()[i]) < 1e-5F,
                         expected.name.c_str());
            }
        }
    }
    QCOMPARE(padded->outputs.predictions.size(), plain->outputs.predictions.size());
}

void RegionModelsTest::maskedWordsAreGuessed_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<int>("word");
    QTest::newRow("lxmert") << std::string("lxmert") << 2;
    QTest::newRow("vilbert") << std::string("vilbert") << 2;
    QTest::newRow("visual_bert") << std::string("visual_bert") << 2;
    QTest::newRow("uniter") << std::string("uniter") << 2;
    QTest::newRow("unicoder_vl") << std::string("unicoder_vl") << 2;
}

void RegionModelsTest::maskedWordsAreGuessed()
{
    QFETCH(std::string, model);
    QFETCH(int, word);
    const TracePtr trace = run(model, {}, sampleOf("a [MASK] sitting"));
    const Prediction* guess = find(*trace, "word " + std::to_string(word));
    QVERIFY(guess != nullptr);
    QCOMPARE(guess->candidates.size(), std::size_t{5});
    const int token = trace->tokens.words[static_cast<std::size_t>(word)].tokens.front();
    const auto expected = ranked(array(trace->outputs.arrays, "mlm_logits"), token);
    for (std::size_t i = 0; i < 5; ++i) {
        QVERIFY(std::abs(guess->candidates[i].probability - expected[i].first) < 1e-5);
    }
    QVERIFY(find(*run(model), "word " + std::to_string(word)) == nullptr);
}

void RegionModelsTest::matchIsTheHeadsOwnColumn_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<int>("column");
    QTest::newRow("lxmert") << std::string("lxmert") << 1;
    QTest::newRow("vilbert") << std::string("vilbert") << 0;
    QTest::newRow("visual_bert") << std::string("visual_bert") << 0;
    QTest::newRow("uniter") << std::string("uniter") << 1;
    QTest::newRow("unicoder_vl") << std::string("unicoder_vl") << 1;
}

void RegionModelsTest::matchIsTheHeadsOwnColumn()
{
    QFETCH(std::string, model);
    QFETCH(int, column);
    const TracePtr trace = run(model);
    QCOMPARE(trace->outputs.match.size(), std::size_t{1});
    for (const auto& [probability, id] : ranked(array(trace->outputs.arrays, "itm_logits"), 0)) {
        const double found = trace->outputs.match[0].probability;
        QCOMPARE(id == column, std::abs(found - probability) < 1e-6);
    }
}

void RegionModelsTest::regionsAreClassified_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<std::string>("what");
    QTest::addColumn<std::string>("logits");
    const auto row = [](const char* model, const char* what, const char* logits) {
        QTest::addRow("%s %s", model, what)
            << std::string(model) << std::string(what) << std::string(logits);
    };
    row("lxmert", "object", "object_logits");
    row("lxmert", "attribute", "attribute_logits");
    row("vilbert", "class", "region_class_logits");
    row("uniter", "class", "region_class_logits");
    row("unicoder_vl", "object", "object_logits");
}

void RegionModelsTest::regionsAreClassified()
{
    QFETCH(std::string, model);
    QFETCH(std::string, what);
    QFETCH(std::string, logits);
    const TracePtr trace = run(model);
    for (int region = 0; region < trace->units.size(); ++region) {
        const Prediction* guess = find(*trace, "region " + std::to_string(region) + ": " + what);
        QVERIFY(guess != nullptr);
        const auto expected = ranked(array(trace->outputs.arrays, logits), region);
        for (std::size_t i = 0; i < guess->candidates.size(); ++i) {
            QCOMPARE(guess->candidates[i].label, what + " " + std::to_string(expected[i].second));
            QVERIFY(std::abs(guess->candidates[i].probability - expected[i].first) < 1e-5);
        }
    }
}

void RegionModelsTest::listsNameTheClasses()
{
    const TemporaryFolder target;
    withFile(target, "lxmert", "objects_vocab.txt", lines("thing", 9));
    target.write("attributes_vocab.txt", lines("colour", 7));
    target.write("trainval_label2ans.json",
                 R"(["a","b","c","d","e","f","g","h","i","j","k","l","m"])");
    const TracePtr trace = load(target.path())->run(sampleOf("a cat"), RunOptions{}, Progress());
    const TracePtr plain = run("lxmert", {}, sampleOf("a cat"));
    const auto number = [](const std::string& label) { return label.substr(label.find(' ')); };
    for (std::size_t i = 0; i < 5; ++i) {
        const std::string object = find(*trace, "region 1: object")->candidates[i].label;
        QVERIFY(object.starts_with("thing "));
        QCOMPARE(number(object), number(find(*plain, "region 1: object")->candidates[i].label));
        QVERIFY(find(*trace, "region 1: attribute")->candidates[i].label.starts_with("colour "));
        const std::string answer = find(*plain, "answer")->candidates[i].label;
        const auto letter = static_cast<char>('a' + std::stoi(number(answer)));
        QCOMPARE(find(*trace, "answer")->candidates[i].label, std::string(1, letter));
    }
}

void RegionModelsTest::listsOfAnotherLengthAreRefused_data()
{
    QTest::addColumn<std::string>("file");
    QTest::addColumn<std::string>("text");
    QTest::newRow("objects") << std::string("objects_vocab.txt") << lines("thing", 8);
    QTest::newRow("attributes") << std::string("attributes_vocab.txt") << lines("colour", 9);
    QTest::newRow("answers") << std::string("trainval_label2ans.json")
                             << std::string(R"(["yes", "no"])");
    QTest::newRow("no list") << std::string("trainval_label2ans.json") << std::string("{}");
}

void RegionModelsTest::listsOfAnotherLengthAreRefused()
{
    QFETCH(std::string, file);
    QFETCH(std::string, text);
    const TemporaryFolder target;
    const auto folder = withFile(target, "lxmert", file, text);
    const ErrorInfo error = errorOf([&] { load(folder); });
    QCOMPARE(error.id, std::string("E_CONFIG_FIELD"));
    QVERIFY(error.file.ends_with(file));
}

void RegionModelsTest::answersHaveTheConfigsNames()
{
    const TracePtr trace = run("visual_bert_bypass");
    const Prediction* answer = find(*trace, "answer");
    QVERIFY(answer != nullptr);
    QCOMPARE(answer->candidates.size(), std::size_t{4});
    const std::vector<std::string> names{"yes", "no", "answer 2", "two"};
    const auto expected = ranked(array(trace->outputs.arrays, "vqa_logits"), 0);
    for (std::size_t i = 0; i < names.size(); ++i) {
        QCOMPARE(answer->candidates[i].label, names[static_cast<std::size_t>(expected[i].second)]);
    }
}

void RegionModelsTest::taskTokenStandsBehindTheFirstToken()
{
    const TracePtr trace = run("vilbert", {.taskId = 12, .keepInputs = true});
    const Token& token = trace->tokens.tokens[1];
    QCOMPARE(token.text, std::string("[task 12]"));
    QVERIFY(token.part == TokenPart::Added && token.begin == token.end);
    QCOMPARE(trace->tokens.words.back().text, std::string("[task 12]"));
    QCOMPARE(trace->tokens.words[2].text, std::string("cat"));
    QCOMPARE(trace->tokens.words[2].tokens, std::vector<int>{3});
    for (std::size_t w = 0; w < trace->tokens.words.size(); ++w) {
        for (const int t : trace->tokens.words[w].tokens) {
            QCOMPARE(trace->tokens.tokens[static_cast<std::size_t>(t)].word, static_cast<int>(w));
        }
    }
    const auto size = trace->tokens.tokens.size();
    QCOMPARE(array(trace->inputs, "input_ids").shape[1] + 1, static_cast<std::int64_t>(size));
    // NLVR2, which is about two pictures, is the twelfth.
    const auto isAboutTwo = [](const Warning& w) { return w.id == "W_TWO_PICTURES"; };
    QVERIFY(std::ranges::any_of(trace->warnings, isAboutTwo));
    const TracePtr other = run("vilbert", {.taskId = 1});
    QVERIFY(std::ranges::none_of(other->warnings, isAboutTwo));
    const TracePtr usual = run("vilbert", {});
    QCOMPARE(usual->tokens.tokens[1].text, std::string("[task 7]"));
    QVERIFY(array(trace->outputs.arrays, "vqa_logits").floats() !=
            array(other->outputs.arrays, "vqa_logits").floats());
}

void RegionModelsTest::tasksThatAreNotThereAreRefused()
{
    for (const int task : {-1, 20}) {
        const ErrorInfo error = errorOf([&] { run("vilbert", {.taskId = task}); });
        QCOMPARE(error.id, std::string("E_USAGE_INDEX"));
        QCOMPARE(error.expected, std::string("0 to 19"));
    }
}

void RegionModelsTest::wholeImageIsTheMeanOfItsRegions()
{
    Sample sample = sampleOf("a cat");
    sample.regions->isPadding = {false, false, true, false, true, true};
    const TracePtr trace = run("vilbert", {.keepInputs = true}, sample);
    QCOMPARE(trace->units.size(), 7);
    QCOMPARE(trace->units.units[0].name, std::string("whole image"));
    QCOMPARE(trace->units.units[0].box.x1, 40.0);
    const NamedArray& fed = array(trace->inputs, "visual_feats");
    const Matrix& given = sample.regions->features;
    for (Index c = 0; c < 24; ++c) {
        const float mean = (given(0, c) + given(1, c) + given(3, c)) / 3;
        QVERIFY(std::abs(fed.floats()[static_cast<std::size_t>(c)] - mean) < 1e-6F);
    }
}

void RegionModelsTest::givenWholeImageWins()
{
    Sample sample = sampleOf("a cat");
    sample.regions->wholeImage = Eigen::RowVectorXf::Constant(24, 0.5F);
    const TracePtr trace = run("vilbert", {.keepInputs = true}, sample);
    QCOMPARE(array(trace->inputs, "visual_feats").floats()[23], 0.5F);
    QCOMPARE(array(trace->inputs, "visual_feats").floats()[24], sample.regions->features(0, 0));
}

void RegionModelsTest::modesWithoutWeightsAreRefused_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<std::string>("mode");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char* model, const char* mode, const char* reason) {
        QTest::addRow("%s %s", model, mode)
            << std::string(model) << std::string(mode) << std::string(reason);
    };
    row("lxmert", "single-stream", "no joint attention");
    row("vilbert", "hybrid", "no self-attention of their own");
    row("vilbert", "single-stream", "no joint attention");
    row("visual_bert", "co", "one set of weights");
    row("uniter", "alternating", "one set of weights");
    row("unicoder_vl", "hybrid", "one set of weights");
}

void RegionModelsTest::modesWithoutWeightsAreRefused()
{
    QFETCH(std::string, model);
    QFETCH(std::string, mode);
    QFETCH(std::string, reason);
    const ErrorInfo error = errorOf([&] { run(model, {.mode = modeFromId(mode)}); });
    QCOMPARE(error.id, std::string("E_MODE_UNSUPPORTED"));
    QVERIFY2(error.found.find(reason) != std::string::npos, error.found.c_str());
}

void RegionModelsTest::alignmentSumsToOneOverTheRegions()
{
    const ModelPtr model = load(kData / "visual_bert_phrases");
    const std::vector<StackInfo> stacks = model->stacks(Mode::SingleStream);
    QCOMPARE(stacks.back().kind, std::string("alignment"));
    for (const AttentionKeeping keeping :
         {AttentionKeeping::Weights, AttentionKeeping::QueriesAndKeys}) {
        const TracePtr trace =
            model->run(sampleOf("a cat"), {.padUnits = 8, .keeping = keeping}, Progress());
        const auto site = trace->findSite("alignment", 0);
        QVERIFY(site);
        const Matrix weights = trace->attention.head(*site, 0);
        QCOMPARE(weights.rows(), 4); // [CLS] a cat [SEP]
        QCOMPARE(weights.cols(), 8);
        QCOMPARE(weights.rightCols(2).cwiseAbs().maxCoeff(), 0.0F);
        QVERIFY((weights.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-5F);
    }
}

QTEST_GUILESS_MAIN(RegionModelsTest)
#include "region_models_test.moc"
