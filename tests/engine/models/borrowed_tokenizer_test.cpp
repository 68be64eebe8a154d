#include <QTest>

#include "engine/models/model.h"
#include "tests/support/checkpoint_files.h"
#include "tests/support/error_of.h"
#include "tests/support/model_samples.h"

#include <algorithm>
#include <filesystem>
#include <string>

using namespace attenscope;

namespace {

namespace fs = std::filesystem;

const fs::path kData = TEST_DATA;

/// A checkpoint without the files that say how captions become tokens.
void writeWithoutTokenizer(const std::string& base, const TemporaryFolder& folder)
{
    for (const auto& entry : fs::directory_iterator(kData / base)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with("config.json") && name != "tokenizer_config.json") {
            folder.write(name, bytesOf(entry.path()));
        }
    }
    folder.write("pytorch_model.bin", torchFile(partsOf(kData / base)));
}

std::size_t lines(const std::string& text)
{
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

} // namespace

/// Folders that lack a vocabulary, as VisualBERT's, ViLBERT's and LXMERT's for questions do, and
/// vocabularies that do not fit the checkpoint.
class BorrowedTokenizerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anotherFoldersTokenizerServes_data();
    void anotherFoldersTokenizerServes();
    void idsBeyondTheWordTableAreErrors_data(); // M-06
    void idsBeyondTheWordTableAreErrors();
    void largerWordTablesAreUsual();
    void tokenizersWithByteFallbackAreRefusedByName();
};

void BorrowedTokenizerTest::anotherFoldersTokenizerServes_data()
{
    QTest::addColumn<std::string>("base");
    for (const char* base :
         {"visual_bert", "vilbert", "lxmert", "uniter", "unicoder_vl", "albef", "vilt", "clip"}) {
        QTest::newRow(base) << std::string(base);
    }
}

void BorrowedTokenizerTest::anotherFoldersTokenizerServes()
{
    QFETCH(std::string, base);
    const TemporaryFolder folder;
    writeWithoutTokenizer(base, folder);
    const ErrorInfo missing = errorOf([&] { loadModel(folder.path(), {}, {}); });
    QCOMPARE(missing.id, std::string("E_TOKENIZER_MISSING"));
    QVERIFY(missing.file.ends_with("/vocab.txt"));
    QVERIFY(missing.remedy.find("--tokenizer DIR") != std::string::npos);

    const ModelPtr borrowing = loadModel(folder.path(), {.tokenizer = kData / base}, {});
    QCOMPARE(borrowing->info().tokenizer, (kData / base).string());
    const Sample sample = sampleFor(kData / base, "two cats");
    const TracePtr found = borrowing->run(sample, {}, {});
    const TracePtr expected = loadModel(kData / base, {}, {})->run(sample, {}, {});
    QCOMPARE(found->provenance.tokenizer, (kData / base).string());
    QVERIFY(expected->provenance.tokenizer.empty());
    QVERIFY(found->tokens.ids() == expected->tokens.ids());
    QVERIFY(found->attention.head(0, 0) == expected->attention.head(0, 0));
}

void BorrowedTokenizerTest::idsBeyondTheWordTableAreErrors_data()
{
    QTest::addColumn<std::string>("base");
    for (const char* base : {"visual_bert", "vilbert", "lxmert", "albef", "vilt", "blip_itm",
                             "blip_vqa", "blip_caption", "blip2", "flava", "git"}) {
        QTest::newRow(base) << std::string(base);
    }
}

/// A vocabulary with more words than the checkpoint has rows for.
void BorrowedTokenizerTest::idsBeyondTheWordTableAreErrors()
{
    QFETCH(std::string, base);
    const std::string vocabulary = bytesOf(kData / base / "vocab.txt");
    std::string longer = vocabulary;
    constexpr std::size_t kMore = 10;
    for (std::size_t i = 0; i < kMore; ++i) {
        longer += "zyx" + std::to_string(i) + "\n";
    }
    const TemporaryFolder tokenizer;
    copyBesideWeights(kData / base, tokenizer);
    tokenizer.write("vocab.txt", longer);
    const ModelPtr model = loadModel(kData / base, {.tokenizer = tokenizer.path()}, {});
    const Sample sample = sampleFor(kData / base, "a zyx9");
    const ErrorInfo error = errorOf([&] { model->run(sample, {}, {}); });
    QCOMPARE(error.id, std::string("E_TOKENIZER_ID"));
    QCOMPARE(error.place, std::string("token zyx9"));
    QVERIFY2(error.expected.starts_with("an id below "), error.expected.c_str());
    QCOMPARE(error.found, std::to_string(lines(vocabulary) + kMore - 1));
    QVERIFY(!error.remedy.empty());
}

/// BLIP's start token and OPT's rows for nothing lie beyond the vocabulary.
void BorrowedTokenizerTest::largerWordTablesAreUsual()
{
    const TemporaryFolder folder;
    copyBesideWeights(kData / "visual_bert", folder);
    const std::string vocabulary = bytesOf(kData / "visual_bert" / "vocab.txt");
    folder.write("vocab.txt",
                 vocabulary.substr(0, vocabulary.rfind('\n', vocabulary.size() - 2) + 1));
    folder.write("pytorch_model.bin", torchFile(partsOf(kData / "visual_bert")));
    const TracePtr trace = loadModel(folder.path(), {}, {})
                               ->run(sampleFor(kData / "visual_bert", "a [MASK] cat"), {}, {});
    QVERIFY(!trace->outputs.predictions.empty());
}

/// SigLIP 2 brings Gemma's.
void BorrowedTokenizerTest::tokenizersWithByteFallbackAreRefusedByName()
{
    const TemporaryFolder folder;
    writeWithoutTokenizer("siglip", folder);
    folder.write("tokenizer_config.json", R"({"tokenizer_class": "GemmaTokenizer"})");
    folder.write("tokenizer.json", R"({"version": "1.0", "added_tokens": [],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "pre_tokenizer": {"type": "Split", "pattern": {"String": " "},
                          "behavior": "MergedWithPrevious", "invert": false},
        "post_processor": null,
        "model": {"type": "BPE", "dropout": null, "unk_token": "<unk>", "fuse_unk": true,
                  "byte_fallback": true, "vocab": {"<pad>": 0, "<unk>": 1}, "merges": []}})");
    const ErrorInfo error = errorOf([&] { loadModel(folder.path(), {}, {}); });
    QCOMPARE(error.id, std::string("E_TOKENIZER_UNSUPPORTED"));
    QVERIFY(error.file.ends_with("/tokenizer.json"));
    QVERIFY2(error.place == "/model/byte_fallback" || error.place == "/model/fuse_unk",
             error.place.c_str());
}

QTEST_GUILESS_MAIN(BorrowedTokenizerTest)
#include "borrowed_tokenizer_test.moc"
